//! Schemas at random: with and without bounds, with formats, nested lists and maps, embedded resources and odd names.

use crate::random::Random;
use serde_json::{Map, Value, json};

/// What expressions can do with a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// A type with one letter in the table of the grammar.
    Simple(char),
    /// A list of such.
    List(Box<Kind>),
    /// A map to such.
    Map(Box<Kind>),
    /// The fields by the names that expressions use.
    Object(Vec<(String, Kind)>),
}

/// A schema, and what expressions know of it; `None` for preserved fields.
pub struct Node {
    /// The schema.
    pub schema: Map<String, Value>,
    /// What its values are.
    pub kind: Option<Kind>,
}

/// Names of properties, and how expressions write them.
const NAMES: [(&str, &str); 12] = [
    ("name", "name"),
    ("size", "size"),
    ("labels", "labels"),
    ("a-b", "a__dash__b"),
    ("c.d", "c__dot__d"),
    ("namespace", "namespace"),
    ("in", "__in__"),
    ("x__y", "x__underscores__y"),
    ("list", "list"),
    ("items", "items"),
    ("max", "max"),
    ("a_long_name_of_a_property", "a_long_name_of_a_property"),
];

/// Bounds: hardly any, some, more than fits.
const BOUNDS: [u64; 10] = [0, 1, 3, 8, 10, 63, 100, 253, 4096, 1_000_000];

/// An object with some properties.
pub fn object(random: &mut Random, depth: usize) -> Node {
    let mut properties = Map::new();
    let mut fields: Vec<(String, Kind)> = Vec::new();
    let mut required = Vec::new();
    for (name, written) in NAMES {
        if random.below(5) > 1 {
            continue;
        }
        let mut node = value(random, depth);
        if random.below(3) == 0 {
            required.push(name);
        }
        if random.below(8) == 0 && node.schema.get("type") == Some(&json!("boolean")) {
            node.schema.insert("default".to_owned(), json!(true));
        }
        fields.extend(node.kind.map(|kind| (written.to_owned(), kind)));
        properties.insert(name.to_owned(), Value::Object(node.schema));
    }
    let mut schema = map(json!({"type": "object"}));
    if !required.is_empty() {
        schema.insert("required".to_owned(), json!(required));
    }
    if !properties.is_empty() {
        schema.insert("properties".to_owned(), Value::Object(properties));
    }
    Node {
        schema,
        kind: Some(Kind::Object(fields)),
    }
}

fn value(random: &mut Random, depth: usize) -> Node {
    if depth > 0 && random.below(2) == 0 {
        return match random.below(5) {
            0 => object(random, depth - 1),
            1 => embedded(random, depth - 1),
            2 => of_values(random, depth - 1),
            _ => of_items(random, depth - 1),
        };
    }
    let (schema, letter) = [
        (json!({"type": "boolean"}), 'b'),
        (json!({"type": "integer"}), 'i'),
        (json!({"type": "number"}), 'd'),
        (json!({"type": "string"}), 's'),
        (json!({"type": "string"}), 's'),
        (json!({"type": "string", "enum": ["a", "größe", "c"]}), 's'),
        (json!({"type": "string", "format": "uuid"}), 's'),
        (json!({"type": "string", "format": "byte"}), 'y'),
        (json!({"type": "string", "format": "duration"}), 'u'),
        (json!({"type": "string", "format": "date"}), 't'),
        (json!({"type": "string", "format": "date-time"}), 't'),
        (json!({"x-kubernetes-int-or-string": true}), 'a'),
        (json!({"x-kubernetes-preserve-unknown-fields": true}), ' '),
    ][random.below(13)]
    .clone();
    let mut schema = map(schema);
    if "sya".contains(letter) && !schema.contains_key("enum") {
        bound(random, &mut schema, "maxLength");
    }
    if random.below(6) == 0 {
        schema.insert("nullable".to_owned(), json!(true));
    }
    let kind = (letter != ' ').then_some(Kind::Simple(letter));
    Node { schema, kind }
}

fn of_items(random: &mut Random, depth: usize) -> Node {
    let items = value(random, depth);
    let mut schema = map(json!({"type": "array"}));
    if let Some(key) = find_key(&items.schema) {
        schema.insert("x-kubernetes-list-type".to_owned(), json!("map"));
        schema.insert("x-kubernetes-list-map-keys".to_owned(), json!([key]));
    } else if random.below(4) == 0 {
        schema.insert("x-kubernetes-list-type".to_owned(), json!("atomic"));
    }
    schema.insert("items".to_owned(), Value::Object(items.schema));
    bound(random, &mut schema, "maxItems");
    let kind = items.kind.map(|kind| Kind::List(Box::new(kind)));
    Node { schema, kind }
}

/// A required property that can be the key of a list.
fn find_key(items: &Map<String, Value>) -> Option<String> {
    let required = items.get("required")?.as_array()?.first()?.as_str()?;
    let property = &items["properties"][required];
    let scalars = ["string", "integer", "boolean"];
    let is_scalar = scalars.iter().any(|kind| property["type"] == *kind);
    (is_scalar && property["nullable"] != true).then(|| required.to_owned())
}

fn of_values(random: &mut Random, depth: usize) -> Node {
    let values = value(random, depth);
    let mut schema = map(json!({"type": "object"}));
    schema.insert(
        "additionalProperties".to_owned(),
        Value::Object(values.schema),
    );
    bound(random, &mut schema, "maxProperties");
    let kind = values.kind.map(|kind| Kind::Map(Box::new(kind)));
    Node { schema, kind }
}

fn embedded(random: &mut Random, depth: usize) -> Node {
    let Node { mut schema, kind } = object(random, depth);
    schema.insert("x-kubernetes-embedded-resource".to_owned(), json!(true));
    schema.insert(
        "x-kubernetes-preserve-unknown-fields".to_owned(),
        json!(true),
    );
    let Some(Kind::Object(mut fields)) = kind else {
        unreachable!("an object has fields");
    };
    fields.extend(metadata());
    Node {
        schema,
        kind: Some(Kind::Object(fields)),
    }
}

/// What every resource has.
pub fn metadata() -> [(String, Kind); 3] {
    let text = |name: &str| (name.to_owned(), Kind::Simple('s'));
    let names = vec![text("name"), text("generateName")];
    [
        text("apiVersion"),
        text("kind"),
        ("metadata".to_owned(), Kind::Object(names)),
    ]
}

/// Whether expressions write a property so.
pub fn writes(written: &str, name: &str) -> bool {
    let known = NAMES.iter().find(|(own, _)| *own == name);
    known.map_or(name, |(_, written)| *written) == written
}

fn bound(random: &mut Random, schema: &mut Map<String, Value>, keyword: &str) {
    if random.below(3) > 0 {
        schema.insert(
            keyword.to_owned(),
            json!(BOUNDS[random.below(BOUNDS.len())]),
        );
    }
}

fn map(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => unreachable!("it is written as an object"),
    }
}
