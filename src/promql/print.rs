//! The canonical text of an expression: what Prometheus's `String()` gives.
//!
//! Placeholders are printed as they were written. What could not be parsed prints as nothing.

mod duration;
mod selector;

use std::fmt;

use crate::promql::ast::{
    Aggregate, At, Binary, BinaryOp, Expr, Fill, Matching, Modifiers, Node, Number, Side, Sign,
    Text,
};
use crate::promql::number::{timestamp, write_duration, write_number, write_number_short};
use crate::promql::text::write_quoted;

pub use duration::write_duration_expression;
pub use selector::write_label;

/// Returns the canonical text of an expression.
pub fn print(expr: &Expr) -> String {
    let mut out = String::new();
    write_expr(expr, &mut out);
    out
}

impl fmt::Display for Expr {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&print(self))
    }
}

/// Appends the canonical text of an expression.
pub fn write_expr(expr: &Expr, out: &mut String) {
    match &expr.node {
        Node::Number(number) => write_literal(*number, out),
        Node::String(text) => write_quoted(&text.value, out),
        Node::Selector(selector) => selector::write(selector, out),
        Node::Matrix(inner, range) => selector::write_matrix(inner, range, out),
        Node::Subquery(subquery) => {
            write_expr(&subquery.expr, out);
            write_subquery_suffix(subquery, out);
        }
        Node::Call(call) => {
            out.push_str(&call.function);
            out.push('(');
            for (index, arg) in call.args.iter().enumerate() {
                out.push_str(if index > 0 { ", " } else { "" });
                write_expr(arg, out);
            }
            out.push(')');
        }
        Node::Aggregate(aggregate) => write_aggregate(aggregate, out),
        Node::Binary(binary) => {
            write_expr(&binary.lhs, out);
            out.push(' ');
            write_operator(binary, out);
            out.push(' ');
            write_expr(&binary.rhs, out);
        }
        Node::Unary(sign, inner) => {
            out.push(sign_character(*sign));
            write_expr(inner, out);
        }
        Node::Paren(inner) => {
            out.push('(');
            write_expr(inner, out);
            out.push(')');
        }
        Node::Placeholder(placeholder) => out.push_str(&placeholder.written),
        Node::Invalid => {}
    }
}

/// Returns an operator as it is written.
pub fn operator_name(op: BinaryOp) -> &'static str {
    match op {
        BinaryOp::Add => "+",
        BinaryOp::Sub => "-",
        BinaryOp::Mul => "*",
        BinaryOp::Div => "/",
        BinaryOp::Mod => "%",
        BinaryOp::Pow => "^",
        BinaryOp::Atan2 => "atan2",
        BinaryOp::Eq => "==",
        BinaryOp::NotEq => "!=",
        BinaryOp::Greater => ">",
        BinaryOp::Less => "<",
        BinaryOp::GreaterEq => ">=",
        BinaryOp::LessEq => "<=",
        BinaryOp::TrimUpper => "</",
        BinaryOp::TrimLower => ">/",
        BinaryOp::And => "and",
        BinaryOp::Or => "or",
        BinaryOp::Unless => "unless",
    }
}

/// Returns a sign as it is written.
pub fn sign_character(sign: Sign) -> char {
    match sign {
        Sign::Plus => '+',
        Sign::Minus => '-',
    }
}

/// Appends an operator with `bool` and its matching.
pub fn write_operator(binary: &Binary, out: &mut String) {
    out.push_str(operator_name(binary.op));
    if binary.return_bool {
        out.push_str(" bool");
    }
    if let Some(matching) = &binary.matching {
        write_matching(matching, out);
    }
}

/// Appends an aggregator with its grouping, up to the parenthesis.
pub fn write_aggregator(aggregate: &Aggregate, out: &mut String) {
    out.push_str(&aggregate.op);
    let Some(grouping) = &aggregate.grouping else {
        return;
    };
    if grouping.without || !grouping.labels.is_empty() {
        out.push_str(if grouping.without {
            " without ("
        } else {
            " by ("
        });
        write_labels(&grouping.labels, out);
        out.push_str(") ");
    }
}

/// Appends a subquery's brackets and modifiers.
pub fn write_subquery_suffix(subquery: &crate::promql::ast::Subquery, out: &mut String) {
    out.push('[');
    write_duration_expression(&subquery.range, out);
    out.push(':');
    if let Some(step) = &subquery.step {
        duration::write_step(step, out);
    }
    out.push(']');
    write_at(&subquery.modifiers, out);
    write_offset(&subquery.modifiers, out);
}

fn write_aggregate(aggregate: &Aggregate, out: &mut String) {
    write_aggregator(aggregate, out);
    out.push('(');
    if let Some(param) = &aggregate.param {
        write_expr(param, out);
        out.push_str(", ");
    }
    write_expr(&aggregate.expr, out);
    out.push(')');
}

fn write_matching(matching: &Matching, out: &mut String) {
    let (on, labels) = matching
        .labels
        .as_ref()
        .map_or((false, [].as_slice()), |(on, labels)| {
            (*on, labels.as_slice())
        });
    if on || !labels.is_empty() || matching.group.is_some() {
        out.push_str(if on { " on (" } else { " ignoring (" });
        write_labels(labels, out);
        out.push(')');
    }
    if let Some((side, labels)) = &matching.group {
        out.push_str(if *side == Side::Left {
            " group_left ("
        } else {
            " group_right ("
        });
        write_labels(labels, out);
        out.push(')');
    }
    write_fill(matching.fill, out);
}

fn write_fill(fill: Fill, out: &mut String) {
    let mut write = |name: &str, value: f64| {
        out.push_str(name);
        write_number_short(value, out);
        out.push(')');
    };
    match (fill.left, fill.right) {
        (Some(left), Some(right)) if left == right => write(" fill (", left),
        (left, right) => {
            if let Some(value) = left {
                write(" fill_left (", value);
            }
            if let Some(value) = right {
                write(" fill_right (", value);
            }
        }
    }
}

/// Appends a number; one written as a duration as a duration.
pub fn write_literal(number: Number, out: &mut String) {
    if !number.duration {
        return write_number(number.value, out);
    }
    // The nanoseconds are cut, not rounded, and a cast saturates.
    let milliseconds = (number.value.abs() * 1e9) as i64 / 1_000_000;
    if number.value < 0.0 {
        out.push('-');
    }
    write_duration(milliseconds, out);
}

fn write_labels(labels: &[Text], out: &mut String) {
    for (index, label) in labels.iter().enumerate() {
        out.push_str(if index > 0 { ", " } else { "" });
        selector::write_label(label, out);
    }
}

fn write_at(modifiers: &Modifiers, out: &mut String) {
    match &modifiers.at {
        None => {}
        Some(At::Start) => out.push_str(" @ start()"),
        Some(At::End) => out.push_str(" @ end()"),
        Some(At::Placeholder(placeholder)) => {
            out.push_str(" @ ");
            out.push_str(&placeholder.written);
        }
        Some(At::Timestamp(seconds)) => {
            let time = timestamp(*seconds);
            out.push_str(&format!(" @ {:.3}", time as f64 / 1000.0));
        }
    }
}

fn write_offset(modifiers: &Modifiers, out: &mut String) {
    if let Some(offset) = &modifiers.offset {
        duration::write_offset(offset, out);
    }
}
