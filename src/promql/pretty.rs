//! The expression on several lines: what `promtool promql format` gives.
//!
//! Every part that is longer than `MAX_WIDTH` is split, its parts one level deeper.

use crate::promql::ast::{Expr, Node, Subquery};
use crate::promql::print::{
    sign_character, write_aggregator, write_expr, write_operator, write_subquery_suffix,
};

/// The bytes that a part may have on one line, as Prometheus sets it.
const MAX_WIDTH: usize = 100;

/// Returns the expression on several lines, where it is long.
pub fn pretty(expr: &Expr) -> String {
    let mut out = String::new();
    write_level(expr, 0, &mut out);
    out
}

fn write_level(expr: &Expr, level: usize, out: &mut String) {
    let start = out.len();
    if let Node::Subquery(subquery) = &expr.node {
        return write_subquery(expr, subquery, level, out);
    }
    write_indent(level, out);
    let content = out.len();
    if let Node::Unary(sign, inner) = &expr.node {
        out.push(sign_character(*sign));
        return write_trimmed(inner, level, out);
    }
    write_expr(expr, out);
    if out.len() - content <= MAX_WIDTH {
        return;
    }
    match &expr.node {
        Node::Aggregate(aggregate) => {
            out.truncate(content);
            write_aggregator(aggregate, out);
            out.push_str("(\n");
            if let Some(param) = &aggregate.param {
                write_level(param, level + 1, out);
                out.push_str(",\n");
            }
            write_level(&aggregate.expr, level + 1, out);
            close(level, out);
        }
        Node::Binary(binary) => {
            out.truncate(start);
            write_level(&binary.lhs, level + 1, out);
            out.push('\n');
            write_indent(level, out);
            write_operator(binary, out);
            out.push('\n');
            write_level(&binary.rhs, level + 1, out);
        }
        Node::Call(call) => {
            out.truncate(content);
            out.push_str(&call.function);
            out.push_str("(\n");
            for (index, arg) in call.args.iter().enumerate() {
                out.push_str(if index > 0 { ",\n" } else { "" });
                write_level(arg, level + 1, out);
            }
            close(level, out);
        }
        Node::Paren(inner) => {
            out.truncate(content);
            out.push_str("(\n");
            write_level(inner, level + 1, out);
            close(level, out);
        }
        _ => {}
    }
}

/// A subquery that fits one line is not indented, as in Prometheus.
fn write_subquery(expr: &Expr, subquery: &Subquery, level: usize, out: &mut String) {
    let start = out.len();
    write_expr(expr, out);
    if out.len() - start > MAX_WIDTH {
        out.truncate(start);
        write_level(&subquery.expr, level, out);
        write_subquery_suffix(subquery, out);
    }
}

/// Appends an expression without the space around it.
fn write_trimmed(expr: &Expr, level: usize, out: &mut String) {
    let mut text = String::new();
    write_level(expr, level, &mut text);
    out.push_str(text.trim());
}

fn close(level: usize, out: &mut String) {
    out.push('\n');
    write_indent(level, out);
    out.push(')');
}

fn write_indent(level: usize, out: &mut String) {
    for _ in 0..level {
        out.push_str("  ");
    }
}
