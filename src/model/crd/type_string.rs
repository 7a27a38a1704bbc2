//! Type strings such as `"[]int32 | required minItems=1"`: a type, then markers.
//!
//! Invariants: parsing never fails, faults come beside what could be read; every part has its range in bytes of the string.
//! Deliberately absent: which types and markers there are.

use crate::project::{SchemaNode, Spanned, Types, Words, read_value};
use std::ops::Range;

/// How many lists and maps may nest in one string; more is no type that anybody reads.
const MAX_NESTING: usize = 16;

/// What stands before the ` | `.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A scalar, a type of the project or a core type.
    Named(String, Range<usize>),
    /// `[]T`.
    List(Box<Shape>),
    /// `map[string]T`.
    Map(Box<Shape>),
}

/// A marker.
#[derive(Clone, Debug, PartialEq)]
pub struct Marker {
    /// Its word.
    pub word: String,
    /// The bytes of the word.
    pub range: Range<usize>,
    /// What stands behind `=`, with places in bytes of the string; `None` for a bare word.
    pub value: Option<Spanned<Words>>,
}

/// Something that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The bytes.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to write.
    pub help: &'static str,
}

/// A type string, as far as it could be read.
#[derive(Clone, Debug, Default)]
pub struct TypeString {
    /// The type.
    pub shape: Option<Shape>,
    /// The markers.
    pub markers: Vec<Marker>,
    /// What could not be read.
    pub faults: Vec<Fault>,
}

/// Reads a type string.
pub fn parse(text: &str) -> TypeString {
    let mut result = TypeString::default();
    let bar = text.find('|').unwrap_or(text.len());
    match shape(text, 0..bar, 0) {
        Ok(shape) => result.shape = Some(shape),
        Err(fault) => result.faults.push(fault),
    }
    let mut at = (bar + 1).min(text.len());
    while at < text.len() {
        let rest = &text[at..];
        let blanks = rest.len() - rest.trim_start().len();
        if blanks > 0 {
            at += blanks;
            continue;
        }
        at = marker(text, at, &mut result);
    }
    result
}

/// The strings that a type of the project enumerates, through aliases; `None` when it is no enum of strings.
pub fn find_enum(types: &Types, name: &str) -> Option<Vec<String>> {
    let mut name = name.to_string();
    for _ in 0..MAX_NESTING {
        let SchemaNode::Type(written) = &types.get(name.as_str())?.value else {
            return None;
        };
        let read = parse(written);
        if let Some(marker) = read.markers.iter().find(|marker| marker.word == "enum") {
            let Words::List(items) = &marker.value.as_ref()?.value else {
                return None;
            };
            let text = |item: &Spanned<Words>| match &item.value {
                Words::String(text) => Some(text.clone()),
                _ => None,
            };
            return items.iter().map(text).collect();
        }
        match read.shape? {
            Shape::Named(next, _) => name = next,
            Shape::List(_) | Shape::Map(_) => return None,
        }
    }
    None
}

fn fault(range: Range<usize>, message: impl Into<String>, help: &'static str) -> Fault {
    Fault {
        range,
        message: message.into(),
        help,
    }
}

/// The range without white space around it.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + part.len() - part.trim_start().len();
    start..(start + part.trim().len())
}

fn shape(text: &str, range: Range<usize>, depth: usize) -> Result<Shape, Fault> {
    let range = trimmed(text, range);
    let part = &text[range.clone()];
    if depth > MAX_NESTING {
        return Err(fault(range, "too many lists and maps in each other", ""));
    }
    if part.is_empty() {
        return Err(fault(
            range,
            "there is no type",
            "write the type first, such as `string | required`",
        ));
    }
    if part.starts_with("[]") {
        let inner = shape(text, range.start + 2..range.end, depth + 1)?;
        return Ok(Shape::List(Box::new(inner)));
    }
    if let Some(rest) = part.strip_prefix("map[") {
        let Some(end) = rest.find(']') else {
            return Err(fault(range, "`]` is missing", "write `map[string]T`"));
        };
        let key = range.start + 4..range.start + 4 + end;
        if text[key.clone()].trim() != "string" {
            let message = format!("keys of a map are strings, not `{}`", &text[key.clone()]);
            return Err(fault(key, message, "write `map[string]T`"));
        }
        let inner = shape(text, key.end + 1..range.end, depth + 1)?;
        return Ok(Shape::Map(Box::new(inner)));
    }
    if let Some(blank) = part.find(char::is_whitespace) {
        let rest = trimmed(text, range.start + blank..range.end);
        let message = format!("`{}` stands beside the type", &text[rest.clone()]);
        return Err(fault(rest, message, "markers stand behind ` | `"));
    }
    if part.ends_with("[]") {
        let message = format!("`{part}` is not how a list is written");
        return Err(fault(range, message, "a list of `T` is `[]T`"));
    }
    Ok(Shape::Named(part.to_string(), range))
}

/// Reads the marker at `at` and returns the place behind it.
fn marker(text: &str, at: usize, result: &mut TypeString) -> usize {
    let rest = &text[at..];
    let length = rest
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'))
        .unwrap_or(rest.len());
    if length == 0 {
        let found = rest.chars().next().map_or(1, char::len_utf8);
        result.faults.push(fault(
            at..at + found,
            format!("`{}` is no marker", &rest[..found]),
            "markers are separated by blanks, as in `required minLength=1`",
        ));
        return at + found;
    }
    let range = at..at + length;
    let word = text[range.clone()].to_string();
    if !text[range.end..].starts_with('=') {
        result.markers.push(Marker {
            word,
            range: range.clone(),
            value: None,
        });
        return range.end;
    }
    let start = range.end + 1;
    let end = start + value_length(&text[start..]);
    match read_value(&text[start..end]) {
        Some(mut value) => {
            place(&mut value, u32::try_from(start).unwrap_or(u32::MAX));
            result.markers.push(Marker {
                word,
                range,
                value: Some(value),
            });
        }
        None => result.faults.push(fault(
            start..end.max(start),
            format!("`{}` is not a TOML value", &text[start..end]),
            "texts stand in quotes, as in `pattern='^a$'`",
        )),
    }
    end
}

fn place(value: &mut Spanned<Words>, start: u32) {
    value.span.start += start;
    value.span.end += start;
    match &mut value.value {
        Words::List(items) => items.iter_mut().for_each(|item| place(item, start)),
        Words::Table(table) => table.values_mut().for_each(|item| place(item, start)),
        _ => {}
    }
}

/// The length of the TOML value that a text begins with: up to a blank outside of quotes and brackets.
fn value_length(text: &str) -> usize {
    let (mut depth, mut quote, mut escaped) = (0_usize, None, false);
    for (at, character) in text.char_indices() {
        if let Some(open) = quote {
            if escaped {
                escaped = false;
            } else if open == '"' && character == '\\' {
                escaped = true;
            } else if character == open {
                quote = None;
            }
            continue;
        }
        match character {
            '"' | '\'' => quote = Some(character),
            '[' | '{' => depth += 1,
            ']' | '}' => depth = depth.saturating_sub(1),
            _ if character.is_whitespace() && depth == 0 => return at,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::{Shape, parse};

    #[test]
    fn types_and_markers_are_told_apart() {
        let read = parse(r#"[]map[string]Name | required enum=["a b", "|"] pattern='^(a|b) $'"#);
        assert!(read.faults.is_empty(), "{:?}", read.faults);
        let Some(Shape::List(inner)) = read.shape else {
            panic!("a list")
        };
        assert!(matches!(*inner, Shape::Map(name) if *name == Shape::Named("Name".into(), 13..17)));
        let words: Vec<&str> = read.markers.iter().map(|m| m.word.as_str()).collect();
        assert_eq!(words, ["required", "enum", "pattern"]);
        let value = read.markers[1].value.as_ref().unwrap();
        assert_eq!(value.span.range(), 34..46);
    }

    #[test]
    fn faults_have_their_place() {
        for (text, part, message) in [
            ("", "", "there is no type"),
            (
                "string[]",
                "string[]",
                "`string[]` is not how a list is written",
            ),
            (
                "string required",
                "required",
                "`required` stands beside the type",
            ),
            (
                "map[int]string",
                "int",
                "keys of a map are strings, not `int`",
            ),
            ("map[string", "map[string", "`]` is missing"),
            ("string | required, nullable", ",", "`,` is no marker"),
            ("string | pattern=^a$", "^a$", "`^a$` is not a TOML value"),
        ] {
            let read = parse(text);
            let fault = &read.faults[0];
            assert_eq!(
                (&text[fault.range.clone()], fault.message.as_str()),
                (part, message)
            );
        }
    }

    #[test]
    fn endless_nesting_is_refused() {
        assert_eq!(parse(&"[]".repeat(10_000)).faults.len(), 1);
    }
}
