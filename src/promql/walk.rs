//! Visitors.

use super::ast::Expr;

/// Every sub-expression.
pub fn walk<'a>(expr: &'a Expr, visit: &mut dyn FnMut(&'a Expr)) {
    visit(expr);
}
