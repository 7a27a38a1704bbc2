//! The structural schema: every value has a type, and what the server defines itself stays its own (`validateStructuralInvariants`).

use crate::apiserver::{
    definition::{
        rule::STRUCTURE,
        schema::{junctors, plain},
    },
    finding::{Cause, Finding},
    path::Path,
    schema::{Additional, Items, Schema},
};

/// What a schema describes.
#[derive(Clone, Copy, PartialEq)]
enum Level {
    Root,
    Item,
    Field,
}

/// A schema of the structural form.
struct Node<'a> {
    schema: &'a Schema,
    path: &'a Path<'a>,
    level: Level,
}

/// What is judged of each schema.
const CHECKS: [fn(&Node<'_>, &mut Vec<Finding>); 5] = [
    check_type,
    check_items,
    check_combinations,
    check_embedded,
    check_object,
];

/// Judges a root schema.
pub fn check(schema: &Schema, path: &Path<'_>, findings: &mut Vec<Finding>) {
    let level = Level::Root;
    visit(
        &Node {
            schema,
            path,
            level,
        },
        findings,
    );
}

fn visit(node: &Node<'_>, findings: &mut Vec<Finding>) {
    for check in CHECKS {
        check(node, findings);
    }
    junctors::check(node.schema, node.path, findings);
    let schema = node.schema;
    let mut go = |schema: &Schema, path: &Path<'_>, level| {
        visit(
            &Node {
                schema,
                path,
                level,
            },
            findings,
        );
    };
    if let Some(Items::One(items)) = &schema.items {
        go(items, &node.path.child("items"), Level::Item);
    }
    if let Some(Additional::Schema(entry)) = &schema.additional_properties {
        go(
            entry,
            &node.path.child("additionalProperties"),
            Level::Field,
        );
    }
    let properties = node.path.child("properties");
    for (name, schema) in &schema.properties {
        go(schema, &properties.key(name), Level::Field);
    }
}

fn finding(path: &Path<'_>, cause: Cause, message: impl Into<String>) -> Finding {
    Finding::new(path, cause, STRUCTURE, message)
}

fn is_preserving(schema: &Schema) -> bool {
    schema.preserve_unknown_fields == Some(true)
}

fn check_type(node: &Node<'_>, findings: &mut Vec<Finding>) {
    let Node { schema, level, .. } = node;
    let path = node.path.child("type");
    let kind = schema.kind.as_str();
    if schema.is_embedded_resource && kind != "object" {
        let cause = match kind {
            "" => Cause::Required,
            _ => Cause::Invalid,
        };
        let found = match kind {
            "" => "without a type".to_owned(),
            _ => format!("of type `{kind}`"),
        };
        let message = format!("an embedded resource is {found}, expected `object`");
        findings.push(finding(&path, cause, message).with_help("write `type: object`"));
    } else if kind.is_empty() && !schema.is_int_or_string && !is_preserving(schema) {
        let (what, help) = match level {
            Level::Root => ("the root of the schema", "write `type: object`"),
            Level::Item => ("the schema of the items", WRITE_TYPE),
            Level::Field => ("the schema of a field", WRITE_TYPE),
        };
        let message = format!("{what} has no type");
        findings.push(finding(&path, Cause::Required, message).with_help(help));
    }
    if *level == Level::Root && !matches!(kind, "" | "object") {
        let message = format!("the root of the schema is of type `{kind}`, expected `object`");
        findings.push(finding(&path, Cause::Invalid, message));
    }
}

const WRITE_TYPE: &str = "write `type`, or `x-kubernetes-int-or-string: true`, or `x-kubernetes-preserve-unknown-fields: true` for any value";

fn check_items(node: &Node<'_>, findings: &mut Vec<Finding>) {
    let has_items = matches!(node.schema.items, Some(Items::One(_)));
    if node.schema.kind == "array" && !has_items {
        let path = node.path.child("items");
        let message = "a schema of type `array` has no `items`";
        let help = "describe the items, such as `items: {type: string}`";
        findings.push(finding(&path, Cause::Required, message).with_help(help));
    }
}

fn check_combinations(node: &Node<'_>, findings: &mut Vec<Finding>) {
    let Node { schema, path, .. } = node;
    if !schema.is_int_or_string {
        return;
    }
    let rows = [
        (
            is_preserving(schema),
            "x-kubernetes-preserve-unknown-fields",
        ),
        (
            schema.is_embedded_resource,
            "x-kubernetes-embedded-resource",
        ),
    ];
    for (is_there, keyword) in rows {
        if is_there {
            let message = format!("`{keyword}` stands beside `x-kubernetes-int-or-string`");
            findings.push(finding(&path.child(keyword), Cause::Invalid, message));
        }
    }
}

fn check_embedded(node: &Node<'_>, findings: &mut Vec<Finding>) {
    let Node {
        schema,
        path,
        level,
    } = node;
    let additional = path.child("additionalProperties");
    if schema.additional_properties.is_some() {
        if *level == Level::Root {
            let message = "`additionalProperties` stands at the root of the schema";
            let help = "name the fields in `properties`; a map can be one of them";
            findings.push(finding(&additional, Cause::Forbidden, message).with_help(help));
        }
        if schema.is_embedded_resource {
            let message = "`additionalProperties` stands in an embedded resource";
            findings.push(finding(&additional, Cause::Forbidden, message));
        }
    }
    if schema.is_embedded_resource && !is_preserving(schema) && schema.properties.is_empty() {
        let message = "an embedded resource has no properties";
        let help = "name its fields, or write `x-kubernetes-preserve-unknown-fields: true` to keep them all";
        let path = path.child("properties");
        findings.push(finding(&path, Cause::Required, message).with_help(help));
    }
}

/// `apiVersion`, `kind` and `metadata` of the root and of embedded resources.
fn check_object(node: &Node<'_>, findings: &mut Vec<Finding>) {
    let Node { schema, level, .. } = node;
    if *level != Level::Root && !schema.is_embedded_resource {
        return;
    }
    let properties = node.path.child("properties");
    let rows = [
        ("kind", "string"),
        ("apiVersion", "string"),
        ("metadata", "object"),
    ];
    for (name, expected) in rows {
        let Some(property) = schema.properties.get(name) else {
            continue;
        };
        let path = properties.key(name);
        if property.kind != expected {
            let found = match property.kind.as_str() {
                "" => "has no type".to_owned(),
                kind => format!("is of type `{kind}`"),
            };
            let message = format!("`{name}` of an object {found}, expected `{expected}`");
            let finding = finding(&path.child("type"), Cause::Invalid, message);
            findings.push(finding.with_help(format!("write `type: {expected}`")));
        }
        if *level == Level::Root && name == "metadata" && !plain::is_metadata(property) {
            let message =
                "the schema of `metadata` says more than its type, and the server defines it";
            let finding = finding(&path, Cause::Forbidden, message);
            findings.push(finding.with_help("write `metadata: {type: object}`; only `name` and `generateName` can be restricted"));
        }
    }
}
