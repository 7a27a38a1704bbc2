//! Texts, broken.

use crate::{random::Random, words};

type Change = fn(&mut Random, &str) -> String;

/// Ways to break any text.
const ANY: [Change; 9] = [
    delete_line,
    repeat_line,
    swap_lines,
    truncate,
    cut,
    character,
    byte,
    line_ends,
    delete_lines,
];

/// Ways to break TOML.
const TOML: [Change; 9] = [value, value, value, borrow, borrow, key, key, piece, piece];

/// A project's text with one to four faults.
pub fn toml(random: &mut Random, text: &str) -> String {
    let mut text = text.to_string();
    for _ in 0..=random.below(4) {
        let changes: &[Change] = if random.below(4) == 0 { &ANY } else { &TOML };
        text = changes[random.below(changes.len())](random, &text);
    }
    text
}

/// A YAML, JSON or exposition text with one to four faults.
pub fn file(random: &mut Random, text: &str) -> String {
    let mut text = text.to_string();
    for _ in 0..=random.below(4) {
        text = match random.below(3) {
            0 => insert_line(random, &text),
            1 => word(random, &text),
            _ => ANY[random.below(ANY.len())](random, &text),
        };
    }
    text
}

/// The start and end of a random line, its break included.
fn line(random: &mut Random, text: &str) -> (usize, usize) {
    let at = place(random, text);
    let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end + 1);
    (start, end)
}

/// A random place between two characters.
fn place(random: &mut Random, text: &str) -> usize {
    text.floor_char_boundary(random.below(text.len() + 1))
}

fn replace(text: &str, start: usize, end: usize, by: &str) -> String {
    [&text[..start], by, &text[end..]].concat()
}

fn delete_line(random: &mut Random, text: &str) -> String {
    let (start, end) = line(random, text);
    replace(text, start, end, "")
}

/// Drops all lines between two: small projects are made so.
fn delete_lines(random: &mut Random, text: &str) -> String {
    let (left, right) = (line(random, text).0, line(random, text).0);
    replace(text, left.min(right), left.max(right), "")
}

fn repeat_line(random: &mut Random, text: &str) -> String {
    let (start, end) = line(random, text);
    let to = line(random, text).0;
    replace(text, to, to, &text[start..end])
}

fn swap_lines(random: &mut Random, text: &str) -> String {
    let (one, other) = (line(random, text), line(random, text));
    let (first, last) = (one.min(other), one.max(other));
    if first.1 > last.0 {
        return text.to_string();
    }
    let between = &text[first.1..last.0];
    let middle = [&text[last.0..last.1], between, &text[first.0..first.1]].concat();
    replace(text, first.0, last.1, &middle)
}

fn truncate(random: &mut Random, text: &str) -> String {
    text[..place(random, text)].to_string()
}

fn cut(random: &mut Random, text: &str) -> String {
    let start = place(random, text);
    let end = text.floor_char_boundary((start + random.below(20)).min(text.len()));
    replace(text, start, end.max(start), "")
}

fn character(random: &mut Random, text: &str) -> String {
    let at = place(random, text);
    replace(text, at, at, random.pick(&words::CHARACTERS))
}

fn byte(random: &mut Random, text: &str) -> String {
    let at = place(random, text);
    let code = u8::try_from(random.below(256)).unwrap();
    replace(text, at, at, &char::from(code).to_string())
}

fn line_ends(random: &mut Random, text: &str) -> String {
    match random.below(3) {
        0 => text.replace('\n', "\r\n"),
        1 => text.replace('\n', "\r"),
        _ => format!("\u{feff}{text}"),
    }
}

fn insert_line(random: &mut Random, text: &str) -> String {
    let to = line(random, text).0;
    let spaces = " ".repeat(random.below(8) * 2);
    replace(
        text,
        to,
        to,
        &format!("{spaces}{}\n", random.pick(&words::LINES)),
    )
}

/// Replaces what stands behind a colon or blank.
fn word(random: &mut Random, text: &str) -> String {
    let at = place(random, text);
    let blank = |c: char| c.is_ascii_whitespace();
    let start = text[at..]
        .find(blank)
        .map_or(text.len(), |start| at + start + 1);
    let end = text[start..]
        .find('\n')
        .map_or(text.len(), |end| start + end);
    replace(
        text,
        start,
        end,
        random.pick(&words::VALUES).trim_matches('\''),
    )
}

/// The places of values: what begins with a quote, a digit or a truth and ends before the line does.
pub fn values(text: &str) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    let (mut found, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        let rest = &text.as_bytes()[at..];
        let length = match bytes[at] {
            b'#' => {
                at += rest
                    .iter()
                    .position(|byte| *byte == b'\n')
                    .unwrap_or(rest.len());
                continue;
            }
            quote @ (b'"' | b'\'') => {
                let long = rest.starts_with(&[quote; 3]);
                let width = if long { 3 } else { 1 };
                let close = vec![quote; width];
                let inner = rest[width..].windows(width).position(|part| part == close);
                inner.map_or(rest.len(), |inner| inner + 2 * width)
            }
            b'0'..=b'9' | b't' | b'f' if at > 0 && matches!(bytes[at - 1], b' ' | b'[') => {
                let more = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
                rest.iter()
                    .position(|byte| !more(byte))
                    .unwrap_or(rest.len())
            }
            _ => 0,
        };
        if length > 0 {
            found.push((at, at + length));
        }
        at += length.max(1);
    }
    found.retain(|(start, end)| text.is_char_boundary(*start) && text.is_char_boundary(*end));
    found
}

fn a_value(random: &mut Random, text: &str) -> Option<(usize, usize)> {
    let values = values(text);
    (!values.is_empty()).then(|| values[random.below(values.len())])
}

fn value(random: &mut Random, text: &str) -> String {
    let Some((start, end)) = a_value(random, text) else {
        return text.to_string();
    };
    let new = match random.below(40) {
        0 => format!("'{}'", "a".repeat(100_000)),
        1 => format!("{}{}", "[".repeat(60), "]".repeat(60)),
        2 => format!("{}1{}", "{a=".repeat(60), "}".repeat(60)),
        3 => format!("'{}'", "(".repeat(3000)),
        4 => format!("'{}string'", "[]".repeat(3000)),
        5 => format!("'{}1'", "-".repeat(3000)),
        6 => format!("'a{}'", ".b[*]".repeat(3000)),
        7 => format!("'x{}'", " + x".repeat(3000)),
        _ => random.pick(&words::VALUES).to_string(),
    };
    replace(text, start, end, &new)
}

/// Puts one value of the text where another stands.
fn borrow(random: &mut Random, text: &str) -> String {
    let (Some((start, end)), Some((from, to))) = (a_value(random, text), a_value(random, text))
    else {
        return text.to_string();
    };
    replace(text, start, end, &text[from..to])
}

/// Puts a piece into a value.
fn piece(random: &mut Random, text: &str) -> String {
    let Some((start, end)) = a_value(random, text) else {
        return text.to_string();
    };
    let at = text.floor_char_boundary(start + random.below(end - start));
    let until = text
        .floor_char_boundary((at + random.below(4)).min(end))
        .max(at);
    replace(text, at, until, random.pick(&words::PIECES))
}

/// Replaces a part of a key or of a header, by a hostile one or by another of the text.
fn key(random: &mut Random, text: &str) -> String {
    let keys = keys(text);
    if keys.is_empty() {
        return text.to_string();
    }
    let (start, end) = keys[random.below(keys.len())];
    let (from, to) = keys[random.below(keys.len())];
    let new = match random.below(5) {
        0 => &text[from..to],
        1 => &"k".repeat(300),
        _ => random.pick(&words::KEYS),
    };
    replace(text, start, end, new)
}

fn keys(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let is_header = line.starts_with('[');
        let end = if is_header {
            line.find(']')
        } else {
            line.find(" =")
        };
        let mut start = usize::from(is_header);
        for part in line[start..end.unwrap_or(start).max(start)].split('.') {
            if !part.is_empty() && part.len() < 60 {
                found.push((offset + start, offset + start + part.len()));
            }
            start += part.len() + 1;
        }
        offset += line.len();
    }
    found
}
