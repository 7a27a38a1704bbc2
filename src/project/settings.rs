//! `[project]`, `[targets]`, `[prometheus]`, `[grafana]`, `[policy]`, `[lints]`.

use super::{Date, Name, Spanned, Table};
use schemars::JsonSchema;
use serde::Deserialize;

/// Who the project is and where it lives.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ProjectTable {
    /// Name of the project: an RFC 1123 label. Objects are called `<project>-<name>`.
    pub name: Spanned<String>,
    /// Namespace of everything that is namespaced.
    pub namespace: Spanned<String>,
    /// Whether the Namespace object is emitted too.
    #[serde(default)]
    pub create_namespace: bool,
    /// Value of the label `app.kubernetes.io/part-of`; default: none.
    pub part_of: Option<Spanned<String>>,
    /// Who answers for the project; stands in the docs and in an annotation.
    pub owner: Option<Spanned<String>>,
    /// Default group of the custom resources.
    pub api_group: Option<Spanned<String>>,
    /// Labels put on every object.
    #[serde(default)]
    pub labels: Table<Spanned<String>>,
    /// Annotations put on every object.
    #[serde(default)]
    pub annotations: Table<Spanned<String>>,
    /// URL of an alert's runbook, with `{alert}` for its name.
    pub runbooks: Option<Spanned<String>>,
    /// Folder that the manifests are written to, relative to the project file; default `deploy`.
    pub output: Option<Spanned<String>>,
}

/// The oldest version of each program that must accept the output; default: the newest that gen knows.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Targets {
    /// Kubernetes, such as `"1.31"`.
    pub kubernetes: Option<Spanned<String>>,
    /// Prometheus, such as `"3.0"`, from `"2.35"` on. What is newer, in PromQL, rules or metrics, is an error that says what it needs.
    pub prometheus: Option<Spanned<String>>,
    /// Names that Prometheus's `--enable-feature` has, such as `"promql-experimental-functions"`; what needs another one is an error.
    pub features: Vec<Spanned<String>>,
    /// prometheus-operator, such as `"0.80"`.
    pub prometheus_operator: Option<Spanned<String>>,
    /// Grafana, such as `"11.0"`.
    pub grafana: Option<Spanned<String>>,
    /// Kubernetes version whose Go types the operator was built with, `"1.29"` to `"1.36"`; default: the newest.
    pub core_types: Option<Spanned<String>>,
    /// Whether core types carry the full schema of embedded metadata; default false.
    pub embedded_metadata: bool,
}

/// What loads the rules and scrapes the targets.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct PrometheusTable {
    /// Default scrape interval; `1m` when not given.
    pub scrape_interval: Option<Spanned<String>>,
    /// Default interval at which rules are evaluated; `1m` when not given.
    pub evaluation_interval: Option<Spanned<String>>,
    /// How long samples are kept.
    pub retention: Option<Spanned<String>>,
    /// Labels that this Prometheus adds to what it sends out.
    pub external_labels: Table<Spanned<String>>,
    /// Labels that select monitors; they are put on every ServiceMonitor and PodMonitor.
    pub monitor_selector: Table<Spanned<String>>,
    /// Labels that select rules; they are put on every PrometheusRule.
    pub rule_selector: Table<Spanned<String>>,
    /// Pod labels that become target labels of every monitor.
    pub pod_target_labels: Vec<Spanned<String>>,
    /// Label that the operator enforces on targets and rules.
    pub enforced_namespace_label: Option<Spanned<String>>,
    /// Namespace that Prometheus runs in.
    pub namespace: Option<Spanned<String>>,
}

/// What shows the dashboards.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct GrafanaTable {
    /// Address of Grafana, for links from alerts.
    pub url: Option<Spanned<String>>,
    /// Default folder of the dashboards.
    pub folder: Option<Spanned<String>>,
    /// Labels by which the sidecar finds dashboards; default `grafana_dashboard = "1"`.
    pub dashboard_labels: Option<Table<Spanned<String>>>,
    /// Annotation that names the folder; default `grafana_folder`.
    pub folder_annotation: Option<Spanned<String>>,
    /// How dashboards are packed; default `configmap`.
    pub form: Option<Spanned<DashboardForm>>,
    /// Uid of the Prometheus datasource, or a variable such as `$datasource`; default: a variable that gen adds.
    pub datasource: Option<Spanned<String>>,
}

/// How dashboards are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DashboardForm {
    /// A ConfigMap per dashboard, made by Kustomize's generator, found by Grafana's sidecar.
    Configmap,
    /// A GrafanaDashboard of grafana-operator.
    Operator,
    /// The JSON files alone.
    Files,
}

/// What the project demands of its alerts.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Policy {
    /// The severities that an alert may have; default: any.
    pub severities: Vec<Spanned<String>>,
    /// Labels that every alert must have.
    pub required_labels: Vec<Spanned<String>>,
    /// Annotations that every alert must have.
    pub required_annotations: Vec<Spanned<String>>,
    /// Whether every alert must have a runbook.
    pub require_runbook: bool,
    /// Whether every alert must have a test.
    pub require_test: bool,
}

/// Level of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LintLevel {
    /// Not reported.
    Allow,
    /// Reported.
    Warn,
    /// Reported as an error.
    Deny,
}

/// Levels by family and check: `[lints.promql] rate-on-gauge = "deny"`, `all = "warn"`.
pub type Lints = Table<Table<Spanned<LintLevel>>>;

/// Exceptions by family and check, with their reason.
pub type Allows = Table<Table<Allow>>;

/// Adds exceptions to those of an item, whose own win.
pub fn add_allows(allow: &mut Allows, more: &Allows) {
    for (family, checks) in more {
        let own = allow.entry(family.clone()).or_default();
        for (check, exception) in checks {
            own.entry(check.clone())
                .or_insert_with(|| exception.clone());
        }
    }
}

/// Why a check does not apply to an item.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Allow {
    /// The reason.
    pub reason: Spanned<String>,
    /// The day after which the exception is reported.
    pub until: Option<Spanned<Date>>,
}

/// Labels or annotations by name.
pub type Pairs = Table<Spanned<String>>;

/// A list of names.
pub type Names = Vec<Name>;

/// The default of `enabled`.
pub fn enabled() -> bool {
    true
}
