//! Regular expressions of Prometheus (RE2's syntax, as Go reads it), anchored at both ends.
//!
//! Go's syntax and that of the crate `regex` differ in corners: Go knows `\Q…\E`, octal escapes and a lone `{`, its `\d`, `\w` and
//! `\s` are ASCII, a class has no operations; it refuses nested repetitions and the flags `x`, `u` and `R`. A pattern is therefore
//! rewritten first, and every byte of the result remembers the byte it came from.

mod rewrite;

use regex::{Captures, Regex};
use rewrite::Rewriter;
use std::ops::Range;

/// A compiled pattern. Two are equal when they are written the same.
#[derive(Clone, Debug)]
pub struct Pattern {
    text: String,
    regex: Regex,
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Pattern {}

/// Why a pattern is refused, and which of its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// Bytes of the pattern.
    pub range: Range<usize>,
    /// One phrase.
    pub message: String,
}

/// What Prometheus puts around a pattern.
const ANCHORS: (&str, &str) = ("^(?s:", ")$");

impl Pattern {
    /// Compiles a pattern; a finding is returned with its place, since a pattern has at most one.
    pub fn compile(text: &str) -> Result<Self, Error> {
        let mut rewriter = Rewriter::new(text);
        rewriter.run()?;
        let whole = format!("{}{}{}", ANCHORS.0, rewriter.out, ANCHORS.1);
        if let Err(error) = regex_syntax::parse(&whole) {
            // Inside the anchors an open group takes their parenthesis: without them it is found where it stands.
            return Err(match regex_syntax::parse(&rewriter.out) {
                Err(error) => rewriter.located(&error, 0),
                Ok(_) => rewriter.located(&error, ANCHORS.0.len()),
            });
        }
        match Regex::new(&whole) {
            Ok(regex) => Ok(Self {
                text: text.to_string(),
                regex,
            }),
            Err(_) => Err(Error {
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
        self.regex.is_match(text)
    }

    /// The groups of the match with the whole text.
    pub fn captures<'t>(&self, text: &'t str) -> Option<Captures<'t>> {
        self.regex.captures(text)
    }

    /// Whether it matches every text.
    pub fn is_any(&self) -> bool {
        matches!(self.text.as_str(), ".*" | "(.*)")
    }
}
