//! Whether series that agree in some labels are surely several.
//!
//! A metric's declared `key` is the least that tells its series apart, and a stateset has a series for each state. Invariant: where a
//! part of the expression may leave series out, nothing is certain.

use crate::{
    infer::{self, Facts, Inferred, Kind, Presence},
    promql::{
        ValueType,
        ast::{BinaryOp, Node, Selector},
        walk::metric_name,
    },
    text::Span,
};

/// Aggregations that pick series.
const PICKING: [&str; 5] = ["bottomk", "limit_ratio", "limitk", "quantile", "topk"];

/// The label in which series differ that agree in the `kept` labels; `None` when it is not certain that there can be several.
pub fn lost<'a>(node: &Inferred<'a>, kept: &[&str]) -> Option<&'a str> {
    let selector = source(node, false)?;
    state(node, selector, kept).or_else(|| of_key(node, selector, kept))
}

/// The same for series of which an operator leaves some out: as soon as two that differ in the label are left.
pub fn lost_of_some<'a>(node: &Inferred<'a>, kept: &[&str]) -> Option<&'a str> {
    let selector = source(node, true)?;
    let all = source(node, false).and_then(|selector| state(node, selector, kept));
    all.or_else(|| of_key(node, selector, kept))
}

/// Where the metric is declared whose series these are.
pub fn metric(node: &Inferred, facts: &Facts) -> Option<Span> {
    let name = metric_name(source(node, true)?)?;
    match facts.named(&name.value) {
        infer::Subject::Series(metric, _) => metric.span,
        _ => None,
    }
}

/// The state of a stateset of which all states are there.
fn state<'a>(node: &Inferred<'a>, selector: &Selector, kept: &[&str]) -> Option<&'a str> {
    let metric = node
        .known
        .metric
        .filter(|_| node.known.kind == Kind::Stateset)?;
    let label = metric.state_label.as_deref()?;
    let known = node.known.labels.get(label)?;
    let several = known.values.list().is_some_and(|values| values.len() > 1);
    let certain = known.presence == Presence::Must && several && !is_matched(selector, label);
    (certain && !kept.contains(&label)).then_some(label)
}

/// A label of the declared key, when the kept labels are of the key too, or have one value.
fn of_key<'a>(node: &Inferred<'a>, selector: &Selector, kept: &[&str]) -> Option<&'a str> {
    let known = &node.known;
    let key = known.key.as_ref().filter(|key| key.declared)?;
    if known.kind == Kind::Stateset {
        return None;
    }
    let tells_nothing = |name: &&str| {
        let label = known.labels.get(name);
        let one = label.is_some_and(|label| label.values.only().is_some());
        key.has(name) || one || known.labels.presence(name) == Presence::Never
    };
    if !kept.iter().all(tells_nothing) {
        return None;
    }
    let mut labels = key.labels.iter().copied();
    labels.find(|label| {
        let there = known.labels.get(label);
        let several = there
            .is_some_and(|label| label.presence == Presence::Must && label.values.only().is_none());
        !kept.contains(label) && several && !is_matched(selector, label)
    })
}

fn is_matched(selector: &Selector, label: &str) -> bool {
    let mut matchers = selector.matchers.iter();
    matchers.any(|matcher| matcher.label.value == label || !matcher.label.placeholders.is_empty())
}

/// The only selector that the series of a node come from; `None` when there are several, or a part leaves series out and that is not
/// `filtered`.
fn source<'a>(node: &Inferred<'a>, filtered: bool) -> Option<&'a Selector> {
    match &node.expr.node {
        Node::Selector(selector) => Some(selector),
        Node::Aggregate(aggregate) if PICKING.contains(&aggregate.op.as_str()) => None,
        Node::Binary(binary) => {
            let arithmetic = matches!(
                binary.op,
                BinaryOp::Add | BinaryOp::Sub | BinaryOp::Mul | BinaryOp::Div
            );
            if !filtered && !arithmetic && !binary.return_bool {
                return None;
            }
            only_vector(node).and_then(|part| source(part, filtered))
        }
        Node::Placeholder(_) | Node::Invalid | Node::Number(_) | Node::String(_) => None,
        _ => only_vector(node).and_then(|part| source(part, filtered)),
    }
}

/// The only part that is no number and no text.
fn only_vector<'i, 'a>(node: &'i Inferred<'a>) -> Option<&'i Inferred<'a>> {
    let is_vector =
        |part: &&Inferred| !matches!(part.known.value_type, ValueType::Scalar | ValueType::String);
    let mut vectors = node.parts.iter().filter(is_vector);
    vectors.next().filter(|_| vectors.next().is_none())
}
