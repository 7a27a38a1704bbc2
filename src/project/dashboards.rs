//! `[dashboards]`: variables, rows.

use super::{Allows, Names, Panel, Spanned, Table, Words, enabled};
use schemars::JsonSchema;
use serde::Deserialize;

/// A Grafana dashboard.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Dashboard {
    /// Whether it exists; `false` removes it.
    #[serde(default = "enabled")]
    pub enabled: bool,
    /// Title, such as `Area / Name`.
    pub title: Spanned<String>,
    /// What it shows.
    pub description: Option<Spanned<String>>,
    /// Its id in addresses, up to 40 of `a-z A-Z 0-9 - _`; default: from project and key.
    pub uid: Option<Spanned<String>>,
    /// Tags.
    #[serde(default)]
    pub tags: Vec<Spanned<String>>,
    /// Start of the shown time, such as `now-6h`; default `now-1h`.
    pub time: Option<Spanned<String>>,
    /// How often it reloads, such as `30s`; default: not by itself.
    pub refresh: Option<Spanned<String>>,
    /// Folder, instead of Grafana's default.
    pub folder: Option<Spanned<String>>,
    /// Time zone, such as `utc` or `browser`; default `utc`.
    pub timezone: Option<Spanned<String>>,
    /// Links to other dashboards or addresses.
    #[serde(default)]
    pub links: Vec<Spanned<Link>>,
    /// Marks in time from queries.
    #[serde(default)]
    pub annotations: Table<Annotation>,
    /// Variables by name.
    #[serde(default)]
    pub variables: Table<Variable>,
    /// Rows by name.
    #[serde(default)]
    pub rows: Table<Row>,
    /// Merged last, in Grafana's words.
    pub raw: Option<Spanned<Words>>,
    /// Exceptions from checks.
    #[serde(default)]
    pub allow: Allows,
}

/// A link: one of `dashboard` and `url`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Link {
    /// A dashboard of this project.
    pub dashboard: Option<Spanned<String>>,
    /// An address.
    pub url: Option<Spanned<String>>,
    /// What is shown; default: the dashboard's title.
    pub title: Option<Spanned<String>>,
}

/// Marks in time from a query.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Annotation {
    /// Whether it exists; `false` removes it.
    #[serde(default = "enabled")]
    pub enabled: bool,
    /// The query.
    pub expr: Spanned<String>,
    /// Title of a mark.
    pub title: Option<Spanned<String>>,
    /// Text of a mark.
    pub text: Option<Spanned<String>>,
    /// Color of a mark.
    pub color: Option<Spanned<String>>,
}

/// Where a variable's values come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum VariableType {
    /// Values of a label of a metric.
    #[default]
    LabelValues,
    /// A query in Grafana's words.
    Query,
    /// The list `values`.
    Custom,
    /// Durations from the list `values`.
    Interval,
    /// Free text.
    Textbox,
    /// One value that nobody sees.
    Constant,
    /// Matchers that the viewer adds.
    AdHoc,
    /// A datasource.
    Datasource,
}

/// A variable; the key is its name.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Variable {
    /// Whether it exists; `false` removes it.
    #[serde(default = "enabled")]
    pub enabled: bool,
    /// Where its values come from; default `label-values`.
    #[serde(rename = "type")]
    pub variable_type: Option<Spanned<VariableType>>,
    /// Title; default: the name.
    pub title: Option<Spanned<String>>,
    /// What it is.
    pub description: Option<Spanned<String>>,
    /// Metric of a `label-values` variable.
    pub metric: Option<Spanned<String>>,
    /// Label of a `label-values` variable; default: the key.
    pub label: Option<Spanned<String>>,
    /// Matchers of a `label-values` variable, such as `job="x"`.
    #[serde(rename = "where")]
    pub where_: Option<Spanned<String>>,
    /// Query of a `query` variable; type of a `datasource` variable.
    pub query: Option<Spanned<String>>,
    /// Values of a `custom` or `interval` variable.
    pub values: Vec<Spanned<String>>,
    /// Whether several values can be chosen.
    pub multi: Option<Spanned<bool>>,
    /// Whether All can be chosen.
    pub include_all: Option<Spanned<bool>>,
    /// The value at first; also the value of a `constant` and the text of a `textbox`.
    #[serde(rename = "default")]
    pub default_value: Option<Spanned<String>>,
    /// What of a value is kept.
    pub regex: Option<Spanned<String>>,
    /// What is hidden.
    pub hide: Option<Spanned<Hide>>,
    /// Makes it a matcher in every selector of the dashboard whose metric has the label.
    pub filter: bool,
    /// Merged last, in Grafana's words.
    pub raw: Option<Spanned<Words>>,
}

/// What of a variable is hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Hide {
    /// Its title.
    Label,
    /// All of it.
    Variable,
}

/// A row of panels.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Row {
    /// Whether it exists; `false` removes it.
    #[serde(default = "enabled")]
    pub enabled: bool,
    /// Title; without one the panels stand without a header.
    pub title: Option<Spanned<String>>,
    /// Whether it is folded at first.
    pub collapsed: bool,
    /// Variable for each of whose values the row is repeated.
    pub repeat: Option<Spanned<String>>,
    /// Default height of its panels, in grid units.
    pub height: Option<Spanned<u32>>,
    /// Default width of its panels, of 24.
    pub width: Option<Spanned<u32>>,
    /// The filter variables that apply; default: all.
    pub filters: Option<Names>,
    /// Panels by name, unique in the dashboard.
    pub panels: Table<Panel>,
}
