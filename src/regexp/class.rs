//! Escapes and classes of characters.

use super::{Error, names, names::Property};
use std::ops::Range;

/// Whether case does not matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Folding(pub bool);

/// A set of characters, as it is written.
#[derive(Clone, Debug)]
pub struct Class {
    /// Its members.
    pub members: Vec<Member>,
    /// Whether it is all but them.
    pub is_negated: bool,
    /// Whether case does not matter.
    pub folding: Folding,
}

/// A part of a class.
#[derive(Clone, Debug)]
pub struct Member {
    /// The characters.
    pub set: Set,
    /// Whether it is all but them.
    pub is_negated: bool,
}

/// Some characters.
#[derive(Clone, Copy, Debug)]
pub enum Set {
    /// From the first code to the last; surrogates may be among them.
    Span(u32, u32),
    /// ASCII characters, in spans.
    Ascii(&'static [(u8, u8)]),
    /// Those with a property.
    Property(Property),
}

/// What an escape sequence stands for.
pub enum Escape {
    /// A character.
    Code(u32),
    /// A set of them.
    Class(Class),
}

/// A fault, with the text at fault.
pub fn error(pattern: &str, range: Range<usize>, message: &str) -> Error {
    let message = match pattern.get(range.clone()) {
        Some(found) if !found.is_empty() => format!("{message}: `{found}`"),
        _ => message.to_owned(),
    };
    Error { range, message }
}

/// The class that begins at byte `start`, and its length in bytes.
pub fn read(pattern: &str, start: usize, folding: Folding) -> Result<(Class, usize), Error> {
    let mut at = start + 1;
    let is_negated = pattern[at..].starts_with('^');
    at += usize::from(is_negated);
    let first = at;
    let mut members = Vec::new();
    while at == first || !pattern[at..].starts_with(']') {
        let (member, length) = read_member(pattern, start, at)?;
        members.push(member);
        at += length;
    }
    let class = Class {
        members,
        is_negated,
        folding,
    };
    Ok((class, at + 1 - start))
}

fn read_member(pattern: &str, start: usize, at: usize) -> Result<(Member, usize), Error> {
    let rest = &pattern[at..];
    if let Some(end) = rest.strip_prefix("[:").and_then(|inner| inner.find(":]")) {
        let (name, length) = (&rest[2..end + 2], end + 4);
        let plain = name.strip_prefix('^').unwrap_or(name);
        let Some((_, spans)) = names::POSIX.iter().find(|(known, _)| *known == plain) else {
            return Err(error(pattern, at..at + length, "unknown class"));
        };
        let is_negated = plain != name;
        let set = Set::Ascii(spans);
        return Ok((Member { set, is_negated }, length));
    }
    if let Some(found) = read_set(pattern, at)? {
        return Ok(found);
    }
    let (low, length) = read_character(pattern, start, at)?;
    let rest = &rest[length..];
    let (high, length) = match rest.strip_prefix('-') {
        Some(behind) if !behind.is_empty() && !behind.starts_with(']') => {
            let (high, more) = read_character(pattern, start, at + length + 1)?;
            (high, length + 1 + more)
        }
        _ => (low, length),
    };
    if high < low {
        return Err(error(pattern, at..at + length, "invalid range"));
    }
    let set = Set::Span(low, high);
    let is_negated = false;
    Ok((Member { set, is_negated }, length))
}

/// A character of the class that begins at byte `start`.
fn read_character(pattern: &str, start: usize, at: usize) -> Result<(u32, usize), Error> {
    match pattern[at..].chars().next() {
        None => Err(error(
            pattern,
            start..pattern.len(),
            "the class is not closed",
        )),
        Some('\\') => read_code(pattern, at),
        Some(character) => Ok((character.into(), character.len_utf8())),
    }
}

/// What the escape sequence at byte `at` stands for, and its length in bytes.
pub fn read_escape(pattern: &str, at: usize, folding: Folding) -> Result<(Escape, usize), Error> {
    if let Some((member, length)) = read_set(pattern, at)? {
        let class = Class {
            members: vec![member],
            is_negated: false,
            folding,
        };
        return Ok((Escape::Class(class), length));
    }
    let (code, length) = read_code(pattern, at)?;
    Ok((Escape::Code(code), length))
}

/// A set that stands inside and outside of brackets: `\d`, `\pL`, `\p{^Greek}`; `None` when no set begins here.
fn read_set(pattern: &str, at: usize) -> Result<Option<(Member, usize)>, Error> {
    let rest = &pattern[at..];
    let Some(letter) = rest.strip_prefix('\\').and_then(|rest| rest.chars().next()) else {
        return Ok(None);
    };
    let name = match letter {
        'd' | 'D' => "digit",
        's' | 'S' => names::PERL_SPACE,
        'w' | 'W' => "word",
        'p' | 'P' => return property(pattern, at).map(Some),
        _ => return Ok(None),
    };
    let known = names::POSIX.iter().find(|(known, _)| *known == name);
    let member = known.map(|(_, spans)| Member {
        set: Set::Ascii(spans),
        is_negated: letter.is_ascii_uppercase(),
    });
    Ok(member.map(|member| (member, 2)))
}

fn property(pattern: &str, at: usize) -> Result<(Member, usize), Error> {
    let rest = &pattern[at..];
    let (name, length) = match rest[2..].chars().next() {
        Some('{') => match rest.find('}') {
            Some(end) => (&rest[3..end], end + 1),
            None => return Err(error(pattern, at..pattern.len(), "the class is not closed")),
        },
        Some(letter) => (&rest[2..2 + letter.len_utf8()], 2 + letter.len_utf8()),
        None => return Err(error(pattern, at..pattern.len(), "the class has no name")),
    };
    let plain = name.strip_prefix('^').unwrap_or(name);
    let Some(property) = names::find_property(plain) else {
        return Err(error(pattern, at..at + length, "unknown class"));
    };
    let is_negated = rest.starts_with("\\P") != (plain != name);
    let set = Set::Property(property);
    Ok((Member { set, is_negated }, length))
}

/// The character that an escape sequence stands for, and its length in bytes.
fn read_code(pattern: &str, at: usize) -> Result<(u32, usize), Error> {
    let rest = &pattern[at..];
    let Some(letter) = rest[1..].chars().next() else {
        return Err(error(pattern, at..at + 1, "nothing follows the backslash"));
    };
    let character = match letter {
        'a' => '\x07',
        'f' => '\x0c',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\x0b',
        'x' => return hexadecimal(pattern, at),
        '0'..='7' => return octal(pattern, at),
        other if other.is_ascii() && !other.is_ascii_alphanumeric() => other,
        other => {
            return Err(error(
                pattern,
                at..at + 1 + other.len_utf8(),
                "invalid escape",
            ));
        }
    };
    Ok((character.into(), 2))
}

fn hexadecimal(pattern: &str, at: usize) -> Result<(u32, usize), Error> {
    let rest = &pattern[at + 2..];
    let (digits, length) = match rest.strip_prefix('{') {
        Some(inner) => {
            let end = inner.find('}').unwrap_or(inner.len());
            (&inner[..end], end + 4)
        }
        None => (rest.get(..2).unwrap_or_default(), 4),
    };
    let valid = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let significant = digits.trim_start_matches('0');
    let code = u32::from_str_radix(significant, 16).unwrap_or_default();
    // A surrogate is a number that Go takes here; no text matches it.
    let fits = significant.len() <= 6 && code <= u32::from(char::MAX);
    if valid && fits && at + length <= pattern.len() {
        return Ok((code, length));
    }
    Err(error(pattern, at..at + 2, "invalid escape"))
}

/// `\0`, `\12`, `\123`: a digit other than 0 alone would be a reference to a group, which Go does not have.
fn octal(pattern: &str, at: usize) -> Result<(u32, usize), Error> {
    let is_octal = |byte: &u8| matches!(byte, b'0'..=b'7');
    let digits = pattern[at + 1..]
        .bytes()
        .take(3)
        .take_while(is_octal)
        .count();
    let text = &pattern[at + 1..=at + digits];
    match u32::from_str_radix(text, 8) {
        Ok(code) if digits > 1 || code == 0 => Ok((code, digits + 1)),
        _ => Err(error(pattern, at..at + 2, "invalid escape")),
    }
}
