//! The schema of `spec` in the only version.

use crate::cases::{cases, judge, line};
use opsgen::compare::{Change, What, definitions};
use serde_json::{Value, json};

/// A definition with this schema of `spec`.
pub fn definition(spec: &Value) -> Value {
    json!({
        "metadata": {"name": "runs.shop.example.com"},
        "spec": {
            "group": "shop.example.com",
            "names": {"kind": "Run", "plural": "runs"},
            "scope": "Namespaced",
            "versions": [{
                "name": "v1", "served": true, "storage": true,
                "schema": {"openAPIV3Schema": {"type": "object", "properties": {"spec": spec}}},
            }],
        },
    })
}

fn changes(old: &Value, new: &Value) -> Vec<Change> {
    definitions(&definition(old), &definition(new))
}

#[test]
fn each_keyword_has_its_verdict() {
    judge(&cases(include_str!("schemas.cases")), |case| {
        changes(&case.old, &case.new).iter().map(line).collect()
    });
}

#[test]
fn a_schema_does_not_differ_from_itself() {
    judge(&cases(include_str!("schemas.cases")), |case| {
        for side in [&case.old, &case.new] {
            assert_eq!(changes(side, side), [], "{}", case.title);
        }
        case.expected.clone()
    });
}

#[test]
fn a_change_and_its_reverse_tell_the_same_parts() {
    let turned = |change: &Change| {
        let what = match &change.what {
            What::Added(value) => What::Removed(value.clone()),
            What::Removed(value) => What::Added(value.clone()),
            What::Changed(old, new) => What::Changed(new.clone(), old.clone()),
        };
        format!("{} {what:?}", change.path)
    };
    let same = |change: &Change| format!("{} {:?}", change.path, change.what);
    let mut count = 0;
    for case in cases(include_str!("schemas.cases")) {
        let there = changes(&case.old, &case.new);
        let back = changes(&case.new, &case.old);
        // What is told of one direction alone: new and required, and what a map takes over.
        let is_plain = |change: &Change| {
            !matches!(
                change.comparison,
                "required" | "property" | "type" | "enum" | "rule"
            )
        };
        if there.iter().chain(&back).all(is_plain) {
            let mut there: Vec<String> = there.iter().map(same).collect();
            let mut back: Vec<String> = back.iter().map(turned).collect();
            there.sort();
            back.sort();
            assert_eq!(there, back, "{}", case.title);
            count += 1;
        }
    }
    assert!(count > 30, "{count}");
}

#[test]
fn places_lead_to_the_keyword_on_both_sides() {
    let old = json!({"type": "object", "properties": {"a/b": {"type": "array", "items": {"type": "string", "enum": ["x", "y"]}}}});
    let new = json!({"type": "object", "properties": {"a/b": {"type": "array", "items": {"type": "string", "enum": ["x"]}}}});
    let found = changes(&old, &new);
    let pointer =
        "/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/a~1b/items/enum";
    let change = &found[0];
    assert_eq!(change.path, "spec.a/b[]");
    assert_eq!(change.versions, ["v1"]);
    for (place, side) in [(&change.old, &old), (&change.new, &new)] {
        let place = place.as_ref().expect("both sides have it");
        assert_eq!(place.pointer, pointer);
        assert!(definition(side).pointer(pointer).is_some());
    }
}
