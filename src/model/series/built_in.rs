//! Metrics that Prometheus writes itself.

use crate::model::{Allows, Metric, MetricType, metric::Label};

/// About every scrape, with the labels of its target; the last three behind the feature `extra-scrape-metrics`.
/// Source: prometheus.io, "Jobs and instances".
const SCRAPE: [(&str, &str, Option<&str>); 8] = [
    (
        "up",
        "1 when the last scrape of the target succeeded, else 0.",
        None,
    ),
    (
        "scrape_duration_seconds",
        "Duration of the scrape.",
        Some("seconds"),
    ),
    (
        "scrape_samples_scraped",
        "Samples that the target exposed.",
        Some("samples"),
    ),
    (
        "scrape_samples_post_metric_relabeling",
        "Samples that were left after metric relabeling.",
        Some("samples"),
    ),
    (
        "scrape_series_added",
        "About how many series are new in this scrape.",
        Some("series"),
    ),
    (
        "scrape_timeout_seconds",
        "Timeout that is set for the target.",
        Some("seconds"),
    ),
    (
        "scrape_sample_limit",
        "Sample limit that is set for the target, 0 for none.",
        Some("samples"),
    ),
    (
        "scrape_body_size_bytes",
        "Size of the last response, -1 when it was too large.",
        Some("bytes"),
    ),
];

/// About alerts, with their labels. Source: prometheus.io, "Alerting rules".
const ALERTS: [(&str, &str, Option<&str>); 2] = [
    ("ALERTS", "1 while an alert is pending or firing.", None),
    (
        "ALERTS_FOR_STATE",
        "Time at which an alert became active, in seconds since 1970.",
        Some("seconds"),
    ),
];

/// Whether Prometheus writes the metric.
pub fn is_built_in(name: &str) -> bool {
    SCRAPE
        .iter()
        .chain(&ALERTS)
        .any(|(known, ..)| *known == name)
}

/// The metrics that Prometheus writes. Those about scrapes have no labels of a process; those about alerts have at least these.
pub fn metrics() -> impl Iterator<Item = Metric> {
    let scrape = SCRAPE.iter().map(|known| metric(known, Vec::new()));
    let alerts = ALERTS
        .iter()
        .map(|known| metric(known, alert_labels(known.0)));
    scrape.chain(alerts)
}

fn alert_labels(metric: &str) -> Vec<Label> {
    let label = |name: &str, help: &str, values: Option<Vec<String>>| Label {
        name: name.to_string(),
        help: help.to_string(),
        values,
    };
    let mut labels = vec![label("alertname", "Name of the alert.", None)];
    if metric == "ALERTS" {
        let states = vec!["pending".to_string(), "firing".to_string()];
        labels.push(label("alertstate", "State of the alert.", Some(states)));
    }
    labels.push(label("severity", "Severity of the alert.", None));
    labels
}

fn metric((name, help, unit): &(&str, &str, Option<&str>), labels: Vec<Label>) -> Metric {
    Metric {
        name: (*name).to_string(),
        span: None,
        metric_type: MetricType::Gauge,
        help: (*help).to_string(),
        labels,
        unit: unit.map(str::to_string),
        unit_declared: false,
        range: matches!(*name, "up" | "ALERTS").then_some([0.0, 1.0]),
        buckets: None,
        quantiles: Vec::new(),
        exposed_as: Vec::new(),
        deprecated: None,
        planned: false,
        key: None,
        additive: *name != "ALERTS_FOR_STATE",
        initialized: !name.starts_with("ALERTS"),
        state_label: None,
        allow: Allows::new(),
    }
}
