//! Whether a schema says nothing but what is asked, as Go's `reflect.DeepEqual` sees it in the structural form.

use crate::apiserver::schema::{Additional, Items, Schema};

/// Keywords of which an empty list or map leaves a trace in the form of a part of a junctor.
const TRACES_IN_JUNCTORS: [&str; 4] = [
    "required",
    "properties",
    "x-kubernetes-list-map-keys",
    "x-kubernetes-validations",
];

/// Whether a part of a junctor says the type and nothing else.
fn is_only_type(schema: &Schema, kind: &str) -> bool {
    if schema.kind != kind {
        return false;
    }
    let additional = match &schema.additional_properties {
        Some(Additional::Flag(false)) => None,
        other => other.clone(),
    };
    let rest = Schema {
        kind: String::new(),
        additional_properties: additional,
        ..schema.clone()
    };
    is_nothing(rest, &TRACES_IN_JUNCTORS)
}

/// Whether `anyOf` is exactly what tells an integer or a string, which junctors may say.
pub fn is_int_or_string(any_of: &[Schema]) -> bool {
    matches!(any_of, [one, other] if is_only_type(one, "integer") && is_only_type(other, "string"))
}

/// Whether the schema of the metadata at the root says no more than it may: its type, a default (which is told elsewhere), and the
/// properties name and generateName.
pub fn is_metadata(schema: &Schema) -> bool {
    let has = |name: &str| schema.properties.contains_key(name);
    let known = usize::from(has("name")) + usize::from(has("generateName"));
    if known != schema.properties.len() {
        return false;
    }
    let rest = Schema {
        kind: String::new(),
        default: None,
        properties: Default::default(),
        ..schema.clone()
    };
    // An empty map of properties leaves no trace here.
    let traces: Vec<&str> = TRACES_IN_JUNCTORS
        .into_iter()
        .filter(|name| *name != "properties")
        .collect();
    is_nothing(rest, &traces)
}

fn is_nothing(mut schema: Schema, traces: &[&str]) -> bool {
    if matches!(&schema.items, Some(Items::Each(items)) if items.is_empty()) {
        schema.items = None;
    }
    if schema.reference.as_deref() == Some("") {
        schema.reference = None;
    }
    schema == Schema::default() && !traces.iter().any(|keyword| schema.empty.has(keyword))
}
