//! What the root of a schema may have.

use crate::apiserver::{
    definition::rule::{KEYWORD, STRUCTURE},
    finding::{Cause, Finding},
    path::Path,
    schema::Schema,
};

/// Whether something is in a schema.
type Test = fn(&Schema) -> bool;

/// The keywords that the root may not have with the status subresource, since the server then judges the status by the schema of that
/// property alone. An empty list or map counts.
const WITHOUT_STATUS: [(&str, Test); 22] = [
    ("id", |schema| !schema.id.is_empty()),
    ("$schema", |schema| !schema.dialect.is_empty()),
    ("$ref", |schema| schema.reference.is_some()),
    ("nullable", |schema| schema.is_nullable),
    ("default", |schema| schema.default.is_some()),
    ("enum", |schema| schema.values.is_some()),
    ("maxProperties", |schema| schema.max_properties.is_some()),
    ("minProperties", |schema| schema.min_properties.is_some()),
    ("allOf", |schema| !schema.all_of.is_empty()),
    ("oneOf", |schema| !schema.one_of.is_empty()),
    ("anyOf", |schema| !schema.any_of.is_empty()),
    ("not", |schema| schema.not.is_some()),
    ("additionalProperties", |schema| {
        schema.additional_properties.is_some()
    }),
    ("patternProperties", |schema| {
        !schema.pattern_properties.is_empty()
    }),
    ("dependencies", |schema| !schema.dependencies.is_empty()),
    ("additionalItems", |schema| {
        schema.additional_items.is_some()
    }),
    ("definitions", |schema| !schema.definitions.is_empty()),
    ("x-kubernetes-embedded-resource", |schema| {
        schema.is_embedded_resource
    }),
    ("x-kubernetes-int-or-string", |schema| {
        schema.is_int_or_string
    }),
    ("x-kubernetes-list-map-keys", |schema| {
        !schema.list_map_keys.is_empty()
    }),
    ("x-kubernetes-list-type", |schema| {
        schema.list_type.is_some()
    }),
    ("x-kubernetes-map-type", |schema| schema.map_type.is_some()),
];

/// Judges the root schema.
pub fn check(schema: &Schema, path: &Path<'_>, has_status: bool, findings: &mut Vec<Finding>) {
    if has_status {
        check_with_status(schema, path, findings);
    }
    if schema.is_nullable {
        let message = "the root of a schema is nullable";
        let finding = Finding::new(&path.child("nullable"), Cause::Forbidden, KEYWORD, message);
        findings.push(finding.with_help("remove it: an object is never null"));
    }
}

fn check_with_status(schema: &Schema, path: &Path<'_>, findings: &mut Vec<Finding>) {
    if !matches!(schema.kind.as_str(), "" | "object") {
        let message = format!(
            "the root of a schema is of type `{}`, expected `object`",
            schema.kind
        );
        findings.push(Finding::new(
            &path.child("type"),
            Cause::Invalid,
            STRUCTURE,
            message,
        ));
    }
    for (keyword, is_there) in WITHOUT_STATUS {
        if is_there(schema) || schema.empty.has(keyword) {
            let message =
                format!("`{keyword}` stands at the root of a schema with the status subresource");
            let finding = Finding::new(path, Cause::Invalid, KEYWORD, message);
            let finding = finding.written_at(&path.child(keyword)).at_key();
            findings.push(finding.with_help("the server judges `status` on its own then: write it in the schema of `spec` or `status`"));
        }
    }
}
