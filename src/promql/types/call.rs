//! The arguments of function calls.

use crate::promql::ast::{Call, Expr, Node, Range};
use crate::promql::functions::{Function, find_function};
use crate::promql::types::{check as check_expr, expect, help, selector, tell_order, type_of};
use crate::promql::{Error, ValueType};

/// Checks the number and the types of a call's arguments.
pub fn check(call: &mut Call, range: Range, errors: &mut Vec<Error>) -> ValueType {
    let Some(function) = find_function(&call.function) else {
        call.args.iter_mut().for_each(|arg| {
            check_expr(arg, errors);
        });
        return ValueType::Unknown;
    };
    let is_complete = call.args.iter().all(|arg| arg.node != Node::Invalid);
    if is_complete {
        check_count(call, function, range, errors);
    }
    let is_info = function.name == "info";
    if let (true, Some(arg)) = (is_info, call.args.get(1)) {
        check_info(arg, errors);
    }
    let known = errors.len();
    let (mut wanted_types, mut found_types) = (Vec::new(), Vec::new());
    for (index, arg) in call.args.iter_mut().enumerate() {
        let Some(wanted) = function.argument(index) else {
            break;
        };
        match &arg.node {
            Node::Selector(selector) if is_info && index == 1 => {
                selector::check_names(selector, arg.range, errors);
            }
            _ if is_info && index == 1 => {
                check_expr(arg, errors);
            }
            _ => {
                let place = format!("as an argument of `{}`", function.name);
                wanted_types.push(wanted);
                found_types.push(expect(arg, wanted, &place, errors));
            }
        }
    }
    if let Some(order) = help::order(function.name, &wanted_types, &found_types) {
        let places: Vec<Range> = call.args.iter().map(|arg| arg.range).collect();
        tell_order(errors, known, &places, &order);
    }
    function.result
}

fn check_count(call: &Call, function: &Function, range: Range, errors: &mut Vec<Error>) {
    let (least, most) = function.arity();
    let found = call.args.len();
    let expected = match most {
        _ if found < least && most == Some(least) => format!("{least}"),
        _ if found < least => format!("at least {least}"),
        Some(most) if found > most && most == least => format!("{most}"),
        Some(most) if found > most => format!("at most {most}"),
        _ => return,
    };
    let noun = if expected.ends_with(" 1") || expected == "1" {
        "argument"
    } else {
        "arguments"
    };
    let message = format!(
        "expected {expected} {noun} for `{}`, found {found}",
        function.name
    );
    errors.push(Error::new(range, message));
}

/// Checks that the second argument of `info` is only matchers, which may match everything.
fn check_info(arg: &Expr, errors: &mut Vec<Error>) {
    let message = match &arg.node {
        Node::Selector(found) if found.name.is_none() || found.quoted => return,
        Node::Placeholder(_) | Node::Invalid => return,
        Node::Selector(_) => {
            "expected only label matchers in `info`, found a metric's name".to_owned()
        }
        _ => format!(
            "expected label matchers in `info`, found another expression, {}",
            type_of(arg).phrase()
        ),
    };
    errors.push(Error::new(arg.range, message));
}
