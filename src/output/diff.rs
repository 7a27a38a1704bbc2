//! A plan as text: the unified diff from the disk to what is wanted.
//!
//! Invariants: the same plan and disk give the same text; its length per file is bounded. Deliberately absent: color.

use super::action::{Act, Action};
use super::disk::{Disk, Found};
use super::error::Error;
use super::plan::Plan;
use super::record;
use similar::TextDiff;
use std::fmt::Write;

/// A file with more lines is only counted: comparing takes time that grows with the square of the changes.
const MAX_COMPARED_LINES: usize = 10_000;

/// So many lines of the diff of one file are shown.
const MAX_SHOWN_LINES: usize = 2_000;

/// Lines of context around a change.
const CONTEXT: usize = 3;

impl Plan<'_> {
    /// The diff of every file that the plan would change or that keeps it from being applied, sorted by path; empty when
    /// [`Plan::is_same`]. The record is shown only when nothing else differs.
    pub fn diff(&self) -> Result<String, Error> {
        let mut out = String::new();
        for path in &self.leftovers {
            let _ = writeln!(out, "left over from a run that did not end: {path}");
        }
        let disk = Disk::new(&self.root);
        for action in &self.actions {
            if matches!(action.act, Act::Same | Act::Forget) {
                continue;
            }
            push_note(&mut out, action);
            if !matches!(action.act, Act::Blocked(_)) {
                let wanted = self.files.get(&action.path).map(Vec::as_slice);
                push_file(&mut out, &action.path, &disk.look(&action.path)?, wanted);
            }
        }
        if out.is_empty() && !self.is_same() {
            let wanted = self.next.encode();
            let found = disk.look(record::PATH)?;
            push_file(&mut out, record::PATH, &found, Some(wanted.as_bytes()));
        }
        Ok(out)
    }
}

/// The unified diff between two texts of one file; empty when they are the same.
pub fn text_diff(path: &str, old: &str, new: &str) -> String {
    let mut out = String::new();
    if old != new {
        let found = Found::File(old.as_bytes().to_vec());
        push_file(&mut out, path, &found, Some(new.as_bytes()));
    }
    out
}

/// Says above the diff why the file is not simply written.
fn push_note(out: &mut String, action: &Action) {
    let path = &action.path;
    let _ = match &action.act {
        Act::Edited => writeln!(out, "{path}: changed by hand since it was generated"),
        Act::Foreign => writeln!(out, "{path}: exists and was not generated"),
        Act::Blocked(obstacle) => writeln!(out, "{path}: cannot be a file: {obstacle}"),
        _ => Ok(()),
    };
}

/// Writes the diff of one file.
fn push_file(out: &mut String, path: &str, found: &Found, wanted: Option<&[u8]>) {
    let old = match found {
        Found::File(content) => Some(content.as_slice()),
        _ => None,
    };
    let _ = match old {
        Some(_) => writeln!(out, "--- a/{path}"),
        None => writeln!(out, "--- /dev/null"),
    };
    let _ = match wanted {
        Some(_) => writeln!(out, "+++ b/{path}"),
        None => writeln!(out, "+++ /dev/null"),
    };
    let old = String::from_utf8_lossy(old.unwrap_or_default());
    let new = String::from_utf8_lossy(wanted.unwrap_or_default());
    let (old_lines, new_lines) = (old.lines().count(), new.lines().count());
    if old_lines.max(new_lines) > MAX_COMPARED_LINES {
        let _ = writeln!(
            out,
            "(too long to compare: {old_lines} lines before, {new_lines} after)"
        );
        return;
    }
    push_hunks(out, &old, &new);
}

/// Writes the hunks of a diff, up to a number of lines.
fn push_hunks(out: &mut String, old: &str, new: &str) {
    let diff = TextDiff::from_lines(old, new);
    let text = diff.unified_diff().context_radius(CONTEXT).to_string();
    let end = text
        .match_indices('\n')
        .nth(MAX_SHOWN_LINES - 1)
        .map(|(at, _)| at + 1);
    match end {
        Some(end) if end < text.len() => {
            out.push_str(&text[..end]);
            let _ = writeln!(out, "(and {} more lines)", text[end..].lines().count());
        }
        _ => out.push_str(&text),
    }
}
