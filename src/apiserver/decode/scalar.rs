//! Which values Go's decoder takes for which kinds.

use serde_json::Value;

use crate::apiserver::{decode::table::Kind, format::to_utc};

impl Kind {
    /// Whether a value that is not null can be decoded, for kinds that hold no other kinds.
    pub fn holds(&self, value: &Value) -> bool {
        match self {
            Self::Any | Self::ListBesideSchema(_) => true,
            Self::Text => value.is_string(),
            Self::Flag | Self::FlagBesideSchema => value.is_boolean(),
            Self::Int32 => value
                .as_i64()
                .is_some_and(|number| i32::try_from(number).is_ok()),
            Self::Int64 => value.as_i64().is_some(),
            Self::Number => value.is_number(),
            Self::Bytes => value.as_str().is_some_and(is_base64) || are_bytes(value),
            Self::Time => value.as_str().and_then(to_utc).is_some(),
            Self::Fields(_) | Self::List(_) | Self::Map(_) | Self::SchemaOr(_) => false,
        }
    }

    /// What messages call the values of this kind.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Any => "any value",
            Self::Text => "a string",
            Self::Flag => "`true` or `false`",
            Self::Int32 => "a whole number of at most 32 bits",
            Self::Int64 => "a whole number",
            Self::Number => "a number",
            Self::Bytes => "bytes in base64",
            Self::Time => "a time such as `2006-01-02T15:04:05Z`",
            Self::List(_) | Self::ListBesideSchema(_) => "a list",
            Self::Fields(_) | Self::Map(_) => "a map",
            Self::FlagBesideSchema => "`true`, `false` or a schema",
            Self::SchemaOr(other) => other.name(),
        }
    }
}

/// What to write instead of a value at a place, when that is plain.
pub fn advice(value: &Value, kind: &Kind, pointer: &str) -> Option<String> {
    match (kind, value) {
        (Kind::Text, Value::Number(_) | Value::Bool(_)) => Some(format!("quote it: `\"{value}\"`")),
        (Kind::Text, Value::Array(items)) if items.iter().any(|item| item == "null") => {
            Some("a schema has one type; `nullable: true` beside it allows null".to_owned())
        }
        (Kind::Flag | Kind::FlagBesideSchema, Value::String(text)) => {
            let flag: bool = text.parse().ok()?;
            Some(format!("write `{flag}` without quotes"))
        }
        (Kind::Int32 | Kind::Int64 | Kind::Number, Value::String(text)) => {
            let number: i64 = text.parse().ok()?;
            Some(format!("write `{number}` without quotes"))
        }
        (Kind::Flag, Value::Number(limit)) => {
            let (_, bound) = pointer.rsplit_once("/exclusive")?;
            let bound = bound.to_lowercase();
            Some(format!("write `{bound}: {limit}`, and `true` here"))
        }
        (Kind::List(Kind::Text), Value::String(text)) => Some(format!("write `[{text}]`")),
        _ => None,
    }
}

/// Whether a text is standard base64 with padding; line ends count for nothing (`encoding/base64`).
fn is_base64(text: &str) -> bool {
    let letters: Vec<u8> = text.bytes().filter(|b| !b"\r\n".contains(b)).collect();
    let padding = letters.iter().rev().take_while(|b| **b == b'=').count();
    let (data, _) = letters.split_at(letters.len() - padding.min(2));
    letters.len().is_multiple_of(4)
        && data
            .iter()
            .all(|b| b.is_ascii_alphanumeric() || b"+/".contains(b))
}

/// Whether a value is a list of bytes, which Go takes for bytes too.
fn are_bytes(value: &Value) -> bool {
    let is_byte = |item: &Value| item.is_null() || item.as_u64().is_some_and(|n| n <= 0xff);
    value
        .as_array()
        .is_some_and(|items| items.iter().all(is_byte))
}

#[cfg(test)]
mod tests {
    use super::is_base64;

    #[test]
    fn base64_has_padding() {
        for (text, expected) in [
            ("", true),
            ("YQ==", true),
            ("YWI=", true),
            ("YWJj\n", true),
            ("YQ", false),
            ("Y===", false),
            ("YQ=a", false),
            ("Y_-=", false),
        ] {
            assert_eq!(is_base64(text), expected, "{text}");
        }
    }
}
