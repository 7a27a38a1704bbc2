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

/// A side with several series for one match.
struct Several<'i, 'a> {
    side: &'i Inferred<'a>,
    /// The label in which they differ.
    label: &'a str,
    /// What would allow them; `None` where the other side may have several already.
    group: Option<&'static str>,
}

fn check(subject: &Subject, _: &Model, sink: &mut Sink) {
    subject.inferred().visit(&mut |node| {
        let (Node::Binary(binary), Some(found)) = (&node.expr.node, find(node)) else {
            return;
        };
        let label = found.label;
        let message =
            format!("several series of one side differ in `{label}`, which is not compared");
        let finding = Diagnostic::new(&CHECK.rule, subject.place(binary.op_range), message).label(
            subject.place(found.side.expr.range),
            format!("can have several series for one match, with different `{label}`"),
        );
        let finding = match uniqueness::metric(found.side, subject.facts()) {
            Some(span) => finding.label(span, "declared here"),
            None => finding,
        };
        sink.report(match found.group {
            Some(group) => finding.help(format!("match by `{label}` too, or write `{group}`")),
            None => finding.help(format!(
                "match by `{label}` too, or aggregate this side, such as `max by (…) (…)`"
            )),
        });
    });
}

fn find<'i, 'a>(node: &'i Inferred<'a>) -> Option<Several<'i, 'a>> {
    let (Node::Binary(binary), [left, right]) = (&node.expr.node, node.parts.as_slice()) else {
        return None;
    };
    let matching = binary.matching.as_ref()?;
    let compared = matching.labels.as_ref()?;
    let sets = matches!(binary.op, BinaryOp::And | BinaryOp::Or | BinaryOp::Unless);
    // What never matches is another check's.
    if sets || matching::mismatch(node).is_some() {
        return None;
    }
    let several = |side: &'i Inferred<'a>, group| {
        let kept = matching::compared(compared, side)?;
        let label = uniqueness::lost(side, &kept)?;
        Some(Several { side, label, group })
    };
    match matching.group.as_ref().map(|(many, _)| many) {
        Some(Side::Left) => several(right, None),
        Some(Side::Right) => several(left, None),
        None => {
            several(left, Some("group_left ()")).or_else(|| several(right, Some("group_right ()")))
        }
    }
}
