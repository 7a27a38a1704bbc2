//! Lists of numbers in histograms: `[1 2.5 -3]`.
//!
//! Prometheus reads them with less care than anything else, and what it accepts is accepted: letters behind a number are dropped,
//! and so is a number that no blank parts from the one before it.

use super::item::{find_named_number, shortened};
use super::{Read, Reader};
use crate::promql::Error;
use crate::promql::number::{read_number, scan_in_series};
use crate::promql::placeholder::range;
use std::ops::Range;

/// A part of a list.
enum Part {
    Blank,
    Close,
    /// Whether it is negative, and the bytes of the number.
    Number(bool, Range<usize>),
}

impl Reader<'_> {
    /// Reads a list of at least one number; when it is none, stands behind it.
    pub(super) fn buckets(&mut self) -> Read<Vec<f64>> {
        if !self.accept("[") {
            return Err(self.unexpected("`[`"));
        }
        let list = self.list();
        if list.is_err() {
            let end = self.rest().find([']', '}']).unwrap_or(self.rest().len());
            self.at += end;
            self.accept("]");
        }
        list
    }

    fn list(&mut self) -> Read<Vec<f64>> {
        let start = self.at;
        let mut numbers = match self.part()? {
            Part::Number(negative, bytes) => vec![self.list_number(negative, bytes)?],
            Part::Blank => {
                let error = Error::new(range(start, self.at), "unexpected blank behind `[`");
                return Err(error.with_help("the first number stands directly behind it: `[1 2]`"));
            }
            Part::Close => return Err(Error::new(range(start - 1, self.at), "the list is empty")),
        };
        let mut parted = false;
        loop {
            match self.part()? {
                Part::Close => return Ok(numbers),
                Part::Blank => parted = true,
                Part::Number(negative, bytes) if parted => {
                    numbers.push(self.list_number(negative, bytes)?);
                    parted = false;
                }
                Part::Number(..) => {}
            }
        }
    }

    fn list_number(&self, negative: bool, bytes: Range<usize>) -> Read<f64> {
        let written = &self.text[bytes.clone()];
        let value = read_number(written);
        let value = value.ok_or_else(|| {
            let message = format!("`{}` is no number, or too large a one", shortened(written));
            Error::new(range(bytes.start, bytes.end), message)
        })?;
        Ok(if negative { -value } else { value })
    }

    fn part(&mut self) -> Read<Part> {
        let start = self.at;
        loop {
            match self.peek() {
                Some(b']') => {
                    self.at += 1;
                    return Ok(Part::Close);
                }
                Some(b'-') => {
                    self.at += 1;
                    let digits = self.at;
                    return self.scan_part(digits, true);
                }
                Some(byte) if byte.is_ascii_digit() => return self.scan_part(start, false),
                Some(byte) if byte.is_ascii_alphabetic() || byte == b'_' => {
                    self.at += 1;
                    if find_named_number(&self.text[start..self.at]).is_some() {
                        return Ok(Part::Number(false, start..self.at));
                    }
                }
                _ if self.skip_blanks() => return Ok(Part::Blank),
                _ => return Err(self.unexpected("a number or `]`")),
            }
        }
    }

    /// Takes the digits that begin here as the end of the number that begins at `start`.
    fn scan_part(&mut self, start: usize, negative: bool) -> Read<Part> {
        let scan = scan_in_series(self.rest().as_bytes());
        if scan.length == 0 {
            return Err(self.unexpected("a number behind the `-`"));
        }
        self.at = self.text.floor_char_boundary(self.at + scan.length);
        if scan.kind.is_none() {
            let written = shortened(&self.text[start..self.at]);
            let message = format!("`{written}` is no number");
            return Err(Error::new(range(start, self.at), message));
        }
        Ok(Part::Number(negative, start..self.at))
    }
}
