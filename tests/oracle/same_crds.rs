//! The definitions that gen emits for three systems equal the real ones.
//!
//! Equal as JSON, but for texts for people, what the tool writes about itself, the order in `required` and `enum`, and line breaks in CEL. The real ones
//! are in `shared/corpora`, beside the repository; where that is missing the test says so and judges nothing.

use crate::difference::differences;
use crate::golden::{corpora, entries, file_name, repository, text};
use crate::judge::none_refused;
use crate::yaml;
use serde_json::Value;

/// The systems whose definitions must be the same. Omnia Arena's real ones hold a fault.
const SYSTEMS: [&str; 3] = ["jobtree", "training-operator", "arks"];

/// What is compared of a definition.
fn essence(mut definition: Value) -> Value {
    for (part, own) in [
        ("annotations", "controller-gen.kubebuilder.io/version"),
        ("labels", "app.kubernetes.io/managed-by"),
    ] {
        let metadata = &mut definition["metadata"];
        if let Some(texts) = metadata[part].as_object_mut() {
            texts.remove(own);
        }
        if metadata[part]
            .as_object()
            .is_none_or(serde_json::Map::is_empty)
        {
            metadata
                .as_object_mut()
                .map(|metadata| metadata.remove(part));
        }
    }
    simplify(&mut definition, false);
    definition
}

/// Drops descriptions, sorts sets and writes each CEL rule on one line. Below `properties` the keys are names of
/// fields, which may be called `description` too.
fn simplify(value: &mut Value, names: bool) {
    match value {
        Value::Object(map) => {
            if !names {
                map.remove("description");
            }
            for (key, value) in map.iter_mut() {
                match (key.as_str(), &mut *value) {
                    ("required" | "enum", Value::Array(items)) if !names => {
                        items.sort_by_key(Value::to_string);
                    }
                    ("rule", Value::String(rule)) if !names => *rule = one_line(rule),
                    _ => {}
                }
                simplify(value, !names && key == "properties");
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| simplify(item, false)),
        _ => {}
    }
}

fn one_line(rule: &str) -> String {
    rule.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn descriptions_and_the_order_of_sets_do_not_count() {
    let document = |text: &str| essence(yaml::value(text));
    let written = document(
        "metadata: { name: a, annotations: { controller-gen.kubebuilder.io/version: v1 } }
schema: { description: x, required: [b, a], properties: { description: { enum: [b, a] } } }",
    );
    let real = document(
        "metadata: { name: a, labels: { app.kubernetes.io/managed-by: gen } }
schema: { required: [a, b], properties: { description: { description: y, enum: [a, b] } } }",
    );
    assert_eq!(differences(&real, &written), [""; 0]);
    let less = document("metadata: { name: a }\nschema: { required: [a], properties: {} }");
    let lines = differences(&real, &less);
    assert_eq!(lines.len(), 2, "{lines:?}");
}

#[test]
#[ignore = "needs ci/oracles.sh"]
fn the_definitions_of_three_systems_equal_the_real_ones() {
    let mut refusals = Vec::new();
    for system in SYSTEMS {
        let Some(folder) = corpora(&format!("crds/{system}")) else {
            eprintln!("NOT JUDGED: no shared/corpora/crds/{system} above the repository");
            continue;
        };
        for real in entries(&folder) {
            let name = file_name(&real);
            let own = repository().join(format!("golden/{system}/deploy/crds/{name}"));
            if !own.is_file() {
                refusals.push(format!("golden/{system} has no {name}"));
                continue;
            }
            let [real, own] = [&real, &own].map(|path| essence(yaml::value(&text(path))));
            let lines = differences(&real, &own);
            if !lines.is_empty() {
                refusals.push(format!("{system} {name}:\n{}", lines.join("\n")));
            }
        }
    }
    none_refused(&refusals);
}
