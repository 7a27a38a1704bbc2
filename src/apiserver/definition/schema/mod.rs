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
    rules,
    schema::Schema,
};

/// Judges the schema of a version, or of all versions. `path` is that of the `schema` in the version.
pub fn check(schema: &Schema, path: &Path<'_>, has_status: bool, findings: &mut Vec<Finding>) {
    let mut found = Vec::new();
    let here = path.child("openAPIV3Schema");
    root::check(schema, &here, has_status, &mut found);
    let is_structural = schema.is_convertible() && {
        let mut refused = Vec::new();
        structure::check(schema, &here, &mut refused);
        complete::check(schema, &here, &mut refused);
        if refused.is_empty() {
            defaults::check(schema, &here, &mut refused);
        }
        let is_structural = refused.is_empty();
        found.append(&mut refused);
        is_structural
    };
    let mut refused = Vec::new();
    walk::check(schema, &here, &mut refused);
    if is_structural {
        found.extend(rules::check(schema, &here, &refused));
    }
    found.append(&mut refused);
    if found.is_empty()
        && let Some(pointer) = find_dialect(schema, &here)
    {
        let message = "`$schema` is not supported";
        let mut finding = Finding::new(&here, Cause::Invalid, KEYWORD, message);
        finding.pointer = pointer;
        found.push(
            finding
                .at_key()
                .with_help("remove it: the dialect is always OpenAPI v3"),
        );
    }
    findings.append(&mut found);
}

/// The pointer of the first `$schema`.
fn find_dialect(schema: &Schema, path: &Path<'_>) -> Option<String> {
    if !schema.dialect.is_empty() {
        return Some(path.child("$schema").pointer());
    }
    walk::find(schema, path, &mut find_dialect)
}
