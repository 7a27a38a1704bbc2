//! PromQL in templates: parsed, with the place of every byte in the template.

use crate::gotemplate::literal::{Value, read_string};
use crate::promql::ast::{Expr, Range};
use crate::promql::{self, Error, Options};

/// An expression in a string literal.
#[derive(Clone, Debug)]
pub struct Query {
    /// The literal with its quotes.
    pub range: Range,
    /// The expression's text.
    pub text: String,
    /// The expression; its ranges are those of `text`.
    pub expr: Expr,
    /// Its errors, at their places in the template.
    pub errors: Vec<Error>,
    /// Offsets in the template of every byte of `text`, and of the closing quote.
    offsets: Vec<u32>,
}

impl Query {
    /// Returns the place in the template of a range of the text.
    pub fn place(&self, range: Range) -> Range {
        let at = |offset: u32| self.offsets.get(offset as usize).copied();
        let end = self.range.end.saturating_sub(1);
        let start = at(range.start).unwrap_or(end);
        Range {
            start,
            end: at(range.end).unwrap_or(end).max(start),
        }
    }
}

/// Returns the query of a string literal that stands at `range`; `None` when the literal has no value.
pub fn read_query(literal: &str, range: Range, options: &Options) -> Option<Query> {
    let (text, offsets) = decode(&read_string(literal).ok()?, range.start);
    let options = Options {
        placeholders: false,
        ..*options
    };
    let (expr, errors) = promql::parse(&text, &options);
    let mut query = Query {
        range,
        text,
        expr,
        errors: Vec::new(),
        offsets,
    };
    let errors = errors.into_iter().map(|error| Error {
        range: query.place(error.range),
        related: error
            .related
            .map(|(range, label)| (query.place(range), label)),
        ..error
    });
    query.errors = errors.collect();
    Some(query)
}

/// The text of a value, where U+FFFD stands for what is no UTF-8, with the places of its bytes.
fn decode(value: &Value, start: u32) -> (String, Vec<u32>) {
    let (mut text, mut offsets, mut at) = (String::new(), Vec::new(), 0);
    for chunk in value.bytes.utf8_chunks() {
        let valid = chunk.valid().len();
        text.push_str(chunk.valid());
        offsets.extend(
            value.offsets[at..at + valid]
                .iter()
                .map(|offset| start + offset),
        );
        at += valid;
        if !chunk.invalid().is_empty() {
            text.push(char::REPLACEMENT_CHARACTER);
            offsets.extend([start + value.offsets[at]; char::REPLACEMENT_CHARACTER.len_utf8()]);
            at += chunk.invalid().len();
        }
    }
    offsets.extend(value.offsets.last().map(|offset| start + offset));
    (text, offsets)
}
