//! Which labels a series has in Prometheus, and who puts them there.
//!
//! A seam: who knows what relabeling does to labels answers here. Deliberately absent: labels of recordings, which
//! `dashboard::facts` infers from their expressions.

use super::{MetricType, Metrics, metric::Part, names};
use crate::project::{Project, RelabelStep, Spanned};
use std::collections::BTreeSet;

/// Who puts a label on a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LabelSource {
    /// The process that exposes the metric.
    Process,
    /// The scrape: discovery, the operator, relabeling.
    Scrape,
}

/// Labels that prometheus-operator puts on every target. Source: prometheus-operator, `generateServiceMonitorConfig`.
const TARGET_LABELS: [&str; 7] = [
    "container",
    "endpoint",
    "instance",
    "job",
    "namespace",
    "pod",
    "service",
];

/// Series and their labels.
#[derive(Clone, Debug)]
pub struct Series<'a> {
    metrics: &'a Metrics,
    scrape_labels: BTreeSet<&'a str>,
}

impl<'a> Series<'a> {
    /// What a project's metrics and scrapes say about series.
    pub fn new(project: &'a Project, metrics: &'a Metrics) -> Self {
        let mut scrape_labels = BTreeSet::from(TARGET_LABELS);
        let pods = project.prometheus.pod_target_labels.iter();
        scrape_labels.extend(pods.map(Spanned::as_str));
        for scrape in project.scrape.values() {
            let lists = [&scrape.target_labels, &scrape.pod_target_labels];
            scrape_labels.extend(lists.into_iter().flatten().map(Spanned::as_str));
            let steps = [&scrape.relabelings, &scrape.metric_relabelings];
            scrape_labels.extend(steps.into_iter().flat_map(targets));
            for endpoint in scrape.endpoints.values() {
                let steps = [&endpoint.relabelings, &endpoint.metric_relabelings];
                scrape_labels.extend(steps.into_iter().flat_map(targets));
            }
        }
        Self {
            metrics,
            scrape_labels,
        }
    }

    /// Who puts a label on a series; `None` when the series has no such label or is not known.
    pub fn label_source(&self, series: &str, label: &str) -> Option<LabelSource> {
        let scraped = || {
            self.scrape_labels
                .contains(label)
                .then_some(LabelSource::Scrape)
        };
        if let Some((metric, part)) = self.metrics.of_series(series) {
            let own =
                metric.label(label).is_some() || is_part_label(metric.metric_type, part, label);
            return own.then_some(LabelSource::Process).or_else(scraped);
        }
        // The name of a histogram has no series of its own, but stands for all of them.
        if let Some(metric) = self.metrics.get(series) {
            let own = metric.label(label).is_some();
            return own.then_some(LabelSource::Process).or_else(scraped);
        }
        is_of_scrape(series).then(scraped).flatten()
    }

    /// Every label of a series, those of the process first.
    pub fn labels(&self, series: &str) -> Vec<&str> {
        let metric = self
            .metrics
            .of_series(series)
            .map(|(metric, _)| metric)
            .or_else(|| self.metrics.get(series));
        let own = metric.iter().flat_map(|metric| &metric.labels);
        own.map(|label| label.name.as_str())
            .chain(self.scrape_labels.iter().copied())
            .collect()
    }
}

fn targets(steps: &Option<Vec<Spanned<RelabelStep>>>) -> impl Iterator<Item = &str> {
    let steps = steps.iter().flatten();
    steps
        .filter_map(|step| step.value.target_label.as_ref())
        .map(Spanned::as_str)
        .filter(|label| !label.starts_with("__"))
}

fn is_part_label(metric_type: MetricType, part: Part, label: &str) -> bool {
    match metric_type {
        MetricType::Histogram => part == Part::Bucket && label == names::LE,
        MetricType::Summary => part == Part::Whole && label == names::QUANTILE,
        _ => false,
    }
}

/// Whether Prometheus itself writes the series with every scrape. Source: prometheus.io, "Jobs and instances".
fn is_of_scrape(series: &str) -> bool {
    series == "up" || series.starts_with("scrape_")
}
