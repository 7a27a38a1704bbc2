//! Relabeling of label sets whose values are only partly known.
//!
//! Invariants: a label set is dropped, and a name changed, only when every value that decides it is known; what cannot be told is
//! [`Value::text`] `None` or [`State::unsure`]. Deliberately absent: where label sets come from (`target`, `series`).

use super::LabelSource;
use crate::{
    model::names,
    relabel::{Action, Labels, Step},
};
use std::collections::BTreeMap;

/// What is known about a label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// Its value; `None` when it differs from series to series or is not known.
    pub text: Option<String>,
    /// The values, sorted, where endpoints give different ones; empty where `text` tells it, and where it may be any.
    pub among: Vec<String>,
    /// Whether surely every series has it.
    pub always: bool,
    /// Who says it.
    pub source: LabelSource,
}

impl Value {
    /// A label with this value.
    pub fn known(text: impl Into<String>, source: LabelSource) -> Self {
        Self {
            text: Some(text.into()),
            always: true,
            ..Self::any(source)
        }
    }

    /// A label that a series may have, with any value.
    pub fn any(source: LabelSource) -> Self {
        Self {
            text: None,
            among: Vec::new(),
            always: false,
            source,
        }
    }

    /// A label that every series has, with any value.
    pub fn always(source: LabelSource) -> Self {
        Self {
            always: true,
            ..Self::any(source)
        }
    }

    /// The label of series that have this one or, at another endpoint, the other. Where both are, the process wins.
    pub fn or(&mut self, other: &Self) {
        self.source = self.source.min(other.source);
        self.always &= other.always;
        if self.text == other.text && self.among == other.among {
            return;
        }
        let mut among = [self.values(), other.values()].concat();
        among.sort();
        among.dedup();
        let known = !self.values().is_empty() && !other.values().is_empty();
        self.text = None;
        self.among = if known { among } else { Vec::new() };
    }

    /// The values that it may have; empty when any.
    pub fn values(&self) -> &[String] {
        match &self.text {
            Some(text) => std::slice::from_ref(text),
            None => &self.among,
        }
    }
}

/// What is known about a label set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Labels that it may have.
    pub labels: BTreeMap<String, Value>,
    /// Beginnings of names of labels that it may have too.
    pub open: Vec<&'static str>,
    /// Whether a step may have changed the metric's name.
    pub unsure: bool,
    /// Whether what a step did depended on a value that is not known.
    pub guessed: bool,
}

/// What the value of a label that is not known is replaced by while a step runs: this, then the label's name.
const MARK: char = '\u{1}';

impl State {
    /// Runs steps; the index of the one that surely drops the label set.
    pub fn run<'a>(&mut self, steps: impl IntoIterator<Item = &'a Step>) -> Option<usize> {
        steps.into_iter().position(|step| !self.step(step))
    }

    /// Runs a step; whether the label was there before, and is not any longer.
    pub fn loses(&mut self, step: &Step, label: &str) -> bool {
        let before = self.labels.contains_key(label);
        self.run([step]);
        before && !self.labels.contains_key(label)
    }

    /// The metric's name, when it is known.
    pub fn name(&self) -> Option<&str> {
        let name = self.labels.get(names::METRIC_NAME)?;
        name.text.as_deref().filter(|_| !self.unsure)
    }

    fn step(&mut self, step: &Step) -> bool {
        if step.reads().all(|name| self.is_known(name)) || by_name(step.action) {
            return self.run_known(step);
        }
        self.guessed = true;
        match step.action {
            Action::Replace => self.replace_unknown(step),
            Action::Lowercase | Action::Uppercase | Action::HashMod => {
                self.write(step, &step.target_label, None);
            }
            // Some label sets may pass.
            _ => {}
        }
        true
    }

    /// Whether the value is known, be it that there is no such label.
    fn is_known(&self, name: &str) -> bool {
        match self.labels.get(name) {
            Some(value) => value.text.is_some(),
            None => !self.open.iter().any(|open| name.starts_with(open)),
        }
    }

    fn run_known(&mut self, step: &Step) -> bool {
        let before = self.concrete();
        let mut after = before.clone();
        let kept = step.apply(&mut after);
        // Most steps are written for other series.
        if after != before {
            self.labels = self.known_after(step, &before, after);
        }
        if step.action == Action::LabelMap && !self.open.is_empty() {
            self.open = vec![""];
        }
        kept
    }

    /// The labels after a step, with what is known about each: of a value that was copied, what is known about the copied label.
    fn known_after(&self, step: &Step, before: &Labels, after: Labels) -> BTreeMap<String, Value> {
        let source = self.inherited(step);
        let labels = after.into_iter().map(|(name, text)| {
            let copied = text
                .strip_prefix(MARK)
                .and_then(|from| self.labels.get(from));
            let same = self
                .labels
                .get(&name)
                .filter(|_| before.get(&name) == Some(&text));
            let value = match same.or(copied) {
                Some(value) => value.clone(),
                None => Value::known(text, source),
            };
            (name, value)
        });
        labels.collect()
    }

    fn concrete(&self) -> Labels {
        let labels = self.labels.iter();
        labels
            .map(|(name, value)| {
                let marked = || format!("{MARK}{name}");
                (name.clone(), value.text.clone().unwrap_or_else(marked))
            })
            .collect()
    }

    /// A replacement whose source is not known: a plain copy surely happens, anything else perhaps.
    fn replace_unknown(&mut self, step: &Step) {
        if step.target_label.contains('$') {
            self.open = vec![""];
            return;
        }
        let copy = step.regex.is_any() && matches!(step.replacement.as_str(), "$1" | "${1}" | "$0");
        if step.target_label == names::METRIC_NAME {
            self.unsure = true;
        } else if copy || !self.labels.contains_key(&step.target_label) {
            self.write(step, &step.target_label, None);
        } else if let Some(value) = self.labels.get_mut(&step.target_label) {
            *value = Value::any(value.source);
        }
    }

    fn write(&mut self, step: &Step, name: &str, text: Option<String>) {
        let source = self.inherited(step);
        if name == names::METRIC_NAME {
            self.unsure = true;
        } else {
            let value = text.map_or(Value::any(source), |text| Value::known(text, source));
            self.labels.insert(name.to_string(), value);
        }
    }

    /// What is made from labels of the process alone is the process's.
    fn inherited(&self, step: &Step) -> LabelSource {
        let read = step.source_labels.iter();
        let mut values = read.filter_map(|name| self.labels.get(name)).peekable();
        let process =
            values.peek().is_some() && values.all(|value| value.source == LabelSource::Process);
        if process {
            LabelSource::Process
        } else {
            LabelSource::Scrape
        }
    }
}

/// Whether the action looks at names of labels only.
fn by_name(action: Action) -> bool {
    matches!(
        action,
        Action::LabelMap | Action::LabelDrop | Action::LabelKeep
    )
}
