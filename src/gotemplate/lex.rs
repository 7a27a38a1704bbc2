//! The lexer: tokens of a template, one at a time, as Go's `text/template/parse` makes them.
//!
//! It can be copied to look ahead. After a fault it stands where the fault was found; the parser decides where to go on.

use crate::gotemplate::letters::is_name;
use crate::gotemplate::token::{Fault, KEYWORDS, Kind, Token};
use crate::promql::ast::Range;

/// What Go takes for white space.
pub const SPACES: [char; 4] = [' ', '\t', '\r', '\n'];

/// The state of a lexer.
#[derive(Clone, Copy, Debug)]
pub struct Lexer<'a> {
    input: &'a str,
    at: usize,
    inside: bool,
    depth: u32,
}

/// Returns a range of at most 4 GiB, which [`super::parse`] checks.
#[expect(clippy::cast_possible_truncation, reason = "longer texts are refused")]
pub fn range(start: usize, end: usize) -> Range {
    Range {
        start: start as u32,
        end: end as u32,
    }
}

impl<'a> Lexer<'a> {
    /// Returns a lexer at the start of a text.
    pub fn new(input: &'a str) -> Self {
        Lexer {
            input,
            at: 0,
            inside: false,
            depth: 0,
        }
    }

    /// Whether the next token is one of an action.
    pub fn is_inside(&self) -> bool {
        self.inside
    }

    /// Goes on at a place outside actions.
    pub fn leave_action(&mut self, at: usize) {
        self.at = at;
        self.inside = false;
    }

    /// Returns the next token; at the end of the text always `End`.
    pub fn next_token(&mut self) -> Token {
        if self.inside {
            self.inside_action()
        } else {
            self.text()
        }
    }

    fn rest(&self) -> &'a str {
        &self.input[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Makes the token that ends `length` bytes further.
    fn token(&mut self, kind: Kind, length: usize) -> Token {
        let start = self.at;
        self.at += length;
        Token {
            kind,
            range: range(start, self.at),
        }
    }

    fn fault(fault: Fault, start: usize, end: usize) -> Token {
        Token {
            kind: Kind::Fault(fault),
            range: range(start, end),
        }
    }

    /// Text up to the next action that is no comment.
    fn text(&mut self) -> Token {
        loop {
            let rest = self.rest();
            let Some(found) = rest.find("{{") else {
                let kind = if rest.is_empty() {
                    Kind::End
                } else {
                    Kind::Text
                };
                return self.token(kind, rest.len());
            };
            let trims = trims_left(&rest[found + 2..]);
            let text = &rest[..found];
            let kept = if trims {
                text.trim_end_matches(SPACES)
            } else {
                text
            };
            if !kept.is_empty() {
                let token = self.token(Kind::Text, kept.len());
                self.at += found - kept.len();
                return token;
            }
            self.at += found;
            let marker = if trims { 4 } else { 2 };
            if !self.rest()[marker..].starts_with("/*") {
                self.inside = true;
                self.depth = 0;
                let token = self.token(Kind::LeftDelimiter, if trims { 3 } else { 2 });
                self.at += usize::from(trims);
                return token;
            }
            self.at += marker;
            if let Err(fault) = self.comment() {
                return fault;
            }
        }
    }

    /// Skips the comment that begins here, with the end of its action.
    fn comment(&mut self) -> Result<(), Token> {
        let start = self.at;
        let Some(length) = self.rest()[2..].find("*/") else {
            return Err(Self::fault(Fault::UnclosedComment, start, start + 2));
        };
        self.at += length + 4;
        let Some((length, trims)) = self.right_delimiter() else {
            let next = self.peek().map_or(0, char::len_utf8);
            return Err(Self::fault(Fault::CommentEnd, self.at, self.at + next));
        };
        self.at += length;
        self.trim(trims);
        Ok(())
    }

    /// The length of the right delimiter that begins here, and whether it trims.
    fn right_delimiter(&self) -> Option<(usize, bool)> {
        let rest = self.rest();
        if rest.starts_with("}}") {
            return Some((2, false));
        }
        let marked = rest.strip_prefix(SPACES)?.starts_with("-}}");
        marked.then_some((4, true))
    }

    fn trim(&mut self, trims: bool) {
        if trims {
            self.at = self.input.len() - self.rest().trim_start_matches(SPACES).len();
        }
    }

    fn inside_action(&mut self) -> Token {
        if let Some((length, trims)) = self.right_delimiter() {
            if self.depth > 0 {
                return Self::fault(Fault::UnclosedParen, self.at, self.at + length);
            }
            self.inside = false;
            // The space before the marker belongs to it as little as any other space.
            self.at += usize::from(trims);
            let token = self.token(Kind::RightDelimiter, length - usize::from(trims));
            self.trim(trims);
            return token;
        }
        let Some(character) = self.peek() else {
            return Self::fault(Fault::UnclosedAction, self.at, self.at);
        };
        match character {
            ' ' | '\t' | '\r' | '\n' => self.space(),
            '=' => self.token(Kind::Assign, 1),
            ':' if self.rest().starts_with(":=") => self.token(Kind::Declare, 2),
            ':' => Self::fault(Fault::LoneColon, self.at, self.at + 1),
            '|' => self.token(Kind::Pipe, 1),
            ',' => self.token(Kind::Comma, 1),
            '"' | '\'' => self.quoted(character),
            '`' => self.raw(),
            '$' => self.named(Kind::Variable),
            '.' if !self.rest()[1..].starts_with(|c: char| c.is_ascii_digit()) => {
                self.named(Kind::Field)
            }
            '.' | '+' | '-' | '0'..='9' => self.number(),
            '(' => {
                self.depth += 1;
                self.token(Kind::LeftParen, 1)
            }
            ')' if self.depth == 0 => Self::fault(Fault::UnopenedParen, self.at, self.at + 1),
            ')' => {
                self.depth -= 1;
                self.token(Kind::RightParen, 1)
            }
            _ if is_name(character) => self.word(),
            '!'..='~' => self.token(Kind::Character, 1),
            _ => Self::fault(Fault::BadCharacter, self.at, self.at + character.len_utf8()),
        }
    }

    /// White space, without the space that belongs to a trim marker.
    fn space(&mut self) -> Token {
        let rest = self.rest();
        let length = rest.len() - rest.trim_start_matches(SPACES).len();
        let marked = length > 1 && rest[length..].starts_with("-}}");
        self.token(Kind::Space, length - usize::from(marked))
    }

    fn quoted(&mut self, quote: char) -> Token {
        let mut escaped = false;
        for (at, character) in self.rest().char_indices().skip(1) {
            match character {
                '\n' => break,
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                _ if character == quote => {
                    let string = quote == '"';
                    let kind = if string {
                        Kind::Quoted
                    } else {
                        Kind::CharacterConstant
                    };
                    return self.token(kind, at + 1);
                }
                _ => {}
            }
        }
        Self::fault(Fault::UnclosedQuote, self.at, self.at + 1)
    }

    fn raw(&mut self) -> Token {
        match self.rest()[1..].find('`') {
            Some(length) => self.token(Kind::Raw, length + 2),
            None => Self::fault(Fault::UnclosedQuote, self.at, self.at + 1),
        }
    }

    /// `.name`, `$name`, or the sign alone.
    fn named(&mut self, kind: Kind) -> Token {
        let length = 1 + name_length(&self.rest()[1..]);
        let kind = if length == 1 && kind == Kind::Field {
            Kind::Dot
        } else {
            kind
        };
        self.ended(kind, length)
    }

    fn word(&mut self) -> Token {
        let length = name_length(self.rest());
        let word = &self.rest()[..length];
        let keyword = KEYWORDS.iter().find(|(name, _)| *name == word);
        let kind = match (keyword, word) {
            (Some((_, keyword)), _) => Kind::Keyword(*keyword),
            (None, "true" | "false") => Kind::Bool,
            (None, _) => Kind::Name,
        };
        self.ended(kind, length)
    }

    /// Makes a token that only certain characters may follow.
    fn ended(&mut self, kind: Kind, length: usize) -> Token {
        let rest = &self.rest()[length..];
        let terminator = |c: char| SPACES.contains(&c) || ".,|:)(".contains(c);
        match rest.chars().next() {
            Some(next) if !terminator(next) && !rest.starts_with("}}") => {
                let start = self.at + length;
                Self::fault(Fault::AfterName, start, start + next.len_utf8())
            }
            _ => self.token(kind, length),
        }
    }

    fn number(&mut self) -> Token {
        let rest = self.rest();
        let Some(length) = scan_number(rest) else {
            return Self::fault(Fault::BadNumber, self.at, self.at + word_length(rest));
        };
        if !rest[length..].starts_with(['+', '-']) {
            return self.token(Kind::Number, length);
        }
        let second = scan_number(&rest[length..]).map(|second| length + second);
        match second.filter(|end| rest[..*end].ends_with('i')) {
            Some(end) => self.token(Kind::Complex, end),
            None => {
                let end = length + word_length(&rest[length..]);
                Self::fault(Fault::BadNumber, self.at, self.at + end)
            }
        }
    }
}

/// Whether a left delimiter, of which this is the rest, trims the text before it.
fn trims_left(rest: &str) -> bool {
    rest.strip_prefix('-')
        .is_some_and(|rest| rest.starts_with(SPACES))
}

fn name_length(text: &str) -> usize {
    text.find(|c: char| !is_name(c)).unwrap_or(text.len())
}

/// The length of what a reader takes for one number: a sign, letters and digits.
fn word_length(text: &str) -> usize {
    let signed = usize::from(text.starts_with(['+', '-']));
    signed
        + text[signed..]
            .find(|c: char| !is_name(c) && c != '.')
            .unwrap_or(text.len() - signed)
}

/// The length of the number at the start of a text; `None` when a letter or digit follows that belongs to no number.
fn scan_number(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut accept = |set: &[u8], many: bool| {
        let mut found = false;
        while bytes.get(at).is_some_and(|byte| set.contains(byte)) {
            at += 1;
            found = true;
            if !many {
                break;
            }
        }
        found
    };
    accept(b"+-", false);
    let (mut digits, mut exponent): (&[u8], &[u8]) = (b"0123456789_", b"eE");
    if accept(b"0", false) {
        if accept(b"xX", false) {
            (digits, exponent) = (b"0123456789abcdefABCDEF_", b"pP");
        } else if accept(b"oO", false) {
            (digits, exponent) = (b"01234567_", b"");
        } else if accept(b"bB", false) {
            (digits, exponent) = (b"01_", b"");
        }
    }
    accept(digits, true);
    if accept(b".", false) {
        accept(digits, true);
    }
    if accept(exponent, false) {
        accept(b"+-", false);
        accept(b"0123456789_", true);
    }
    accept(b"i", false);
    let next = text[at..].chars().next();
    (!next.is_some_and(is_name)).then_some(at)
}
