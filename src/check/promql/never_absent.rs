//! `absent` of what is always there.

use crate::{
    check::{Check, Scope, Sink, Subject, shape},
    diag::{Diagnostic, Level, Rule},
    model::Model,
    promql::{
        ast::{BinaryOp, Expr, Node},
        walk::walk,
    },
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "promql/never-absent",
        level: Level::Deny,
        docs: r#"Finds `absent` of an expression that always yields a series, such as one that ends in `or vector(0)`.

## Why it matters

`absent` is true when its argument has no series. Where another one takes its place, it never is, and the alert never fires.

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

[alerts.QueueGone]
expr = 'absent(sum(queue_jobs) or vector(0))'
for = "5m"
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

[alerts.QueueGone]
expr = 'absent(queue_jobs)'
for = "5m"
```
"#,
    },
    scope: Scope::Expression(check),
};

fn check(subject: &Subject, _: &Model, sink: &mut Sink) {
    walk(subject.expr, &mut |expr| {
        let Some((_, argument)) = shape::call(expr, &["absent"]) else {
            return;
        };
        let (Node::Call(call), Some(filler)) = (&shape::bare(expr).node, filler(argument)) else {
            return;
        };
        // An expression in parentheses is met again.
        if shape::bare(expr).range != expr.range {
            return;
        }
        let message = "`absent` is never true: its argument always has a series";
        sink.report(
            Diagnostic::new(&CHECK.rule, subject.place(call.name_range), message)
                .label(subject.place(filler.range), "always yields a series")
                .help("leave this out of the argument"),
        );
    });
}

/// What makes an expression yield a series at all times.
fn filler(expr: &Expr) -> Option<&Expr> {
    let expr = shape::bare(expr);
    match &expr.node {
        Node::Call(call) if call.function == "vector" => Some(expr),
        Node::Binary(binary) if binary.op == BinaryOp::Or => {
            filler(&binary.lhs).or_else(|| filler(&binary.rhs))
        }
        Node::Aggregate(aggregate) if aggregate.param.is_none() => filler(&aggregate.expr),
        Node::Unary(_, inner) => filler(inner),
        _ => None,
    }
}
