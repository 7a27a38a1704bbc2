//! Metric families: the series of one metric with what is said of it.

use super::{Entry, Series, Text, Type};
use std::{borrow::Cow, collections::HashMap};

/// A metric with its series.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Family<'a> {
    /// Its name, and where it stands first. A counter's may lack `_total`, as OpenMetrics writes it.
    pub name: Text<'a>,
    /// Its type; `None` when nothing says it.
    pub metric_type: Option<Type>,
    /// What it measures.
    pub help: Option<Text<'a>>,
    /// Its unit.
    pub unit: Option<Text<'a>>,
    /// Its series in the order written, those of `_created` left out.
    pub series: Vec<Series<'a>>,
}

/// Suffixes of series, by the type of their family.
const SUFFIXES: [(Type, &[&str]); 6] = [
    (Type::Counter, &["_total", "_created"]),
    (Type::Histogram, &["_bucket", "_sum", "_count", "_created"]),
    (Type::GaugeHistogram, &["_bucket", "_gsum", "_gcount"]),
    (Type::Summary, &["_sum", "_count", "_created"]),
    (Type::Info, &["_info"]),
    (Type::Stateset, &[]),
];

/// The time at which a series began, not a series of its own.
const CREATED: &str = "_created";

/// Returns the families of the entries, in the order in which they are first named. The last type, help and unit count.
pub fn families<'a>(entries: impl IntoIterator<Item = Entry<'a>>) -> Vec<Family<'a>> {
    let mut found = Found::default();
    for entry in entries {
        match entry {
            Entry::Help { name, text } => found.family(name).help = Some(text),
            Entry::Type {
                name, metric_type, ..
            } => found.family(name).metric_type = Some(metric_type),
            Entry::Unit { name, unit } => found.family(name).unit = Some(unit),
            Entry::Series(series) => found.add(series),
        }
    }
    found.families
}

#[derive(Default)]
struct Found<'a> {
    families: Vec<Family<'a>>,
    index: HashMap<Cow<'a, str>, usize>,
}

impl<'a> Found<'a> {
    fn family(&mut self, name: Text<'a>) -> &mut Family<'a> {
        let index = match self.index.get(&name.value) {
            Some(index) => *index,
            None => {
                let index = self.families.len();
                self.index.insert(name.value.clone(), index);
                self.families.push(Family {
                    name,
                    ..Family::default()
                });
                index
            }
        };
        &mut self.families[index]
    }

    fn add(&mut self, series: Series<'a>) {
        let owner = self.owner(&series.name.value);
        match owner {
            Some((index, suffix)) if suffix != CREATED => self.families[index].series.push(series),
            Some(_) => {}
            None => self.family(series.name.clone()).series.push(series),
        }
    }

    /// The family whose type has series with this suffix, and the suffix.
    fn owner(&self, series: &str) -> Option<(usize, &'static str)> {
        if self.index.contains_key(series) {
            return None;
        }
        let pairs = SUFFIXES
            .iter()
            .flat_map(|(of, suffixes)| suffixes.iter().map(move |suffix| (of, *suffix)));
        let mut owners = pairs.filter_map(|(of, suffix)| {
            let index = *self.index.get(series.strip_suffix(suffix)?)?;
            (self.families[index].metric_type == Some(*of)).then_some((index, suffix))
        });
        owners.next()
    }
}
