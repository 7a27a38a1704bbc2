//! Quotients of which one side is a part of the other, or their mean: their range is narrower than that of any two numbers.
//!
//! Invariant: a part is selected by the matchers of the whole and further ones, is treated in the same way, and is matched with the
//! group that it belongs to. Deliberately absent: shares of different metrics, which may exceed 1.

use super::{Inferred, Interval, Kind, selector::plain};
use crate::promql::{
    ast::{
        Aggregate, Binary, BinaryOp, Duration, DurationNode, Expr, Grouping, MatchOp, Matcher,
        Matching, Node, Selector, Text,
    },
    walk::metric_name,
};

/// A range, and by what a share was multiplied; `None` for what is no share.
pub type Share = (Interval, Option<f64>);

/// Functions that make of every series its own value, which is no larger for a part of a histogram's observations.
const PER_SERIES: [&str; 4] = ["increase", "irate", "rate", "sum_over_time"];

/// The range of a quotient of two sums or counts, and the factor that a share was multiplied by, `None` for a mean; `None` when
/// nothing ties them together.
pub fn range(binary: &Binary, left: &Inferred, right: &Inferred) -> Option<Share> {
    let left = left.bare();
    // In `100 * part / whole` the factor stands with the part.
    if let (Node::Binary(product), [first, second]) = (&left.expr.node, left.parts.as_slice())
        && product.op == BinaryOp::Mul
        && first.known.kind == Kind::Number
        && let Some(factor) = first.known.range.only()
    {
        let (range, share) = of(binary, second, right)?;
        let range = range.operate(BinaryOp::Mul, Interval::point(factor));
        return Some((range, share.map(|_| factor)));
    }
    of(binary, left, right)
}

fn of(binary: &Binary, left: &Inferred, right: &Inferred) -> Option<Share> {
    let (part, whole) = (aggregated(left)?, aggregated(right)?);
    if !are_matched(part.0, whole.0, binary.matching.as_ref()) {
        return None;
    }
    let positive = whole.1.known.range.low >= 0.0;
    let (summed, counted) = (part.0.op.as_str(), whole.0.op.as_str());
    match (summed, counted) {
        ("sum", "sum") if positive && is_part(&part.0.expr, &whole.0.expr) => {
            Some((share(), Some(1.0)))
        }
        ("count", "count") if is_part(filtered(&part.0.expr), &whole.0.expr) => {
            Some((share(), Some(1.0)))
        }
        ("sum", "count") if is_same(&part.0.expr, &whole.0.expr) => {
            let range = part.1.known.range;
            (!range.is_empty()).then_some((range, None))
        }
        _ => None,
    }
}

/// From nothing to all; nothing of nothing is NaN.
fn share() -> Interval {
    Interval::new(0.0, 1.0).or_nan()
}

/// An aggregation with what it aggregates.
fn aggregated<'i, 'a>(node: &'i Inferred<'a>) -> Option<(&'a Aggregate, &'i Inferred<'a>)> {
    let node = node.bare();
    match &node.expr.node {
        Node::Aggregate(aggregate) if aggregate.param.is_none() => {
            Some((aggregate, node.parts.last()?))
        }
        _ => None,
    }
}

/// Whether every group of the part is divided by the group of the whole that holds it.
fn are_matched(part: &Aggregate, whole: &Aggregate, matching: Option<&Matching>) -> bool {
    let filled = matching.is_some_and(|matching| matching.fill != Default::default());
    let labels = matching.and_then(|matching| matching.labels.as_ref());
    let labels_of = |grouping: Option<&'_ Grouping>| -> Option<(bool, Vec<String>)> {
        let Some(grouping) = grouping else {
            return Some((false, Vec::new()));
        };
        let names = plain(&grouping.labels)?;
        let mut names: Vec<String> = names.into_iter().map(str::to_string).collect();
        names.sort();
        Some((grouping.without, names))
    };
    let (Some(left), Some(right)) = (
        labels_of(part.grouping.as_ref()),
        labels_of(whole.grouping.as_ref()),
    ) else {
        return false;
    };
    let matched = |label: &String| match labels {
        None => true,
        Some((on, names)) => names.iter().any(|name| name.value == *label) == *on,
    };
    !filled
        && match (left.0, right.0) {
            (false, false) => right
                .1
                .iter()
                .all(|label| left.1.contains(label) && matched(label)),
            (true, true) => labels.is_none() && left.1 == right.1,
            _ => false,
        }
}

/// What a comparison with a number lets through; itself when it is none.
fn filtered(expr: &Expr) -> &Expr {
    match &bare(expr).node {
        Node::Binary(binary) if super::binary::is_comparison(binary.op) && !binary.return_bool => {
            match &bare(&binary.rhs).node {
                Node::Number(_) => filtered(&binary.lhs),
                _ => expr,
            }
        }
        _ => bare(expr),
    }
}

fn is_part(part: &Expr, whole: &Expr) -> bool {
    match (&bare(part).node, &bare(whole).node) {
        (Node::Call(left), Node::Call(right)) => {
            let same = left.function == right.function
                && PER_SERIES.contains(&left.function.as_str())
                && left.args.len() == 1;
            same && left
                .args
                .iter()
                .zip(&right.args)
                .all(|(left, right)| is_part(left, right))
        }
        (Node::Matrix(left, window), Node::Matrix(right, other)) => {
            same_duration(window, other) && is_part(left, right)
        }
        (Node::Selector(left), Node::Selector(right)) => selects_part(left, right),
        _ => false,
    }
}

/// Whether both select the same.
fn is_same(left: &Expr, right: &Expr) -> bool {
    match (&bare(left).node, &bare(right).node) {
        (Node::Selector(left), Node::Selector(right)) => {
            left.matchers.len() == right.matchers.len() && selects_part(left, right)
        }
        _ => false,
    }
}

fn selects_part(part: &Selector, whole: &Selector) -> bool {
    let (Some(left), Some(right)) = (metric_name(part), metric_name(whole)) else {
        return false;
    };
    let bucket = left.value.strip_suffix("_bucket").is_some()
        && left.value.strip_suffix("_bucket") == right.value.strip_suffix("_count")
        && part.matchers.iter().any(is_bound);
    let same_time = same_offset(part, whole) && part.extended == whole.extended;
    let asked = |wanted: &Matcher| {
        part.matchers
            .iter()
            .any(|matcher| same_matcher(matcher, wanted))
    };
    (same_text(left, right) || bucket) && same_time && whole.matchers.iter().all(asked)
}

/// Whether a matcher takes one bucket.
fn is_bound(matcher: &Matcher) -> bool {
    matcher.label.value == "le" && matcher.op == MatchOp::Equal
}

fn same_matcher(left: &Matcher, right: &Matcher) -> bool {
    left.op == right.op
        && same_text(&left.label, &right.label)
        && same_text(&left.value, &right.value)
}

fn same_text(left: &Text, right: &Text) -> bool {
    left.value == right.value && left.placeholders.len() == right.placeholders.len()
}

fn same_offset(left: &Selector, right: &Selector) -> bool {
    let (left, right) = (&left.modifiers, &right.modifiers);
    left.at == right.at
        && match (&left.offset, &right.offset) {
            (Some(left), Some(right)) => same_duration(left, right),
            (left, right) => left.is_none() && right.is_none(),
        }
}

fn same_duration(left: &Duration, right: &Duration) -> bool {
    match (&left.node, &right.node) {
        (DurationNode::Literal(left), DurationNode::Literal(right)) => left == right,
        (DurationNode::Placeholder(left), DurationNode::Placeholder(right)) => {
            left.written == right.written
        }
        _ => false,
    }
}

fn bare(expr: &Expr) -> &Expr {
    match &expr.node {
        Node::Paren(inner) => bare(inner),
        _ => expr,
    }
}
