//! The values as written, one item after another.
//!
//! Behind an item with an error the next one is read as if nothing had happened.

use super::combine::combine;
use super::{
    Histogram, Item, ItemNode, MOST_ERRORS, Read, Reader, SERIES, Sample, Step, is_blank,
    is_blank_char,
};
use crate::promql::Error;
use crate::promql::ast::{Range, Sign};
use crate::promql::nearest::find_nearest;
use crate::promql::number::{read_number, scan_in_series};
use crate::promql::placeholder::range;

/// Values that an item may stand for. Prometheus makes them all at once, 32 bytes each, and Go allocates no more than 2^48 bytes.
const MOST_VALUES: u64 = 1 << 43;

/// The word for the mark that a series ended.
const STALE: &str = "stale";

/// What a value may be.
const VALUES: &str = "a value is a number, `_` for none, `stale`, or a histogram, such as in `1+2x10 _x3 {{sum:5 count:3}}`";

/// Reads the items from byte `from` on.
pub fn read_all(text: &str, from: usize, errors: &mut Vec<Error>) -> Vec<Item> {
    let mut reader = Reader { text, at: from };
    let mut items = Vec::new();
    loop {
        let parted = reader.skip_blanks();
        if reader.peek().is_none() || errors.len() >= MOST_ERRORS {
            return items;
        }
        let start = reader.at;
        if !parted {
            let error = reader.unexpected("a blank in front of the values");
            errors.push(error.with_help(SERIES));
        }
        let node = if parted { reader.item(errors) } else { None };
        if node.is_none() {
            reader.skip_item();
        }
        items.push(Item {
            node: node.unwrap_or(ItemNode::Invalid),
            range: range(start, reader.at),
        });
    }
}

impl<'a> Reader<'a> {
    /// Reads an item up to the blank behind it; `None` when an error was reported.
    fn item(&mut self, errors: &mut Vec<Error>) -> Option<ItemNode> {
        let before = errors.len();
        let result = if self.rest().starts_with("{{") {
            self.histograms(errors)
        } else {
            self.numbers()
        };
        let ended = result.and_then(|node| match self.peek() {
            None => Ok(node),
            Some(byte) if is_blank(byte) => Ok(node),
            Some(_) => Err(self.not_ended()),
        });
        match ended {
            Ok(node) => (errors.len() == before).then_some(node),
            Err(error) => {
                errors.push(error);
                None
            }
        }
    }

    fn not_ended(&self) -> Error {
        let error = self.unexpected("a blank behind the value");
        match self.peek() {
            Some(b',') => error.with_help("values are parted by blanks"),
            _ => error,
        }
    }

    fn numbers(&mut self) -> Read<ItemNode> {
        if self.accept("_") {
            let times = if self.peek() == Some(b'x') {
                self.times()?
            } else {
                1
            };
            return Ok(ItemNode::Omitted(times));
        }
        let start = self.at;
        let first = self.first()?;
        let step = match self.sign() {
            Some(sign) => Step::Number(signed(sign, self.number()?)),
            None => Step::Same,
        };
        let times = self.times_behind(start, &step)?;
        Ok(ItemNode::Values { first, step, times })
    }

    fn histograms(&mut self, errors: &mut Vec<Error>) -> Read<ItemNode> {
        let start = self.at;
        let before = errors.len();
        let first = Box::new(self.histogram(errors)?);
        let step = match self.sign() {
            None => Step::Same,
            Some(_) if !self.rest().starts_with("{{") => {
                let error = self.unexpected("a histogram");
                return Err(error.with_help(
                    "a histogram changes by a histogram: `{{sum:1 count:2}}+{{sum:1 count:2}}x3`",
                ));
            }
            Some(sign) => Step::Histogram(sign, Box::new(self.histogram(errors)?)),
        };
        let times = self.times_behind(start, &step)?;
        if errors.len() == before && times > 0 {
            check_step(&first, &step).map_err(|reason| {
                let message = format!("the histograms cannot be combined: {reason}");
                Error::new(range(start, self.at), message)
            })?;
        }
        let first = Sample::Histogram(first);
        Ok(ItemNode::Values { first, step, times })
    }

    /// Reads how often the item that begins at `start` is repeated; behind a step it must say so.
    fn times_behind(&mut self, start: usize, step: &Step) -> Read<u64> {
        match self.peek() {
            Some(b'x') => self.times(),
            _ if *step == Step::Same => Ok(0),
            _ => Err(self.without_times(start)),
        }
    }

    fn without_times(&self, start: usize) -> Error {
        let written = &self.text[start..self.at];
        let error = if self.peek().is_none_or(is_blank) {
            let message = format!("`{}` does not say how often", shortened(written));
            Error::new(range(start, self.at), message)
        } else {
            self.unexpected("`x` and how often")
        };
        error.with_help("write `x10` behind it for ten more values")
    }

    fn first(&mut self) -> Read<Sample> {
        if let Some(sign) = self.sign() {
            return Ok(Sample::Float(signed(sign, self.number()?)));
        }
        let start = self.at;
        if self.peek() == Some(b'x') {
            let error = self.unexpected("a value");
            return Err(error.with_help("`x` stands behind a value without a blank: `1x3`"));
        }
        if self.rest().starts_with(|c: char| c.is_ascii_alphabetic()) {
            let word = self.word();
            if word == STALE {
                return Ok(Sample::Stale);
            }
            return self.named_number(start, word).map(Sample::Float);
        }
        self.number().map(Sample::Float)
    }

    fn sign(&mut self) -> Option<Sign> {
        let sign = match self.peek()? {
            b'+' => Sign::Plus,
            b'-' => Sign::Minus,
            _ => return None,
        };
        self.at += 1;
        Some(sign)
    }

    fn number(&mut self) -> Read<f64> {
        let start = self.at;
        let rest = self.rest().as_bytes();
        let digit = |index: usize| rest.get(index).is_some_and(u8::is_ascii_digit);
        if digit(0) || (rest.starts_with(b".") && digit(1)) {
            return self.scanned(start);
        }
        if self
            .rest()
            .starts_with(|c: char| c.is_ascii_alphabetic() && c != 'x')
        {
            let word = self.word();
            return self.named_number(start, word);
        }
        Err(self.unexpected("a number").with_help(VALUES))
    }

    /// Reads the number that begins at `start` and whose digits begin here.
    pub(super) fn scanned(&mut self, start: usize) -> Read<f64> {
        let scan = scan_in_series(self.rest().as_bytes());
        let end = self.text.floor_char_boundary(self.at + scan.length);
        self.at = end;
        if scan.kind.is_none() {
            // What follows belongs to the word that is no number.
            self.take_while(is_inside_word);
        }
        let written = &self.text[start..self.at];
        let value = scan.kind.and_then(|_| read_number(written));
        value.ok_or_else(|| {
            let message = format!("`{}` is no number, or too large a one", shortened(written));
            Error::new(range(start, self.at), message)
        })
    }

    fn word(&mut self) -> &'a str {
        self.take_while(|byte| is_inside_word(byte) || byte == b':')
    }

    /// The value of a word that is no `stale`.
    fn named_number(&self, start: usize, word: &str) -> Read<f64> {
        find_named_number(word).ok_or_else(|| self.unknown_word(range(start, self.at), word))
    }

    fn unknown_word(&self, place: Range, word: &str) -> Error {
        let message = format!("`{}` is no value", shortened(word));
        let error = Error::new(place, message);
        let repeated =
            |known: &str| word.starts_with(known) && word[known.len()..].starts_with('x');
        if repeated("NaN") || repeated("Inf") || repeated(STALE) {
            return error.with_help("a word cannot be repeated with `x`: write it so often");
        }
        match find_nearest(word, [STALE, "NaN", "Inf"].into_iter()) {
            Some(near) => error.with_help(format!("did you mean `{near}`?")),
            None => error.with_help(VALUES),
        }
    }

    /// Reads `x10`.
    fn times(&mut self) -> Read<u64> {
        self.at += 1;
        let start = self.at;
        let error = |reader: &Self| {
            let place = range(start, reader.at.max(start));
            let written = shortened(&reader.text[start..reader.at]);
            Error::new(
                place,
                format!("expected how often as a whole number, found `{written}`"),
            )
        };
        if !self
            .peek()
            .is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'.')
        {
            let error = self.unexpected("how often as a whole number");
            return Err(error.with_help("such as `1x3`: 1, and then three times more"));
        }
        let scan = scan_in_series(self.rest().as_bytes());
        self.at = self.text.floor_char_boundary(start + scan.length);
        if scan.kind.is_none() {
            self.take_while(is_inside_word);
            return Err(error(self));
        }
        let digits = &self.text[start..self.at];
        let times: u64 = digits.parse().map_err(|_| error(self))?;
        if times >= MOST_VALUES {
            let message = format!("`{digits}` values are more than Prometheus can hold");
            return Err(Error::new(range(start, self.at), message));
        }
        Ok(times)
    }

    /// Skips to the blank behind what could not be read; blanks inside of histograms part nothing.
    fn skip_item(&mut self) {
        while let Some(next) = self.rest().chars().next().filter(|c| !is_blank_char(*c)) {
            let close = self.rest().strip_prefix("{{").map(|rest| rest.find("}}"));
            match close {
                Some(Some(length)) => self.at += length + "{{}}".len(),
                Some(None) => self.at = self.text.len(),
                None => self.at += next.len_utf8(),
            }
        }
    }
}

/// Checks all steps from a histogram: from the second on, nothing is met that the first two have not met.
fn check_step(first: &Histogram, step: &Step) -> Result<(), String> {
    let Step::Histogram(sign, step) = step else {
        return Ok(());
    };
    let second = combine(first, *sign, step)?;
    combine(&second, *sign, step).map(drop)
}

/// The value of `Inf` and `NaN` in any case.
pub fn find_named_number(word: &str) -> Option<f64> {
    let known = word.eq_ignore_ascii_case("inf") || word.eq_ignore_ascii_case("nan");
    known.then(|| read_number(word)).flatten()
}

/// A text of which no more is shown than a person reads.
pub fn shortened(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn signed(sign: Sign, value: f64) -> f64 {
    if sign == Sign::Minus { -value } else { value }
}

fn is_inside_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}
