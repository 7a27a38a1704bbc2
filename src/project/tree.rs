//! Values of the user's words and files as one tree whose nodes know their place: what schemas of custom resources are made of.
//!
//! Unlike [`Words`] it knows `null`, which files can say and TOML cannot, and it can be changed.

use super::{Spanned, Words};
use crate::text::Span;
use indexmap::IndexMap;
use serde_json::Value as Json;

/// Entries of a mapping, in their order.
pub type Entries = IndexMap<String, Tree>;

/// A value of a [`Tree`].
#[derive(Clone, Debug, PartialEq)]
pub enum TreeValue {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number with a fraction.
    Float(f64),
    /// Text.
    String(String),
    /// A list.
    List(Vec<Tree>),
    /// A mapping.
    Map(Entries),
}

/// A value and the place that it comes from. Two are equal when their values are.
#[derive(Clone, Debug)]
pub struct Tree {
    /// The value.
    pub value: TreeValue,
    /// The place that a user would change.
    pub span: Span,
    /// Whether the text of `span` is the value.
    pub verbatim: bool,
}

impl PartialEq for Tree {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl Tree {
    /// A value made from what stands at `span`.
    pub fn new(value: TreeValue, span: Span) -> Self {
        Self {
            value,
            span,
            verbatim: false,
        }
    }

    /// A mapping without entries.
    pub fn map(span: Span) -> Self {
        Self::new(TreeValue::Map(Entries::new()), span)
    }

    /// A text.
    pub fn text(text: impl Into<String>, span: Span) -> Self {
        Self::new(TreeValue::String(text.into()), span)
    }

    /// `true` or `false`.
    pub fn flag(flag: bool, span: Span) -> Self {
        Self::new(TreeValue::Bool(flag), span)
    }

    /// This value, which is the very text of its span.
    pub fn verbatim(mut self) -> Self {
        self.verbatim = true;
        self
    }

    /// This mapping with one more entry at its end; anything but a mapping is returned as it is.
    pub fn with(mut self, key: impl Into<String>, value: Self) -> Self {
        self.put(key, value);
        self
    }

    /// Puts an entry at the end of this mapping, or replaces the one with that key.
    pub fn put(&mut self, key: impl Into<String>, value: Self) {
        if let TreeValue::Map(entries) = &mut self.value {
            entries.insert(key.into(), value);
        }
    }

    /// The entry of a mapping; `None` for another key or anything but a mapping.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.as_map()?.get(key)
    }

    /// The entry of a mapping, to change it.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Self> {
        match &mut self.value {
            TreeValue::Map(entries) => entries.get_mut(key),
            _ => None,
        }
    }

    /// The entries, if this is a mapping.
    pub fn as_map(&self) -> Option<&Entries> {
        match &self.value {
            TreeValue::Map(entries) => Some(entries),
            _ => None,
        }
    }

    /// The items, if this is a list.
    pub fn as_list(&self) -> Option<&[Self]> {
        match &self.value {
            TreeValue::List(items) => Some(items),
            _ => None,
        }
    }

    /// The text, if this is one.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            TreeValue::String(text) => Some(text),
            _ => None,
        }
    }

    /// The number, if this is one.
    pub fn as_number(&self) -> Option<f64> {
        match &self.value {
            #[expect(
                clippy::cast_precision_loss,
                reason = "OpenAPI's bounds are floats too"
            )]
            TreeValue::Int(number) => Some(*number as f64),
            TreeValue::Float(number) => Some(*number),
            _ => None,
        }
    }

    /// Whether the entry of a mapping is `true`.
    pub fn is_true(&self, key: &str) -> bool {
        self.get(key)
            .is_some_and(|value| value.value == TreeValue::Bool(true))
    }

    /// How many nodes it has, itself included.
    pub fn size(&self) -> usize {
        1 + match &self.value {
            TreeValue::List(items) => items.iter().map(Self::size).sum::<usize>(),
            TreeValue::Map(entries) => entries.values().map(Self::size).sum(),
            _ => 0,
        }
    }

    /// Merges `other` over this tree: mappings key by key, everything else is replaced.
    pub fn merge(&mut self, other: Self) {
        match (&mut self.value, other.value) {
            (TreeValue::Map(entries), TreeValue::Map(more)) => {
                for (key, value) in more {
                    match entries.get_mut(&key) {
                        Some(entry) => entry.merge(value),
                        None => {
                            entries.insert(key, value);
                        }
                    }
                }
            }
            (_, value) => {
                *self = Self {
                    value,
                    span: other.span,
                    verbatim: other.verbatim,
                };
            }
        }
    }

    /// A value that nobody wrote, all of it at one place.
    pub fn from_json(value: &Json, span: Span) -> Self {
        let value = match value {
            Json::Null => TreeValue::Null,
            Json::Bool(flag) => TreeValue::Bool(*flag),
            Json::Number(number) => number.as_i64().map_or_else(
                || TreeValue::Float(number.as_f64().unwrap_or_default()),
                TreeValue::Int,
            ),
            Json::String(text) => TreeValue::String(text.clone()),
            Json::Array(items) => TreeValue::List(
                items
                    .iter()
                    .map(|item| Self::from_json(item, span))
                    .collect(),
            ),
            Json::Object(entries) => TreeValue::Map(
                entries
                    .iter()
                    .map(|(key, value)| (key.clone(), Self::from_json(value, span)))
                    .collect(),
            ),
        };
        Self::new(value, span)
    }

    /// The value without places.
    pub fn to_json(&self) -> Json {
        match &self.value {
            TreeValue::Null => Json::Null,
            TreeValue::Bool(flag) => Json::from(*flag),
            TreeValue::Int(number) => Json::from(*number),
            TreeValue::Float(number) => Json::from(*number),
            TreeValue::String(text) => Json::from(text.as_str()),
            TreeValue::List(items) => items.iter().map(Self::to_json).collect(),
            TreeValue::Map(entries) => Json::Object(
                entries
                    .iter()
                    .map(|(key, value)| (key.clone(), value.to_json()))
                    .collect(),
            ),
        }
    }
}

impl From<&Spanned<Words>> for Tree {
    fn from(words: &Spanned<Words>) -> Self {
        let value = match &words.value {
            Words::Bool(flag) => TreeValue::Bool(*flag),
            Words::Int(number) => TreeValue::Int(*number),
            Words::Float(number) => TreeValue::Float(*number),
            Words::String(text) => {
                return Self::text(text.as_str(), words.span).verbatim();
            }
            Words::List(items) => TreeValue::List(items.iter().map(Self::from).collect()),
            Words::Table(table) => TreeValue::Map(
                table
                    .iter()
                    .map(|(key, value)| (key.value.clone(), Self::from(value)))
                    .collect(),
            ),
        };
        Self::new(value, words.span)
    }
}
