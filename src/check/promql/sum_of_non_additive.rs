//! Sums of gauges whose sum means nothing.

use crate::{
    check::{Check, Scope, Sink, Subject, shape},
    diag::{Diagnostic, Level, Rule},
    model::{Metric, MetricType, Model, Name},
    promql::{
        ast::{Aggregate, Node},
        walk::walk,
    },
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "promql/sum-of-non-additive",
        level: Level::Deny,
        docs: r#"Finds `sum` of a gauge that is declared with `additive = false`.

## Why it matters

Waits, ratios, temperatures and times of day have no sum: two queues that wait ten minutes each do not wait twenty. A sum over the labels in `key`,
or over all labels, adds nothing up and is not reported.

## Example

```toml
[labels]
queue = { help = "The queue." }

[metrics.queue_wait_seconds]
type = "gauge"
help = "How long the oldest job has waited."
labels = ["queue"]
additive = false

[alerts.QueueSlow]
expr = 'sum(queue_wait_seconds) > 1800'
```

## Use instead

```toml
[labels]
queue = { help = "The queue." }

[metrics.queue_wait_seconds]
type = "gauge"
help = "How long the oldest job has waited."
labels = ["queue"]
additive = false

[alerts.QueueSlow]
expr = 'max(queue_wait_seconds) > 1800'
```
"#,
    },
    scope: Scope::Expression(check),
};

/// Functions that leave the meaning of a gauge's value as it is.
const OVER_TIME: [&str; 4] = [
    "avg_over_time",
    "max_over_time",
    "min_over_time",
    "last_over_time",
];

fn check(subject: &Subject, model: &Model, sink: &mut Sink) {
    walk(subject.expr, &mut |expr| {
        let Node::Aggregate(aggregate) = &expr.node else {
            return;
        };
        if aggregate.op != "sum" {
            return;
        }
        let inner =
            shape::call(&aggregate.expr, &OVER_TIME).map_or(&aggregate.expr, |(_, inner)| inner);
        let Some((_, selector)) = shape::selector(inner) else {
            return;
        };
        let Some((metric, _)) = shape::metric(model, selector) else {
            return;
        };
        if metric.additive
            || metric.metric_type != MetricType::Gauge
            || is_per_series(aggregate, metric)
        {
            return;
        }
        let message = format!(
            "a sum of `{}` means nothing: it is declared as not additive",
            metric.name
        );
        let at = subject.place(aggregate.op_range);
        let finding = Diagnostic::new(&CHECK.rule, at, message);
        let finding = match metric.span {
            Some(span) => finding.label(span, "declared here with `additive = false`"),
            None => finding,
        };
        let help = "`max` tells the worst of them, `avg` the usual one";
        sink.report(finding.help(help));
    });
}

/// Whether every series is a group of its own.
fn is_per_series(aggregate: &Aggregate, metric: &Metric) -> bool {
    let Some(grouping) = aggregate
        .grouping
        .as_ref()
        .filter(|grouping| !grouping.without)
    else {
        return false;
    };
    let groups = |label: &str| grouping.labels.iter().any(|text| text.value == label);
    match &metric.key {
        Some(key) => key.iter().map(Name::as_str).all(groups),
        None => !metric.labels.is_empty() && metric.labels.iter().all(|label| groups(&label.name)),
    }
}
