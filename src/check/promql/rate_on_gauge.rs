//! Rates of what is no counter.

use crate::{
    check::{Check, Scope, Sink, Subject, shape},
    diag::{Diagnostic, Level, Rule},
    model::{MetricType, Model},
    promql::{
        ast::{Expr, Node},
        walk::walk,
    },
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "promql/rate-on-gauge",
        level: Level::Deny,
        docs: r#"Finds `rate`, `irate` and `increase` of metrics that are declared as something else than a counter or histogram.

## Why it matters

These functions take every fall of a value for a restart of the process and add it as growth. Of a gauge they give a number that means nothing, and
it is never negative.

## Example

```toml
[metrics.queue_jobs]
type = "gauge"
help = "Jobs that wait."

[alerts.QueueGrows]
expr = 'rate(queue_jobs[5m]) > 1'
```

## Use instead

```toml
[metrics.queue_jobs]
type = "gauge"
help = "Jobs that wait."

[alerts.QueueGrows]
expr = 'deriv(queue_jobs[5m]) > 1'
```
"#,
    },
    scope: Scope::Expression(check),
};

fn check(subject: &Subject, model: &Model, sink: &mut Sink) {
    walk(subject.expr, &mut |expr| look(expr, subject, model, sink));
}

fn look(expr: &Expr, subject: &Subject, model: &Model, sink: &mut Sink) {
    let Node::Call(call) = &expr.node else { return };
    let Some((function, argument)) = shape::call(expr, &shape::RATES) else {
        return;
    };
    let Some((place, selector)) = shape::selector(argument) else {
        return;
    };
    let Some((metric, part)) = shape::metric(model, selector) else {
        return;
    };
    if shape::is_counter((metric, part)) || metric.metric_type == MetricType::NativeHistogram {
        return;
    }
    let kind = shape::type_name(metric.metric_type);
    let message = format!("`{function}` of `{}`, which is {kind}", metric.name);
    let finding = Diagnostic::new(&CHECK.rule, subject.place(call.name_range), message)
        .label(subject.place(place.range), kind);
    let instead = if function == "increase" {
        "delta"
    } else {
        "deriv"
    };
    let help = format!("`{instead}` tells how much {kind} changes");
    let finding = if metric.metric_type == MetricType::Gauge && subject.is_written(call.name_range)
    {
        finding.propose(help, subject.place(call.name_range), instead)
    } else {
        finding
    };
    sink.report(match metric.span {
        Some(span) => finding.label(span, "declared here"),
        None => finding,
    });
}
