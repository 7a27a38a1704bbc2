//! Keywords that the server does not support, or not at this place, or not with this value.

use crate::{
    apiserver::{
        definition::{
            rule::{DEFAULT, KEYWORD, STRUCTURE},
            schema::walk::Node,
            suggest::listed,
        },
        finding::{Cause, Finding},
        schema::{Additional, Items, Schema},
    },
    promql::nearest::find_nearest,
};

/// The types of OpenAPI v3.
const TYPES: [&str; 6] = ["string", "integer", "number", "boolean", "object", "array"];

/// Types of other systems, with what stands for them here.
const FOREIGN: [(&str, &str); 12] = [
    ("int", "integer"),
    ("int32", "integer"),
    ("int64", "integer"),
    ("float", "number"),
    ("double", "number"),
    ("bool", "boolean"),
    ("str", "string"),
    ("text", "string"),
    ("date", "string"),
    ("map", "object"),
    ("list", "array"),
    ("dict", "object"),
];

/// A keyword that is forbidden where it stands.
struct Forbidden {
    keyword: &'static str,
    is_there: fn(&Schema) -> bool,
    message: &'static str,
    help: &'static str,
}

/// Keywords that no schema may have.
const FORBIDDEN: [Forbidden; 8] = [
    Forbidden {
        keyword: "id",
        is_there: |schema| !schema.id.is_empty(),
        message: "`id` is not supported",
        help: "remove it",
    },
    Forbidden {
        keyword: "additionalItems",
        is_there: |schema| schema.additional_items.is_some(),
        message: "`additionalItems` is not supported",
        help: "remove it: `items` holds for all items",
    },
    Forbidden {
        keyword: "patternProperties",
        is_there: |schema| !schema.pattern_properties.is_empty(),
        message: "`patternProperties` is not supported",
        help: "write `additionalProperties`, and a rule for the keys in `x-kubernetes-validations`",
    },
    Forbidden {
        keyword: "definitions",
        is_there: |schema| !schema.definitions.is_empty(),
        message: "`definitions` is not supported",
        help: "write each schema where it is used",
    },
    Forbidden {
        keyword: "dependencies",
        is_there: |schema| !schema.dependencies.is_empty() || schema.empty.has("dependencies"),
        message: "`dependencies` is not supported",
        help: "write a rule in `x-kubernetes-validations`, such as `!has(self.a) || has(self.b)`",
    },
    Forbidden {
        keyword: "$ref",
        is_there: |schema| schema.reference.is_some(),
        message: "`$ref` is not supported",
        help: "write the schema itself in its place",
    },
    Forbidden {
        keyword: "uniqueItems",
        is_there: |schema| schema.unique_items,
        message: "`uniqueItems: true` is not supported: to compare all items with each other takes too long",
        help: "write `x-kubernetes-list-type: set`",
    },
    Forbidden {
        keyword: "items",
        is_there: |schema| matches!(&schema.items, Some(Items::Each(items)) if !items.is_empty()),
        message: "`items` is a list of schemas, which is not supported",
        help: "write one schema for all items, or an object with named fields",
    },
];

/// Judges the keywords of one schema.
pub fn check(node: &Node<'_>, findings: &mut Vec<Finding>) {
    for row in &FORBIDDEN {
        if (row.is_there)(node.schema) {
            let path = node.path.child(row.keyword);
            let finding = Finding::new(&path, Cause::Forbidden, KEYWORD, row.message);
            findings.push(finding.at_key().with_help(row.help));
        }
    }
    check_type(node, findings);
    check_place(node, findings);
    check_additional_properties(node, findings);
}

fn check_type(node: &Node<'_>, findings: &mut Vec<Finding>) {
    let kind = node.schema.kind.as_str();
    if kind.is_empty() || TYPES.contains(&kind) {
        return;
    }
    let path = node.path.child("type");
    let message = format!("the type `{kind}` is none of {}", listed(&TYPES));
    let finding = Finding::new(&path, Cause::NotSupported, STRUCTURE, message);
    let foreign = FOREIGN.iter().find(|(name, _)| *name == kind);
    let meant = foreign
        .map(|(_, meant)| *meant)
        .or_else(|| find_nearest(kind, TYPES.into_iter()));
    findings.push(match meant {
        _ if kind == "null" => {
            finding.with_help("write the type of the other values, and `nullable: true`")
        }
        Some(meant) => finding.with_help(format!("write `{meant}`")),
        None => finding,
    });
}

/// What only some places forbid.
fn check_place(node: &Node<'_>, findings: &mut Vec<Finding>) {
    let Node {
        schema,
        path,
        place,
    } = node;
    if let (Some(of), true) = (place.no_default, schema.default.is_some()) {
        let message = format!("the server does not support a default {of}");
        let path = path.child("default");
        let finding = Finding::new(&path, Cause::Forbidden, DEFAULT, message);
        findings.push(finding.with_help("remove it"));
    }
    if place.is_in_metadata && schema.is_embedded_resource {
        let message = "the metadata of an object can hold no other object";
        let path = path.child("x-kubernetes-embedded-resource");
        findings.push(Finding::new(&path, Cause::Forbidden, KEYWORD, message));
    }
    if schema.preserve_unknown_fields == Some(false) {
        let message =
            "`x-kubernetes-preserve-unknown-fields` is `false`, and only `true` is allowed";
        let path = path.child("x-kubernetes-preserve-unknown-fields");
        let finding = Finding::new(&path, Cause::Invalid, KEYWORD, message);
        findings.push(finding.with_help("remove it: unknown fields are dropped without it"));
    }
}

fn check_additional_properties(node: &Node<'_>, findings: &mut Vec<Finding>) {
    let help = match &node.schema.additional_properties {
        _ if node.schema.properties.is_empty() => return,
        None | Some(Additional::Flag(true)) => return,
        Some(Additional::Flag(false)) => {
            "remove `additionalProperties: false`: the server drops unknown fields anyway"
        }
        Some(Additional::Schema(_)) => {
            "`properties` is for known fields and `additionalProperties` for maps: put the map into a field of its own"
        }
    };
    let message = "`additionalProperties` stands beside `properties`";
    let path = node.path.child("additionalProperties");
    let finding = Finding::new(&path, Cause::Forbidden, STRUCTURE, message);
    findings.push(finding.with_help(help));
}
