//! Words of others: tables of the project that stand for a field of Kubernetes, the operator or Grafana.

use crate::{
    artifact::{Map, Node, Origin, Value},
    model::{Spanned, Words, names},
};
use std::borrow::Cow;

/// How keys are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keys {
    /// As they stand, for `raw`.
    Verbatim,
    /// From kebab-case to camel case, for fields in the project's own style.
    Camel,
}

/// The tree of a table of words; every value keeps its place.
pub fn node(words: &Spanned<Words>, keys: Keys) -> Node {
    let key = |name: &str| match keys {
        Keys::Verbatim => Cow::Owned(name.to_string()),
        Keys::Camel => Cow::Owned(names::camel(name).into_owned()),
    };
    let tree: Node = match &words.value {
        Words::Bool(flag) => (*flag).into(),
        Words::Int(number) => (*number).into(),
        Words::Float(number) => (*number).into(),
        Words::String(text) => text.into(),
        Words::List(items) => Node::list(items.iter().map(|item| self::node(item, keys))),
        Words::Table(table) => Value::Map(
            table
                .iter()
                .map(|(name, value)| (key(&name.value), self::node(value, keys)))
                .collect::<Map>(),
        )
        .into(),
    };
    let origin = match (keys, &words.value) {
        (Keys::Verbatim, _) => Origin::Raw(words.span),
        (Keys::Camel, Words::Table(_)) => Origin::Kebab(words.span),
        (Keys::Camel, Words::String(_)) => Origin::Verbatim(words.span),
        (Keys::Camel, _) => Origin::Derived(words.span),
    };
    Node { origin, ..tree }
}

/// The tree with `raw` merged over it.
pub fn merge_raw(mut tree: Node, raw: Option<&Spanned<Words>>) -> Node {
    if let Some(raw) = raw {
        tree.merge(&node(raw, Keys::Verbatim));
    }
    tree
}
