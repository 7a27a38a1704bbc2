//! What is said of operands and arguments of other types than a function takes.

use crate::cel::Error;
use crate::cel::ast::{Call, Expr};
use crate::cel::check::Checker;
use crate::cel::check::explain::listed;
use crate::cel::declare::{self, Overload};
use crate::cel::types::{Parameter, Type};
use std::ops::Range;

impl Checker<'_> {
    /// Something else than a condition where one is needed.
    pub(super) fn no_condition(&mut self, found: &Expr) -> Error {
        let kind = self.shown_type_of(found);
        let error = Error::new(
            found.range.clone(),
            format!("expected a condition (`bool`), found `{kind}`"),
        );
        match kind {
            Type::Opaque(crate::cel::types::OPTIONAL, _) => {
                error.with_help("take its value: `….orValue(false)`")
            }
            Type::String | Type::List(_) | Type::Map(..) => {
                error.with_help("ask for its size: `size(…) > 0`")
            }
            Type::Int | Type::Uint | Type::Double => error.with_help("compare it: `… > 0`"),
            _ => error,
        }
    }

    /// A call whose arguments fit no overload.
    pub(super) fn no_overload(&mut self, call: &Call, range: &Range<usize>) -> Error {
        let parts = call
            .target
            .iter()
            .map(|target| &**target)
            .chain(&call.arguments);
        let kinds: Vec<Type> = parts.map(|part| self.shown_type_of(part)).collect();
        match (call.function.as_str(), &call.arguments[..], &kinds[..]) {
            ("!_", [operand], _) => self.no_condition(operand),
            ("_?_:_", [condition, ..], [found, ..])
                if *found != Type::Bool && !found.is_unknown() =>
            {
                self.no_condition(condition)
            }
            ("_?_:_", [_, _, no], [_, yes, other]) => {
                let message = format!(
                    "both results of a condition have one type, found `{yes}` and `{other}`"
                );
                Error::new(no.range.clone(), message)
                    .with_help("convert one of them, or write `dyn(…)`")
            }
            ("_[_]" | "_[?_]", [operand, index], [whole, key]) => {
                no_index(operand, index, whole, key)
            }
            ("@in", [_, whole], [item, found]) => no_membership(whole, item, found),
            ("cel.@mapInsert", [_, entries], [_, found]) => {
                let message = format!(
                    "`transformMapEntry` makes a map of one entry for each, found `{found}`"
                );
                Error::new(entries.range.clone(), message).with_help("write `{key: value}`")
            }
            ("cel.@mapInsert", ..) => {
                let message = "the entries of a map have keys of one type and values of one type";
                Error::new(range.clone(), message)
            }
            ("@sortByAssociatedKeys", _, [_, keys]) => {
                let message = format!("`sortBy` needs keys that can be ordered, found `{keys}`");
                Error::new(range.clone(), message)
                    .with_help("order by a number, a text, a time or a `bool`")
            }
            ("-_", [operand], [found]) => Error::new(
                operand.range.clone(),
                format!("`-` takes a number that can be negative, found `{found}`"),
            ),
            (function, [_, _], [left, right]) if sign_of(function).is_some() => {
                no_operator(sign_of(function).unwrap_or_default(), left, right, range)
            }
            _ => no_arguments(call, &kinds, self.environment.minor),
        }
    }
}

/// The sign of an operator with two operands.
fn sign_of(function: &str) -> Option<&str> {
    function.strip_prefix('_')?.strip_suffix('_')
}

fn no_operator(sign: &str, left: &Type, right: &Type, range: &Range<usize>) -> Error {
    let is_number = |kind: &Type| matches!(kind, Type::Int | Type::Uint | Type::Double);
    let message = match sign {
        "==" | "!=" => format!("`{left}` and `{right}` cannot be equal"),
        "<" | "<=" | ">" | ">=" => format!("`{left}` and `{right}` have no order"),
        _ => format!("`{sign}` does not join `{left}` and `{right}`"),
    };
    let error = Error::new(range.clone(), message);
    match (left, right) {
        (Type::Null, other) | (other, Type::Null) if !other.is_unknown() => {
            error.with_help("whether a field is set is asked by `has(self.field)`")
        }
        _ if is_number(left) && is_number(right) && left != right => {
            error.with_help("convert one of them: `int(…)`, `uint(…)`, `double(…)`")
        }
        (Type::String, other) | (other, Type::String) if is_number(other) && sign == "+" => {
            error.with_help("convert the number: `string(…)`")
        }
        (Type::Timestamp, Type::String) | (Type::String, Type::Timestamp) => {
            error.with_help("convert the text: `timestamp('2030-01-01T00:00:00Z')`")
        }
        (Type::Duration, Type::String) | (Type::String, Type::Duration) => {
            error.with_help("convert the text: `duration('1h')`")
        }
        (Type::Opaque("kubernetes.Quantity", _), Type::Opaque("kubernetes.Quantity", _)) => {
            error.with_help("quantities have methods: `a.isGreaterThan(b)`, `a.add(b)`")
        }
        _ => error,
    }
}

fn no_index(operand: &Expr, index: &Expr, whole: &Type, key: &Type) -> Error {
    let whole = whole.find_optional().unwrap_or(whole);
    match whole {
        Type::List(_) => Error::new(
            index.range.clone(),
            format!("an item of a list has an `int` index, found `{key}`"),
        ),
        Type::Map(known, _) => Error::new(
            index.range.clone(),
            format!("the keys of the map are `{known}`, found `{key}`"),
        ),
        Type::Object(_) => Error::new(operand.range.clone(), "fields of an object are not indexed")
            .with_help("write `object.field`"),
        _ => Error::new(
            operand.range.clone(),
            format!("expected a list or a map before `[`, found `{whole}`"),
        ),
    }
}

fn no_membership(whole: &Expr, item: &Type, found: &Type) -> Error {
    let range = whole.range.clone();
    match found {
        Type::List(known) => Error::new(
            range,
            format!("the list has items of `{known}`, and none can be a `{item}`"),
        ),
        Type::Map(known, _) => Error::new(
            range,
            format!("the map has keys of `{known}`, and none can be a `{item}`"),
        ),
        Type::String => Error::new(range, "`in` looks into lists and maps, found `string`")
            .with_help("write `text.contains(part)`"),
        Type::Object(_) => Error::new(range, "`in` looks into lists and maps, found `object`")
            .with_help("whether a field is set is asked by `has(object.field)`"),
        _ => Error::new(
            range,
            format!("`in` looks into lists and maps, found `{found}`"),
        ),
    }
}

/// A call of a named function.
fn no_arguments(call: &Call, kinds: &[Type], minor: u32) -> Error {
    let is_method = call.target.is_some();
    let found = match (is_method, kinds) {
        (true, [target, rest @ ..]) => form(Some(target), &call.function, rest),
        _ => form(None, &call.function, kinds),
    };
    let known: Vec<String> = declare::overloads(&call.function, minor)
        .map(shown)
        .collect();
    let is_wanted = |overload: &Overload| overload.is_method == is_method;
    let message = if declare::overloads(&call.function, minor).any(is_wanted) {
        format!(
            "`{}` does not take these arguments, found `{found}`",
            call.function
        )
    } else if is_method {
        format!("`{}` does not stand behind a dot", call.function)
    } else {
        format!("`{}` stands behind the dot of a value", call.function)
    };
    Error::new(call.name_range.clone(), message).with_help(format!(
        "known: {}",
        listed(known.iter().map(String::as_str))
    ))
}

fn form(target: Option<&Type>, function: &str, arguments: &[Type]) -> String {
    let arguments: Vec<String> = arguments.iter().map(Type::to_string).collect();
    let target = target.map_or_else(String::new, |target| format!("{target}."));
    format!("{target}{function}({})", arguments.join(", "))
}

/// An overload as it is written.
fn shown(overload: &'static Overload) -> String {
    let parameters = ["A", "B"].map(|name| Type::Parameter(Parameter::Named(name)));
    let kinds: Vec<Type> = overload
        .arguments
        .iter()
        .map(|shape| shape.with(&parameters))
        .collect();
    match &kinds[..] {
        [target, rest @ ..] if overload.is_method => form(Some(target), overload.function, rest),
        _ => form(None, overload.function, &kinds),
    }
}
