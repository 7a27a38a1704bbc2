//! The rules on operators between two expressions.

use crate::promql::ast::{Binary, BinaryOp, Fill, Matching, Range};
use crate::promql::print::operator_name;
use crate::promql::types::{check as check_expr, help::help};
use crate::promql::{Error, ValueType};

/// Returns the type of an operation on two types.
pub fn result(left: ValueType, right: ValueType) -> ValueType {
    match (left, right) {
        (ValueType::Scalar, ValueType::Scalar) => ValueType::Scalar,
        (ValueType::Unknown, ValueType::Unknown | ValueType::Scalar)
        | (ValueType::Scalar, ValueType::Unknown) => ValueType::Unknown,
        _ => ValueType::Vector,
    }
}

/// Checks both sides of an operation and their matching, and drops a matching between other than two vectors.
pub fn check(binary: &mut Binary, range: Range, errors: &mut Vec<Error>) -> ValueType {
    let left = check_expr(&mut binary.lhs, errors);
    let right = check_expr(&mut binary.rhs, errors);
    check_operator(binary, left, right, errors);
    for (found, side) in [(left, &binary.lhs), (right, &binary.rhs)] {
        if matches!(found, ValueType::Matrix | ValueType::String) {
            let message = format!(
                "expected a scalar or an instant vector, found {}",
                found.phrase()
            );
            errors.push(Error {
                help: help(side, ValueType::Vector, found).map(Into::into),
                ..Error::new(side.range, message)
            });
        }
    }
    let other = |side| !matches!(side, ValueType::Vector | ValueType::Unknown);
    if other(left) || other(right) {
        if let Some(matching) = binary.matching.take() {
            check_dropped(&matching, range, errors);
        }
    } else if let (Some(matching), true) = (&binary.matching, is_set_operator(binary.op)) {
        check_set(binary.op, matching, range, errors);
    }
    if is_set_operator(binary.op) && (left == ValueType::Scalar || right == ValueType::Scalar) {
        let message = format!(
            "expected instant vectors on both sides of `{}`, found a scalar",
            operator_name(binary.op)
        );
        let error = Error::new(range, message);
        errors.push(error.with_help("`vector(…)` makes a series of a number"));
    }
    result(left, right)
}

fn check_operator(binary: &Binary, left: ValueType, right: ValueType, errors: &mut Vec<Error>) {
    let compares = is_comparison(binary.op);
    if binary.return_bool && !compares {
        let name = operator_name(binary.op);
        errors.push(Error::new(
            binary.op_range,
            format!("expected a comparison before `bool`, found `{name}`"),
        ));
    }
    if compares && !binary.return_bool && (left, right) == (ValueType::Scalar, ValueType::Scalar) {
        let name = operator_name(binary.op);
        let error = Error::new(
            binary.op_range,
            format!("a comparison of two scalars needs `bool` behind `{name}`"),
        );
        errors.push(error.with_help(format!("write `{name} bool`")));
    }
    let Some(Matching {
        labels: Some((true, on)),
        group: Some((_, include)),
        ..
    }) = &binary.matching
    else {
        return;
    };
    for label in on
        .iter()
        .filter(|label| include.iter().any(|other| other.value == label.value))
    {
        let message = format!(
            "label `{}` is both matched by `on` and copied by the group modifier",
            label.value
        );
        errors.push(Error::new(binary.op_range, message));
    }
}

fn check_dropped(matching: &Matching, range: Range, errors: &mut Vec<Error>) {
    if matching
        .labels
        .as_ref()
        .is_some_and(|(_, labels)| !labels.is_empty())
    {
        errors.push(Error::new(
            range,
            "expected two instant vectors for a matching of labels",
        ));
    }
    if matching.fill != Fill::default() {
        errors.push(Error::new(
            range,
            "expected two instant vectors for a fill modifier",
        ));
    }
}

fn check_set(op: BinaryOp, matching: &Matching, range: Range, errors: &mut Vec<Error>) {
    let name = operator_name(op);
    if matching.group.is_some() {
        errors.push(Error::new(
            range,
            format!("`{name}` takes no `group_left` or `group_right`"),
        ));
    }
    if matching.fill != Fill::default() {
        errors.push(Error::new(
            range,
            format!("`{name}` takes no fill modifier"),
        ));
    }
}

fn is_comparison(op: BinaryOp) -> bool {
    use BinaryOp::{Eq, Greater, GreaterEq, Less, LessEq, NotEq};
    matches!(op, Eq | NotEq | Greater | Less | GreaterEq | LessEq)
}

fn is_set_operator(op: BinaryOp) -> bool {
    matches!(op, BinaryOp::And | BinaryOp::Or | BinaryOp::Unless)
}
