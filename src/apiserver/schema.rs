//! A schema of a custom resource definition, as the server decodes it (`JSONSchemaProps` of apiextensions.k8s.io/v1).

mod convert;
mod read;

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
    /// `enum`; `None` also when it is empty.
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
    /// `dependencies`
    pub dependencies: IndexMap<String, Dependency>,
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
    /// The keywords for lists and maps that are there without an entry.
    pub empty: Empty,
}

/// Keywords that are there without an entry. Most of the server takes them for absent, comparisons above all, so two of these are always
/// equal; a few places tell them from absent ones.
#[derive(Clone, Debug, Default)]
pub struct Empty(pub Vec<&'static str>);

impl PartialEq for Empty {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Empty {
    /// Whether a keyword is there without an entry.
    pub fn has(&self, keyword: &str) -> bool {
        self.0.contains(&keyword)
    }
}

/// `items`
#[derive(Clone, Debug, PartialEq)]
pub enum Items {
    /// One schema for all items.
    One(Box<Schema>),
    /// A schema for each item, which the server refuses. Empty for whatever is neither a schema nor a list: it counts as no items.
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
