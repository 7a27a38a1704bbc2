//! A catalogue from `/metrics` text that the user keeps.

use super::{Catalog, Label, Metric};
use crate::{
    exposition::{self, Family, Format, Series, Type},
    project::MetricType,
    promql::Error,
};
use std::collections::BTreeSet;

/// Labels that only one kind of series has, and that the metric's type implies.
const IMPLIED: [(MetricType, &str); 2] = [
    (MetricType::Histogram, "le"),
    (MetricType::Summary, "quantile"),
];

/// Reads `/metrics` text in either format. The sample is never complete: a program may expose more at another time, and labels may
/// have other values.
pub fn from_text(text: &str) -> (Catalog, Vec<Error>) {
    let format = Format::of(text);
    let (entries, errors) = exposition::parse(text, format);
    let families = exposition::families(entries);
    let catalog = Catalog {
        origin: "the text of `/metrics`".to_string(),
        metrics: families.iter().map(metric).collect(),
        ..Catalog::default()
    };
    (catalog, errors)
}

fn metric(family: &Family) -> Metric {
    let metric_type = family.metric_type.and_then(known);
    let text = |text: &exposition::Text| text.value.to_string();
    let unit = family.unit.as_ref().map(text);
    let name = name(family);
    let state = name.clone();
    Metric {
        labels: labels(family, metric_type),
        buckets: numbers(family, MetricType::Histogram, metric_type),
        quantiles: numbers(family, MetricType::Summary, metric_type).unwrap_or_default(),
        // OpenMetrics 1.0, "StateSet": the label is called as the metric.
        state_label: (metric_type == Some(MetricType::Stateset)).then_some(state),
        help: family.help.as_ref().map(text).unwrap_or_default(),
        unit: unit.filter(|unit| !unit.is_empty()),
        metric_type,
        name,
    }
}

/// The name that queries use: OpenMetrics leaves `_total` and `_info` to the series.
fn name(family: &Family) -> String {
    let own = &*family.name.value;
    let suffix = match family.metric_type {
        Some(Type::Counter) => "_total",
        Some(Type::Info) => "_info",
        _ => return own.to_string(),
    };
    let longer = format!("{own}{suffix}");
    let written = family
        .series
        .iter()
        .any(|series| series.name.value == longer);
    if written { longer } else { own.to_string() }
}

fn known(written: Type) -> Option<MetricType> {
    match written {
        Type::Counter => Some(MetricType::Counter),
        Type::Gauge => Some(MetricType::Gauge),
        Type::Histogram => Some(MetricType::Histogram),
        Type::Summary => Some(MetricType::Summary),
        Type::Info => Some(MetricType::Info),
        Type::Stateset => Some(MetricType::Stateset),
        Type::GaugeHistogram | Type::Unknown => None,
    }
}

fn implied(metric_type: Option<MetricType>) -> Option<&'static str> {
    let row = IMPLIED.iter().find(|(of, _)| Some(*of) == metric_type);
    row.map(|(_, label)| *label)
}

/// The labels of all series, in the order in which they are first written.
fn labels(family: &Family, metric_type: Option<MetricType>) -> Vec<Label> {
    let (mut known, mut labels) = (BTreeSet::new(), Vec::new());
    for label in family.series.iter().flat_map(|series| &series.labels) {
        let name = &*label.name.value;
        if Some(name) != implied(metric_type) && known.insert(name) {
            labels.push(Label {
                name: name.to_string(),
                values: None,
            });
        }
    }
    labels
}

/// The values of the label that a type implies, as numbers, ascending, without infinity; `None` when there is no series.
fn numbers(
    family: &Family,
    wanted: MetricType,
    metric_type: Option<MetricType>,
) -> Option<Vec<f64>> {
    if metric_type != Some(wanted) {
        return None;
    }
    let value = |series: &Series| {
        let label = series
            .labels
            .iter()
            .find(|label| Some(&*label.name.value) == implied(metric_type));
        label?.value.value.parse::<f64>().ok()
    };
    let mut numbers: Vec<f64> = family.series.iter().filter_map(value).collect();
    numbers.retain(|number| number.is_finite());
    numbers.sort_by(f64::total_cmp);
    numbers.dedup();
    (!numbers.is_empty()).then_some(numbers)
}
