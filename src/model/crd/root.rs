//! The schema of a whole object: what the project writes, and what every object has.

use super::{
    file, table,
    types::{Role, Types, poisoned, sorted},
};
use crate::{
    diag::Diagnostic,
    model::{
        Context,
        context::{BAD_VALUE, CONFLICT},
    },
    project::{Name, SchemaTable, Spanned, Tree, Version},
    schema,
    text::Span,
};
use serde_json::json;

/// The properties that every object has and no schema declares.
const OWN: [&str; 3] = ["apiVersion", "kind", "metadata"];

/// Words that cannot stand at the root beside a status subresource, among those that gen can write.
/// Source: apiextensions-apiserver, `allowedFieldsAtRootSchema`.
const NOT_WITH_STATUS: [&str; 10] = [
    "additionalProperties",
    "allOf",
    "anyOf",
    "enum",
    "maxProperties",
    "minProperties",
    "not",
    "oneOf",
    "x-kubernetes-map-type",
    "x-kubernetes-embedded-resource",
];

/// The schema of a version.
pub fn resolve(ctx: &mut Context, types: &mut Types, name: &Name, version: &Version) -> Tree {
    let before = ctx.errors();
    let schema = match (&version.schema, &version.schema_file) {
        (Some(table), None) => written(ctx, types, table),
        (None, Some(path)) => {
            let read = file::schema(ctx, path);
            read.unwrap_or_else(|| poisoned(path.span))
        }
        (Some(table), Some(path)) => {
            ctx.report(
                Diagnostic::new(
                    &CONFLICT,
                    path.span,
                    "a version has `schema` or `schema-file`, not both",
                )
                .label(table.span, "the schema"),
            );
            poisoned(path.span)
        }
        (None, None) => {
            ctx.report(
                Diagnostic::new(
                    &BAD_VALUE,
                    name.span,
                    format!("version `{}` has no schema", name.value),
                )
                .help("write `schema.spec`, or `schema-file`"),
            );
            poisoned(name.span)
        }
    };
    let schema = complete(schema);
    if ctx.errors() == before {
        check_root(ctx, &schema);
    }
    sorted(schema)
}

fn written(ctx: &mut Context, types: &mut Types, table: &Spanned<SchemaTable>) -> Tree {
    let mut inner = table.value.clone();
    for word in OWN {
        if let Some((name, _)) = table.properties.get_key_value(word) {
            ctx.report(
                Diagnostic::new(
                    &BAD_VALUE,
                    name.span,
                    format!("`{word}` is not declared, every object has it"),
                )
                .help("constraints on `metadata` stand in `_.raw`"),
            );
            inner.properties.shift_remove(word);
        }
    }
    table::resolve(types, ctx, &inner, (table.span, Role::Root)).schema
}

/// The schema with what every object has.
fn complete(mut schema: Tree) -> Tree {
    let span = schema.span;
    if schema.get("type").is_none() {
        schema.put("type", Tree::text("object", span));
    }
    if schema.get("properties").is_none() {
        schema.put("properties", Tree::map(span));
    }
    if let Some(properties) = schema.get_mut("properties") {
        for (word, kind) in OWN.iter().zip(["string", "string", "object"]) {
            if properties.get(word).is_none() {
                properties.put(*word, Tree::from_json(&json!({ "type": kind }), span));
            }
        }
    }
    schema
}

fn check_root(ctx: &mut Context, schema: &Tree) {
    let Some(status) = status(schema) else { return };
    for word in NOT_WITH_STATUS {
        if let Some(value) = schema.get(word) {
            let message = format!("`{word}` cannot stand at the root beside a status");
            ctx.report(
                Diagnostic::new(&BAD_VALUE, value.span, message)
                    .label(status, "this turns the status subresource on"),
            );
        }
    }
}

/// Where the status is declared, which turns its subresource on.
pub fn status(schema: &Tree) -> Option<Span> {
    Some(schema.get("properties")?.get("status")?.span)
}

/// The schema of a file with all that an object has, to look paths up in.
pub fn lookup(schema: &Tree) -> Tree {
    with_metadata(&complete(schema.clone()))
}

/// The schema with the fields that metadata has, to look paths up in.
pub fn with_metadata(root: &Tree) -> Tree {
    let text = || json!({ "type": "string" });
    let time = || json!({ "type": "string", "format": "date-time" });
    let number = || json!({ "type": "integer", "format": "int64" });
    let texts = || json!({ "type": "object", "additionalProperties": text() });
    let owner = schema::core_versions()
        .last()
        .and_then(|version| schema::core_type(version, "meta/v1.OwnerReference", false))
        .map_or_else(
            || json!({ "x-kubernetes-preserve-unknown-fields": true }),
            |owner| (*owner).clone(),
        );
    let metadata = json!({ "type": "object", "properties": {
        "name": text(), "generateName": text(), "namespace": text(), "uid": text(),
        "resourceVersion": text(), "selfLink": text(),
        "generation": number(), "deletionGracePeriodSeconds": number(),
        "creationTimestamp": time(), "deletionTimestamp": time(),
        "labels": texts(), "annotations": texts(),
        "finalizers": { "type": "array", "items": text() },
        "ownerReferences": { "type": "array", "items": owner },
        "managedFields": { "x-kubernetes-preserve-unknown-fields": true },
    }});
    let mut whole = root.clone();
    let span = whole.span;
    if let Some(properties) = whole.get_mut("properties") {
        properties.put("metadata", Tree::from_json(&metadata, span));
    }
    whole
}
