//! What is known about the series of a model's metrics before a selector narrows them.

use super::{
    Because, Facts, Interval, Key, Kind, Known, Label, Labels, Naming, OBSERVATIONS, Origin,
    Presence, TIMESTAMP, Unit, Values,
};
use crate::{
    model::{
        LabelSource, Metric, MetricType, Model, Recording, Scrape, Spanned,
        metric::Part,
        names,
        series::{Value, is_built_in},
    },
    promql::ValueType,
    relabel::{Action, Pattern},
};
use std::{borrow::Cow, collections::HashMap, sync::Arc};

/// What a model has under a name.
#[derive(Clone, Debug)]
pub enum Subject<'a> {
    /// Series of a metric.
    Series(&'a Metric, Part),
    /// A metric that has no series of its own name: a classic histogram, whose series end in `_bucket`, `_sum` and `_count`.
    NoSeries(&'a Metric),
    /// What these recordings yield.
    Recordings(Vec<&'a Recording>),
    /// Nothing, or both a metric and a recording.
    Unknown,
}

/// What the model has under a name.
pub fn subject<'a>(facts: &Facts<'a>, name: &str) -> Subject<'a> {
    let metrics = &facts.model.metrics;
    let recordings = facts.recordings(name);
    match (metrics.of_series(name), recordings) {
        (Some((metric, part)), []) => Subject::Series(metric, part),
        (None, []) => metrics
            .get(name)
            .map_or(Subject::Unknown, Subject::NoSeries),
        (None, recordings) => Subject::Recordings(recordings.to_vec()),
        (Some(_), _) => Subject::Unknown,
    }
}

/// The series of a model's metrics whose names a pattern matches.
pub fn matching<'a>(model: &'a Model, pattern: &str) -> Vec<(&'a Metric, Part)> {
    let Ok(pattern) = Pattern::compile(pattern) else {
        return Vec::new();
    };
    let parts = parts(model);
    parts
        .filter(|(metric, part)| pattern.is_match(&part.series(&metric.name)))
        .collect()
}

/// The series of a model's metrics.
fn parts(model: &Model) -> impl Iterator<Item = (&Metric, Part)> {
    let metrics = model.metrics.iter();
    metrics.flat_map(|metric| metric.parts().iter().map(move |part| (metric, *part)))
}

/// What is known about every series of a model's metrics, by name.
pub fn series(model: &Model) -> HashMap<String, Known<'_>> {
    parts(model)
        .map(|(metric, part)| {
            let name = part.series(&metric.name);
            let known = one(model, metric, part, &name);
            (name, known)
        })
        .collect()
}

fn one<'a>(model: &'a Model, metric: &'a Metric, part: Part, name: &str) -> Known<'a> {
    let (unit, unit_because) = unit(metric, part);
    let (range, range_because) = range(metric, part);
    let kind = Kind::of(metric, part);
    let histogram = kind.is_buckets() || kind.is_native();
    Known {
        name: Naming::Unknown,
        labels: Arc::new(labels(model, metric, name)),
        unit,
        unit_declared: metric.unit_declared || is_written(metric) || unit == Unit::Of(OBSERVATIONS),
        unit_because,
        range,
        range_because,
        kind,
        kind_because: match is_written(metric) {
            true => Because::Prometheus(&metric.name),
            false => Because::Metric(&metric.name),
        },
        key: key(metric, part),
        metric: (histogram || kind == Kind::Stateset).then_some(metric),
        ..Known::unknown(ValueType::Vector)
    }
}

fn labels<'a>(model: &'a Model, metric: &'a Metric, series: &str) -> Labels<'a> {
    // What the project does not declare other programs may expose too, and other scrapes serve.
    let open = metric.span.is_none() || model.series.is_open(series);
    let scrape = model.series.sources(series).first();
    let scrape = scrape.and_then(|source| model.scrapes.get(source.scrape));
    let labels = model.series.labels(series).map(|(name, value)| {
        let of_others = open && value.source == LabelSource::Scrape;
        let always = if of_others {
            matches!(name, names::JOB | names::INSTANCE)
        } else {
            value.always
        };
        Label {
            name,
            presence: if always {
                Presence::Must
            } else {
                Presence::May
            },
            values: if of_others {
                Values::Any
            } else {
                values(metric, scrape, name, value)
            },
            origin: match value.source {
                LabelSource::Process if is_written(metric) => Origin::Prometheus(metric),
                LabelSource::Process => Origin::Process(metric),
                LabelSource::Scrape => Origin::Scrape(scrape.filter(|_| !open)),
            },
        }
    });
    Labels::new(labels.collect(), open)
}

fn values<'a>(
    metric: &'a Metric,
    scrape: Option<&Scrape>,
    name: &str,
    value: &'a Value,
) -> Values<'a> {
    let known = value.values();
    if !known.is_empty() {
        return Values::among(known.iter().map(|value| Cow::Borrowed(value.as_str())));
    }
    let declared = metric
        .label(name)
        .or_else(|| metric.label(name.strip_prefix("exported_")?))
        .filter(|_| {
            value.source == LabelSource::Process
                && !scrape.is_some_and(|scrape| changes(scrape, name))
        });
    match declared.and_then(|label| label.values.as_ref()) {
        Some(values) => {
            let filled = values.iter().filter(|value| !value.is_empty());
            Values::among(filled.map(|value| Cow::Borrowed(value.as_str())))
        }
        None => Values::Any,
    }
}

/// Whether a step may write the label after the process did.
fn changes(scrape: &Scrape, label: &str) -> bool {
    let steps = scrape
        .endpoints
        .iter()
        .flat_map(|endpoint| &endpoint.metric_relabelings);
    let mut steps = steps.map(|relabeling| &relabeling.step);
    steps.any(|step| {
        let target = &step.target_label;
        target == label || target.contains('$') || step.action == Action::LabelMap
    })
}

fn unit(metric: &Metric, part: Part) -> (Unit<'_>, Because<'_>) {
    let name = metric.name.as_str();
    if matches!(part, Part::Bucket | Part::Count)
        || metric.metric_type == MetricType::NativeHistogram
    {
        return (Unit::Of(OBSERVATIONS), Because::Type(name));
    }
    observed_unit(metric)
}

/// The unit of what a metric measures.
pub fn observed_unit(metric: &Metric) -> (Unit<'_>, Because<'_>) {
    let name = metric.name.as_str();
    let is_instant = name.contains("_timestamp_seconds") || name == ALERTS_FOR_STATE;
    let unit = match metric.unit.as_deref() {
        Some("seconds") | None if is_instant => Unit::Of(TIMESTAMP),
        Some(unit) => Unit::read(unit),
        None => Unit::Unknown,
    };
    let because = match unit {
        Unit::Unknown => Because::Unsaid,
        _ if is_written(metric) => Because::Prometheus(name),
        _ if metric.unit_declared => Because::Metric(name),
        _ => Because::Suffix(name),
    };
    (unit, because)
}

/// Whether Prometheus writes the metric itself.
fn is_written(metric: &Metric) -> bool {
    metric.span.is_none() && is_built_in(&metric.name)
}

/// Seconds since 1970 without saying so.
const ALERTS_FOR_STATE: &str = "ALERTS_FOR_STATE";

fn range(metric: &Metric, part: Part) -> (Interval, Because<'_>) {
    let name = metric.name.as_str();
    let declared = metric.range.map(|[low, high]| Interval::new(low, high));
    let by_type = match (metric.metric_type, part) {
        (_, Part::Bucket | Part::Count) | (MetricType::Counter, _) => Some(Interval::from(0.0)),
        (MetricType::Stateset, _) => Some(Interval::new(0.0, 1.0)),
        (MetricType::Info, _) => Some(Interval::point(1.0)),
        (_, Part::Sum) => {
            let positive = declared.is_some_and(|range| range.low >= 0.0);
            positive.then(|| Interval::from(0.0))
        }
        (MetricType::Summary, Part::Whole) => declared.map(Interval::or_nan),
        _ => None,
    };
    let whole = part == Part::Whole && metric.metric_type != MetricType::NativeHistogram;
    match (declared.filter(|_| whole), by_type) {
        (_, Some(range)) if metric.metric_type == MetricType::Summary => {
            (range, Because::Metric(name))
        }
        (Some(range), Some(by_type)) => (range.and(by_type), Because::Metric(name)),
        (Some(range), None) => {
            let because = if is_written(metric) {
                Because::Prometheus(name)
            } else {
                Because::Metric(name)
            };
            (range, because)
        }
        (None, Some(by_type)) => (by_type, Because::Type(name)),
        (None, None) => (Interval::ALL, Because::Unsaid),
    }
}

/// The declared key with the label that tells the series of one metric apart.
fn key(metric: &Metric, part: Part) -> Option<Arc<Key<'_>>> {
    let mut labels: Vec<&str> = metric.key.as_ref()?.iter().map(Spanned::as_str).collect();
    let further = match (metric.metric_type, part) {
        (_, Part::Bucket) => Some(names::LE),
        (MetricType::Summary, Part::Whole) => Some(names::QUANTILE),
        _ => metric.state_label.as_deref(),
    };
    labels.extend(further.filter(|label| !labels.contains(label)));
    Some(Arc::new(Key {
        labels,
        declared: true,
    }))
}
