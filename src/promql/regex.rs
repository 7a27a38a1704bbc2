//! Regular expressions of matchers: whether Go's `regexp/syntax` accepts them, and whether they match the empty string.
//!
//! A pattern is read once, from left to right, without being compiled: that decides both questions, follows Go where the `regex`
//! crate differs (`a**` is an error, a lone `{` is not, `\Q…\E` quotes) and costs little. Deliberately absent: matching.

mod class;

use crate::promql::text::is_utf8;
use class::Escape;

/// The largest count of a repetition, also of nested ones together (RE2).
const MAX_REPEAT: u32 = 1000;

/// How deep groups may nest (RE2).
const MAX_DEPTH: usize = 998;

/// Returns whether a pattern matches the empty string, or what is wrong with it.
pub fn inspect(pattern: &str) -> Result<bool, String> {
    if !pattern.contains([
        '\\', '.', '+', '*', '?', '(', ')', '[', ']', '{', '}', '^', '$',
    ]) {
        return Ok(pattern.split('|').any(str::is_empty));
    }
    if !is_utf8(pattern) {
        return Err("it holds bytes that are no UTF-8".to_owned());
    }
    let mut reader = Reader {
        rest: pattern,
        groups: vec![Group::default()],
        repeated: false,
    };
    while let Some(character) = reader.rest.chars().next() {
        reader.step(character)?;
    }
    match reader.groups.as_slice() {
        [group] => Ok(group.matches_empty()),
        _ => Err("a parenthesis is never closed".to_owned()),
    }
}

/// What stands in one pair of parentheses so far.
#[derive(Clone, Copy)]
struct Group {
    /// An alternative before the current one matches the empty string.
    earlier_empty: bool,
    /// What the current alternative holds, without its last item, matches the empty string.
    current_empty: bool,
    /// The last item of the current alternative.
    last: Option<Item>,
    /// The largest product of nested repetitions.
    repeat: u32,
}

#[derive(Clone, Copy)]
struct Item {
    matches_empty: bool,
    repeat: u32,
}

impl Default for Group {
    fn default() -> Self {
        Group {
            earlier_empty: false,
            current_empty: true,
            last: None,
            repeat: 1,
        }
    }
}

impl Group {
    fn matches_empty(&self) -> bool {
        self.earlier_empty
            || (self.current_empty && self.last.is_none_or(|item| item.matches_empty))
    }

    fn push(&mut self, item: Item) {
        self.repeat = self.repeat.max(item.repeat);
        if let Some(last) = self.last.replace(item) {
            self.current_empty &= last.matches_empty;
        }
    }

    fn alternative(&mut self) {
        *self = Group {
            earlier_empty: self.matches_empty(),
            repeat: self.repeat,
            ..Group::default()
        };
    }
}

/// A pattern that is being read.
struct Reader<'a> {
    rest: &'a str,
    /// The open groups, from the whole pattern to the innermost; never empty.
    groups: Vec<Group>,
    /// The item that was read last was repeated.
    repeated: bool,
}

impl Reader<'_> {
    fn step(&mut self, character: char) -> Result<(), String> {
        let repeated = std::mem::replace(&mut self.repeated, false);
        match character {
            '(' if self.rest.starts_with("(?") => self.flags()?,
            '(' => self.open(1)?,
            ')' => self.close()?,
            '|' => {
                self.skip(1);
                self.group().alternative();
            }
            '^' | '$' => self.item(1, true),
            '[' => {
                self.rest = class::read(self.rest)?;
                self.item(0, false);
            }
            '*' => self.repeat(1, 0, None, repeated)?,
            '+' => self.repeat(1, 1, None, repeated)?,
            '?' => self.repeat(1, 0, Some(1), repeated)?,
            '{' => match read_counts(self.rest) {
                Some((length, least, most)) => self.counted(length, least, most, repeated)?,
                None => self.item(1, false),
            },
            '\\' => self.escape()?,
            other => self.item(other.len_utf8(), false),
        }
        Ok(())
    }

    fn skip(&mut self, length: usize) {
        self.rest = &self.rest[length..];
    }

    fn group(&mut self) -> &mut Group {
        self.groups
            .last_mut()
            .expect("the group of the whole pattern is never closed")
    }

    fn item(&mut self, length: usize, matches_empty: bool) {
        self.skip(length);
        self.group().push(Item {
            matches_empty,
            repeat: 1,
        });
    }

    fn open(&mut self, length: usize) -> Result<(), String> {
        if self.groups.len() > MAX_DEPTH {
            return Err("its groups nest too deeply".to_owned());
        }
        self.skip(length);
        self.groups.push(Group::default());
        Ok(())
    }

    fn close(&mut self) -> Result<(), String> {
        if self.groups.len() == 1 {
            return Err("unexpected `)`".to_owned());
        }
        self.skip(1);
        if let Some(group) = self.groups.pop() {
            self.group().push(Item {
                matches_empty: group.matches_empty(),
                repeat: group.repeat,
            });
        }
        Ok(())
    }

    fn counted(
        &mut self,
        length: usize,
        least: u32,
        most: Option<u32>,
        repeated: bool,
    ) -> Result<(), String> {
        let too_large =
            least > MAX_REPEAT || most.is_some_and(|most| most > MAX_REPEAT || least > most);
        if too_large {
            return Err(format!("invalid repeat count `{}`", &self.rest[..length]));
        }
        self.repeat(length, least, most, repeated)
    }

    /// Repeats the last item; `length` bytes are the operator.
    fn repeat(
        &mut self,
        length: usize,
        least: u32,
        most: Option<u32>,
        repeated: bool,
    ) -> Result<(), String> {
        let operator = &self.rest[..length];
        let Some(mut item) = self.group().last else {
            return Err(format!("nothing to repeat in front of `{operator}`"));
        };
        if repeated {
            return Err(format!("`{operator}` repeats a repetition"));
        }
        let is_counted = operator.starts_with('{');
        self.skip(length);
        if self.rest.starts_with('?') {
            self.skip(1);
        }
        let factor = if is_counted { most.unwrap_or(least) } else { 1 };
        item.repeat = if most == Some(0) {
            1
        } else {
            item.repeat.saturating_mul(factor.max(1))
        };
        if is_counted && factor >= 2 && item.repeat > MAX_REPEAT {
            return Err("nested repeat counts are larger than 1000 together".to_owned());
        }
        item.matches_empty |= least == 0;
        let group = self.group();
        group.repeat = group.repeat.max(item.repeat);
        group.last = Some(item);
        self.repeated = true;
        Ok(())
    }

    /// Reads flags, a group without a capture, or a named one.
    fn flags(&mut self) -> Result<(), String> {
        let rest = self.rest;
        for prefix in ["(?P<", "(?<"] {
            let Some(name) = rest.strip_prefix(prefix) else {
                continue;
            };
            let end = name.find('>').unwrap_or(0);
            let valid = end > 0
                && name[..end]
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
            if !valid {
                return Err("invalid group name".to_owned());
            }
            return self.open(prefix.len() + end + 1);
        }
        let (mut negated, mut flag_seen) = (false, false);
        for (index, character) in rest.char_indices().skip(2) {
            match character {
                'i' | 'm' | 's' | 'U' => flag_seen = true,
                '-' if !negated => (negated, flag_seen) = (true, false),
                ':' | ')' if negated && !flag_seen => break,
                ':' => return self.open(index + 1),
                ')' => {
                    self.skip(index + 1);
                    return Ok(());
                }
                _ => break,
            }
        }
        Err("invalid or unsupported syntax behind `(?`".to_owned())
    }

    fn escape(&mut self) -> Result<(), String> {
        match self.rest.as_bytes().get(1) {
            Some(b'A' | b'z' | b'B') => self.item(2, true),
            Some(b'b') => self.item(2, false),
            Some(b'Q') => {
                let quoted = &self.rest[2..];
                let (literal, length) = match quoted.find("\\E") {
                    Some(end) => (&quoted[..end], end + 4),
                    None => (quoted, self.rest.len()),
                };
                let characters = literal.chars().count();
                self.skip(length);
                (0..characters).for_each(|_| self.item(0, false));
            }
            _ => {
                let Escape { length, .. } = class::read_escape(self.rest)?;
                self.item(length, false);
            }
        }
        Ok(())
    }
}

/// Returns the length and the bounds of `{n}`, `{n,}` or `{n,m}`; `None` when the brace is a literal.
fn read_counts(text: &str) -> Option<(usize, u32, Option<u32>)> {
    let end = text.find('}')?;
    let inner = &text[1..end];
    let (least, most) = match inner.split_once(',') {
        None => (read_count(inner)?, Some(read_count(inner)?)),
        Some((least, "")) => (read_count(least)?, None),
        Some((least, most)) => (read_count(least)?, Some(read_count(most)?)),
    };
    Some((end + 1, least, most))
}

fn read_count(digits: &str) -> Option<u32> {
    let leading_zero = digits.len() > 1 && digits.starts_with('0');
    let valid =
        !digits.is_empty() && !leading_zero && digits.bytes().all(|byte| byte.is_ascii_digit());
    valid.then(|| digits.parse().unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::inspect;

    #[test]
    fn patterns_are_valid_as_in_go() {
        let valid = [
            "a{,5}",
            "{",
            "a{2",
            r"\Qa*\E",
            "[]a]",
            "[a-]",
            r"\pL",
            r"\p{Greek}",
            "(?i)a",
            "(?P<n>a)",
            "(?<n>a)",
            "[[:alpha:]]",
            "^*",
            r"\x{10FFFF}",
            r"\07",
            "a{1000}",
            "(a{10}){100}",
            "[^a]",
            r"\_",
            "(?i-s:a)",
            "[[a]]",
            "a(?i)*",
        ];
        let invalid = [
            "a**",
            "*",
            "(a",
            "a)",
            "[a",
            r"\",
            r"\C",
            r"\Z",
            r"\y",
            "a{1001}",
            "a{5,2}",
            "(a{100}){100}",
            "[b-a]",
            "(?=a)",
            "(?P<>a)",
            r"\p{Nope}",
            "[[:nope:]]",
            r"\8",
            "|*",
            "(?i-)a",
            r"\x{110000}",
        ];
        for pattern in valid {
            assert!(
                inspect(pattern).is_ok(),
                "{pattern}: {:?}",
                inspect(pattern)
            );
        }
        for pattern in invalid {
            assert!(inspect(pattern).is_err(), "{pattern}");
        }
    }

    #[test]
    fn empty_matches_are_seen() {
        let cases = [
            ("", true),
            (".*", true),
            (".+", false),
            ("a|", true),
            ("a|b", false),
            ("(a|b*)c?", true),
            ("^$", true),
            ("a{0,3}", true),
            (r"\b", false),
            (r"\B", true),
            ("(a)", false),
            ("()", true),
            ("x*y", false),
            ("yx*", false),
            ("[a]*|b", true),
        ];
        for (pattern, expected) in cases {
            assert_eq!(inspect(pattern), Ok(expected), "{pattern}");
        }
    }
}
