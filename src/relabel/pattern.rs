//! Regular expressions of Prometheus, anchored at both ends.

use crate::regexp::{self, Captures, Error, Regexp};

/// A compiled pattern. Two are equal when they are written the same.
#[derive(Clone, Debug)]
pub struct Pattern {
    text: String,
    regexp: Regexp,
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Pattern {}

/// What Prometheus puts around a pattern.
const ANCHORS: (&str, &str) = ("^(?s:", ")$");

impl Pattern {
    /// Compiles a pattern; a finding is returned with its place, since a pattern has at most one.
    pub fn compile(text: &str) -> Result<Self, Error> {
        let whole = format!("{}{text}{}", ANCHORS.0, ANCHORS.1);
        let regexp = Regexp::compile(&whole).map_err(|error| without_anchors(text, error))?;
        let text = text.to_string();
        match regexp {
            Some(regexp) => Ok(Self { text, regexp }),
            None => Err(Error {
                range: 0..text.len(),
                message: "the pattern is too large".to_string(),
            }),
        }
    }

    /// As written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it matches the whole text.
    pub fn is_match(&self, text: &str) -> bool {
        self.regexp.is_match(text)
    }

    /// The groups of the match with the whole text.
    pub fn captures<'t>(&self, text: &'t str) -> Option<Captures<'t, '_>> {
        self.regexp.captures(text)
    }

    /// Whether it matches every text.
    pub fn is_any(&self) -> bool {
        matches!(self.text.as_str(), ".*" | "(.*)")
    }
}

/// An open group takes the anchors' parenthesis: without them it is found where it stands.
fn without_anchors(text: &str, error: Error) -> Error {
    if let Err(error) = regexp::inspect(text) {
        return error;
    }
    let place = |at: usize| at.saturating_sub(ANCHORS.0.len()).min(text.len());
    let range = place(error.range.start)..place(error.range.end);
    Error { range, ..error }
}
