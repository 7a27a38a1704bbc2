//! An ordered tree whose nodes know their origin.

use crate::text::Span;
use std::borrow::Cow;

/// A key of a mapping.
pub type Key = Cow<'static, str>;

/// A mapping in the order of its making.
pub type Map = Vec<(Key, Node)>;

/// Where a node comes from, so that a fault in the output can be shown in the project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The text of the span is the value: a place inside the value is a place inside the span.
    Verbatim(Span),
    /// Made from what stands at the span.
    Derived(Span),
    /// Made from the table at the span, whose keys are written there in kebab-case and name fields of others.
    Kebab(Span),
    /// Taken over from the span as it stands, whatever it says.
    Raw(Span),
    /// Nobody wrote it; the origin of the nearest parent with one applies.
    Default,
}

impl Origin {
    /// The place in the project, if there is one.
    pub fn span(self) -> Option<Span> {
        match self {
            Self::Verbatim(span) | Self::Derived(span) | Self::Kebab(span) | Self::Raw(span) => {
                Some(span)
            }
            Self::Default => None,
        }
    }
}

/// A value of the output.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number with a fraction; finite.
    Float(f64),
    /// Text.
    String(Cow<'static, str>),
    /// A list.
    List(Vec<Node>),
    /// A mapping.
    Map(Map),
}

/// A value and where it comes from. Two nodes are equal when their values are.
#[derive(Clone, Debug)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Its origin.
    pub origin: Origin,
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl Node {
    /// A mapping without entries.
    pub fn map() -> Self {
        Value::Map(Vec::new()).into()
    }

    /// A mapping without entries that has room for so many; large outputs are made of such nodes.
    pub fn with_room(entries: usize) -> Self {
        Value::Map(Vec::with_capacity(entries)).into()
    }

    /// A list of nodes.
    pub fn list(items: impl IntoIterator<Item = impl Into<Node>>) -> Self {
        Value::List(items.into_iter().map(Into::into).collect()).into()
    }

    /// This node, made from what stands at `span`.
    pub fn at(mut self, span: Span) -> Self {
        self.origin = Origin::Derived(span);
        self
    }

    /// This node, which is the very text at `span`.
    pub fn verbatim(mut self, span: Span) -> Self {
        self.origin = Origin::Verbatim(span);
        self
    }

    /// This mapping with one more entry at its end. Anything but a mapping is returned as it is.
    pub fn with(mut self, key: impl Into<Key>, value: impl Into<Node>) -> Self {
        self.put(key, value);
        self
    }

    /// This mapping with one more entry, if there is a value.
    pub fn with_some(self, key: impl Into<Key>, value: Option<impl Into<Node>>) -> Self {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }

    /// This mapping with one more entry, unless the value is an empty mapping, list or string.
    pub fn with_filled(self, key: impl Into<Key>, value: impl Into<Node>) -> Self {
        let value = value.into();
        if value.is_empty() {
            self
        } else {
            self.with(key, value)
        }
    }

    /// Puts an entry at the end of this mapping, or replaces the one with that key. Does nothing to anything but a mapping.
    pub fn put(&mut self, key: impl Into<Key>, value: impl Into<Node>) {
        let key = key.into();
        if let Value::Map(entries) = &mut self.value {
            match entries.iter_mut().find(|(known, _)| *known == key) {
                Some(entry) => entry.1 = value.into(),
                None => entries.push((key, value.into())),
            }
        }
    }

    /// The entry of a mapping; `None` for another key or anything but a mapping.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.as_map()?
            .iter()
            .find(|(known, _)| known == key)
            .map(|(_, value)| value)
    }

    /// The entry of a mapping, to change it.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        match &mut self.value {
            Value::Map(entries) => entries
                .iter_mut()
                .find(|(known, _)| known == key)
                .map(|(_, value)| value),
            _ => None,
        }
    }

    /// The entries, if this is a mapping.
    pub fn as_map(&self) -> Option<&Map> {
        match &self.value {
            Value::Map(entries) => Some(entries),
            _ => None,
        }
    }

    /// The items, if this is a list.
    pub fn as_list(&self) -> Option<&[Node]> {
        match &self.value {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    /// The text, if this is a string.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// Whether this is a mapping, list or string without content.
    pub fn is_empty(&self) -> bool {
        match &self.value {
            Value::String(text) => text.is_empty(),
            Value::List(items) => items.is_empty(),
            Value::Map(entries) => entries.is_empty(),
            Value::Null | Value::Bool(_) | Value::Int(_) | Value::Float(_) => false,
        }
    }

    /// Whether the user wrote any part of it in the words of others, which gen takes over without knowing them.
    pub fn has_words_of_others(&self) -> bool {
        match (self.origin, &self.value) {
            (Origin::Kebab(_) | Origin::Raw(_), _) => true,
            (_, Value::List(items)) => items.iter().any(Self::has_words_of_others),
            (_, Value::Map(entries)) => {
                let mut values = entries.iter().map(|(_, value)| value);
                values.any(Self::has_words_of_others)
            }
            _ => false,
        }
    }

    /// The node at a JSON pointer (RFC 6901), or as far as it leads, with the origin that applies there.
    pub fn find(&self, pointer: &str) -> (&Node, Origin) {
        let (mut node, mut origin) = (self, self.origin);
        for token in pointer.split('/').skip(1) {
            let token = token.replace("~1", "/").replace("~0", "~");
            let next = match &node.value {
                Value::Map(_) => node.get(&token),
                Value::List(items) => token
                    .parse::<usize>()
                    .ok()
                    .and_then(|index| items.get(index)),
                _ => None,
            };
            let Some(next) = next else { break };
            node = next;
            if node.origin != Origin::Default {
                origin = node.origin;
            }
        }
        (node, origin)
    }

    /// Merges `other` over this tree: mappings key by key, everything else is replaced.
    pub fn merge(&mut self, other: &Node) {
        match (&mut self.value, &other.value) {
            (Value::Map(entries), Value::Map(more)) => {
                // It holds keys in two spellings now.
                if let Origin::Kebab(span) = self.origin {
                    self.origin = Origin::Derived(span);
                }
                for (key, value) in more {
                    match entries.iter_mut().find(|(known, _)| known == key) {
                        Some(entry) => entry.1.merge(value),
                        None => entries.push((key.clone(), value.clone())),
                    }
                }
            }
            _ => *self = other.clone(),
        }
    }

    /// The mapping with its entries sorted by key, for labels and annotations.
    pub fn sorted(mut self) -> Self {
        if let Value::Map(entries) = &mut self.value {
            entries.sort_by(|left, right| left.0.cmp(&right.0));
        }
        self
    }
}

impl From<Value> for Node {
    fn from(value: Value) -> Self {
        Self {
            value,
            origin: Origin::Default,
        }
    }
}

impl From<bool> for Node {
    fn from(value: bool) -> Self {
        Value::Bool(value).into()
    }
}

impl From<i64> for Node {
    fn from(value: i64) -> Self {
        Value::Int(value).into()
    }
}

impl From<f64> for Node {
    /// Whole numbers that fit become integers, so that `2.0` is written `2`.
    fn from(value: f64) -> Self {
        const EXACT: f64 = 9_007_199_254_740_992.0;
        if value.fract() == 0.0 && value.abs() < EXACT {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "the guard keeps it within 2^53"
            )]
            let whole = value as i64;
            return Value::Int(whole).into();
        }
        Value::Float(value).into()
    }
}

impl From<&'static str> for Node {
    fn from(value: &'static str) -> Self {
        Value::String(Cow::Borrowed(value)).into()
    }
}

impl From<String> for Node {
    fn from(value: String) -> Self {
        Value::String(Cow::Owned(value)).into()
    }
}

impl From<&String> for Node {
    fn from(value: &String) -> Self {
        value.clone().into()
    }
}

impl From<Vec<Node>> for Node {
    fn from(items: Vec<Node>) -> Self {
        Value::List(items).into()
    }
}

impl From<&serde_json::Value> for Node {
    fn from(value: &serde_json::Value) -> Self {
        use serde_json::Value as Json;
        match value {
            Json::Null => Value::Null.into(),
            Json::Bool(flag) => (*flag).into(),
            Json::Number(number) => number
                .as_i64()
                .map_or_else(|| number.as_f64().unwrap_or_default().into(), Node::from),
            Json::String(text) => text.clone().into(),
            Json::Array(items) => Node::list(items),
            Json::Object(entries) => Value::Map(
                entries
                    .iter()
                    .map(|(key, value)| (Cow::Owned(key.clone()), value.into()))
                    .collect(),
            )
            .into(),
        }
    }
}

impl From<&Node> for serde_json::Value {
    fn from(node: &Node) -> Self {
        match &node.value {
            Value::Null => Self::Null,
            Value::Bool(flag) => Self::Bool(*flag),
            Value::Int(number) => Self::from(*number),
            Value::Float(number) => Self::from(*number),
            Value::String(text) => Self::from(text.as_ref()),
            Value::List(items) => Self::Array(items.iter().map(Self::from).collect()),
            Value::Map(entries) => Self::Object(
                entries
                    .iter()
                    .map(|(key, value)| (key.to_string(), value.into()))
                    .collect(),
            ),
        }
    }
}
