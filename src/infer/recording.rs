//! Recordings, in the order in which they depend on each other.
//!
//! Invariant: a recording that depends on itself is unknown, and so is what depends on it.

use super::{Because, Facts, Key, Known, Label, Naming, Origin, Presence, Unit, Values};
use crate::{
    model::{Group, Recording, rule::Texts},
    promql::{
        ValueType,
        walk::{metric_name, selectors},
    },
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// The recordings of one name, and what they yield.
#[derive(Debug)]
pub struct Recorded<'a> {
    /// Those that have the name, in the order of the groups.
    pub recordings: Vec<&'a Recording>,
    /// What their series are.
    pub known: Known<'a>,
}

type ByName<'a> = BTreeMap<&'a str, Vec<(&'a Group, &'a Recording)>>;

/// Infers the recordings of the model.
pub fn infer(facts: &mut Facts) {
    let all = by_name(facts);
    facts.recordings = all
        .iter()
        .map(|(name, several)| {
            let recordings = several.iter().map(|(_, recording)| *recording).collect();
            (
                *name,
                Recorded {
                    recordings,
                    known: Known::unknown(ValueType::Vector),
                },
            )
        })
        .collect();
    let mut open: BTreeMap<&str, BTreeSet<&str>> = all
        .iter()
        .map(|(name, several)| (*name, sources(several, &all)))
        .collect();
    let mut users: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, sources) in &open {
        for source in sources {
            users.entry(source).or_default().push(name);
        }
    }
    let mut ready: Vec<&str> = open
        .iter()
        .filter(|(_, sources)| sources.is_empty())
        .map(|(name, _)| *name)
        .collect();
    while let Some(name) = ready.pop() {
        let known = yields(facts, &all[name]);
        if let Some(recorded) = facts.recordings.get_mut(name) {
            recorded.known = known;
        }
        for user in users.get(name).into_iter().flatten() {
            let sources = open.entry(user).or_default();
            sources.remove(name);
            if sources.is_empty() {
                ready.push(user);
            }
        }
    }
}

fn by_name<'a>(facts: &Facts<'a>) -> ByName<'a> {
    let mut all = ByName::new();
    for group in &facts.model.groups {
        for recording in &group.recordings {
            let several = all.entry(recording.name.as_str()).or_default();
            several.push((group, recording));
        }
    }
    all
}

/// The recordings that these read.
fn sources<'a>(several: &[(&'a Group, &'a Recording)], all: &ByName<'a>) -> BTreeSet<&'a str> {
    let mut names = BTreeSet::new();
    for (_, recording) in several {
        for (_, selector) in selectors(&recording.expression.expr) {
            let name = metric_name(selector).map(|name| name.value.as_str());
            names.extend(
                name.and_then(|name| all.get_key_value(name))
                    .map(|(name, _)| *name),
            );
        }
    }
    names
}

/// What recordings of one name yield together.
fn yields<'a>(facts: &Facts<'a>, several: &[(&'a Group, &'a Recording)]) -> Known<'a> {
    let mut all = several
        .iter()
        .map(|(group, recording)| one(facts, group, recording));
    let first = all
        .next()
        .unwrap_or_else(|| Known::unknown(ValueType::Vector));
    all.fold(first, |left, right| Known {
        key: None,
        ..super::binary::either(&left, &right)
    })
}

fn one<'a>(facts: &Facts<'a>, group: &'a Group, recording: &'a Recording) -> Known<'a> {
    let name = recording.name.as_str();
    let because = |said: Because<'a>| match said {
        Because::Unsaid | Because::Undeclared(_) | Because::NoSeries(_) => Because::Unsaid,
        _ => Because::Recorded(name),
    };
    let known = facts.expression(&recording.expression.expr).known;
    let declared = recording.unit.as_ref().map(|unit| Unit::read(&unit.value));
    let mut labels = known.labels.as_ref().clone();
    put(&mut labels, &group.labels, recording);
    put(&mut labels, &recording.labels, recording);
    let written = group.labels.keys().chain(recording.labels.keys());
    let overwrites = |key: &Arc<Key>| written.clone().any(|label| key.has(label));
    Known {
        value_type: ValueType::Vector,
        name: Naming::Is(name),
        key: known.key.clone().filter(|key| !overwrites(key)),
        labels: Arc::new(labels),
        unit: declared.unwrap_or(known.unit),
        unit_declared: declared.is_some() || known.unit_declared,
        unit_because: match declared {
            Some(_) => Because::Declared(name),
            None => because(known.unit_because),
        },
        range_because: because(known.range_because),
        kind_because: because(known.kind_because),
        ..known
    }
}

/// Puts static labels on a recording's series; an empty value takes the label away.
fn put<'a>(labels: &mut super::Labels<'a>, texts: &'a Texts, recording: &'a Recording) {
    for (name, text) in texts {
        let presence = if text.value.is_empty() {
            Presence::Never
        } else {
            Presence::Must
        };
        labels.set(Label {
            name,
            presence,
            values: Values::one(text.value.as_str()),
            origin: Origin::Recording(recording),
        });
    }
}
