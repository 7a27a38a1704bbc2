//! List types, map types and the keys of lists.

use crate::apiserver::{
    definition::{rule::LIST_TYPE, schema::walk::Node, suggest::listed},
    finding::{Cause, Finding},
    path::Path,
    schema::{Items, Schema},
};

const LIST_TYPES: [&str; 3] = ["atomic", "set", "map"];
const MAP_TYPES: [&str; 2] = ["atomic", "granular"];

/// Judges how one schema merges.
pub fn check(node: &Node<'_>, findings: &mut Vec<Finding>) {
    let Node { schema, path, .. } = node;
    let rows = [
        (
            &schema.map_type,
            "x-kubernetes-map-type",
            "object",
            &MAP_TYPES[..],
        ),
        (
            &schema.list_type,
            "x-kubernetes-list-type",
            "array",
            &LIST_TYPES[..],
        ),
    ];
    for (found, keyword, kind, known) in rows {
        if let Some(found) = found {
            check_type(node, keyword, kind, findings);
            check_value(found, known, &path.child(keyword), findings);
        }
    }
    let list_type = schema.list_type.as_deref();
    if list_type != Some("map") && !schema.list_map_keys.is_empty() {
        let cause = match list_type {
            None => Cause::Required,
            Some(_) => Cause::Invalid,
        };
        let message = "`x-kubernetes-list-map-keys` is for lists of the type `map`";
        let finding = Finding::new(
            &path.child("x-kubernetes-list-type"),
            cause,
            LIST_TYPE,
            message,
        );
        let finding = match list_type {
            None => finding.written_at(&path.child("x-kubernetes-list-map-keys")),
            Some(_) => finding,
        };
        findings.push(finding.with_help("write `x-kubernetes-list-type: map`"));
    }
    match (list_type, item_of(schema)) {
        (Some("map"), item) => check_map(node, item, findings),
        (Some("set"), Some(item)) => check_set(node, item, findings),
        _ => {}
    }
}

/// The schema of the items, when it is one for all.
fn item_of(schema: &Schema) -> Option<&Schema> {
    match &schema.items {
        Some(Items::One(item)) => Some(item),
        _ => None,
    }
}

fn check_type(node: &Node<'_>, keyword: &str, kind: &str, findings: &mut Vec<Finding>) {
    let found = node.schema.kind.as_str();
    if found == kind {
        return;
    }
    let path = node.path.child("type");
    let finding = if found.is_empty() {
        let message = format!("`{keyword}` stands in a schema without a type, expected `{kind}`");
        Finding::new(&path, Cause::Required, LIST_TYPE, message)
            .with_help(format!("write `type: {kind}`"))
    } else {
        let message =
            format!("`{keyword}` stands in a schema of type `{found}`, expected `{kind}`");
        Finding::new(&path, Cause::Invalid, LIST_TYPE, message)
    };
    findings.push(finding);
}

fn check_value(found: &str, known: &[&str], path: &Path<'_>, findings: &mut Vec<Finding>) {
    if known.contains(&found) {
        return;
    }
    let message = format!("`{found}` is none of {}", listed(known));
    findings.push(Finding::new(path, Cause::NotSupported, LIST_TYPE, message));
}

/// The items of a set are compared as a whole.
fn check_set(node: &Node<'_>, item: &Schema, findings: &mut Vec<Finding>) {
    check_nullable(node, item, findings);
    if node.schema.kind != "array" {
        return;
    }
    let (keyword, is_atomic) = match item.kind.as_str() {
        "array" => (
            "x-kubernetes-list-type",
            item.list_type
                .as_deref()
                .is_none_or(|found| found == "atomic"),
        ),
        "object" => (
            "x-kubernetes-map-type",
            item.map_type.as_deref() == Some("atomic"),
        ),
        _ => return,
    };
    if !is_atomic {
        let kind = &item.kind;
        let message = format!("the items of a set are of type `{kind}` and not atomic");
        let items = node.path.child("items");
        let path = items.child(keyword);
        let finding = Finding::new(&path, Cause::Invalid, LIST_TYPE, message);
        findings.push(finding.with_help(format!(
            "write `{keyword}: atomic` in `items`, or `x-kubernetes-list-type: map` with the keys that name an item"
        )));
    }
}

/// The items of a map have keys: scalar fields that are always there.
fn check_map(node: &Node<'_>, item: Option<&Schema>, findings: &mut Vec<Finding>) {
    let Node { schema, path, .. } = node;
    let keys = path.child("x-kubernetes-list-map-keys");
    if schema.list_map_keys.is_empty() {
        let message = "a list of the type `map` has no `x-kubernetes-list-map-keys`";
        let finding = Finding::new(&keys, Cause::Required, LIST_TYPE, message);
        findings.push(finding.with_help("name the fields that tell items apart, such as `[name]`"));
    }
    let items = path.child("items");
    let Some(item) = item else {
        let cause = match &schema.items {
            None => Cause::Required,
            Some(_) => Cause::Invalid,
        };
        let message = "a list of the type `map` has no schema for its items";
        findings.push(Finding::new(&items, cause, LIST_TYPE, message));
        return;
    };
    check_nullable(node, item, findings);
    if item.kind != "object" {
        let message = match item.kind.as_str() {
            "" => {
                "the items of a list of the type `map` have no type, expected `object`".to_owned()
            }
            kind => format!(
                "the items of a list of the type `map` are of type `{kind}`, expected `object`"
            ),
        };
        let path = items.child("type");
        findings.push(Finding::new(&path, Cause::Invalid, LIST_TYPE, message));
    }
    let properties = items.child("properties");
    for (index, key) in schema.list_map_keys.iter().enumerate() {
        check_key(item, key, &properties.key(key), findings);
        if item.kind == "object" {
            let written = keys.index(index);
            if schema.list_map_keys[..index].contains(key) {
                let message = format!("the key `{key}` is there twice");
                let finding = Finding::new(&keys, Cause::Invalid, LIST_TYPE, message);
                findings.push(finding.written_at(&written));
            }
            if !item.properties.contains_key(key) {
                findings.push(unknown_key(item, key, &keys).written_at(&written));
            }
        }
    }
}

fn unknown_key(item: &Schema, key: &str, path: &Path<'_>) -> Finding {
    let message = format!("the key `{key}` is no field of the items");
    let finding = Finding::new(path, Cause::Invalid, LIST_TYPE, message);
    let names: Vec<&str> = item.properties.keys().take(5).map(String::as_str).collect();
    if names.is_empty() {
        return finding;
    }
    finding.with_help(format!("fields are {}", listed(&names)))
}

fn check_key(item: &Schema, key: &str, path: &Path<'_>, findings: &mut Vec<Finding>) {
    let Some(field) = item.properties.get(key) else {
        return;
    };
    if item.kind == "object" && matches!(field.kind.as_str(), "array" | "object") {
        let message = format!(
            "the key `{key}` is of type `{}`, expected a scalar type",
            field.kind
        );
        findings.push(Finding::new(
            &path.child("type"),
            Cause::Invalid,
            LIST_TYPE,
            message,
        ));
    }
    if field.default.is_none() && !item.required.iter().any(|name| name == key) {
        let message = format!("the key `{key}` is neither required nor has it a default");
        let finding = Finding::new(&path.child("default"), Cause::Required, LIST_TYPE, message);
        findings.push(finding.with_help(format!("add `{key}` to `required` of the items")));
    }
    if field.is_nullable {
        let message = format!("the key `{key}` is nullable");
        findings.push(Finding::new(
            &path.child("nullable"),
            Cause::Forbidden,
            LIST_TYPE,
            message,
        ));
    }
}

fn check_nullable(node: &Node<'_>, item: &Schema, findings: &mut Vec<Finding>) {
    if item.is_nullable {
        let items = node.path.child("items");
        let kind = node.schema.list_type.as_deref().unwrap_or_default();
        let message = format!("the items of a list of the type `{kind}` are nullable");
        let finding = Finding::new(
            &items.child("nullable"),
            Cause::Forbidden,
            LIST_TYPE,
            message,
        );
        findings.push(finding.with_help("remove `nullable`"));
    }
}
