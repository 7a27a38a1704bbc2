//! `allOf`, `anyOf`, `oneOf` and `not`.

use super::{
    Pair, READERS,
    news::{mentioned, undeclared},
};
use crate::{
    apiserver::Schema,
    compare::{Change, Effect},
};
use serde_json::Value;

/// A keyword with branches.
struct Junctor {
    keyword: &'static str,
    comparison: &'static str,
    branches: fn(&Schema) -> Vec<Schema>,
    /// Whether more branches ask for more.
    is_and: bool,
}

const JUNCTORS: [Junctor; 4] = [
    Junctor {
        keyword: "allOf",
        comparison: "all-of",
        branches: |schema| without_int_or_string(schema, &schema.all_of),
        is_and: true,
    },
    Junctor {
        keyword: "anyOf",
        comparison: "any-of",
        branches: |schema| match is_int_or_string(schema, schema) {
            true => Vec::new(),
            false => schema.any_of.clone(),
        },
        is_and: false,
    },
    Junctor {
        keyword: "oneOf",
        comparison: "one-of",
        branches: |schema| schema.one_of.clone(),
        is_and: false,
    },
    Junctor {
        keyword: "not",
        comparison: "not",
        branches: |schema| schema.not.iter().map(|not| not.as_ref().clone()).collect(),
        is_and: true,
    },
];

/// Whether the `anyOf` of a schema only repeats that the field is an integer or a string.
fn is_int_or_string(field: &Schema, schema: &Schema) -> bool {
    let kinds: Vec<&str> = schema
        .any_of
        .iter()
        .map(|branch| branch.kind.as_str())
        .collect();
    field.is_int_or_string && kinds == ["integer", "string"]
}

fn without_int_or_string(field: &Schema, branches: &[Schema]) -> Vec<Schema> {
    let mut branches = branches.to_vec();
    branches.retain(|branch| !is_int_or_string(field, branch));
    branches
}

/// Compares all junctors.
pub fn compare(pair: &Pair, found: &mut Vec<Change>) {
    found.extend(JUNCTORS.iter().filter_map(|junctor| junctor.compare(pair)));
}

impl Junctor {
    fn compare(&self, pair: &Pair) -> Option<Change> {
        let (old, new) = ((self.branches)(pair.old), (self.branches)(pair.new));
        let gone: Vec<&Schema> = old.iter().filter(|branch| !new.contains(branch)).collect();
        let more: Vec<&Schema> = new.iter().filter(|branch| !old.contains(branch)).collect();
        if gone.is_empty() && more.is_empty() {
            return None;
        }
        let count =
            |branches: &[Schema]| (!branches.is_empty()).then(|| Value::from(branches.len()));
        let change = pair.keyword(self.comparison, self.keyword, (count(&old), count(&new)));
        let (part, keyword) = (pair.part(), self.keyword);
        let message = match (old.is_empty(), new.is_empty()) {
            (true, _) => format!("{part} must suit `{keyword}` now"),
            (_, true) => format!("{part} need not suit `{keyword}` any more"),
            _ => format!("`{keyword}` of {part} changed"),
        };
        let effect = self.effect((&old, &new), (&gone, &more));
        if effect == Effect::Compatible {
            return Some(change.compatible(message, READERS));
        }
        let names: Vec<String> = more.iter().flat_map(|branch| names_of(branch)).collect();
        let new_name = match self.keyword {
            // It refuses what has all of its names.
            "not" => undeclared(pair, &names),
            _ => mentioned(pair, &names.join(" ")),
        };
        if let (true, Some(name)) = (old.is_empty(), new_name) {
            let reason = format!(
                "it names `{name}`, which no object had before, so that what was accepted may suit it"
            );
            return Some(change.unknown(message, &reason));
        }
        Some(match effect {
            Effect::Breaking => change.breaking(message, "what was accepted before may be refused"),
            _ => change.unknown(
                message,
                "whether all that was accepted before still is, is not decided here",
            ),
        })
    }

    fn effect(
        &self,
        (old, new): (&[Schema], &[Schema]),
        (gone, more): (&[&Schema], &[&Schema]),
    ) -> Effect {
        if new.is_empty() {
            return Effect::Compatible;
        }
        let accepts_less = if self.is_and { more } else { gone };
        match (old.is_empty(), self.keyword, accepts_less.len()) {
            (true, ..) => Effect::Breaking,
            (false, "oneOf" | "not", _) => Effect::Unknown,
            (false, _, 0) => Effect::Compatible,
            (false, ..) if gone.is_empty() || more.is_empty() => Effect::Breaking,
            _ => Effect::Unknown,
        }
    }
}

/// The names that a branch asks for.
pub fn names_of(branch: &Schema) -> Vec<String> {
    let mut names = branch.required.clone();
    names.extend(branch.properties.keys().cloned());
    let alternatives = branch.any_of.iter().chain(&branch.one_of);
    let below = branch
        .all_of
        .iter()
        .chain(alternatives)
        .chain(branch.not.as_deref());
    names.extend(below.chain(branch.properties.values()).flat_map(names_of));
    names
}
