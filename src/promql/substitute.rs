//! Values for placeholders, put into the tree by position and never into the text.

use crate::promql::ast::{
    At, BinaryOp, Duration, DurationNode, Expr, Modifiers, Node, Number, Placeholder, Selector,
    Sign, Text,
};
use crate::promql::build::selector;
use crate::promql::lex::is_plain_name;
use crate::promql::number::{
    is_instant, is_out_of_range, is_whole_milliseconds, milliseconds, read_duration,
    write_duration, write_number,
};
use crate::promql::walk::walk_mut;

/// What a placeholder stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// A whole expression.
    Expression,
    /// A duration in brackets or behind `offset`, or an operand of one.
    Duration,
    /// A part of a string's value.
    Text,
    /// A metric's or label's name, or a part of one.
    Name,
    /// The instant behind `@`.
    At,
}

/// A placeholder's value.
#[derive(Clone, Debug, PartialEq)]
pub enum Replacement {
    /// A number; seconds, with `duration`, that print as a duration.
    Number {
        /// The value.
        value: f64,
        /// Print it as `5m`.
        duration: bool,
    },
    /// A duration in milliseconds.
    Duration(i64),
    /// A text.
    Text(String),
}

/// Asks `replace` for the value of every placeholder and puts in what it gives; `None` leaves a placeholder alone.
///
/// A value that cannot stand where the placeholder stands ([`stands`]) leaves it alone too.
pub fn substitute(
    expr: &mut Expr,
    replace: &mut dyn FnMut(&Placeholder, Position) -> Option<Replacement>,
) {
    walk_mut(expr, &mut |expr| in_node(expr, replace));
}

/// Whether a value can stand in a position: a duration and an instant have bounds, everything else takes any value.
pub fn stands(value: &Replacement, position: Position) -> bool {
    match position {
        Position::Duration => duration_number(value).is_some(),
        Position::At => instant(value).is_some(),
        Position::Expression | Position::Text | Position::Name => true,
    }
}

type Replace<'a> = &'a mut dyn FnMut(&Placeholder, Position) -> Option<Replacement>;

fn in_node(expr: &mut Expr, replace: Replace) {
    match &mut expr.node {
        Node::Placeholder(placeholder) => {
            if let Some(value) = replace(placeholder, Position::Expression) {
                expr.node = expression(value);
            }
        }
        Node::String(text) => in_text(text, Position::Text, replace),
        Node::Selector(selector) => in_selector(selector, replace),
        Node::Matrix(_, range) => in_duration(range, true, replace),
        Node::Subquery(subquery) => {
            in_duration(&mut subquery.range, true, replace);
            subquery
                .step
                .iter_mut()
                .for_each(|step| in_duration(step, true, replace));
            in_modifiers(&mut subquery.modifiers, replace);
        }
        Node::Aggregate(aggregate) => {
            let labels = aggregate
                .grouping
                .iter_mut()
                .flat_map(|grouping| &mut grouping.labels);
            labels.for_each(|label| in_text(label, Position::Name, replace));
        }
        Node::Binary(binary) => {
            if let Some(matching) = &mut binary.matching {
                let labels = matching.labels.iter_mut().flat_map(|(_, labels)| labels);
                let group = matching.group.iter_mut().flat_map(|(_, labels)| labels);
                labels
                    .chain(group)
                    .for_each(|label| in_text(label, Position::Name, replace));
            }
            if binary.op == BinaryOp::Pow {
                enclose_negative(&mut binary.lhs);
            }
        }
        Node::Unary(sign, inner) => {
            // A sign before a number is part of it.
            if let Node::Number(number) = inner.node {
                expr.node = Node::Number(Number {
                    value: signed(*sign, number.value),
                    ..number
                });
            }
        }
        Node::Number(_) | Node::Call(_) | Node::Paren(_) | Node::Invalid => {}
    }
}

fn expression(value: Replacement) -> Node {
    match value {
        Replacement::Number { value, duration } => Node::Number(Number { value, duration }),
        Replacement::Duration(milliseconds) => Node::Number(seconds(milliseconds)),
        Replacement::Text(value) => selector(Text {
            value,
            ..Text::default()
        }),
    }
}

/// Puts parentheses around a negative number on the left of `^`, which would bind before its sign.
fn enclose_negative(expr: &mut Expr) {
    if let Node::Number(number) = expr.node
        && number.value.is_sign_negative()
    {
        let inner = Expr {
            node: Node::Number(number),
            range: expr.range,
        };
        expr.node = Node::Paren(Box::new(inner));
    }
}

fn in_selector(selector: &mut Selector, replace: Replace) {
    if let Some(name) = &mut selector.name {
        let had_placeholders = !name.placeholders.is_empty();
        in_text(name, Position::Name, replace);
        // A value such as `http.requests` makes a name that only stands in quotes.
        selector.quoted |= had_placeholders && !is_plain_name(name);
    }
    for matcher in &mut selector.matchers {
        in_text(&mut matcher.label, Position::Name, replace);
        in_text(&mut matcher.value, Position::Text, replace);
    }
    in_modifiers(&mut selector.modifiers, replace);
}

fn in_modifiers(modifiers: &mut Modifiers, replace: Replace) {
    modifiers
        .offset
        .iter_mut()
        .for_each(|offset| in_duration(offset, true, replace));
    let Some(At::Placeholder(placeholder)) = &modifiers.at else {
        return;
    };
    let seconds = replace(placeholder, Position::At).and_then(|value| instant(&value));
    if let Some(seconds) = seconds {
        modifiers.at = Some(At::Timestamp(seconds));
    }
}

/// Replaces in a duration; `whole` when it is no operand.
fn in_duration(duration: &mut Duration, whole: bool, replace: Replace) {
    match &mut duration.node {
        DurationNode::Placeholder(placeholder) => {
            let number =
                replace(placeholder, Position::Duration).and_then(|value| duration_number(&value));
            if let Some(number) = number {
                duration.node = DurationNode::Number(number);
            }
        }
        DurationNode::Binary(op, lhs, rhs) => {
            in_duration(lhs, false, replace);
            in_duration(rhs, false, replace);
            if let (BinaryOp::Pow, DurationNode::Number(number)) = (&op, &lhs.node)
                && number.value.is_sign_negative()
            {
                let inner = Duration {
                    node: lhs.node.clone(),
                    range: lhs.range,
                };
                lhs.node = DurationNode::Paren(Box::new(inner));
            }
        }
        DurationNode::Unary(sign, inner) => {
            in_duration(inner, false, replace);
            if let DurationNode::Number(number) = inner.node {
                duration.node = DurationNode::Number(Number {
                    value: signed(*sign, number.value),
                    ..number
                });
            }
        }
        DurationNode::Paren(inner) => in_duration(inner, false, replace),
        DurationNode::Call(_, args) => args
            .iter_mut()
            .for_each(|arg| in_duration(arg, false, replace)),
        DurationNode::Literal(_)
        | DurationNode::Number(_)
        | DurationNode::Step
        | DurationNode::Range => {}
    }
    if let (true, DurationNode::Number(number)) = (whole, &duration.node)
        && is_whole_milliseconds(number.value)
    {
        duration.node = DurationNode::Literal(milliseconds(number.value));
    }
}

fn duration_number(value: &Replacement) -> Option<Number> {
    let number = match value {
        Replacement::Number { value, duration } => Number {
            value: *value,
            duration: *duration,
        },
        Replacement::Duration(milliseconds) => seconds(*milliseconds),
        Replacement::Text(text) => seconds(read_duration(text)? / 1_000_000),
    };
    let stands = !number.value.is_nan() && !is_out_of_range(number.value);
    stands.then_some(number)
}

/// The seconds of an instant.
fn instant(value: &Replacement) -> Option<f64> {
    let seconds = match value {
        Replacement::Number { value, .. } => *value,
        Replacement::Duration(milliseconds) => seconds(*milliseconds).value,
        Replacement::Text(_) => return None,
    };
    is_instant(seconds).then_some(seconds)
}

fn seconds(milliseconds: i64) -> Number {
    Number {
        value: milliseconds as f64 / 1000.0,
        duration: true,
    }
}

fn signed(sign: Sign, value: f64) -> f64 {
    if sign == Sign::Minus { -value } else { value }
}

fn in_text(text: &mut Text, position: Position, replace: Replace) {
    if text.placeholders.is_empty() {
        return;
    }
    let mut value = String::with_capacity(text.value.len());
    let mut kept = Vec::new();
    let mut end = 0;
    for mut embedded in std::mem::take(&mut text.placeholders) {
        value.push_str(&text.value[end..embedded.at]);
        end = embedded.at + embedded.placeholder.written.len();
        match replace(&embedded.placeholder, position) {
            Some(replacement) => write_replacement(&replacement, &mut value),
            None => {
                embedded.at = value.len();
                value.push_str(&embedded.placeholder.written);
                kept.push(embedded);
            }
        }
    }
    value.push_str(&text.value[end..]);
    text.value = value;
    text.placeholders = kept;
}

fn write_replacement(replacement: &Replacement, out: &mut String) {
    match replacement {
        Replacement::Number {
            value,
            duration: false,
        } => write_number(*value, out),
        Replacement::Number {
            value,
            duration: true,
        } => write_duration(milliseconds(*value), out),
        Replacement::Duration(milliseconds) => write_duration(*milliseconds, out),
        Replacement::Text(text) => out.push_str(text),
    }
}
