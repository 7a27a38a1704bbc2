//! Relabeling: steps run on label sets as Prometheus 3 runs them.
//!
//! Invariants: a [`Step`] is valid, so running it cannot fail; a label with an empty value is an absent label. Deliberately
//! absent: where steps are written (`model`) and what is not known about a label set (`model::series`).

mod compile;
mod expand;
mod letters;
mod md5;
mod pattern;

pub use compile::{Fault, Field, Names, Written, compile};
pub use expand::expand;
pub use pattern::Pattern;

use std::collections::BTreeMap;

/// A label set; values are not empty.
pub type Labels = BTreeMap<String, String>;

/// What a step does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Writes the replacement into the target label where the pattern matches.
    Replace,
    /// Drops the label set unless the pattern matches.
    Keep,
    /// Drops the label set where the pattern matches.
    Drop,
    /// Drops the label set unless the target label has the joined value.
    KeepEqual,
    /// Drops the label set where the target label has the joined value.
    DropEqual,
    /// Writes a hash of the joined value, modulo a number.
    HashMod,
    /// Copies labels whose names match to other names.
    LabelMap,
    /// Removes labels whose names match.
    LabelDrop,
    /// Removes labels whose names do not match.
    LabelKeep,
    /// Writes the joined value in lower case.
    Lowercase,
    /// Writes the joined value in upper case.
    Uppercase,
}

impl Action {
    /// Its name in Prometheus's configuration.
    pub fn name(self) -> &'static str {
        match self {
            Self::Replace => "replace",
            Self::Keep => "keep",
            Self::Drop => "drop",
            Self::KeepEqual => "keepequal",
            Self::DropEqual => "dropequal",
            Self::HashMod => "hashmod",
            Self::LabelMap => "labelmap",
            Self::LabelDrop => "labeldrop",
            Self::LabelKeep => "labelkeep",
            Self::Lowercase => "lowercase",
            Self::Uppercase => "uppercase",
        }
    }
}

/// A step that [`compile`] accepted. Two are equal when they do the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Labels whose values are joined.
    pub source_labels: Vec<String>,
    /// Between the joined values.
    pub separator: String,
    /// Matched against the joined value, or against names of labels.
    pub regex: Pattern,
    /// Modulus of `hashmod`; 0 elsewhere.
    pub modulus: u64,
    /// Label that is written or compared, with `$1` for groups in `replace`; empty where none is.
    pub target_label: String,
    /// What is written, with `$1` for groups.
    pub replacement: String,
    /// What is done.
    pub action: Action,
    /// Which names a written label may have.
    pub names: Names,
}

/// What became of a label set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It goes on.
    Kept,
    /// The step with this index (0-based) dropped it.
    Dropped(usize),
}

/// Runs the steps one after the other, up to the one that drops the label set.
pub fn apply(steps: &[Step], labels: &mut Labels) -> Outcome {
    steps
        .iter()
        .position(|step| !step.apply(labels))
        .map_or(Outcome::Kept, Outcome::Dropped)
}

impl Step {
    /// Runs the step; `false` when it drops the label set, which is then unchanged.
    /// Source: prometheus, `model/relabel`, `relabel`.
    pub fn apply(&self, labels: &mut Labels) -> bool {
        let joined = self.joined(labels);
        match self.action {
            Action::Keep => return self.regex.is_match(&joined),
            Action::Drop => return !self.regex.is_match(&joined),
            Action::KeepEqual => return get(labels, &self.target_label) == joined,
            Action::DropEqual => return get(labels, &self.target_label) != joined,
            Action::Replace => self.replace(&joined, labels),
            Action::Lowercase => set(labels, &self.target_label, letters::lower(&joined)),
            Action::Uppercase => set(labels, &self.target_label, letters::upper(&joined)),
            Action::HashMod => {
                let rest = md5::last_eight(joined.as_bytes()) % self.modulus.max(1);
                set(labels, &self.target_label, rest.to_string());
            }
            Action::LabelMap => self.map_names(labels),
            Action::LabelDrop => labels.retain(|name, _| !self.regex.is_match(name)),
            Action::LabelKeep => labels.retain(|name, _| self.regex.is_match(name)),
        }
        true
    }

    /// The labels whose values decide what the step does.
    pub fn reads(&self) -> impl Iterator<Item = &str> {
        let compared = matches!(self.action, Action::KeepEqual | Action::DropEqual);
        let target = compared.then_some(self.target_label.as_str());
        self.source_labels.iter().map(String::as_str).chain(target)
    }

    fn joined(&self, labels: &Labels) -> String {
        let values: Vec<&str> = self
            .source_labels
            .iter()
            .map(|name| get(labels, name))
            .collect();
        values.join(&self.separator)
    }

    fn replace(&self, joined: &str, labels: &mut Labels) {
        let Some(groups) = self.regex.captures(joined) else {
            return;
        };
        let target = expand(&self.target_label, &groups);
        if self.names.allow(&target) {
            let value = expand(&self.replacement, &groups);
            set(labels, &target, value);
        }
    }

    fn map_names(&self, labels: &mut Labels) {
        let found: Vec<(String, String)> = labels
            .iter()
            .filter_map(|(name, value)| {
                let groups = self.regex.captures(name)?;
                Some((expand(&self.replacement, &groups), value.clone()))
            })
            .collect();
        labels.extend(found);
    }
}

fn get<'a>(labels: &'a Labels, name: &str) -> &'a str {
    labels.get(name).map_or("", String::as_str)
}

/// Writes a label; an empty value removes it.
fn set(labels: &mut Labels, name: &str, value: String) {
    if value.is_empty() {
        labels.remove(name);
    } else {
        labels.insert(name.to_string(), value);
    }
}

#[cfg(test)]
mod tests;
