//! Relabeling steps of monitors in files that Prometheus cannot run.

use crate::{
    artifact::{Artifact, Node, Value},
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule},
    model::Model,
    relabel::{self, Action, Field, Names, Written},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "manifest/rejected-relabeling",
        level: Level::Deny,
        docs: r#"Finds relabeling steps of monitors that Prometheus cannot run: a pattern that is none, an action without the label that it writes,
`hashmod` without a modulus. In a project's own steps that is an error of the model.

## Why it matters

prometheus-operator checks them when it makes the configuration, and skips the whole monitor: none of its targets is scraped, and only an event and
its log say so.

## Example

```yaml
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: shop}
spec:
  selector: {}
  endpoints:
  - port: metrics
    relabelings:
    - {sourceLabels: [a], regex: "(", targetLabel: b}
```

## Use instead

```yaml
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: shop}
spec:
  selector: {}
  endpoints:
  - port: metrics
    relabelings:
    - {sourceLabels: [a], regex: "(.+)", targetLabel: b}
```
"#,
    },
    scope: Scope::Artifact(check),
};

/// Every action; names may be written in any case.
const ACTIONS: [Action; 11] = [
    Action::Replace,
    Action::Keep,
    Action::Drop,
    Action::KeepEqual,
    Action::DropEqual,
    Action::HashMod,
    Action::LabelMap,
    Action::LabelDrop,
    Action::LabelKeep,
    Action::Lowercase,
    Action::Uppercase,
];

fn check(artifact: &Artifact, _: &Model, sink: &mut Sink) {
    let list = match artifact.tree.get("kind").and_then(Node::as_str) {
        Some("ServiceMonitor") => "endpoints",
        Some("PodMonitor") => "podMetricsEndpoints",
        _ => return,
    };
    let spec = artifact.tree.get("spec");
    let endpoints = spec.and_then(|spec| spec.get(list)).and_then(Node::as_list);
    for endpoint in endpoints.into_iter().flatten() {
        for steps in ["relabelings", "metricRelabelings"] {
            let steps = endpoint.get(steps).and_then(Node::as_list);
            for step in steps.into_iter().flatten() {
                check_step(step, sink);
            }
        }
    }
}

fn check_step(step: &Node, sink: &mut Sink) {
    let Some(written) = read(step) else { return };
    // Names in UTF-8 are those of Prometheus 3; what is refused under them is refused under all.
    let (_, faults) = relabel::compile(&written, Names::Utf8);
    for fault in faults {
        let node = match fault.field {
            Field::SourceLabel(index) => {
                let labels = step.get("sourceLabels").and_then(Node::as_list);
                labels.and_then(|labels| labels.get(index))
            }
            Field::Separator => step.get("separator"),
            Field::Regex => step.get("regex"),
            Field::Modulus => step.get("modulus"),
            Field::TargetLabel => step.get("targetLabel"),
            Field::Replacement => step.get("replacement"),
            Field::Step => None,
        };
        if let Some(span) = node.unwrap_or(step).origin.span() {
            let finding = Diagnostic::new(&CHECK.rule, span, fault.message);
            sink.report(finding.note("prometheus-operator skips the whole monitor"));
        }
    }
}

/// A step; `None` when its action is unknown or a field is of another type, which its schema tells.
fn read(step: &Node) -> Option<Written<'_>> {
    let text = |key: &str| step.get(key).map(Node::as_str);
    let labels = step
        .get("sourceLabels")
        .map_or(Some(&[][..]), Node::as_list)?;
    let modulus = match step.get("modulus").map(|node| &node.value) {
        Some(Value::Int(number)) => Some(u64::try_from(*number).ok()?),
        Some(_) => return None,
        None => None,
    };
    let action = text("action").unwrap_or(Some("replace"))?;
    let is_it = |known: &&Action| known.name().eq_ignore_ascii_case(action);
    Some(Written {
        source_labels: labels.iter().map(Node::as_str).collect::<Option<_>>()?,
        separator: text("separator").flatten(),
        regex: text("regex").flatten(),
        modulus,
        target_label: text("targetLabel").flatten(),
        replacement: text("replacement").flatten(),
        action: *ACTIONS.iter().find(is_it)?,
    })
}
