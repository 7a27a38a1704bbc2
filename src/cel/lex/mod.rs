//! The lexer: all tokens of an expression, and what is no token.
//!
//! Each token is the longest that fits. What is no token is told once and stepped over, so that the rest is read too.

mod literal;

pub use literal::{decode_bytes, decode_string};

use crate::cel::Error;
use crate::cel::token::{KEYWORDS, Kind, SIGNS, Token};

/// What people write where CEL has another sign.
const HABITS: [(&str, Kind, &str); 6] = [
    ("=", Kind::Equal, "values are compared by `==`"),
    ("&", Kind::And, "both conditions: `a && b`"),
    ("|", Kind::Or, "one of the conditions: `a || b`"),
    (
        ";",
        Kind::End,
        "a rule is one expression; join conditions with `&&`",
    ),
    ("#", Kind::End, "a comment begins with `//`"),
    (
        "$",
        Kind::End,
        "the value is `self`, and its fields are `self.name`",
    ),
];

/// What holds more errors is another language.
const MOST_ERRORS: usize = 100;

/// Returns the tokens, the last of which is the end, and the errors in the order of the text.
pub fn lex(text: &str) -> (Vec<Token>, Vec<Error>) {
    let mut lexer = Lexer {
        text,
        at: 0,
        tokens: Vec::new(),
        errors: Vec::new(),
    };
    while lexer.at < text.len() && lexer.errors.len() < MOST_ERRORS {
        lexer.step();
    }
    lexer.take(Kind::End, 0);
    (lexer.tokens, lexer.errors)
}

/// The state of the lexer.
struct Lexer<'a> {
    text: &'a str,
    at: usize,
    tokens: Vec<Token>,
    errors: Vec<Error>,
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn take(&mut self, kind: Kind, length: usize) {
        let range = self.at..self.at + length;
        self.at = range.end;
        self.tokens.push(Token { kind, range });
    }

    /// Reads a token, or what lies between two.
    fn step(&mut self) {
        let rest = self.rest();
        let bytes = rest.as_bytes();
        match bytes[0] {
            b' ' | b'\t' | b'\r' | b'\n' | 0x0c => self.at += 1,
            b'/' if bytes.get(1) == Some(&b'/') => {
                self.at += rest.find('\n').unwrap_or(rest.len());
            }
            b'0'..=b'9' => self.number(),
            b'.' if bytes.get(1).is_some_and(u8::is_ascii_digit) => self.number(),
            b'`' => self.escaped_name(),
            _ if literal::find_quote(rest).is_some() => self.string(),
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => self.word(),
            _ => self.sign(),
        }
    }

    fn word(&mut self) {
        let rest = self.rest();
        let is_inside = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let length = rest.find(|c| !is_inside(c)).unwrap_or(rest.len());
        let word = &rest[..length];
        let keyword = KEYWORDS.iter().find(|(known, _)| *known == word);
        self.take(keyword.map_or(Kind::Identifier, |(_, kind)| *kind), length);
    }

    fn number(&mut self) {
        let (kind, length) = number(self.rest().as_bytes());
        self.take(kind, length);
    }

    fn string(&mut self) {
        match literal::scan(self.rest()) {
            Ok((kind, length)) => self.take(kind, length),
            Err(literal::Unread {
                error,
                at,
                length,
                consumed,
            }) => {
                let start = self.at + at;
                let mut error = error;
                error.range = start..start + length;
                self.errors.push(error);
                self.take(Kind::Broken, consumed);
            }
        }
    }

    fn escaped_name(&mut self) {
        let inside = &self.rest()[1..];
        let is_inside = |c: char| c.is_ascii_alphanumeric() || "_.-/ ".contains(c);
        let length = inside.find(|c| !is_inside(c)).unwrap_or(inside.len());
        let closed = inside[length..].starts_with('`') && length > 0;
        let all = 1 + length + usize::from(closed);
        let range = self.at..self.at + all;
        self.errors.push(
            Error::new(range, "names in backticks are not known to the API server").with_help(
                "a field whose name is no identifier is written escaped: `a-b` is `a__dash__b`, `a.b` is `a__dot__b`, `a/b` is `a__slash__b`",
            ),
        );
        self.take(Kind::Escaped, all);
    }

    fn sign(&mut self) {
        let rest = self.rest();
        if let Some((sign, kind)) = SIGNS.iter().find(|(sign, _)| rest.starts_with(sign)) {
            return self.take(*kind, sign.len());
        }
        let Some(first) = rest.chars().next() else {
            return;
        };
        let length = first.len_utf8();
        let range = self.at..self.at + length;
        let error = Error::new(
            range,
            format!("unexpected character `{}`", first.escape_debug()),
        );
        let habit = HABITS.iter().find(|(sign, ..)| rest.starts_with(sign));
        match habit {
            Some((_, kind, help)) => {
                self.errors.push(error.with_help(*help));
                if *kind == Kind::End {
                    self.at += length;
                } else {
                    self.take(*kind, length);
                }
            }
            None => {
                self.errors.push(error);
                self.at += length;
            }
        }
    }
}

/// Returns the kind and the length of the number that `bytes` begin with.
fn number(bytes: &[u8]) -> (Kind, usize) {
    let digits = |from: usize| {
        let rest = bytes.get(from..).unwrap_or_default();
        rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
    };
    let is_unsigned = |at: usize| matches!(bytes.get(at), Some(b'u' | b'U'));
    if bytes.starts_with(b"0x") {
        let hex = bytes[2..]
            .iter()
            .take_while(|byte| byte.is_ascii_hexdigit())
            .count();
        match (hex, is_unsigned(2 + hex)) {
            (0, _) => {}
            (_, true) => return (Kind::Uint, 3 + hex),
            (_, false) => return (Kind::Int, 2 + hex),
        }
    }
    let whole = digits(0);
    let fraction = match bytes.get(whole) {
        Some(b'.') => digits(whole + 1),
        _ => 0,
    };
    let mantissa = whole + if fraction > 0 { 1 + fraction } else { 0 };
    let exponent = match bytes.get(mantissa) {
        Some(b'e' | b'E') => {
            let sign = usize::from(matches!(bytes.get(mantissa + 1), Some(b'+' | b'-')));
            match digits(mantissa + 1 + sign) {
                0 => 0,
                count => 1 + sign + count,
            }
        }
        _ => 0,
    };
    if fraction > 0 || exponent > 0 {
        (Kind::Double, mantissa + exponent)
    } else if is_unsigned(whole) {
        (Kind::Uint, whole + 1)
    } else {
        (Kind::Int, whole)
    }
}

#[cfg(test)]
mod tests {
    use super::lex;
    use crate::cel::token::Kind;

    fn kinds(text: &str) -> Vec<Kind> {
        let mut kinds: Vec<Kind> = lex(text).0.iter().map(|token| token.kind).collect();
        assert_eq!(kinds.pop(), Some(Kind::End), "{text}");
        kinds
    }

    #[test]
    fn the_longest_token_wins() {
        use Kind::{Bytes, Dot, Double, Identifier, In, Int, Plus, String, Uint};
        let cases: [(&str, &[Kind]); 22] = [
            ("1", &[Int]),
            ("1.", &[Int, Dot]),
            ("1.5", &[Double]),
            (".5", &[Double]),
            ("a.5", &[Identifier, Double]),
            ("1e5", &[Double]),
            ("1e", &[Int, Identifier]),
            ("1e+", &[Int, Identifier, Plus]),
            ("1.e5", &[Int, Dot, Identifier]),
            ("0x1Fu", &[Uint]),
            ("0xg", &[Int, Identifier]),
            ("0X1", &[Int, Identifier]),
            ("1in", &[Int, In]),
            ("1ux", &[Uint, Identifier]),
            ("inner", &[Identifier]),
            ("b'a'", &[Bytes]),
            ("bR'''a'''", &[Bytes]),
            ("rb'a'", &[Identifier, String]),
            ("r 'a'", &[Identifier, String]),
            ("''''''", &[String]),
            ("'' ''", &[String, String]),
            ("1 // 2\n3", &[Int, Int]),
        ];
        for (text, expected) in cases {
            assert_eq!(kinds(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_token_is_told_with_its_place() {
        let cases = [
            ("a = b", 2..3, "unexpected character `=`"),
            ("a & b", 2..3, "unexpected character `&`"),
            ("ä", 0..2, "unexpected character `ä`"),
            (
                "a.`b-c`",
                2..7,
                "names in backticks are not known to the API server",
            ),
            ("'a\\d'", 2..4, "unknown escape sequence `\\d`"),
            ("'abc", 0..1, "the string is never closed"),
            ("'''a'", 0..3, "the string is never closed"),
            ("'a\nb'", 0..1, "the string is never closed"),
            (
                "'\\u12'",
                1..5,
                "expected 4 hexadecimal digits behind `\\u`",
            ),
            ("'\\400'", 1..3, "unknown escape sequence `\\4`"),
        ];
        for (text, range, message) in cases {
            let error = &lex(text).1[0];
            assert_eq!(
                (error.range.clone(), &error.message[..]),
                (range, message),
                "{text}"
            );
        }
    }
}
