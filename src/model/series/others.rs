//! The metrics of catalogues: under which names and with which labels they arrive.
//!
//! Invariant: what the project declares itself stays as it is declared. A name that relabeling may or may not change is unknown.

use super::{
    LabelSource, Seen, Series, Target,
    arrival::{arrive, keep, merge_sample, unserved},
    trace::Value,
};
use crate::model::{
    Metric, Metrics,
    catalog::{self, Catalogs, Known},
    metric::Part,
    names,
};

/// Adds the metrics of the catalogues that endpoints serve, and of those that the project names and no endpoint serves.
pub fn add(targets: &[Target], catalogs: &Catalogs, metrics: &mut Metrics, series: &mut Series) {
    for (name, known) in catalogs.iter() {
        let listed = |target: &&Target| {
            let mut listed = target.endpoint.catalogs.iter();
            listed.any(|catalog| catalog.as_str() == name)
        };
        let serving: Vec<&Target> = targets.iter().filter(listed).collect();
        for metric in &known.catalog.metrics {
            let Some(metric) = catalog::metric(metric, &metric.name) else {
                continue;
            };
            if serving.is_empty() {
                elsewhere(known, metric, metrics, series);
            } else {
                serving
                    .iter()
                    .for_each(|target| served(target, &metric, metrics, series));
            }
        }
    }
}

/// A metric that somebody else's scrape serves.
fn elsewhere(known: &Known, metric: Metric, metrics: &mut Metrics, series: &mut Series) {
    if !known.declared || metrics.get(&metric.name).is_some() {
        return;
    }
    for part in metric.parts() {
        let mut seen = unserved(&metric, *part);
        if let Some(job) = &known.job {
            let value = Value::known(job, LabelSource::Scrape);
            seen.labels.insert(names::JOB.to_string(), value);
        }
        keep(series, &metric, *part, &seen);
    }
    metrics.insert(metric);
}

/// A metric through one endpoint, under the name that relabeling gives it.
fn served(target: &Target, exposed: &Metric, metrics: &mut Metrics, series: &mut Series) {
    let mut name: Option<String> = None;
    let mut arrived = Vec::new();
    for part in exposed.parts() {
        let given = part.series(&exposed.name);
        let state = match arrive(target, exposed, *part, &given) {
            Ok(state) => state,
            Err(step) => {
                let dropped = series.dropped.entry(given).or_default();
                dropped.push((target.source, step));
                continue;
            }
        };
        let found = state.name().and_then(|found| part.metric_of(found));
        let Some(found) = found.map(str::to_string) else {
            continue;
        };
        if name.get_or_insert_with(|| found.clone()) == &found {
            arrived.push((*part, state));
        }
    }
    let Some(name) = name else { return };
    if metrics.get(&name).is_some_and(|known| known.span.is_some()) {
        return;
    }
    let metric = merged(metrics.get(&name), exposed, &name);
    for (part, state) in arrived {
        let mut seen = Seen::default();
        merge_sample(&mut seen, target, &state);
        keep(series, &metric, part, &seen);
    }
    metrics.insert(metric);
}

/// A metric with what is known from another endpoint or catalogue: labels of both, and values only where both know them.
fn merged(known: Option<&Metric>, exposed: &Metric, name: &str) -> Metric {
    let mut metric = Metric {
        name: name.to_string(),
        ..exposed.clone()
    };
    let Some(known) = known else { return metric };
    metric.metric_type = known.metric_type;
    for label in &known.labels {
        match metric.labels.iter_mut().find(|own| own.name == label.name) {
            Some(own) if own.values != label.values => own.values = None,
            Some(_) => {}
            None => metric.labels.push(label.clone()),
        }
    }
    if metric.buckets != known.buckets {
        metric.buckets = None;
    }
    metric
}

impl Part {
    /// The metric whose series of this part has the name; `None` when it is no such name.
    fn metric_of(self, series: &str) -> Option<&str> {
        series.strip_suffix(self.series("").as_str())
    }
}
