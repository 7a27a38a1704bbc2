//! Where definitions are changed.

use serde_json::Value;

/// The kinds of places that a row of the table names.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Where {
    /// The definition.
    Object,
    /// The definition, whose name then follows its group and plural.
    Renamed,
    /// A version.
    Version,
    /// The schema of a version.
    Root,
    /// A schema below a root that stands in no junctor; with a type when one is given.
    Node(Option<&'static str>),
    /// The properties of an object.
    New,
}

impl Where {
    /// The kind of place that a word of the table means.
    pub fn named(word: &str) -> Option<Self> {
        Some(match word {
            "object" => Self::Object,
            "renamed" => Self::Renamed,
            "version" => Self::Version,
            "root" => Self::Root,
            "node" => Self::Node(None),
            "string" => Self::Node(Some("string")),
            "integer" => Self::Node(Some("integer")),
            "array" => Self::Node(Some("array")),
            "object-node" => Self::Node(Some("object")),
            "new" => Self::New,
            _ => return None,
        })
    }
}

/// The JSON pointers of all places of a kind in a good definition.
pub fn find(object: &Value, place: Where) -> Vec<String> {
    if matches!(place, Where::Object | Where::Renamed) {
        return vec![String::new()];
    }
    let versions = object["spec"]["versions"].as_array();
    let count = versions.map_or(0, Vec::len);
    let mut found = Vec::new();
    for index in 0..count {
        let version = format!("/spec/versions/{index}");
        let root = format!("{version}/schema/openAPIV3Schema");
        match (place, object.pointer(&root)) {
            (Where::Version, _) => found.push(version),
            (Where::Root, Some(_)) => found.push(root),
            (_, Some(schema)) => collect(schema, &root, place, &mut found),
            _ => {}
        }
    }
    found
}

fn collect(schema: &Value, pointer: &str, place: Where, found: &mut Vec<String>) {
    let is_root = pointer.ends_with("/openAPIV3Schema");
    let kind = schema["type"].as_str();
    match place {
        // What the server defines itself is changed by rows of their own.
        Where::New if schema["properties"].is_object() && !pointer.contains("/metadata") => {
            found.push(format!("{pointer}/properties"));
        }
        Where::Node(wanted) if !is_root && (wanted.is_none() || kind == wanted) => {
            let name = pointer.rsplit('/').next().unwrap_or_default();
            if !["apiVersion", "kind", "metadata"].contains(&name) {
                found.push(pointer.to_owned());
            }
        }
        _ => {}
    }
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let name = name.replace('~', "~0").replace('/', "~1");
        collect(
            property,
            &format!("{pointer}/properties/{name}"),
            place,
            found,
        );
    }
    for keyword in ["items", "additionalProperties"] {
        if schema[keyword].is_object() {
            collect(
                &schema[keyword],
                &format!("{pointer}/{keyword}"),
                place,
                found,
            );
        }
    }
}
