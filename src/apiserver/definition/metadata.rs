//! API version, kind and metadata (`ValidateObjectMeta` of `k8s.io/apimachinery/pkg/api/validation`).
//!
//! The server clears the namespace, the status, and what only it may set (uid, timestamps) before it looks, so these are never refused;
//! managed fields are replaced.

use serde_json::Value;

use crate::apiserver::{
    definition::{
        parts::{Definition, text},
        rule::METADATA,
    },
    finding::{Cause, Finding},
    metadata::{self, Names, Namespace, Syntax, name_problem},
    path::Path,
};

/// What `apiVersion` and `kind` must be, where they are given.
const TYPE: [(&str, &str); 2] = [
    ("apiVersion", "apiextensions.k8s.io/v1"),
    ("kind", "CustomResourceDefinition"),
];

/// Why an object is none of the kind that is judged here.
pub fn find_foreign(object: &Value) -> Vec<Finding> {
    let root = Path::root("", "");
    let mut findings = Vec::new();
    for (key, expected) in TYPE {
        check_type(&object[key], expected, &root.child(key), &mut findings);
    }
    findings
}

/// Judges the metadata.
pub fn check(object: &Value, definition: &Definition, findings: &mut Vec<Finding>) {
    let root = Path::root("", "");
    let (metadata, path) = (&object["metadata"], root.child("metadata"));
    check_name(metadata, definition, &path, findings);
    let mut fields = metadata::decode(metadata, &path).fields;
    // What names must be is asked of definitions in another way.
    fields.retain(|key, _| !matches!(key.as_str(), "name" | "generateName"));
    let (names, namespace) = (Names::OptionalPathSegment, Namespace::Ignored);
    let others = metadata::validate(&fields, names, namespace, &path);
    findings.extend(others.into_iter().map(|finding| Finding {
        rule: METADATA,
        ..finding
    }));
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
    } else if let Some(why) = name_problem(&required, Syntax::Subdomain) {
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
