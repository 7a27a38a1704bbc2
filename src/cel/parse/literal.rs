//! Constants and their values.

use crate::cel::Error;
use crate::cel::ast::{ExprKind, Literal};
use crate::cel::lex::{decode_bytes, decode_string};
use crate::cel::parse::{Parsed, Parser, Result};
use crate::cel::token::Kind;
use std::ops::Range;

type Value = std::result::Result<Literal, Error>;

impl Parser<'_> {
    /// Reads a constant, with its minus.
    pub(super) fn literal(&mut self) -> Result<Parsed> {
        let start = self.range().start;
        let minus = if self.is_negative_number() {
            self.take();
            "-"
        } else {
            ""
        };
        let kind = self.kind();
        let constant = matches!(
            kind,
            Kind::Int
                | Kind::Uint
                | Kind::Double
                | Kind::String
                | Kind::Bytes
                | Kind::Broken
                | Kind::True
                | Kind::False
                | Kind::Null
        );
        if !constant {
            return Err(self.unexpected("a value"));
        }
        let range = self.take();
        let word = &self.text[range.clone()];
        let all = start..range.end;
        let value = match kind {
            Kind::Int => int(minus, word, all.clone()),
            Kind::Uint => uint(word, all.clone()),
            Kind::Double => double(minus, word, all.clone()),
            Kind::String => decode_string(self.text, &range).map(Literal::String),
            Kind::Bytes => decode_bytes(self.text, &range).map(Literal::Bytes),
            Kind::True => Ok(Literal::Bool(true)),
            Kind::False => Ok(Literal::Bool(false)),
            _ => Ok(Literal::Null),
        };
        let kind = match value {
            Ok(_) if kind == Kind::Broken => ExprKind::Broken,
            Ok(value) => ExprKind::Literal(value),
            Err(error) => {
                self.mistake(error);
                ExprKind::Broken
            }
        };
        let expr = self.node(kind, all);
        Ok(Parsed { expr, height: 0 })
    }
}

/// The digits and their base.
fn digits(word: &str) -> (&str, u32) {
    word.strip_prefix("0x").map_or((word, 10), |hex| (hex, 16))
}

fn int(minus: &str, word: &str, range: Range<usize>) -> Value {
    let (digits, base) = digits(word);
    i64::from_str_radix(&format!("{minus}{digits}"), base)
        .map(Literal::Int)
        .map_err(|_| {
            let message = format!("`{minus}{word}` does not fit into an `int` of 64 bits");
            Error::new(range, message).with_help("`1u` is unsigned, `1.0` is a double")
        })
}

fn uint(word: &str, range: Range<usize>) -> Value {
    let (digits, base) = digits(word.trim_end_matches(['u', 'U']));
    u64::from_str_radix(digits, base)
        .map(Literal::Uint)
        .map_err(|_| {
            let message = format!("`{word}` does not fit into a `uint` of 64 bits");
            Error::new(range, message)
        })
}

fn double(minus: &str, word: &str, range: Range<usize>) -> Value {
    match format!("{minus}{word}").parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(Literal::Double(value)),
        _ => {
            let message = format!("`{minus}{word}` is too large for a `double`");
            Err(Error::new(range, message))
        }
    }
}
