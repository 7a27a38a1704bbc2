//! Series that a project's catalogue allows: names, labels and values that its declarations say may exist, chosen at random.
//!
//! A label that must exist does, one that may is there or not, one whose values are declared has one of them, and an open set has labels
//! that nobody declared; no two series have the same declared key. Labels take few values, so that series of different metrics join.

use super::values::{self, Curve};
use super::words::Words;
use crate::random::Random;
use opsgen::{
    infer::{Facts, Known, Labels, Presence},
    model::{Metric, MetricType, metric::Part},
    promql::{ValueType, number::write_number_short, text::write_quoted},
};
use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

/// The labels of a series, without its name.
pub type LabelSet = BTreeMap<String, String>;

/// How much of what may exist does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Now and then there is nothing of a metric, and series have gaps.
    Some,
    /// There are series of every metric, without gaps; what nobody declares has numbers.
    All,
}

/// Series in the notation of rule tests, with a value each minute.
pub fn series(facts: &Facts, words: &Words, extent: Extent, random: &mut Random) -> Vec<String> {
    let mut maker = Maker {
        facts,
        words,
        extent,
        allowed: BTreeMap::new(),
        usual: BTreeMap::new(),
        random,
        lines: Vec::new(),
        named: BTreeSet::new(),
    };
    let mut done = BTreeSet::new();
    for metric in facts.model.metrics.iter() {
        let names: Vec<String> = metric
            .parts()
            .iter()
            .map(|p| p.series(&metric.name))
            .collect();
        let wanted = metric.span.is_some() || names.iter().any(|name| words.series.contains(name));
        let recorded = names.iter().any(|name| facts.all(name).is_none());
        done.extend(names);
        if wanted && !recorded && !maker.skips() {
            maker.metric(metric);
        }
    }
    for name in words.series.iter().filter(|name| !done.contains(*name)) {
        let is_base = facts.model.metrics.get(name).is_some() && facts.recordings(name).is_empty();
        if !is_base && !maker.skips() {
            maker.other(name);
        }
    }
    maker.lines
}

struct Maker<'m, 'a> {
    facts: &'m Facts<'a>,
    words: &'m Words,
    extent: Extent,
    /// What scrapes give to the labels of the metric at hand, which facts about open sets leave out.
    allowed: BTreeMap<String, Vec<String>>,
    /// The value that most series have of a label.
    usual: BTreeMap<String, String>,
    random: &'m mut Random,
    lines: Vec<String>,
    /// The series of the lines.
    named: BTreeSet<String>,
}

impl Maker<'_, '_> {
    /// Whether a metric has no series.
    fn skips(&mut self) -> bool {
        self.extent == Extent::Some && self.random.below(12) == 0
    }

    /// A curve, now and then with gaps.
    fn shown(&mut self, curve: Curve) -> String {
        match self.extent {
            Extent::Some => curve.with_gap(self.random).text(),
            Extent::All => curve.text(),
        }
    }

    fn metric(&mut self, metric: &Metric) {
        let part = metric.parts()[0];
        let name = part.series(&metric.name);
        let Some(known) = self.facts.all(&name).cloned() else {
            return;
        };
        let given = self.facts.model.series.labels(&name);
        let given = given.map(|(label, value)| (label.to_string(), value.values().to_vec()));
        self.allowed = given.filter(|(_, values)| !values.is_empty()).collect();
        for set in self.label_sets(&known, &["le", "quantile"], metric.state_label.as_deref()) {
            match metric.metric_type {
                MetricType::Histogram => self.histogram(metric, &set),
                MetricType::Summary => self.summary(metric, &set),
                _ => self.one(&name, &set, &known),
            }
        }
    }

    /// A recording, or a name that nobody declares: it may be anything, such as a native histogram or buckets.
    fn other(&mut self, name: &str) {
        if self.is_of_native(name) {
            return;
        }
        let recorded = self.facts.all(name).cloned();
        let unknown = recorded.is_none() && self.extent == Extent::Some;
        let is_native = unknown && self.random.below(4) == 0;
        let is_bucket = recorded.is_none() && name.ends_with("_bucket");
        let known = recorded.unwrap_or_else(|| Known::unknown(ValueType::Vector));
        let bounds = ["0.5", "1.0", "2", "10.0", "+Inf"].map(Cow::Borrowed);
        self.allowed.clear();
        for set in self.label_sets(&known, &[], None) {
            if is_bucket {
                let sets = with_all(&set, "le", Some(&bounds));
                let counter = |set| (set, values::counter(self.random));
                let curves: Vec<(LabelSet, Curve)> = sets.into_iter().map(counter).collect();
                for (set, curve) in curves {
                    self.line(name, &set, &curve.text());
                }
            } else if is_native {
                let values = values::native(self.random);
                self.line(name, &set, &values);
            } else {
                self.one(name, &set, &known);
            }
        }
    }

    /// Whether it is a classic series of what is declared as a native histogram: there is none.
    fn is_of_native(&self, name: &str) -> bool {
        let metrics = &self.facts.model.metrics;
        let wholes = ["_bucket", "_sum", "_count"].map(|suffix| name.strip_suffix(suffix));
        let mut found = wholes
            .iter()
            .flatten()
            .filter_map(|whole| metrics.get(whole));
        found.any(|metric| metric.metric_type == MetricType::NativeHistogram)
    }

    fn one(&mut self, name: &str, set: &LabelSet, known: &Known) {
        let values = match known.kind {
            kind if kind.is_native() => values::native(self.random),
            kind if kind.is_total() => {
                let curve = values::counter(self.random);
                self.shown(curve)
            }
            _ => {
                let curve = values::gauge(self.random, &known.range, &self.words.numbers);
                self.shown(curve)
            }
        };
        self.line(name, set, &values);
    }

    fn histogram(&mut self, metric: &Metric, set: &LabelSet) {
        let asked = self.words.labels.get("le").into_iter().flatten();
        let asked = asked.filter_map(|bound| bound.parse().ok());
        let mut undeclared: Vec<f64> = asked.chain([0.1, 1.0, 10.0]).collect();
        undeclared.retain(|bound| bound.is_finite());
        undeclared.sort_by(f64::total_cmp);
        undeclared.dedup();
        let bounds = metric.buckets.as_deref().unwrap_or(&undeclared);
        let signed = metric.range.is_none_or(|[low, _]| low < 0.0);
        let (buckets, sum) = values::histogram(self.random, bounds, signed);
        let count = buckets.last().expect("there is +Inf").clone();
        let bounds = bounds.iter().chain([&f64::INFINITY]);
        for (bound, curve) in bounds.zip(buckets) {
            let mut set = set.clone();
            set.insert("le".to_string(), self.bound(*bound));
            self.line(&Part::Bucket.series(&metric.name), &set, &curve.text());
        }
        self.line(&Part::Sum.series(&metric.name), set, &sum.text());
        self.line(&Part::Count.series(&metric.name), set, &count.text());
    }

    fn summary(&mut self, metric: &Metric, set: &LabelSet) {
        let known = self.facts.all(&metric.name).cloned();
        let range = known.expect("the caller has it").range;
        for quantile in &metric.quantiles {
            let mut set = set.clone();
            set.insert("quantile".to_string(), shown(*quantile));
            let curve = values::gauge(self.random, &range, &self.words.numbers);
            let values = self.shown(curve);
            self.line(&metric.name, &set, &values);
        }
        let (buckets, sum) = values::histogram(self.random, &[1.0], false);
        self.line(&Part::Sum.series(&metric.name), set, &sum.text());
        self.line(&Part::Count.series(&metric.name), set, &buckets[1].text());
    }

    /// How a bound is stored: Prometheus 3 writes floats.
    fn bound(&self, bound: f64) -> String {
        let text = shown(bound);
        let old = self
            .facts
            .model
            .targets
            .prometheus
            .is_some_and(|(major, _)| major < 3);
        match old || text.contains(['.', 'e', 'I']) {
            true => text,
            false => text + ".0",
        }
    }

    fn line(&mut self, name: &str, set: &LabelSet, values: &str) {
        let quoted = |text: &str| {
            let mut quoted = String::new();
            write_quoted(text, &mut quoted);
            quoted
        };
        let mut labels = vec![format!("__name__={}", quoted(name))];
        // Client libraries refuse native histograms with the label of classic ones.
        let refused = |label: &str| label == "le" && values.starts_with("{{");
        let set = set.iter().filter(|(name, _)| !refused(name));
        labels.extend(set.map(|(name, value)| format!("{}={}", quoted(name), quoted(value))));
        let series = format!("{{{}}}", labels.join(", "));
        if self.named.insert(series.clone()) {
            self.lines.push(format!("{series} {values}"));
        }
    }

    /// Up to six sets; of a stateset each with all its states.
    fn label_sets(
        &mut self,
        known: &Known,
        left_out: &[&str],
        state: Option<&str>,
    ) -> Vec<LabelSet> {
        let mut sets: Vec<LabelSet> = Vec::new();
        let mut keys = BTreeSet::new();
        for _ in 0..=self.random.below(6) {
            let Some(mut set) = self.label_set(&known.labels, left_out) else {
                return Vec::new();
            };
            // What tells the parts of one thing apart is no part of its key here.
            if let Some(state) = state {
                set.remove(state);
            }
            let names = known.key.as_ref().map(|key| key.labels.clone());
            let key: Vec<Option<String>> = match names {
                Some(names) => names.iter().map(|name| set.get(*name).cloned()).collect(),
                None => set.iter().map(|pair| Some(format!("{pair:?}"))).collect(),
            };
            if keys.insert(key) {
                sets.push(set);
            }
        }
        match state.map(|state| (state, known.labels.values(state))) {
            Some((state, values)) => sets
                .into_iter()
                .flat_map(|set| with_all(&set, state, values.list()))
                .collect(),
            None => sets,
        }
    }

    /// `None` when no value is possible for a label that must exist.
    fn label_set(&mut self, labels: &Labels, left_out: &[&str]) -> Option<LabelSet> {
        let mut set = LabelSet::new();
        for label in labels
            .iter()
            .filter(|label| !left_out.contains(&label.name))
        {
            if label.presence == Presence::May && self.random.below(2) == 0 {
                continue;
            }
            let value = match label.values.list() {
                Some([]) if label.presence == Presence::Must => return None,
                Some([]) => continue,
                Some(listed) => listed[self.random.below(listed.len())].to_string(),
                None => match self.allowed.get(label.name) {
                    Some(allowed) => allowed[self.random.below(allowed.len())].clone(),
                    None => self.any_value(label.name),
                },
            };
            set.insert(label.name.to_string(), value);
        }
        if labels.open {
            let further = self
                .words
                .labels
                .keys()
                .map(String::as_str)
                .chain(["extra"]);
            for name in further.collect::<Vec<_>>() {
                if labels.get(name).is_none() && self.random.below(3) == 0 {
                    let value = self.any_value(name);
                    set.insert(name.to_string(), value);
                }
            }
        }
        Some(set)
    }

    fn any_value(&mut self, label: &str) -> String {
        if let Some(usual) = self.usual.get(label).filter(|_| self.random.below(3) > 0) {
            return usual.clone();
        }
        let asked = self.words.labels.get(label).into_iter().flatten();
        let mut values: Vec<&str> = asked.map(String::as_str).collect();
        values.extend(["a", "b"]);
        let value = values[self.random.below(values.len())].to_string();
        let usual = self.usual.entry(label.to_string());
        usual.or_insert_with(|| value.clone());
        value
    }
}

fn with_all(set: &LabelSet, state: &str, values: Option<&[Cow<str>]>) -> Vec<LabelSet> {
    let values = values.map_or_else(
        || vec!["a".to_string(), "b".to_string()],
        |values| values.iter().map(ToString::to_string).collect(),
    );
    let with = |value: String| {
        let mut set = set.clone();
        set.insert(state.to_string(), value);
        set
    };
    values.into_iter().map(with).collect()
}

fn shown(value: f64) -> String {
    let mut text = String::new();
    write_number_short(value, &mut text);
    text
}

impl Curve {
    /// The values with blanks between them.
    pub fn text(&self) -> String {
        let values = self
            .0
            .iter()
            .map(|value| value.map_or_else(|| "_".to_string(), shown));
        values.collect::<Vec<_>>().join(" ")
    }
}
