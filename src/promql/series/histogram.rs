//! A native histogram: `{{schema:1 sum:5 count:3 buckets:[1 2]}}`.
//!
//! Blanks part its fields and stand nowhere else but in front of the closing braces.

use super::item::{find_named_number, shortened};
use super::{Bucket, Histogram, MOST_ERRORS, Read, Reader, ResetHint, is_blank_char};
use crate::promql::Error;
use crate::promql::ast::Range;
use crate::promql::nearest::find_nearest;
use crate::promql::number::scan_in_series;
use crate::promql::placeholder::range;

/// A field of a histogram.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Field {
    Schema,
    Count,
    Sum,
    ZeroCount,
    ZeroWidth,
    CustomValues,
    ResetHint,
    Offset,
    Buckets,
    NegativeOffset,
    NegativeBuckets,
}

/// The fields by name, in the order in which they are printed.
pub const FIELDS: [(&str, Field); 11] = [
    ("schema", Field::Schema),
    ("count", Field::Count),
    ("sum", Field::Sum),
    ("z_bucket", Field::ZeroCount),
    ("z_bucket_w", Field::ZeroWidth),
    ("custom_values", Field::CustomValues),
    ("counter_reset_hint", Field::ResetHint),
    ("offset", Field::Offset),
    ("buckets", Field::Buckets),
    ("n_offset", Field::NegativeOffset),
    ("n_buckets", Field::NegativeBuckets),
];

/// What a histogram may say about counter resets, by name.
pub const RESET_HINTS: [(&str, ResetHint); 4] = [
    ("unknown", ResetHint::Unknown),
    ("reset", ResetHint::Reset),
    ("not_reset", ResetHint::NotReset),
    ("gauge", ResetHint::Gauge),
];

/// What was told so far.
#[derive(Default)]
struct Told {
    histogram: Histogram,
    fields: Vec<(&'static str, Range)>,
    offset: i32,
    buckets: Vec<f64>,
    negative_offset: i32,
    negative_buckets: Vec<f64>,
}

impl Reader<'_> {
    /// Reads the histogram whose braces open here. Errors of its fields are reported; `Err` when it does not end.
    pub(super) fn histogram(&mut self, errors: &mut Vec<Error>) -> Read<Histogram> {
        let open = range(self.at, self.at + 2);
        self.at += 2;
        let mut told = Told::default();
        let lead = self.at;
        if self.skip_blanks() && !self.rest().starts_with("}}") {
            let message = "unexpected blank behind `{{`";
            errors.push(Error::new(range(lead, self.at), message).with_help(
                "the first field stands directly behind the braces: `{{sum:1 count:2}}`",
            ));
        }
        loop {
            if self.accept("}}") {
                return Ok(told.finish());
            }
            if errors.len() >= MOST_ERRORS {
                self.at = self.text.len();
            }
            if let Err(error) = self.field(&mut told) {
                errors.push(error);
                self.skip_field();
            }
            if !self.skip_blanks() && !self.rest().starts_with("}}") {
                if self.peek().is_none() {
                    let error = Error::new(open, "the histogram is never closed");
                    return Err(error.with_help("close it with `}}`"));
                }
                errors.push(self.unexpected("a blank or `}}` behind the field"));
                self.skip_field();
                self.skip_blanks();
            }
        }
    }

    fn field(&mut self, told: &mut Told) -> Read<()> {
        let start = self.at;
        let name = self.take_while(|byte| byte.is_ascii_alphabetic() || byte == b'_');
        let place = range(start, self.at);
        if name.is_empty() {
            return Err(self.unexpected("a field of a histogram or `}}`"));
        }
        let known = FIELDS
            .iter()
            .find(|(known, _)| name.eq_ignore_ascii_case(known));
        let Some((known, field)) = known else {
            let message = format!("a histogram has no `{}`", shortened(name));
            return Err(suggest(Error::new(place, message), name, &FIELDS));
        };
        if !self.accept(":") {
            return Err(self.unexpected(&format!("`:` behind `{known}`")));
        }
        self.value(*field, told)?;
        if let Some((_, first)) = told.fields.iter().find(|(name, _)| name == known) {
            let message = format!("the histogram says `{known}` twice");
            return Err(Error::new(place, message).with_related(*first, "first here"));
        }
        told.fields.push((known, place));
        Ok(())
    }

    fn value(&mut self, field: Field, told: &mut Told) -> Read<()> {
        let into = &mut told.histogram;
        match field {
            Field::Schema => into.schema = self.integer()?,
            Field::Count => into.count = self.signed_value()?,
            Field::Sum => into.sum = self.signed_value()?,
            Field::ZeroCount => into.zero_count = self.signed_value()?,
            Field::ZeroWidth => into.zero_width = self.unsigned_value()?,
            Field::CustomValues => into.custom_values = self.buckets()?,
            Field::ResetHint => {
                into.reset_hint = self.reset_hint()?;
                into.says_reset_hint = true;
            }
            Field::Offset => told.offset = self.integer()?,
            Field::Buckets => told.buckets = self.buckets()?,
            Field::NegativeOffset => told.negative_offset = self.integer()?,
            Field::NegativeBuckets => told.negative_buckets = self.buckets()?,
        }
        Ok(())
    }

    fn reset_hint(&mut self) -> Read<ResetHint> {
        let start = self.at;
        let name = self.take_while(|byte| byte.is_ascii_alphabetic() || byte == b'_');
        if name.is_empty() {
            return Err(self.unexpected("`unknown`, `reset`, `not_reset` or `gauge`"));
        }
        let known = RESET_HINTS
            .iter()
            .find(|(known, _)| name.eq_ignore_ascii_case(known));
        known.map(|(_, hint)| *hint).ok_or_else(|| {
            let message = format!("`{}` is no hint about counter resets", shortened(name));
            suggest(
                Error::new(range(start, self.at), message),
                name,
                &RESET_HINTS,
            )
        })
    }

    /// Reads a whole number; one that is too large loses its upper bits, as in Prometheus.
    fn integer(&mut self) -> Read<i32> {
        let start = self.at;
        let negative = self.accept("-");
        let digits = self.at;
        if !self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            return Err(self.unexpected("a whole number"));
        }
        let scan = scan_in_series(self.rest().as_bytes());
        self.at = self.text.floor_char_boundary(digits + scan.length);
        let written = &self.text[digits..self.at];
        let value = scan.kind.and_then(|_| written.parse::<u64>().ok());
        let value = value.ok_or_else(|| {
            let found = shortened(&self.text[start..self.at]);
            let message = format!("expected a whole number, found `{found}`");
            Error::new(range(start, self.at), message)
        })? as i64;
        Ok(if negative {
            value.wrapping_neg()
        } else {
            value
        } as i32)
    }

    fn signed_value(&mut self) -> Read<f64> {
        if self.accept("-") {
            return self.unsigned_value().map(|value| -value);
        }
        if self.peek() == Some(b'+') {
            return Err(self
                .unexpected("a number")
                .with_help("leave the `+` out: a histogram has none"));
        }
        self.unsigned_value()
    }

    fn unsigned_value(&mut self) -> Read<f64> {
        let start = self.at;
        match self.peek() {
            Some(byte) if byte.is_ascii_digit() => self.scanned(start),
            Some(byte) if byte.is_ascii_alphabetic() => {
                let word = self.take_while(|byte| byte.is_ascii_alphabetic() || byte == b'_');
                find_named_number(word).ok_or_else(|| {
                    let message = format!("`{}` is no number", shortened(word));
                    Error::new(range(start, self.at), message)
                })
            }
            Some(b'.') => Err(self
                .unexpected("a number")
                .with_help("in a histogram a digit stands in front of the dot: `0.5`")),
            _ => Err(self.unexpected("a number")),
        }
    }

    /// Skips to what parts fields; blanks inside a list do not.
    fn skip_field(&mut self) {
        let mut in_list = false;
        while let Some(next) = self.rest().chars().next() {
            if self.rest().starts_with("}}") || (is_blank_char(next) && !in_list) {
                return;
            }
            in_list = match next {
                '[' => true,
                ']' => false,
                _ => in_list,
            };
            self.at += next.len_utf8();
        }
    }
}

impl Told {
    fn finish(self) -> Histogram {
        let at = |offset: i32, counts: Vec<f64>| {
            let indices = i64::from(offset)..;
            let buckets = indices.zip(counts);
            buckets
                .map(|(index, count)| Bucket { index, count })
                .collect()
        };
        Histogram {
            positive: at(self.offset, self.buckets),
            negative: at(self.negative_offset, self.negative_buckets),
            ..self.histogram
        }
    }
}

fn suggest<T>(error: Error, name: &str, known: &[(&'static str, T)]) -> Error {
    let names = known.iter().map(|(name, _)| *name);
    match find_nearest(name, names.clone()) {
        Some(near) => error.with_help(format!("did you mean `{near}`?")),
        None => {
            let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
            error.with_help(format!("known: {}", names.join(", ")))
        }
    }
}
