//! The text that programs answer at `/metrics`: Prometheus text format 0.0.4 and OpenMetrics 1.0.
//!
//! Invariants: parsing never fails, it returns entries and errors; every item has a range in the text; time and memory are linear
//! in the text. The judge is `model/textparse` of Prometheus 3.15: without errors it accepts the text, and it refuses a text with
//! one. Deliberately absent: exemplars and timestamps, which are checked and left out, and what a scrape demands beyond the format.

mod family;
mod line;
mod metadata;
mod number;
mod read;
mod sample;
#[cfg(test)]
mod tests;

pub use family::{Family, families};

use crate::promql::{Error, ast::Range};
use read::Reader;
use std::borrow::Cow;

/// Errors after which nothing more is read: nobody reads further, and a large text may be nothing but errors.
const MOST_ERRORS: usize = 100;

/// What to write when a text is OpenMetrics but for its end.
const OPEN_METRICS: &str = "a text is read as OpenMetrics when its last line is `# EOF`";

/// The two formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Prometheus text format 0.0.4.
    Prometheus,
    /// OpenMetrics 1.0, which ends with `# EOF`.
    OpenMetrics,
}

impl Format {
    /// The format that a text seems to have: only OpenMetrics ends with a line `# EOF`.
    pub fn of(text: &str) -> Self {
        let last = text.trim_end().lines().next_back();
        match last {
            Some("# EOF") => Format::OpenMetrics,
            _ => Format::Prometheus,
        }
    }
}

/// A word or text, without its quotes and escapes, and where it stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Text<'a> {
    /// What it says.
    pub value: Cow<'a, str>,
    /// Where it is written, without the quotes.
    pub range: Range,
}

/// Types of metric families.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of the formats")]
pub enum Type {
    Counter,
    Gauge,
    Histogram,
    GaugeHistogram,
    Summary,
    Info,
    Stateset,
    /// `untyped` or `unknown`.
    Unknown,
}

/// A line that says something.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry<'a> {
    /// `# HELP name text`.
    Help {
        /// The family.
        name: Text<'a>,
        /// What it measures; may be empty.
        text: Text<'a>,
    },
    /// `# TYPE name type`.
    Type {
        /// The family.
        name: Text<'a>,
        /// Its type.
        metric_type: Type,
        /// Where the type stands.
        range: Range,
    },
    /// `# UNIT name unit`, in OpenMetrics.
    Unit {
        /// The family.
        name: Text<'a>,
        /// The unit; may be empty.
        unit: Text<'a>,
    },
    /// `name{label="value"} 1`.
    Series(Series<'a>),
}

/// A series with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Series<'a> {
    /// Its name, with suffixes such as `_bucket`.
    pub name: Text<'a>,
    /// The labels in the order written, those that occur twice included.
    pub labels: Vec<Label<'a>>,
    /// Its value.
    pub value: f64,
    /// Where name and labels stand.
    pub range: Range,
}

/// A label of a series.
#[derive(Clone, Debug, PartialEq)]
pub struct Label<'a> {
    /// Its name.
    pub name: Text<'a>,
    /// Its value.
    pub value: Text<'a>,
}

/// Returns what a text says, line by line, and what is wrong with it in the order of the lines; at most 100 errors.
pub fn parse(text: &str, format: Format) -> (Vec<Entry<'_>>, Vec<Error>) {
    let (mut entries, mut errors) = (Vec::new(), Vec::new());
    if u32::try_from(text.len()).is_err() {
        let message = "the text is longer than 4 GiB";
        errors.push(Error::new(Range::default(), message));
        return (entries, errors);
    }
    let mut reader = Reader::new(text, format);
    loop {
        match line::read(&mut reader) {
            Ok(line::Line::Entry(entry)) => entries.push(entry),
            Ok(line::Line::Nothing) => {}
            Ok(line::Line::End) => break,
            Err(error) => {
                errors.push(error);
                if errors.len() == MOST_ERRORS || !reader.go_to_next_line() {
                    break;
                }
            }
        }
    }
    (entries, errors)
}
