//! A schema of a custom resource definition, as the server decodes it (`JSONSchemaProps` of apiextensions.k8s.io/v1).

use indexmap::IndexMap;
use serde_json::Value;

/// A schema. What is absent is empty, `false` or `None`, as in the server.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Schema {
    /// `id`
    pub id: String,
    /// `$schema`
    pub dialect: String,
    /// `$ref`; the server tells an empty one from none.
    pub reference: Option<String>,
    /// `description`
    pub description: String,
    /// `type`
    pub kind: String,
    /// `format`
    pub format: String,
    /// `title`
    pub title: String,
    /// `default`
    pub default: Option<Value>,
    /// `maximum`
    pub maximum: Option<f64>,
    /// `exclusiveMaximum`
    pub exclusive_maximum: bool,
    /// `minimum`
    pub minimum: Option<f64>,
    /// `exclusiveMinimum`
    pub exclusive_minimum: bool,
    /// `maxLength`, in characters
    pub max_length: Option<i64>,
    /// `minLength`, in characters
    pub min_length: Option<i64>,
    /// `pattern`
    pub pattern: String,
    /// `maxItems`
    pub max_items: Option<i64>,
    /// `minItems`
    pub min_items: Option<i64>,
    /// `uniqueItems`
    pub unique_items: bool,
    /// `multipleOf`
    pub multiple_of: Option<f64>,
    /// `enum`
    pub values: Option<Vec<Value>>,
    /// `maxProperties`
    pub max_properties: Option<i64>,
    /// `minProperties`
    pub min_properties: Option<i64>,
    /// `required`
    pub required: Vec<String>,
    /// `items`
    pub items: Option<Items>,
    /// `allOf`
    pub all_of: Vec<Schema>,
    /// `oneOf`
    pub one_of: Vec<Schema>,
    /// `anyOf`
    pub any_of: Vec<Schema>,
    /// `not`
    pub not: Option<Box<Schema>>,
    /// `properties`, in the order of the text; the server goes by the sorted names.
    pub properties: IndexMap<String, Schema>,
    /// `additionalProperties`
    pub additional_properties: Option<Additional>,
    /// `patternProperties`
    pub pattern_properties: IndexMap<String, Schema>,
    /// `dependencies`; the server tells an empty one from none.
    pub dependencies: Option<IndexMap<String, Dependency>>,
    /// `additionalItems`
    pub additional_items: Option<Additional>,
    /// `definitions`
    pub definitions: IndexMap<String, Schema>,
    /// `externalDocs`
    pub external_docs: Option<Value>,
    /// `example`
    pub example: Option<Value>,
    /// `nullable`
    pub is_nullable: bool,
    /// `x-kubernetes-preserve-unknown-fields`
    pub preserve_unknown_fields: Option<bool>,
    /// `x-kubernetes-embedded-resource`
    pub is_embedded_resource: bool,
    /// `x-kubernetes-int-or-string`
    pub is_int_or_string: bool,
    /// `x-kubernetes-list-map-keys`
    pub list_map_keys: Vec<String>,
    /// `x-kubernetes-list-type`
    pub list_type: Option<String>,
    /// `x-kubernetes-map-type`
    pub map_type: Option<String>,
    /// `x-kubernetes-validations`
    pub validations: Vec<Validation>,
}

/// `items`
#[derive(Clone, Debug, PartialEq)]
pub enum Items {
    /// One schema for all items.
    One(Box<Schema>),
    /// A schema for each item, which the server refuses.
    Each(Vec<Schema>),
}

/// `additionalProperties` or `additionalItems`
#[derive(Clone, Debug, PartialEq)]
pub enum Additional {
    /// Whether any are allowed.
    Flag(bool),
    /// Those of this schema are.
    Schema(Box<Schema>),
}

/// An entry of `dependencies`, which the server refuses.
#[derive(Clone, Debug, PartialEq)]
pub enum Dependency {
    /// Other properties.
    Names(Vec<String>),
    /// A schema.
    Schema(Box<Schema>),
}

/// An entry of `x-kubernetes-validations`. What is absent is empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Validation {
    /// `rule`
    pub rule: String,
    /// `message`
    pub message: String,
    /// `messageExpression`
    pub message_expression: String,
    /// `reason`; `None` when it is absent, which the server tells from an empty one.
    pub reason: Option<String>,
    /// `fieldPath`
    pub field_path: String,
    /// `optionalOldSelf`
    pub optional_old_self: Option<bool>,
}

impl Schema {
    /// The schema that a value describes. What has a wrong type is left out: that is told when the object is decoded.
    pub fn read(value: &Value) -> Self {
        let text = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
        let flag = |key: &str| value[key].as_bool().unwrap_or_default();
        let list = |key: &str| {
            value[key]
                .as_array()
                .map(|items| items.iter().map(Self::read).collect())
        };
        let map = |key: &str| read_map(&value[key], Self::read);
        Self {
            id: text("id"),
            dialect: text("$schema"),
            reference: value["$ref"].as_str().map(str::to_owned),
            description: text("description"),
            kind: text("type"),
            format: text("format"),
            title: text("title"),
            default: value.get("default").cloned(),
            maximum: value["maximum"].as_f64(),
            exclusive_maximum: flag("exclusiveMaximum"),
            minimum: value["minimum"].as_f64(),
            exclusive_minimum: flag("exclusiveMinimum"),
            max_length: value["maxLength"].as_i64(),
            min_length: value["minLength"].as_i64(),
            pattern: text("pattern"),
            max_items: value["maxItems"].as_i64(),
            min_items: value["minItems"].as_i64(),
            unique_items: flag("uniqueItems"),
            multiple_of: value["multipleOf"].as_f64(),
            values: value["enum"].as_array().cloned(),
            max_properties: value["maxProperties"].as_i64(),
            min_properties: value["minProperties"].as_i64(),
            required: texts(&value["required"]),
            items: read_items(&value["items"]),
            all_of: list("allOf").unwrap_or_default(),
            one_of: list("oneOf").unwrap_or_default(),
            any_of: list("anyOf").unwrap_or_default(),
            not: value
                .get("not")
                .filter(|not| not.is_object())
                .map(|not| Box::new(Self::read(not))),
            properties: map("properties"),
            additional_properties: read_additional(&value["additionalProperties"]),
            pattern_properties: map("patternProperties"),
            dependencies: value["dependencies"]
                .is_object()
                .then(|| read_map(&value["dependencies"], read_dependency)),
            additional_items: read_additional(&value["additionalItems"]),
            definitions: map("definitions"),
            external_docs: value.get("externalDocs").cloned(),
            example: value.get("example").cloned(),
            is_nullable: flag("nullable"),
            preserve_unknown_fields: value["x-kubernetes-preserve-unknown-fields"].as_bool(),
            is_embedded_resource: flag("x-kubernetes-embedded-resource"),
            is_int_or_string: flag("x-kubernetes-int-or-string"),
            list_map_keys: texts(&value["x-kubernetes-list-map-keys"]),
            list_type: value["x-kubernetes-list-type"].as_str().map(str::to_owned),
            map_type: value["x-kubernetes-map-type"].as_str().map(str::to_owned),
            validations: value["x-kubernetes-validations"]
                .as_array()
                .map(|items| items.iter().map(Validation::read).collect())
                .unwrap_or_default(),
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

fn texts(value: &Value) -> Vec<String> {
    let items = value.as_array().into_iter().flatten();
    items
        .filter_map(|item| Some(item.as_str()?.to_owned()))
        .collect()
}

fn read_map<T>(value: &Value, read: fn(&Value) -> T) -> IndexMap<String, T> {
    let entries = value.as_object().into_iter().flatten();
    entries
        .map(|(key, value)| (key.clone(), read(value)))
        .collect()
}

fn read_items(value: &Value) -> Option<Items> {
    match value {
        Value::Object(_) => Some(Items::One(Box::new(Schema::read(value)))),
        Value::Array(items) => Some(Items::Each(items.iter().map(Schema::read).collect())),
        _ => None,
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
    match value {
        Value::Array(_) => Dependency::Names(texts(value)),
        _ => Dependency::Schema(Box::new(Schema::read(value))),
    }
}
