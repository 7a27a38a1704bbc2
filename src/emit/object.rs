//! The frame of a Kubernetes object.

use crate::{
    artifact::{Map, Node, Value},
    model::{Labels, Metadata, Tree, TreeValue},
    text::Span,
};
use std::borrow::Cow;

/// What an object is.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// Such as `monitoring.coreos.com/v1`.
    pub api_version: &'static str,
    /// Such as `ServiceMonitor`.
    pub kind: &'static str,
}

/// `apiVersion`, `kind` and `metadata` of a namespaced object, with the project's labels and annotations and further ones, which win.
pub fn frame(
    kind: Kind,
    metadata: &Metadata,
    name: String,
    span: Span,
    labels: &[&Labels],
) -> Node {
    let mut all = metadata.labels.clone();
    for more in labels {
        all.extend(more.iter().map(|(key, value)| (key.clone(), value.clone())));
    }
    let meta = Node::map()
        .with("name", Node::from(name).at(span))
        .with(
            "namespace",
            Node::from(&metadata.namespace.value).verbatim(metadata.namespace.span),
        )
        .with_filled("labels", pairs(&all).sorted())
        .with_filled("annotations", pairs(&metadata.annotations).sorted());
    Node::map()
        .with("apiVersion", kind.api_version)
        .with("kind", kind.kind)
        .with("metadata", meta)
        .at(span)
}

/// Labels or annotations as a mapping, in their order.
pub fn pairs(labels: &Labels) -> Node {
    let entries = labels.iter().map(|(key, value)| {
        (
            Cow::Owned(key.clone()),
            Node::from(&value.value).verbatim(value.span),
        )
    });
    Value::Map(entries.collect::<Map>()).into()
}

/// A tree of the model as it stands, with its places.
pub fn tree_node(tree: &Tree) -> Node {
    let value = match &tree.value {
        TreeValue::Null => Value::Null,
        TreeValue::Bool(flag) => Value::Bool(*flag),
        TreeValue::Int(number) => Value::Int(*number),
        TreeValue::Float(number) => return Node::from(*number).at(tree.span),
        TreeValue::String(text) => Value::String(Cow::Owned(text.clone())),
        TreeValue::List(items) => Value::List(items.iter().map(tree_node).collect()),
        TreeValue::Map(entries) => Value::Map(
            entries
                .iter()
                .map(|(key, value)| (Cow::Owned(key.clone()), tree_node(value)))
                .collect(),
        ),
    };
    let node = Node::from(value);
    if tree.verbatim {
        node.verbatim(tree.span)
    } else {
        node.at(tree.span)
    }
}
