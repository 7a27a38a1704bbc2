//! Series descriptions of rule tests: `metric{a="b"} 1+1x10 _x3 stale {{sum:5 count:3}}x2`.
//!
//! Invariants: parsing never fails, it returns a description and its errors; every item has a range in the text; `1x1000000000` is
//! held as it is written and [`SeriesDescription::values`] gives one value after another. The judge is `ParseSeriesDesc` of
//! Prometheus 3.15. Deliberately absent: what a test demands beyond it, such as a metric's name.

mod bounds;
mod buckets;
mod combine;
mod expand;
mod head;
mod histogram;
mod item;
mod print;
#[cfg(test)]
mod tests;

pub use expand::Values;
pub use print::{print, print_metric};

use crate::promql::Error;
use crate::promql::ast::{Range, Sign, Text};
use crate::promql::placeholder::range;
use std::collections::BTreeSet;

/// The label that holds a metric's name.
const NAME_LABEL: &str = "__name__";

/// What a series is.
const SERIES: &str = "a series is a metric with labels, then its values: `metric{a=\"b\"} 0+6x30`";

/// Errors after which nothing more is read: nobody reads further, and a large text may be nothing but errors.
const MOST_ERRORS: usize = 100;

/// A metric with its labels, and its values one interval apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SeriesDescription {
    /// The name in front of the braces; `None` when there is none.
    pub name: Option<Text>,
    /// The labels in the order written, those that occur twice included.
    pub labels: Vec<Label>,
    /// Where the metric with its labels stands; empty when neither is written.
    pub metric_range: Range,
    /// The values as written.
    pub items: Vec<Item>,
}

/// `label="value"`; a quoted name in the braces is the value of `__name__`.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// The label.
    pub name: Text,
    /// Its value.
    pub value: Text,
    /// Where it stands.
    pub range: Range,
}

/// What stands between two blanks, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// What it is.
    pub node: ItemNode,
    /// Where it stands.
    pub range: Range,
}

/// The kinds of items.
#[derive(Clone, Debug, PartialEq)]
pub enum ItemNode {
    /// `_`, `_x3`: so many times no value.
    Omitted(u64),
    /// `1`, `1x3`, `1+2x3`, `stale`: a value, and then `times` more, each changed by `step`.
    Values {
        /// The first value.
        first: Sample,
        /// What changes from one to the next.
        step: Step,
        /// How many more follow the first.
        times: u64,
    },
    /// What could not be parsed; its error was reported.
    Invalid,
}

/// A value at an instant.
#[derive(Clone, Debug, PartialEq)]
pub enum Sample {
    /// None.
    Omitted,
    /// The mark that the series ended.
    Stale,
    /// A number.
    Float(f64),
    /// A native histogram.
    Histogram(Box<Histogram>),
}

/// What changes from a value to the next.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Nothing.
    Same,
    /// A number is added.
    Number(f64),
    /// A histogram is added or, with a minus, subtracted.
    Histogram(Sign, Box<Histogram>),
}

/// A native histogram, as it is written or as steps have made it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Histogram {
    /// Resolution: -4 to 8 for exponential buckets, -53 for custom ones. Others are taken as they are.
    pub schema: i32,
    /// Number of observations.
    pub count: f64,
    /// Sum of observations.
    pub sum: f64,
    /// Observations in the zero bucket.
    pub zero_count: f64,
    /// Width of the zero bucket.
    pub zero_width: f64,
    /// Upper bounds of custom buckets.
    pub custom_values: Vec<f64>,
    /// Buckets above zero by ascending index.
    pub positive: Vec<Bucket>,
    /// Buckets below zero by ascending index, the largest values first.
    pub negative: Vec<Bucket>,
    /// Whether counting began anew.
    pub reset_hint: ResetHint,
    /// Whether `counter_reset_hint` was written, so that it is compared too; behind a step, whether the step says it.
    pub says_reset_hint: bool,
}

/// A bucket of a native histogram.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bucket {
    /// Which one, in the histogram's schema.
    pub index: i64,
    /// Observations.
    pub count: f64,
}

/// What a histogram says about counter resets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of the notation")]
pub enum ResetHint {
    #[default]
    Unknown,
    Reset,
    NotReset,
    Gauge,
}

/// Returns the description that a text holds, and what is wrong with it in the order in which Prometheus finds it.
///
/// What could not be understood is [`ItemNode::Invalid`] or left out; without errors, Prometheus accepts the text. The empty text
/// is a series without name, labels and values.
pub fn parse(text: &str) -> (SeriesDescription, Vec<Error>) {
    let mut errors = Vec::new();
    if u32::try_from(text.len()).is_err() {
        errors.push(Error::new(
            Range::default(),
            "the series is longer than 4 GiB",
        ));
        return (SeriesDescription::default(), errors);
    }
    let (mut series, end) = head::read(text, &mut errors);
    if let Some(end) = end {
        series.items = item::read_all(text, end, &mut errors);
    }
    (series, errors)
}

impl SeriesDescription {
    /// Returns the values one interval apart, from the first on.
    pub fn values(&self) -> Values<'_> {
        Values::new(&self.items)
    }

    /// Returns the labels with the name, sorted, as Prometheus stores them: with a name in front of the braces labels without a
    /// value are dropped, and the first `__name__` inside them is replaced.
    pub fn label_set(&self) -> Vec<(&str, &str)> {
        let pairs = self.labels.iter();
        let mut set: Vec<(&str, &str)> = pairs
            .map(|label| (&*label.name.value, &*label.value.value))
            .collect();
        set.sort_by_key(|(name, _)| *name);
        let Some(metric) = &self.name else {
            return set;
        };
        let without_value = set.iter().filter(|(_, value)| value.is_empty());
        let dropped: BTreeSet<&str> = without_value.map(|(name, _)| *name).collect();
        set.retain(|(name, _)| !dropped.contains(name));
        let at = set.partition_point(|(name, _)| *name < NAME_LABEL);
        match set.get_mut(at).filter(|(name, _)| *name == NAME_LABEL) {
            Some((_, value)) => *value = &metric.value,
            None => set.insert(at, (NAME_LABEL, &metric.value)),
        }
        set
    }
}

/// The text, and how far it is read.
struct Reader<'a> {
    text: &'a str,
    at: usize,
}

type Read<T> = std::result::Result<T, Error>;

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn accept(&mut self, expected: &str) -> bool {
        let found = self.rest().starts_with(expected);
        self.at += if found { expected.len() } else { 0 };
        found
    }

    /// Takes the bytes that are `inside`, which are of ASCII.
    fn take_while(&mut self, inside: fn(u8) -> bool) -> &'a str {
        let length = self.rest().bytes().take_while(|byte| inside(*byte)).count();
        let taken = &self.rest()[..length];
        self.at += length;
        taken
    }

    /// Takes blanks; `false` when there are none.
    fn skip_blanks(&mut self) -> bool {
        !self.take_while(is_blank).is_empty()
    }

    /// An error about what stands here, or that something is missing at the end.
    fn unexpected(&self, expected: &str) -> Error {
        match self.rest().chars().next() {
            None => Error::new(
                range(self.at, self.at),
                format!("expected {expected}, found the end of the series"),
            ),
            Some(blank) if is_blank_char(blank) => Error::new(
                range(self.at, self.at + 1),
                format!("expected {expected}, found a blank"),
            ),
            Some(first) => {
                let word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
                let length = self.rest().bytes().take_while(word).count();
                let end = self.at + length.max(first.len_utf8());
                let found = item::shortened(&self.text[self.at..end]);
                let message = format!("expected {expected}, found `{found}`");
                Error::new(range(self.at, end), message)
            }
        }
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

fn is_blank_char(character: char) -> bool {
    u8::try_from(character).is_ok_and(is_blank)
}
