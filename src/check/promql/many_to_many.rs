//! Joins of which one side has several series for the same labels.

use crate::{
    check::{Check, Scope, Sink, Subject, matching, uniqueness},
    diag::{Diagnostic, Level, Rule},
    infer::Inferred,
    model::Model,
    promql::ast::{BinaryOp, Node, Side},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "promql/many-to-many",
        level: Level::Deny,
        docs: r#"Finds operators between vectors where a side that must have one series per match surely can have several: a label of the metric's `key`, or the
state of a stateset, is not among the labels that are compared.

## Why it matters

Prometheus pairs each series with one of the other side, or, with `group_left`, several with one. Where it finds more it stops with an error, and
the rule or panel has no result at all.

## Example

```toml
[labels]
queue = { help = "The queue." }
run = { help = "The run." }

[metrics.run_jobs]
type = "gauge"
help = "Jobs of a run."
labels = ["queue", "run"]
key = ["queue", "run"]

[metrics.queue_limit_jobs]
type = "gauge"
help = "Jobs that may wait."
labels = ["queue"]
key = ["queue"]

[alerts.RunLarge]
expr = 'run_jobs / on (queue) queue_limit_jobs > 0.5'
```

## Use instead

```toml
[labels]
queue = { help = "The queue." }
run = { help = "The run." }

[metrics.run_jobs]
type = "gauge"
help = "Jobs of a run."
labels = ["queue", "run"]
key = ["queue", "run"]

[metrics.queue_limit_jobs]
type = "gauge"
help = "Jobs that may wait."
labels = ["queue"]
key = ["queue"]

[alerts.RunLarge]
expr = 'run_jobs / on (queue) group_left () queue_limit_jobs > 0.5'
```
"#,
    },
    scope: Scope::Expression(check),
};

fn check(subject: &Subject, _: &Model, sink: &mut Sink) {
    subject.inferred().visit(&mut |node| {
        let (Node::Binary(binary), [left, right]) = (&node.expr.node, node.parts.as_slice()) else {
            return;
        };
        let sets = matches!(binary.op, BinaryOp::And | BinaryOp::Or | BinaryOp::Unless);
        let matching = binary.matching.as_ref();
        let Some(compared) = matching
            .filter(|_| !sets)
            .and_then(|how| how.labels.as_ref())
        else {
            return;
        };
        if matching::mismatch(node).is_some() {
            return;
        }
        let group = matching.and_then(|how| how.group.as_ref());
        let sides: &[(&Inferred, &str)] = match group.map(|(side, _)| side) {
            Some(Side::Left) => &[(right, "group_right ()")],
            Some(Side::Right) => &[(left, "group_left ()")],
            None => &[(left, "group_left ()"), (right, "group_right ()")],
        };
        let found = sides.iter().find_map(|(side, help)| {
            let kept = matching::compared(compared, side)?;
            Some((*side, *help, uniqueness::lost(side, &kept)?))
        });
        let Some((side, help, label)) = found else {
            return;
        };
        let message =
            format!("several series of one side differ in `{label}`, which is not compared");
        let finding = Diagnostic::new(&CHECK.rule, subject.place(binary.op_range), message).label(
            subject.place(side.expr.range),
            format!("can have several series for one match, with different `{label}`"),
        );
        let finding = match uniqueness::metric(side, subject.facts()) {
            Some(span) => finding.label(span, "declared here"),
            None => finding,
        };
        sink.report(match group {
            None => finding.help(format!("match by `{label}` too, or write `{help}`")),
            Some(_) => finding.help(format!(
                "match by `{label}` too, or aggregate this side, such as `max by (…) (…)`"
            )),
        });
    });
}
