//! Regular expressions of Go (RE2's syntax, as `regexp/syntax` of Go 1.26 reads it with its Perl flags), which Kubernetes and
//! Prometheus use: whether Go accepts a pattern, and whether a text matches it.
//!
//! A pattern is read into a tree, which decides both questions; the crate `regex`, whose own syntax differs in corners, then runs what
//! `translate` writes for the tree. Invariants: time and memory are bounded by the length of the pattern; what Go accepts is never
//! refused. Deliberately absent: bytes that are no UTF-8, and Go's limit of 33 million characters in classes.

mod alphabet;
mod class;
mod group;
mod names;
mod read;
mod translate;
mod tree;

use regex::RegexBuilder;
use std::ops::Range;
use tree::Node;

pub use group::MOST_HEIGHT;

/// How deep groups may nest for the crate `regex`; more than a tree of Go's can need.
const NEST_LIMIT: u32 = 5000;

/// Most bytes of a compiled pattern.
const SIZE_LIMIT: usize = 10 << 20;

/// Why Go refuses a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// The bytes of the pattern at fault.
    pub range: Range<usize>,
    /// One phrase, which names what stands there.
    pub message: String,
}

/// What is known of a pattern that Go accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Whether the whole pattern matches the empty text.
    pub matches_empty: bool,
}

/// Reads a pattern; an error when Go refuses it. A pattern beside one of Go's limits of size counts as accepted.
pub fn inspect(pattern: &str) -> Result<Facts, Error> {
    if is_plain(pattern) {
        let matches_empty = pattern.split('|').any(str::is_empty);
        return Ok(Facts { matches_empty });
    }
    let read = read::read(pattern)?;
    Ok(Facts {
        matches_empty: read.matches_empty,
    })
}

/// Whether a pattern is a choice of texts: nothing but `|` has a meaning of its own.
pub fn is_plain(pattern: &str) -> bool {
    !pattern.contains([
        '\\', '.', '+', '*', '?', '(', ')', '[', ']', '{', '}', '^', '$',
    ])
}

/// A pattern that can be matched anywhere in a text.
#[derive(Clone, Debug)]
pub struct Regexp {
    regex: regex::Regex,
    /// The names of the groups, from the group 1; names may repeat.
    names: Vec<Option<String>>,
}

impl Regexp {
    /// Compiles a pattern; `None` when Go accepts it and it is too large to be run here.
    pub fn compile(pattern: &str) -> Result<Option<Self>, Error> {
        let read = read::read(pattern)?;
        Ok(Self::build(&read.node))
    }

    fn build(tree: &Node) -> Option<Self> {
        let mut builder = RegexBuilder::new(&translate::translate(tree)?);
        builder.nest_limit(NEST_LIMIT).size_limit(SIZE_LIMIT);
        let regex = builder.build().ok()?;
        let mut names = Vec::new();
        tree.walk_names(&mut names);
        Some(Self { regex, names })
    }

    /// Whether some part of the text matches.
    pub fn is_match(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }

    /// The parts of the text that match, from the left, at most so many (Go's `FindAllString`).
    pub fn find_all<'t>(&self, text: &'t str, most: usize) -> Vec<&'t str> {
        let found = self.regex.find_iter(text).take(most);
        found.map(|found| found.as_str()).collect()
    }

    /// The groups of the first match.
    pub fn captures<'t>(&self, text: &'t str) -> Option<Captures<'t, '_>> {
        let groups = self.regex.captures(text)?;
        let names = &self.names;
        Some(Captures { groups, names })
    }
}

/// The groups of a match.
pub struct Captures<'t, 'r> {
    groups: regex::Captures<'t>,
    names: &'r [Option<String>],
}

impl<'t> Captures<'t, '_> {
    /// The text of a group, of the whole match for 0; `None` when the group took no part or does not exist.
    pub fn get(&self, index: usize) -> Option<&'t str> {
        Some(self.groups.get(index)?.as_str())
    }

    /// The text of the first group of this name that took part.
    pub fn name(&self, name: &str) -> Option<&'t str> {
        let mut named = self
            .names
            .iter()
            .enumerate()
            .filter(|(_, known)| known.as_deref() == Some(name));
        named.find_map(|(index, _)| self.get(index + 1))
    }
}

#[cfg(test)]
mod tests;
