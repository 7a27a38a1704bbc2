//! Quantiles of all observations since the process began.

use crate::{
    check::{Check, Scope, Sink, Subject, shape},
    diag::{Diagnostic, Edit, Help, Level, Rule},
    model::{MetricType, Model},
    promql::walk::walk,
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "promql/quantile-without-rate",
        level: Level::Warn,
        docs: r#"Finds `histogram_quantile` of the buckets of a classic histogram without `rate` or `increase`.

## Why it matters

Buckets are counters: they hold every observation since the process began. The quantile of all time hardly moves after a day, and a restart throws
it about.

## Example

```toml
[metrics.job_seconds]
type = "histogram"
help = "Duration of a job."
buckets = [1, 10, 60]

[alerts.JobsSlow]
expr = 'histogram_quantile(0.95, job_seconds_bucket) > 30'
```

## Use instead

```toml
[metrics.job_seconds]
type = "histogram"
help = "Duration of a job."
buckets = [1, 10, 60]

[alerts.JobsSlow]
expr = 'histogram_quantile(0.95, rate(job_seconds_bucket[5m])) > 30'
```
"#,
    },
    scope: Scope::Expression(check),
};

fn check(subject: &Subject, model: &Model, sink: &mut Sink) {
    walk(subject.expr, &mut |expr| {
        let Some((_, argument)) = shape::call(expr, &["histogram_quantile"]) else {
            return;
        };
        let inner = shape::inside(argument, &["sum", "avg", "max", "min"]);
        let Some((place, selector)) = shape::selector(inner) else {
            return;
        };
        let Some((metric, _)) = shape::metric(model, selector) else {
            return;
        };
        if metric.metric_type != MetricType::Histogram {
            return;
        }
        let message = format!(
            "the quantile of all that `{}` has ever observed",
            metric.name
        );
        let at = subject.place(place.range);
        let mut finding = Diagnostic::new(&CHECK.rule, at, message)
            .here("counts since the process began")
            .note("buckets are counters; the quantile of a recent time needs their `rate`");
        let text = subject.text(place.range);
        let edits = if text.is_empty() || selector.modifiers != Default::default() {
            Vec::new()
        } else {
            let window = if subject.owner.is_rule() {
                "5m"
            } else {
                "$__rate_interval"
            };
            let insert = |at: u32, text: String| Edit {
                span: crate::text::Span {
                    start: at,
                    end: at,
                    ..subject.place(place.range)
                },
                text,
            };
            vec![
                insert(at.start, "rate(".to_string()),
                insert(at.end, format!("[{window}])")),
            ]
        };
        finding.help.push(Help {
            message: "put `rate(…[5m])` around the buckets".to_string(),
            edits,
        });
        sink.report(finding);
    });
}
