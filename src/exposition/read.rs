//! The text, byte by byte as Prometheus's lexers see it.
//!
//! They take NUL for the end, except where a text may hold it; there they step over it, and count it to the token before.

use super::{Format, Text};
use crate::promql::{Error, ast::Range, placeholder::range};
use std::borrow::Cow;

pub type Read<T> = Result<T, Error>;

/// The text, and how far it is read.
pub struct Reader<'a> {
    pub text: &'a str,
    pub format: Format,
    /// Offset of the next byte.
    pub at: usize,
    /// Where the line begins that is read.
    pub line: usize,
    /// Whether NUL bytes are stepped over here.
    pub skips_nul: bool,
    /// Where a string of this line begins that goes on to the next.
    pub long_string: Option<usize>,
}

impl<'a> Reader<'a> {
    pub fn new(text: &'a str, format: Format) -> Self {
        Self {
            text,
            format,
            at: 0,
            line: 0,
            skips_nul: false,
            long_string: None,
        }
    }

    /// The next byte; `None` at the end and at NUL. The Prometheus format reads the last line as if it were ended.
    pub fn peek(&self) -> Option<u8> {
        self.byte().filter(|byte| *byte != 0)
    }

    fn byte(&self) -> Option<u8> {
        let last = || self.at == self.text.len() && self.format == Format::Prometheus;
        let byte = self.text.as_bytes().get(self.at).copied();
        byte.or_else(|| last().then_some(b'\n'))
    }

    pub fn at_end(&self) -> bool {
        self.byte().is_none()
    }

    pub fn advance(&mut self) {
        self.at += 1;
        while self.skips_nul && self.byte() == Some(0) {
            self.at += 1;
        }
    }

    pub fn accept(&mut self, expected: u8) -> bool {
        let found = self.peek() == Some(expected);
        if found {
            self.advance();
        }
        found
    }

    /// Takes a word as far as it is there; `true` when all of it is.
    pub fn accept_word(&mut self, word: &str) -> bool {
        word.bytes().all(|byte| self.accept(byte))
    }

    pub fn take_while(&mut self, inside: impl Fn(u8) -> bool) -> std::ops::Range<usize> {
        let start = self.at;
        while self.peek().is_some_and(&inside) {
            self.advance();
        }
        start..self.at
    }

    /// Skips blanks where the format allows any number of them.
    pub fn skip_blanks(&mut self) {
        if self.format == Format::Prometheus {
            self.take_while(is_blank);
        }
    }

    /// Takes a name, with colons where they may stand in it; empty when there is none.
    pub fn take_name(&mut self, colons: bool) -> std::ops::Range<usize> {
        let inside =
            |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || colons && byte == b':';
        if self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            return self.at..self.at;
        }
        self.take_while(inside)
    }

    /// Takes a quoted string, whose opening quote is next, and returns where its content stands.
    pub fn take_quoted(&mut self, newlines: bool) -> Read<std::ops::Range<usize>> {
        let start = self.at;
        loop {
            self.advance();
            let escaped = self.peek() == Some(b'\\');
            if escaped {
                self.advance();
            }
            match self.peek() {
                None => return Err(self.unclosed(start)),
                Some(b'\n') if escaped || !newlines => return Err(self.unclosed(start)),
                Some(b'\n') => self.long_string = Some(start),
                Some(b'"') if !escaped => break,
                Some(_) => {}
            }
        }
        self.advance();
        Ok(start + 1..self.at - 1)
    }

    pub fn unclosed(&self, start: usize) -> Error {
        let end = self.line_end(start);
        Error::new(range(start, end), "this string has no closing quote").with_help(
            "end it with `\"` on the same line; inside it write `\\\"`, `\\\\` and `\\n`",
        )
    }

    /// A text as it is meant: `\\`, `\n` and `\"` replaced.
    pub fn text(&self, place: std::ops::Range<usize>) -> Text<'a> {
        self.unescaped(place, true)
    }

    /// The same, with `\"` left as it is unless `quotes`.
    pub fn unescaped(&self, place: std::ops::Range<usize>, quotes: bool) -> Text<'a> {
        let raw = &self.text[place.clone()];
        Text {
            value: unescape(raw, quotes),
            range: range(place.start, place.end),
        }
    }

    /// The end of the line in which an offset lies.
    pub fn line_end(&self, from: usize) -> usize {
        let rest = &self.text.as_bytes()[from.min(self.text.len())..];
        let length = rest.iter().position(|byte| *byte == b'\n');
        length.map_or(self.text.len(), |length| from + length)
    }

    /// Goes behind the line that could not be read; `false` at the end of the text.
    pub fn go_to_next_line(&mut self) -> bool {
        let end = self.line_end(self.line);
        self.at = end + 1;
        self.skips_nul = false;
        end < self.text.len()
    }

    /// An error about what stands here.
    pub fn unexpected(&self, expected: &str) -> Error {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let Some(first) = rest.chars().next() else {
            let end = self.text.len();
            let message = format!("expected {expected}, found the end of the text");
            return Error::new(range(end, end), message);
        };
        if first == '\n' {
            let message = format!("expected {expected}, found the end of the line");
            return Error::new(self.here(0), message);
        }
        let word = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let length = word.clamp(first.len_utf8(), 40.max(first.len_utf8()));
        let found = match first {
            ' ' | '\t' => "a blank".to_string(),
            '\r' => "a carriage return".to_string(),
            '\0' => "a NUL byte".to_string(),
            _ => format!("`{}`", &rest[..length]),
        };
        let message = format!("expected {expected}, found {found}");
        Error::new(self.here(length), message)
    }

    fn here(&self, length: usize) -> Range {
        range(self.at, self.at + length)
    }
}

pub fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

fn unescape(raw: &str, quotes: bool) -> Cow<'_, str> {
    if !raw.contains('\\') {
        return Cow::Borrowed(raw);
    }
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let character = match rest.as_bytes().get(at + 1) {
            Some(b'n') => Some('\n'),
            Some(b'\\') => Some('\\'),
            Some(b'"') if quotes => Some('"'),
            _ => None,
        };
        out.push(character.unwrap_or('\\'));
        rest = &rest[at + 1 + usize::from(character.is_some())..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}
