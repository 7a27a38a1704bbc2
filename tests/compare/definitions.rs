//! Definitions beside their schemas: names, versions, conversion, subresources.

use crate::cases::{cases, judge, line};
use opsgen::compare::{Effect, added, definitions, removed};
use serde_json::{Value, json};

/// A definition with these parts of its `spec`, and a `status` where there is one.
fn definition(parts: &Value) -> Value {
    let mut spec = json!({
        "group": "shop.example.com",
        "names": {"kind": "Run", "plural": "runs"},
        "scope": "Namespaced",
        "versions": [{"name": "v1", "served": true, "storage": true}],
    });
    let mut status = Value::Null;
    for (key, part) in parts.as_object().into_iter().flatten() {
        match key.as_str() {
            "status" => status = part.clone(),
            key => spec[key] = part.clone(),
        }
    }
    for version in spec["versions"].as_array_mut().into_iter().flatten() {
        let schema = match version["fields"].take() {
            Value::Null => json!({"type": "object"}),
            fields => json!({"type": "object", "properties": fields}),
        };
        version["schema"] = json!({"openAPIV3Schema": schema});
    }
    json!({"metadata": {"name": "runs.shop.example.com"}, "spec": spec, "status": status})
}

#[test]
fn each_part_has_its_verdict() {
    judge(&cases(include_str!("definitions.cases")), |case| {
        let changes = definitions(&definition(&case.old), &definition(&case.new));
        let told = |change| format!("{} @ {}", line(change), change.versions.join(", "));
        let lines = changes.iter().map(told);
        lines
            .map(|line| line.trim_end_matches(" @ ").to_owned())
            .collect()
    });
}

#[test]
fn a_definition_that_is_gone_breaks_and_a_new_one_does_not() {
    let definition = definition(&Value::Null);
    let (gone, new) = (removed(&definition), added(&definition));
    assert_eq!(
        (gone.effect, new.effect),
        (Effect::Breaking, Effect::Compatible)
    );
    assert_eq!(gone.subject.name, "runs.shop.example.com");
    assert!(gone.new.is_none() && new.old.is_none());
}
