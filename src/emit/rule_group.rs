//! A group of rules as Prometheus reads it: the same in a PrometheusRule and in a rule file.
//!
//! Fields stand as in prometheus.io, "Defining recording rules": they have the same names in prometheus-operator's API.

use super::words::merge_raw;
use crate::{
    artifact::{Map, Node, Value},
    model::{
        Alert, Group, Recording, Spanned, duration::Duration, expression::Expression, rule::Texts,
        template::Text,
    },
    promql,
};
use std::borrow::Cow;

/// The group with its rules, recordings first.
pub fn group(group: &Group) -> Node {
    let recordings = group.recordings.iter().map(recording);
    let rules = recordings.chain(group.alerts.iter().map(alert));
    let limit = group
        .limit
        .as_ref()
        .map(|limit| Node::from(i64::from(limit.value)).at(limit.span));
    let tree = Node::map()
        .with(
            "name",
            Node::from(&group.name.value).verbatim(group.name.span),
        )
        .with_some("interval", group.interval.as_ref().map(length))
        .with_some("limit", limit)
        .with_some("query_offset", group.query_offset.as_ref().map(length))
        .with_filled("labels", texts(&group.labels))
        .with("rules", Node::list(rules))
        .at(group.name.span);
    merge_raw(tree, group.raw.as_ref())
}

fn recording(rule: &Recording) -> Node {
    let tree = Node::map()
        .with(
            "record",
            Node::from(&rule.name.value).verbatim(rule.name.span),
        )
        .with("expr", expression(&rule.expression))
        .with_filled("labels", texts(&rule.labels))
        .at(rule.key.span);
    merge_raw(tree, rule.raw.as_ref())
}

fn alert(rule: &Alert) -> Node {
    let tree = Node::map()
        .with(
            "alert",
            Node::from(&rule.name.value).verbatim(rule.name.span),
        )
        .with("expr", expression(&rule.expression))
        .with_some("for", rule.for_.as_ref().map(length))
        .with_some("keep_firing_for", rule.keep_firing_for.as_ref().map(length))
        .with_filled("labels", texts(&rule.labels))
        .with_filled("annotations", texts(&rule.annotations))
        .at(rule.key.span);
    merge_raw(tree, rule.raw.as_ref())
}

/// The expression in Prometheus's own layout.
fn expression(expression: &Expression) -> Node {
    let text = promql::pretty(&expression.expr);
    let span = expression.written.span;
    if text == expression.written.value {
        Node::from(text).verbatim(span)
    } else {
        Node::from(text).at(span)
    }
}

fn length(duration: &Spanned<Duration>) -> Node {
    Node::from(&duration.value.text).verbatim(duration.span)
}

/// Labels or annotations, sorted by name.
fn texts(texts: &Texts) -> Node {
    let entries = texts
        .iter()
        .map(|(name, value)| (Cow::Owned(name.clone()), text(value)));
    Node::from(Value::Map(entries.collect::<Map>())).sorted()
}

fn text(text: &Text) -> Node {
    let node = Node::from(&text.value);
    if text.verbatim {
        node.verbatim(text.span)
    } else {
        node.at(text.span)
    }
}
