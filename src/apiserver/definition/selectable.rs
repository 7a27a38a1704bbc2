//! Selectable fields: what field selectors can name.

use std::collections::BTreeSet;

use crate::apiserver::{
    definition::{
        json_path::{Astray, follow},
        rule::SELECTABLE_FIELD,
    },
    finding::{Cause, Finding},
    path::Path,
    schema::Schema,
};

/// The most selectable fields of a version (`MaxSelectableFields`).
const MOST: usize = 8;

/// The types that fields may have.
const TYPES: [&str; 3] = ["string", "boolean", "integer"];

/// Judges the selectable fields at a path. `schema` is the structural schema, `None` when the server cannot make one.
pub fn check(
    fields: &[String],
    schema: Option<&Schema>,
    path: &Path<'_>,
    findings: &mut Vec<Finding>,
) {
    let mut seen = BTreeSet::new();
    for (index, text) in fields.iter().enumerate() {
        let path = path.index(index);
        let path = path.child("jsonPath");
        if text.is_empty() {
            let message = "the selectable field has no `jsonPath`";
            let finding = Finding::new(&path, Cause::Required, SELECTABLE_FIELD, message);
            findings.push(finding.with_help("write a path such as `.spec.color`"));
            continue;
        }
        match follow(text, schema) {
            Err(Astray::Invalid(why)) => {
                findings.push(invalid(&path, format!("the path `{text}` {why}")));
            }
            Err(Astray::Panic) => findings.push(crash(text, &path)),
            Ok(field) => {
                findings.extend(misplaced(text, &field.names, field.schema, &path));
                if !seen.insert(field.names) {
                    let message = format!("the path `{text}` is there twice");
                    let cause = Cause::Duplicate;
                    findings.push(Finding::new(&path, cause, SELECTABLE_FIELD, message));
                }
            }
        }
    }
    let count = seen.len();
    if count > MOST {
        let message = format!("{count} fields are selectable, and at most {MOST} are allowed");
        findings.push(Finding::new(
            path,
            Cause::TooMany,
            SELECTABLE_FIELD,
            message,
        ));
    }
}

fn invalid(path: &Path<'_>, message: String) -> Finding {
    Finding::new(path, Cause::Invalid, SELECTABLE_FIELD, message)
}

/// The server closes the connection without an answer, so the field is ours.
fn crash(text: &str, path: &Path<'_>) -> Finding {
    let message = format!(
        "the path `{text}` leads to a place without a schema that the server can use, which makes it crash"
    );
    let finding = Finding::new(path, Cause::Internal, SELECTABLE_FIELD, message);
    finding.with_help(
        "a selectable field needs a structural schema with a type at the end of its path",
    )
}

fn misplaced(text: &str, names: &[String], schema: &Schema, path: &Path<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if names.first().is_some_and(|name| name == "metadata") {
        let message = format!("the path `{text}` leads into the metadata");
        let finding = invalid(path, message);
        findings.push(
            finding.with_help("`metadata.name` and `metadata.namespace` are always selectable"),
        );
    }
    if !TYPES.contains(&schema.kind.as_str()) {
        let kind = match schema.kind.as_str() {
            "" => "without a type".to_owned(),
            kind => format!("of type `{kind}`"),
        };
        let message = format!(
            "the path `{text}` leads to a field {kind}, expected `string`, `boolean` or `integer`"
        );
        findings.push(invalid(path, message));
    }
    findings
}
