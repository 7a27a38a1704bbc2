//! String literals: where they end, and whether their escape sequences have a value.

use crate::promql::Error;
use crate::promql::lex::{Lexer, Result};
use crate::promql::placeholder::range;
use crate::promql::token::Kind;

impl Lexer<'_> {
    /// Lexes a string literal; its escape sequences are checked here, its value is read by the parser.
    pub(super) fn string(&mut self, quote: u8) -> Result {
        let start = self.position;
        let bytes = self.input.as_bytes();
        let mut at = start + 1;
        loop {
            match bytes.get(at) {
                None => return Err(self.unterminated(start)),
                Some(b'\n') if quote != b'`' => return Err(self.unterminated(start)),
                Some(byte) if *byte == quote => break,
                Some(b'\\') if quote != b'`' => at = self.escape(at, quote)?,
                Some(0xef) if self.input[at..].starts_with('\u{fffd}') => {
                    return Err(Error::new(
                        range(at, at + 3),
                        "the string holds a character that is no valid UTF-8",
                    ));
                }
                Some(_) => at += 1,
            }
        }
        self.position = at + 1;
        Ok(self.token(Kind::String, start))
    }

    fn unterminated(&self, start: usize) -> Error {
        Error::new(range(start, start + 1), "the string is never closed")
    }

    /// Returns the offset behind the escape sequence at `start`.
    fn escape(&self, start: usize, quote: u8) -> std::result::Result<usize, Error> {
        let rest = &self.input[start + 1..];
        let Some(first) = rest.chars().next() else {
            return Err(Error::new(
                range(start, start + 1),
                "the string is never closed",
            ));
        };
        let (digits, base, skip, max) = match first {
            'a' | 'b' | 'f' | 'n' | 'r' | 't' | 'v' | '\\' => return Ok(start + 2),
            _ if first == char::from(quote) => return Ok(start + 2),
            '0'..='7' => (3, 8, 0, 255),
            'x' => (2, 16, 1, 255),
            'u' => (4, 16, 1, u32::from(char::MAX)),
            'U' => (8, 16, 1, u32::from(char::MAX)),
            _ => {
                let place = range(start, start + 1 + first.len_utf8());
                return Err(
                    Error::new(place, format!("unknown escape sequence `\\{first}`")).with_help(
                        "write `\\\\` for a backslash, or quote the string with backticks",
                    ),
                );
            }
        };
        let end = start + 1 + skip + digits;
        let place = range(start, self.input.ceil_char_boundary(end));
        let value = rest
            .get(skip..skip + digits)
            .and_then(|text| digits_value(text, base));
        match value {
            None => Err(Error::new(
                place,
                format!("expected {digits} digits of base {base} in the escape sequence"),
            )),
            Some(value) if value > max || (0xd800..0xe000).contains(&value) => Err(Error::new(
                place,
                "the escape sequence is no valid character",
            )),
            Some(_) => Ok(end),
        }
    }
}

fn digits_value(text: &str, base: u32) -> Option<u32> {
    let all_digits = text.bytes().all(|byte| char::from(byte).is_digit(base));
    all_digits.then(|| u32::from_str_radix(text, base).unwrap_or(u32::MAX))
}
