//! Strings and bytes: where they end, and their values.

use crate::cel::Error;
use crate::cel::token::Kind;
use std::ops::Range;

/// A string that is none.
pub(super) struct Unread {
    /// What is wrong with it; its range is not set.
    pub(super) error: Error,
    /// Where it is wrong, in bytes behind the literal's start.
    pub(super) at: usize,
    /// How many bytes are wrong.
    pub(super) length: usize,
    /// How many bytes to step over.
    pub(super) consumed: usize,
}

/// How a literal is written.
struct Form {
    is_bytes: bool,
    is_raw: bool,
    /// One quote, or three.
    quote: &'static str,
    /// How many bytes its letters and quotes take at the start.
    begin: usize,
}

/// Returns how the literal is written that `rest` begins with; `None` when it begins with none.
fn form(rest: &str) -> Option<Form> {
    let prefix = find_quote(rest)?;
    let letters = &rest[..prefix];
    let is = |small, large| letters.contains([small, large]);
    let quotes = ["'''", "\"\"\"", "'", "\""];
    let quote = quotes
        .into_iter()
        .find(|quote| rest[prefix..].starts_with(quote))?;
    Some(Form {
        is_bytes: is('b', 'B'),
        is_raw: is('r', 'R'),
        quote,
        begin: prefix + quote.len(),
    })
}

/// Returns how many letters (`b`, `r`, `br` and their capitals) stand before the quote that `rest` begins with.
pub(super) fn find_quote(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let mut at = usize::from(matches!(bytes.first(), Some(b'b' | b'B')));
    at += usize::from(matches!(bytes.get(at), Some(b'r' | b'R')));
    matches!(bytes.get(at), Some(b'\'' | b'"')).then_some(at)
}

/// Returns the kind and the length of the literal that `rest` begins with.
pub(super) fn scan(rest: &str) -> Result<(Kind, usize), Unread> {
    let unclosed = |quote: &str, begin: usize, consumed| Unread {
        error: Error::new(0..0, "the string is never closed"),
        at: begin - quote.len(),
        length: quote.len(),
        consumed,
    };
    let Some(form) = form(rest) else {
        return Err(unclosed("", 0, rest.len()));
    };
    let mut wrong = None;
    let mut at = form.begin;
    while let Some(c) = rest[at..].chars().next() {
        if rest[at..].starts_with(form.quote) {
            let end = at + form.quote.len();
            let kind = if form.is_bytes {
                Kind::Bytes
            } else {
                Kind::String
            };
            return wrong.map_or(Ok((kind, end)), |wrong: Unread| {
                Err(Unread {
                    consumed: end,
                    ..wrong
                })
            });
        }
        if form.quote.len() == 1 && matches!(c, '\n' | '\r') {
            break;
        }
        if c != '\\' || form.is_raw {
            at += c.len_utf8();
            continue;
        }
        match escape(&rest[at..]) {
            Ok(escape) => at += escape.length,
            Err((error, length)) => {
                let found = Unread {
                    error,
                    at,
                    length,
                    consumed: 0,
                };
                wrong.get_or_insert(found);
                at += length;
            }
        }
    }
    Err(unclosed(form.quote, form.begin, at))
}

/// An escape sequence.
struct Escape {
    /// How many bytes it takes.
    length: usize,
    /// The character or byte that it is.
    value: u32,
    /// Whether it is a byte in bytes: `\x` and three octal digits.
    is_byte: bool,
    /// Whether it is written as a code point.
    is_unicode: bool,
}

/// Characters that stand for one other, or for themselves.
const CHARACTERS: [(char, u32); 12] = [
    ('a', 7),
    ('b', 8),
    ('f', 12),
    ('n', 10),
    ('r', 13),
    ('t', 9),
    ('v', 11),
    ('"', 34),
    ('\'', 39),
    ('\\', 92),
    ('?', 63),
    ('`', 96),
];

/// Reads the escape sequence that `rest` begins with, or returns what is wrong and how many bytes that takes.
fn escape(rest: &str) -> Result<Escape, (Error, usize)> {
    let Some(letter) = rest[1..].chars().next() else {
        return Err((Error::new(0..0, "the string is never closed"), 1));
    };
    if let Some((_, value)) = CHARACTERS.iter().find(|(known, _)| *known == letter) {
        return Ok(Escape {
            length: 2,
            value: *value,
            is_byte: false,
            is_unicode: false,
        });
    }
    let (skip, digits, base) = match letter {
        '0'..='3' => (1, 3, 8),
        'x' | 'X' => (2, 2, 16),
        'u' => (2, 4, 16),
        'U' => (2, 8, 16),
        _ => {
            let error = Error::new(0..0, format!("unknown escape sequence `\\{letter}`"))
                .with_help("a backslash is written `\\\\`, or stands in a raw string: `r'\\d'`");
            return Err((error, 1 + letter.len_utf8()));
        }
    };
    let written = rest[skip..]
        .bytes()
        .take(digits)
        .take_while(|byte| char::from(*byte).is_digit(base))
        .count();
    let value = u32::from_str_radix(&rest[skip..skip + written], base);
    match value {
        Ok(value) if written == digits => Ok(Escape {
            length: skip + digits,
            value,
            is_byte: !matches!(letter, 'u' | 'U'),
            is_unicode: matches!(letter, 'u' | 'U'),
        }),
        _ => {
            let name = if base == 8 { "octal" } else { "hexadecimal" };
            let sign = if base == 8 {
                "\\".to_owned()
            } else {
                format!("\\{letter}")
            };
            let message = format!("expected {digits} {name} digits behind `{sign}`");
            Err((Error::new(0..0, message), skip + written))
        }
    }
}

/// Returns the value of the string at `range`, which the lexer has read.
pub fn decode_string(text: &str, range: &Range<usize>) -> Result<String, Error> {
    let mut value = String::new();
    decode(text, range, |escape, at| {
        let Some(c) = char::from_u32(escape.value) else {
            return Err(Error::new(at, "the escape sequence is no character"));
        };
        value.push(c);
        Ok(())
    })?;
    Ok(value)
}

/// Returns the value of the bytes at `range`, which the lexer has read.
pub fn decode_bytes(text: &str, range: &Range<usize>) -> Result<Vec<u8>, Error> {
    let mut value = Vec::new();
    decode(text, range, |escape, at| {
        if escape.is_unicode {
            let error = Error::new(at, "bytes have no escape sequences for characters");
            return Err(error.with_help("write the character itself, or its bytes as `\\x…`"));
        }
        match u8::try_from(escape.value) {
            Ok(byte) if escape.is_byte => value.push(byte),
            _ => {
                let c = char::from_u32(escape.value).unwrap_or(char::REPLACEMENT_CHARACTER);
                value.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            }
        }
        Ok(())
    })?;
    Ok(value)
}

/// Gives each character of a literal to `push`, with its range. Line ends are read as `\n`, also in raw strings.
fn decode(
    text: &str,
    range: &Range<usize>,
    mut push: impl FnMut(&Escape, Range<usize>) -> Result<(), Error>,
) -> Result<(), Error> {
    let literal = &text[range.clone()];
    let Some(form) = form(literal) else {
        return Ok(());
    };
    let end = literal.len() - form.quote.len();
    let mut at = form.begin;
    while let Some(c) = literal[at..end].chars().next() {
        let rest = &literal[at..end];
        let read = match c {
            '\\' if !form.is_raw => escape(rest).map_err(|(error, _)| error)?,
            '\r' => Escape {
                length: 1 + usize::from(rest[1..].starts_with('\n')),
                value: 10,
                is_byte: false,
                is_unicode: false,
            },
            _ => Escape {
                length: c.len_utf8(),
                value: u32::from(c),
                is_byte: false,
                is_unicode: false,
            },
        };
        let place = range.start + at..range.start + at + read.length;
        at += read.length;
        push(&read, place)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{decode_bytes, decode_string};

    #[test]
    fn strings_are_decoded() {
        let cases = [
            ("''", ""),
            ("'a\\n\\t\\x41\\101\\u00e4\\U0001F600'", "a\n\tAAä😀"),
            ("'\\xff'", "ÿ"),
            ("r'\\d\\\\'", "\\d\\\\"),
            ("'''a'b\r\nc\rd'''", "a'b\nc\nd"),
            ("\"\\\"\\`\\?\"", "\"`?"),
        ];
        for (text, expected) in cases {
            assert_eq!(
                decode_string(text, &(0..text.len())).as_deref(),
                Ok(expected),
                "{text}"
            );
        }
        assert!(decode_string("'\\ud800'", &(0..8)).is_err());
    }

    #[test]
    fn bytes_are_decoded() {
        let cases: [(&str, &[u8]); 4] = [
            ("b'\\xff\\377'", &[255, 255]),
            ("b'ä'", &[0xc3, 0xa4]),
            ("br'\\x'", b"\\x"),
            ("b'\\n'", b"\n"),
        ];
        for (text, expected) in cases {
            assert_eq!(
                decode_bytes(text, &(0..text.len())).as_deref(),
                Ok(expected),
                "{text}"
            );
        }
        assert!(decode_bytes("b'\\u0041'", &(0..9)).is_err());
    }
}
