//! `[types]` and `[crds]`.

use super::{Allows, Name, Pairs, Spanned, Table, Words, enabled};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use std::{borrow::Cow, fmt};

/// A custom resource; the key is its kind.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Crd {
    /// Whether it exists; `false` removes it.
    #[serde(default = "enabled")]
    pub enabled: bool,
    /// API group; default: the project's `api-group`.
    pub group: Option<Spanned<String>>,
    /// Plural in lower case; default: derived from the kind.
    pub plural: Option<Spanned<String>>,
    /// Singular in lower case; default: the kind in lower case.
    pub singular: Option<Spanned<String>>,
    /// Short names for kubectl.
    pub short_names: Vec<Spanned<String>>,
    /// Categories for kubectl, such as `all`.
    pub categories: Vec<Spanned<String>>,
    /// `Namespaced` (default) or `Cluster`.
    pub scope: Option<Spanned<Scope>>,
    /// Labels of the CRD.
    pub labels: Pairs,
    /// Annotations of the CRD.
    pub annotations: Pairs,
    /// Conversion between versions, in Kubernetes' words.
    pub conversion: Option<Spanned<Words>>,
    /// Versions by name.
    pub versions: Table<Version>,
    /// A file with the whole CRD, relative to the project file.
    pub crd_file: Option<Spanned<String>>,
    /// Sample objects: each is judged as the API server would, and written to `samples/`.
    pub samples: Table<Sample>,
    /// Merged last, in Kubernetes' words.
    pub raw: Option<Spanned<Words>>,
    /// Exceptions from checks.
    pub allow: Allows,
}

/// A sample object of a custom resource.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Sample {
    /// Whether it exists; `false` removes it.
    #[serde(default = "enabled")]
    pub enabled: bool,
    /// A file with the object, relative to the project file.
    pub file: Option<Spanned<String>>,
    /// The object in its own words; `apiVersion` (the stored version), `kind` and `metadata.name` (the key) are filled in.
    pub object: Option<Spanned<Words>>,
    /// A part of the reason for which the API server must refuse it; such a sample is not written out.
    pub rejected: Option<Spanned<String>>,
}

/// Where objects of a kind live.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum Scope {
    /// In a namespace.
    Namespaced,
    /// In the cluster.
    Cluster,
}

/// A version of a custom resource.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Version {
    /// Whether it exists; `false` removes it.
    #[serde(default = "enabled")]
    pub enabled: bool,
    /// Whether objects are stored in it; the default for a single version.
    pub storage: Option<Spanned<bool>>,
    /// Whether the API server serves it; default true.
    pub served: Option<Spanned<bool>>,
    /// Warning for users of a deprecated version.
    pub deprecated: Option<Spanned<String>>,
    /// Columns of `kubectl get`.
    pub columns: Table<Column>,
    /// The scale subresource.
    pub scale: Option<Spanned<Scale>>,
    /// JSON paths that field selectors may name.
    pub selectable_fields: Vec<Spanned<String>>,
    /// The schema of the object.
    pub schema: Option<Spanned<SchemaTable>>,
    /// A file with one OpenAPI v3 schema, relative to the project file.
    pub schema_file: Option<Spanned<String>>,
}

/// A column of `kubectl get`; the key is its title.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Column {
    /// Whether it exists; `false` removes it.
    #[serde(default = "enabled")]
    pub enabled: bool,
    /// Path of the value.
    pub json_path: Spanned<String>,
    /// `string`, `integer`, `number`, `boolean` or `date`; default: from the schema.
    #[serde(rename = "type")]
    pub column_type: Option<Spanned<String>>,
    /// Format, such as `int32`.
    pub format: Option<Spanned<String>>,
    /// 0 is always shown, above only with `-o wide`.
    pub priority: Option<Spanned<i32>>,
    /// What it shows.
    pub description: Option<Spanned<String>>,
}

/// The scale subresource.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Scale {
    /// Path of the wanted replicas, below `.spec`.
    pub spec_replicas_path: Spanned<String>,
    /// Path of the actual replicas, below `.status`.
    pub status_replicas_path: Spanned<String>,
    /// Path of the serialized label selector.
    pub label_selector_path: Option<Spanned<String>>,
}

/// A type string such as `"int32 | minimum=0"`, or a table of properties.
#[derive(Clone, Debug)]
pub enum SchemaNode {
    /// A type string.
    Type(String),
    /// Properties.
    Table(SchemaTable),
}

/// Properties by name, and what `_` says about the object itself.
#[derive(Clone, Debug, Default)]
pub struct SchemaTable {
    /// What `_` says.
    pub itself: Option<Box<Spanned<Itself>>>,
    /// The properties.
    pub properties: Table<Spanned<SchemaNode>>,
}

/// What the key `_` says about an object.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Itself {
    /// Whether its parent requires it.
    pub required: Option<Spanned<bool>>,
    /// What it is.
    pub description: Option<Spanned<String>>,
    /// Whether `null` is allowed.
    pub nullable: Option<Spanned<bool>>,
    /// The default value.
    #[serde(rename = "default")]
    pub default_value: Option<Spanned<Words>>,
    /// Whether unknown fields are kept.
    pub preserve_unknown_fields: Option<Spanned<bool>>,
    /// Whether it is a whole Kubernetes object.
    pub embedded_resource: Option<Spanned<bool>>,
    /// `atomic` or `granular`.
    pub map_type: Option<Spanned<String>>,
    /// Fewest properties.
    pub min_properties: Option<Spanned<u32>>,
    /// Most properties.
    pub max_properties: Option<Spanned<u32>>,
    /// CEL rules.
    pub rules: Vec<Spanned<CelRule>>,
    /// OpenAPI, merged last.
    pub raw: Option<Spanned<Words>>,
}

/// A CEL rule of a schema.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CelRule {
    /// The expression; `self` is the value.
    pub rule: Spanned<String>,
    /// What is said when it fails.
    pub message: Option<Spanned<String>>,
    /// An expression for what is said.
    pub message_expression: Option<Spanned<String>>,
    /// The reason that is returned.
    pub reason: Option<Spanned<String>>,
    /// The field that is blamed.
    pub field_path: Option<Spanned<String>>,
    /// Whether a transition rule also runs on creation.
    pub optional_old_self: Option<Spanned<bool>>,
    /// The path below at which the rule stands, `a.b[]` for items.
    pub at: Option<Spanned<String>>,
}

impl<'de> Deserialize<'de> for SchemaNode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = SchemaNode;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a type string or a table of properties")
    }

    fn visit_str<E>(self, value: &str) -> Result<SchemaNode, E> {
        Ok(SchemaNode::Type(value.to_string()))
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<SchemaNode, A::Error> {
        read_table(entries).map(SchemaNode::Table)
    }
}

fn read_table<'de, A: MapAccess<'de>>(mut entries: A) -> Result<SchemaTable, A::Error> {
    let mut table = SchemaTable::default();
    while let Some(key) = entries.next_key::<Name>()? {
        if key.value == "_" {
            table.itself = Some(Box::new(entries.next_value()?));
        } else {
            table.properties.insert(key, entries.next_value()?);
        }
    }
    Ok(table)
}

impl<'de> Deserialize<'de> for SchemaTable {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TableVisitor;
        impl<'de> Visitor<'de> for TableVisitor {
            type Value = SchemaTable;

            fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
                formatter.write_str("a table of properties")
            }

            fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<SchemaTable, A::Error> {
                read_table(entries)
            }
        }
        deserializer.deserialize_map(TableVisitor)
    }
}

/// The schema of the key `_`.
fn itself(generator: &mut SchemaGenerator) -> Schema {
    let mut schema = generator.subschema_for::<Itself>();
    schema.insert(
        "description".to_string(),
        "What is said of the object itself, not of a property.".into(),
    );
    schema
}

impl JsonSchema for SchemaTable {
    fn schema_name() -> Cow<'static, str> {
        "SchemaTable".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let itself = itself(generator);
        let node = generator.subschema_for::<SchemaNode>();
        json_schema!({
            "description": "Properties by name; the key `_` speaks of the object itself.",
            "type": "object",
            "properties": { "_": itself },
            "additionalProperties": node,
        })
    }
}

impl JsonSchema for SchemaNode {
    fn schema_name() -> Cow<'static, str> {
        "SchemaNode".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let itself = itself(generator);
        json_schema!({
            "description": "A type string such as \"int32 | minimum=0\", or a table of properties.",
            "type": ["string", "object"],
            "properties": { "_": itself },
            "additionalProperties": { "$ref": "#/$defs/SchemaNode" },
        })
    }
}

/// Types of the project by name.
pub type Types = Table<Spanned<SchemaNode>>;
