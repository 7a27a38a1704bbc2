//! Columns of `kubectl get`.

use super::paths::{Nowhere, Reached, follow};
use crate::{
    diag::{Diagnostic, list},
    model::{
        Context,
        context::{BAD_VALUE, UNKNOWN_NAME},
        json_path,
    },
    project::{self, Name, Spanned, Tree},
    text::literal::Shape,
};

/// Types of columns. Source: apiextensions-apiserver, `customResourceColumnDefinitionFormats` and its neighbours.
const TYPES: [&str; 5] = ["boolean", "date", "integer", "number", "string"];

/// Formats of columns, from the same place.
const FORMATS: [&str; 8] = [
    "byte",
    "date",
    "date-time",
    "double",
    "float",
    "int32",
    "int64",
    "password",
];

/// A column of `kubectl get`.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its title.
    pub name: Name,
    /// The path of its value.
    pub json_path: Name,
    /// Its type: as written, or from the schema.
    pub column_type: Name,
    /// Its format.
    pub format: Option<Name>,
    /// 0 is always shown, above only with `-o wide`.
    pub priority: Option<Spanned<i32>>,
    /// What it shows.
    pub description: Option<Name>,
}

/// The columns of a version, whose object has the schema `root`.
pub fn resolve(ctx: &mut Context, version: &project::Version, root: &Tree) -> Vec<Column> {
    let mut result = Vec::new();
    for (name, column) in &version.columns {
        let reached = reach(ctx, &column.json_path, root);
        let derived = || {
            let text = reached.map_or("string", column_type);
            Spanned::new(text.to_string(), column.json_path.span)
        };
        let texts = [
            ("type of columns", &column.column_type, TYPES.as_slice()),
            ("format of columns", &column.format, FORMATS.as_slice()),
        ];
        for (what, written, known) in texts {
            if let Some(written) = written
                .as_ref()
                .filter(|text| !known.contains(&text.as_str()))
            {
                ctx.unknown(what, written, known.iter().copied());
            }
        }
        if let Some(priority) = column.priority.as_ref().filter(|number| number.value < 0) {
            ctx.bad_value(priority.span, "a column's priority is 0 or above");
        }
        result.push(Column {
            name: name.clone(),
            json_path: column.json_path.clone(),
            column_type: column.column_type.clone().unwrap_or_else(derived),
            format: column.format.clone(),
            priority: column.priority.clone(),
            description: column.description.clone(),
        });
    }
    result
}

/// The type of a column that shows what a path leads to.
fn column_type(reached: Reached) -> &'static str {
    let Reached::Schema(schema) = reached else {
        return "string";
    };
    let word = |key: &str| schema.get(key).and_then(Tree::as_str);
    match (word("type"), word("format")) {
        (Some("string"), Some("date-time")) => "date",
        (Some("integer"), _) => "integer",
        (Some("number"), _) => "number",
        (Some("boolean"), _) => "boolean",
        _ => "string",
    }
}

/// What the path of a column leads to; `None` after an error.
fn reach<'t>(ctx: &mut Context, written: &Name, root: &'t Tree) -> Option<Reached<'t>> {
    match json_path::parse(&written.value) {
        Ok(path) => match follow(root, &path) {
            Ok(reached) => Some(reached),
            Err(nowhere) => {
                report(ctx, written, &nowhere);
                None
            }
        },
        Err(fault) => {
            report_fault(ctx, written, &fault);
            None
        }
    }
}

/// Reports a path that cannot be read.
pub fn report_fault(ctx: &mut Context, written: &Name, fault: &json_path::Fault) {
    let span = ctx.inside(written, Shape::Exact, fault.range.clone());
    let finding = Diagnostic::new(&BAD_VALUE, span, fault.message.clone());
    let dot = !written.value.starts_with(['.', '{']);
    ctx.report(if dot {
        finding.help(format!("write `.{}`", written.value))
    } else {
        finding
    });
}

/// Reports a path that leads nowhere.
pub fn report(ctx: &mut Context, written: &Name, nowhere: &Nowhere) {
    let span = ctx.inside(written, Shape::Exact, nowhere.range.clone());
    let finding = Diagnostic::new(&UNKNOWN_NAME, span, nowhere.message.clone());
    ctx.report(match &nowhere.near {
        Some(near) => finding.propose(format!("did you mean {}?", list(&[near])), span, near),
        None => finding,
    });
}
