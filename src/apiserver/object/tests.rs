//! Objects as they are created.

use super::{Definition, Judged, Strictness, judge};
use serde_json::{Value, json};

fn definition(spec: &Value) -> Definition {
    let status = json!({ "type": "object", "properties": { "phase": { "type": "string", "default": "New" } } });
    let schema = json!({ "type": "object", "properties": { "spec": spec, "status": status }, "required": ["spec"] });
    Definition::read(&json!({ "spec": {
        "group": "example.com",
        "names": { "kind": "Box", "plural": "boxes" },
        "scope": "Namespaced",
        "versions": [
            { "name": "v1", "served": true, "storage": true, "subresources": { "status": {} }, "schema": { "openAPIV3Schema": schema } },
            { "name": "v2", "served": false, "storage": false, "schema": { "openAPIV3Schema": { "type": "object" } } },
        ],
    } }))
}

fn spec() -> Value {
    json!({ "type": "object", "properties": {
        "size": { "type": "integer", "default": 3, "minimum": 1 },
        "color": { "type": "string", "enum": ["red", "green"] },
    } })
}

fn object(spec: &Value) -> Value {
    json!({ "apiVersion": "example.com/v1", "kind": "Box", "metadata": { "name": "a" }, "spec": spec })
}

fn run(object: &Value, strictness: Strictness) -> Judged {
    judge(&definition(&spec()), object, strictness)
}

fn pointers(judged: &Judged) -> Vec<&str> {
    judged
        .findings
        .iter()
        .map(|finding| finding.pointer.as_str())
        .collect()
}

#[test]
fn a_good_object_is_stored_with_its_defaults() {
    let mut written = object(&json!({ "color": "red", "size": null }));
    written["status"] = json!({ "phase": "Old" });
    written["metadata"] = json!({ "name": "a", "uid": "b", "creationTimestamp": null, "labels": {}, "annotations": { "a": null } });
    let judged = run(&written, Strictness::Strict);
    assert_eq!(judged.findings, []);
    let mut stored = object(&json!({ "color": "red", "size": 3 }));
    stored["metadata"]["annotations"] = json!({ "a": "" });
    assert_eq!(judged.object, stored);
    assert_eq!(
        run(&object(&json!({ "size": 1e3 })), Strictness::Strict).object["spec"]["size"]
            .to_string(),
        "1000"
    );
}

#[test]
fn unknown_fields_come_before_wrong_values() {
    let mut written = object(&json!({ "colour": "red", "size": 0 }));
    written["metadata"]["lables"] = json!({});
    let strict = run(&written, Strictness::Strict);
    assert_eq!(pointers(&strict), ["/metadata/lables", "/spec/colour"]);
    assert_eq!(
        strict.findings[0].help.as_deref(),
        Some("`labels` is the nearest field")
    );
    assert_eq!(
        strict.findings[1].help.as_deref(),
        Some("`color` is the nearest field")
    );
    assert_eq!(strict.later.len(), 1);
    let lenient = run(&written, Strictness::Lenient);
    assert_eq!(pointers(&lenient), ["/spec/size"]);
    assert_eq!(lenient.pruned.len(), 2);
    assert_eq!(lenient.object["spec"], json!({ "size": 0 }));
}

#[test]
fn what_the_version_of_storage_does_not_name_is_lost() {
    let version = |name: &str, stored: bool, spec: Value| {
        json!({ "name": name, "served": true, "storage": stored, "schema": { "openAPIV3Schema": {
            "type": "object",
            "properties": { "spec": { "type": "object", "properties": spec } },
        } } })
    };
    let text = json!({ "type": "string" });
    let mut written = json!({ "spec": {
        "group": "example.com",
        "names": { "kind": "Box" },
        "versions": [
            version("v1", false, json!({ "old": text, "both": text, "size": { "type": "integer" } })),
            version("v2", true, json!({ "new": text, "both": text, "size": { "type": "integer", "default": 1 } })),
        ],
    } });
    let box_ = object(&json!({ "old": "a", "both": "b" }));
    let judged = judge(&Definition::read(&written), &box_, Strictness::Strict);
    assert_eq!(judged.findings, []);
    assert_eq!(judged.lost[0].field, "spec.old");
    assert_eq!(judged.object["spec"], json!({ "both": "b", "size": 1 }));
    written["spec"]["conversion"] = json!({ "strategy": "Webhook" });
    let judged = judge(&Definition::read(&written), &box_, Strictness::Strict);
    assert_eq!(
        (judged.lost.len(), &judged.object["spec"]),
        (0, &box_["spec"])
    );
}

#[test]
fn what_cannot_be_read_comes_first() {
    let mut written = object(&json!({ "colour": "red" }));
    written["metadata"]["labels"] = json!({ "a": 1 });
    assert_eq!(
        pointers(&run(&written, Strictness::Strict)),
        ["/metadata/labels/a"]
    );
}

#[test]
fn a_place_is_in_the_object_as_written() {
    let mut written = object(&json!({}));
    written.as_object_mut().unwrap().shift_remove("spec");
    assert_eq!(pointers(&run(&written, Strictness::Strict)), [""]);
    written.as_object_mut().unwrap().shift_remove("metadata");
    written["spec"] = json!({ "size": 0 });
    assert_eq!(
        pointers(&run(&written, Strictness::Strict)),
        ["", "/spec/size"]
    );
}

#[test]
fn versions_must_be_served() {
    let cases = [
        ("apiVersion", json!("example.com/v2"), "/apiVersion"),
        ("apiVersion", json!(1), "/apiVersion"),
        ("apiVersion", json!(null), ""),
        ("kind", json!("box"), "/kind"),
    ];
    for (key, value, expected) in cases {
        let mut written = object(&json!({}));
        written[key] = value;
        assert_eq!(
            pointers(&run(&written, Strictness::Strict)),
            [expected],
            "{key}"
        );
    }
    let judged = run(&json!([]), Strictness::Strict);
    assert_eq!(judged.findings.len(), 2);
}
