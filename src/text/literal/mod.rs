//! From offsets in a string's value to bytes of its file.
//!
//! Handles every kind of string of TOML, YAML and JSON with its escapes, one file per language, and what gen drops from expressions
//! and texts: surrounding white space and common indentation. Exact for every decoded byte.

mod toml_string;
mod yaml;

use super::Language;

/// How a string's value was made from what its literal says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// The value as its language decodes it.
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

/// A literal in the text around it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Written<'a> {
    /// The whole text of the file: how far a block of YAML is indented is told before it, and blank lines behind it may belong to it.
    pub file: &'a str,
    /// First byte of the literal.
    pub start: usize,
    /// Byte after its last.
    pub end: usize,
}

impl<'a> Written<'a> {
    /// The literal with its quotes.
    fn raw(self) -> &'a str {
        self.file.get(self.start..self.end).unwrap_or_default()
    }
}

/// What a literal says.
struct Decoded {
    /// The characters of its value, each with the offset behind the literal's start where it begins.
    characters: Vec<(usize, char)>,
    /// The offset behind the last.
    end: usize,
}

/// Byte offsets in the file, relative to the literal's start, of every byte of its value, and of the place behind the last.
///
/// Empty when there is no literal of the language.
pub(super) fn offsets(written: Written, language: Language, shape: Shape) -> Vec<u32> {
    let decoded = match language {
        Language::Toml => toml_string::decode(written.raw()),
        Language::Yaml => yaml::decode(written),
    };
    let Some(Decoded { characters, end }) = decoded else {
        return Vec::new();
    };
    let file = written.file.get(written.start..).unwrap_or_default();
    let mut result = Vec::with_capacity(characters.len() + 1);
    let mut last = end;
    match shape {
        Shape::Exact => characters
            .iter()
            .for_each(|(at, character)| push(&mut result, *at, *character, file)),
        Shape::Trimmed => {
            let text: String = characters.iter().map(|(_, character)| *character).collect();
            let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            for (offset, character) in kept(&text) {
                let index = starts.binary_search(&offset).unwrap_or_default();
                push(&mut result, characters[index].0, character, file);
                last = characters.get(index + 1).map_or(end, |(at, _)| *at);
            }
        }
    }
    result.push(u32::try_from(last).unwrap_or(u32::MAX));
    result
}

/// One offset per byte of a character: exact where it stands in the file as itself, its first byte where it was escaped.
fn push(result: &mut Vec<u32>, at: usize, character: char, file: &str) {
    let verbatim = file
        .get(at..)
        .is_some_and(|rest| rest.starts_with(character));
    result.extend(
        (0..character.len_utf8())
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

#[cfg(test)]
mod tests {
    use super::{Language, Shape, Written, offsets, trim};

    fn check(raw: &str, shape: Shape, value: &str, pairs: &[(&str, &str)]) {
        let written = Written {
            file: raw,
            start: 0,
            end: raw.len(),
        };
        let map = offsets(written, Language::Toml, shape);
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
