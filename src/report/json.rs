//! A JSON object with the findings, for programs.

use super::{Style, severity};
use crate::{
    diag::{Diagnostic, Edit},
    text::{Sources, Span},
};
use serde::Serialize;

#[derive(Serialize)]
struct Report<'a> {
    findings: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Finding<'a> {
    name: &'a str,
    level: &'static str,
    message: &'a str,
    place: Place<'a>,
    label: &'a str,
    related: Vec<Related<'a>>,
    notes: &'a [String],
    help: Vec<Help<'a>>,
    trace: &'a [String],
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    start: u32,
    end: u32,
}

#[derive(Serialize)]
struct Related<'a> {
    place: Place<'a>,
    text: &'a str,
}

#[derive(Serialize)]
struct Help<'a> {
    message: &'a str,
    edits: Vec<Change<'a>>,
}

#[derive(Serialize)]
struct Change<'a> {
    place: Place<'a>,
    text: &'a str,
}

/// The findings as `{"findings": […]}`, indented, with a line end.
pub fn render(sources: &Sources, diagnostics: &[Diagnostic], _: Style) -> String {
    let findings = diagnostics
        .iter()
        .map(|diagnostic| finding(sources, diagnostic))
        .collect();
    let text = serde_json::to_string_pretty(&Report { findings })
        .expect("strings and numbers always serialize");
    text + "\n"
}

fn finding<'a>(sources: &'a Sources, diagnostic: &'a Diagnostic) -> Finding<'a> {
    let related = diagnostic.labels.iter().map(|label| Related {
        place: place(sources, label.span),
        text: &label.text,
    });
    let change = |edit: &'a Edit| Change {
        place: place(sources, edit.span),
        text: &edit.text,
    };
    let help = diagnostic.help.iter().map(|help| Help {
        message: &help.message,
        edits: help.edits.iter().map(change).collect(),
    });
    Finding {
        name: diagnostic.rule.name,
        level: severity(diagnostic.level),
        message: &diagnostic.message,
        place: place(sources, diagnostic.primary.span),
        label: &diagnostic.primary.text,
        related: related.collect(),
        notes: &diagnostic.notes,
        help: help.collect(),
        trace: &diagnostic.trace,
    }
}

fn place(sources: &Sources, span: Span) -> Place<'_> {
    let source = sources.get(span.file);
    let (start, end) = (
        source.position(span.start as usize),
        source.position(span.end as usize),
    );
    Place {
        file: &source.name,
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        start: span.start,
        end: span.end,
    }
}
