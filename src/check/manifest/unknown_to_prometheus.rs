//! Fields that prometheus-operator does not hand on to an older Prometheus.

use super::places;
use crate::{
    artifact::{Artifact, Node},
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule},
    model::Model,
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "manifest/unknown-to-prometheus",
        level: Level::Deny,
        docs: r#"Finds fields and values in monitors and PrometheusRules that the `prometheus` of `[targets]` does not know yet.

## Why it matters

prometheus-operator leaves such a field out of the configuration and says so only in its log: the limit or the protocol that it asks for
does not hold. A monitor with a relabeling action that came later is left out altogether.

## Example

```toml
[targets]
prometheus = "2.40"

[scrape.api]
kind = "PodMonitor"
match-labels = { app = "api" }
endpoints.metrics = {}
keep-dropped-targets = 100
```

## Use instead

```toml
[targets]
prometheus = "2.47"

[scrape.api]
kind = "PodMonitor"
match-labels = { app = "api" }
endpoints.metrics = {}
keep-dropped-targets = 100
```
"#,
    },
    scope: Scope::Artifact(check),
};

/// What becomes of an object with a field that is too new.
#[derive(Clone, Copy)]
enum Fate {
    /// The field is left out.
    Dropped,
    /// The monitor is.
    Skipped,
}

/// A field with the first version of Prometheus that it is handed on to.
struct Row {
    /// `@` is an endpoint.
    path: &'static str,
    value: Option<&'static str>,
    since: (u32, u32),
    fate: Fate,
}

impl Row {
    /// Whether a value is the one that is meant. The operator takes actions in any case.
    fn is_about(&self, node: &Node) -> bool {
        let text = node.as_str().unwrap_or_default();
        self.value
            .is_none_or(|value| text.eq_ignore_ascii_case(value))
    }
}

const fn dropped(path: &'static str, since: (u32, u32)) -> Row {
    let (value, fate) = (None, Fate::Dropped);
    Row {
        path,
        value,
        since,
        fate,
    }
}

const fn action(path: &'static str, value: &'static str, since: (u32, u32)) -> Row {
    let (value, fate) = (Some(value), Fate::Skipped);
    Row {
        path,
        value,
        since,
        fate,
    }
}

/// Fields of monitors. Source: prometheus-operator 0.93, `pkg/prometheus/promcfg.go` (`WithMinimumVersion`) and
/// `pkg/prometheus/validation` (`ValidateRelabelConfig`); what every target that gen knows has (2.35) is left out.
const MONITORS: [Row; 27] = [
    dropped("spec.keepDroppedTargets", (2, 47)),
    dropped("spec.nativeHistogramBucketLimit", (2, 45)),
    dropped("spec.nativeHistogramMinBucketFactor", (2, 50)),
    dropped("spec.scrapeClassicHistograms", (2, 45)),
    dropped("spec.convertClassicHistogramsToNHCB", (3, 0)),
    dropped("spec.scrapeNativeHistograms", (3, 8)),
    dropped("spec.scrapeProtocols", (2, 49)),
    Row {
        path: "spec.scrapeProtocols[]",
        value: Some("PrometheusText1.0.0"),
        since: (3, 0),
        fate: Fate::Dropped,
    },
    dropped("spec.fallbackScrapeProtocol", (3, 0)),
    dropped("@.trackTimestampsStaleness", (2, 48)),
    dropped("@.noProxy", (2, 43)),
    dropped("@.proxyFromEnvironment", (2, 43)),
    dropped("@.proxyConnectHeader", (2, 43)),
    dropped("@.tlsConfig.maxVersion", (2, 41)),
    dropped("@.oauth2.tlsConfig", (2, 43)),
    dropped("@.oauth2.proxyUrl", (2, 43)),
    dropped("@.oauth2.noProxy", (2, 43)),
    dropped("@.oauth2.proxyFromEnvironment", (2, 43)),
    dropped("@.oauth2.proxyConnectHeader", (2, 43)),
    action("@.relabelings[].action", "lowercase", (2, 36)),
    action("@.relabelings[].action", "uppercase", (2, 36)),
    action("@.relabelings[].action", "keepequal", (2, 41)),
    action("@.relabelings[].action", "dropequal", (2, 41)),
    action("@.metricRelabelings[].action", "lowercase", (2, 36)),
    action("@.metricRelabelings[].action", "uppercase", (2, 36)),
    action("@.metricRelabelings[].action", "keepequal", (2, 41)),
    action("@.metricRelabelings[].action", "dropequal", (2, 41)),
];

/// Fields of PrometheusRules; those that the project has words for are refused before. Source: prometheus-operator 0.93, `pkg/operator/rules.go`
/// (`sanitizePrometheusRulesSpec`).
const RULES: [Row; 3] = [
    dropped("spec.groups[].query_offset", (2, 53)),
    dropped("spec.groups[].labels", (3, 0)),
    dropped("spec.groups[].rules[].keep_firing_for", (2, 42)),
];

/// Source: as for [`MONITORS`], where it depends on the kind.
const SERVICE_MONITORS: [Row; 1] = [dropped("spec.attachMetadata", (2, 37))];

fn check(artifact: &Artifact, model: &Model, sink: &mut Sink) {
    let Some(target) = model.targets.prometheus else {
        return;
    };
    let (rows, endpoints): (&[&[Row]], &str) =
        match artifact.tree.get("kind").and_then(Node::as_str) {
            Some("ServiceMonitor") => (&[&MONITORS, &SERVICE_MONITORS], "spec.endpoints[]"),
            Some("PodMonitor") => (&[&MONITORS], "spec.podMetricsEndpoints[]"),
            Some("PrometheusRule") => (&[&RULES], ""),
            _ => return,
        };
    let mut told = Vec::new();
    for row in rows
        .iter()
        .copied()
        .flatten()
        .filter(|row| row.since > target)
    {
        let path = row.path.replace('@', endpoints);
        let mut found = places::find(&artifact.tree, &path, |node| row.is_about(node));
        places::retain_new(&mut found, &mut told);
        for pointer in found {
            if let Some(span) = artifact.tree.find(&pointer).1.span() {
                let finding = Diagnostic::new(&CHECK.rule, span, message(row));
                let fate = match row.fate {
                    Fate::Dropped => {
                        "prometheus-operator leaves it out of the configuration of an older one"
                    }
                    Fate::Skipped => {
                        "prometheus-operator leaves out the whole monitor where Prometheus is older"
                    }
                };
                let (major, minor) = target;
                sink.report(
                    finding
                        .note(format!(
                            "{fate}; the oldest one in `[targets]` is {major}.{minor}"
                        ))
                        .help("raise the target, or leave it out")
                        .trace(format!("at {pointer} of `{}`", artifact.path)),
                );
            }
        }
    }
}

fn message(row: &Row) -> String {
    let (major, minor) = row.since;
    let name = row.path.rsplit('.').next().unwrap_or(row.path);
    let name = row.value.unwrap_or(name);
    format!("`{name}` needs Prometheus {major}.{minor}")
}
