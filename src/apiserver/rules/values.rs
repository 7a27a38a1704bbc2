//! What expressions see of an object: `apiserver/pkg/cel/common/valuesunstructured.go`.
//!
//! A value that does not fit its schema is an error for the expression that looks at it, and only for that.

use super::escape;
use crate::{
    apiserver::{Additional, Items, Schema, format},
    cel::eval::{Duration, Fault, Key, List, ListKind, Map, Timestamp, Value},
};
use indexmap::IndexMap;
use serde_json::Value as Json;
use std::sync::Arc;

/// What an expression sees of a value with this schema.
pub fn to_value(value: &Json, schema: &Schema) -> Value {
    if value.is_null() {
        return match schema.is_nullable {
            true => Value::Null,
            false => invalid("got null for schema with nullable=false"),
        };
    }
    if schema.is_int_or_string {
        return match value {
            Json::String(text) => Value::text(text.as_str()),
            Json::Number(number) if number.is_i64() => {
                Value::Int(number.as_i64().unwrap_or_default())
            }
            _ => invalid("expected XIntOrString value to be either a string or integer"),
        };
    }
    match schema.kind.as_str() {
        "object" => match value {
            Json::Object(fields) => Value::Map(Arc::new(object(fields, schema))),
            _ => invalid("expected a map for the provided schema with type=object"),
        },
        "array" => match (value, &schema.items) {
            (Json::Array(items), Some(Items::One(of))) => {
                Value::List(Arc::new(list(items, schema, of)))
            }
            _ => invalid("expected an array for the provided schema with type=array"),
        },
        "string" => match value {
            Json::String(text) => text_value(text, &schema.format),
            _ => invalid("expected string"),
        },
        "number" => value
            .as_f64()
            .map_or_else(|| invalid("expected float"), Value::Double),
        "integer" => value
            .as_i64()
            .map_or_else(|| invalid("expected int"), Value::Int),
        "boolean" => value
            .as_bool()
            .map_or_else(|| invalid("expected bool"), Value::Bool),
        _ => Value::Fault(Fault::Unknown("a value whose schema has no type")),
    }
}

fn invalid(why: &str) -> Value {
    Value::Fault(Fault::new(format!("invalid data, {why}")))
}

fn list(items: &[Json], schema: &Schema, of: &Schema) -> List {
    let kind = match schema.list_type.as_deref() {
        Some("set") => ListKind::Set,
        Some("map") => ListKind::Keyed(
            schema
                .list_map_keys
                .iter()
                .map(|key| seen_key(key))
                .collect(),
        ),
        _ => ListKind::Atomic,
    };
    let items = items.iter().map(|item| to_value(item, of)).collect();
    List { items, kind }
}

/// The server looks for the escaped name among names that are not escaped: a key that needs it is never found.
fn seen_key(key: &str) -> Option<String> {
    match escape(key) {
        Some(escaped) if escaped != key => None,
        _ => Some(key.to_owned()),
    }
}

fn object(fields: &serde_json::Map<String, Json>, schema: &Schema) -> Map {
    let added = if schema.is_embedded_resource {
        super::types::added_by_server(schema)
    } else {
        Vec::new()
    };
    let is_object = !schema.properties.is_empty() || schema.is_embedded_resource;
    let mut entries = IndexMap::new();
    let mut others = Vec::new();
    for (name, value) in fields {
        let of = match &schema.additional_properties {
            _ if is_object => {
                let added = added.iter().find(|(known, _)| known == name);
                added
                    .map(|(_, of)| of)
                    .or_else(|| schema.properties.get(name))
            }
            Some(Additional::Schema(of)) => Some(&**of),
            _ => None,
        };
        let Some(of) = of else {
            others.push((name.clone(), value.clone()));
            continue;
        };
        if !is_object {
            entries.insert(Key::String(name.as_str().into()), to_value(value, of));
            continue;
        }
        // A null is as good as no field, but an entry of a map. A reserved word that the language takes as a field works too.
        for name in [
            escape(name),
            Some(name.clone()).filter(|name| name == "namespace"),
        ] {
            if let Some(name) = name.filter(|_| !value.is_null()) {
                entries.insert(Key::String(name.into()), to_value(value, of));
            }
        }
    }
    Map {
        entries,
        size: fields.len(),
        others,
        is_of_schema: true,
    }
}

/// Text of some formats has a type of its own.
fn text_value(text: &str, name: &str) -> Value {
    let read = match name {
        "duration" => Duration::read(text)
            .or_else(|| format::read_loose_duration(text).map(Duration))
            .map(Value::Duration),
        "date" => Timestamp::read_date(text).map(Value::Timestamp),
        // The format allows more than what can be read.
        "date-time" if format::to_utc(text).is_none() => {
            let problem = format!("Invalid date-time formatted string {text}");
            return Value::Fault(Fault::Error(problem));
        }
        "date-time" => Timestamp::read(text)
            .and_then(Result::ok)
            .map(Value::Timestamp),
        "byte" => decode(text).map(|bytes| Value::Bytes(bytes.into())),
        _ => return Value::text(text),
    };
    // The server reads some more ways to write a time.
    read.unwrap_or(Value::Fault(Fault::Unknown("a time in another form")))
}

/// Base64 with its padding.
fn decode(text: &str) -> Option<Vec<u8>> {
    let letters: Vec<u8> = text
        .bytes()
        .filter(|byte| !matches!(byte, b'\r' | b'\n'))
        .collect();
    let plain = letters
        .iter()
        .rposition(|byte| *byte != b'=')
        .map_or(0, |at| at + 1);
    if !letters.len().is_multiple_of(4) || letters.len() - plain > 2 {
        return None;
    }
    let (mut bytes, mut bits, mut count) = (Vec::new(), 0_u32, 0);
    for letter in &letters[..plain] {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count & 0xff) as u8);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn base64_is_decoded() {
        for (text, expected) in [
            ("", Some("")),
            ("YQ==", Some("a")),
            ("YWI=", Some("ab")),
            ("YWJj", Some("abc")),
            ("YW", None),
            ("Y===", None),
            ("Y!==", None),
        ] {
            assert_eq!(
                decode(text).as_deref(),
                expected.map(str::as_bytes),
                "{text}"
            );
        }
    }
}
