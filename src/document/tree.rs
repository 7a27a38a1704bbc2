//! What is read from YAML or JSON: an ordered tree whose nodes know the bytes they were read from.

use serde_json::{Number, Value};
use std::ops::Range;

/// Why a text could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ReadError {
    /// One phrase, lowercase, without a full stop.
    pub message: String,
    /// The bytes at fault; empty when the fault is a place.
    pub range: Range<usize>,
}

impl ReadError {
    /// The error with this message at these bytes.
    pub(super) fn new(message: impl Into<String>, range: Range<usize>) -> Self {
        Self {
            message: message.into(),
            range,
        }
    }
}

/// A value and the bytes `start..end` of the text that it was read from: for a scalar its spelling with quotes, for a block from its
/// first to its last node, for an alias the scalar that it names or else the alias, and nothing for the null that an absent value
/// stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree {
    /// The value.
    pub value: TreeValue,
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

/// A value as Kubernetes understands it.
#[derive(Clone, Debug, PartialEq)]
pub enum TreeValue {
    /// `null`, or nothing at all.
    Null,
    /// `true`, `yes`, `on` …
    Bool(bool),
    /// A finite number; whole numbers that fit are integers, also when they were written `1.0` or `1e3`.
    Number(Number),
    /// Text.
    String(String),
    /// A list.
    List(Vec<Tree>),
    /// A mapping in the order of the text; no key stands twice.
    Map(Vec<Entry>),
}

/// An entry of a mapping.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key as Kubernetes understands it: `y` is `true`, `017` is `15`.
    pub key: String,
    /// The bytes of the key.
    pub key_range: Range<usize>,
    /// The value.
    pub value: Tree,
}

impl Tree {
    /// The bytes of this value.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// The text, if this is one.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            TreeValue::String(text) => Some(text),
            _ => None,
        }
    }

    /// The value of a mapping's key; `None` for another key or anything but a mapping.
    pub fn get(&self, key: &str) -> Option<&Tree> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The node at a JSON pointer (RFC 6901), or the deepest on the way to it that there is.
    pub fn find(&self, pointer: &str) -> &Tree {
        let mut tree = self;
        for token in pointer.split('/').skip(1) {
            let token = token.replace("~1", "/").replace("~0", "~");
            let next = match &tree.value {
                TreeValue::List(items) => token
                    .parse::<usize>()
                    .ok()
                    .and_then(|index| items.get(index)),
                _ => tree.get(&token),
            };
            let Some(next) = next else { break };
            tree = next;
        }
        tree
    }

    /// The JSON pointer (RFC 6901) to the smallest part that holds these bytes, a key counting as its value; empty for the whole.
    pub fn pointer_to(&self, bytes: &Range<usize>) -> String {
        let holds = |range: Range<usize>| range.start <= bytes.start && bytes.end <= range.end;
        let mut pointer = String::new();
        let mut tree = self;
        loop {
            let next = match &tree.value {
                TreeValue::List(items) => {
                    let found = items
                        .iter()
                        .enumerate()
                        .find(|(_, item)| holds(item.range()));
                    found.map(|(index, item)| (index.to_string(), item))
                }
                TreeValue::Map(entries) => {
                    let mut entries = entries.iter();
                    let is_it = |entry: &&Entry| holds(entry.key_range.start..entry.value.end);
                    let found = entries.find(is_it);
                    found.map(|entry| {
                        (
                            entry.key.replace('~', "~0").replace('/', "~1"),
                            &entry.value,
                        )
                    })
                }
                _ => None,
            };
            let Some((token, inner)) = next else {
                return pointer;
            };
            pointer.push('/');
            pointer.push_str(&token);
            tree = inner;
        }
    }

    /// The bytes to show of what a JSON pointer (RFC 6901) leads to, or of the deepest on the way to it that there is: those of a
    /// scalar, of anything longer those of its key, and of what is meant by its key too.
    pub fn find_place(&self, pointer: &str, is_key: bool) -> Range<usize> {
        let (mut tree, mut key) = (self, None);
        for token in pointer.split('/').skip(1) {
            let token = token.replace("~1", "/").replace("~0", "~");
            let next = match &tree.value {
                TreeValue::List(items) => {
                    let index = token.parse::<usize>().ok();
                    index
                        .and_then(|index| items.get(index))
                        .map(|item| (item, None))
                }
                _ => tree.entry(&token).map(|entry| (&entry.value, Some(entry))),
            };
            let Some((next, entry)) = next else { break };
            (tree, key) = (next, entry);
        }
        let is_scalar = !matches!(tree.value, TreeValue::List(_) | TreeValue::Map(_));
        match key {
            Some(entry) if is_key || !is_scalar || tree.start == tree.end => {
                entry.key_range.clone()
            }
            _ => tree.range(),
        }
    }

    /// The entry with a key.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        match &self.value {
            TreeValue::Map(entries) => entries.iter().find(|entry| entry.key == key),
            _ => None,
        }
    }

    /// The value without places.
    pub fn to_json(&self) -> Value {
        match &self.value {
            TreeValue::Null => Value::Null,
            TreeValue::Bool(flag) => Value::Bool(*flag),
            TreeValue::Number(number) => Value::Number(number.clone()),
            TreeValue::String(text) => Value::String(text.clone()),
            TreeValue::List(items) => Value::Array(items.iter().map(Tree::to_json).collect()),
            TreeValue::Map(entries) => Value::Object(
                entries
                    .iter()
                    .map(|entry| (entry.key.clone(), entry.value.to_json()))
                    .collect(),
            ),
        }
    }
}
