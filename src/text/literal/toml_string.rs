//! The four kinds of TOML strings.

use super::Decoded;

/// What a literal with its quotes says; `None` when it is no string.
pub(super) fn decode(raw: &str) -> Option<Decoded> {
    let quote = raw
        .chars()
        .next()
        .filter(|quote| matches!(quote, '"' | '\''))?;
    let width = quotes(raw);
    let end = raw.len().checked_sub(width)?;
    let body = raw.get(width..end)?;
    let skip = if width == 3 { leading_newline(body) } else { 0 };
    let mut result = Vec::with_capacity(body.len());
    let mut at = skip;
    while let Some(character) = body[at..].chars().next() {
        if character == '\\' && quote == '"' {
            at = escape(body, at, width, &mut result)?;
        } else {
            result.push((width + at, character));
            at += character.len_utf8();
        }
    }
    Some(Decoded {
        characters: result,
        end,
    })
}

/// How many quotes stand on each side.
fn quotes(raw: &str) -> usize {
    if raw.starts_with("'''") || raw.starts_with("\"\"\"") {
        3
    } else {
        1
    }
}

fn leading_newline(body: &str) -> usize {
    if body.starts_with("\r\n") {
        2
    } else {
        usize::from(body.starts_with('\n'))
    }
}

/// Decodes the escape at `at` and returns the offset behind it. TOML 1.1, "String".
fn escape(body: &str, at: usize, width: usize, result: &mut Vec<(usize, char)>) -> Option<usize> {
    let code = body[at + 1..].chars().next()?;
    let simple = |character| Some((character, 2));
    let found = match code {
        'b' => simple('\u{8}'),
        't' => simple('\t'),
        'n' => simple('\n'),
        'f' => simple('\u{c}'),
        'r' => simple('\r'),
        'e' => simple('\u{1b}'),
        '"' | '\\' => simple(code),
        'x' => hexadecimal(body, at + 2, 2),
        'u' => hexadecimal(body, at + 2, 4),
        'U' => hexadecimal(body, at + 2, 8),
        // A backslash at the end of a line: the white space up to the next character is dropped.
        _ => return Some(body.len() - body[at + 1..].trim_start().len()),
    };
    let (character, length) = found?;
    result.push((width + at, character));
    Some(at + length)
}

fn hexadecimal(body: &str, at: usize, digits: usize) -> Option<(char, usize)> {
    let code = u32::from_str_radix(body.get(at..at + digits)?, 16).ok()?;
    Some((char::from_u32(code)?, digits + 2))
}
