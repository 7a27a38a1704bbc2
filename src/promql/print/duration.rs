//! Durations in brackets and behind `offset`.

use crate::promql::ast::{Duration, DurationNode, Number, Sign};
use crate::promql::number::{milliseconds, nanoseconds, write_duration};
use crate::promql::print::{operator_name, write_literal};

/// Appends a duration.
pub fn write_duration_expression(duration: &Duration, out: &mut String) {
    match &duration.node {
        DurationNode::Number(number) => write_duration(milliseconds(number.value), out),
        _ => write_operand(duration, out),
    }
}

/// Appends the step of a subquery; one that rounds to nothing is none.
pub fn write_step(step: &Duration, out: &mut String) {
    match &step.node {
        DurationNode::Number(number) if nanoseconds(number.value) == 0 => {}
        _ => write_duration_expression(step, out),
    }
}

/// Appends `offset` with its duration; one of zero is none.
pub fn write_offset(offset: &Duration, out: &mut String) {
    let nanoseconds = match &offset.node {
        DurationNode::Literal(milliseconds) => *milliseconds,
        DurationNode::Number(number) => nanoseconds(number.value),
        _ => 1,
    };
    if nanoseconds == 0 {
        return;
    }
    out.push_str(" offset ");
    match offset.node {
        DurationNode::Number(Number { value, .. }) => {
            if value < 0.0 || value.is_nan() {
                out.push('-');
            }
            write_duration(milliseconds(value.abs()), out);
        }
        _ => write_duration_expression(offset, out),
    }
}

fn write_operand(duration: &Duration, out: &mut String) {
    match &duration.node {
        DurationNode::Literal(milliseconds) => write_duration(*milliseconds, out),
        DurationNode::Number(number) => write_literal(*number, out),
        DurationNode::Placeholder(placeholder) => out.push_str(&placeholder.written),
        DurationNode::Step => out.push_str("step()"),
        DurationNode::Range => out.push_str("range()"),
        DurationNode::Call(name, args) => {
            out.push_str(name);
            out.push('(');
            for (index, arg) in args.iter().enumerate() {
                out.push_str(if index > 0 { ", " } else { "" });
                write_operand(arg, out);
            }
            out.push(')');
        }
        DurationNode::Binary(op, lhs, rhs) => {
            write_operand(lhs, out);
            out.push(' ');
            out.push_str(operator_name(*op));
            out.push(' ');
            write_operand(rhs, out);
        }
        DurationNode::Unary(Sign::Minus, inner) => {
            out.push('-');
            write_operand(inner, out);
        }
        // Prometheus drops a plus.
        DurationNode::Unary(Sign::Plus, inner) => write_operand(inner, out),
        DurationNode::Paren(inner) => write_paren(inner, out),
    }
}

/// Appends a duration in one pair of parentheses, however many were written.
fn write_paren(inner: &Duration, out: &mut String) {
    if is_enclosed(inner) {
        return write_operand(inner, out);
    }
    out.push('(');
    write_operand(inner, out);
    out.push(')');
}

/// Whether a duration prints with parentheses around it.
fn is_enclosed(duration: &Duration) -> bool {
    match &duration.node {
        DurationNode::Paren(_) => true,
        DurationNode::Unary(Sign::Plus, inner) => is_enclosed(inner),
        _ => false,
    }
}
