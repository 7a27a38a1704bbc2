//! API version, kind and metadata (`ValidateObjectMeta` of `k8s.io/apimachinery/pkg/api/validation`).
//!
//! The server clears the namespace, the status, and what only it may set (uid, timestamps) before it looks, so these are never refused;
//! managed fields are replaced.

use serde_json::Value;

use crate::apiserver::{
    definition::{
        parts::{Definition, text, texts},
        rule::METADATA,
    },
    finding::{Cause, Finding},
    path::Path,
    words::{wrong_label_value, wrong_qualified_name, wrong_subdomain},
};

/// What `apiVersion` and `kind` must be, where they are given.
const TYPE: [(&str, &str); 2] = [
    ("apiVersion", "apiextensions.k8s.io/v1"),
    ("kind", "CustomResourceDefinition"),
];

/// The most bytes in the keys and values of annotations together.
const MOST_ANNOTATIONS: usize = 256 << 10;

/// Finalizers that contradict each other.
const OPPOSITES: [&str; 2] = ["orphan", "foregroundDeletion"];

/// Judges all but the spec.
pub fn check(object: &Value, definition: &Definition, findings: &mut Vec<Finding>) {
    let root = Path::root("", "");
    for (key, expected) in TYPE {
        check_type(&object[key], expected, &root.child(key), findings);
    }
    let (metadata, path) = (&object["metadata"], root.child("metadata"));
    check_name(metadata, definition, &path, findings);
    let generation = metadata["generation"].as_i64().unwrap_or_default();
    if generation < 0 {
        let message = format!("the generation {generation} is negative");
        findings.push(invalid(&path.child("generation"), message));
    }
    check_labels(&metadata["labels"], &path.child("labels"), findings);
    check_annotations(
        &metadata["annotations"],
        &path.child("annotations"),
        findings,
    );
    check_owners(
        &metadata["ownerReferences"],
        &path.child("ownerReferences"),
        findings,
    );
    check_finalizers(&metadata["finalizers"], &path.child("finalizers"), findings);
}

fn invalid(path: &Path<'_>, message: String) -> Finding {
    Finding::new(path, Cause::Invalid, METADATA, message)
}

fn check_type(value: &Value, expected: &str, path: &Path<'_>, findings: &mut Vec<Finding>) {
    let Some(found) = value.as_str().filter(|found| !found.is_empty()) else {
        return; // the server knows it from the address of the request
    };
    if found != expected {
        let message = format!("found `{found}`, expected `{expected}`");
        let mut finding = Finding::new(path, Cause::Undecodable, METADATA, message);
        if found == "apiextensions.k8s.io/v1beta1" {
            finding = finding.with_help("no server since 1.22 serves v1beta1: write `apiextensions.k8s.io/v1` and move schema, subresources and columns into each version");
        }
        findings.push(finding);
    }
}

fn check_name(
    metadata: &Value,
    definition: &Definition,
    path: &Path<'_>,
    findings: &mut Vec<Finding>,
) {
    let required = format!("{}.{}", definition.names.plural, definition.group);
    let prefix = text(metadata, "generateName");
    if !prefix.is_empty() {
        let generated = format!("a generated name cannot be `{required}`");
        let finding = invalid(&path.child("generateName"), generated);
        findings.push(finding.with_help(format!("write `name: {required}` instead")));
    }
    let name = path.child("name");
    if definition.name.is_empty() {
        if prefix.is_empty() {
            let message = "the name is missing";
            let finding = Finding::new(&name, Cause::Required, METADATA, message);
            findings.push(finding.with_help(format!("write `name: {required}`")));
        } else {
            let message = "the name is missing, and a generated one never fits";
            findings.push(invalid(&name, message.to_owned()));
        }
        return;
    }
    if definition.name != required {
        findings.push(misnamed(definition, &required, &name));
    } else if let Some(why) = wrong_subdomain(&required) {
        findings.push(invalid(&name, format!("the name `{required}` {why}")));
    }
}

fn misnamed(definition: &Definition, required: &str, path: &Path<'_>) -> Finding {
    let found = &definition.name;
    if definition.names.plural.is_empty() || definition.group.is_empty() {
        let message = format!("the name `{found}` is not plural and group joined by a dot");
        return invalid(path, message);
    }
    let message =
        format!("the name `{found}` is not plural and group joined by a dot, `{required}`");
    invalid(path, message).with_help(format!("write `{required}`"))
}

/// The entries of a map of strings.
fn entries(value: &Value) -> impl Iterator<Item = (&str, &str)> {
    let entries = value.as_object().into_iter().flatten();
    entries.map(|(key, value)| (key.as_str(), value.as_str().unwrap_or_default()))
}

fn check_labels(labels: &Value, path: &Path<'_>, findings: &mut Vec<Finding>) {
    for (key, value) in entries(labels) {
        if let Some(why) = wrong_qualified_name(key) {
            let finding = invalid(path, format!("the label key `{key}` {why}"));
            findings.push(finding.written_at(&path.key(key)));
        }
        if let Some(why) = wrong_label_value(value) {
            let message = format!("the value `{value}` of the label `{key}` {why}");
            let finding = invalid(path, message).written_at(&path.key(key));
            findings.push(finding.with_help("text of any form can be an annotation"));
        }
    }
}

fn check_annotations(annotations: &Value, path: &Path<'_>, findings: &mut Vec<Finding>) {
    let mut size = 0;
    for (key, value) in entries(annotations) {
        size += key.len() + value.len();
        if let Some(why) = wrong_qualified_name(&key.to_lowercase()) {
            let finding = invalid(path, format!("the annotation key `{key}` {why}"));
            findings.push(finding.written_at(&path.key(key)));
        }
    }
    if size > MOST_ANNOTATIONS {
        let message =
            format!("annotations have {size} bytes, and at most {MOST_ANNOTATIONS} are allowed");
        let finding = Finding::new(path, Cause::TooLong, METADATA, message);
        findings.push(finding.with_help("`kubectl apply --server-side` adds no annotation"));
    }
}

fn check_owners(owners: &Value, path: &Path<'_>, findings: &mut Vec<Finding>) {
    const REQUIRED: [&str; 4] = ["apiVersion", "kind", "name", "uid"];
    let mut controllers = 0;
    let owners = owners.as_array().into_iter().flatten();
    for (index, owner) in owners.enumerate() {
        let written = path.index(index);
        for key in REQUIRED {
            let value = text(owner, key);
            if value.is_empty() || key == "apiVersion" && !has_version(&value) {
                let message = format!("`{key}` of the owner reference is missing");
                let finding = invalid(&path.child(key), message);
                findings.push(finding.written_at(&written.child(key)));
            }
        }
        let is_core = matches!(&*text(owner, "apiVersion"), "v1" | "/v1");
        if is_core && text(owner, "kind") == "Event" {
            let message = "an `Event` cannot own objects".to_owned();
            findings.push(invalid(path, message).written_at(&written));
        }
        if owner["controller"] == true {
            controllers += 1;
            if controllers > 1 {
                let message = "more than one owner has `controller: true`".to_owned();
                findings.push(invalid(path, message).written_at(&written.child("controller")));
            }
        }
    }
}

/// Whether an `apiVersion` names a version: all of it, or what follows its only slash.
fn has_version(text: &str) -> bool {
    let version = text.split_once('/').map_or(text, |(_, version)| version);
    !version.is_empty() && !version.contains('/')
}

fn check_finalizers(value: &Value, path: &Path<'_>, findings: &mut Vec<Finding>) {
    let finalizers = texts(value);
    for (index, finalizer) in finalizers.iter().enumerate() {
        if let Some(why) = wrong_qualified_name(finalizer) {
            let finding = invalid(path, format!("the finalizer `{finalizer}` {why}"));
            findings.push(finding.written_at(&path.index(index)));
        }
    }
    if OPPOSITES
        .iter()
        .all(|each| finalizers.iter().any(|found| found == each))
    {
        let [one, other] = OPPOSITES;
        let message = format!("the finalizers `{one}` and `{other}` contradict each other");
        findings.push(invalid(path, message));
    }
}
