//! Reading of a pattern, from left to right.

use super::{
    Error, class,
    class::{Escape, Folding},
    group::{Group, Item, MOST_HEIGHT, MOST_REPEATS, MOST_SIZE},
    tree::{Node, Place},
};
use std::ops::Range;

/// A pattern without a fault. A tree beside Go's limits may be here though Go refuses it.
pub fn read(pattern: &str) -> Result<Item, Error> {
    let mut reader = Reader {
        pattern,
        at: 0,
        groups: Vec::new(),
        group: Group::default(),
        flags: Flags::default(),
        repeated: None,
        repeats: 1,
        quotation: None,
    };
    while let Some(character) = reader.rest().chars().next() {
        reader.step(character)?;
    }
    reader.finish()
}

/// The flags that `(?…)` sets.
#[derive(Clone, Copy, Debug, Default)]
struct Flags {
    /// `i`: case does not matter.
    folds: bool,
    /// `m`: `^` and `$` match at lines.
    lines: bool,
    /// `s`: `.` matches a newline.
    newline: bool,
    /// `U`: repetitions take as little as they can.
    lazy: bool,
}

/// A group that was opened, and what stood around it.
struct Opened {
    group: Group,
    flags: Flags,
    /// `None` for a group without a capture.
    capture: Option<Option<String>>,
    at: usize,
}

/// The counts of a repetition and the length of its operator, in bytes.
struct Counts {
    length: usize,
    least: u32,
    most: Option<u32>,
    is_counted: bool,
}

/// A pattern that is being read.
struct Reader<'a> {
    pattern: &'a str,
    at: usize,
    /// The groups around the current one, from the outermost.
    groups: Vec<Opened>,
    group: Group,
    flags: Flags,
    /// Where the repetition begins that ends here; `None` when none ends here.
    repeated: Option<usize>,
    /// The product of all counts.
    repeats: u64,
    /// Where a quotation without an end begins.
    quotation: Option<usize>,
}

impl<'a> Reader<'a> {
    fn step(&mut self, character: char) -> Result<(), Error> {
        let repeated = self.repeated.take();
        let counts = |least, most| Counts {
            length: 1,
            least,
            most,
            is_counted: false,
        };
        match character {
            '(' if self.rest().starts_with("(?") => self.flags()?,
            '(' => self.open(1, Some(None)),
            ')' => self.close()?,
            '|' => {
                self.at += 1;
                self.group.end_alternative();
            }
            '^' => self.place(
                1,
                if self.flags.lines {
                    Place::LineStart
                } else {
                    Place::Start
                },
            ),
            '$' => self.place(
                1,
                if self.flags.lines {
                    Place::LineEnd
                } else {
                    Place::End
                },
            ),
            '.' => {
                let newline = self.flags.newline;
                self.leaf(1, Node::Any { newline });
            }
            '[' => {
                let (class, length) = class::read(self.pattern, self.at, self.folding())?;
                self.leaf(length, Node::Class(class));
            }
            '*' => self.repeat(&counts(0, None), repeated)?,
            '+' => self.repeat(&counts(1, None), repeated)?,
            '?' => self.repeat(&counts(0, Some(1)), repeated)?,
            '{' => match read_counts(self.rest()) {
                Some(counts) => self.repeat(&counts, repeated)?,
                None => self.literal(1, '{'.into()),
            },
            '\\' => self.escape()?,
            other => self.literal(other.len_utf8(), other.into()),
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Item, Error> {
        if let Some(opened) = self.groups.pop() {
            return Err(match self.quotation {
                Some(start) => self.error(
                    start..self.pattern.len(),
                    "the quotation takes a parenthesis in, it needs `\\E`",
                ),
                None => bare(opened.at..opened.at + 1, "a parenthesis is never closed"),
            });
        }
        let item = self.group.finish();
        // Go measures only where the counts alone could make it.
        if item.size > MOST_SIZE && self.repeats >= MOST_SIZE {
            return Err(bare(0..self.pattern.len(), "the pattern is too large"));
        }
        check_height(self.pattern, &item)?;
        Ok(item)
    }

    fn rest(&self) -> &'a str {
        &self.pattern[self.at..]
    }

    fn folding(&self) -> Folding {
        Folding(self.flags.folds)
    }

    fn error(&self, range: Range<usize>, message: &str) -> Error {
        class::error(self.pattern, range, message)
    }

    fn leaf(&mut self, length: usize, node: Node) {
        self.at += length;
        self.group.push(Item::leaf(node, false));
    }

    fn place(&mut self, length: usize, place: Place) {
        self.at += length;
        let matches_empty = place != Place::WordBoundary;
        self.group
            .push(Item::leaf(Node::Place(place), matches_empty));
    }

    fn literal(&mut self, length: usize, code: u32) {
        let folds = self.flags.folds;
        self.leaf(length, Node::Literal { code, folds });
    }

    fn open(&mut self, length: usize, capture: Option<Option<String>>) {
        let group = std::mem::take(&mut self.group);
        self.groups.push(Opened {
            group,
            flags: self.flags,
            capture,
            at: self.at,
        });
        self.at += length;
    }

    fn close(&mut self) -> Result<(), Error> {
        let Some(opened) = self.groups.pop() else {
            return Err(bare(self.at..self.at + 1, "a parenthesis is never opened"));
        };
        self.at += 1;
        self.flags = opened.flags;
        let mut item = std::mem::replace(&mut self.group, opened.group).finish();
        if let Some(name) = opened.capture {
            item.height += 1;
            item.size = item.size.saturating_add(2);
            let inner = Box::new(item.node);
            item.node = Node::Capture { name, inner };
        }
        check_height(self.pattern, &item)?;
        self.group.push(item);
        Ok(())
    }

    /// Repeats the last item; `before` is where a repetition begins that ends here.
    fn repeat(&mut self, counts: &Counts, before: Option<usize>) -> Result<(), Error> {
        let start = self.at;
        let Counts { least, most, .. } = *counts;
        let lazy = self.rest()[counts.length..].starts_with('?');
        let end = start + counts.length + usize::from(lazy);
        if least > MOST_REPEATS || most.is_some_and(|most| most > MOST_REPEATS || least > most) {
            return Err(self.error(start..start + counts.length, "invalid repeat count"));
        }
        if let Some(before) = before {
            return Err(self.error(before..end, "a repetition cannot be repeated"));
        }
        let Some(mut item) = self.group.pop() else {
            return Err(self.error(start..end, "nothing stands in front of the repetition"));
        };
        let factor = if counts.is_counted {
            most.unwrap_or(least)
        } else {
            1
        };
        item.repeat = match most {
            Some(0) => 1,
            _ => item.repeat.saturating_mul(factor.max(1)),
        };
        if counts.is_counted && factor >= 2 && item.repeat > MOST_REPEATS {
            return Err(self.error(
                start..end,
                "nested counts are too large, above 1000 together",
            ));
        }
        self.repeats = self.repeats.saturating_mul(factor.max(1).into());
        item.size = item.size.saturating_mul(factor.into()).max(1);
        item.matches_empty |= least == 0;
        item.height += 1;
        item.node = Node::Repeat {
            inner: Box::new(item.node),
            least,
            most,
            is_greedy: lazy == self.flags.lazy,
        };
        check_height(self.pattern, &item)?;
        self.group.push(item);
        self.at = end;
        self.repeated = Some(start);
        Ok(())
    }

    /// Reads flags, a group without a capture, or a named one.
    fn flags(&mut self) -> Result<(), Error> {
        let rest = self.rest();
        for prefix in ["(?P<", "(?<"] {
            if let Some(name) = rest.strip_prefix(prefix) {
                return self.name(name, prefix.len());
            }
        }
        let mut flags = self.flags;
        let (mut on, mut seen) = (true, false);
        for (index, character) in rest.char_indices().skip(2) {
            match character {
                'i' => flags.folds = on,
                'm' => flags.lines = on,
                's' => flags.newline = on,
                'U' => flags.lazy = on,
                '-' if on => {
                    (on, seen) = (false, false);
                    continue;
                }
                ':' | ')' if on || seen => {
                    if character == ':' {
                        self.open(index + 1, None);
                    } else {
                        self.at += index + 1;
                    }
                    self.flags = flags;
                    return Ok(());
                }
                other => {
                    let end = self.at + index + other.len_utf8();
                    return Err(self.error(self.at..end, "unknown flags or kind of group"));
                }
            }
            seen = true;
        }
        Err(self.error(
            self.at..self.pattern.len(),
            "the flags of a group are not closed",
        ))
    }

    fn name(&mut self, name: &str, before: usize) -> Result<(), Error> {
        let Some(length) = name.find('>') else {
            return Err(self.error(
                self.at..self.pattern.len(),
                "the name of a group is not closed",
            ));
        };
        let (name, end) = (&name[..length], before + length + 1);
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        if name.is_empty() || !name.bytes().all(is_name) {
            return Err(self.error(self.at..self.at + end, "invalid name of a group"));
        }
        self.open(end, Some(Some(name.to_owned())));
        Ok(())
    }

    fn escape(&mut self) -> Result<(), Error> {
        match self.rest().as_bytes().get(1) {
            Some(b'A') => self.place(2, Place::Start),
            Some(b'z') => self.place(2, Place::End),
            Some(b'b') => self.place(2, Place::WordBoundary),
            Some(b'B') => self.place(2, Place::NoWordBoundary),
            Some(b'Q') => self.quotation(),
            _ => match class::read_escape(self.pattern, self.at, self.folding())? {
                (Escape::Code(code), length) => self.literal(length, code),
                (Escape::Class(class), length) => self.leaf(length, Node::Class(class)),
            },
        }
        Ok(())
    }

    fn quotation(&mut self) {
        let quoted = &self.rest()[2..];
        let end = quoted.find("\\E");
        if end.is_none() {
            self.quotation = Some(self.at);
        }
        self.at += 2;
        for letter in quoted[..end.unwrap_or(quoted.len())].chars() {
            self.literal(letter.len_utf8(), letter.into());
        }
        self.at += end.map_or(0, |_| 2);
    }
}

fn check_height(pattern: &str, item: &Item) -> Result<(), Error> {
    if item.height > MOST_HEIGHT {
        return Err(bare(0..pattern.len(), "the pattern nests too deeply"));
    }
    Ok(())
}

/// A fault whose text would not help.
fn bare(range: Range<usize>, message: &str) -> Error {
    let message = message.to_owned();
    Error { range, message }
}

/// Returns the counts of `{n}`, `{n,}` or `{n,m}`; `None` when the brace stands for itself.
fn read_counts(text: &str) -> Option<Counts> {
    let end = text.find('}')?;
    let inner = &text[1..end];
    let (least, most) = match inner.split_once(',') {
        None => (read_count(inner)?, Some(read_count(inner)?)),
        Some((least, "")) => (read_count(least)?, None),
        Some((least, most)) => (read_count(least)?, Some(read_count(most)?)),
    };
    Some(Counts {
        length: end + 1,
        least,
        most,
        is_counted: true,
    })
}

fn read_count(digits: &str) -> Option<u32> {
    let leading_zero = digits.len() > 1 && digits.starts_with('0');
    let valid =
        !digits.is_empty() && !leading_zero && digits.bytes().all(|byte| byte.is_ascii_digit());
    valid.then(|| digits.parse().unwrap_or(u32::MAX))
}
