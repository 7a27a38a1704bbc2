//! Nulls that the server drops and defaults that it fills in (`schema/defaulting`).

use crate::apiserver::{
    Schema,
    object::prune::{items_of, schema_of},
};
use serde_json::Value;

/// Drops every null whose field is not nullable and has no default.
pub fn drop_nulls(value: &mut Value, schema: &Schema) {
    match value {
        Value::Object(fields) => fields.retain(|key, value| {
            let Some(schema) = field_of(schema, key) else {
                return true;
            };
            if value.is_null() && !schema.is_nullable && default_of(schema).is_none() {
                return false;
            }
            drop_nulls(value, schema);
            true
        }),
        Value::Array(items) => {
            if let Some(schema) = items_of(schema) {
                items.iter_mut().for_each(|item| drop_nulls(item, schema));
            }
        }
        _ => {}
    }
}

/// Fills in the defaults of fields that are absent, or null where they may not be, in defaults too.
pub fn fill_defaults(value: &mut Value, schema: &Schema) {
    match value {
        Value::Object(fields) => {
            for (key, property) in &schema.properties {
                let Some(default) = default_of(property) else {
                    continue;
                };
                if fields
                    .get(key)
                    .is_none_or(|value| value.is_null() && !property.is_nullable)
                {
                    fields.insert(key.clone(), default.clone());
                }
            }
            for (key, value) in fields.iter_mut() {
                if let Some(property) = schema.properties.get(key) {
                    fill_defaults(value, property);
                } else if let Some(schema) =
                    schema.additional_properties.as_ref().and_then(schema_of)
                {
                    fill(value, schema);
                }
            }
        }
        Value::Array(items) => {
            if let Some(schema) = items_of(schema) {
                items.iter_mut().for_each(|item| fill(item, schema));
            }
        }
        _ => {}
    }
}

/// Fills in an entry of a map or an item of a list, which gets its default only where it is null.
fn fill(value: &mut Value, schema: &Schema) {
    if value.is_null() && !schema.is_nullable {
        *value = default_of(schema).cloned().unwrap_or_default();
    }
    fill_defaults(value, schema);
}

/// The default; `default: null` is none.
fn default_of(schema: &Schema) -> Option<&Value> {
    schema.default.as_ref().filter(|value| !value.is_null())
}

fn field_of<'s>(schema: &'s Schema, key: &str) -> Option<&'s Schema> {
    let additional = || schema.additional_properties.as_ref().and_then(schema_of);
    schema.properties.get(key).or_else(additional)
}

#[cfg(test)]
mod tests {
    use super::{drop_nulls, fill_defaults};
    use crate::apiserver::Schema;
    use serde_json::{Value, json};

    #[expect(clippy::needless_pass_by_value, reason = "cases are literals")]
    fn check(schema: Value, object: Value, expected: Value) {
        let read = Schema::read(&schema);
        let mut found = object.clone();
        drop_nulls(&mut found, &read);
        fill_defaults(&mut found, &read);
        assert_eq!(found, expected, "{schema} {object}");
    }

    #[test]
    fn nulls_are_dropped_and_defaults_filled_in() {
        let schema = json!({ "type": "object", "properties": {
            "plain": { "type": "string" },
            "nullable": { "type": "string", "nullable": true, "default": "n" },
            "default": { "type": "integer", "default": 1 },
            "none": { "type": "integer", "default": null },
            "outer": { "type": "object", "default": {}, "properties": { "inner": { "type": "string", "default": "i" } } },
            "closed": { "type": "object", "properties": { "inner": { "type": "string", "default": "i" } } },
            "list": { "type": "array", "items": { "type": "object", "default": { "a": 2 }, "properties": { "b": { "default": 1 } } } },
            "map": { "type": "object", "additionalProperties": { "type": "integer", "default": 7 } },
        } });
        let with = |more: Value| {
            let mut object = json!({ "nullable": "n", "default": 1, "outer": { "inner": "i" } });
            for (key, value) in more.as_object().unwrap() {
                object[key] = value.clone();
            }
            object
        };
        let cases = [
            (json!({}), with(json!({}))),
            (
                json!({ "plain": null, "default": null, "none": null }),
                with(json!({})),
            ),
            (
                json!({ "nullable": null, "default": 2 }),
                with(json!({ "nullable": null, "default": 2 })),
            ),
            (
                json!({ "closed": {}, "outer": {} }),
                with(json!({ "closed": { "inner": "i" } })),
            ),
            (
                json!({ "list": [null, {}, 1] }),
                with(json!({ "list": [{ "a": 2, "b": 1 }, { "b": 1 }, 1] })),
            ),
            (
                json!({ "map": { "a": null, "b": 1 } }),
                with(json!({ "map": { "a": 7, "b": 1 } })),
            ),
            (json!({ "unknown": null }), with(json!({ "unknown": null }))),
        ];
        for (object, expected) in cases {
            check(schema.clone(), object, expected);
        }
        check(
            json!({ "items": { "type": "string" } }),
            json!([null]),
            json!([null]),
        );
    }
}
