//! The Kubernetes types that a CRD may embed, as controller-gen writes them.
//!
//! The data has one line per type and range of Kubernetes versions; a definition names others by `$ref`, and expansion
//! puts each in the place of its name. Nothing is merged or computed, so what comes out is what controller-gen wrote
//! (`schemas/generate` proves it for every type). Descriptions are absent.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock};

use serde_json::Value;

/// Kubernetes versions with data, oldest first.
pub(super) const VERSIONS: [&str; 8] = [
    "1.29", "1.30", "1.31", "1.32", "1.33", "1.34", "1.35", "1.36",
];

/// The type whose schema depends on [`Metadata`].
const METADATA: &str = "meta/v1.ObjectMeta";

static DATA: &str = include_str!("../../schemas/k8s/types.jsonl");

/// How the metadata of nested objects is written out.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Metadata {
    /// `type: object` and nothing else: controller-gen's default.
    Bare,
    /// The five fields of `crd:generateEmbeddedObjectMeta=true`.
    Embedded,
    /// All fields, as the API server reads an object of its own.
    Full,
}

impl Metadata {
    /// The name of the definition that stands for ObjectMeta.
    fn definition(self) -> &'static str {
        match self {
            Self::Bare => METADATA,
            Self::Embedded => "meta/v1.ObjectMeta embedded",
            Self::Full => "meta/v1.ObjectMeta full",
        }
    }
}

/// One line of the data: the schema of a type in the versions `from` to `to`, both included.
struct Definition {
    from: usize,
    to: usize,
    schema: &'static str,
}

type Key = (usize, String, Metadata);

/// The expanded schema of a type, or `None` when the version or the type is not known.
pub(super) fn find_type(version: &str, name: &str, metadata: Metadata) -> Option<Arc<Value>> {
    static EXPANDED: Mutex<BTreeMap<Key, Arc<Value>>> = Mutex::new(BTreeMap::new());
    let key = (find_version(version)?, name.to_owned(), metadata);
    let known = |cache: &BTreeMap<Key, Arc<Value>>| cache.get(&key).cloned();
    if let Some(schema) = EXPANDED.lock().ok().and_then(|cache| known(&cache)) {
        return Some(schema);
    }
    let schema = Arc::new(expand(key.0, name, metadata)?);
    if let Ok(mut cache) = EXPANDED.lock() {
        cache.insert(key, Arc::clone(&schema));
    }
    Some(schema)
}

/// The names of the types that a version has, sorted; empty when the version is not known.
pub(super) fn find_names(version: &str) -> Vec<&'static str> {
    let Some(version) = find_version(version) else {
        return Vec::new();
    };
    let names = definitions().keys().copied();
    names
        .filter(|name| !name.contains(' ') && find_definition(version, name).is_some())
        .collect()
}

fn find_version(version: &str) -> Option<usize> {
    VERSIONS.iter().position(|known| *known == version)
}

fn find_definition(version: usize, name: &str) -> Option<&'static Definition> {
    let lines = definitions().get(name)?;
    lines
        .iter()
        .find(|line| (line.from..=line.to).contains(&version))
}

fn definitions() -> &'static BTreeMap<&'static str, Vec<Definition>> {
    static DEFINITIONS: OnceLock<BTreeMap<&'static str, Vec<Definition>>> = OnceLock::new();
    DEFINITIONS.get_or_init(|| {
        let mut definitions: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (name, definition) in DATA.lines().filter_map(read_line) {
            definitions.entry(name).or_default().push(definition);
        }
        definitions
    })
}

/// Reads `{"type":"…","from":"…","to":"…","schema":…}` without parsing the schema: few of the lines are ever needed.
fn read_line(line: &'static str) -> Option<(&'static str, Definition)> {
    let mut strings = line.split('"').skip(3).step_by(4);
    let name = strings.next()?;
    let from = find_version(strings.next()?)?;
    let to = find_version(strings.next()?)?;
    let (_, schema) = line.split_once("\"schema\":")?;
    let schema = schema.strip_suffix('}')?;
    Some((name, Definition { from, to, schema }))
}

fn expand(version: usize, name: &str, metadata: Metadata) -> Option<Value> {
    let name = if name == METADATA {
        metadata.definition()
    } else {
        name
    };
    let definition = find_definition(version, name)?;
    let mut schema = serde_json::from_str(definition.schema).ok()?;
    expand_references(version, &mut schema, metadata);
    Some(schema)
}

fn expand_references(version: usize, schema: &mut Value, metadata: Metadata) {
    if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
        if let Some(expanded) = expand(version, name, metadata) {
            *schema = expanded;
        }
        return;
    }
    match schema {
        Value::Object(members) => {
            for member in members.values_mut() {
                expand_references(version, member, metadata);
            }
        }
        Value::Array(items) => {
            for item in items {
                expand_references(version, item, metadata);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::{DATA, Metadata, VERSIONS, definitions, find_names, find_type};

    #[test]
    fn every_line_is_read() {
        let read: usize = definitions().values().map(Vec::len).sum();
        assert_eq!(read, DATA.lines().count());
    }

    #[test]
    fn every_type_expands_in_every_version() {
        for version in VERSIONS {
            assert!(find_names(version).len() > 400);
            for name in find_names(version) {
                let schema = find_type(version, name, Metadata::Bare).unwrap();
                assert!(
                    !schema.to_string().contains("\"$ref\":\""),
                    "{version} {name}"
                );
            }
        }
    }

    #[test]
    fn pod_template_is_what_controller_gen_writes() {
        let bare = find_type("1.31", "core/v1.PodTemplateSpec", Metadata::Bare).unwrap();
        let embedded = find_type("1.31", "core/v1.PodTemplateSpec", Metadata::Embedded).unwrap();
        assert_eq!(
            bare["properties"]["metadata"],
            serde_json::json!({"type": "object"})
        );
        let fields = embedded["properties"]["metadata"]["properties"]
            .as_object()
            .unwrap();
        assert_eq!(
            fields.keys().collect::<Vec<_>>(),
            ["annotations", "finalizers", "labels", "name", "namespace"]
        );
        let ports =
            &bare["properties"]["spec"]["properties"]["containers"]["items"]["properties"]["ports"];
        assert_eq!(
            ports["x-kubernetes-list-map-keys"],
            serde_json::json!(["containerPort", "protocol"])
        );
        assert_eq!(ports["items"]["properties"]["protocol"]["default"], "TCP");
    }

    #[test]
    fn fields_differ_by_version() {
        let field = |version| {
            let schema = find_type(version, "core/v1.EnvVarSource", Metadata::Bare).unwrap();
            schema["properties"].get("fileKeyRef").is_some()
        };
        assert!(!field("1.33"));
        assert!(field("1.34"));
    }

    #[test]
    fn unknown_names_and_versions_have_no_type() {
        assert!(find_type("1.31", "core/v1.Pot", Metadata::Bare).is_none());
        assert!(find_type("1.2", "core/v1.PodSpec", Metadata::Bare).is_none());
        assert!(find_names("1.2").is_empty());
    }
}
