//! Names of classic histograms used as series.

use crate::{
    check::{Check, Scope, Sink, Subject, shape},
    diag::{Diagnostic, Level, Rule},
    model::{MetricType, Model},
    promql::walk::{metric_name, selectors},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "promql/histogram-base-name",
        level: Level::Deny,
        docs: r#"Finds names of classic histograms without `_bucket`, `_sum` or `_count`.

## Why it matters

A classic histogram has three kinds of series and none of its own name: the expression finds nothing, the alert never fires and the panel stays
empty.

## Example

```toml
[metrics.job_seconds]
type = "histogram"
help = "Duration of a job."
buckets = [1, 10, 60]

[alerts.JobsSlow]
expr = 'avg(job_seconds) > 30'
```

## Use instead

```toml
[metrics.job_seconds]
type = "histogram"
help = "Duration of a job."
buckets = [1, 10, 60]

[alerts.JobsSlow]
expr = 'sum(rate(job_seconds_sum[5m])) / sum(rate(job_seconds_count[5m])) > 30'
```
"#,
    },
    scope: Scope::Expression(check),
};

fn check(subject: &Subject, model: &Model, sink: &mut Sink) {
    for (_, selector) in selectors(subject.expr) {
        let Some(name) = metric_name(selector) else {
            continue;
        };
        let metric = model.metrics.get(&name.value);
        let classic = metric.filter(|metric| metric.metric_type == MetricType::Histogram);
        let Some(metric) = classic.filter(|_| !shape::is_recorded(model, &name.value)) else {
            continue;
        };
        let (place, name) = (subject.place(name.range), &metric.name);
        let message = format!("`{name}` is a classic histogram: no series has this name");
        let finding = Diagnostic::new(&CHECK.rule, place, message)
            .note(format!("its series are `{name}_bucket`, `{name}_sum` and `{name}_count`"))
            .help(format!("the average is `rate({name}_sum[5m]) / rate({name}_count[5m])`, a quantile `histogram_quantile(0.95, sum by (le) (rate({name}_bucket[5m])))`"));
        sink.report(match metric.span {
            Some(span) => finding.label(span, "declared here"),
            None => finding,
        });
    }
}
