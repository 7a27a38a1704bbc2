//! The number that an alert compares with, to be drawn in its panel.

use crate::promql::ast::{Binary, BinaryOp, Expr, Node, Sign};

/// The number at the root of an alert's expression.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Threshold {
    /// The number, finite and not 0; seconds where a duration was written.
    pub value: f64,
    /// How the series is compared with it: the series stands on the left, as in `series > value`.
    pub op: BinaryOp,
}

/// The comparison with a number at the root of an expression. `None` when there is none, when the number is 0, which says "any",
/// and with `bool`, which lets every series through.
pub fn find_threshold(expr: &Expr) -> Option<Threshold> {
    let Node::Binary(binary) = &bare(expr).node else {
        return None;
    };
    let (value, op) = match (number(&binary.lhs), number(&binary.rhs)) {
        (None, Some(value)) => (value, comparison(binary)?),
        (Some(value), None) => (value, mirrored(comparison(binary)?)),
        _ => return None,
    };
    (value != 0.0 && value.is_finite()).then_some(Threshold { value, op })
}

fn comparison(binary: &Binary) -> Option<BinaryOp> {
    let compares = matches!(
        binary.op,
        BinaryOp::Eq
            | BinaryOp::NotEq
            | BinaryOp::Greater
            | BinaryOp::Less
            | BinaryOp::GreaterEq
            | BinaryOp::LessEq
    );
    (compares && !binary.return_bool).then_some(binary.op)
}

/// The comparison with its sides exchanged.
fn mirrored(op: BinaryOp) -> BinaryOp {
    match op {
        BinaryOp::Greater => BinaryOp::Less,
        BinaryOp::Less => BinaryOp::Greater,
        BinaryOp::GreaterEq => BinaryOp::LessEq,
        BinaryOp::LessEq => BinaryOp::GreaterEq,
        other => other,
    }
}

fn bare(expr: &Expr) -> &Expr {
    match &expr.node {
        Node::Paren(inner) => bare(inner),
        _ => expr,
    }
}

fn number(expr: &Expr) -> Option<f64> {
    match &bare(expr).node {
        Node::Number(number) => Some(number.value),
        Node::Unary(Sign::Minus, inner) => number(inner).map(|value| -value),
        Node::Unary(Sign::Plus, inner) => number(inner),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Threshold, find_threshold};
    use crate::promql::{Options, ast::BinaryOp, parse};

    #[test]
    fn the_number_at_the_root_is_the_threshold() {
        let cases = [
            ("x > 5", Some((5.0, BinaryOp::Greater))),
            ("(x) >= (1h)", Some((3600.0, BinaryOp::GreaterEq))),
            ("0.9 > sum(x)", Some((0.9, BinaryOp::Less))),
            ("(x < -2)", Some((-2.0, BinaryOp::Less))),
            ("x == 1", Some((1.0, BinaryOp::Eq))),
            ("x > 0", None),
            ("x > bool 5", None),
            ("x > 5 and y > 6", None),
            ("x * 5", None),
            ("x > y", None),
            ("x < Inf", None),
        ];
        for (text, expected) in cases {
            let (expr, errors) = parse(text, &Options::default());
            assert!(errors.is_empty(), "{text}");
            let expected = expected.map(|(value, op)| Threshold { value, op });
            assert_eq!(find_threshold(&expr), expected, "{text}");
        }
    }
}
