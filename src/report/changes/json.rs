//! A JSON object with the changes, for programs.

use super::{EFFECTS, Style, word};
use crate::{
    compare::{self, Change, What},
    text::{Sources, Span},
};
use serde::Serialize;
use serde_json::Value;

/// What `gen diff --format json` prints. Further keys may be added; those that are there keep their meaning.
#[derive(Serialize)]
struct Report<'a> {
    /// How many changes there are of each effect.
    counts: Counts,
    /// Every change, sorted by subject, the gravest first.
    changes: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Counts {
    breaking: usize,
    unknown: usize,
    compatible: usize,
}

#[derive(Serialize)]
struct Row<'a> {
    kind: &'a str,
    name: &'a str,
    /// Which comparison found it, such as `enum`.
    comparison: &'a str,
    /// The part, as `spec.tasks[].name`; empty for the whole.
    path: &'a str,
    /// `added`, `removed` or `changed`.
    what: &'a str,
    /// What it was; null when it is added.
    old: Option<&'a Value>,
    /// What it is; null when it is removed.
    new: Option<&'a Value>,
    /// `breaking`, `unknown` or `compatible`.
    effect: &'a str,
    reason: &'a str,
    versions: &'a [String],
    message: &'a str,
    help: Option<&'a str>,
    old_place: Option<Place<'a>>,
    new_place: Option<Place<'a>>,
}

/// Where a part stands: lines and columns from 1, the end is the character behind the last.
#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    /// JSON pointer in the object.
    pointer: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

/// The changes as `{"counts", "changes"}`, indented, with a line end.
pub fn render(sources: &Sources, changes: &[Change], _: Style) -> String {
    let [breaking, unknown, compatible] = EFFECTS.map(|effect| {
        changes
            .iter()
            .filter(|change| change.effect == effect)
            .count()
    });
    let report = Report {
        counts: Counts {
            breaking,
            unknown,
            compatible,
        },
        changes: changes.iter().map(|change| row(sources, change)).collect(),
    };
    serde_json::to_string_pretty(&report).expect("strings and numbers always serialize") + "\n"
}

fn row<'a>(sources: &'a Sources, change: &'a Change) -> Row<'a> {
    let (what, old, new) = match &change.what {
        What::Added(new) => ("added", None, Some(new)),
        What::Removed(old) => ("removed", Some(old), None),
        What::Changed(old, new) => ("changed", Some(old), Some(new)),
    };
    let place = |place: &'a Option<compare::Place>| {
        let place = place.as_ref()?;
        Some(located(sources, &place.pointer, place.span?))
    };
    Row {
        kind: change.subject.kind,
        name: &change.subject.name,
        comparison: change.comparison,
        path: &change.path,
        what,
        old,
        new,
        effect: word(change.effect),
        reason: &change.reason,
        versions: &change.versions,
        message: &change.message,
        help: change.help.as_deref(),
        old_place: place(&change.old),
        new_place: place(&change.new),
    }
}

fn located<'a>(sources: &'a Sources, pointer: &'a str, span: Span) -> Place<'a> {
    let source = sources.get(span.file);
    let (start, end) = (
        source.position(span.start as usize),
        source.position(span.end as usize),
    );
    Place {
        file: &source.name,
        pointer,
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
    }
}
