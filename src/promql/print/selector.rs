//! Selectors, ranges and labels.

use crate::promql::ast::{Duration, Expr, Extended, MatchOp, Matcher, Node, Selector, Text};
use crate::promql::print::{write_at, write_duration_expression, write_offset};
use crate::promql::text::write_quoted;

/// Appends a selector with its modifiers.
pub fn write(selector: &Selector, out: &mut String) {
    write_matchers(selector, out);
    let end = out.len();
    write_at(&selector.modifiers, out);
    write_extended(selector.extended, out);
    write_offset(&selector.modifiers, out);
    if out.len() == end && is_named_by_placeholder(selector) {
        out.push_str("{}");
    }
}

/// Whether a selector is written as a placeholder, which only what follows tells from one for any expression.
fn is_named_by_placeholder(selector: &Selector) -> bool {
    let is_placeholder = |name: &Text| {
        let first = name.placeholders.first();
        first.is_some_and(|embedded| embedded.placeholder.written == name.value)
    };
    selector.matchers.is_empty()
        && !selector.quoted
        && selector.name.as_ref().is_some_and(is_placeholder)
}

/// Appends a range with the modifiers of its selector.
pub fn write_matrix(inner: &Expr, range: &Duration, out: &mut String) {
    let Node::Selector(selector) = &inner.node else {
        return;
    };
    write_matchers(selector, out);
    out.push('[');
    write_duration_expression(range, out);
    out.push(']');
    write_extended(selector.extended, out);
    write_at(&selector.modifiers, out);
    write_offset(&selector.modifiers, out);
}

/// Appends a label, quoted when it is no plain name.
pub fn write_label(label: &Text, out: &mut String) {
    if is_plain(label) {
        out.push_str(&label.value);
    } else {
        write_quoted(&label.value, out);
    }
}

/// Whether a name can be written without quotes, apart from its placeholders.
fn is_plain(label: &Text) -> bool {
    let placeholders: usize = label
        .placeholders
        .iter()
        .map(|embedded| embedded.placeholder.written.len())
        .sum();
    let is_inside = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    if placeholders == 0 {
        let bytes = label.value.as_bytes();
        return bytes.first().is_some_and(|byte| !byte.is_ascii_digit())
            && bytes.iter().all(&is_inside);
    }
    if label
        .value
        .starts_with(|first: char| first.is_ascii_digit())
    {
        return false;
    }
    let mut at = 0;
    for embedded in &label.placeholders {
        let between = label
            .value
            .as_bytes()
            .get(at..embedded.at)
            .unwrap_or_default();
        if !between.iter().all(&is_inside) {
            return false;
        }
        at = embedded.at + embedded.placeholder.written.len();
    }
    label
        .value
        .as_bytes()
        .get(at..)
        .unwrap_or_default()
        .iter()
        .all(is_inside)
}

fn write_matchers(selector: &Selector, out: &mut String) {
    let mut matchers: Vec<String> = selector.matchers.iter().map(matcher_text).collect();
    match &selector.name {
        Some(name) if selector.quoted => {
            let mut text = "__name__=".to_owned();
            write_quoted(&name.value, &mut text);
            matchers.push(text);
        }
        Some(name) => out.push_str(&name.value),
        None => {}
    }
    if matchers.is_empty() {
        return;
    }
    matchers.sort_unstable();
    out.push('{');
    for (index, matcher) in matchers.iter().enumerate() {
        out.push_str(if index > 0 { "," } else { "" });
        out.push_str(matcher);
    }
    out.push('}');
}

fn matcher_text(matcher: &Matcher) -> String {
    let mut text = String::with_capacity(matcher.label.value.len() + matcher.value.value.len() + 4);
    write_label(&matcher.label, &mut text);
    text.push_str(match matcher.op {
        MatchOp::Equal => "=",
        MatchOp::NotEqual => "!=",
        MatchOp::Regex => "=~",
        MatchOp::NotRegex => "!~",
    });
    write_quoted(&matcher.value.value, &mut text);
    text
}

fn write_extended(extended: Option<Extended>, out: &mut String) {
    match extended {
        Some(Extended::Anchored) => out.push_str(" anchored"),
        Some(Extended::Smoothed) => out.push_str(" smoothed"),
        None => {}
    }
}
