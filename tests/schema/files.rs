//! The projects of the repository as JSON, and walks through a schema.

use crate::toml_json::json_of;
use serde_json::{Map, Value};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// The repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What a file holds.
pub fn text_of(path: &Path) -> String {
    fs::read_to_string(path).expect("a project of the repository can be read")
}

/// A project as JSON.
pub fn parse(text: &str) -> Value {
    json_of(&toml::Value::Table(text.parse().expect("it is TOML")))
}

/// A project file as JSON.
pub fn read(path: &Path) -> Value {
    parse(&text_of(path))
}

/// The examples and the starter.
pub fn examples() -> Vec<PathBuf> {
    let mut paths = projects("examples");
    paths.push(root().join("templates/init/gen.toml"));
    paths
}

/// The project files of a folder, sorted.
pub fn projects(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join(folder)).expect("the folder is there");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("examples can be listed").path())
        .collect();
    paths.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "toml")
    });
    paths.sort();
    paths
}

/// Calls `visit` for the schema and every schema in it, with its JSON pointer.
pub fn walk(schema: &Value, pointer: &str, visit: &mut impl FnMut(&str, &Map<String, Value>)) {
    let Some(entries) = schema.as_object() else {
        return;
    };
    visit(pointer, entries);
    for keyword in ["properties", "$defs"] {
        for (name, inner) in entries
            .get(keyword)
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            walk(inner, &format!("{pointer}/{keyword}/{name}"), visit);
        }
    }
    for keyword in ["additionalProperties", "items"] {
        if let Some(inner) = entries.get(keyword) {
            walk(inner, &format!("{pointer}/{keyword}"), visit);
        }
    }
    for keyword in ["oneOf", "anyOf", "allOf"] {
        for (index, inner) in entries
            .get(keyword)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .enumerate()
        {
            walk(inner, &format!("{pointer}/{keyword}/{index}"), visit);
        }
    }
}

/// Fails unless every key and every table has a description of one line.
pub fn check_descriptions(schema: &Value) {
    let mut missing = Vec::new();
    walk(schema, "", &mut |pointer, entries| {
        let parent = pointer.rsplit('/').nth(1).unwrap_or_default();
        let text = entries.get("description").and_then(Value::as_str);
        let good = text.is_some_and(|text| text.len() > 3 && !text.contains('\n'));
        if matches!(parent, "properties" | "$defs" | "oneOf" | "") && !good {
            missing.push(pointer.to_string());
        }
    });
    assert!(missing.is_empty(), "{missing:#?}");
}
