//! A JSON object with the findings, for programs.

use super::Style;
use crate::{
    diag::{Diagnostic, Edit, Level},
    text::{Sources, Span},
};
use schemars::{JsonSchema, generate::SchemaSettings};
use serde::Serialize;
use serde_json::Value;

/// What `gen check --format json` prints. Further keys may be added; those that are there keep their meaning.
#[derive(JsonSchema, Serialize)]
struct Report<'a> {
    /// Every finding that is reported, sorted by place.
    findings: Vec<Finding<'a>>,
}

/// One finding: what is wrong, where, why, what to do.
#[derive(JsonSchema, Serialize)]
struct Finding<'a> {
    /// The check or error, `family/name`; `gen explain` tells what it means.
    name: &'a str,
    /// How much it weighs: an error makes the exit code 1.
    level: Severity,
    /// What is wrong: one phrase, without a full stop.
    message: &'a str,
    /// The named item that it is about, such as `alerts.QueueLong`; null when it is about the whole, and for errors that are no checks.
    item: Option<&'a str>,
    /// The smallest text to change.
    place: Place<'a>,
    /// What to say at the place; may be empty.
    label: &'a str,
    /// Other places, such as where the other half of a contradiction stands.
    related: Vec<Related<'a>>,
    /// Why, where it is not obvious.
    notes: &'a [String],
    /// What to do.
    help: Vec<Help<'a>>,
    /// The way that led to the finding, such as the environment or the object that was emitted; the outermost step is the last.
    trace: &'a [String],
}

/// How much a finding weighs.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "lowercase")]
enum Severity {
    /// The exit code is 1 and nothing is written.
    Error,
    /// Something to look at.
    Warning,
}

/// Some text of a file.
#[derive(JsonSchema, Serialize)]
struct Place<'a> {
    /// The path, as a report for people shows it.
    file: &'a str,
    /// Line of the first character, from 1.
    line: usize,
    /// Column of the first character, in characters from 1.
    column: usize,
    /// Line of the character behind the last, from 1.
    end_line: usize,
    /// Column of the character behind the last, in characters from 1.
    end_column: usize,
    /// Offset of the first byte, from 0.
    start: u32,
    /// Offset of the byte behind the last, from 0.
    end: u32,
}

/// Another place that belongs to a finding.
#[derive(JsonSchema, Serialize)]
struct Related<'a> {
    /// The place.
    place: Place<'a>,
    /// What to say there; may be empty.
    text: &'a str,
}

/// One way to solve a finding.
#[derive(JsonSchema, Serialize)]
struct Help<'a> {
    /// What to do: one phrase.
    message: &'a str,
    /// The changes that do it, all together; may be empty.
    edits: Vec<Change<'a>>,
    /// Whether the changes are right whatever was meant, so that `gen check --fix` makes them.
    certain: bool,
}

/// A change of text.
#[derive(JsonSchema, Serialize)]
struct Change<'a> {
    /// What is replaced; empty to insert.
    place: Place<'a>,
    /// The new text.
    text: &'a str,
}

/// The JSON Schema of this format.
pub fn schema() -> Value {
    let generator = SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator();
    generator.into_root_schema_for::<Report>().into()
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
        certain: help.is_certain,
    });
    Finding {
        name: diagnostic.rule.name,
        level: match diagnostic.level {
            Level::Deny => Severity::Error,
            Level::Warn | Level::Allow => Severity::Warning,
        },
        message: &diagnostic.message,
        item: diagnostic.item.as_deref(),
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
