//! What is known about the labels of a result: which can exist, which must, their values, and who put them there.
//!
//! Invariants: labels are sorted by name; a label that is not listed cannot exist, unless the set is open: then it may.

use std::{borrow::Cow, cmp::Ordering, sync::Arc};

use crate::{
    model::{Metric, Recording, Scrape},
    promql::ast::Range,
};

/// Values of one label that are kept apart; of more, any value is thought possible.
const MOST_VALUES: usize = 256;

/// Labels that are listed; an expression with more is thought to have any.
const MOST_LABELS: usize = 256;

/// The labels of a result.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Labels<'a> {
    known: Vec<Label<'a>>,
    /// Whether labels besides the listed ones may exist.
    pub open: bool,
}

/// What is known about one label.
#[derive(Clone, Debug, PartialEq)]
pub struct Label<'a> {
    /// Its name.
    pub name: &'a str,
    /// Whether it exists. `Never` is listed in open sets only.
    pub presence: Presence,
    /// What its value may be where it exists.
    pub values: Values<'a>,
    /// Who put it there.
    pub origin: Origin<'a>,
}

/// Whether a label exists; an empty value is no label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Presence {
    /// On no series.
    Never,
    /// Not known, or on some series.
    May,
    /// On every series.
    Must,
}

/// The values that a label may have where it exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Values<'a> {
    /// Not known.
    Any,
    /// One of these, sorted. None: no series can be selected.
    Among(Arc<[Cow<'a, str>]>),
}

/// Who put a label there.
#[derive(Clone, Copy, Debug)]
pub enum Origin<'a> {
    /// The process that exposes this metric.
    Process(&'a Metric),
    /// This scrape; `None` for one of somebody else.
    Scrape(Option<&'a Scrape>),
    /// Prometheus, which writes this metric itself.
    Prometheus(&'a Metric),
    /// A recording, by its static labels.
    Recording(&'a Recording),
    /// A node of the expression, at this place: `label_replace`, `count_values` and the like.
    Written(Range),
    /// Nothing says so; a selector or an operator names it.
    Named,
}

impl PartialEq for Origin<'_> {
    /// Whether both name the same thing.
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Process(left), Self::Process(right))
            | (Self::Prometheus(left), Self::Prometheus(right)) => std::ptr::eq(*left, *right),
            (Self::Scrape(left), Self::Scrape(right)) => match (left, right) {
                (Some(left), Some(right)) => std::ptr::eq(*left, *right),
                (left, right) => left.is_none() && right.is_none(),
            },
            (Self::Recording(left), Self::Recording(right)) => std::ptr::eq(*left, *right),
            (Self::Written(left), Self::Written(right)) => left == right,
            (Self::Named, Self::Named) => true,
            _ => false,
        }
    }
}

impl<'a> Values<'a> {
    /// One value.
    pub fn one(value: impl Into<Cow<'a, str>>) -> Self {
        Self::Among(Arc::from([value.into()]))
    }

    /// These values; any when there are too many to list.
    pub fn among(values: impl IntoIterator<Item = Cow<'a, str>>) -> Self {
        let mut values: Vec<Cow<str>> = values.into_iter().collect();
        values.sort();
        values.dedup();
        if values.len() > MOST_VALUES {
            return Self::Any;
        }
        Self::Among(values.into())
    }

    /// The values; `None` when any is possible.
    pub fn list(&self) -> Option<&[Cow<'a, str>]> {
        match self {
            Self::Any => None,
            Self::Among(values) => Some(values),
        }
    }

    /// The only value there can be.
    pub fn only(&self) -> Option<&str> {
        match self.list() {
            Some([value]) => Some(value),
            _ => None,
        }
    }

    /// Whether the value is possible, as far as is known.
    pub fn may_be(&self, value: &str) -> bool {
        self.list()
            .is_none_or(|values| values.iter().any(|known| known == value))
    }

    /// Values that are possible here or there.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Among(left), Self::Among(right)) if left == right => self.clone(),
            (Self::Among(left), Self::Among(right)) => {
                Self::among(left.iter().chain(right.iter()).cloned())
            }
            _ => Self::Any,
        }
    }

    /// Values that are possible here and there.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Among(_), Self::Among(_)) => self.retain(|value| other.may_be(value)),
            (Self::Any, known) | (known, Self::Any) => known.clone(),
        }
    }

    /// The values that fulfill a condition; any when any is possible.
    #[must_use]
    pub fn retain(&self, keep: impl Fn(&str) -> bool) -> Self {
        match self {
            Self::Any => Self::Any,
            Self::Among(values) => {
                Self::Among(values.iter().filter(|value| keep(value)).cloned().collect())
            }
        }
    }
}

impl<'a> Label<'a> {
    /// A label about which nothing is known but its name.
    pub fn named(name: &'a str) -> Self {
        Self {
            name,
            presence: Presence::May,
            values: Values::Any,
            origin: Origin::Named,
        }
    }
}

impl<'a> Labels<'a> {
    /// No labels at all, as a scalar or a sum over everything has.
    pub fn none() -> Arc<Self> {
        Arc::default()
    }

    /// Any labels: nothing is known.
    pub fn unknown() -> Arc<Self> {
        Arc::new(Self {
            known: Vec::new(),
            open: true,
        })
    }

    /// The set of these labels.
    pub fn new(mut known: Vec<Label<'a>>, open: bool) -> Self {
        if !known.is_sorted_by(|left, right| left.name < right.name) {
            known.sort_by(|left, right| left.name.cmp(right.name));
            known.dedup_by(|left, right| left.name == right.name);
        }
        if !open {
            known.retain(|label| label.presence != Presence::Never);
        }
        if known.len() > MOST_LABELS {
            return Self {
                known: Vec::new(),
                open: true,
            };
        }
        Self { known, open }
    }

    /// What is listed about a label.
    pub fn get(&self, name: &str) -> Option<&Label<'a>> {
        let index = self.find(name).ok()?;
        self.known.get(index)
    }

    /// Whether a label exists.
    pub fn presence(&self, name: &str) -> Presence {
        match self.get(name) {
            Some(label) => label.presence,
            None if self.open => Presence::May,
            None => Presence::Never,
        }
    }

    /// The values that a label may have where it exists.
    pub fn values(&self, name: &str) -> Values<'a> {
        self.get(name)
            .map_or(Values::Any, |label| label.values.clone())
    }

    /// The labels that may exist, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = &Label<'a>> {
        self.known
            .iter()
            .filter(|label| label.presence != Presence::Never)
    }

    /// The labels that surely do not exist although the set is open.
    pub fn absent(&self) -> impl Iterator<Item = &'a str> {
        let absent = self.known.iter();
        absent
            .filter(|label| label.presence == Presence::Never)
            .map(|label| label.name)
    }

    /// What is known about a label, listed or not.
    pub fn look_up(&self, name: &'a str) -> Label<'a> {
        self.get(name).cloned().unwrap_or_else(|| Label {
            presence: self.presence(name),
            ..Label::named(name)
        })
    }

    /// Writes what is known about a label.
    pub fn set(&mut self, label: Label<'a>) {
        let found = self.find(label.name);
        let keep = self.open || label.presence != Presence::Never;
        match found {
            Ok(index) if keep => self.known[index] = label,
            Ok(index) => drop(self.known.remove(index)),
            Err(index) if keep && self.known.len() < MOST_LABELS => self.known.insert(index, label),
            Err(_) => self.open |= keep,
        }
    }

    /// Removes a label.
    pub fn remove(&mut self, name: &'a str) {
        self.set(Label {
            presence: Presence::Never,
            ..Label::named(name)
        });
    }

    /// Makes an open set closed: besides the listed labels only these may exist.
    pub fn close(&mut self, further: &[&'a str]) {
        for name in further {
            self.set(self.look_up(name));
        }
        self.open = false;
        self.known.retain(|label| label.presence != Presence::Never);
    }

    /// Only these labels, as `by` keeps them.
    #[must_use]
    pub fn only(&self, names: &[&'a str]) -> Self {
        let known = names.iter().map(|name| self.look_up(name)).collect();
        Self::new(known, false)
    }

    /// All but these labels, as `without` keeps them.
    #[must_use]
    pub fn without(&self, names: &[&'a str]) -> Self {
        let mut result = self.clone();
        names.iter().for_each(|name| result.remove(name));
        result
    }

    /// Labels of series that come from here or there, as `or` yields them.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        if self == other {
            return self.clone();
        }
        let names = self.known.iter().chain(&other.known);
        let mut names: Vec<&str> = names.map(|label| label.name).collect();
        names.sort_unstable();
        names.dedup();
        let known = names.into_iter().map(|name| {
            let (left, right) = (self.look_up(name), other.look_up(name));
            either(left, &right)
        });
        Self::new(known.collect(), self.open || other.open)
    }

    /// What is known about a label of series here that have the same value of it, or neither has it, as a series there.
    pub fn matched(&self, other: &Self, name: &'a str) -> Label<'a> {
        let (mut label, there) = (self.look_up(name), other.look_up(name));
        label.values = label.values.and(&there.values);
        label.presence = match (label.presence, there.presence) {
            (Presence::Never, _) | (_, Presence::Never) => Presence::Never,
            (left, right) => left.max(right),
        };
        if label.origin == Origin::Named {
            label.origin = there.origin;
        }
        label
    }

    fn find(&self, name: &str) -> Result<usize, usize> {
        self.known.binary_search_by(|label| match label.name {
            known if known.len() == name.len() && known == name => Ordering::Equal,
            known => known.cmp(name),
        })
    }
}

fn either<'a>(left: Label<'a>, right: &Label<'a>) -> Label<'a> {
    let presence = match (left.presence, right.presence) {
        (Presence::Never, Presence::Never) => return left,
        (Presence::Must, Presence::Must) => Presence::Must,
        _ => Presence::May,
    };
    let (left_exists, right_exists) = (
        left.presence != Presence::Never,
        right.presence != Presence::Never,
    );
    let values = match (left_exists, right_exists) {
        (true, true) => left.values.or(&right.values),
        (true, false) => left.values.clone(),
        (false, _) => right.values.clone(),
    };
    let kept = if left_exists { left } else { right.clone() };
    Label {
        presence,
        values,
        ..kept
    }
}
