//! What the project means: names resolved, defaults filled, durations and expressions parsed; one effective model per environment.
//!
//! Invariants: a [`Model`] is whole, an emitter needs neither defaults nor errors; no I/O: files that the project names are among
//! the [`Sources`]. Enumerations that mean what they say (`MetricType`, `PanelType` …) are taken over from `project`.

pub mod address;
pub mod catalog;
pub mod context;
pub mod crd;
pub mod dashboard;
pub mod duration;
pub mod expression;
pub mod json_path;
mod manifest;
mod metadata;
pub mod metric;
pub mod names;
pub mod param;
pub mod rule;
pub mod scrape;
pub mod series;
pub mod target;
pub mod template;
pub mod unit;

pub use crate::project::{
    Allow, Allows, Axis, Cell, DashboardForm, Date, Format, Hide, LintLevel, Lints, MetricType,
    MonitorKind, Name, Operator, PanelType, Policy, Scope, Show, Spanned, Tree, TreeValue,
    VariableType, Words,
};
pub use catalog::Catalogs;
pub use context::{Context, RULES};
pub use crd::Crd;
pub use dashboard::Dashboard;
pub use manifest::Manifest;
pub use metadata::{Grafana, Labels, Metadata, Prometheus, labels, object_labels};
pub use metric::{Metric, Metrics};
pub use param::Params;
pub use rule::{Alert, Group, Recording, Runbook};
pub use scrape::{Scrape, Workload};
pub use series::{LabelSource, Series};
pub use target::Targets;

use crate::{diag::Diagnostic, project::Project, text::Sources};
use std::{collections::HashSet, sync::OnceLock};

/// What a project means, in one environment.
#[derive(Clone, Debug)]
pub struct Model {
    /// The environment; `None` for the base.
    pub environment: Option<Name>,
    /// Who the project is.
    pub metadata: Metadata,
    /// The oldest versions that must accept the output.
    pub targets: Targets,
    /// What loads the rules and scrapes the targets.
    pub prometheus: Prometheus,
    /// What shows the dashboards.
    pub grafana: Grafana,
    /// Parameters.
    pub params: Params,
    /// Metrics by the name that queries see.
    pub metrics: Metrics,
    /// Metrics of others.
    pub catalogs: Catalogs,
    /// What is scraped, in the order written.
    pub scrapes: Vec<Scrape>,
    /// What serves, in the order written.
    pub workloads: Vec<Workload>,
    /// What queries see of the metrics.
    pub series: Series,
    /// Groups with their rules, in the order in which they are first named.
    pub groups: Vec<Group>,
    /// Dashboards, in the order written.
    pub dashboards: Vec<Dashboard>,
    /// Custom resources of the cluster, in the order written; the base has all of them, an environment none.
    pub crds: Vec<Crd>,
    /// Objects of files that gen did not make, in the order of the files; none in a project.
    pub manifests: Vec<Manifest>,
    /// What it demands of its alerts.
    pub policy: Policy,
    /// Levels of checks.
    pub lints: Lints,
    /// Names of the recordings, once somebody asks.
    recorded: OnceLock<HashSet<String>>,
}

impl Model {
    /// Every alert, in the order of the groups.
    pub fn alerts(&self) -> impl Iterator<Item = &Alert> {
        self.groups.iter().flat_map(|group| &group.alerts)
    }

    /// Whether a recording has this name. The groups must not change any more.
    pub fn is_recorded(&self, name: &str) -> bool {
        let names = || self.recordings().map(|rule| rule.name.value.clone());
        let recorded = self.recorded.get_or_init(|| names().collect());
        recorded.contains(name)
    }

    /// Every recording, in the order of the groups.
    pub fn recordings(&self) -> impl Iterator<Item = &Recording> {
        self.groups.iter().flat_map(|group| &group.recordings)
    }
}

/// The model of a project, or of an environment with its name and the base. Without a model there is at least one error.
pub fn resolve(
    project: &Project,
    environment: Option<(&Name, &Project)>,
    sources: &Sources,
) -> (Option<Model>, Vec<Diagnostic>) {
    let base = environment.map_or(project, |(_, base)| base);
    let mut ctx = Context::new(project, base, sources);
    let metadata = metadata::metadata(&mut ctx);
    let targets = target::resolve(&mut ctx);
    let prometheus = metadata::prometheus(&mut ctx);
    let grafana = metadata::grafana(&mut ctx);
    let params = param::resolve(&mut ctx);
    let catalogs = catalog::resolve(&mut ctx);
    let mut metrics = metric::resolve(&mut ctx, &catalogs);
    metrics.add_missing(series::built_in_metrics());
    let scrapes = scrape::resolve(&mut ctx, &metadata, &targets, &prometheus);
    let workloads = scrape::workloads(&mut ctx, &metadata);
    let settings = series::Settings {
        metadata: &metadata,
        prometheus: &prometheus,
    };
    let series = series::resolve(&mut ctx, settings, &scrapes, &catalogs, &mut metrics);
    let inputs = rule::Inputs {
        params: &params,
        metadata: &metadata,
        targets: &targets,
        grafana: &grafana,
    };
    let groups = rule::resolve(&mut ctx, inputs);
    let inputs = dashboard::Inputs {
        params: &params,
        metrics: &metrics,
        series: &series,
        grafana: &grafana,
        alerts: &dashboard::panel_alerts(&groups),
    };
    let dashboards = dashboard::resolve(&mut ctx, inputs);
    let crds = match environment {
        None => crd::resolve(&mut ctx, &targets),
        Some((_, base)) => {
            // What the base resolves to is what the environment would; only its targets can refuse it.
            if project.targets != base.targets {
                crd::resolve(&mut ctx, &targets);
            }
            Vec::new()
        }
    };
    let model = Model {
        environment: environment.map(|(name, _)| name.clone()),
        metadata,
        targets,
        prometheus,
        grafana,
        params,
        metrics,
        catalogs,
        scrapes,
        workloads,
        series,
        groups,
        dashboards,
        crds,
        manifests: Vec::new(),
        policy: project.policy.clone(),
        lints: project.lints.clone(),
        recorded: OnceLock::new(),
    };
    let (failed, diagnostics) = ctx.finish();
    ((!failed).then_some(model), diagnostics)
}
