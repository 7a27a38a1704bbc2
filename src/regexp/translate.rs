//! A tree, written in the syntax of the crate `regex` and without flags.

use super::{
    alphabet,
    tree::{Node, Place},
};
use regex_syntax::hir::ClassUnicode;
use std::fmt::Write;

/// Most bytes that are written: a class of three bytes can become ten thousand.
const MOST_BYTES: usize = 4 << 20;

/// Writes a tree; `None` when it would be too long.
pub fn translate(tree: &Node) -> Option<String> {
    let mut out = String::new();
    write(tree, &mut out);
    (out.len() <= MOST_BYTES).then_some(out)
}

fn write(node: &Node, out: &mut String) {
    if out.len() > MOST_BYTES {
        return;
    }
    match node {
        Node::Empty => out.push_str("(?:)"),
        Node::Literal { code, folds: true } => write_class(&alphabet::folded(*code), out),
        Node::Literal { code, folds: false } => match char::from_u32(*code) {
            Some(letter) => write_letter(letter, out),
            None => write_class(&ClassUnicode::empty(), out),
        },
        Node::Class(class) => write_class(&alphabet::characters(class), out),
        Node::Any { newline } => out.push_str(if *newline { "(?s:.)" } else { "(?-s:.)" }),
        Node::Place(place) => out.push_str(match place {
            Place::Start => "\\A",
            Place::End => "\\z",
            Place::LineStart => "(?m:^)",
            Place::LineEnd => "(?m:$)",
            Place::WordBoundary => "(?-u:\\b)",
            Place::NoWordBoundary => "(?-u:\\B)",
        }),
        Node::Capture { inner, .. } => {
            out.push('(');
            write(inner, out);
            out.push(')');
        }
        Node::Repeat {
            inner,
            least,
            most,
            is_greedy,
        } => {
            out.push_str("(?:");
            write(inner, out);
            out.push(')');
            write_counts(*least, *most, out);
            out.push_str(if *is_greedy { "" } else { "?" });
        }
        Node::Concat(nodes) => {
            for node in nodes {
                let is_open = matches!(node, Node::Alternate(_));
                out.push_str(if is_open { "(?:" } else { "" });
                write(node, out);
                out.push_str(if is_open { ")" } else { "" });
            }
        }
        Node::Alternate(nodes) => {
            for (index, node) in nodes.iter().enumerate() {
                out.push_str(if index > 0 { "|" } else { "" });
                write(node, out);
            }
        }
    }
}

fn write_counts(least: u32, most: Option<u32>, out: &mut String) {
    match (least, most) {
        (0, None) => out.push('*'),
        (1, None) => out.push('+'),
        (0, Some(1)) => out.push('?'),
        _ => {
            out.push_str(&format!("{{{least},"));
            if let Some(most) = most {
                out.push_str(&most.to_string());
            }
            out.push('}');
        }
    }
}

fn write_class(class: &ClassUnicode, out: &mut String) {
    if class.ranges().is_empty() {
        // The only way to write a class of no characters.
        out.push_str("[a&&b]");
        return;
    }
    out.push('[');
    for range in class.ranges() {
        write_letter(range.start(), out);
        out.push('-');
        write_letter(range.end(), out);
    }
    out.push(']');
}

/// A character that stands for itself inside and outside of classes.
fn write_letter(letter: char, out: &mut String) {
    if letter.is_alphanumeric() {
        out.push(letter);
    } else {
        // Writing to a string cannot fail.
        let _ = write!(out, "\\x{{{:x}}}", u32::from(letter));
    }
}
