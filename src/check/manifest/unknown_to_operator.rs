//! Fields that the target's prometheus-operator does not know.

use super::places;
use crate::{
    artifact::{Artifact, Node},
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule},
    model::Model,
    schema::{VersionedField, operator_fields},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "manifest/unknown-to-operator",
        level: Level::Deny,
        docs: r#"Finds fields and values in monitors and PrometheusRules that came after the `prometheus-operator` of `[targets]`.

## Why it matters

The definitions of an older operator do not have the field: the API server drops it, or `kubectl apply` refuses the object, and nothing
that it asks for happens. A value that came later is refused. Versions before 0.70 are taken for 0.70.

## Example

```toml
[targets]
prometheus-operator = "0.75"

[scrape.api]
kind = "PodMonitor"
match-labels = { app = "api" }
endpoints.metrics = {}
native-histogram-bucket-limit = 100
```

## Use instead

```toml
[targets]
prometheus-operator = "0.78"

[scrape.api]
kind = "PodMonitor"
match-labels = { app = "api" }
endpoints.metrics = {}
native-histogram-bucket-limit = 100
```
"#,
    },
    scope: Scope::Artifact(check),
};

fn check(artifact: &Artifact, model: &Model, sink: &mut Sink) {
    let Some(target) = model.targets.prometheus_operator else {
        return;
    };
    let kind = artifact.tree.get("kind").and_then(Node::as_str);
    let newer = |field: &&VersionedField| Some(field.kind) == kind && field.since > target;
    let mut told = Vec::new();
    for field in operator_fields().iter().filter(newer) {
        let is_meant = |node: &Node| field.value.is_none_or(|value| node.as_str() == Some(value));
        let mut found = places::find(&artifact.tree, field.path, is_meant);
        places::retain_new(&mut found, &mut told);
        for pointer in found {
            let Some(span) = artifact.tree.find(&pointer).1.span() else {
                continue;
            };
            sink.report(
                Diagnostic::new(&CHECK.rule, span, message(field))
                    .note(format!(
                        "the oldest one in `[targets]` is {}.{}",
                        target.0, target.1
                    ))
                    .help("raise the target, or leave it out")
                    .trace(format!("at {pointer} of `{}`", artifact.path)),
            );
        }
    }
}

fn message(field: &VersionedField) -> String {
    let (major, minor) = field.since;
    let name = field.path.rsplit(['.', ']']).find(|name| !name.is_empty());
    let name = name.unwrap_or(field.path).trim_end_matches('[');
    match field.value {
        Some(value) => format!("`{value}` needs prometheus-operator {major}.{minor}"),
        None => format!("`{name}` needs prometheus-operator {major}.{minor}"),
    }
}
