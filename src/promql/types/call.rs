//! The arguments of function calls.

use crate::promql::ast::{Call, Expr, Node, Range};
use crate::promql::functions::{Function, find_function};
use crate::promql::types::{check as check_expr, expect, is, selector, type_of};
use crate::promql::{Error, ValueType};

/// Checks the number and the types of a call's arguments.
pub fn check(call: &mut Call, range: Range, errors: &mut Vec<Error>) -> ValueType {
    let Some(function) = find_function(&call.function) else {
        call.args.iter_mut().for_each(|arg| {
            check_expr(arg, errors);
        });
        return ValueType::Unknown;
    };
    check_count(call, function, range, errors);
    let is_info = function.name == "info";
    for (index, arg) in call.args.iter_mut().enumerate() {
        let Some(wanted) = function.argument(index) else {
            break;
        };
        if is_info && index == 1 {
            check_info(arg, errors);
        } else {
            expect_argument(arg, wanted, function.name, errors);
        }
    }
    function.result
}

fn expect_argument(arg: &mut Expr, wanted: ValueType, name: &str, errors: &mut Vec<Error>) {
    let before = errors.len();
    let found = check_expr(arg, errors);
    if is(found, wanted) {
        return;
    }
    expect(
        arg,
        wanted,
        &format!("as an argument of `{name}`"),
        &mut Vec::new(),
    );
    let article = if wanted == ValueType::Vector {
        "an"
    } else {
        "a"
    };
    let article_found = if found == ValueType::Vector {
        "an"
    } else {
        "a"
    };
    let message = format!(
        "expected {article} {} as an argument of `{name}`, found {article_found} {}",
        wanted.name(),
        found.name()
    );
    let error = Error::new(arg.range, message);
    let needs_range = wanted == ValueType::Matrix
        && matches!(arg.node, Node::Selector(_))
        && before == errors.len();
    errors.push(if needs_range {
        error.with_help("add a range, such as `[5m]`")
    } else {
        error
    });
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

/// Checks the second argument of `info`: matchers without a name, which may match everything.
fn check_info(arg: &mut Expr, errors: &mut Vec<Error>) {
    match &arg.node {
        Node::Selector(found) if found.name.is_some() && !found.quoted => {
            errors.push(Error::new(
                arg.range,
                "expected only label matchers in `info`, found a metric's name",
            ));
        }
        Node::Selector(found) => selector::check_names(found, arg.range, errors),
        Node::Placeholder(_) | Node::Invalid => {}
        _ => {
            let found = type_of(arg).name();
            let message =
                format!("expected label matchers in `info`, found an expression of type {found}");
            errors.push(Error::new(arg.range, message));
            check_expr(arg, errors);
        }
    }
}
