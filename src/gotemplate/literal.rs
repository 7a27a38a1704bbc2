//! Strings and character constants: their values as Go's `strconv.Unquote` gives them, with the place of every byte.

use std::str::Chars;

/// The value of a string literal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Value {
    /// Its bytes; escapes such as `\xff` may make it no UTF-8.
    pub bytes: Vec<u8>,
    /// Offsets in the literal of every byte, and of the closing quote.
    pub offsets: Vec<u32>,
}

/// What is wrong with a literal: the bytes `start..end` of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// What it is.
    pub message: String,
}

/// Returns the value of a string in double quotes or backticks.
pub fn read_string(literal: &str) -> Result<Value, Problem> {
    let body = &literal[1..literal.len() - 1];
    let mut value = Value::default();
    let mut at = 1;
    if literal.starts_with('`') {
        // Go drops carriage returns from raw strings.
        for character in body.chars() {
            if character != '\r' {
                value.push(Unit::Character(character), at);
            }
            at += character.len_utf8();
        }
    } else {
        while at < literal.len() - 1 {
            let (unit, length) = read_unit(&literal[at..literal.len() - 1], '"', at)?;
            value.push(unit, at);
            at += length;
        }
    }
    value.offsets.push(offset(literal.len() - 1));
    Ok(value)
}

/// Returns what is wrong with a character constant, which stands in single quotes.
pub fn check_character(literal: &str) -> Result<(), Problem> {
    let whole = |message: &str| Problem {
        start: 0,
        end: literal.len(),
        message: message.to_owned(),
    };
    let body = &literal[1..literal.len() - 1];
    if body.is_empty() {
        return Err(whole(
            "a character constant holds one character, this one none",
        ));
    }
    let (_, length) = read_unit(body, '\'', 1)?;
    if length < body.len() {
        return Err(whole(
            "a character constant holds one character, this one several",
        ));
    }
    Ok(())
}

impl Value {
    fn push(&mut self, unit: Unit, at: usize) {
        match unit {
            Unit::Byte(byte) => {
                self.bytes.push(byte);
                self.offsets.push(offset(at));
            }
            Unit::Character(character) => {
                let mut buffer = [0; 4];
                let encoded = character.encode_utf8(&mut buffer);
                self.bytes.extend_from_slice(encoded.as_bytes());
                self.offsets.extend(encoded.bytes().map(|_| offset(at)));
            }
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "longer texts are refused")]
fn offset(at: usize) -> u32 {
    at as u32
}

#[derive(Clone, Copy)]
enum Unit {
    Byte(u8),
    Character(char),
}

/// Reads a character or escape sequence; `text` is not empty, `at` its offset in the literal. Gives its length too.
fn read_unit(text: &str, quote: char, at: usize) -> Result<(Unit, usize), Problem> {
    let mut chars = text.chars();
    let first = chars.next().unwrap_or_default();
    if first != '\\' {
        return Ok((Unit::Character(first), first.len_utf8()));
    }
    let code = chars.next().unwrap_or_default();
    let (length, base) = match code {
        'x' => (2, 16),
        'u' => (4, 16),
        'U' => (8, 16),
        '0'..='7' => {
            chars = text[1..].chars();
            (3, 8)
        }
        _ => {
            let unit = simple(code, quote).ok_or_else(|| Problem {
                start: at,
                end: at + 1 + code.len_utf8(),
                message: format!("unknown escape sequence `\\{code}`"),
            })?;
            return Ok((Unit::Character(unit), 2));
        }
    };
    let end = text.len() - chars.as_str().len();
    let problem = |length: usize, message: &str| Problem {
        start: at,
        end: at + end + length,
        message: message.to_owned(),
    };
    let (value, found) = number(chars, length, base);
    if found < length {
        let message = format!("expected {length} digits of base {base} in the escape sequence");
        return Err(problem(found, &message));
    }
    let unit = match code {
        'u' | 'U' => char::from_u32(value).map(Unit::Character),
        _ => u8::try_from(value).ok().map(Unit::Byte),
    };
    let message = "the escape sequence is no valid character";
    unit.map(|unit| (unit, end + length))
        .ok_or_else(|| problem(length, message))
}

/// The number of up to `length` digits, and how many there are.
fn number(chars: Chars, length: usize, base: u32) -> (u32, usize) {
    let digits = chars.take(length).map_while(|c| c.to_digit(base));
    digits.fold((0, 0), |(value, count), digit| {
        (
            u32::wrapping_add(u32::wrapping_mul(value, base), digit),
            count + 1,
        )
    })
}

fn simple(code: char, quote: char) -> Option<char> {
    Some(match code {
        'a' => '\x07',
        'b' => '\x08',
        'f' => '\x0c',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\x0b',
        '\\' => '\\',
        _ if code == quote => code,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{check_character, read_string};

    #[test]
    fn strings_have_values_and_places() {
        let cases: [(&str, &[u8], &[u32]); 6] = [
            (r#""ab""#, b"ab", &[1, 2, 3]),
            (r#""a\"b""#, b"a\"b", &[1, 2, 4, 5]),
            (r#""\u00e9x""#, "éx".as_bytes(), &[1, 1, 7, 8]),
            (r#""\xff\101""#, b"\xffA", &[1, 5, 9]),
            ("`a\\n`", b"a\\n", &[1, 2, 3, 4]),
            ("`a\r\nb`", b"a\nb", &[1, 3, 4, 5]),
        ];
        for (literal, bytes, offsets) in cases {
            let value = read_string(literal).unwrap();
            assert_eq!(
                (&value.bytes[..], &value.offsets[..]),
                (bytes, offsets),
                "{literal}"
            );
        }
    }

    #[test]
    fn bad_escapes_are_placed() {
        let cases = [
            (r#""a\d""#, (2, 4)),
            (r#""\'""#, (1, 3)),
            (r#""\x4""#, (1, 4)),
            (r#""\400""#, (1, 5)),
            (r#""\ud800""#, (1, 7)),
            (r#""\U00110000""#, (1, 11)),
            (r#""\é""#, (1, 4)),
        ];
        for (literal, place) in cases {
            let problem = read_string(literal).unwrap_err();
            assert_eq!((problem.start, problem.end), place, "{literal}");
        }
    }

    #[test]
    fn a_character_constant_holds_one_character() {
        for good in ["'a'", "'é'", r"'\''", r"'\xff'", r"'\377'", r"'\u00e9'"] {
            assert_eq!(check_character(good), Ok(()), "{good}");
        }
        for bad in ["''", "'ab'", r#"'\"'"#, r"'\d'", r"'\400'"] {
            assert!(check_character(bad).is_err(), "{bad}");
        }
    }
}
