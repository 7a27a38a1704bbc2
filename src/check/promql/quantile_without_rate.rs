//! Quantiles of all observations since the process began.

use crate::{
    check::{Check, Scope, Sink, Subject, shape},
    diag::{Diagnostic, Edit, Help, Level, Rule},
    model::{MetricType, Model},
    promql::{
        ast::{Modifiers, Range},
        walk::walk,
    },
    text::Span,
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
        let edits = if selector.modifiers == Modifiers::default() {
            around(subject, place.range)
        } else {
            Vec::new()
        };
        finding.help.push(Help {
            message: "put `rate(…[5m])` around the buckets".to_string(),
            edits,
            is_certain: false,
        });
        sink.report(finding);
    });
}

/// The edits that put a rate around what the user wrote.
fn around(subject: &Subject, range: Range) -> Vec<Edit> {
    if !subject.is_written(range) {
        return Vec::new();
    }
    let window = if subject.owner.is_rule() {
        "5m"
    } else {
        "$__rate_interval"
    };
    let span = subject.place(range);
    let insert = |at: u32, text: String| Edit {
        span: Span {
            start: at,
            end: at,
            ..span
        },
        text,
    };
    vec![
        insert(span.start, "rate(".to_string()),
        insert(span.end, format!("[{window}])")),
    ]
}
