//! Printer columns: what `kubectl get` shows.
//!
//! Deliberately absent: whether the path leads to a field, which the server does not look at.

use crate::{
    apiserver::{
        definition::{json_path::check_simple, parts::Column, rule::COLUMN, suggest::listed},
        finding::{Cause, Finding},
        path::Path,
    },
    promql::nearest::find_nearest,
};

/// The types of columns.
const TYPES: [&str; 5] = ["string", "integer", "number", "boolean", "date"];

/// The formats of columns.
const FORMATS: [&str; 8] = [
    "int32",
    "int64",
    "float",
    "double",
    "byte",
    "date",
    "date-time",
    "password",
];

/// Types that other systems have, with what stands for them here.
const FOREIGN: [(&str, &str); 5] = [
    ("int", "integer"),
    ("float", "number"),
    ("bool", "boolean"),
    ("date-time", "date"),
    ("array", "string"),
];

/// Judges the columns at a path.
pub fn check(columns: &[Column], path: &Path<'_>, findings: &mut Vec<Finding>) {
    for (index, column) in columns.iter().enumerate() {
        check_column(column, &path.index(index), findings);
    }
}

fn check_column(column: &Column, path: &Path<'_>, findings: &mut Vec<Finding>) {
    let name = &column.name;
    if name.is_empty() {
        let message = "the column has no name";
        let finding = Finding::new(&path.child("name"), Cause::Required, COLUMN, message);
        findings.push(finding);
    }
    let kind = path.child("type");
    if column.kind.is_empty() {
        let message = format!("the column `{name}` has no type");
        let finding = Finding::new(&kind, Cause::Required, COLUMN, message);
        findings.push(finding.with_help(format!("write one of {}", listed(&TYPES))));
    } else if !TYPES.contains(&column.kind.as_str()) {
        let what = format!("the type `{}` of the column `{name}`", column.kind);
        findings.push(unknown(&what, &column.kind, &TYPES, &kind));
    }
    if !column.format.is_empty() && !FORMATS.contains(&column.format.as_str()) {
        let what = format!("the format `{}` of the column `{name}`", column.format);
        findings.push(unknown(
            &what,
            &column.format,
            &FORMATS,
            &path.child("format"),
        ));
    }
    let json_path = path.spelled("JSONPath", "jsonPath");
    if column.json_path.is_empty() {
        let message = format!("the column `{name}` has no `jsonPath`");
        findings.push(Finding::new(&json_path, Cause::Required, COLUMN, message));
    } else {
        findings.extend(check_simple(&column.json_path, COLUMN, &json_path));
    }
}

/// A value that is none of the known ones.
fn unknown(what: &str, value: &str, known: &[&str], path: &Path<'_>) -> Finding {
    let foreign = FOREIGN.iter().find(|(name, _)| *name == value);
    let meant = foreign
        .map(|(_, meant)| *meant)
        .filter(|meant| known.contains(meant))
        .or_else(|| find_nearest(value, known.iter().copied()));
    let message = format!("{what} is none of {}", listed(known));
    let finding = Finding::new(path, Cause::Invalid, COLUMN, message);
    match meant {
        Some(meant) => finding.with_help(format!("write `{meant}`")),
        None => finding,
    }
}
