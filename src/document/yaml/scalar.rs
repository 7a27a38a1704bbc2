//! How a string is written in YAML: plain where every reader takes it for that string, else in quotes, several lines as a literal
//! block. Never folded: a long line stays one line.

use super::ambiguous::is_ambiguous;
use crate::document::push_spaces;
use std::fmt::Write;

/// A key may not be longer to stand before its colon (YAML 1.1, section 9.3.2); characters count, so bytes err to the safe side.
const LONGEST_KEY: usize = 1000;

/// A way to write a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    /// As it is.
    Plain,
    /// `'it''s'`.
    Single,
    /// `"a\tb"`.
    Double,
    /// Lines below `|`.
    Literal,
}

/// Writes a key with its colon; `column` is where it starts.
pub fn push_key(out: &mut String, key: &str, column: usize) {
    if key.len() > LONGEST_KEY {
        out.push_str("? ");
        push_quoted(out, key);
        out.push('\n');
        push_spaces(out, column);
    } else {
        push_quoted(out, key);
    }
    out.push(':');
}

/// Writes a string on one line, with quotes where they are needed.
pub fn push_quoted(out: &mut String, text: &str) {
    match style(text) {
        Style::Plain => out.push_str(text),
        Style::Single => push_single(out, text),
        Style::Double | Style::Literal => push_double(out, text),
    }
}

/// Writes a string as the value of a key or list item that starts at `column`; several lines become a literal block, whose last
/// line break is left to the caller, as it is after any other scalar.
pub fn push_string(out: &mut String, text: &str, column: usize) {
    if style(text) == Style::Literal {
        push_literal(out, text, column);
    } else {
        push_quoted(out, text);
    }
}

/// A line break.
const BREAK: u8 = 1;

/// A tab.
const TAB: u8 = 2;

/// A control character.
const CONTROL: u8 = 4;

/// Part of a character beyond ASCII.
const WIDE: u8 = 8;

/// `:` and `#`, which mean something beside a blank.
const MARK: u8 = 16;

/// What each byte is.
static KINDS: [u8; 256] = kinds();

const fn kinds() -> [u8; 256] {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        kinds[byte] = match byte {
            0x0a => BREAK,
            0x09 => TAB,
            0x3a | 0x23 => MARK,
            0..0x20 | 0x7f => CONTROL,
            0x80.. => WIDE,
            _ => 0,
        };
        byte += 1;
    }
    kinds
}

/// The plainest style that keeps the text.
fn style(text: &str) -> Style {
    let kinds = text
        .bytes()
        .fold(0, |kinds, byte| kinds | KINDS[usize::from(byte)]);
    let has = |kind| kinds & kind != 0;
    let is_odd = |character: char| !character.is_ascii() && !is_printable(character);
    if has(CONTROL) || (has(WIDE) && text.chars().any(is_odd)) {
        Style::Double
    } else if has(BREAK) {
        if is_literal(text) {
            Style::Literal
        } else {
            Style::Double
        }
    } else if has(TAB) || is_ambiguous(text) {
        Style::Double
    } else if is_plain(text) && !(has(MARK) && has_mark(text)) {
        Style::Plain
    } else {
        Style::Single
    }
}

/// Whether the character may stand unescaped (YAML 1.1, section 5.1), less what editors take for a line break.
fn is_printable(character: char) -> bool {
    matches!(character, ' '..='~' | '\u{a0}'..='\u{fffd}' | '\u{10000}'..)
        && !matches!(character, '\u{2028}' | '\u{2029}' | '\u{feff}')
}

/// Whether the printable text of one line, but for [`has_mark`], means itself without quotes (YAML 1.1, section 9.1.3, in a block).
fn is_plain(text: &str) -> bool {
    let mut bytes = text.bytes();
    let first_fits = match bytes.next() {
        None
        | Some(
            b' ' | b'#' | b'&' | b'*' | b'!' | b'|' | b'>' | b'\'' | b'"' | b'%' | b'@' | b'`',
        ) => false,
        Some(b',' | b'[' | b']' | b'{' | b'}' | b':' | b'?') => false,
        Some(b'-') => bytes.next().is_some_and(|next| next != b' '),
        Some(_) => true,
    };
    first_fits
        && !text.starts_with("---")
        && !text.starts_with("...")
        && !text.starts_with(char::is_whitespace)
        && !text.ends_with(char::is_whitespace)
}

/// Whether the text of one line has an end of a key or a start of a comment.
fn has_mark(text: &str) -> bool {
    text.ends_with(':') || text.contains(": ") || text.contains(" #")
}

/// Whether the printable text of several lines can be a literal block for every reader: some refuse one that begins with a tab or
/// an empty line. Blanks there need an indentation indicator.
fn is_literal(text: &str) -> bool {
    !text.trim_start_matches(' ').starts_with(['\t', '\n'])
}

fn push_single(out: &mut String, text: &str) {
    out.push('\'');
    for (index, part) in text.split('\'').enumerate() {
        if index > 0 {
            out.push_str("''");
        }
        out.push_str(part);
    }
    out.push('\'');
}

fn push_double(out: &mut String, text: &str) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            _ if is_printable(character) => out.push(character),
            _ => push_escape(out, u32::from(character)),
        }
    }
    out.push('"');
}

fn push_escape(out: &mut String, code: u32) {
    let _ = match code {
        0..=0xff => write!(out, "\\x{code:02x}"),
        0x100..=0xffff => write!(out, "\\u{code:04x}"),
        _ => write!(out, "\\U{code:08x}"),
    };
}

/// Writes `|`, `|-` or `|+`, for one, no or several line breaks at the end, and the lines two columns to the right.
fn push_literal(out: &mut String, text: &str, column: usize) {
    let body = text.strip_suffix('\n').unwrap_or(text);
    out.push('|');
    // The first line would tell the indentation if it had none of its own.
    if text.starts_with(' ') {
        out.push('2');
    }
    out.push_str(match (body.len() < text.len(), body.ends_with('\n')) {
        (false, _) => "-",
        (true, false) => "",
        (true, true) => "+",
    });
    for line in body.split('\n') {
        out.push('\n');
        if !line.is_empty() {
            push_spaces(out, column + 2);
            out.push_str(line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{push_key, push_string};

    fn check(text: &str, expected: &str) {
        let mut out = String::new();
        push_string(&mut out, text, 2);
        assert_eq!(out, expected);
    }

    #[test]
    fn plain_where_nobody_is_misled() {
        for text in [
            "sum(rate(http_requests_total[5m])) by (job)",
            "http://jobtree:8080/metrics",
            "--leader-elect",
            "a#b 'c' \"d\" {e}",
            "grüße 😀",
            "5m",
        ] {
            check(text, text);
        }
        let long = "word ".repeat(200) + "end";
        check(&long, &long);
    }

    #[test]
    fn quoted_where_a_reader_would_see_something_else() {
        for text in [
            "yes", "on", "y", "=", "1e3", "012", "1_000", "12:30:45", "null", "~", "1.10", "",
        ] {
            check(text, &format!("\"{text}\""));
        }
        for text in [
            "{{ $value }}",
            "*",
            "a: b",
            "a #b",
            " a",
            "a ",
            "- a",
            "-",
            "?",
            "%",
            "@x",
            "---",
            "key:",
        ] {
            check(text, &format!("'{text}'"));
        }
        check("\u{a0}a", "'\u{a0}a'");
        check("- it's", "'- it''s'");
        check(
            "a\tb\r\u{85}\u{2028}\u{7f}",
            "\"a\\tb\\r\\x85\\u2028\\x7f\"",
        );
    }

    #[test]
    fn several_lines_are_a_literal_block() {
        check("a: 1\n\n  b # c", "|-\n    a: 1\n\n      b # c");
        check("a\nb\n", "|\n    a\n    b");
        check("a\n\n\n", "|+\n    a\n\n");
        check("\ta\nb", "\"\\ta\\nb\"");
        check(" a\nb", "|2-\n     a\n    b");
        check("  \nb", "\"  \\nb\"");
    }

    #[test]
    fn a_very_long_key_is_written_explicitly() {
        let mut out = String::new();
        let key = "k".repeat(2000);
        push_key(&mut out, &key, 2);
        assert_eq!(out, format!("? {key}\n  :"));
    }
}
