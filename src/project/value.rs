//! Values of any type: words of others, parameters, schema tables.

use super::{Name, Spanned, Table};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, SeqAccess, Visitor},
};
use std::{borrow::Cow, fmt};

/// A TOML value whose meaning another program knows (`raw`, `tls`, defaults).
#[derive(Clone, Debug, PartialEq)]
pub enum Words {
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number with a fraction.
    Float(f64),
    /// Text.
    String(String),
    /// A list.
    List(Vec<Spanned<Words>>),
    /// A table.
    Table(Table<Spanned<Words>>),
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(WordsVisitor)
    }
}

struct WordsVisitor;

impl<'de> Visitor<'de> for WordsVisitor {
    type Value = Words;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a value other than a date")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Words, E> {
        Ok(Words::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Words, E> {
        Ok(Words::Int(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Words, E> {
        Ok(Words::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Words, E> {
        Ok(Words::String(value.to_string()))
    }

    fn visit_string<E>(self, value: String) -> Result<Words, E> {
        Ok(Words::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Words, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Words::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Words, A::Error> {
        let mut table = Table::new();
        while let Some((key, value)) = entries.next_entry::<Name, Spanned<Words>>()? {
            table.insert(key, value);
        }
        Ok(Words::Table(table))
    }
}

impl JsonSchema for Words {
    fn schema_name() -> Cow<'static, str> {
        "Words".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A value in the words of another program: anything but a date.",
            "type": ["boolean", "number", "string", "array", "object"],
            "items": { "$ref": "#/$defs/Words" },
            "additionalProperties": { "$ref": "#/$defs/Words" },
        })
    }
}

impl From<&Words> for serde_json::Value {
    fn from(words: &Words) -> Self {
        match words {
            Words::Bool(value) => Self::Bool(*value),
            Words::Int(value) => Self::from(*value),
            Words::Float(value) => Self::from(*value),
            Words::String(value) => Self::from(value.as_str()),
            Words::List(items) => items.iter().map(|item| Self::from(&item.value)).collect(),
            Words::Table(table) => Self::Object(
                table
                    .iter()
                    .map(|(key, value)| (key.value.clone(), Self::from(&value.value)))
                    .collect(),
            ),
        }
    }
}

/// Reads one TOML value that stands inside a string; its places are bytes of `text`, of no file.
pub fn read_value(text: &str) -> Option<Spanned<Words>> {
    const KEY: &str = "value=";
    #[derive(Deserialize)]
    struct Document {
        value: Spanned<Words>,
    }
    let document: Document = toml::from_str(&format!("{KEY}{text}")).ok()?;
    Some(shift(document.value, u32::try_from(KEY.len()).ok()?))
}

fn shift(words: Spanned<Words>, by: u32) -> Spanned<Words> {
    let mut span = words.span;
    span.start = span.start.saturating_sub(by);
    span.end = span.end.saturating_sub(by);
    let value = match words.value {
        Words::List(items) => Words::List(items.into_iter().map(|item| shift(item, by)).collect()),
        Words::Table(table) => Words::Table(
            table
                .into_iter()
                .map(|(key, value)| (key, shift(value, by)))
                .collect(),
        ),
        other => other,
    };
    Spanned::new(value, span)
}

/// A parameter: text or a number.
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar {
    /// Text; a duration where it parses as one.
    String(String),
    /// A whole number.
    Int(i64),
    /// A number with a fraction.
    Float(f64),
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Words::deserialize(deserializer)? {
            Words::String(text) => Ok(Self::String(text)),
            Words::Int(number) => Ok(Self::Int(number)),
            Words::Float(number) => Ok(Self::Float(number)),
            _ => Err(serde::de::Error::custom("expected a string or a number")),
        }
    }
}

impl JsonSchema for Scalar {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Scalar".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "number"] })
    }
}

/// A table that is read once the feature it belongs to exists.
#[derive(Clone, Debug)]
pub struct Later;

impl<'de> Deserialize<'de> for Later {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        serde::de::IgnoredAny::deserialize(deserializer).map(|_| Self)
    }
}

impl JsonSchema for Later {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Later".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object" })
    }
}

/// A date without time, `2027-06-30`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// Year.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, from 1.
    pub day: u8,
}

impl Date {
    /// A day of the calendar as TOML writes it; `None` with a time, and for a day that does not exist.
    pub fn read(text: &str) -> Option<Self> {
        Self::of(text.parse().ok()?)
    }

    fn of(written: toml::value::Datetime) -> Option<Self> {
        match (written.date, written.time) {
            (Some(date), None) => Some(Self {
                year: date.year,
                month: date.month,
                day: date.day,
            }),
            _ => None,
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = toml::value::Datetime::deserialize(deserializer)?;
        Self::of(written).ok_or_else(|| serde::de::Error::custom("expected a date without time"))
    }
}

impl JsonSchema for Date {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Date".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date" })
    }
}
