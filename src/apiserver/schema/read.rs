//! From a value to a schema, as the server decodes it.
//!
//! Deliberately absent: errors. What has a wrong type is left out here and told by `decode`.

use indexmap::IndexMap;
use serde_json::Value;

use crate::apiserver::schema::{Additional, Dependency, Items, Schema, Validation};

/// The keywords whose empty value is remembered.
const COLLECTIONS: [&str; 11] = [
    "required",
    "properties",
    "enum",
    "allOf",
    "oneOf",
    "anyOf",
    "definitions",
    "patternProperties",
    "dependencies",
    "x-kubernetes-list-map-keys",
    "x-kubernetes-validations",
];

impl Schema {
    /// The schema that a value describes. A keyword that is null is absent.
    pub fn read(value: &Value) -> Self {
        let mut schema = Self::default();
        for (key, value) in value.as_object().into_iter().flatten() {
            if is_empty(value) {
                let known = COLLECTIONS.iter().find(|known| *known == key);
                schema.empty.0.extend(known);
            }
            if !value.is_null() {
                schema.set(key, value);
            }
        }
        schema
    }

    fn set(&mut self, key: &str, value: &Value) {
        match key {
            "id" => self.id = text(value),
            "$schema" => self.dialect = text(value),
            "$ref" => self.reference = value.as_str().map(str::to_owned),
            "description" => self.description = text(value),
            "type" => self.kind = text(value),
            "format" => self.format = text(value),
            "title" => self.title = text(value),
            "default" => self.default = Some(value.clone()),
            "maximum" => self.maximum = value.as_f64(),
            "exclusiveMaximum" => self.exclusive_maximum = flag(value),
            "minimum" => self.minimum = value.as_f64(),
            "exclusiveMinimum" => self.exclusive_minimum = flag(value),
            "maxLength" => self.max_length = value.as_i64(),
            "minLength" => self.min_length = value.as_i64(),
            "pattern" => self.pattern = text(value),
            "maxItems" => self.max_items = value.as_i64(),
            "minItems" => self.min_items = value.as_i64(),
            "uniqueItems" => self.unique_items = flag(value),
            "multipleOf" => self.multiple_of = value.as_f64(),
            "enum" => self.values = value.as_array().filter(|list| !list.is_empty()).cloned(),
            "maxProperties" => self.max_properties = value.as_i64(),
            "minProperties" => self.min_properties = value.as_i64(),
            "required" => self.required = texts(value),
            "items" => self.items = Some(read_items(value)),
            "allOf" => self.all_of = list(value, Self::read),
            "oneOf" => self.one_of = list(value, Self::read),
            "anyOf" => self.any_of = list(value, Self::read),
            "not" => self.not = Some(Box::new(Self::read(value))),
            "properties" => self.properties = map(value, Self::read),
            "additionalProperties" => self.additional_properties = read_additional(value),
            "patternProperties" => self.pattern_properties = map(value, Self::read),
            "dependencies" => self.dependencies = map(value, read_dependency),
            "additionalItems" => self.additional_items = read_additional(value),
            "definitions" => self.definitions = map(value, Self::read),
            "externalDocs" => self.external_docs = Some(value.clone()),
            "example" => self.example = Some(value.clone()),
            "nullable" => self.is_nullable = flag(value),
            "x-kubernetes-preserve-unknown-fields" => {
                self.preserve_unknown_fields = value.as_bool();
            }
            "x-kubernetes-embedded-resource" => self.is_embedded_resource = flag(value),
            "x-kubernetes-int-or-string" => self.is_int_or_string = flag(value),
            "x-kubernetes-list-map-keys" => self.list_map_keys = texts(value),
            "x-kubernetes-list-type" => self.list_type = value.as_str().map(str::to_owned),
            "x-kubernetes-map-type" => self.map_type = value.as_str().map(str::to_owned),
            "x-kubernetes-validations" => self.validations = list(value, Validation::read),
            _ => {}
        }
    }
}

impl Validation {
    fn read(value: &Value) -> Self {
        let text = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
        Self {
            rule: text("rule"),
            message: text("message"),
            message_expression: text("messageExpression"),
            reason: value["reason"].as_str().map(str::to_owned),
            field_path: text("fieldPath"),
            optional_old_self: value["optionalOldSelf"].as_bool(),
        }
    }
}

/// Whether a list or a map has no entry.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.is_empty(),
        Value::Object(entries) => entries.is_empty(),
        _ => false,
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn flag(value: &Value) -> bool {
    value.as_bool().unwrap_or_default()
}

/// The strings of a list; what is null is an empty one.
fn texts(value: &Value) -> Vec<String> {
    list(value, text)
}

// Loops and no iterators: schemas nest deeply, and each layer of adapters would take its part of the stack.

fn list<T>(value: &Value, read: fn(&Value) -> T) -> Vec<T> {
    let mut list = Vec::new();
    for item in value.as_array().into_iter().flatten() {
        list.push(read(item));
    }
    list
}

fn map<T>(value: &Value, read: fn(&Value) -> T) -> IndexMap<String, T> {
    let mut map = IndexMap::new();
    for (key, value) in value.as_object().into_iter().flatten() {
        map.insert(key.clone(), read(value));
    }
    map
}

fn read_items(value: &Value) -> Items {
    if value.is_object() {
        Items::One(Box::new(Schema::read(value)))
    } else {
        Items::Each(list(value, Schema::read))
    }
}

fn read_additional(value: &Value) -> Option<Additional> {
    match value {
        Value::Bool(flag) => Some(Additional::Flag(*flag)),
        Value::Object(_) => Some(Additional::Schema(Box::new(Schema::read(value)))),
        _ => None,
    }
}

fn read_dependency(value: &Value) -> Dependency {
    if value.is_object() {
        Dependency::Schema(Box::new(Schema::read(value)))
    } else {
        Dependency::Names(texts(value))
    }
}
