//! The macros: calls that are other expressions, most of them loops.
//!
//! A call is a macro when its name, its number of arguments and whether it stands behind a dot fit, whatever stands before the dot.

mod build;
mod optional;
mod quantifier;
mod transform;

use crate::cel::Error;
use crate::cel::ast::{Call, Expr, ExprKind};
use crate::cel::macros::build::Build;
use std::ops::Range;

/// The name of the variable that loops carry along; no expression can name it.
pub const ACCUMULATOR: &str = "@result";

/// The name that it once had, which variables may still not have.
const OLD_ACCUMULATOR: &str = "__result__";

/// The most nodes of a tree. Macros that repeat what stands before their dot double it each time.
const MOST_NODES: usize = 50_000;

/// A macro.
pub struct Macro {
    /// The function that it looks like.
    pub name: &'static str,
    /// How it is written.
    pub form: &'static str,
    /// How many arguments it takes.
    pub arguments: usize,
    /// Whether it stands behind a dot.
    pub is_method: bool,
    /// The minor release of Kubernetes 1 that brought it.
    pub since: u32,
    expand: fn(&mut Build, Call) -> Expansion,
}

/// What a macro makes; the error is `None` when it was told before.
type Expansion = Result<Expr, Option<Error>>;

const fn method(
    name: &'static str,
    form: &'static str,
    arguments: usize,
    since: u32,
    expand: fn(&mut Build, Call) -> Expansion,
) -> Macro {
    Macro {
        name,
        form,
        arguments,
        is_method: true,
        since,
        expand,
    }
}

/// The macros, by the libraries of `apiserver/pkg/cel/environment/base.go`.
pub const MACROS: [Macro; 20] = [
    Macro {
        name: "has",
        form: "has(a.field)",
        arguments: 1,
        is_method: false,
        since: 0,
        expand: has,
    },
    method("all", "list.all(item, condition)", 2, 0, quantifier::all),
    method(
        "exists",
        "list.exists(item, condition)",
        2,
        0,
        quantifier::exists,
    ),
    method(
        "exists_one",
        "list.exists_one(item, condition)",
        2,
        0,
        quantifier::exists_one,
    ),
    method("map", "list.map(item, value)", 2, 0, transform::map),
    method(
        "map",
        "list.map(item, condition, value)",
        3,
        0,
        transform::map,
    ),
    method(
        "filter",
        "list.filter(item, condition)",
        2,
        0,
        transform::filter,
    ),
    method(
        "optMap",
        "optional.optMap(name, value)",
        2,
        28,
        optional::map,
    ),
    method(
        "optFlatMap",
        "optional.optFlatMap(name, optional)",
        2,
        28,
        optional::flat_map,
    ),
    method(
        "all",
        "map.all(key, value, condition)",
        3,
        32,
        quantifier::all,
    ),
    method(
        "exists",
        "map.exists(key, value, condition)",
        3,
        32,
        quantifier::exists,
    ),
    method(
        "exists_one",
        "map.exists_one(key, value, condition)",
        3,
        32,
        quantifier::exists_one,
    ),
    method(
        "existsOne",
        "map.existsOne(key, value, condition)",
        3,
        32,
        quantifier::exists_one,
    ),
    method(
        "transformList",
        "map.transformList(key, value, item)",
        3,
        32,
        transform::list,
    ),
    method(
        "transformList",
        "map.transformList(key, value, condition, item)",
        4,
        32,
        transform::list,
    ),
    method(
        "transformMap",
        "map.transformMap(key, value, new)",
        3,
        32,
        transform::map_values,
    ),
    method(
        "transformMap",
        "map.transformMap(key, value, condition, new)",
        4,
        32,
        transform::map_values,
    ),
    method(
        "transformMapEntry",
        "map.transformMapEntry(key, value, {new: new})",
        3,
        32,
        transform::map_entries,
    ),
    method(
        "transformMapEntry",
        "map.transformMapEntry(key, value, condition, {new: new})",
        4,
        32,
        transform::map_entries,
    ),
    method(
        "sortBy",
        "list.sortBy(item, key)",
        2,
        34,
        transform::sort_by,
    ),
];

/// Returns the macro that a call is, in Kubernetes 1.`minor`.
pub fn find(call: &Call, minor: u32) -> Option<&'static Macro> {
    MACROS.iter().find(|known| {
        known.name == call.function
            && known.arguments == call.arguments.len()
            && known.is_method == call.target.is_some()
            && known.since <= minor
    })
}

/// Returns what the macro makes of the call. `nodes` counts the nodes of the tree.
pub fn expand(known: &Macro, call: Call, range: Range<usize>, nodes: &mut usize) -> Expansion {
    let mut build = Build {
        name_range: call.name_range.clone(),
        range,
        nodes,
    };
    (known.expand)(&mut build, call)
}

fn has(build: &mut Build, call: Call) -> Expansion {
    let [argument] = build.arguments(call.arguments)?;
    match argument.kind {
        ExprKind::Select(mut select) => {
            select.is_test = true;
            Ok(build.node(ExprKind::Select(select)))
        }
        ExprKind::Broken => Err(None),
        _ => {
            let error = Error::new(
                argument.range,
                "`has` asks for a field, found another expression",
            );
            Err(Some(error.with_help(
                "write `has(a.field)`; for the key of a map `'key' in a`, for an item of a list `size(a) > 0`",
            )))
        }
    }
}

/// Returns the name of a variable that a macro declares.
fn variable(argument: &Expr) -> Result<String, Option<Error>> {
    let name = match &argument.kind {
        ExprKind::Ident(name) => name,
        ExprKind::Broken => return Err(None),
        _ => {
            let error = Error::new(
                argument.range.clone(),
                "expected the name of a variable, found another expression",
            );
            return Err(Some(
                error.with_help("the macro declares it: `list.all(item, item > 0)`"),
            ));
        }
    };
    Ok(name.clone())
}

/// Returns the name of a variable of a loop.
fn loop_variable(argument: &Expr) -> Result<String, Option<Error>> {
    let name = variable(argument)?;
    if name == OLD_ACCUMULATOR || name == ACCUMULATOR {
        let message = format!("`{name}` is the loop's own variable");
        return Err(Some(Error::new(argument.range.clone(), message)));
    }
    Ok(name)
}

/// Returns the names of the two variables of a loop.
fn loop_variables(first: &Expr, second: &Expr) -> Result<(String, String), Option<Error>> {
    let names = (loop_variable(first)?, loop_variable(second)?);
    if names.0 == names.1 {
        let message = format!("both variables are called `{}`", names.0);
        return Err(Some(Error::new(second.range.clone(), message)));
    }
    Ok(names)
}
