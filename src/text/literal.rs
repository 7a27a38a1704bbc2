//! From offsets in a TOML string's value to bytes of its file.
//!
//! Handles the four kinds of TOML strings with their escapes, and what gen drops from expressions and texts: surrounding white
//! space and common indentation. Exact for every decoded byte.

/// How a string's value was made from what its literal says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// The value as TOML decodes it.
    Exact,
    /// White space around it and the common indentation of its lines dropped, see [`trim`].
    Trimmed,
}

/// The text without white space around it and without the indentation that all its lines share; line ends become `\n`.
pub fn trim(text: &str) -> String {
    kept(text)
        .into_iter()
        .map(|(_, character)| character)
        .collect()
}

/// Byte offsets in the file, relative to the literal's start, of every byte of its value, and of the place behind the last.
///
/// `raw` is the literal with its quotes. Empty when `raw` is no TOML string.
pub fn offsets(raw: &str, shape: Shape) -> Vec<u32> {
    let Some(decoded) = decode(raw) else {
        return Vec::new();
    };
    let end = raw.len() - closing(raw);
    let mut result = Vec::with_capacity(decoded.len() + 1);
    let mut last = end;
    match shape {
        Shape::Exact => decoded
            .iter()
            .for_each(|(at, character)| push(&mut result, *at, character.len_utf8(), raw)),
        Shape::Trimmed => {
            let text: String = decoded.iter().map(|(_, character)| *character).collect();
            let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            for (offset, character) in kept(&text) {
                let index = starts.binary_search(&offset).unwrap_or_default();
                push(&mut result, decoded[index].0, character.len_utf8(), raw);
                last = decoded.get(index + 1).map_or(end, |(at, _)| *at);
            }
        }
    }
    result.push(u32::try_from(last).unwrap_or(u32::MAX));
    result
}

/// One offset per byte of a character: exact where it stands in the file as itself, its first byte where it was escaped.
fn push(result: &mut Vec<u32>, at: usize, width: usize, raw: &str) {
    let verbatim = raw.as_bytes()[at] != b'\\';
    result.extend(
        (0..width)
            .map(|step| u32::try_from(if verbatim { at + step } else { at }).unwrap_or(u32::MAX)),
    );
}

/// The characters that [`trim`] keeps, each with its offset.
fn kept(text: &str) -> Vec<(usize, char)> {
    let mut lines: Vec<(usize, &str)> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        lines.push((start, line.trim_end_matches(['\n', '\r', ' ', '\t'])));
        start += line.len();
    }
    let blank = |line: &(usize, &str)| line.1.trim().is_empty();
    let Some(first) = lines.iter().position(|line| !blank(line)) else {
        return Vec::new();
    };
    let last = lines.iter().rposition(|line| !blank(line)).unwrap_or(first);
    // Text that begins beside the opening quotes says nothing about the indentation of the lines below it.
    let beside_quotes = usize::from(first == 0 && last > 0 && !text.starts_with([' ', '\t']));
    let measured = lines[first.max(beside_quotes)..=last]
        .iter()
        .filter(|line| !blank(line));
    let indent = measured
        .map(|line| line.1.len() - line.1.trim_start_matches([' ', '\t']).len())
        .min()
        .unwrap_or(0);
    let mut result = Vec::with_capacity(text.len());
    for (number, (offset, line)) in lines[first..=last].iter().enumerate() {
        if number > 0 {
            result.push((*offset - 1, '\n'));
        }
        let lead = line.len() - line.trim_start_matches([' ', '\t']).len();
        let drop = if number == 0 { lead } else { indent.min(lead) };
        result.extend(
            line[drop..]
                .char_indices()
                .map(|(at, character)| (offset + drop + at, character)),
        );
    }
    result
}

fn closing(raw: &str) -> usize {
    if raw.starts_with("'''") || raw.starts_with("\"\"\"") {
        3
    } else {
        1
    }
}

/// The characters of a literal's value, each with the offset in `raw` where it starts.
fn decode(raw: &str) -> Option<Vec<(usize, char)>> {
    let quote = raw
        .chars()
        .next()
        .filter(|quote| matches!(quote, '"' | '\''))?;
    let width = closing(raw);
    let body = raw.get(width..raw.len().checked_sub(width)?)?;
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
    Some(result)
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

#[cfg(test)]
mod tests {
    use super::{Shape, offsets, trim};

    fn check(raw: &str, shape: Shape, value: &str, pairs: &[(&str, &str)]) {
        let map = offsets(raw, shape);
        assert_eq!(map.len(), value.len() + 1, "{raw}");
        for (part, written) in pairs {
            let at = value.find(part).unwrap();
            let place = map[at] as usize..map[at + part.len()] as usize;
            assert_eq!(&raw[place], *written, "{part} in {raw}");
        }
    }

    #[test]
    fn every_kind_of_string_maps_back() {
        check(r#""sum(x)""#, Shape::Exact, "sum(x)", &[("x", "x")]);
        check(r"'a{b=~\d}'", Shape::Exact, r"a{b=~\d}", &[(r"\d", r"\d")]);
        check(
            r#""a{b=\"ß\"} + c""#,
            Shape::Exact,
            "a{b=\"ß\"} + c",
            &[("\"ß\"", r#"\"ß\""#), ("c", "c")],
        );
        check(
            "\"\\u00df x\"",
            Shape::Exact,
            "ß x",
            &[("ß", "\\u00df"), ("x", "x")],
        );
        check(
            "'''\nsum(\n  x\n)\n'''",
            Shape::Exact,
            "sum(\n  x\n)\n",
            &[("x", "x")],
        );
    }

    #[test]
    fn dropped_indentation_maps_back() {
        check(
            "'''\n    sum(\n      x\n    )\n'''",
            Shape::Trimmed,
            "sum(\n  x\n)",
            &[("x", "x"), (")", ")")],
        );
        check(
            "'''\r\n  a\r\n  + b\r\n'''",
            Shape::Trimmed,
            "a\n+ b",
            &[("b", "b"), ("+", "+")],
        );
        check("\"\"\"a \\\n   b\"\"\"", Shape::Exact, "a b", &[("b", "b")]);
        check("' a '", Shape::Trimmed, "a", &[("a", "a")]);
    }

    #[test]
    fn text_loses_its_common_indentation() {
        assert_eq!(trim("\n  a\n    b\n\n  c  \n"), "a\n  b\n\nc");
        assert_eq!(trim("a\n  b\n  c"), "a\nb\nc");
        assert_eq!(trim(" \n "), "");
    }
}
