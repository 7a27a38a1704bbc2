//! Panels: queries and looks.

use super::{Allows, Link, Names, Scalar, Spanned, Table, Words, enabled};
use schemars::JsonSchema;
use serde::Deserialize;

/// Kind of a panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names are Grafana's")]
pub enum PanelType {
    Timeseries,
    Stat,
    Gauge,
    Bargauge,
    Table,
    Piechart,
    Barchart,
    Heatmap,
    Histogram,
    #[serde(rename = "state-timeline")]
    StateTimeline,
    #[serde(rename = "status-history")]
    StatusHistory,
    Text,
    // Of another plugin: only existing dashboards have some.
    #[serde(skip)]
    Other,
}

/// What of a metric is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Show {
    /// Per second.
    Rate,
    /// Growth.
    Increase,
    /// Quantiles of a histogram.
    Quantiles,
    /// A histogram's buckets over time.
    Heatmap,
    /// Mean of a histogram or summary.
    Mean,
    /// Sum over series.
    Sum,
    /// Average over series.
    Avg,
    /// Smallest series.
    Min,
    /// Largest series.
    Max,
    /// Every series as it is.
    Last,
}

/// A panel. One query stands at the panel itself, several under `queries`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Panel {
    /// Whether it exists; `false` removes it.
    #[serde(default = "enabled")]
    pub enabled: bool,
    /// Title.
    pub title: Spanned<String>,
    /// What it shows; default: the metric's help.
    pub description: Option<Spanned<String>>,
    /// Its kind; default: from the query.
    #[serde(rename = "type")]
    pub panel_type: Option<Spanned<PanelType>>,
    /// Width, of 24; default: equal shares of the line.
    pub width: Option<Spanned<u32>>,
    /// Height in grid units.
    pub height: Option<Spanned<u32>>,
    /// Several queries by name.
    #[serde(default)]
    pub queries: Table<Query>,
    /// Markdown of a `text` panel.
    pub text: Option<Spanned<String>>,
    /// The expression.
    pub expr: Option<Spanned<String>>,
    /// Name of a series, with `{{label}}`.
    pub legend: Option<Spanned<String>>,
    /// How the answer is read.
    pub format: Option<Spanned<Format>>,
    /// Whether only the last value is asked for.
    pub instant: Option<Spanned<bool>>,
    /// The metric (or recording), instead of an expression.
    pub metric: Option<Spanned<String>>,
    /// What of the metric is shown.
    pub show: Option<Spanned<Show>>,
    /// Labels to keep.
    pub by: Option<Names>,
    /// Quantiles, 0 to 1; default 0.5, 0.9, 0.95, 0.99.
    pub quantiles: Option<Vec<Spanned<f64>>>,
    /// Matchers, such as `class="owned"`.
    #[serde(rename = "where")]
    pub where_: Option<Spanned<String>>,
    /// The filter variables that apply; default: the row's.
    pub filters: Option<Names>,
    /// Shortest time between two points, such as `1m`; default: the datasource's.
    pub interval: Option<Spanned<String>>,
    /// Unit, an id of Grafana; default: from the metric.
    pub unit: Option<Spanned<String>>,
    /// Digits behind the point.
    pub decimals: Option<Spanned<u32>>,
    /// Lowest value of the axis.
    pub min: Option<Spanned<f64>>,
    /// Highest value of the axis.
    pub max: Option<Spanned<f64>>,
    /// Colors by value, ascending; the base is green.
    pub thresholds: Option<Vec<Spanned<Threshold>>>,
    /// Color of the series.
    pub color: Option<Spanned<String>>,
    /// Width of the lines, 0 to 10.
    pub line_width: Option<Spanned<u32>>,
    /// Opacity below the lines, 0 to 100.
    pub fill: Option<Spanned<u32>>,
    /// `left`, `right` or `hidden`.
    pub axis: Option<Spanned<Axis>>,
    /// Whether the series are stacked.
    pub stack: Option<Spanned<bool>>,
    /// How table cells look.
    pub cell: Option<Spanned<Cell>>,
    /// Texts and colors for values.
    #[serde(default)]
    pub mappings: Vec<Spanned<Mapping>>,
    /// Looks of single series or columns.
    #[serde(default)]
    pub overrides: Vec<Spanned<Override>>,
    /// Transformations, in Grafana's words.
    pub transformations: Option<Spanned<Words>>,
    /// Columns of a table: label or query (`value` for the panel's own) to title, in this order; the rest is hidden.
    pub columns: Option<Table<Spanned<String>>>,
    /// Links.
    #[serde(default)]
    pub links: Vec<Spanned<Link>>,
    /// Variable for each of whose values the panel is repeated.
    pub repeat: Option<Spanned<String>>,
    /// What is shown without a value.
    pub no_value: Option<Spanned<String>>,
    /// Merged last, in Grafana's words.
    pub raw: Option<Spanned<Words>>,
    /// Exceptions from checks.
    #[serde(default)]
    pub allow: Allows,
}

/// One of several queries of a panel.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Query {
    /// Whether it exists; `false` removes it.
    #[serde(default = "enabled")]
    pub enabled: bool,
    /// The expression.
    pub expr: Option<Spanned<String>>,
    /// Name of a series, with `{{label}}`.
    pub legend: Option<Spanned<String>>,
    /// How the answer is read.
    pub format: Option<Spanned<Format>>,
    /// Whether only the last value is asked for.
    pub instant: Option<Spanned<bool>>,
    /// The metric (or recording), instead of an expression.
    pub metric: Option<Spanned<String>>,
    /// What of the metric is shown.
    pub show: Option<Spanned<Show>>,
    /// Labels to keep.
    pub by: Option<Names>,
    /// Quantiles, 0 to 1.
    pub quantiles: Option<Vec<Spanned<f64>>>,
    /// Matchers, such as `class="owned"`.
    #[serde(rename = "where")]
    pub where_: Option<Spanned<String>>,
    /// The filter variables that apply; default: the panel's.
    pub filters: Option<Names>,
    /// Shortest time between two points, such as `1m`; default: the panel's.
    pub interval: Option<Spanned<String>>,
    /// Unit, an id of Grafana; default: from the metric.
    pub unit: Option<Spanned<String>>,
    /// Digits behind the point.
    pub decimals: Option<Spanned<u32>>,
    /// Lowest value of the axis.
    pub min: Option<Spanned<f64>>,
    /// Highest value of the axis.
    pub max: Option<Spanned<f64>>,
    /// Colors by value, instead of the panel's.
    pub thresholds: Option<Vec<Spanned<Threshold>>>,
    /// Color of the series.
    pub color: Option<Spanned<String>>,
    /// Width of the lines, 0 to 10.
    pub line_width: Option<Spanned<u32>>,
    /// Opacity below the lines, 0 to 100.
    pub fill: Option<Spanned<u32>>,
    /// `left`, `right` or `hidden`.
    pub axis: Option<Spanned<Axis>>,
    /// Whether the series are stacked.
    pub stack: Option<Spanned<bool>>,
    /// How table cells look.
    pub cell: Option<Spanned<Cell>>,
}

/// How Grafana reads an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// Series over time.
    TimeSeries,
    /// Rows of a table.
    Table,
    /// Buckets.
    Heatmap,
}

/// Where the axis stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Axis {
    Left,
    Right,
    Hidden,
}

/// How a table's cells look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Cell {
    /// Text.
    Auto,
    /// A bar.
    Gauge,
    /// Colored text.
    ColorText,
    /// Colored ground.
    ColorBackground,
    /// A small curve.
    Sparkline,
}

/// A color from a value on.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Threshold {
    /// From this value on; a first step without it replaces green.
    pub value: Option<Spanned<f64>>,
    /// The color.
    pub color: Spanned<String>,
}

/// A text or color for values: one of `value`, `from` and `to`, `regex`, `special`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Mapping {
    /// This value.
    pub value: Option<Spanned<Scalar>>,
    /// From this value.
    pub from: Option<Spanned<f64>>,
    /// To this value.
    pub to: Option<Spanned<f64>>,
    /// Values that match.
    pub regex: Option<Spanned<String>>,
    /// Special values.
    pub special: Option<Spanned<Special>>,
    /// The text.
    pub text: Option<Spanned<String>>,
    /// The color.
    pub color: Option<Spanned<String>>,
}

/// Values that are no numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are Grafana's")]
pub enum Special {
    Null,
    Nan,
    #[serde(rename = "null+nan")]
    NullAndNan,
    True,
    False,
    Empty,
}

/// Looks of single series or columns: one of the `by-…` and looks.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Override {
    /// The series or column with this name.
    pub by_name: Option<Spanned<String>>,
    /// Those whose name matches.
    pub by_regexp: Option<Spanned<String>>,
    /// Those of a type, such as `number` or `time`.
    pub by_type: Option<Spanned<String>>,
    /// Those of a query of this panel.
    pub by_query: Option<Spanned<String>>,
    /// Name that is shown.
    pub title: Option<Spanned<String>>,
    /// Unit, an id of Grafana.
    pub unit: Option<Spanned<String>>,
    /// Digits behind the point.
    pub decimals: Option<Spanned<u32>>,
    /// Lowest value of the axis.
    pub min: Option<Spanned<f64>>,
    /// Highest value of the axis.
    pub max: Option<Spanned<f64>>,
    /// Colors by value.
    pub thresholds: Option<Vec<Spanned<Threshold>>>,
    /// Color.
    pub color: Option<Spanned<String>>,
    /// Width of the lines, 0 to 10.
    pub line_width: Option<Spanned<u32>>,
    /// Opacity below the lines, 0 to 100.
    pub fill: Option<Spanned<u32>>,
    /// `left`, `right` or `hidden`.
    pub axis: Option<Spanned<Axis>>,
    /// Whether the series are stacked.
    pub stack: Option<Spanned<bool>>,
    /// How table cells look.
    pub cell: Option<Spanned<Cell>>,
    /// Width of a table's column, in pixels.
    pub width: Option<Spanned<u32>>,
    /// What is shown without a value.
    pub no_value: Option<Spanned<String>>,
    /// Texts and colors for values.
    pub mappings: Vec<Spanned<Mapping>>,
    /// Links.
    pub links: Vec<Spanned<Link>>,
}
