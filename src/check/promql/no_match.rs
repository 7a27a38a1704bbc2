//! Two sides whose series can never match.

use crate::{
    check::{
        Check, Scope, Sink, Subject, labels,
        matching::{self, Mismatch},
    },
    diag::{Diagnostic, Level, Rule, list},
    infer::{Inferred, Labels, Presence},
    model::Model,
    promql::{
        ast::{Binary, BinaryOp, Node},
        print::operator_name,
    },
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "promql/no-match",
        level: Level::Deny,
        docs: r#"Finds operators between two vectors of which no two series can have the same labels: one side surely has a label that the other surely lacks, or
the possible values of a label have none in common.

## Why it matters

Prometheus pairs series whose labels are equal, all of them unless `on` or `ignoring` says which; an absent label equals an empty one. Where no pair
is possible, the result is empty, and `unless` removes nothing.

## Example

```toml
[labels]
queue = { help = "The queue." }

[metrics.queue_jobs]
type = "gauge"
help = "Jobs that wait."
labels = ["queue"]

[scrape.worker]
kind = "PodMonitor"
match-labels = { app = "worker" }
endpoints.metrics = {}

[alerts.QueueUneven]
expr = 'queue_jobs / sum(queue_jobs) > 0.5'
```

## Use instead

```toml
[labels]
queue = { help = "The queue." }

[metrics.queue_jobs]
type = "gauge"
help = "Jobs that wait."
labels = ["queue"]

[scrape.worker]
kind = "PodMonitor"
match-labels = { app = "worker" }
endpoints.metrics = {}

[alerts.QueueUneven]
expr = 'queue_jobs / on () group_left () sum(queue_jobs) > 0.5'
```
"#,
    },
    scope: Scope::Expression(check),
};

fn check(subject: &Subject, _: &Model, sink: &mut Sink) {
    subject.inferred().visit(&mut |node| {
        let Node::Binary(binary) = &node.expr.node else {
            return;
        };
        let Some(mismatch) = matching::mismatch(node) else {
            return;
        };
        let finding = Diagnostic::new(
            &CHECK.rule,
            subject.place(binary.op_range),
            message(binary, &mismatch),
        );
        sink.report(match mismatch {
            Mismatch::Missing { label, lacking, .. } => {
                let finding = labels::explain(finding, subject, lacking, label);
                advised(finding, node, binary)
            }
            Mismatch::Values { label, left, right } => finding
                .label(subject.place(node.parts[0].expr.range), says(label, &left))
                .label(subject.place(node.parts[1].expr.range), says(label, &right)),
        });
    });
}

fn says(label: &str, values: &[String]) -> String {
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    format!("`{label}` is {}", list(&values))
}

fn message(binary: &Binary, mismatch: &Mismatch) -> String {
    let op = operator_name(binary.op);
    let effect = match binary.op {
        BinaryOp::Unless => format!("`{op}` never removes a series"),
        _ => format!("`{op}` never finds two series that match"),
    };
    match mismatch {
        Mismatch::Missing { label, having, .. } => {
            format!("{effect}: only the {having} side has the label `{label}`")
        }
        Mismatch::Values { label, .. } => {
            format!("{effect}: the values of `{label}` have none in common")
        }
    }
}

/// How to match by the labels that both have, where all labels are compared.
fn advised(finding: Diagnostic, node: &Inferred, binary: &Binary) -> Diagnostic {
    let named = binary.matching.as_ref().and_then(|how| how.labels.as_ref());
    let [left, right] = node.parts.as_slice() else {
        return finding;
    };
    if named.is_some() || left.known.labels.open || right.known.labels.open {
        return finding;
    }
    let shared: Vec<&str> = (left.known.labels.iter())
        .filter(|label| right.known.labels.presence(label.name) > Presence::Never)
        .map(|label| label.name)
        .collect();
    let sets = matches!(binary.op, BinaryOp::And | BinaryOp::Unless);
    let group = match (
        sets,
        is_within(&right.known.labels, &shared),
        is_within(&left.known.labels, &shared),
    ) {
        (true, ..) => "",
        (_, true, _) => " group_left ()",
        (_, _, true) => " group_right ()",
        _ => return finding.help("say with `on (…)` which labels must be equal"),
    };
    let op = operator_name(binary.op);
    let shared = shared.join(", ");
    finding.help(format!(
        "match by the labels that both have: `{op} on ({shared}){group}`"
    ))
}

/// Whether there are no labels but these.
fn is_within(labels: &Labels, names: &[&str]) -> bool {
    labels.iter().all(|label| names.contains(&label.name))
}
