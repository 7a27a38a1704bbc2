//! What the rules of a schema know about the values that it describes: their types and how large they can be.
//!
//! As `SchemaDeclType` of `apiserver/pkg/cel/common/schemas.go` has it. Invariants: what has no type in a schema (preserved fields, lists
//! and maps of such) has none here, so that expressions do not know it; names of objects are unique in a tree
//! (`template@3`) and no longer than a property, however deep they are.

use super::escape::escape;
use crate::{
    apiserver::{Additional, Items, Schema},
    cel::types::{Object, Type},
};
use std::{collections::BTreeSet, sync::Arc};

/// The largest request that the server takes, in bytes (`MaxRequestSizeBytes` of `apiserver/pkg/apis/cel/config.go`).
pub const LARGEST_REQUEST: i64 = 3 * 1024 * 1024;

/// The values of a schema.
#[derive(Clone, Debug)]
pub struct Declared {
    /// Their type.
    pub kind: Type,
    /// The most characters, bytes, items or entries; 0 for what has no size.
    pub most_elements: u64,
    /// The length of the shortest of them in JSON, in bytes.
    pub least_bytes: i64,
    /// What they consist of.
    pub parts: Parts,
}

/// What values consist of.
#[derive(Clone, Debug)]
pub enum Parts {
    /// Nothing that an expression can look into.
    None,
    /// The items of a list.
    Items(Box<Declared>),
    /// The values of a map; its keys are strings without a known size.
    Values(Box<Declared>),
    /// The properties of an object.
    Fields {
        /// Those that expressions can name, by their escaped names, sorted.
        named: Vec<(String, Declared)>,
        /// The others, by their own names, sorted: they have rules too.
        unnamed: Vec<(String, Declared)>,
    },
}

impl Declared {
    /// A field of an object by its escaped name; `None` when expressions do not know it.
    pub fn find_field(&self, name: &str) -> Option<&Self> {
        match &self.parts {
            Parts::Fields { named, .. } => find(named, name),
            _ => None,
        }
    }

    /// A property of an object by its own name; `None` when it has no type.
    pub fn find_property(&self, name: &str) -> Option<&Self> {
        match (&self.parts, escape(name)) {
            (Parts::Fields { named, .. }, Some(escaped)) => find(named, &escaped),
            (Parts::Fields { unnamed, .. }, None) => find(unnamed, name),
            _ => None,
        }
    }

    /// The most elements of a part, by the steps of cel-go's estimator: a field, `@items`, `@keys`, `@values`; `None` where there is none.
    pub fn size_at(&self, steps: &[&str]) -> Option<u64> {
        let Some((step, rest)) = steps.split_first() else {
            return Some(self.most_elements);
        };
        let part = match (*step, &self.parts) {
            ("@items" | "@values", Parts::Items(part) | Parts::Values(part)) => part,
            // The estimator knows the type of keys, and no length of it.
            ("@keys", Parts::Values(_)) => return rest.is_empty().then_some(0),
            (name, _) => self.find_field(name)?,
        };
        part.size_at(rest)
    }

    fn simple(kind: Type, least_bytes: i64, most_elements: i64) -> Self {
        let most_elements = most_elements.max(0).unsigned_abs();
        let parts = Parts::None;
        Self {
            kind,
            most_elements,
            least_bytes,
            parts,
        }
    }
}

fn find<'a>(sorted: &'a [(String, Declared)], name: &str) -> Option<&'a Declared> {
    let at = sorted.binary_search_by(|(known, _)| known.as_str().cmp(name));
    Some(&sorted[at.ok()?].1)
}

/// What a schema declares; `None` when expressions do not know its values.
pub fn declare(schema: &Schema) -> Option<Declared> {
    node(schema, false, "self", &mut 0)
}

/// What the schema of a custom resource, or of one that is embedded in another, declares: [`declare`] and what every resource has.
pub fn declare_resource(schema: &Schema) -> Option<Declared> {
    node(schema, true, "self", &mut 0)
}

/// `name` is that of the property, and `objects` how many have a name already.
fn node(schema: &Schema, is_resource: bool, name: &str, objects: &mut usize) -> Option<Declared> {
    if schema.is_int_or_string {
        let most = schema.max_length.map_or(LARGEST_REQUEST - 2, bytes_of);
        return Some(Declared::simple(Type::Dyn, 1, most));
    }
    match schema.kind.as_str() {
        "array" => list(schema, name, objects),
        "object" => match &schema.additional_properties {
            Some(Additional::Schema(values)) => map(schema, values, name, objects),
            _ if is_resource => Some(object(schema, &added_by_server(schema), name, objects)),
            _ => Some(object(schema, &[], name, objects)),
        },
        "string" => Some(string(schema)),
        "boolean" => Some(Declared::simple(Type::Bool, 4, 0)),
        "number" => Some(Declared::simple(Type::Double, 1, 0)),
        "integer" => Some(Declared::simple(Type::Int, 1, 0)),
        _ => None,
    }
}

fn list(schema: &Schema, name: &str, objects: &mut usize) -> Option<Declared> {
    let Some(Items::One(items)) = &schema.items else {
        return None;
    };
    let items = node(items, items.is_embedded_resource, name, objects)?;
    let fitting = (LARGEST_REQUEST - 2) / (items.least_bytes + 1);
    let kind = Type::List(Arc::new(items.kind.clone()));
    let most = schema.max_items.unwrap_or(fitting);
    Some(Declared {
        parts: Parts::Items(Box::new(items)),
        ..Declared::simple(kind, 2, most)
    })
}

fn map(schema: &Schema, values: &Schema, name: &str, objects: &mut usize) -> Option<Declared> {
    /// `"":` and a comma, and what the server adds.
    const AROUND_VALUE: i64 = 6;
    let values = node(values, values.is_embedded_resource, name, objects)?;
    let fitting = (LARGEST_REQUEST - 2) / (values.least_bytes + AROUND_VALUE);
    let kind = Type::Map(Arc::new(Type::String), Arc::new(values.kind.clone()));
    let most = schema.max_properties.unwrap_or(fitting);
    Some(Declared {
        parts: Parts::Values(Box::new(values)),
        ..Declared::simple(kind, 2, most)
    })
}

/// The fields of a schema; those of `added` take the place of its own.
fn object(schema: &Schema, added: &[(&str, Schema)], name: &str, objects: &mut usize) -> Declared {
    *objects += 1;
    let name = format!("{name}@{objects}");
    let required: BTreeSet<&str> = schema.required.iter().map(String::as_str).collect();
    let own = schema
        .properties
        .iter()
        .map(|(name, of)| (name.as_str(), of));
    let own = own.filter(|(name, _)| added.iter().all(|(other, _)| other != name));
    let (mut named, mut unnamed) = (Vec::new(), Vec::new());
    let mut least_bytes = 2;
    for (property, of) in own.chain(added.iter().map(|(name, of)| (*name, of))) {
        let Some(field) = node(of, of.is_embedded_resource, property, objects) else {
            continue;
        };
        let has_default = of
            .default
            .as_ref()
            .is_some_and(|default| !default.is_null());
        if !has_default && required.contains(property) {
            // The name, its quotes, a colon and a comma.
            let around = i64::try_from(property.len())
                .unwrap_or(i64::MAX)
                .saturating_add(4);
            least_bytes = field
                .least_bytes
                .saturating_add(around)
                .saturating_add(least_bytes);
        }
        match escape(property) {
            Some(escaped) => named.push((escaped, field)),
            None => unnamed.push((property.to_owned(), field)),
        }
    }
    named.sort_by(|(a, _), (b, _)| a.cmp(b));
    unnamed.sort_by(|(a, _), (b, _)| a.cmp(b));
    let types = named
        .iter()
        .map(|(name, field)| (name.clone(), field.kind.clone()))
        .collect();
    let kind = Type::Object(Arc::new(Object {
        name,
        fields: types,
    }));
    Declared {
        parts: Parts::Fields { named, unnamed },
        ..Declared::simple(kind, least_bytes, 0)
    }
}

/// Sizes of formats are those of `apiserver/pkg/cel/limits.go`: the shortest and the longest text with its quotes.
fn string(schema: &Schema) -> Declared {
    match schema.format.as_str() {
        "byte" => Declared::simple(
            Type::Bytes,
            2,
            schema.max_length.unwrap_or(LARGEST_REQUEST - 2),
        ),
        "duration" => Declared::simple(Type::Duration, 3, 32),
        "date" => Declared::simple(Type::Timestamp, 12, 12),
        "date-time" => Declared::simple(Type::Timestamp, 21, 32),
        _ => Declared::simple(Type::String, 2, longest_string(schema)),
    }
}

fn longest_string(schema: &Schema) -> i64 {
    let values = schema.values.as_deref().unwrap_or_default();
    match schema.max_length {
        Some(most) => bytes_of(most),
        None if values.is_empty() => LARGEST_REQUEST - 2,
        None => {
            let lengths = values
                .iter()
                .filter_map(|value| Some(value.as_str()?.len()));
            lengths
                .max()
                .and_then(|most| i64::try_from(most).ok())
                .unwrap_or_default()
        }
    }
}

/// The server counts four bytes for a character; a product beyond 64 bits wraps there too.
fn bytes_of(characters: i64) -> i64 {
    characters.max(0).wrapping_mul(4)
}

/// Whether the server puts its own schema in the place of a property of a resource.
pub fn is_replaced(schema: &Schema, name: &str) -> bool {
    added_by_server(schema)
        .iter()
        .any(|(added, _)| *added == name)
}

/// What every resource has: `apiVersion`, `kind` and two fields of `metadata`; nothing when the schema declares all of them.
pub fn added_by_server(schema: &Schema) -> Vec<(&'static str, Schema)> {
    let has = |of: &Schema, name: &str, kind: &str| {
        of.properties
            .get(name)
            .is_some_and(|property| property.kind == kind)
    };
    let metadata = schema.properties.get("metadata");
    let has_metadata = metadata.is_some_and(|metadata| {
        metadata.kind == "object"
            && has(metadata, "name", "string")
            && has(metadata, "generateName", "string")
    });
    if has(schema, "kind", "string") && has(schema, "apiVersion", "string") && has_metadata {
        return Vec::new();
    }
    let of_kind = |kind: &str| Schema {
        kind: kind.to_owned(),
        ..Schema::default()
    };
    let mut metadata = of_kind("object");
    for name in ["name", "generateName"] {
        metadata
            .properties
            .insert(name.to_owned(), of_kind("string"));
    }
    vec![
        ("apiVersion", of_kind("string")),
        ("kind", of_kind("string")),
        ("metadata", metadata),
    ]
}

#[cfg(test)]
mod tests {
    use super::{Declared, Parts, declare, declare_resource};
    use crate::{apiserver::Schema, cel::types::Type};
    use serde_json::json;

    fn shown(declared: &Declared) -> String {
        let kind = match (&declared.kind, &declared.parts) {
            (_, Parts::Items(items)) => format!("[{}]", shown(items)),
            (_, Parts::Values(values)) => format!("{{{}}}", shown(values)),
            (_, Parts::Fields { named, .. }) => {
                let fields = named
                    .iter()
                    .map(|(name, of)| format!("{name}: {}", shown(of)));
                format!("({})", fields.collect::<Vec<_>>().join(", "))
            }
            (kind, Parts::None) => format!("{kind:?}").to_lowercase(),
        };
        match declared.most_elements {
            0 => kind,
            most => format!("{kind} {most}"),
        }
    }

    #[test]
    fn schemas_declare_what_the_server_says() {
        let unbounded = 3 * 1024 * 1024 - 2;
        let of = |format: &str| json!({"type": "string", "format": format});
        let cases = [
            (json!({"type": "integer"}), "int".to_owned()),
            (
                json!({"type": "integer", "nullable": true}),
                "int".to_owned(),
            ),
            (json!({"type": "string"}), format!("string {unbounded}")),
            (
                json!({"type": "string", "maxLength": 5}),
                "string 20".to_owned(),
            ),
            (
                json!({"type": "string", "maxLength": -5}),
                "string".to_owned(),
            ),
            (
                json!({"type": "string", "enum": ["a", "größe", 3]}),
                "string 7".to_owned(),
            ),
            (of("byte"), format!("bytes {unbounded}")),
            (
                json!({"type": "string", "format": "byte", "maxLength": 5}),
                "bytes 5".to_owned(),
            ),
            (of("duration"), "duration 32".to_owned()),
            (of("date"), "timestamp 12".to_owned()),
            (of("date-time"), "timestamp 32".to_owned()),
            (of("uuid"), format!("string {unbounded}")),
            (
                json!({"x-kubernetes-int-or-string": true}),
                format!("dyn {unbounded}"),
            ),
            (
                json!({"x-kubernetes-int-or-string": true, "maxLength": 2}),
                "dyn 8".to_owned(),
            ),
            (
                json!({"type": "array", "items": {"type": "boolean"}}),
                "[bool] 629145".to_owned(),
            ),
            (
                json!({"type": "array", "items": {"type": "boolean"}, "maxItems": 4}),
                "[bool] 4".to_owned(),
            ),
            (
                json!({"type": "object", "additionalProperties": {"type": "integer"}}),
                "{int} 449389".to_owned(),
            ),
            (
                json!({"type": "object", "additionalProperties": true}),
                "()".to_owned(),
            ),
            (
                json!({"type": "object", "properties": {"a-b": {"type": "integer"}, "1": {"type": "integer"}}}),
                "(a__dash__b: int)".to_owned(),
            ),
        ];
        for (schema, expected) in cases {
            let declared = declare(&Schema::read(&schema)).expect("it has a type");
            assert_eq!(shown(&declared), expected, "{schema}");
        }
    }

    #[test]
    fn preserved_fields_without_a_type_are_unknown_to_expressions() {
        let open = json!({"x-kubernetes-preserve-unknown-fields": true});
        let list = json!({"type": "array", "items": open});
        let map = json!({"type": "object", "additionalProperties": list});
        for schema in [&open, &list, &map, &json!({"type": "array"})] {
            assert!(declare(&Schema::read(schema)).is_none(), "{schema}");
        }
        let object = json!({"type": "object", "properties": {"a": map, "b": {"type": "integer"}}});
        let declared = declare(&Schema::read(&object)).expect("an object has a type");
        assert_eq!(shown(&declared), "(b: int)");
    }

    #[test]
    fn resources_have_metadata() {
        let text = "string 3145726";
        let all = format!(
            "(apiVersion: {text}, kind: {text}, metadata: (generateName: {text}, name: {text}))"
        );
        let embedded = json!({"type": "object", "x-kubernetes-embedded-resource": true});
        let root = json!({"type": "object", "properties": {"kind": {"type": "integer"}}});
        let list = json!({"type": "array", "maxItems": 2, "items": embedded});
        let of = |declared: Option<Declared>| shown(&declared.expect("it has a type"));
        assert_eq!(of(declare_resource(&Schema::read(&root))), all);
        assert_eq!(of(declare(&Schema::read(&root))), "(kind: int)");
        assert_eq!(of(declare(&Schema::read(&list))), format!("[{all}] 2"));
    }

    #[test]
    fn required_properties_without_a_default_make_values_longer() {
        let schema = json!({
            "type": "object",
            "required": ["a", "b", "1c", "d"],
            "properties": {
                "a": {"type": "boolean"},
                "b": {"type": "boolean", "default": true},
                "1c": {"type": "string"},
                "d": {"x-kubernetes-preserve-unknown-fields": true},
                "e": {"type": "boolean"},
            },
        });
        let declared = declare(&Schema::read(&schema)).expect("an object has a type");
        assert_eq!(declared.least_bytes, 2 + (1 + 4 + 4) + (2 + 2 + 4));
        assert!(matches!(declared.kind, Type::Object(object) if object.fields.len() == 3));
    }
}
