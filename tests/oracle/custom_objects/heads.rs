//! Changes of what every resource has: a table of fields and what they are set to.
#![expect(
    clippy::semicolon_if_nothing_returned,
    reason = "a row is one assignment"
)]

use serde_json::{Value, json};

/// A change of `apiVersion`, `kind`, `metadata`, or of the whole.
pub struct Head {
    /// Its name.
    pub name: &'static str,
    /// What it does.
    pub apply: fn(&mut Value),
}

const fn head(name: &'static str, apply: fn(&mut Value)) -> Head {
    Head { name, apply }
}

/// All of them.
pub const HEADS: &[Head] = &[
    head("another kind", |o| o["kind"] = json!("Other")),
    head("no kind", |o| remove(o, "kind")),
    head("a kind that is a number", |o| o["kind"] = json!(1)),
    head("another version", |o| {
        o["apiVersion"] = json!("example.com/v9")
    }),
    head("no version", |o| remove(o, "apiVersion")),
    head("no metadata", |o| remove(o, "metadata")),
    head("null metadata", |o| o["metadata"] = json!(null)),
    head("metadata that is a text", |o| o["metadata"] = json!("a")),
    head("no name", |o| o["metadata"] = json!({})),
    head("a name with capitals", |o| {
        o["metadata"]["name"] = json!("A-name")
    }),
    head("a name with an underscore", |o| {
        o["metadata"]["name"] = json!("a_name")
    }),
    head("a name with dots", |o| {
        o["metadata"]["name"] = json!("a.name.1")
    }),
    head("a name with an empty part", |o| {
        o["metadata"]["name"] = json!("a..b")
    }),
    head("a long name", |o| {
        o["metadata"]["name"] = json!("a".repeat(254))
    }),
    head("the longest name", |o| {
        o["metadata"]["name"] = json!("a".repeat(253))
    }),
    head("an empty name", |o| o["metadata"]["name"] = json!("")),
    head("a name that is a number", |o| {
        o["metadata"]["name"] = json!(7)
    }),
    head("the beginning of a name", |o| {
        o["metadata"] = json!({ "generateName": "a-" })
    }),
    head("a wrong beginning of a name", |o| {
        o["metadata"] = json!({ "generateName": "A_" })
    }),
    head("a beginning of a name with a dot", |o| {
        o["metadata"] = json!({ "generateName": "a.-" })
    }),
    head("a beginning of a name that is a dash", |o| {
        o["metadata"] = json!({ "generateName": "-" })
    }),
    head("both kinds of names", |o| {
        o["metadata"]["generateName"] = json!("B-")
    }),
    head("a namespace", |o| {
        o["metadata"]["namespace"] = json!("default")
    }),
    head("a name to be made", |o| {
        o["metadata"] = json!({ "generateName": "b-name-", "namespace": "default" });
    }),
    head("an empty namespace", |o| {
        o["metadata"]["namespace"] = json!("")
    }),
    head("labels", |o| {
        o["metadata"]["labels"] = json!({ "app": "a", "example.com/b": "" })
    }),
    head("a wrong key of a label", |o| {
        o["metadata"]["labels"] = json!({ "a b": "c" })
    }),
    head("a wrong prefix of a label", |o| {
        o["metadata"]["labels"] = json!({ "A_b/c": "c" })
    }),
    head("a label with two slashes", |o| {
        o["metadata"]["labels"] = json!({ "a/b/c": "c" })
    }),
    head("a wrong value of a label", |o| {
        o["metadata"]["labels"] = json!({ "a": "-c" })
    }),
    head("a long value of a label", |o| {
        o["metadata"]["labels"] = json!({ "a": "c".repeat(64) })
    }),
    head("a label that is a boolean", |o| {
        o["metadata"]["labels"] = json!({ "a": true })
    }),
    head("a label that is null", |o| {
        o["metadata"]["labels"] = json!({ "a": null })
    }),
    head("labels that are a list", |o| {
        o["metadata"]["labels"] = json!(["a"])
    }),
    head("no labels", |o| o["metadata"]["labels"] = json!({})),
    head("annotations", |o| {
        o["metadata"]["annotations"] = json!({ "A.B/c": "anything goes", "d": "" })
    }),
    head("a wrong annotation", |o| {
        o["metadata"]["annotations"] = json!({ "a b": "" })
    }),
    head("an annotation that is a number", |o| {
        o["metadata"]["annotations"] = json!({ "a": 1 })
    }),
    head("large annotations", |o| {
        o["metadata"]["annotations"] = json!({ "a": "x".repeat(262_144) })
    }),
    head("the largest annotations", |o| {
        o["metadata"]["annotations"] = json!({ "a": "x".repeat(262_143) })
    }),
    head("finalizers", |o| {
        o["metadata"]["finalizers"] = json!(["example.com/a", "orphan"])
    }),
    head("a wrong finalizer", |o| {
        o["metadata"]["finalizers"] = json!(["a b"])
    }),
    head("finalizers that exclude each other", |o| {
        o["metadata"]["finalizers"] = json!(["orphan", "foregroundDeletion"])
    }),
    head("a null finalizer", |o| {
        o["metadata"]["finalizers"] = json!([null])
    }),
    head("an owner", |o| {
        o["metadata"]["ownerReferences"] = json!([owner("a"), owner("a"), owner("b")])
    }),
    head("an owner without anything", |o| {
        o["metadata"]["ownerReferences"] = json!([{}])
    }),
    head("an owner that is an event", |o| {
        o["metadata"]["ownerReferences"] =
            json!([{ "apiVersion": "v1", "kind": "Event", "name": "a", "uid": "b" }]);
    }),
    head("two controllers", |o| {
        let mut owners = json!([owner("a"), owner("b")]);
        owners[0]["controller"] = json!(true);
        owners[1]["controller"] = json!(true);
        o["metadata"]["ownerReferences"] = owners;
    }),
    head("an owner with an unknown field", |o| {
        let mut owner = owner("a");
        owner["unknown"] = json!(1);
        o["metadata"]["ownerReferences"] = json!([owner]);
    }),
    head("an owner's flag that is a text", |o| {
        let mut owner = owner("a");
        owner["controller"] = json!("true");
        o["metadata"]["ownerReferences"] = json!([owner]);
    }),
    head("unknown metadata", |o| {
        o["metadata"]["lables"] = json!({ "a": "b" })
    }),
    head("metadata in another case", |o| {
        o["metadata"]["Labels"] = json!({ "a": "b" })
    }),
    head("a null time", |o| {
        o["metadata"]["creationTimestamp"] = json!(null)
    }),
    head("a time", |o| {
        o["metadata"]["creationTimestamp"] = json!("2026-05-31T12:00:00Z")
    }),
    head("a wrong time", |o| {
        o["metadata"]["creationTimestamp"] = json!("yesterday")
    }),
    head("a generation", |o| o["metadata"]["generation"] = json!(5)),
    head("a negative generation", |o| {
        o["metadata"]["generation"] = json!(-5)
    }),
    head("a generation that is a text", |o| {
        o["metadata"]["generation"] = json!("5")
    }),
    head("a fractional generation", |o| {
        o["metadata"]["generation"] = json!(5.5)
    }),
    head("a uid", |o| o["metadata"]["uid"] = json!("some")),
    head("a uid that is a number", |o| {
        o["metadata"]["uid"] = json!(1)
    }),
    head("an unknown field beside spec", |o| {
        o["unknown"] = json!({ "a": 1 })
    }),
    head("no spec", |o| remove(o, "spec")),
    head("a null spec", |o| o["spec"] = json!(null)),
    head("an empty spec", |o| o["spec"] = json!({})),
    head("a spec that is a list", |o| o["spec"] = json!([])),
    head("a status", |o| {
        o["status"] = json!({ "replicas": 3, "conditions": [] })
    }),
    head("a status that is a text", |o| o["status"] = json!("fine")),
    head("a selector that is a number", |o| {
        o["status"] = json!({ "selector": 1, "replicas": "a" })
    }),
    head("negative replicas", |o| o["spec"]["replicas"] = json!(-1)),
    head("replicas of 40 bits", |o| {
        o["spec"]["replicas"] = json!(1_099_511_627_776_i64)
    }),
    head("replicas that are a float", |o| {
        o["spec"]["replicas"] = json!(2.0)
    }),
];

fn remove(object: &mut Value, key: &str) {
    object.as_object_mut().unwrap().shift_remove(key);
}

fn owner(uid: &str) -> Value {
    json!({ "apiVersion": "v1", "kind": "Pod", "name": "a", "uid": uid })
}
