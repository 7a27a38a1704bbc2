//! From diagnostics to text: one file per format.
//!
//! Invariants: the only place with color, width and field names of JSON; every format shows name, place and message; positions are
//! 1-based lines and columns in characters. Deliberately absent: printing.

mod concise;
mod human;
mod json;

use crate::{
    diag::{Diagnostic, Level},
    text::Sources,
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
pub const FORMATS: [(&str, Render); 3] = [
    ("human", human::render),
    ("concise", concise::render),
    ("json", json::render),
];

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
