//! `[scrape]` and `[workloads]`.

use super::{Allows, Names, Pairs, Spanned, Table, Words, enabled};
use schemars::JsonSchema;
use serde::Deserialize;

/// Which object makes Prometheus scrape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum MonitorKind {
    /// Pods behind a Service.
    ServiceMonitor,
    /// Pods.
    PodMonitor,
}

/// What is scraped.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Scrape {
    /// Whether it exists; `false` removes it.
    #[serde(default = "enabled")]
    pub enabled: bool,
    /// The monitor's kind.
    pub kind: Spanned<MonitorKind>,
    /// Labels that the Service (or Pod) has.
    #[serde(default)]
    pub match_labels: Pairs,
    /// Further conditions on the labels.
    #[serde(default)]
    pub match_expressions: Vec<Spanned<Requirement>>,
    /// Namespaces to look in; default: the monitor's own.
    pub namespace_selector: Option<Spanned<NamespaceSelector>>,
    /// Label of the Service (or Pod) whose value becomes `job`.
    pub job_label: Option<Spanned<String>>,
    /// Labels of the Service that become target labels.
    #[serde(default)]
    pub target_labels: Names,
    /// Labels of the Pod that become target labels.
    #[serde(default)]
    pub pod_target_labels: Names,
    /// Names of the metrics it serves, as exposed, with `*` for any text; a sole scrape serves all.
    pub serves: Option<Names>,
    /// Catalogues whose metrics it serves: built-in names and those of `[catalogs]`.
    #[serde(default)]
    pub catalogs: Names,
    /// Most samples per scrape.
    pub sample_limit: Option<Spanned<u32>>,
    /// Most targets.
    pub target_limit: Option<Spanned<u32>>,
    /// Most labels per sample.
    pub label_limit: Option<Spanned<u32>>,
    /// Longest label name, in bytes.
    pub label_name_length_limit: Option<Spanned<u32>>,
    /// Longest label value, in bytes.
    pub label_value_length_limit: Option<Spanned<u32>>,
    /// Most dropped targets that are kept in memory.
    pub keep_dropped_targets: Option<Spanned<u32>>,
    /// Largest response body, such as `"10MB"`.
    pub body_size_limit: Option<Spanned<String>>,
    /// Whether classic histograms are scraped beside native ones.
    pub scrape_classic_histograms: Option<Spanned<bool>>,
    /// Most buckets of a native histogram.
    pub native_histogram_bucket_limit: Option<Spanned<u32>>,
    /// Defaults of the endpoints.
    pub honor_labels: Option<Spanned<bool>>,
    /// Whether the timestamps of the target are kept.
    pub honor_timestamps: Option<Spanned<bool>>,
    /// How often, such as `"30s"`.
    pub interval: Option<Spanned<String>>,
    /// After which time a scrape fails.
    pub scrape_timeout: Option<Spanned<String>>,
    /// HTTP path; default `/metrics`.
    pub path: Option<Spanned<String>>,
    /// `http` or `https`.
    pub scheme: Option<Spanned<String>>,
    /// HTTP parameters.
    #[serde(default)]
    pub params: Table<Vec<Spanned<String>>>,
    /// TLS of the connection, in the operator's words.
    pub tls: Option<Spanned<Words>>,
    /// Header `Authorization`, in the operator's words.
    pub authorization: Option<Spanned<Words>>,
    /// Basic authentication, in the operator's words.
    pub basic_auth: Option<Spanned<Words>>,
    /// OAuth 2, in the operator's words.
    pub oauth2: Option<Spanned<Words>>,
    /// File with a bearer token, in Prometheus's pod.
    pub bearer_token_file: Option<Spanned<String>>,
    /// Steps on the target's labels.
    pub relabelings: Option<Vec<Spanned<RelabelStep>>>,
    /// Steps on the samples' labels.
    pub metric_relabelings: Option<Vec<Spanned<RelabelStep>>>,
    /// Endpoints; the key is the port's name.
    pub endpoints: Table<Endpoint>,
    /// The Service that is scraped.
    pub service: Option<Spanned<Service>>,
    /// Merged last into the monitor, in its own words.
    pub raw: Option<Spanned<Words>>,
    /// Exceptions from checks.
    #[serde(default)]
    pub allow: Allows,
}

/// A condition on labels.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Requirement {
    /// The label.
    pub key: Spanned<String>,
    /// `In`, `NotIn`, `Exists` or `DoesNotExist`.
    pub operator: Spanned<Operator>,
    /// The values of `In` and `NotIn`.
    #[serde(default)]
    pub values: Vec<Spanned<String>>,
}

/// How a label is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum Operator {
    /// One of the values.
    In,
    /// None of the values.
    NotIn,
    /// Any value.
    Exists,
    /// No such label.
    DoesNotExist,
}

/// Which namespaces a monitor looks in.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct NamespaceSelector {
    /// All of them.
    pub any: bool,
    /// These.
    pub match_names: Vec<Spanned<String>>,
}

/// One endpoint of a scrape; its fields replace the scrape's.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Endpoint {
    /// Whether it exists; `false` removes it.
    #[serde(default = "enabled")]
    pub enabled: bool,
    /// The port, when the key is another name; all digits mean a number.
    pub port: Option<Spanned<String>>,
    /// Names of the metrics it serves, as exposed.
    pub serves: Option<Names>,
    /// Catalogues whose metrics it serves: built-in names and those of `[catalogs]`.
    pub catalogs: Option<Names>,
    /// Whether labels of the target win over those of the scrape.
    pub honor_labels: Option<Spanned<bool>>,
    /// Whether the timestamps of the target are kept.
    pub honor_timestamps: Option<Spanned<bool>>,
    /// How often.
    pub interval: Option<Spanned<String>>,
    /// After which time a scrape fails.
    pub scrape_timeout: Option<Spanned<String>>,
    /// HTTP path; default `/metrics`.
    pub path: Option<Spanned<String>>,
    /// `http` or `https`.
    pub scheme: Option<Spanned<String>>,
    /// HTTP parameters.
    pub params: Option<Table<Vec<Spanned<String>>>>,
    /// TLS of the connection, in the operator's words.
    pub tls: Option<Spanned<Words>>,
    /// Header `Authorization`, in the operator's words.
    pub authorization: Option<Spanned<Words>>,
    /// Basic authentication, in the operator's words.
    pub basic_auth: Option<Spanned<Words>>,
    /// OAuth 2, in the operator's words.
    pub oauth2: Option<Spanned<Words>>,
    /// File with a bearer token, in Prometheus's pod.
    pub bearer_token_file: Option<Spanned<String>>,
    /// Steps on the target's labels.
    pub relabelings: Option<Vec<Spanned<RelabelStep>>>,
    /// Steps on the samples' labels.
    pub metric_relabelings: Option<Vec<Spanned<RelabelStep>>>,
    /// Merged last into the endpoint, in the operator's words.
    pub raw: Option<Spanned<Words>>,
}

/// One relabeling step, in Prometheus's words.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RelabelStep {
    /// Labels whose values are joined.
    #[serde(default)]
    pub source_labels: Vec<Spanned<String>>,
    /// Between the joined values; default `;`.
    pub separator: Option<Spanned<String>>,
    /// Matched against the joined value, anchored; default `(.*)`.
    pub regex: Option<Spanned<String>>,
    /// Modulus of `hashmod`.
    pub modulus: Option<Spanned<u64>>,
    /// Label that is written.
    pub target_label: Option<Spanned<String>>,
    /// What is written, with `$1` for groups; default `$1`.
    pub replacement: Option<Spanned<String>>,
    /// What is done; default `replace`.
    pub action: Option<Spanned<RelabelAction>>,
}

/// What a relabeling step does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names are Prometheus's")]
pub enum RelabelAction {
    Replace,
    Keep,
    Drop,
    KeepEqual,
    DropEqual,
    HashMod,
    LabelMap,
    LabelDrop,
    LabelKeep,
    Lowercase,
    Uppercase,
}

/// The Service that a scrape selects.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Service {
    /// Its name; default `<project>-<scrape>`.
    pub name: Option<Spanned<String>>,
    /// Its labels; default: the scrape's `match-labels`.
    pub labels: Option<Pairs>,
    /// Labels of the Pods behind it.
    #[serde(default)]
    pub selector: Pairs,
    /// Its ports.
    pub ports: Table<Port>,
    /// Whether gen emits it; `false` when it is made elsewhere and declared for the checks.
    #[serde(default = "enabled")]
    pub emit: bool,
    /// Merged last, in Kubernetes' words.
    pub raw: Option<Spanned<Words>>,
}

/// A port of a Service or workload.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Port {
    /// Whether it exists; `false` removes it.
    #[serde(default = "enabled")]
    pub enabled: bool,
    /// The number, 1 to 65535.
    pub port: Spanned<u16>,
    /// Name or number of the container's port; all digits mean a number.
    pub target_port: Option<Spanned<String>>,
}

/// What serves, as far as checks need it. Nothing is emitted.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Workload {
    /// Whether it exists; `false` removes it.
    #[serde(default = "enabled")]
    pub enabled: bool,
    /// Labels of its Pods.
    #[serde(default)]
    pub labels: Pairs,
    /// Its namespace; default: the project's.
    pub namespace: Option<Spanned<String>>,
    /// Container ports by name.
    #[serde(default)]
    pub ports: Table<WorkloadPort>,
    /// The ports that the program really binds.
    #[serde(default)]
    pub listens: Vec<Spanned<u16>>,
}

/// A container port.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct WorkloadPort {
    /// The number, 1 to 65535.
    pub port: Spanned<u16>,
}
