//! Placeholders replaced in the tree.

use super::ast::{Expr, Placeholder};

/// What a placeholder stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "replaced soon")]
pub enum Position {
    Expression,
    Duration,
    Text,
    Name,
    At,
}

/// What replaces it.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "replaced soon")]
pub enum Replacement {
    Number { value: f64, duration: bool },
    Duration(i64),
    Text(String),
}

/// Replaces.
pub fn substitute(
    _expr: &mut Expr,
    _replace: &mut dyn FnMut(&Placeholder, Position) -> Option<Replacement>,
) {
}
