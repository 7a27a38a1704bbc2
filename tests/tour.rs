//! Every field of the language, and every word that a field can be, is used by an example, so that it has a golden file.

use serde_json::Value;
use std::{collections::BTreeSet, fs, path::Path};

/// What no example can use yet: the reader says "not supported yet", or nothing reads it.
const NOT_YET: [&str; 4] = [
    "Project.slos",
    "Project.use",
    "Project.gitops",
    "Catalog.version",
];

/// Whether a field or word needs no example: `allow` names checks, which have tests of their own, and a project has one form of
/// dashboards (`tests/variations` has the others).
fn is_exempt(what: &str) -> bool {
    NOT_YET.contains(&what) || what.ends_with(".allow") || what.starts_with("DashboardForm=")
}

/// The examples as JSON.
#[expect(clippy::disallowed_methods, reason = "the test reads the examples")]
fn examples() -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let paths = fs::read_dir(folder)
        .expect("the repository holds its examples")
        .map(|entry| entry.expect("the folder can be listed").path());
    let files = paths.filter(|path| {
        path.extension()
            .is_some_and(|extension| extension == "toml")
    });
    files
        .map(|path| {
            let table: toml::Table = fs::read_to_string(path)
                .expect("an example can be read")
                .parse()
                .expect("an example is TOML");
            serde_json::to_value(table).expect("TOML has no value that JSON lacks")
        })
        .collect()
}

/// A table of the language: its name and its schema. The environment's partial twins count as what they are twins of.
struct Shape<'a> {
    name: String,
    schema: &'a Value,
}

fn shape<'a>(root: &'a Value, name: &str, schema: &'a Value) -> Shape<'a> {
    let target = schema["$ref"]
        .as_str()
        .and_then(|target| target.strip_prefix("#/$defs/"));
    match target {
        Some(target) => shape(
            root,
            target.trim_start_matches("Partial"),
            &root["$defs"][target],
        ),
        None => Shape {
            name: name.to_string(),
            schema,
        },
    }
}

/// Notes `Table.field`, or `Words=word`, for all that a value of a schema uses.
fn note(root: &Value, shape: &Shape, value: &Value, used: &mut BTreeSet<String>) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                let field = &shape.schema["properties"][key];
                let inner = if field.is_null() {
                    &shape.schema["additionalProperties"]
                } else {
                    used.insert(format!("{}.{key}", shape.name));
                    field
                };
                note(root, &self::shape(root, &shape.name, inner), value, used);
            }
        }
        Value::Array(items) => {
            let inner = self::shape(root, &shape.name, &shape.schema["items"]);
            items.iter().for_each(|item| note(root, &inner, item, used));
        }
        Value::String(word) => {
            used.insert(format!("{}={word}", shape.name));
        }
        _ => {}
    }
}

/// Everything that can be noted.
fn all(root: &Value) -> BTreeSet<String> {
    let definitions = root["$defs"].as_object().into_iter().flatten();
    let definitions = definitions
        .filter(|(name, _)| !name.starts_with("Partial") && *name != "Environment")
        .map(|(name, schema)| (name.as_str(), schema));
    let mut all = BTreeSet::new();
    for (name, schema) in definitions.chain([("Project", root)]) {
        let fields = schema["properties"].as_object().into_iter().flatten();
        all.extend(fields.map(|(field, _)| format!("{name}.{field}")));
        let words = schema["enum"].as_array().into_iter().flatten();
        let branches = schema["oneOf"].as_array().into_iter().flatten();
        let constants = branches.flat_map(|branch| {
            let words = branch["enum"].as_array().into_iter().flatten();
            words.chain(branch.get("const"))
        });
        let words = words.chain(constants).filter_map(Value::as_str);
        all.extend(words.map(|word| format!("{name}={word}")));
    }
    all
}

#[test]
fn every_field_of_the_language_is_used_by_an_example() {
    let root = opsgen::project::json_schema();
    let mut used = BTreeSet::new();
    for example in examples() {
        note(&root, &shape(&root, "Project", &root), &example, &mut used);
    }
    let all = all(&root);
    assert!(all.len() > 300, "the schema was not understood: {all:?}");
    let missing: Vec<&String> = all
        .difference(&used)
        .filter(|what| !is_exempt(what))
        .collect();
    assert!(missing.is_empty(), "no example uses {missing:#?}");
}
