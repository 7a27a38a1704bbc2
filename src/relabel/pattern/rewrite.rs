//! Go's syntax of regular expressions, rewritten as that of the crate `regex`; every byte of the result remembers where it came from.

use super::Error;
use std::ops::Range;

/// Most repetitions that Go takes. Source: Go, `regexp/syntax`, `maxRepeat`.
const MOST_REPEATS: u32 = 1000;

/// ASCII classes that both know by the same name. Source: Go, `regexp/syntax`, "Syntax".
const POSIX: [&str; 14] = [
    "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct",
    "space", "upper", "word", "xdigit",
];

/// A pattern that is rewritten.
pub struct Rewriter<'a> {
    text: &'a str,
    at: usize,
    /// What is written so far.
    pub out: String,
    /// For every byte of `out` the byte of `text` that it came from.
    origin: Vec<usize>,
    /// Where the repetition begins that ends here; `None` when no repetition ends here.
    repeated: Option<usize>,
}

impl<'a> Rewriter<'a> {
    /// Nothing of the pattern is rewritten yet.
    pub fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            out: String::new(),
            origin: Vec::new(),
            repeated: None,
        }
    }

    /// Rewrites all of it; an error where Go refuses what the crate takes.
    pub fn run(&mut self) -> Result<(), Error> {
        while let Some(next) = self.peek() {
            let start = self.at;
            let repeated = self.repeated.take();
            match next {
                '\\' => self.escape()?,
                '[' => self.class()?,
                '(' => self.group()?,
                '*' | '+' | '?' => self.repeat(1, repeated)?,
                '{' => match self.counted()? {
                    Some(length) => self.repeat(length, repeated)?,
                    None => self.push(1, "\\{"),
                },
                ']' | '}' => self.push(1, if next == ']' { "\\]" } else { "\\}" }),
                other => self.push(other.len_utf8(), other.encode_utf8(&mut [0; 4])),
            }
            debug_assert!(self.at > start, "every step takes a character");
        }
        Ok(())
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Takes `length` bytes of the pattern and writes `text` for them.
    fn push(&mut self, length: usize, text: &str) {
        self.out.push_str(text);
        self.origin.resize(self.out.len(), self.at);
        self.at += length;
    }

    fn fail<T>(&self, range: Range<usize>, message: &str) -> Result<T, Error> {
        let found = self.text.get(range.clone()).unwrap_or_default();
        let message = if found.is_empty() {
            message.to_string()
        } else {
            format!("{message}: `{found}`")
        };
        Err(Error { range, message })
    }

    /// A repetition of `length` bytes, with the `?` that makes it lazy.
    fn repeat(&mut self, length: usize, before: Option<usize>) -> Result<(), Error> {
        let start = self.at;
        let lazy = self.rest()[length..].starts_with('?');
        let end = start + length + usize::from(lazy);
        if let Some(before) = before {
            return self.fail(before..end, "a repetition cannot be repeated");
        }
        let text = &self.text[start..end];
        self.push(end - start, text);
        self.repeated = Some(start);
        Ok(())
    }

    /// The length of `{n}`, `{n,}` or `{n,m}`; `None` when the brace begins none of them and stands for itself.
    fn counted(&self) -> Result<Option<usize>, Error> {
        let Some(end) = self.rest().find('}') else {
            return Ok(None);
        };
        let inner = &self.rest()[1..end];
        let (least, most) = inner.split_once(',').unwrap_or((inner, inner));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if least.is_empty() || !digits(least) || !digits(most) {
            return Ok(None);
        }
        let number = |text: &str| text.parse::<u32>().unwrap_or(u32::MAX);
        let most = if most.is_empty() {
            number(least)
        } else {
            number(most)
        };
        if number(least) > most || most > MOST_REPEATS {
            return self.fail(self.at..self.at + end + 1, "invalid repeat count");
        }
        Ok(Some(end + 1))
    }

    /// A group: Go knows named groups and the flags `i`, `m`, `s`, `U`.
    fn group(&mut self) -> Result<(), Error> {
        let rest = self.rest();
        let Some(inner) = rest.strip_prefix("(?") else {
            self.push(1, "(");
            return Ok(());
        };
        let named = inner.starts_with("P<") || inner.starts_with('<');
        let marks = if named {
            inner.find('>')
        } else {
            inner.find([':', ')'])
        };
        let flags = |text: &str| {
            let (on, off) = text.split_once('-').unwrap_or((text, "i"));
            let known = |part: &str| part.chars().all(|c| "imsU".contains(c));
            known(on) && known(off) && !off.is_empty()
        };
        match marks {
            Some(length) if named || flags(&inner[..length]) => {
                let whole = &rest[..length + 3];
                self.push(whole.len(), whole);
                Ok(())
            }
            Some(length) => self.fail(self.at..self.at + length + 2, "unsupported group"),
            None => self.fail(self.at..self.text.len(), "the group is not closed"),
        }
    }

    fn escape(&mut self) -> Result<(), Error> {
        if let Some(literal) = self.rest().strip_prefix("\\Q") {
            // Without an end Go would quote Prometheus's own anchor and miss its parenthesis.
            let Some((inner, _)) = literal.split_once("\\E") else {
                return self.fail(self.at..self.text.len(), "the quotation is not closed");
            };
            self.push(2, "");
            for letter in inner.chars() {
                self.push(letter.len_utf8(), &hex(letter));
            }
            self.push(2, "");
            return Ok(());
        }
        match self.rest()[1..].chars().next() {
            Some('b') => self.push(2, "(?-u:\\b)"),
            Some('B') => self.push(2, "(?-u:\\B)"),
            Some('A') => self.push(2, "\\A"),
            Some('z') => self.push(2, "\\z"),
            _ => {
                if !self.shared_class()? {
                    let (letter, length) = self.character()?;
                    self.push(length, &hex(letter));
                }
            }
        }
        Ok(())
    }

    /// Classes that stand inside and outside of brackets: `\d`, `\pL`, `\p{^Greek}`.
    fn shared_class(&mut self) -> Result<bool, Error> {
        let rest = self.rest();
        let Some(letter) = rest[1..].chars().next() else {
            return Ok(false);
        };
        let plain = match letter {
            'd' => "[0-9]",
            'D' => "[^0-9]",
            's' => "[\\t\\n\\f\\r ]",
            'S' => "[^\\t\\n\\f\\r ]",
            'w' => "[0-9A-Za-z_]",
            'W' => "[^0-9A-Za-z_]",
            'p' | 'P' => "",
            _ => return Ok(false),
        };
        if !plain.is_empty() {
            self.push(2, plain);
            return Ok(true);
        }
        let length = match rest[2..].chars().next() {
            Some('{') => rest.find('}').map(|end| end + 1),
            Some(name) => Some(2 + name.len_utf8()),
            None => None,
        };
        let Some(length) = length else {
            return self.fail(self.at..self.text.len(), "the class is not closed");
        };
        match rest[..length].split_once("{^") {
            Some((_, name)) => {
                let turned = if letter == 'p' { 'P' } else { 'p' };
                self.push(length, &format!("\\{turned}{{{name}"));
            }
            None => self.push(length, &rest[..length]),
        }
        Ok(true)
    }

    /// The character that stands here, perhaps escaped, and its length as written.
    fn character(&self) -> Result<(char, usize), Error> {
        let rest = self.rest();
        let mut letters = rest.chars();
        let first = letters.next().unwrap_or_default();
        if first != '\\' {
            return Ok((first, first.len_utf8()));
        }
        let Some(letter) = letters.next() else {
            return self.fail(self.at..self.text.len(), "a backslash at the end");
        };
        let control = match letter {
            'a' => '\x07',
            'f' => '\x0c',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\x0b',
            'x' => return self.hexadecimal(),
            '0'..='7' => return self.octal(),
            other if other.is_ascii() && !other.is_ascii_alphanumeric() => other,
            other => {
                let end = self.at + 1 + other.len_utf8();
                return self.fail(self.at..end, "invalid escape");
            }
        };
        Ok((control, 2))
    }

    fn hexadecimal(&self) -> Result<(char, usize), Error> {
        let rest = &self.rest()[2..];
        let (digits, length) = match rest.strip_prefix('{') {
            Some(inner) => {
                let end = inner.find('}').unwrap_or(inner.len());
                (&inner[..end], end + 4)
            }
            None => (rest.get(..2).unwrap_or_default(), 4),
        };
        let number = u32::from_str_radix(digits, 16).ok();
        match number.and_then(char::from_u32) {
            Some(letter) if self.rest().len() >= length => Ok((letter, length)),
            _ => self.fail(self.at..self.at + 2, "invalid escape"),
        }
    }

    /// `\0`, `\12`, `\123`: a digit other than 0 alone would be a reference to a group, which Go does not have.
    fn octal(&self) -> Result<(char, usize), Error> {
        let digits: &str = &self.rest()[1..];
        let length = digits
            .bytes()
            .take(3)
            .take_while(|byte| matches!(byte, b'0'..=b'7'))
            .count();
        let number = u32::from_str_radix(&digits[..length], 8).ok();
        match number.and_then(char::from_u32) {
            Some(letter) if length > 1 || letter == '\0' => Ok((letter, length + 1)),
            _ => self.fail(self.at..self.at + 2, "invalid escape"),
        }
    }

    fn class(&mut self) -> Result<(), Error> {
        let start = self.at;
        let opening = if self.rest().starts_with("[^") {
            "[^"
        } else {
            "["
        };
        self.push(opening.len(), opening);
        let first = self.at;
        loop {
            match self.peek() {
                None => return self.fail(start..self.text.len(), "the class is not closed"),
                Some(']') if self.at > first => break,
                Some('[') if self.rest().starts_with("[:") && self.rest()[2..].contains(":]") => {
                    self.posix()?;
                }
                Some('\\') if self.shared_class()? => {}
                Some(_) => self.span_of_characters()?,
            }
        }
        self.push(1, "]");
        Ok(())
    }

    fn posix(&mut self) -> Result<(), Error> {
        let rest = self.rest();
        let end = rest[2..].find(":]").map_or(rest.len(), |end| end + 4);
        let name = rest[2..end - 2].trim_start_matches('^');
        if !POSIX.contains(&name) {
            return self.fail(self.at..self.at + end, "unknown class");
        }
        self.push(end, &rest[..end]);
        Ok(())
    }

    /// A character of a class, or a range of them.
    fn span_of_characters(&mut self) -> Result<(), Error> {
        let start = self.at;
        let (low, length) = self.character()?;
        self.push(length, &hex(low));
        let rest = self.rest();
        if !rest.starts_with('-') || rest.len() == 1 || rest[1..].starts_with(']') {
            return Ok(());
        }
        self.push(1, "-");
        let (high, length) = self.character()?;
        if high < low {
            return self.fail(start..self.at + length, "invalid range");
        }
        self.push(length, &hex(high));
        Ok(())
    }

    /// A finding of the parser, at the bytes that it is about; `before` bytes stood in front of what it read.
    pub fn located(&self, error: &regex_syntax::Error, before: usize) -> Error {
        let (span, message) = match error {
            regex_syntax::Error::Parse(error) => (*error.span(), error.kind().to_string()),
            regex_syntax::Error::Translate(error) => (*error.span(), error.kind().to_string()),
            other => {
                return Error {
                    range: 0..self.text.len(),
                    message: other.to_string(),
                };
            }
        };
        let place = |offset: usize| {
            let offset = offset.saturating_sub(before);
            let found = self.origin.get(offset).copied();
            found.unwrap_or(self.text.len())
        };
        let (start, end) = (place(span.start.offset), place(span.end.offset));
        // The parser points between two characters where an operand is missing: show the one that lacks it.
        let next = self.text[start..].chars().next().map_or(0, char::len_utf8);
        Error {
            range: start..end.max(start + next),
            message,
        }
    }
}

/// A character that stands for itself inside and outside of classes.
fn hex(letter: char) -> String {
    format!("\\x{{{:x}}}", u32::from(letter))
}
