//! The explanation for people: a tree, each part of an expression with what is known about it.

use super::find::Item;
use crate::{
    infer::{Facts, Inferred, Interval, Kind, Label, Presence, Unit, origin_words},
    promql::ast::Node,
    text::Sources,
};
use std::fmt::Write;

/// Characters of a part that are shown in one line.
const WIDTH: usize = 120;

/// Values of a label that are shown.
const MOST_VALUES: usize = 8;

/// What is known about an item, as a tree.
pub fn render(facts: &Facts, item: &Item, sources: &Sources, colored: bool) -> String {
    let file = sources.get(item.span.file);
    let place = file.position(item.span.start as usize);
    let mut tree = Tree {
        out: format!(
            "{} {} ({}:{}:{})\n",
            item.kind, item.key, file.name, place.line, place.column
        ),
        colored,
    };
    for part in &item.expressions {
        tree.out.push('\n');
        if let Some(name) = &part.name {
            let _ = writeln!(tree.out, "{name}:");
        }
        tree.node(shown(&facts.expression(part.expr)), "", "");
    }
    if item.expressions.is_empty() {
        tree.out.push_str("\nIt has no query.\n");
    }
    tree.out
}

struct Tree {
    out: String,
    colored: bool,
}

impl Tree {
    /// Writes a node. `lead` stands before its text, `rest` before all lines below it.
    fn node(&mut self, node: &Inferred, lead: &str, rest: &str) {
        let parts: Vec<&Inferred> = node
            .parts
            .iter()
            .map(shown)
            .filter(|part| has_series(part))
            .collect();
        let text = self.paint(&clipped(&node.expr.to_string()), "1");
        let _ = writeln!(self.out, "{lead}{text}");
        let bar = if parts.is_empty() { " " } else { "│" };
        let before = format!("{rest}{bar} ");
        self.facts(node, &before);
        let last = parts.len().saturating_sub(1);
        for (index, part) in parts.into_iter().enumerate() {
            let (lead, next) = if index == last {
                ("└─ ", "   ")
            } else {
                ("├─ ", "│  ")
            };
            self.node(part, &format!("{rest}{lead}"), &format!("{rest}{next}"));
        }
    }

    fn facts(&mut self, node: &Inferred, before: &str) {
        let known = &node.known;
        self.labels(node, before);
        if let Some(key) = &known.key {
            let text = match key.labels.as_slice() {
                [] => "at most one".to_string(),
                labels => format!("one per {}", labels.join(", ")),
            };
            self.line(before, "series", &text, "");
        }
        let why = |because| crate::infer::words(node.expr, because);
        if !matches!(known.unit, Unit::Unknown) {
            self.line(before, "unit", &known.unit.name(), &why(known.unit_because));
        }
        if known.range != Interval::ALL && !known.range.is_all() {
            self.line(
                before,
                "range",
                &known.range.name(),
                &why(known.range_because),
            );
        }
        if known.kind != Kind::Unknown {
            self.line(before, "kind", known.kind.name(), &why(known.kind_because));
        }
        self.unknown(node, before);
    }

    /// Tells what is not known, in one line.
    fn unknown(&mut self, node: &Inferred, before: &str) {
        let known = &node.known;
        let facts = [
            ("unit", known.unit.is_unknown()),
            ("range", known.range.is_all()),
            ("kind", known.kind == Kind::Unknown),
        ];
        let names: Vec<&str> = facts
            .iter()
            .filter(|(_, unknown)| *unknown)
            .map(|(name, _)| *name)
            .collect();
        if names.is_empty() {
            return;
        }
        let why = match node.expr.node {
            Node::Selector(_) if known.kind == Kind::Unknown => {
                crate::infer::words(node.expr, known.kind_because)
            }
            _ => String::new(),
        };
        self.line(before, "unknown", &names.join(", "), &why);
    }

    /// Writes the labels, those of one origin in one line.
    fn labels(&mut self, node: &Inferred, before: &str) {
        let labels = &node.known.labels;
        let mut groups: Vec<(String, Vec<String>)> = Vec::new();
        for label in labels.iter() {
            let words = origin_words(label.origin, label.name);
            match groups.iter_mut().find(|(known, _)| *known == words) {
                Some((_, names)) => names.push(described(label)),
                None => groups.push((words, vec![described(label)])),
            }
        }
        let absent: Vec<&str> = labels.absent().collect();
        let mut title = "labels";
        for (words, names) in &groups {
            self.line(before, title, &names.join(", "), words);
            title = "";
        }
        let others = match (labels.open, groups.is_empty(), absent.is_empty()) {
            (true, true, true) => "any",
            (true, _, true) => "and any others",
            (true, ..) => "any others but",
            (false, true, _) => "none",
            (false, false, _) => return,
        };
        let text = match absent.is_empty() {
            true => others.to_string(),
            false => format!("{others} {}", absent.join(", ")),
        };
        self.line(before, title, &text, "");
    }

    fn line(&mut self, before: &str, title: &str, text: &str, why: &str) {
        let why = match why {
            "" => String::new(),
            _ => self.paint(&format!("  ({why})"), "2"),
        };
        let line = format!("{before}{title:<8}{text}{why}");
        let _ = writeln!(self.out, "{}", line.trim_end());
    }

    fn paint(&self, text: &str, code: &str) -> String {
        match self.colored {
            true => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
            false => text.to_string(),
        }
    }
}

/// What stands inside parentheses and before a range, of which the same is known.
pub fn shown<'i, 'a>(node: &'i Inferred<'a>) -> &'i Inferred<'a> {
    match (&node.expr.node, node.parts.first()) {
        (Node::Paren(_) | Node::Matrix(..), Some(inner)) => shown(inner),
        _ => node,
    }
}

/// Whether more is known about a part than what is written.
fn has_series(part: &Inferred) -> bool {
    !matches!(part.expr.node, Node::Number(_) | Node::String(_))
}

/// A label with its values; a `?` where it may be absent.
fn described(label: &Label) -> String {
    let unsure = if label.presence == Presence::Must {
        ""
    } else {
        "?"
    };
    let Some(values) = label.values.list() else {
        return format!("{}{unsure}", label.name);
    };
    let mut listed: Vec<&str> = values.iter().take(MOST_VALUES).map(AsRef::as_ref).collect();
    if values.len() > MOST_VALUES {
        listed.push("…");
    }
    match listed.is_empty() {
        true => format!("{}{unsure} with no possible value", label.name),
        false => format!("{}{unsure}={}", label.name, listed.join("|")),
    }
}

/// A text in one line, the rest of a long one left out.
fn clipped(text: &str) -> String {
    if text.chars().count() <= WIDTH {
        return text.to_string();
    }
    let kept: String = text.chars().take(WIDTH - 1).collect();
    format!("{kept}…")
}
