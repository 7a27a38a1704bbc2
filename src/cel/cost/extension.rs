//! Functions on sets and lists that cel-go's own libraries price by their overloads (`ext/sets.go`, `ext/lists.go`).

use super::{
    Range,
    call::{Called, Estimate, Operand, TRAVERSAL},
    walk::Walk,
};
use crate::cel::ast::{ExprKind, Literal};

const CALL: Range = Range::fixed(1);
const NEW_LIST: Range = Range::fixed(10);

/// What a function costs without its arguments; `None` when it is not of these libraries.
pub fn estimate(walk: &Walk<'_>, called: &Called<'_>, overload: &str) -> Option<Estimate> {
    let size = |operand: &Operand<'_>| walk.operand_size(operand);
    match (overload, &called.target, &called.arguments[..]) {
        ("list_sets_contains_list" | "list_sets_intersects_list", None, [a, b]) => {
            Some(set(size(a), size(b), 1.0))
        }
        ("list_sets_equivalent_list", None, [a, b]) => Some(set(size(a), size(b), 2.0)),
        ("list_slice", Some(list), [start, end]) => {
            let start = integer(start).unwrap_or(0);
            let end = integer(end).unwrap_or(size(list).most);
            Some(new_list(1.0, Range::fixed(end.wrapping_sub(start))))
        }
        ("lists_range", None, [length]) => Some(new_list(
            1.0,
            Range::fixed(integer(length).unwrap_or(u64::MAX)),
        )),
        ("list_reverse", Some(list), []) => Some(new_list(1.0, size(list))),
        ("list_flatten", Some(list), []) => Some(new_list(1.0, size(list))),
        ("list_flatten_int", Some(list), [depth]) => Some(new_list(
            float(integer(depth).unwrap_or(u64::MAX)),
            size(list),
        )),
        ("list_distinct", Some(list), []) => Some(new_list(2.0, size(list).times(size(list)))),
        _ => sort(walk, called, overload),
    }
}

/// Sorting compares all with all.
fn sort(walk: &Walk<'_>, called: &Called<'_>, overload: &str) -> Option<Estimate> {
    let rest = overload.strip_prefix("list_")?;
    let (items, sorted) = match (&called.target, &called.arguments[..]) {
        (Some(list), []) => (rest.strip_suffix("_sort")?, list),
        (Some(_), [keys]) => (rest.strip_suffix("_sortByAssociatedKeys")?, keys),
        _ => return None,
    };
    let factor = if matches!(items, "string" | "bytes") {
        2.0 + TRAVERSAL
    } else {
        2.0
    };
    let size = walk.operand_size(sorted);
    Some(new_list(factor, size.times(size)))
}

fn set(a: Range, b: Range, factor: f64) -> Estimate {
    Estimate::costs(a.times(b).scaled(factor).plus(CALL))
}

fn new_list(factor: f64, size: Range) -> Estimate {
    let cost = size.scaled(factor).plus(CALL).plus(NEW_LIST);
    Estimate {
        cost,
        size: Some(size),
    }
}

/// A constant integer; 0 for a negative one.
fn integer(operand: &Operand<'_>) -> Option<u64> {
    match operand.expr.kind {
        ExprKind::Literal(Literal::Int(value)) => Some(value.max(0).unsigned_abs()),
        _ => None,
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "the server calculates with doubles"
)]
fn float(amount: u64) -> f64 {
    amount as f64
}
