//! Kubernetes' OpenAPI v3 schemas as strict JSON Schema (draft 2020-12).
//!
//! Strict is what the API server does with `fieldValidation=Strict`: a key that no schema names is a violation, unless
//! the object is a map or keeps unknown fields. Facts about structural schemas are from the Kubernetes documentation
//! of CRDs ("Specifying a structural schema", "Field pruning"). Deliberately absent: list types, CEL rules and
//! defaults, which JSON Schema cannot say.

use serde_json::{Map, Value, json};

/// Keywords whose value means the same in JSON Schema.
const SAME: [&str; 14] = [
    "enum",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "pattern",
    "required",
    "type",
    "uniqueItems",
];

/// Formats that both sides know and read alike. `duration` is Go's there and ISO 8601 in JSON Schema.
const FORMATS: [&str; 6] = ["date", "date-time", "email", "ipv4", "ipv6", "uuid"];

/// Whether unknown keys of an object are violations.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keys {
    Named,
    Any,
}

/// The strict JSON Schema of a structural schema; references to `#/$defs/…` and `$defs` themselves are kept.
pub(super) fn strict(schema: &Value) -> Value {
    let mut strict = convert(schema, Keys::Named);
    if let (Some(definitions), Some(members)) = (schema.get("$defs"), strict.as_object_mut()) {
        members.insert("$defs".to_owned(), convert_map(definitions, Keys::Named));
    }
    strict
}

fn convert(schema: &Value, keys: Keys) -> Value {
    let Some(from) = schema.as_object() else {
        return schema.clone();
    };
    let mut to = Map::new();
    for (keyword, value) in from {
        if SAME.contains(&keyword.as_str()) || keyword == "$ref" && value.is_string() {
            to.insert(keyword.clone(), value.clone());
        }
    }
    convert_children(from, &mut to, keys);
    convert_exclusive_bounds(from, &mut to);
    convert_format(from, &mut to);
    if is_set(from, "x-kubernetes-int-or-string") {
        // The usual `anyOf` of both types says the same, with worse violations.
        to.insert("type".to_owned(), json!(["integer", "string"]));
        to.shift_remove("anyOf");
    }
    if is_set(from, "nullable") {
        allow_null(&mut to);
    }
    if keys == Keys::Named && has_only_named_keys(from) {
        to.insert("additionalProperties".to_owned(), Value::Bool(false));
    }
    Value::Object(to)
}

fn convert_children(from: &Map<String, Value>, to: &mut Map<String, Value>, keys: Keys) {
    for (keyword, value) in from {
        let converted = match keyword.as_str() {
            "properties" => convert_map(value, keys),
            "items" | "additionalProperties" => convert(value, keys),
            // What stands below these only adds constraints; the keys are named beside them.
            "not" => convert(value, Keys::Any),
            "allOf" | "anyOf" | "oneOf" => convert_alternatives(value),
            _ => continue,
        };
        to.insert(keyword.clone(), converted);
    }
}

fn convert_map(schemas: &Value, keys: Keys) -> Value {
    let schemas = schemas.as_object().into_iter().flatten();
    schemas
        .map(|(name, schema)| (name.clone(), convert(schema, keys)))
        .collect()
}

fn convert_alternatives(schemas: &Value) -> Value {
    let schemas = schemas.as_array().into_iter().flatten();
    schemas.map(|schema| convert(schema, Keys::Any)).collect()
}

/// `exclusiveMinimum: true` modifies `minimum` in OpenAPI v3 and is a bound of its own in JSON Schema.
fn convert_exclusive_bounds(from: &Map<String, Value>, to: &mut Map<String, Value>) {
    for (flag, bound) in [
        ("exclusiveMinimum", "minimum"),
        ("exclusiveMaximum", "maximum"),
    ] {
        if is_set(from, flag)
            && let Some(value) = to.shift_remove(bound)
        {
            to.insert(flag.to_owned(), value);
        }
    }
}

fn convert_format(from: &Map<String, Value>, to: &mut Map<String, Value>) {
    let Some(format) = from.get("format").and_then(Value::as_str) else {
        return;
    };
    if FORMATS.contains(&format) {
        to.insert("format".to_owned(), json!(format));
    }
    if format == "int32" {
        to.entry("minimum").or_insert(json!(i32::MIN));
        to.entry("maximum").or_insert(json!(i32::MAX));
    }
}

fn allow_null(to: &mut Map<String, Value>) {
    if let Some(Value::String(name)) = to.get("type") {
        let types = json!([name, "null"]);
        to.insert("type".to_owned(), types);
    }
    if let Some(Value::Array(values)) = to.get_mut("enum") {
        values.push(Value::Null);
    }
}

/// Whether the API server would prune other keys than those named: an object that is no map and keeps nothing else.
fn has_only_named_keys(schema: &Map<String, Value>) -> bool {
    let is_object = schema.get("type").is_some_and(|name| name == "object");
    let is_open = schema.contains_key("additionalProperties")
        || is_set(schema, "x-kubernetes-preserve-unknown-fields")
        || is_set(schema, "x-kubernetes-embedded-resource");
    is_object && !is_open
}

fn is_set(schema: &Map<String, Value>, keyword: &str) -> bool {
    schema.get(keyword) == Some(&Value::Bool(true))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::strict;

    #[track_caller]
    fn check(schema: &Value, expected: &Value) {
        assert_eq!(&strict(schema), expected);
    }

    #[test]
    fn objects_know_only_their_properties() {
        check(
            &json!({"type": "object", "properties": {"a": {"type": "object"}}}),
            &json!({
                "type": "object",
                "properties": {"a": {"type": "object", "additionalProperties": false}},
                "additionalProperties": false,
            }),
        );
    }

    #[test]
    fn maps_and_preserved_fields_stay_open() {
        let map = json!({"type": "object", "additionalProperties": {"type": "string"}});
        check(&map, &map);
        check(
            &json!({"type": "object", "x-kubernetes-preserve-unknown-fields": true}),
            &json!({"type": "object"}),
        );
    }

    #[test]
    fn int_or_string_is_one_list_of_types() {
        check(
            &json!({"x-kubernetes-int-or-string": true, "anyOf": [{"type": "integer"}, {"type": "string"}], "pattern": "^1"}),
            &json!({"pattern": "^1", "type": ["integer", "string"]}),
        );
    }

    #[test]
    fn nullable_adds_null_to_type_and_enum() {
        check(
            &json!({"type": "string", "nullable": true, "enum": ["a"]}),
            &json!({"type": ["string", "null"], "enum": ["a", null]}),
        );
    }

    #[test]
    fn alternatives_do_not_forbid_keys() {
        check(
            &json!({"type": "object", "properties": {"a": {}}, "anyOf": [{"type": "object", "required": ["a"]}]}),
            &json!({
                "type": "object",
                "properties": {"a": {}},
                "anyOf": [{"type": "object", "required": ["a"]}],
                "additionalProperties": false,
            }),
        );
    }

    #[test]
    fn exclusive_flags_become_bounds_and_int32_a_range() {
        check(
            &json!({"type": "number", "minimum": 0, "exclusiveMinimum": true}),
            &json!({"type": "number", "exclusiveMinimum": 0}),
        );
        check(
            &json!({"type": "integer", "format": "int32", "minimum": 1}),
            &json!({"type": "integer", "minimum": 1, "maximum": i32::MAX}),
        );
    }

    #[test]
    fn go_durations_are_not_held_to_iso_8601() {
        check(
            &json!({"type": "string", "format": "duration"}),
            &json!({"type": "string"}),
        );
    }
}
