//! Quantiles of processes added up or averaged.

use crate::{
    check::{Check, Scope, Sink, Subject, shape},
    diag::{Diagnostic, Level, Rule},
    model::{MetricType, Model, metric::Part, names},
    promql::{
        ast::{Aggregate, Matcher, Node},
        walk::walk,
    },
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "promql/average-of-quantiles",
        level: Level::Warn,
        docs: r#"Finds `sum` of the quantiles of a summary, and `avg` of them over different quantiles.

## Why it matters

The sum of quantiles is no quantile, and neither is the average: a process with ten requests weighs as much as one with a million. With `avg by
(quantile)` one knows what one does, and it is not reported.

## Example

```toml
[metrics.job_seconds]
type = "summary"
help = "Duration of a job."
quantiles = [0.5, 0.95]

[alerts.JobsSlow]
expr = 'avg(job_seconds) > 30'
```

## Use instead

```toml
[metrics.job_seconds]
type = "summary"
help = "Duration of a job."
quantiles = [0.5, 0.95]

[alerts.JobsSlow]
expr = 'max(job_seconds{quantile="0.95"}) > 30'
```
"#,
    },
    scope: Scope::Expression(check),
};

fn check(subject: &Subject, model: &Model, sink: &mut Sink) {
    walk(subject.expr, &mut |expr| {
        let Node::Aggregate(aggregate) = &expr.node else {
            return;
        };
        let Some((_, selector)) = shape::selector(&aggregate.expr) else {
            return;
        };
        let Some((metric, Part::Whole)) = shape::metric(model, selector) else {
            return;
        };
        let fixed = selector
            .matchers
            .iter()
            .any(|matcher: &Matcher| matcher.label.value == names::QUANTILE);
        let wrong = match aggregate.op.as_str() {
            "sum" => "a sum of quantiles is no quantile",
            "avg" if !fixed && !keeps_quantile(aggregate) => {
                "an average of different quantiles is no quantile"
            }
            _ => return,
        };
        if metric.metric_type != MetricType::Summary {
            return;
        }
        let name = &metric.name;
        sink.report(
            Diagnostic::new(&CHECK.rule, subject.place(aggregate.op_range), wrong)
                .note(format!("`{name}` is a summary: its processes compute the quantiles"))
                .help(format!("`max` with `quantile=\"…\"` tells the worst process, `rate({name}_sum[5m]) / rate({name}_count[5m])` the average")),
        );
    });
}

fn keeps_quantile(aggregate: &Aggregate) -> bool {
    let Some(grouping) = &aggregate.grouping else {
        return false;
    };
    let mut labels = grouping.labels.iter();
    let unsure = labels.clone().any(|label| !label.placeholders.is_empty());
    unsure || labels.any(|label| label.value == names::QUANTILE) != grouping.without
}
