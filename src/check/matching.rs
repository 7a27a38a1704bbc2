//! Whether the series of two sides can be paired.
//!
//! Invariant: what is not known can match.

use super::labels;
use crate::{
    infer::{Inferred, Label, Labels, Presence},
    model::names,
    promql::{
        ValueType,
        ast::{Binary, BinaryOp, Fill, Node, Side, Text},
    },
};

/// Why no two series match.
pub enum Mismatch<'i, 'a> {
    /// Every series of one side has a label that none of the other has.
    Missing {
        /// The label.
        label: &'a str,
        /// The side with it: `left` or `right`.
        having: &'static str,
        /// The side without it.
        lacking: &'i Inferred<'a>,
    },
    /// Both sides have a label whose possible values are different.
    Values {
        /// The label.
        label: &'a str,
        /// Its values on the left.
        left: Vec<String>,
        /// Its values on the right.
        right: Vec<String>,
    },
}

/// Why the two sides of a binary operation never match; `None` when they may, or nothing is matched.
pub fn mismatch<'i, 'a>(node: &'i Inferred<'a>) -> Option<Mismatch<'i, 'a>> {
    let (Node::Binary(binary), [left, right]) = (&node.expr.node, node.parts.as_slice()) else {
        return None;
    };
    let vectors = [left, right].map(|side| side.known.value_type == ValueType::Vector);
    if vectors != [true, true] || binary.op == BinaryOp::Or || is_filled(binary) {
        return None;
    }
    let sides = [&left.known.labels, &right.known.labels];
    // A side that is empty already has its own finding.
    if sides.iter().any(|labels| is_empty(labels)) {
        return None;
    }
    let named = binary.matching.as_ref().and_then(|how| how.labels.as_ref());
    let one = |name: &'a str| compare(name, left, right);
    match named {
        Some((true, on)) if is_plain(on) => on
            .iter()
            .filter(|label| label.value != names::METRIC_NAME)
            .find_map(|label| one(&label.value)),
        Some((false, ignored)) if is_plain(ignored) => {
            let is_ignored = |name: &str| ignored.iter().any(|label| label.value == name);
            let mut all = sides.into_iter().flat_map(|labels| labels.iter());
            all.find_map(|label| one(label.name).filter(|_| !is_ignored(label.name)))
        }
        None => {
            let mut all = sides.into_iter().flat_map(|labels| labels.iter());
            all.find_map(|label| one(label.name))
        }
        _ => None,
    }
}

fn is_filled(binary: &Binary) -> bool {
    let fill = binary.matching.as_ref().map(|matching| matching.fill);
    fill.is_some_and(|fill| fill != Fill::default())
}

fn is_plain(labels: &[Text]) -> bool {
    labels.iter().all(|label| label.placeholders.is_empty())
}

/// Whether some label has no possible value.
fn is_empty(labels: &Labels) -> bool {
    let mut labels = labels.iter();
    labels.any(|label| label.values.list().is_some_and(<[_]>::is_empty))
}

fn compare<'i, 'a>(
    name: &'a str,
    left: &'i Inferred<'a>,
    right: &'i Inferred<'a>,
) -> Option<Mismatch<'i, 'a>> {
    let known = [left, right].map(|side| side.known.labels.presence(name));
    let missing = |having, lacking: &'i Inferred<'a>| {
        // A match inside that never happens has its own finding.
        let removal = lacking.find_removal(name);
        let told = removal.is_some_and(|removal| labels::is_unmatched(removal, name));
        (!told).then_some(Mismatch::Missing {
            label: name,
            having,
            lacking,
        })
    };
    match known {
        [Presence::Must, Presence::Never] => missing("left", right),
        [Presence::Never, Presence::Must] => missing("right", left),
        [Presence::Never, _] | [_, Presence::Never] | [Presence::May, Presence::May] => None,
        _ => {
            let left = left.known.labels.get(name)?;
            let right = right.known.labels.get(name)?;
            let apart = left.values.and(&right.values).list()?.is_empty();
            apart.then(|| Mismatch::Values {
                label: name,
                left: values(left),
                right: values(right),
            })
        }
    }
}

fn values(label: &Label) -> Vec<String> {
    let values = label.values.list().unwrap_or_default();
    values.iter().map(ToString::to_string).collect()
}

/// A join that keeps the series of one side and copies labels from the other.
pub struct Join<'i, 'a> {
    /// The labels to copy, as written.
    pub copied: &'i [Text],
    /// The side whose series are kept.
    pub many: &'i Inferred<'a>,
    /// The side that the labels come from.
    pub one: &'i Inferred<'a>,
    compared: Option<&'i (bool, Vec<Text>)>,
}

impl Join<'_, '_> {
    /// Whether series match only if they have the same value of a label.
    pub fn compares(&self, label: &str) -> bool {
        match self.compared {
            None => true,
            Some((on, named)) => *on == named.iter().any(|name| name.value == label),
        }
    }
}

/// The join that a node is; `None` for anything else, and where nothing is copied.
pub fn join<'i, 'a>(node: &'i Inferred<'a>) -> Option<Join<'i, 'a>> {
    let (Node::Binary(binary), [left, right]) = (&node.expr.node, node.parts.as_slice()) else {
        return None;
    };
    let matching = binary.matching.as_ref()?;
    let (side, copied) = matching
        .group
        .as_ref()
        .filter(|(_, copied)| !copied.is_empty())?;
    let (many, one) = match side {
        Side::Left => (left, right),
        Side::Right => (right, left),
    };
    Some(Join {
        copied,
        many,
        one,
        compared: matching.labels.as_ref(),
    })
}

/// The labels of a side that are compared; `None` when that is not known.
pub fn compared<'i>(
    (on, named): &'i (bool, Vec<Text>),
    side: &'i Inferred,
) -> Option<Vec<&'i str>> {
    let names: Vec<&str> = named.iter().map(|label| label.value.as_str()).collect();
    if !is_plain(named) {
        return None;
    }
    if *on {
        return Some(names);
    }
    let labels = &side.known.labels;
    let kept = labels.iter().map(|label| label.name);
    (!labels.open).then(|| kept.filter(|name| !names.contains(name)).collect())
}
