//! What to write instead, where a type is not the wanted one.

use crate::promql::ValueType::{self, Matrix, Scalar, String, Vector};
use crate::promql::ast::{Expr, Node};

/// Returns the help of an operand or argument of another type than the wanted one; `None` when there is nothing certain to say.
pub fn help(expr: &Expr, wanted: ValueType, found: ValueType) -> Option<&'static str> {
    Some(match (wanted, found) {
        (Matrix, Vector) if matches!(expr.node, Node::Selector(_)) => "add a range, such as `[5m]`",
        (Matrix, Vector) => "a subquery gives an expression a range: `(…)[5m:]`",
        (Vector, Matrix) => {
            "make a value of each range first, such as with `rate` or `max_over_time`"
        }
        (Vector, Scalar) => "`vector(…)` makes a series of a number",
        (Vector | Scalar, String) => {
            "values are numbers; labels are compared in braces: `{label=\"…\"}`"
        }
        (Scalar, Vector) => "`scalar(…)` makes a number of a single series",
        _ => return None,
    })
}

/// Returns the help of arguments that have the wanted types in another order.
pub fn order(name: &str, wanted: &[ValueType], found: &[ValueType]) -> Option<std::string::String> {
    let sorted = |types: &[ValueType]| {
        let mut words: Vec<&str> = types.iter().map(|value| value.word()).collect();
        words.sort_unstable();
        words
    };
    if wanted == found || sorted(wanted) != sorted(found) {
        return None;
    }
    let names: Vec<&str> = wanted.iter().map(|value| value.name()).collect();
    Some(format!("the order is `{name}({})`", names.join(", ")))
}
