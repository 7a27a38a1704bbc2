//! String literals: their decoded value with the placeholders in it, and Go's quoting.
//!
//! A byte that is no UTF-8 (PromQL strings are bytes, `\xff` is one) is the character U+10FF00 plus the byte; printing gives the
//! escape back.

use std::fmt::Write;

use crate::promql::ast::{Embedded, Range, Text};
use crate::promql::placeholder::{find_length, read};

/// The character of byte 0, see the module.
const RAW_BYTE: u32 = 0x10_ff00;

/// Returns the text of a string literal that the lexer accepted; `None` when an escape sequence has no value.
pub fn read_text(literal: &str, range: Range, placeholders: bool) -> Option<Text> {
    let inner = &literal[1..literal.len() - 1];
    let raw = literal.starts_with('`');
    let has_escapes = !raw && inner.contains('\\');
    let has_placeholders = placeholders && inner.contains(['$', '[']);
    if !has_escapes && !has_placeholders {
        return Some(Text {
            value: inner.to_owned(),
            placeholders: Vec::new(),
            range,
        });
    }
    let mut decoder = Decoder {
        bytes: Vec::with_capacity(inner.len()),
        placeholders: Vec::new(),
    };
    let mut at = 0;
    while at < inner.len() {
        let rest = &inner[at..];
        let length = match rest.as_bytes()[0] {
            b'$' if placeholders && rest.starts_with("$$") => decoder.copy(&rest[..2]),
            b'$' | b'[' if placeholders => match find_length(rest) {
                Some(length) => decoder.placeholder(&rest[..length], range.start as usize + 1 + at),
                None => decoder.copy(&rest[..1]),
            },
            b'\\' if !raw => decoder.escape(rest)?,
            _ => {
                let stop = |byte: &u8| !matches!(byte, b'$' | b'[' | b'\\');
                decoder.copy(&rest[..1 + rest.bytes().skip(1).take_while(stop).count()])
            }
        };
        at += length;
    }
    Some(Text {
        value: decode_bytes(&decoder.bytes),
        placeholders: decoder.placeholders,
        range,
    })
}

/// Whether a decoded value is all UTF-8.
pub fn is_utf8(value: &str) -> bool {
    !value.chars().any(|character| raw_byte(character).is_some())
}

/// Writes `value` as Go's `strconv.Quote`.
pub fn write_quoted(value: &str, out: &mut String) {
    out.push('"');
    for character in value.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            ' '..='~' => out.push(character),
            '\x07' => out.push_str("\\a"),
            '\x08' => out.push_str("\\b"),
            '\x0c' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\x0b' => out.push_str("\\v"),
            _ => write_other(character, out),
        }
    }
    out.push('"');
}

fn write_other(character: char, out: &mut String) {
    let code = u32::from(character);
    // Writing to a string cannot fail.
    let _ = match raw_byte(character) {
        Some(byte) => write!(out, "\\x{byte:02x}"),
        None if code < 0x80 => write!(out, "\\x{code:02x}"),
        None if is_printable(character) => {
            out.push(character);
            Ok(())
        }
        None if code > 0xffff => write!(out, "\\U{code:08x}"),
        None => write!(out, "\\u{code:04x}"),
    };
}

/// Whether the standard library prints the character as it is; marks that combine count as printable.
pub fn is_printable(character: char) -> bool {
    let mut buffer = [0u8; 5];
    buffer[0] = b'a';
    let length = 1 + character.encode_utf8(&mut buffer[1..]).len();
    std::str::from_utf8(&buffer[..length])
        .is_ok_and(|text| text.escape_debug().nth(1) == Some(character))
}

fn raw_byte(character: char) -> Option<u8> {
    let offset = u32::from(character).checked_sub(RAW_BYTE)?;
    u8::try_from(offset).ok().filter(|byte| *byte >= 0x80)
}

fn decode_bytes(bytes: &[u8]) -> String {
    let mut value = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        value.push_str(chunk.valid());
        let raw = chunk
            .invalid()
            .iter()
            .map(|byte| RAW_BYTE + u32::from(*byte));
        value.extend(raw.filter_map(char::from_u32));
    }
    value
}

/// A value on its way.
struct Decoder {
    bytes: Vec<u8>,
    placeholders: Vec<Embedded>,
}

impl Decoder {
    fn copy(&mut self, text: &str) -> usize {
        self.bytes.extend_from_slice(text.as_bytes());
        text.len()
    }

    fn placeholder(&mut self, written: &str, start: usize) -> usize {
        // The offset must count what raw bytes become.
        let at = decode_bytes(&self.bytes).len();
        self.placeholders.push(Embedded {
            at,
            placeholder: read(written, start),
        });
        self.copy(written)
    }

    fn escape(&mut self, rest: &str) -> Option<usize> {
        let code = *rest.as_bytes().get(1)?;
        let (skip, digits, base) = match code {
            b'0'..=b'7' => (1, 3, 8),
            b'x' => (2, 2, 16),
            b'u' => (2, 4, 16),
            b'U' => (2, 8, 16),
            _ => {
                self.bytes.push(escaped_byte(code));
                return Some(2);
            }
        };
        let value = u32::from_str_radix(rest.get(skip..skip + digits)?, base).ok()?;
        if skip + digits > 4 {
            let mut buffer = [0u8; 4];
            let character = char::from_u32(value)?;
            self.bytes
                .extend_from_slice(character.encode_utf8(&mut buffer).as_bytes());
        } else {
            self.bytes.push(u8::try_from(value).ok()?);
        }
        Some(skip + digits)
    }
}

fn escaped_byte(code: u8) -> u8 {
    match code {
        b'a' => 0x07,
        b'b' => 0x08,
        b'f' => 0x0c,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'v' => 0x0b,
        other => other,
    }
}
