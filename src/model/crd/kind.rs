//! What a schema describes, as far as markers, defaults and columns need it.

use crate::project::{Tree, TreeValue};

/// What a schema describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Whole numbers.
    Integer,
    /// Numbers.
    Number,
    /// Text.
    String,
    /// `true` or `false`.
    Boolean,
    /// A list.
    List,
    /// Values by free keys.
    Map,
    /// An object with declared fields.
    Object,
    /// A whole number or text.
    IntOrString,
    /// Anything, or nothing that is known.
    Any,
}

impl Kind {
    /// What a schema describes.
    pub fn of(schema: &Tree) -> Self {
        if schema.is_true("x-kubernetes-int-or-string") {
            return Self::IntOrString;
        }
        match schema.get("type").and_then(Tree::as_str) {
            Some("integer") => Self::Integer,
            Some("number") => Self::Number,
            Some("string") => Self::String,
            Some("boolean") => Self::Boolean,
            Some("array") => Self::List,
            Some("object") if schema.get("additionalProperties").is_some() => Self::Map,
            Some("object") => Self::Object,
            _ => Self::Any,
        }
    }

    /// In words, with an article.
    pub fn words(self) -> &'static str {
        match self {
            Self::Integer => "a whole number",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Boolean => "a boolean",
            Self::List => "a list",
            Self::Map => "a map",
            Self::Object => "an object",
            Self::IntOrString => "a whole number or a string",
            Self::Any => "any value",
        }
    }

    /// Whether it has neither fields nor items.
    pub fn is_scalar(self) -> bool {
        matches!(
            self,
            Self::Integer | Self::Number | Self::String | Self::Boolean | Self::IntOrString
        )
    }
}

/// What a value is, in words.
pub fn words(value: &TreeValue) -> &'static str {
    match value {
        TreeValue::Null => "null",
        TreeValue::Bool(_) => "a boolean",
        TreeValue::Int(_) => "a whole number",
        TreeValue::Float(_) => "a number",
        TreeValue::String(_) => "a string",
        TreeValue::List(_) => "a list",
        TreeValue::Map(_) => "an object",
    }
}
