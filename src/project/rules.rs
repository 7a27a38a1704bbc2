//! `[groups]`, `[recordings]`, `[alerts]`.

use super::{Allows, Pairs, Spanned, Table, Words, enabled};
use schemars::JsonSchema;
use serde::Deserialize;

/// A group of rules; needed only to set something.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Group {
    /// How often its rules are evaluated.
    pub interval: Option<Spanned<String>>,
    /// Most alerts or series that a rule may produce; 0 is no limit.
    pub limit: Option<Spanned<u32>>,
    /// By how much the evaluation looks back.
    pub query_offset: Option<Spanned<String>>,
    /// Labels put on everything that the group produces.
    pub labels: Pairs,
    /// Merged last into the group, in the operator's words.
    pub raw: Option<Spanned<Words>>,
    /// Exceptions from checks, for the group and its rules.
    pub allow: Allows,
}

/// A recording rule; the key is the recorded name.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Recording {
    /// Whether it exists; `false` removes it.
    #[serde(default = "enabled")]
    pub enabled: bool,
    /// The expression.
    pub expr: Spanned<String>,
    /// Labels put on the result.
    #[serde(default)]
    pub labels: Pairs,
    /// Its group; default: the project's name.
    pub group: Option<Spanned<String>>,
    /// Unit of the result.
    pub unit: Option<Spanned<String>>,
    /// The recorded name, when the key is another one.
    pub record: Option<Spanned<String>>,
    /// Merged last into the rule, in the operator's words.
    pub raw: Option<Spanned<Words>>,
    /// Exceptions from checks.
    #[serde(default)]
    pub allow: Allows,
}

/// An alert; the key is its name.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Alert {
    /// Whether it exists; `false` removes it.
    #[serde(default = "enabled")]
    pub enabled: bool,
    /// The expression; the alert fires for every series of its result.
    pub expr: Spanned<String>,
    /// How long the expression must hold.
    #[serde(rename = "for")]
    pub for_: Option<Spanned<String>>,
    /// How long the alert goes on after the expression has ceased to hold.
    pub keep_firing_for: Option<Spanned<String>>,
    /// Value of the label `severity`.
    pub severity: Option<Spanned<String>>,
    /// One sentence without templates.
    pub summary: Option<Spanned<String>>,
    /// What happens, with templates such as `{{ $labels.x }}`.
    pub description: Option<Spanned<String>>,
    /// Further labels.
    #[serde(default)]
    pub labels: Pairs,
    /// Further annotations.
    #[serde(default)]
    pub annotations: Pairs,
    /// Its group; default: the project's name.
    pub group: Option<Spanned<String>>,
    /// The alert's name, when the key is another one.
    pub alert: Option<Spanned<String>>,
    /// The panel that shows it, `dashboard.panel`.
    pub panel: Option<Spanned<String>>,
    /// What to do when it fires.
    pub runbook: Option<Spanned<Runbook>>,
    /// Tests by name.
    #[serde(default)]
    pub tests: Table<AlertTest>,
    /// Merged last into the rule, in the operator's words.
    pub raw: Option<Spanned<Words>>,
    /// Exceptions from checks.
    #[serde(default)]
    pub allow: Allows,
}

/// What to do when an alert fires.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Runbook {
    /// What it means for users.
    pub impact: Option<Spanned<String>>,
    /// How to find the cause.
    pub diagnosis: Option<Spanned<String>>,
    /// How to end it.
    pub mitigation: Option<Spanned<String>>,
    /// Address of the runbook, instead of the project's pattern.
    pub url: Option<Spanned<String>>,
}

/// A test of an alert on given series.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct AlertTest {
    /// Whether it exists; `false` removes it.
    #[serde(default = "enabled")]
    pub enabled: bool,
    /// Series in Prometheus's notation, `metric{a="b"} 0+6x30`.
    pub series: Vec<Spanned<String>>,
    /// Time between two samples; default `1m`.
    pub interval: Option<Spanned<String>>,
    /// When to look, from the first sample on.
    pub at: Spanned<String>,
    /// The alerts that fire then, exactly these; `[]` means none.
    pub fires: Vec<Spanned<Firing>>,
    /// The environment whose rules run; default: the base.
    pub environment: Option<Spanned<String>>,
}

/// An alert that fires.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Firing {
    /// Its labels without `alertname` and those that the rule sets.
    pub labels: Pairs,
    /// Texts to compare.
    pub annotations: Pairs,
}
