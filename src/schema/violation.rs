//! Violations as data, in our own words.

use std::collections::BTreeSet;

use serde_json::Value;

/// What is wrong with a value, at which place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Violation {
    /// JSON pointer (RFC 6901) of the value that does not conform; empty for the whole document. For a key that is
    /// unknown or missing it is the pointer of the object that has or lacks it.
    pub pointer: String,
    /// A lowercase phrase that says what is wrong, names in backticks.
    pub message: String,
    /// The same as data.
    pub kind: ViolationKind,
}

/// What is wrong with a value, as data.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ViolationKind {
    /// The object at the place has a key that the schema does not name.
    UnknownKey {
        /// The key.
        key: String,
        /// The keys that the object could have, in the order of the schema; empty when none are known.
        known: Vec<String>,
    },
    /// The object at the place lacks a key.
    MissingKey {
        /// The key.
        key: String,
    },
    /// The value has none of the expected types.
    WrongType {
        /// Names of JSON types: `array`, `boolean`, `integer`, `null`, `number`, `object`, `string`.
        expected: Vec<String>,
        /// The type of the value.
        found: String,
    },
    /// The value is none of the allowed ones.
    NotInEnum {
        /// Strings as they are, other values as JSON.
        allowed: Vec<String>,
        /// The value, as in `allowed`.
        found: String,
    },
    /// No schema for such an object is vendored.
    NoSchema,
    /// Anything else; the message says it.
    Other,
}

impl Violation {
    /// A violation of any kind.
    pub(super) fn new(pointer: &str, kind: ViolationKind, message: String) -> Self {
        Self {
            pointer: pointer.to_owned(),
            message,
            kind,
        }
    }

    /// A key that the object does not know, with those that it does.
    pub(super) fn unknown_key(pointer: &str, key: &str, known: Vec<String>) -> Self {
        let kind = ViolationKind::UnknownKey {
            key: key.to_owned(),
            known,
        };
        Self::new(pointer, kind, format!("unknown key `{key}`"))
    }

    /// A key that the object lacks.
    pub(super) fn missing_key(pointer: &str, key: &str) -> Self {
        let kind = ViolationKind::MissingKey {
            key: key.to_owned(),
        };
        Self::new(pointer, kind, format!("missing key `{key}`"))
    }

    /// A type that is none of the expected ones; `null` is told only when nothing else would do.
    pub(super) fn wrong_type(pointer: &str, mut expected: Vec<String>, value: &Value) -> Self {
        expected.sort();
        expected.dedup();
        if expected.len() > 1 {
            expected.retain(|name| name != "null");
        }
        let found = type_name(value).to_owned();
        let message = format!("{found} where {} is expected", expected.join(" or "));
        Self::new(
            pointer,
            ViolationKind::WrongType { expected, found },
            message,
        )
    }

    /// A value that is none of the allowed ones.
    pub(super) fn not_in_enum(pointer: &str, mut allowed: Vec<String>, value: &Value) -> Self {
        let mut seen = BTreeSet::new();
        allowed.retain(|value| seen.insert(value.clone()));
        let found = plain(value);
        let names: Vec<_> = allowed.iter().map(|value| format!("`{value}`")).collect();
        let message = format!("`{found}` is not one of {}", names.join(", "));
        Self::new(
            pointer,
            ViolationKind::NotInEnum { allowed, found },
            message,
        )
    }

    /// Anything that only the message says.
    pub(super) fn other(pointer: &str, message: String) -> Self {
        Self::new(pointer, ViolationKind::Other, message)
    }
}

/// A string as it is, any other value as JSON.
pub(super) fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// A number without fraction as written is an integer.
fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
