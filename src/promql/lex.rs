//! The lexer: one token at a time, on demand.
//!
//! PromQL's lexer has state: words are labels inside braces, and inside brackets only durations and their arithmetic are known.
//! The first thing that is no token ends the text: a lexer error is final, as in Prometheus, so that nothing is reported twice.

mod string;

use crate::promql::ast::{BinaryOp, Range, Text};
use crate::promql::placeholder::{find_length, range};
use crate::promql::token::{Kind, Token, duration_keyword, keyword};
use crate::promql::{Error, hint, number};

/// The state of a lexer.
pub struct Lexer<'a> {
    input: &'a str,
    position: usize,
    placeholders: bool,
    brace_open: bool,
    bracket: Bracket,
    colon_seen: bool,
    /// Never reset, as in Prometheus: a number in any bracket allows a colon in all that follow.
    duration_seen: bool,
    open_parens: Vec<usize>,
    failed: bool,
}

/// Where the lexer stands to a bracket.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bracket {
    Outside,
    /// Behind `[` and before the first number.
    Begun,
    /// Behind the first number.
    Inside,
}

type Result = std::result::Result<Token, Error>;

/// Whether a metric's name, with its placeholders, can stand without quotes wherever an expression can.
pub fn is_plain_name(name: &Text) -> bool {
    let token = Lexer::new(&name.value, !name.placeholders.is_empty()).next_token();
    token.is_ok_and(|Token { kind, range: found }| {
        let named = matches!(
            kind,
            Kind::Identifier | Kind::MetricIdentifier | Kind::Template | Kind::Placeholder
        );
        named && found == range(0, name.value.len())
    })
}

impl<'a> Lexer<'a> {
    /// Returns a lexer at the start of `input`.
    pub fn new(input: &'a str, placeholders: bool) -> Self {
        Lexer {
            input,
            position: 0,
            placeholders,
            brace_open: false,
            bracket: Bracket::Outside,
            colon_seen: false,
            duration_seen: false,
            open_parens: Vec::new(),
            failed: false,
        }
    }

    /// Returns the next token; [`Kind::End`] again and again at the end and behind an error.
    pub fn next_token(&mut self) -> Result {
        if self.failed {
            return Ok(self.token(Kind::End, self.position));
        }
        self.skip_space();
        let result = match (self.bracket, self.brace_open) {
            (Bracket::Begun, _) => self.in_bracket(),
            (_, true) => self.in_braces(),
            _ => self.in_expression(),
        };
        self.failed = result.is_err();
        result
    }

    /// Ends the text here: nothing more is lexed.
    pub fn stop(&mut self) {
        self.failed = true;
        self.position = self.input.len();
    }

    /// Whether an error ended the text.
    pub fn has_failed(&self) -> bool {
        self.failed
    }

    fn skip_space(&mut self) {
        loop {
            let rest = &self.input.as_bytes()[self.position..];
            match rest.first() {
                Some(b' ' | b'\t' | b'\n' | b'\r') => self.position += 1,
                Some(b'#') if self.bracket != Bracket::Begun => {
                    let length = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
                    self.position += length.unwrap_or(rest.len());
                }
                _ => return,
            }
        }
    }

    fn in_expression(&mut self) -> Result {
        let start = self.position;
        let Some(byte) = self.peek() else {
            return self.end();
        };
        if byte == b'[' && self.placeholder_length().is_none() {
            return self.open_bracket();
        }
        if let Some(token) = self.arithmetic(byte) {
            return Ok(token);
        }
        let next = self.input.as_bytes().get(start + 1).copied();
        match byte {
            b'(' | b')' => self.parenthesis(byte),
            b'{' => {
                self.brace_open = true;
                Ok(self.take(Kind::LeftBrace, 1))
            }
            b']' if self.bracket == Bracket::Outside => {
                Err(self.error(1, "unexpected `]`: no bracket is open"))
            }
            b']' => Ok(self.close_bracket()),
            b'@' => Ok(self.take(Kind::At, 1)),
            b'=' | b'!' | b'<' | b'>' => self.comparison(byte, next),
            b'0'..=b'9' => self.number(),
            b'.' if next.is_some_and(|byte| byte.is_ascii_digit()) => self.number(),
            b'"' | b'\'' | b'`' => self.string(byte),
            _ => self.word(byte),
        }
    }

    fn word(&mut self, byte: u8) -> Result {
        let is_word = byte.is_ascii_alphabetic() || matches!(byte, b'_' | b':');
        if self.placeholder_length().is_some() {
            return Ok(self.identifier(self.bracket == Bracket::Outside));
        }
        if !is_word {
            return Err(self.unexpected_character("in an expression"));
        }
        if self.bracket == Bracket::Outside {
            return Ok(self.identifier(true));
        }
        if byte != b':' {
            return self.duration_word();
        }
        if self.colon_seen {
            return Err(self.error(1, "unexpected second `:` in the brackets"));
        }
        self.colon_seen = true;
        Ok(self.take(Kind::Colon, 1))
    }

    fn in_bracket(&mut self) -> Result {
        let start = self.position;
        let Some(byte) = self.peek() else {
            return Err(self.error(0, "expected a duration, found the end of the expression"));
        };
        if let Some(token) = self.arithmetic(byte) {
            return Ok(token);
        }
        let next = self.input.as_bytes().get(start + 1).copied();
        match byte {
            b']' => Ok(self.close_bracket()),
            b':' if !self.duration_seen => Err(self.error(1, "expected a duration before the `:`")),
            b':' if self.colon_seen => Err(self.error(1, "unexpected second `:` in the brackets")),
            b':' => {
                self.colon_seen = true;
                Ok(self.take(Kind::Colon, 1))
            }
            b'(' | b')' => self.parenthesis(byte),
            b'0'..=b'9' => self.bracket_number(),
            b'.' if next.is_some_and(|byte| byte.is_ascii_digit()) => self.bracket_number(),
            _ if self.placeholder_length().is_some() => {
                self.duration_seen = true;
                self.bracket = Bracket::Inside;
                Ok(self.identifier(false))
            }
            _ if byte.is_ascii_alphabetic() => self.duration_word(),
            _ => Err(self.unexpected_character("in the brackets, expected a duration")),
        }
    }

    fn bracket_number(&mut self) -> Result {
        self.duration_seen = true;
        self.bracket = Bracket::Inside;
        self.number()
    }

    fn in_braces(&mut self) -> Result {
        let Some(byte) = self.peek() else {
            return Err(self.error(0, "expected `}`, found the end of the expression"));
        };
        let next = self.input.as_bytes().get(self.position + 1).copied();
        match (byte, next) {
            (b',', _) => Ok(self.take(Kind::Comma, 1)),
            (b'"' | b'\'' | b'`', _) => self.string(byte),
            (b'=', Some(b'~')) => Ok(self.take(Kind::RegexMatch, 2)),
            (b'=', _) => Ok(self.take(Kind::Assign, 1)),
            (b'!', Some(b'~')) => Ok(self.take(Kind::RegexNoMatch, 2)),
            (b'!', Some(b'=')) => Ok(self.take(Kind::Operator(BinaryOp::NotEq), 2)),
            (b'!', _) => Err(self.error(1, "expected `!=` or `!~`, found a lone `!`")),
            (b'}', _) => {
                self.brace_open = false;
                Ok(self.take(Kind::RightBrace, 1))
            }
            _ if self.placeholder_length().is_some() => Ok(self.identifier(false)),
            _ if byte.is_ascii_alphabetic() || byte == b'_' => {
                let token = self.identifier(false);
                let kind = if token.kind == Kind::Template {
                    Kind::Template
                } else {
                    Kind::Identifier
                };
                Ok(Token { kind, ..token })
            }
            _ => Err(self.unexpected_character("inside the braces")),
        }
    }

    /// Lexes the signs that mean the same inside and outside of brackets.
    fn arithmetic(&mut self, byte: u8) -> Option<Token> {
        let op = match byte {
            b',' => return Some(self.take(Kind::Comma, 1)),
            b'*' => BinaryOp::Mul,
            b'/' => BinaryOp::Div,
            b'%' => BinaryOp::Mod,
            b'+' => BinaryOp::Add,
            b'-' => BinaryOp::Sub,
            b'^' => BinaryOp::Pow,
            _ => return None,
        };
        Some(self.take(Kind::Operator(op), 1))
    }

    fn comparison(&mut self, byte: u8, next: Option<u8>) -> Result {
        let op = match (byte, next) {
            (b'=', Some(b'=')) => BinaryOp::Eq,
            (b'!', Some(b'=')) => BinaryOp::NotEq,
            (b'<', Some(b'=')) => BinaryOp::LessEq,
            (b'>', Some(b'=')) => BinaryOp::GreaterEq,
            (b'<', Some(b'/')) => BinaryOp::TrimUpper,
            (b'>', Some(b'/')) => BinaryOp::TrimLower,
            (b'<', _) => return Ok(self.take(Kind::Operator(BinaryOp::Less), 1)),
            (b'>', _) => return Ok(self.take(Kind::Operator(BinaryOp::Greater), 1)),
            (b'=', Some(b'~')) => {
                let error = self.error(2, "unexpected `=~` outside of braces");
                return Err(error.with_help("`=~` compares labels: `metric{label=~\"…\"}`"));
            }
            (b'=', _) => return Ok(self.take(Kind::Assign, 1)),
            _ => return Err(self.error(1, "expected `!=`, found a lone `!`")),
        };
        Ok(self.take(Kind::Operator(op), 2))
    }

    fn parenthesis(&mut self, byte: u8) -> Result {
        if byte == b'(' {
            self.open_parens.push(self.position);
            return Ok(self.take(Kind::LeftParen, 1));
        }
        if self.open_parens.pop().is_none() {
            return Err(self.error(1, "unexpected `)`: no parenthesis is open"));
        }
        Ok(self.take(Kind::RightParen, 1))
    }

    fn open_bracket(&mut self) -> Result {
        if self.bracket != Bracket::Outside {
            return Err(self.error(1, "unexpected `[` inside brackets"));
        }
        self.bracket = Bracket::Begun;
        self.colon_seen = false;
        Ok(self.take(Kind::LeftBracket, 1))
    }

    fn close_bracket(&mut self) -> Token {
        self.bracket = Bracket::Outside;
        self.take(Kind::RightBracket, 1)
    }

    fn end(&mut self) -> Result {
        if let Some(&open) = self.open_parens.last() {
            return Err(self.unclosed(open));
        }
        if self.bracket != Bracket::Outside {
            return Err(self.error(0, "expected `]`, found the end of the expression"));
        }
        Ok(self.token(Kind::End, self.position))
    }

    /// The error of the parenthesis at `open`: it stands where the other is missing, as in Prometheus.
    fn unclosed(&self, open: usize) -> Error {
        let before = &self.input[..open];
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let name = &before[before.trim_end_matches(is_name).len()..];
        self.error(0, "expected `)`, found the end of the expression")
            .with_help(format!("`{name}(` is never closed"))
            .with_related(range(open, open + 1), "opened here")
    }

    fn number(&mut self) -> Result {
        let start = self.position;
        let scan = number::scan(&self.input.as_bytes()[start..]);
        self.position = start + scan.length;
        match scan.kind {
            Some(kind) => Ok(self.token(kind, start)),
            None => Err(self.no_number(start)),
        }
    }

    /// The error of a word that begins as a number: all of the word, as a person sees it.
    fn no_number(&mut self, start: usize) -> Error {
        let is_inside = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
        self.position = self.input.ceil_char_boundary(self.position);
        let rest = &self.input[self.position..];
        self.position += rest.find(|c| !is_inside(c)).unwrap_or(rest.len());
        let written = &self.input[start..self.position];
        Error::new(
            range(start, self.position),
            format!("`{written}` is neither a number nor a duration"),
        )
        .with_help("a duration has the units `y`, `w`, `d`, `h`, `m`, `s` and `ms`, in this order: `1h30m`")
    }

    fn duration_word(&mut self) -> Result {
        let start = self.position;
        let rest = &self.input[start..];
        let length = rest
            .bytes()
            .take_while(|byte| byte.is_ascii_alphabetic() || *byte == b'_')
            .count();
        match duration_keyword(&rest[..length]) {
            Some(kind) => Ok(self.take(kind, length)),
            None => {
                let message = format!("unexpected `{}` in the brackets", &rest[..length]);
                let help = hint::of_duration(&rest[..length]);
                Err(self.error(length, &message).with_help(help))
            }
        }
    }

    /// Lexes a word with its placeholders; with `colons`, as a metric's name.
    fn identifier(&mut self, colons: bool) -> Token {
        let start = self.position;
        let mut segments = (0, 0);
        loop {
            let rest = &self.input.as_bytes()[self.position..];
            let is_inside = |byte: &u8| {
                byte.is_ascii_alphanumeric() || *byte == b'_' || (colons && *byte == b':')
            };
            let plain = rest.iter().take_while(|byte| is_inside(byte)).count();
            self.position += plain;
            segments.0 += usize::from(plain > 0);
            let Some(length) = self.placeholder_length() else {
                break;
            };
            self.position += length;
            segments.1 += 1;
        }
        let kind = match segments {
            (_, 0) => self.word_kind(start, colons),
            (0, 1) => Kind::Placeholder,
            _ => Kind::Template,
        };
        self.token(kind, start)
    }

    fn word_kind(&self, start: usize, colons: bool) -> Kind {
        let word = &self.input[start..self.position];
        match keyword(word) {
            Some(Kind::Fill | Kind::FillLeft | Kind::FillRight)
                if !self.is_before_parenthesis() =>
            {
                Kind::Identifier
            }
            Some(kind) => kind,
            None if colons && word.contains(':') => Kind::MetricIdentifier,
            None => Kind::Identifier,
        }
    }

    fn is_before_parenthesis(&self) -> bool {
        self.input[self.position..]
            .trim_start_matches([' ', '\t', '\n', '\r'])
            .starts_with('(')
    }

    fn placeholder_length(&self) -> Option<usize> {
        if !self.placeholders || !matches!(self.peek(), Some(b'$' | b'[')) {
            return None;
        }
        find_length(&self.input[self.position..])
    }

    fn peek(&self) -> Option<u8> {
        self.input.as_bytes().get(self.position).copied()
    }

    fn take(&mut self, kind: Kind, length: usize) -> Token {
        let start = self.position;
        self.position += length;
        self.token(kind, start)
    }

    fn token(&self, kind: Kind, start: usize) -> Token {
        Token {
            kind,
            range: range(start, self.position),
        }
    }

    fn error(&self, length: usize, message: &str) -> Error {
        Error::new(self.range_of(length), message)
    }

    fn unexpected_character(&self, place: &str) -> Error {
        let found = self.input[self.position..]
            .chars()
            .next()
            .unwrap_or_default();
        let mut error = Error::new(
            self.range_of(found.len_utf8()),
            format!("unexpected character `{found}` {place}"),
        );
        error.help = hint::of_character(found).map(Into::into);
        error
    }

    fn range_of(&self, length: usize) -> Range {
        range(self.position, self.position + length)
    }
}
