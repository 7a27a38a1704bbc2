//! `[labels]`, `[metrics]`, `[catalogs]`.

use super::{Allows, Names, Scalar, Spanned, Table, enabled};
use schemars::JsonSchema;
use serde::Deserialize;

/// A label, declared once for the project.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Label {
    /// What it tells.
    pub help: Option<Spanned<String>>,
    /// Its possible values; default: any.
    pub values: Option<Vec<Spanned<String>>>,
    /// Name of an enum in `[types]` that lists its values.
    #[serde(rename = "type")]
    pub enum_type: Option<Spanned<String>>,
    /// Exceptions from checks.
    pub allow: Allows,
}

/// Type of a metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MetricType {
    /// Only grows.
    Counter,
    /// Goes up and down.
    Gauge,
    /// Classic histogram: `_bucket`, `_sum`, `_count`.
    Histogram,
    /// Native histogram: one series.
    NativeHistogram,
    /// Quantiles computed by the process, with `_sum` and `_count`.
    Summary,
    /// One series per state, 1 for the current one.
    Stateset,
    /// Always 1; its labels say something.
    Info,
}

/// A metric, under the name that queries see.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Metric {
    /// Whether the metric exists; `false` removes it.
    #[serde(default = "enabled")]
    pub enabled: bool,
    /// Its type; default: that of the catalogue's metric that `exposed-as` names.
    #[serde(rename = "type")]
    pub metric_type: Option<Spanned<MetricType>>,
    /// What it measures, one sentence; default: from the catalogue's file.
    pub help: Option<Spanned<String>>,
    /// Labels that the process exposes; default: those of the catalogue's metrics that `exposed-as` names.
    #[serde(default)]
    pub labels: Names,
    /// Values of a label on this metric, instead of the project's.
    #[serde(default)]
    pub label_values: Table<Vec<Spanned<String>>>,
    /// Unit: a Prometheus base unit, `ratio`, or a plain noun; default: from the catalogue, else from the name's suffix.
    pub unit: Option<Spanned<String>>,
    /// Smallest and largest possible value.
    pub range: Option<Spanned<[f64; 2]>>,
    /// Upper bounds of a histogram's buckets, ascending, without `+Inf`; default: from the catalogue.
    pub buckets: Option<Vec<Spanned<f64>>>,
    /// Quantiles of a summary, 0 to 1; default: from the catalogue.
    pub quantiles: Option<Vec<Spanned<f64>>>,
    /// Names at the endpoint, when relabeling renames them. What a catalogue knows of them need not be said again.
    #[serde(default)]
    pub exposed_as: Names,
    /// What to use instead of this deprecated metric.
    pub deprecated: Option<Spanned<String>>,
    /// No code sets it yet.
    #[serde(default)]
    pub planned: bool,
    /// Labels that identify a series.
    pub key: Option<Names>,
    /// Whether a sum over series means something; default true.
    pub additive: Option<bool>,
    /// Whether series exist from the start, before the first event; default true.
    pub initialized: Option<bool>,
    /// The label of a stateset that names the state; default: the one label with declared values.
    pub state_label: Option<Spanned<String>>,
    /// Exceptions from checks.
    #[serde(default)]
    pub allow: Allows,
}

/// Metrics of others: a built-in catalogue under its name, or a file of `/metrics` text. Queries may name them.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Catalog {
    /// `/metrics` text in the Prometheus format or OpenMetrics, relative to the project file.
    pub file: Option<Spanned<String>>,
    /// Version of the program, for built-in names where it matters.
    pub version: Option<Spanned<String>>,
    /// Value of the label `job`, when no scrape of the project lists the catalogue.
    pub job: Option<Spanned<String>>,
}

/// Named parameters.
pub type Params = Table<Spanned<Scalar>>;
