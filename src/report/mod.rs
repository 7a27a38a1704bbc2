//! From diagnostics to text: one file per format.
//!
//! Invariants: the only place with color, width and field names of JSON; every format shows name, place and message; positions are
//! 1-based lines and columns in characters. Deliberately absent: printing.

mod changes;
mod characters;
mod concise;
mod github;
mod human;
mod json;
mod junit;
mod sarif;

pub use changes::{CHANGE_FORMATS, RenderChanges, change_summary};
pub use concise::render as concise;
pub use json::schema as json_schema;

use crate::{
    diag::{Diagnostic, Level},
    text::{Source, Sources},
};

/// How a report looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether it is colored.
    pub color: bool,
    /// Width of the terminal, in characters.
    pub width: usize,
}

/// A format of reports.
pub type Render = fn(&Sources, &[Diagnostic], Style) -> String;

/// Every format by name.
pub const FORMATS: [(&str, Render); 6] = [
    ("human", human::render),
    ("concise", concise::render),
    ("json", json::render),
    ("sarif", sarif::render),
    ("github", github::render),
    ("junit", junit::render),
];

/// The formats that people read; the others are for programs.
pub const FOR_PEOPLE: [&str; 2] = ["human", "concise"];

/// The formats that tell known findings too, as such.
pub const WITH_KNOWN: [&str; 1] = ["sarif"];

/// The last line of a report for people: how many errors and warnings there are. Empty when there are none.
pub fn summary(diagnostics: &[Diagnostic]) -> String {
    let count = |level| {
        diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.level == level)
            .count()
    };
    let words = |count: usize, word: &str| match count {
        0 => None,
        1 => Some(format!("1 {word}")),
        _ => Some(format!("{count} {word}s")),
    };
    let parts = [
        words(count(Level::Deny), "error"),
        words(count(Level::Warn), "warning"),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The word for a level.
fn severity(level: Level) -> &'static str {
    match level {
        Level::Deny => "error",
        Level::Warn => "warning",
        Level::Allow => "info",
    }
}

/// Where a path begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Base {
    /// In the folder where the program was started.
    Here,
    /// In the project's folder, which is elsewhere.
    Project,
}

/// The path of a file for programs: it never leads out of its folder, nor tells where that folder is.
fn path(source: &Source) -> (Base, &str) {
    let leads_out = source.name.starts_with(['/', '\\'])
        || source.name.contains(':')
        || source.name.split(['/', '\\']).any(|part| part == "..");
    if leads_out {
        (Base::Project, &source.key)
    } else {
        (Base::Here, &source.name)
    }
}

/// Message, reasons and advice, a line each.
fn words(diagnostic: &Diagnostic) -> String {
    let notes = diagnostic.notes.iter().chain(&diagnostic.trace);
    let notes = notes.map(|note| format!("note: {note}"));
    let help = diagnostic
        .help
        .iter()
        .map(|help| format!("help: {}", help.message));
    let message = std::iter::once(diagnostic.message.clone());
    message
        .chain(notes)
        .chain(help)
        .collect::<Vec<_>>()
        .join("\n")
}
