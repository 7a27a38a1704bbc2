//! Macros that make a list or a map of a list or a map.

use crate::cel::Error;
use crate::cel::ast::{Call, Expr, ExprKind};
use crate::cel::macros::build::{Build, Loop};
use crate::cel::macros::{Expansion, loop_variable, loop_variables};

/// What each item becomes, where a condition holds.
struct Each {
    range: Expr,
    variables: (String, Option<String>),
    condition: Option<Expr>,
    value: Expr,
}

/// Reads the arguments behind `variables` variables: a value, or a condition and a value.
fn read(call: Call, variables: usize) -> Result<Each, Option<Error>> {
    let range = *call.target.ok_or(None)?;
    let mut arguments = call.arguments;
    let value = arguments.pop().ok_or(None)?;
    let condition = (arguments.len() > variables)
        .then(|| arguments.pop())
        .flatten();
    let variables = match &arguments[..] {
        [item] => (loop_variable(item)?, None),
        [key, value] => {
            let (first, second) = loop_variables(key, value)?;
            (first, Some(second))
        }
        _ => return Err(None),
    };
    Ok(Each {
        range,
        variables,
        condition,
        value,
    })
}

/// Makes a list of one item for each.
fn to_list(build: &mut Build, each: Each) -> Expr {
    let so_far = build.accumulator();
    let item = build.list(vec![each.value]);
    let step = build.call("_+_", vec![so_far, item]);
    let parts = Loop {
        range: each.range,
        variables: each.variables,
        start: build.list(Vec::new()),
        condition: build.bool(true),
        step: build.step_where(each.condition, step),
        result: build.accumulator(),
    };
    build.comprehension(parts)
}

pub(super) fn map(build: &mut Build, call: Call) -> Expansion {
    let each = read(call, 1)?;
    Ok(to_list(build, each))
}

pub(super) fn list(build: &mut Build, call: Call) -> Expansion {
    let each = read(call, 2)?;
    Ok(to_list(build, each))
}

pub(super) fn filter(build: &mut Build, call: Call) -> Expansion {
    let range = *call.target.ok_or(None)?;
    let [item, condition] = build.arguments(call.arguments)?;
    let each = Each {
        range,
        variables: (loop_variable(&item)?, None),
        condition: Some(condition),
        value: item,
    };
    Ok(to_list(build, each))
}

/// Makes a map, to which each step adds what `insert` says.
fn to_map(build: &mut Build, each: Each, key: Option<Expr>) -> Expr {
    let so_far = build.accumulator();
    let arguments = [Some(so_far), key, Some(each.value)];
    let step = build.call("cel.@mapInsert", arguments.into_iter().flatten().collect());
    let parts = Loop {
        range: each.range,
        variables: each.variables,
        start: build.node(ExprKind::Map(Vec::new())),
        condition: build.bool(true),
        step: build.step_where(each.condition, step),
        result: build.accumulator(),
    };
    build.comprehension(parts)
}

pub(super) fn map_values(build: &mut Build, call: Call) -> Expansion {
    let each = read(call, 2)?;
    let key = build.ident(&each.variables.0);
    Ok(to_map(build, each, Some(key)))
}

pub(super) fn map_entries(build: &mut Build, call: Call) -> Expansion {
    let each = read(call, 2)?;
    Ok(to_map(build, each, None))
}

/// Sorts a list by the keys that another loop makes of it.
pub(super) fn sort_by(build: &mut Build, call: Call) -> Expansion {
    const INPUT: &str = "@__sortBy_input__";
    let mut each = read(call, 1)?;
    let sortable = matches!(
        each.range.kind,
        ExprKind::List { .. }
            | ExprKind::Select(_)
            | ExprKind::Ident(_)
            | ExprKind::Comprehension(_)
            | ExprKind::Call(_)
    );
    match each.range.kind {
        ExprKind::Broken => return Err(None),
        _ if !sortable => {
            return Err(Some(Error::new(
                each.range.range,
                "`sortBy` sorts a list, found another literal",
            )));
        }
        _ => {}
    }
    let input = build.ident(INPUT);
    let list = std::mem::replace(&mut each.range, input);
    let keys = to_list(build, each);
    let input = build.ident(INPUT);
    let sorted = build.method("@sortByAssociatedKeys", input, vec![keys]);
    Ok(build.bind(INPUT, list, sorted))
}
