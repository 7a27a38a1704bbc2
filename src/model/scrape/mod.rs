//! What is scraped: monitors with their endpoints, the Services behind them, workloads.
//!
//! Invariants: endpoints carry the scrape's defaults, durations and ports are parsed, relabeling steps run, names are valid, no two
//! endpoints write the same series. Deliberately absent: which metrics arrive with which labels (`series`).

mod endpoint;
mod relabeling;
mod resolve;
mod selection;
mod service;
#[cfg(test)]
pub mod tests;

pub use crate::project::{RelabelAction, RelabelStep, Requirement};
pub use relabeling::Relabeling;
pub use resolve::{resolve, workloads};
pub use service::{Service, ServicePort};

use crate::{
    model::{Allows, Labels, MonitorKind, Name, Spanned, Words, duration::Duration},
    text::Span,
};

/// Something that is scraped, by one monitor.
#[derive(Clone, Debug)]
pub struct Scrape {
    /// Its key in the project.
    pub key: Name,
    /// Name of the monitor.
    pub name: String,
    /// The monitor's kind.
    pub kind: Spanned<MonitorKind>,
    /// Labels that the Service (or Pod) has.
    pub match_labels: Labels,
    /// Further conditions on the labels.
    pub match_expressions: Vec<Spanned<Requirement>>,
    /// Where it looks.
    pub namespaces: Namespaces,
    /// Label of the Service (or Pod) whose value becomes `job`.
    pub job_label: Option<Name>,
    /// Labels of the Service that become target labels.
    pub target_labels: Vec<Name>,
    /// Labels of the Pod that become target labels, those of `[prometheus]` not included.
    pub pod_target_labels: Vec<Name>,
    /// Limits of a scrape.
    pub limits: Limits,
    /// Its endpoints, at least one, in the order written.
    pub endpoints: Vec<Endpoint>,
    /// The Service behind a ServiceMonitor, if it is declared.
    pub service: Option<Service>,
    /// Merged last into the monitor.
    pub raw: Option<Spanned<Words>>,
    /// Exceptions from checks.
    pub allow: Allows,
}

/// Which namespaces a monitor looks in.
#[derive(Clone, Debug, PartialEq)]
pub enum Namespaces {
    /// Its own.
    Own,
    /// All; where that is said.
    Any(Span),
    /// These; where that is said.
    Names(Vec<Name>, Span),
}

/// Limits of a scrape; `None` for Prometheus's default.
#[derive(Clone, Debug, Default)]
pub struct Limits {
    /// Most samples per scrape.
    pub samples: Option<Spanned<u32>>,
    /// Most targets.
    pub targets: Option<Spanned<u32>>,
    /// Most labels per sample.
    pub labels: Option<Spanned<u32>>,
    /// Longest label name, in bytes.
    pub label_name_length: Option<Spanned<u32>>,
    /// Longest label value, in bytes.
    pub label_value_length: Option<Spanned<u32>>,
    /// Most dropped targets that are kept in memory.
    pub dropped_targets: Option<Spanned<u32>>,
    /// Largest response body, such as `10MB`.
    pub body_size: Option<Name>,
    /// Most buckets of a native histogram.
    pub native_histogram_buckets: Option<Spanned<u32>>,
    /// Whether classic histograms are scraped beside native ones.
    pub classic_histograms: Option<Spanned<bool>>,
}

/// A port by name or number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Port {
    /// Its name.
    Name(String),
    /// Its number, 1 to 65535.
    Number(u16),
}

impl std::fmt::Display for Port {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        match self {
            Self::Name(name) => formatter.write_str(name),
            Self::Number(number) => number.fmt(formatter),
        }
    }
}

/// One endpoint, with the scrape's defaults.
#[derive(Clone, Debug)]
pub struct Endpoint {
    /// Its key in the project.
    pub key: Name,
    /// The port: of the Service for a ServiceMonitor, of the container when it is a number or for a PodMonitor.
    pub port: Spanned<Port>,
    /// Names of the metrics it serves, as exposed, with `*` for any text; `None` for those that no other endpoint names.
    pub serves: Option<Vec<Name>>,
    /// Catalogues whose metrics it serves.
    pub catalogs: Vec<Name>,
    /// Whether labels of the target win over those of the scrape.
    pub honor_labels: Option<Spanned<bool>>,
    /// Whether the timestamps of the target are kept.
    pub honor_timestamps: Option<Spanned<bool>>,
    /// How often; `None` for Prometheus's own interval.
    pub interval: Option<Spanned<Duration>>,
    /// After which time a scrape fails; `None` for Prometheus's own.
    pub scrape_timeout: Option<Spanned<Duration>>,
    /// HTTP path; `None` for `/metrics`.
    pub path: Option<Name>,
    /// `http` or `https`; `None` for `http`.
    pub scheme: Option<Name>,
    /// HTTP parameters.
    pub params: Vec<(Name, Vec<Name>)>,
    /// TLS of the connection, in the operator's words.
    pub tls: Option<Spanned<Words>>,
    /// How it proves who asks; at most one field is set.
    pub access: Access,
    /// Steps on the target's labels.
    pub relabelings: Vec<Relabeling>,
    /// Steps on the samples' labels.
    pub metric_relabelings: Vec<Relabeling>,
    /// Merged last into the endpoint.
    pub raw: Option<Spanned<Words>>,
}

impl Endpoint {
    /// Whether labels of the target win over those of the scrape.
    pub fn honors_labels(&self) -> bool {
        self.honor_labels.as_ref().is_some_and(|honor| honor.value)
    }

    /// The HTTP path.
    pub fn path(&self) -> &str {
        self.path.as_ref().map_or("/metrics", Name::as_str)
    }

    /// `http` or `https`.
    pub fn scheme(&self) -> &str {
        self.scheme.as_ref().map_or("http", Name::as_str)
    }
}

/// How a scrape proves who asks.
#[derive(Clone, Debug, Default)]
pub struct Access {
    /// Header `Authorization`, in the operator's words.
    pub authorization: Option<Spanned<Words>>,
    /// Basic authentication, in the operator's words.
    pub basic_auth: Option<Spanned<Words>>,
    /// OAuth 2, in the operator's words.
    pub oauth2: Option<Spanned<Words>>,
    /// File with a bearer token, in Prometheus's pod.
    pub bearer_token_file: Option<Name>,
}

impl Access {
    /// The ways that are set, with their places.
    pub fn ways(&self) -> Vec<(&'static str, Span)> {
        let words = |words: &Option<Spanned<Words>>| words.as_ref().map(|words| words.span);
        let ways = [
            ("authorization", words(&self.authorization)),
            ("basic-auth", words(&self.basic_auth)),
            ("oauth2", words(&self.oauth2)),
            (
                "bearer-token-file",
                self.bearer_token_file.as_ref().map(|file| file.span),
            ),
        ];
        ways.into_iter()
            .filter_map(|(name, span)| Some((name, span?)))
            .collect()
    }
}

/// What serves, as far as checks need it.
#[derive(Clone, Debug)]
pub struct Workload {
    /// Its key in the project.
    pub key: Name,
    /// Labels of its Pods.
    pub labels: Labels,
    /// Its namespace.
    pub namespace: Name,
    /// Container ports by name.
    pub ports: Vec<(Name, Spanned<u16>)>,
    /// The ports that the program really binds.
    pub listens: Vec<Spanned<u16>>,
}
