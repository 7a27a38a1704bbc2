//! The tables of `schemas/metrics/`: a head of three lines, then one metric per line.
//!
//! `name type unit label label=value|value …`, by blanks. The unit is `-` where only the name may tell it; `le` lists the bounds of
//! buckets and `quantile` the quantiles. Lines that begin with `#` are comments.

use super::{Catalog, Label, Metric};
use crate::project::MetricType;

/// Words of the types.
const TYPES: [(&str, MetricType); 6] = [
    ("counter", MetricType::Counter),
    ("gauge", MetricType::Gauge),
    ("histogram", MetricType::Histogram),
    ("summary", MetricType::Summary),
    ("info", MetricType::Info),
    ("stateset", MetricType::Stateset),
];

/// Reads a table; an error names the line that is wrong.
pub fn read(text: &str) -> Result<Catalog, String> {
    let mut catalog = Catalog::default();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    for line in lines {
        let mut words = line.split_whitespace();
        let Some(first) = words.next() else { continue };
        let rest = line[first.len()..].trim();
        match first {
            "origin" => catalog.origin = rest.to_string(),
            "version" => catalog.version = rest.to_string(),
            "complete" => catalog.complete = rest == "yes",
            name => catalog.metrics.push(metric(name, words).ok_or(line)?),
        }
    }
    Ok(catalog)
}

fn metric<'a>(name: &str, mut words: impl Iterator<Item = &'a str>) -> Option<Metric> {
    let (word, unit) = (words.next()?, words.next()?);
    let (_, metric_type) = TYPES.iter().find(|(known, _)| *known == word)?;
    let mut metric = Metric {
        name: name.to_string(),
        metric_type: Some(*metric_type),
        unit: (unit != "-").then(|| unit.to_string()),
        ..Metric::default()
    };
    for word in words {
        let (name, values) = match word.split_once('=') {
            Some((name, values)) => (name, Some(values.split('|').map(str::to_string).collect())),
            None => (word, None::<Vec<String>>),
        };
        match (name, metric_type, values) {
            ("le", MetricType::Histogram, Some(values)) => metric.buckets = Some(numbers(&values)?),
            ("quantile", MetricType::Summary, Some(values)) => metric.quantiles = numbers(&values)?,
            (name, _, values) => {
                if *metric_type == MetricType::Stateset && values.is_some() {
                    metric.state_label = Some(name.to_string());
                }
                metric.labels.push(Label {
                    name: name.to_string(),
                    values,
                });
            }
        }
    }
    Some(metric)
}

fn numbers(texts: &[String]) -> Option<Vec<f64>> {
    texts.iter().map(|text| text.parse().ok()).collect()
}
