//! The schema of gen.toml as editors use it.
#![expect(clippy::disallowed_methods, reason = "tests read and update files")]

use opsgen::{project, schema::Schema};
use serde_json::{Map, Value, json};
use std::{
    env, fs,
    path::{Path, PathBuf},
};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Calls `visit` for the schema and every schema in it, with its JSON pointer.
fn walk(schema: &Value, pointer: &str, visit: &mut impl FnMut(&str, &Map<String, Value>)) {
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

#[test]
fn every_key_and_every_table_is_described() {
    let schema = project::json_schema();
    let mut missing = Vec::new();
    walk(&schema, "", &mut |pointer, entries| {
        let parent = pointer.rsplit('/').nth(1).unwrap_or_default();
        let text = entries.get("description").and_then(Value::as_str);
        let good = text.is_some_and(|text| text.len() > 3 && !text.contains('\n'));
        if matches!(parent, "properties" | "$defs" | "oneOf" | "") && !good {
            missing.push(pointer.to_string());
        }
    });
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn nothing_is_said_that_only_rust_knows() {
    walk(&project::json_schema(), "", &mut |pointer, entries| {
        let text = Value::Object(entries.clone()).to_string();
        let kind = entries
            .get("type")
            .map(Value::to_string)
            .unwrap_or_default();
        assert!(!kind.contains("null"), "{pointer}: {text}");
        assert!(!entries.contains_key("anyOf"), "{pointer}: {text}");
        assert!(
            entries.get("default") != Some(&Value::Null),
            "{pointer}: {text}"
        );
        if let Some(format) = entries.get("format").and_then(Value::as_str) {
            assert_eq!(format, "date", "{pointer}");
        }
    });
}

#[test]
fn every_definition_is_used() {
    let schema = project::json_schema();
    let text = schema.to_string();
    for name in schema["$defs"].as_object().unwrap().keys() {
        assert!(text.contains(&format!("\"#/$defs/{name}\"")), "{name}");
        assert!(name.chars().all(char::is_alphanumeric), "{name}");
    }
}

/// A TOML document as JSON; dates become strings.
fn json_of(value: &toml::Value) -> Value {
    match value {
        toml::Value::Datetime(date) => Value::from(date.to_string()),
        toml::Value::Array(items) => items.iter().map(json_of).collect(),
        toml::Value::Table(table) => Value::Object(
            table
                .iter()
                .map(|(key, value)| (key.clone(), json_of(value)))
                .collect(),
        ),
        toml::Value::String(text) => Value::from(text.as_str()),
        toml::Value::Integer(number) => Value::from(*number),
        toml::Value::Float(number) => Value::from(*number),
        toml::Value::Boolean(flag) => Value::from(*flag),
    }
}

fn read(path: &Path) -> Value {
    json_of(&toml::Value::Table(
        fs::read_to_string(path)
            .expect("an example can be read")
            .parse()
            .expect("an example is TOML"),
    ))
}

fn examples() -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join("examples")).expect("there are examples");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("examples can be listed").path())
        .collect();
    paths.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "toml")
    });
    paths.sort();
    paths.push(root().join("templates/init/gen.toml"));
    paths
}

#[test]
fn the_examples_and_the_starter_are_accepted() {
    let schema = Schema::compile(project::json_schema()).unwrap();
    assert!(examples().len() >= 5);
    for path in examples() {
        let violations = schema.violations(&read(&path));
        assert!(violations.is_empty(), "{}: {violations:#?}", path.display());
    }
}

#[test]
fn misspelt_keys_are_refused_wherever_they_stand() {
    let schema = Schema::compile(project::json_schema()).unwrap();
    let project = json!({ "name": "shop", "namespace": "shop" });
    let good = json!({ "project": project, "environments": { "dev": {
        "unset": ["params.x"],
        "project": { "namespace": "dev" },
        "alerts": { "A": { "enabled": false, "runbook": { "impact": "x" } } },
        "dashboards": { "d": { "rows": { "r": { "panels": { "p": { "title": "x" } } } } } },
    } } });
    assert_eq!(schema.violations(&good), []);
    let bad = [
        json!({ "project": project, "alert": {} }),
        json!({ "project": project, "alerts": { "A": { "expr": "up", "summery": "x" } } }),
        json!({ "project": project, "environments": { "dev": { "alert": {} } } }),
        json!({ "project": project, "environments": { "dev": { "alerts": { "A": { "summery": "x" } } } } }),
        json!({ "project": project, "environments": { "dev": { "crds": {} } } }),
        json!({ "project": project, "environments": { "dev": { "project": { "name": "x" } } } }),
        json!({ "project": project, "environments": { "dev": { "params": { "a": true } } } }),
        json!({ "project": { "name": "shop" } }),
    ];
    for document in bad {
        assert_eq!(schema.violations(&document).len(), 1, "{document}");
    }
}

#[test]
fn the_committed_schema_is_what_gen_prints() {
    let path = root().join("schemas/project.schema.json");
    let text = format!("{:#}\n", project::json_schema());
    if env::var_os("UPDATE_SCHEMA").is_some() {
        fs::write(&path, &text).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == text,
        "schemas/project.schema.json is out of date: UPDATE_SCHEMA=1 cargo test --test schema"
    );
}
