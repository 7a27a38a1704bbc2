//! The schema of every project.

use crate::files::{check_descriptions, examples, read, root, walk};
use opsgen::{project, schema::Schema};
use serde_json::{Value, json};
use std::{env, fs};

#[test]
fn every_key_and_every_table_is_described() {
    check_descriptions(&project::json_schema());
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
