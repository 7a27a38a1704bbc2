//! The tree of a pattern.

use super::class::Class;

/// A part of a pattern. Groups without a capture and flags have left no trace but in what they held.
#[derive(Clone, Debug)]
pub enum Node {
    /// The empty text.
    Empty,
    /// A character.
    Literal {
        /// Its code; it may be a surrogate, which no text holds.
        code: u32,
        /// Whether its case does not matter.
        folds: bool,
    },
    /// One of several characters.
    Class(Class),
    /// Any character.
    Any {
        /// Whether a newline too.
        newline: bool,
    },
    /// A place in the text.
    Place(Place),
    /// A group, counted from 1 in the order of the opening parentheses.
    Capture {
        /// Its name, if it has one.
        name: Option<String>,
        /// What it holds.
        inner: Box<Node>,
    },
    /// A repetition.
    Repeat {
        /// What is repeated.
        inner: Box<Node>,
        /// The least count.
        least: u32,
        /// The largest count, if there is one.
        most: Option<u32>,
        /// Whether it takes as much as it can.
        is_greedy: bool,
    },
    /// One behind the other.
    Concat(Vec<Node>),
    /// One of them, the first that fits.
    Alternate(Vec<Node>),
}

/// A place in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The begin of the text.
    Start,
    /// The end of the text.
    End,
    /// The begin of a line.
    LineStart,
    /// The end of a line.
    LineEnd,
    /// Between a word and something else, in ASCII.
    WordBoundary,
    /// Not there.
    NoWordBoundary,
}

impl Node {
    /// Adds the names of the groups in their order.
    pub fn walk_names(&self, names: &mut Vec<Option<String>>) {
        match self {
            Node::Capture { name, inner } => {
                names.push(name.clone());
                inner.walk_names(names);
            }
            Node::Repeat { inner, .. } => inner.walk_names(names),
            Node::Concat(nodes) | Node::Alternate(nodes) => {
                nodes.iter().for_each(|node| node.walk_names(names));
            }
            Node::Empty
            | Node::Literal { .. }
            | Node::Class(_)
            | Node::Any { .. }
            | Node::Place(_) => {}
        }
    }
}
