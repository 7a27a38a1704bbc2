//! The TOML as the user wrote it: one file per table, read into typed values that know their place.
//!
//! Invariants: the only module that sees TOML; every leaf that a finding may point at is [`Spanned`]; all shape errors of a file
//! are found in one run, each at its place. Deliberately absent: any meaning (`model`).

mod crds;
mod dashboards;
mod environment;
mod existing;
mod file;
mod layer;
mod metrics;
mod name_kind;
mod named_schema;
mod names;
mod panels;
mod prune;
mod read;
mod references;
mod rules;
mod schema;
mod scrape;
mod settings;
mod shape;
mod spanned;
mod syntax;
mod tree;
mod value;

pub use crds::{
    CelRule, Column, Crd, Itself, Sample, Scale, SchemaNode, SchemaTable, Scope, Types, Version,
};
pub use dashboards::{Annotation, Dashboard, Hide, Link, Row, Variable, VariableType};
pub use file::{read_tree, read_yaml};
pub use metrics::{Catalog, Label, Metric, MetricType, Params};
pub use named_schema::{BuiltIn, named_json_schema};
pub use panels::{
    Axis, Cell, Format, Mapping, Override, Panel, PanelType, Query, Show, Special, Threshold,
};
pub use read::{Layered, RULES, read};
pub use rules::{Alert, AlertTest, Firing, Group, Recording, Runbook};
pub use schema::json_schema;
pub use scrape::{
    Endpoint, MonitorKind, NamespaceSelector, Operator, Port, RelabelAction, RelabelStep,
    Requirement, Scrape, Service, Workload, WorkloadPort,
};
use settings::enabled;
pub use settings::{
    Allow, Allows, DashboardForm, GrafanaTable, LintLevel, Lints, Names, Pairs, Policy,
    ProjectTable, PrometheusTable, Targets, add_allows,
};
pub use shape::is_misspelt;
pub use spanned::{Name, Spanned, Table};
pub use tree::{Entries, Tree, TreeValue};
pub use value::{Date, Later, Scalar, Words, read_value};

use schemars::JsonSchema;
use serde::Deserialize;
use std::sync::Arc;

/// A project, or a project with the changes of an environment.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(
    title = "gen.toml",
    description = "A project of gen: custom resources, metrics, scraping, rules, dashboards, environments."
)]
pub struct Project {
    /// Names of the environments, in the order written.
    #[serde(skip)]
    pub environments: Arc<[Name]>,
    /// Who the project is and where it lives.
    pub project: ProjectTable,
    /// The oldest versions that must accept the output.
    #[serde(default)]
    pub targets: Targets,
    /// What loads the rules and scrapes the targets.
    #[serde(default)]
    pub prometheus: PrometheusTable,
    /// What shows the dashboards.
    #[serde(default)]
    pub grafana: GrafanaTable,
    /// Named values for expressions and texts, written `$name` there.
    #[serde(default)]
    pub params: Params,
    /// What the project demands of its alerts.
    #[serde(default)]
    pub policy: Policy,
    /// Labels of metrics.
    #[serde(default)]
    pub labels: Table<Label>,
    /// Metrics of the project.
    #[serde(default)]
    pub metrics: Table<Metric>,
    /// Metrics of others.
    #[serde(default)]
    pub catalogs: Table<Catalog>,
    /// What is scraped.
    #[serde(default)]
    pub scrape: Table<Scrape>,
    /// What serves, as far as checks need it.
    #[serde(default)]
    pub workloads: Table<Workload>,
    /// Groups of rules, where something is set for one.
    #[serde(default)]
    pub groups: Table<Group>,
    /// Recording rules.
    #[serde(default)]
    pub recordings: Table<Recording>,
    /// Alerts.
    #[serde(default)]
    pub alerts: Table<Alert>,
    /// Service level objectives; not supported yet.
    #[serde(default)]
    pub slos: Option<Spanned<Later>>,
    /// Dashboards.
    #[serde(default)]
    pub dashboards: Table<Dashboard>,
    /// Recipes; not supported yet.
    #[serde(default, rename = "use")]
    pub recipes: Option<Spanned<Later>>,
    /// Types for the schemas of custom resources.
    #[serde(default)]
    pub types: Types,
    /// Custom resources.
    #[serde(default)]
    pub crds: Table<Crd>,
    /// Argo CD and Flux; not supported yet.
    #[serde(default)]
    pub gitops: Option<Spanned<Later>>,
    /// Levels of checks.
    #[serde(default)]
    pub lints: Lints,
}

impl Project {
    /// The exceptions from checks of every item, table by table.
    pub fn allows(&self) -> impl Iterator<Item = &Allows> {
        let panels = self.dashboards.values().flat_map(|dashboard| {
            let rows = dashboard.rows.values();
            rows.flat_map(|row| row.panels.values())
        });
        let labels = self.labels.values().map(|label| &label.allow);
        labels
            .chain(self.metrics.values().map(|metric| &metric.allow))
            .chain(self.scrape.values().map(|scrape| &scrape.allow))
            .chain(self.groups.values().map(|group| &group.allow))
            .chain(self.recordings.values().map(|rule| &rule.allow))
            .chain(self.alerts.values().map(|alert| &alert.allow))
            .chain(self.dashboards.values().map(|dashboard| &dashboard.allow))
            .chain(panels.map(|panel| &panel.allow))
            .chain(self.crds.values().map(|crd| &crd.allow))
    }
}
