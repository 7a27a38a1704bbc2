//! Objects that are refused because of their size.

use super::parts;
use crate::{
    artifact::{Artifact, size},
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule},
    model::Model,
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "manifest/oversized-object",
        level: Level::Deny,
        docs: r#"Finds objects that are larger than what takes them: PrometheusRules of more than 524,288 bytes, ConfigMaps of dashboards of
more than 1 MiB, anything else of more than 1.5 MiB.

## Why it matters

The webhook of prometheus-operator, the API server and etcd refuse such an object. What is counted is what gen would write; of a
PrometheusRule it is the least that its YAML can have.

## Example

Two thousand alerts with runbooks of a page in one group.

## Use instead

```toml
[alerts.QueueLong]
group = "queues"
expr = 'up == 0'

[alerts.DiskFull]
group = "disks"
expr = 'up == 0'
```
"#,
    },
    scope: Scope::Artifact(check),
};

/// The most bytes of the rules of an object. Source: prometheus-operator, `MaxConfigMapDataSize`.
const MOST_OF_RULES: usize = 512 << 10;

/// The most bytes of the data of a ConfigMap. Source: Kubernetes, `MaxSecretSize`, which `ValidateConfigMap` uses.
const MOST_OF_CONFIG_MAP: usize = 1 << 20;

/// The most bytes of an object that is stored. Source: etcd, `--max-request-bytes`.
const MOST_OF_REQUEST: usize = 1536 << 10;

fn check(artifact: &Artifact, _: &Model, sink: &mut Sink) {
    let Some(object) = parts::object(artifact) else {
        return;
    };
    if !parts::may_exceed(artifact, MOST_OF_RULES) {
        return;
    }
    let tree = &artifact.tree;
    let spec = tree.get("spec").filter(|_| object == "PrometheusRule");
    let (bytes, most, who) = match (spec, &artifact.pack) {
        (Some(spec), _) => (size::least_yaml(spec), MOST_OF_RULES, "prometheus-operator"),
        (None, Some(_)) => (size::document(tree), MOST_OF_CONFIG_MAP, "the API server"),
        (None, None) => (size::compact(tree), MOST_OF_REQUEST, "etcd"),
    };
    let Some(span) = parts::root(artifact).filter(|_| bytes > most) else {
        return;
    };
    let message = format!("{who} refuses this {object}: it has {bytes} bytes, {most} are allowed");
    let finding = Diagnostic::new(&CHECK.rule, span, message).help(parts::advice(object));
    sink.report(parts::with_largest(finding, artifact));
}
