//! Alerts on absence that wait for less than a scrape.

use crate::{
    check::{Check, Owner, Scope, Sink, Subject, shape},
    diag::{Diagnostic, Level, Rule},
    model::{Model, duration::Duration},
    promql::{
        ast::{BinaryOp, Expr, Node},
        walk::metric_name,
    },
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "alert/brief-absence",
        level: Level::Warn,
        docs: r#"Finds alerts that are an `absent (…)` and whose `for` is shorter than the scrape interval of the metric, or not set.

## Why it matters

A Pod that is replaced leaves a gap until its successor is scraped for the first time, and Prometheus itself may evaluate rules before its first
scrape. The alert then fires though nothing is wrong.

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
expr = 'absent(queue_jobs)'
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

fn check(subject: &Subject, model: &Model, sink: &mut Sink) {
    let Owner::Alert(alert) = subject.owner else {
        return;
    };
    let Some(absent) = absent(subject.expr) else {
        return;
    };
    let (Node::Call(call), Some((_, argument))) = (&absent.node, shape::call(absent, &["absent"]))
    else {
        return;
    };
    let Some(interval) = interval(argument, model) else {
        return;
    };
    let waits = alert.for_.as_ref();
    if waits.map_or(0, |waits| waits.value.millis) >= interval.millis {
        return;
    }
    let (place, message) = match waits {
        Some(waits) => (
            waits.span,
            format!(
                "`for` of {} is shorter than the scrape interval of {}",
                waits.value.text, interval.text
            ),
        ),
        None => (
            subject.place(call.name_range),
            "the alert fires at the first gap between two scrapes".to_string(),
        ),
    };
    sink.report(
        Diagnostic::new(&CHECK.rule, place, message)
            .note("a Pod that is replaced leaves a gap until its successor is scraped")
            .help("wait for several scrapes, such as `for = \"5m\"`"),
    );
}

/// The call that the alert is, alone or beside others.
fn absent(expr: &Expr) -> Option<&Expr> {
    let expr = shape::bare(expr);
    match &expr.node {
        Node::Call(call) if call.function == "absent" => Some(expr),
        Node::Binary(binary) if binary.op == BinaryOp::Or => {
            absent(&binary.lhs).or_else(|| absent(&binary.rhs))
        }
        _ => None,
    }
}

/// The shortest interval at which the metric is scraped; `None` when another project scrapes it.
fn interval<'m>(argument: &Expr, model: &'m Model) -> Option<&'m Duration> {
    let (_, selector) = shape::selector(argument)?;
    let sources = model.series.sources(&metric_name(selector)?.value).iter();
    let intervals = sources.map(|source| {
        let endpoint = &model.scrapes[source.scrape].endpoints[source.endpoint];
        let own = endpoint.interval.as_ref().map(|interval| &interval.value);
        own.unwrap_or(&model.prometheus.scrape_interval)
    });
    intervals.min_by_key(|interval| interval.millis)
}
