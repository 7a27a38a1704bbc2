//! Labels that histograms and summaries write, on other metrics.

use crate::{
    check::{Check, Scope, Sink, shape},
    diag::{Diagnostic, Level, Rule},
    model::{Metric, MetricType, Model, names},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "metric/reserved-label",
        level: Level::Warn,
        docs: r#"Finds metrics with a label `le` that are no histogram, or `quantile` that are no summary.

## Why it matters

Prometheus writes `le` on the buckets of histograms and `quantile` on the quantiles of summaries. Queries, dashboards and clients take series with
these labels for such.

## Example

```toml
[labels]
le = { help = "The limit." }

[metrics.queue_jobs]
type = "gauge"
help = "Jobs that wait."
labels = ["le"]
```

## Use instead

```toml
[labels]
limit = { help = "The limit." }

[metrics.queue_jobs]
type = "gauge"
help = "Jobs that wait."
labels = ["limit"]
```
"#,
    },
    scope: Scope::Metric(check),
};

fn check(metric: &Metric, _: &Model, sink: &mut Sink) {
    let Some(span) = metric.span else { return };
    let has_buckets = matches!(
        metric.metric_type,
        MetricType::Histogram | MetricType::NativeHistogram
    );
    let has_quantiles = metric.metric_type == MetricType::Summary;
    let reserved = [
        (names::LE, has_buckets, "histograms"),
        (names::QUANTILE, has_quantiles, "summaries"),
    ];
    for (label, fits, kinds) in reserved {
        if fits || metric.label(label).is_none() {
            continue;
        }
        let message = format!(
            "`{}` is {} and has the label `{label}` of {kinds}",
            metric.name,
            shape::type_name(metric.metric_type)
        );
        sink.report(
            Diagnostic::new(&CHECK.rule, span, message)
                .help("give the label another name, if the program can be changed"),
        );
    }
}
