//! The schema of a version: `validateCustomResourceDefinitionValidation`.
//!
//! The server goes over a schema several times, in other forms: as it is written (`keywords`, `lists`), and as a structural schema
//! (`structure`, `junctors`, `complete`), which it makes only when the schema has nothing that such a one cannot have. Defaults are
//! judged only in a structural schema, rules only with valid defaults.

mod complete;
mod defaults;
mod junctors;
mod keywords;
mod lists;
mod plain;
mod root;
mod structure;
mod walk;

use crate::apiserver::{
    definition::rule::KEYWORD,
    finding::{Cause, Finding},
    path::Path,
    schema::{Additional, Items, Schema},
};

/// Judges the schema of a version, or of all versions. `path` is that of the `schema` in the version.
pub fn check(schema: &Schema, path: &Path<'_>, has_status: bool, findings: &mut Vec<Finding>) {
    let mut found = Vec::new();
    let here = path.child("openAPIV3Schema");
    root::check(schema, &here, has_status, &mut found);
    let is_structural = is_convertible(schema) && {
        let before = found.len();
        structure::check(schema, &here, &mut found);
        complete::check(schema, &here, &mut found);
        if found.len() == before {
            defaults::check(schema, &here, &mut found);
        }
        found.len() == before
    };
    walk::check(schema, &here, is_structural, &mut found);
    if found.is_empty()
        && let Some(pointer) = find_dialect(schema, &here)
    {
        let message = "`$schema` is not supported";
        let mut finding = Finding::new(&here, Cause::Invalid, KEYWORD, message);
        finding.pointer = pointer;
        found.push(finding.with_help("remove it: the dialect is always OpenAPI v3"));
    }
    findings.append(&mut found);
}

/// Whether the server can make a structural schema of a schema (`NewStructural`).
pub fn is_convertible(schema: &Schema) -> bool {
    let is_supported = schema.id.is_empty()
        && schema.dialect.is_empty()
        && schema.reference.as_deref().unwrap_or_default().is_empty()
        && schema.pattern_properties.is_empty()
        && schema.dependencies.is_empty()
        && schema.additional_items.is_none()
        && schema.definitions.is_empty()
        && schema.preserve_unknown_fields != Some(false)
        && !matches!(&schema.items, Some(Items::Each(items)) if !items.is_empty());
    is_supported && parts(schema).all(is_convertible)
}

/// The schemas in a schema that can be a part of a structural one.
fn parts(schema: &Schema) -> impl Iterator<Item = &Schema> {
    let items = match &schema.items {
        Some(Items::One(items)) => Some(&**items),
        _ => None,
    };
    let additional = match &schema.additional_properties {
        Some(Additional::Schema(schema)) => Some(&**schema),
        _ => None,
    };
    let junctors = [&schema.all_of, &schema.any_of, &schema.one_of];
    (schema.properties.values())
        .chain(items)
        .chain(additional)
        .chain(schema.not.as_deref())
        .chain(junctors.into_iter().flatten())
}

/// The pointer of the first `$schema`.
fn find_dialect(schema: &Schema, path: &Path<'_>) -> Option<String> {
    if !schema.dialect.is_empty() {
        return Some(path.child("$schema").pointer());
    }
    walk::find(schema, path, &mut find_dialect)
}
