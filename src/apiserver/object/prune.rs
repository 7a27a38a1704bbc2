//! Fields that the schema does not name, which the server drops, or refuses under strict validation (`schema/pruning`).

use crate::apiserver::{Additional, Items, Path, Schema};
use serde_json::{Map, Value};

/// A field that was dropped.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pruned {
    /// In the server's spelling: `spec.list[0].field`.
    pub field: String,
    /// As a JSON pointer.
    pub pointer: String,
}

/// Whether the value is a whole resource, whose `apiVersion`, `kind` and `metadata` need no schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Root {
    /// It is.
    Resource,
    /// It is a part of one, or a default.
    Part,
}

/// The fields that every resource has.
pub(super) const RESOURCE_FIELDS: [&str; 3] = ["apiVersion", "kind", "metadata"];

/// Drops the fields that the schema does not name; returns them in the order of the server's spelling.
pub fn prune(value: &mut Value, schema: &Schema, root: Root, path: &Path) -> Vec<Pruned> {
    let mut pruned = Vec::new();
    let rule = Rule {
        schema: Some(schema),
        keeps: keeps(schema),
        is_resource: root == Root::Resource || schema.is_embedded_resource,
    };
    walk(value, rule, path, &mut pruned);
    pruned.sort();
    pruned
}

/// What holds for one value.
#[derive(Clone, Copy)]
struct Rule<'s> {
    /// `None`: nothing is named.
    schema: Option<&'s Schema>,
    /// Whether unknown fields stay.
    keeps: bool,
    is_resource: bool,
}

impl<'s> Rule<'s> {
    fn of(schema: Option<&'s Schema>) -> Self {
        Self {
            schema,
            keeps: schema.is_some_and(keeps),
            is_resource: schema.is_some_and(|schema| schema.is_embedded_resource),
        }
    }
}

fn keeps(schema: &Schema) -> bool {
    schema.preserve_unknown_fields == Some(true)
}

fn walk(value: &mut Value, rule: Rule, path: &Path, pruned: &mut Vec<Pruned>) {
    match value {
        Value::Object(fields) => walk_fields(fields, rule, path, pruned),
        Value::Array(items) => {
            let schema = rule.schema.and_then(items_of);
            if rule.keeps && schema.is_none() {
                return;
            }
            // A list in a part that keeps unknown fields hands this on to its items.
            let mut inner = Rule::of(schema);
            inner.keeps |= rule.keeps;
            for (index, item) in items.iter_mut().enumerate() {
                walk(item, inner, &path.index(index), pruned);
            }
        }
        _ => {}
    }
}

fn walk_fields(fields: &mut Map<String, Value>, rule: Rule, path: &Path, pruned: &mut Vec<Pruned>) {
    fields.retain(|key, value| {
        if rule.is_resource && RESOURCE_FIELDS.contains(&key.as_str()) {
            return true;
        }
        let place = path.child(key);
        let schema = rule.schema;
        if let Some(property) = schema.and_then(|schema| schema.properties.get(key)) {
            walk(value, Rule::of(Some(property)), &place, pruned);
            return true;
        }
        if let Some(additional) = schema.and_then(|schema| schema.additional_properties.as_ref()) {
            walk(value, Rule::of(schema_of(additional)), &place, pruned);
            return true;
        }
        if !rule.keeps {
            pruned.push(Pruned {
                field: place.field(),
                pointer: place.pointer(),
            });
        }
        rule.keeps
    });
}

/// The schema of a list's items.
pub(super) fn items_of(schema: &Schema) -> Option<&Schema> {
    match &schema.items {
        Some(Items::One(items)) => Some(items),
        _ => None,
    }
}

/// The schema of other fields than those that are named.
pub(super) fn schema_of(additional: &Additional) -> Option<&Schema> {
    match additional {
        Additional::Schema(schema) => Some(schema),
        Additional::Flag(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Root, prune};
    use crate::apiserver::{Path, Schema};
    use serde_json::{Value, json};

    #[expect(clippy::needless_pass_by_value, reason = "cases are literals")]
    fn check(schema: Value, object: Value, expected: Value, fields: &[&str]) {
        let mut found = object.clone();
        let pruned = prune(
            &mut found,
            &Schema::read(&schema),
            Root::Resource,
            &Path::root("", ""),
        );
        let names: Vec<&str> = pruned.iter().map(|each| each.field.as_str()).collect();
        assert_eq!(
            (found, names),
            (expected, fields.to_vec()),
            "{schema} {object}"
        );
    }

    #[test]
    fn what_the_schema_does_not_name_is_dropped() {
        let spec = |spec: Value| json!({ "type": "object", "properties": { "spec": spec } });
        let text = json!({ "type": "string" });
        let keep = json!({ "type": "object", "x-kubernetes-preserve-unknown-fields": true, "properties": { "a": { "type": "object" } } });
        check(
            spec(json!({ "type": "object", "properties": { "a": text } })),
            json!({ "apiVersion": "a/v1", "kind": "A", "metadata": { "name": "a" }, "spec": { "a": "b", "b": 1 }, "other": {} }),
            json!({ "apiVersion": "a/v1", "kind": "A", "metadata": { "name": "a" }, "spec": { "a": "b" } }),
            &["other", "spec.b"],
        );
        check(
            spec(
                json!({ "type": "array", "items": { "type": "object", "additionalProperties": { "type": "object" } } }),
            ),
            json!({ "spec": [{ "a": { "b": 1 } }, 2] }),
            json!({ "spec": [{ "a": {} }, 2] }),
            &["spec[0].a.b"],
        );
        check(
            spec(keep.clone()),
            json!({ "spec": { "a": { "b": 1 }, "b": { "c": 1 } } }),
            json!({ "spec": { "a": {}, "b": { "c": 1 } } }),
            &["spec.a.b"],
        );
        check(
            spec(
                json!({ "x-kubernetes-preserve-unknown-fields": true, "items": { "type": "object", "properties": { "a": { "type": "object" } } } }),
            ),
            json!({ "spec": [{ "a": { "b": 1 }, "c": 1 }] }),
            json!({ "spec": [{ "a": {}, "c": 1 }] }),
            &["spec[0].a.b"],
        );
        check(
            spec(json!({ "type": "object", "x-kubernetes-embedded-resource": true })),
            json!({ "spec": { "kind": "A", "metadata": { "x": 1 }, "spec": 1 } }),
            json!({ "spec": { "kind": "A", "metadata": { "x": 1 } } }),
            &["spec.spec"],
        );
        check(
            spec(json!({ "type": "object", "additionalProperties": true })),
            json!({ "spec": { "a": { "b": 1 }, "c": [[{ "d": 1 }]] } }),
            json!({ "spec": { "a": {}, "c": [[{}]] } }),
            &["spec.a.b", "spec.c[0][0].d"],
        );
    }
}
