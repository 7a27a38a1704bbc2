//! Reading metadata as Go does: case counts, null is absent, a wrong type is an error, an unknown field is dropped.

use super::fields::{Field, METADATA, Shape};
use crate::{
    apiserver::{
        Cause, Finding, Path, format,
        object::{Pruned, shown},
    },
    promql::nearest::find_nearest,
};
use serde_json::{Map, Value};

/// What was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decoded {
    /// What the server keeps: known fields that are not empty.
    pub fields: Map<String, Value>,
    /// Fields that are not metadata's.
    pub unknown: Vec<Pruned>,
    /// What cannot be read.
    pub findings: Vec<Finding>,
}

/// Reads the metadata at `path`.
pub fn decode(metadata: &Value, path: &Path) -> Decoded {
    let mut decoded = Decoded::default();
    if let Some(fields) = decoded.object(metadata, METADATA, path) {
        decoded.fields = fields;
    }
    decoded
}

impl Decoded {
    /// The fields that are kept; `None` for what is no object.
    fn object(
        &mut self,
        value: &Value,
        known: &[Field],
        path: &Path,
    ) -> Option<Map<String, Value>> {
        let mut kept = Map::new();
        let empty = Map::new();
        let fields = match value {
            Value::Object(fields) => fields,
            Value::Null => &empty,
            _ => {
                self.refuse(value, "an object", path);
                return None;
            }
        };
        for (key, value) in fields {
            let place = path.child(key);
            match known.iter().find(|(name, _)| name == key) {
                None => self.unknown.push(Pruned {
                    field: place.field(),
                    pointer: place.pointer(),
                }),
                Some((_, shape)) => {
                    if let Some(value) = self.value(value, *shape, &place) {
                        kept.insert(key.clone(), value);
                    }
                }
            }
        }
        for (name, _) in known
            .iter()
            .filter(|(_, shape)| matches!(shape, Shape::RequiredText))
        {
            kept.entry(*name)
                .or_insert_with(|| Value::String(String::new()));
        }
        Some(kept)
    }

    /// What is kept of a value; `None` for what is empty or wrong.
    fn value(&mut self, value: &Value, shape: Shape, path: &Path) -> Option<Value> {
        match (shape, value) {
            (Shape::Any, _) if !value.is_null() => Some(value.clone()),
            (_, Value::Null) => None,
            (Shape::Text | Shape::RequiredText, Value::String(text)) => {
                (!text.is_empty()).then(|| value.clone())
            }
            (Shape::Flag, Value::Bool(_)) => Some(value.clone()),
            (Shape::Integer { zero_counts }, Value::Number(number)) => match whole(number) {
                Some(integer) => (integer != 0 || zero_counts).then(|| Value::from(integer)),
                None => self.refuse(value, "a whole number", path),
            },
            (Shape::Time, Value::String(text)) => match format::to_utc(text) {
                Some(time) => Some(Value::String(time)),
                None => self.refuse(value, "a time such as `2026-05-31T12:00:00Z`", path),
            },
            (Shape::TextMap, Value::Object(entries)) => self.text_map(entries, path),
            (Shape::Texts, Value::Array(items)) => self.list(items, Shape::Text, path),
            (Shape::Objects(_), Value::Array(items)) => self.list(items, shape, path),
            _ => self.refuse(value, expected(shape), path),
        }
    }

    fn text_map(&mut self, entries: &Map<String, Value>, path: &Path) -> Option<Value> {
        let mut kept = Map::new();
        for (key, value) in entries {
            match value {
                Value::String(_) => {
                    kept.insert(key.clone(), value.clone());
                }
                Value::Null => {
                    kept.insert(key.clone(), Value::String(String::new()));
                }
                _ => {
                    self.refuse(value, "a string", &path.child(key));
                }
            }
        }
        (!kept.is_empty()).then_some(Value::Object(kept))
    }

    /// A list of texts, or of the objects of `shape`; a null item is an empty one.
    fn list(&mut self, items: &[Value], shape: Shape, path: &Path) -> Option<Value> {
        let mut kept = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let place = path.index(index);
            match (shape, item) {
                (Shape::Objects(fields), _) => {
                    kept.extend(self.object(item, fields, &place).map(Value::Object));
                }
                (_, Value::String(_)) => kept.push(item.clone()),
                (_, Value::Null) => kept.push(Value::String(String::new())),
                _ => {
                    self.refuse(item, "a string", &place);
                }
            }
        }
        (!kept.is_empty()).then_some(Value::Array(kept))
    }

    fn refuse(&mut self, value: &Value, expected: &str, path: &Path) -> Option<Value> {
        let field = path.field();
        let found = match value {
            Value::String(_) => format!("the string {}", shown(value)),
            _ => shown(value),
        };
        let quoted = match value {
            Value::Bool(_) | Value::Number(_) if expected == "a string" => {
                Some(format!("write `\"{value}\"`, with quotes"))
            }
            _ => None,
        };
        self.findings.push(Finding {
            message: format!("`{field}` must be {expected}, not {found}"),
            field,
            pointer: path.pointer(),
            range: None,
            is_key: false,
            cause: Cause::Undecodable,
            rule: "invalid-metadata",
            help: quoted,
        });
        None
    }
}

fn expected(shape: Shape) -> &'static str {
    match shape {
        Shape::Text | Shape::RequiredText => "a string",
        Shape::Integer { .. } => "a whole number",
        Shape::Flag => "`true` or `false`",
        Shape::Time => "a time such as `2026-05-31T12:00:00Z`",
        Shape::TextMap => "an object with strings",
        Shape::Texts => "a list of strings",
        Shape::Objects(_) => "a list of objects",
        Shape::Any => "a value",
    }
}

/// A whole number of 64 bits; Go writes `2.0` as `2` before it reads it again.
fn whole(number: &serde_json::Number) -> Option<i64> {
    let float = number
        .as_f64()
        .filter(|float| float.fract() == 0.0 && float.abs() < 1e18);
    number.as_i64().or_else(|| float.map(|float| float as i64))
}

/// The field of metadata that was most likely meant.
pub fn nearest_field(name: &str) -> Option<&'static str> {
    find_nearest(name, METADATA.iter().map(|(name, _)| *name))
}

#[cfg(test)]
mod tests {
    use super::decode;
    use crate::apiserver::Path;
    use serde_json::{Value, json};

    #[test]
    fn metadata_is_read_as_go_does() {
        let cases = [
            (
                json!({ "name": "a", "labels": {}, "annotations": null, "generation": 0 }),
                json!({ "name": "a" }),
                vec![],
                vec![],
            ),
            (json!(null), json!({}), vec![], vec![]),
            (json!("a"), json!({}), vec![], vec!["/metadata"]),
            (
                json!({ "labels": { "a": null, "b": 1 }, "Name": "a" }),
                json!({ "labels": { "a": "" } }),
                vec!["metadata.Name"],
                vec!["/metadata/labels/b"],
            ),
            (
                json!({ "generation": 2.0 }),
                json!({ "generation": 2 }),
                vec![],
                vec![],
            ),
            (
                json!({ "generation": 2.5 }),
                json!({}),
                vec![],
                vec!["/metadata/generation"],
            ),
            (
                json!({ "creationTimestamp": "2026-01-01T00:30:00.5+01:00" }),
                json!({ "creationTimestamp": "2025-12-31T23:30:00Z" }),
                vec![],
                vec![],
            ),
            (
                json!({ "creationTimestamp": "" }),
                json!({}),
                vec![],
                vec!["/metadata/creationTimestamp"],
            ),
            (
                json!({ "ownerReferences": [{ "kind": "A", "x": 1, "controller": false }, null] }),
                json!({ "ownerReferences": [
                    { "apiVersion": "", "kind": "A", "name": "", "uid": "", "controller": false },
                    { "apiVersion": "", "kind": "", "name": "", "uid": "" },
                ] }),
                vec!["metadata.ownerReferences[0].x"],
                vec![],
            ),
            (
                json!({ "finalizers": ["a", null, 1] }),
                json!({ "finalizers": ["a", ""] }),
                vec![],
                vec!["/metadata/finalizers/2"],
            ),
        ];
        for (metadata, kept, unknown, wrong) in cases {
            let decoded = decode(&metadata, &Path::root("metadata", "/metadata"));
            assert_eq!(Value::Object(decoded.fields), kept, "{metadata}");
            let fields: Vec<&str> = decoded
                .unknown
                .iter()
                .map(|each| each.field.as_str())
                .collect();
            assert_eq!(fields, unknown, "{metadata}");
            let pointers: Vec<&str> = decoded
                .findings
                .iter()
                .map(|each| each.pointer.as_str())
                .collect();
            assert_eq!(pointers, wrong, "{metadata}");
        }
    }
}
