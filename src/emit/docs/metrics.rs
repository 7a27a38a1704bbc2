//! The page of the project's metrics.

use super::{
    markdown::{anchor, cell, code, join},
    uses::{Use, Uses},
};
use crate::model::{
    Metric, MetricType, Model,
    metric::{self, Part},
};
use serde::Serialize;

/// What `templates/docs/metrics.md` names.
#[derive(Serialize)]
pub struct Page {
    project: String,
    metrics: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    name: String,
    anchor: String,
    metric_type: &'static str,
    unit: String,
    help: String,
    help_cell: String,
    deprecated: String,
    planned: bool,
    /// Further facts, each with its name.
    facts: Vec<(&'static str, String)>,
    labels: Vec<[String; 3]>,
    uses: Vec<Use>,
}

/// The page; `None` when the project declares no metric.
pub fn page(model: &Model) -> Option<Page> {
    let declared = model.metrics.iter().filter(|metric| metric.span.is_some());
    let uses = Uses::of(model);
    let metrics: Vec<Entry> = declared
        .map(|metric| entry(model, metric, uses.list(&metric.name)))
        .collect();
    (!metrics.is_empty()).then(|| Page {
        project: model.metadata.name.value.clone(),
        metrics,
    })
}

/// The anchor of a metric on the page; `None` when it is not there.
pub fn anchor_of(model: &Model, series: &str) -> Option<(String, String)> {
    let (metric, _) = model.metrics.of_series(series)?;
    metric.span?;
    Some((metric.name.clone(), anchor(&metric.name)))
}

fn entry(model: &Model, metric: &Metric, uses: Vec<Use>) -> Entry {
    Entry {
        name: metric.name.clone(),
        anchor: anchor(&metric.name),
        metric_type: type_name(metric.metric_type),
        unit: metric.unit.clone().unwrap_or_default(),
        help: metric.help.clone(),
        help_cell: cell(&metric.help),
        deprecated: metric.deprecated.clone().unwrap_or_default(),
        planned: metric.planned,
        facts: facts(model, metric),
        labels: metric.labels.iter().map(label).collect(),
        uses,
    }
}

fn type_name(metric_type: MetricType) -> &'static str {
    match metric_type {
        MetricType::Counter => "counter",
        MetricType::Gauge => "gauge",
        MetricType::Histogram => "histogram",
        MetricType::NativeHistogram => "native histogram",
        MetricType::Summary => "summary",
        MetricType::Stateset => "stateset",
        MetricType::Info => "info",
    }
}

/// Name, help and values of a label.
fn label(label: &metric::Label) -> [String; 3] {
    let values = label.values.iter().flatten().map(|value| code(value));
    let values: Vec<String> = values.collect();
    [
        code(&label.name),
        cell(&label.help),
        cell(&values.join(", ")),
    ]
}

fn facts(model: &Model, metric: &Metric) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    let mut tell = |name, text: String| {
        if !text.is_empty() {
            facts.push((name, text));
        }
    };
    if metric.parts() != [Part::Whole] {
        let series = metric.parts().iter();
        tell(
            "Series",
            join(series.map(|part| code(&part.series(&metric.name)))),
        );
    }
    let numbers = |numbers: &[f64]| join(numbers.iter().map(f64::to_string));
    tell(
        "Buckets",
        metric.buckets.as_deref().map(numbers).unwrap_or_default(),
    );
    tell("Quantiles", numbers(&metric.quantiles));
    let range = metric.range.map(|[low, high]| format!("{low} to {high}"));
    tell("Range", range.unwrap_or_default());
    tell(
        "State",
        metric.state_label.as_deref().map(code).unwrap_or_default(),
    );
    tell(
        "Exposed as",
        join(metric.exposed_as.iter().map(|name| code(name))),
    );
    let (served, added) = scraped(model, metric);
    tell("Scraped by", served);
    tell("Added by the scrape", added);
    facts
}

/// The scrapes that a metric comes from, and the labels that they add.
fn scraped(model: &Model, metric: &Metric) -> (String, String) {
    let series = metric.parts().first().map(|part| part.series(&metric.name));
    let series = series.unwrap_or_default();
    let mut names: Vec<String> = Vec::new();
    let mut added: Vec<String> = Vec::new();
    for source in model.series.sources(&series) {
        let key = code(&model.scrapes[source.scrape].key);
        if !names.contains(&key) {
            names.push(key);
        }
        let labels = model.series.target_labels(*source);
        let labels = labels
            .map(|(label, _)| label)
            .filter(|label| metric.label(label).is_none());
        added.extend(labels.map(code));
    }
    added.sort();
    added.dedup();
    (names.join(", "), added.join(", "))
}
