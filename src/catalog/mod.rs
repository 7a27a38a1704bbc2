//! Metrics of others: what a program exposes, from tables that gen brings along and from `/metrics` text of the user.
//!
//! Invariants: every catalogue that is built in names its origin and version, and holds facts only, no texts of others; what is not
//! known of a metric is `None`. Deliberately absent: under which names the metrics arrive, which is up to the scrape.

mod file;
mod table;
#[cfg(test)]
mod tests;

pub use file::from_text;

use crate::project::MetricType;

/// What a program exposes.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    /// Where the facts come from.
    pub origin: String,
    /// The version of the origin.
    pub version: String,
    /// Whether the program exposes nothing else, so that a metric that is not here does not exist.
    pub complete: bool,
    /// The metrics, each once.
    pub metrics: Vec<Metric>,
}

/// A metric as a program exposes it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Metric {
    /// Its name, for a counter with `_total` where the program writes it.
    pub name: String,
    /// Its type; `None` when it is not known.
    pub metric_type: Option<MetricType>,
    /// Its unit; `None` when only the name may tell it.
    pub unit: Option<String>,
    /// What it measures; empty in what is built in.
    pub help: String,
    /// Labels that the program writes, without `le` and `quantile`.
    pub labels: Vec<Label>,
    /// Upper bounds of a histogram's buckets, ascending, without `+Inf`; `None` when they are not known.
    pub buckets: Option<Vec<f64>>,
    /// Quantiles of a summary, 0 to 1.
    pub quantiles: Vec<f64>,
    /// The label of a stateset that names the state.
    pub state_label: Option<String>,
}

/// A label of a metric.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// Its name.
    pub name: String,
    /// All its values; `None` when any.
    pub values: Option<Vec<String>>,
}

/// The tables that gen brings along, by name.
const BUILT_IN: [(&str, &str); 10] = [
    (
        "cadvisor",
        include_str!("../../schemas/metrics/cadvisor.txt"),
    ),
    (
        "controller-runtime",
        include_str!("../../schemas/metrics/controller-runtime.txt"),
    ),
    ("go", include_str!("../../schemas/metrics/go.txt")),
    (
        "kube-state-metrics",
        include_str!("../../schemas/metrics/kube-state-metrics.txt"),
    ),
    ("kubelet", include_str!("../../schemas/metrics/kubelet.txt")),
    ("node", include_str!("../../schemas/metrics/node.txt")),
    ("process", include_str!("../../schemas/metrics/process.txt")),
    ("sglang", include_str!("../../schemas/metrics/sglang.txt")),
    ("vllm-v0", include_str!("../../schemas/metrics/vllm-v0.txt")),
    ("vllm-v1", include_str!("../../schemas/metrics/vllm-v1.txt")),
];

/// The names of what is built in, sorted.
pub fn names() -> Vec<&'static str> {
    BUILT_IN.iter().map(|(name, _)| *name).collect()
}

/// What is built in under a name; `None` when there is nothing.
pub fn find_built_in(name: &str) -> Option<Catalog> {
    let (_, text) = BUILT_IN.iter().find(|(known, _)| *known == name)?;
    Some(table::read(text).expect("every table is read in a test"))
}
