//! Bounds that no bucket has.

use crate::{
    check::{Check, Scope, Sink, Subject, shape},
    diag::{Diagnostic, Level, Rule},
    model::Model,
    promql::walk::selectors,
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "promql/unknown-bucket",
        level: Level::Deny,
        docs: r#"Finds matchers on `le` with a number that is no declared bound of the histogram's buckets.

## Why it matters

A classic histogram has a series for each of its bounds and for `+Inf`. A matcher with another number finds nothing.

## Example

```toml
[metrics.job_seconds]
type = "histogram"
help = "Duration of a job."
buckets = [1, 10, 60]

[alerts.JobsSlow]
expr = 'rate(job_seconds_bucket{le="30.0"}[5m]) / on () group_left () rate(job_seconds_count[5m]) < 0.9'
```

## Use instead

```toml
[metrics.job_seconds]
type = "histogram"
help = "Duration of a job."
buckets = [1, 10, 60]

[alerts.JobsSlow]
expr = 'rate(job_seconds_bucket{le="60.0"}[5m]) / on () group_left () rate(job_seconds_count[5m]) < 0.9'
```
"#,
    },
    scope: Scope::Expression(check),
};

fn check(subject: &Subject, model: &Model, sink: &mut Sink) {
    for (_, selector) in selectors(subject.expr) {
        for (matcher, value, metric) in shape::bounds(model, selector) {
            let Some(buckets) = &metric.buckets else {
                continue;
            };
            if value == f64::INFINITY || buckets.contains(&value) {
                continue;
            }
            let name = &metric.name;
            let known: Vec<String> = buckets.iter().map(|bound| format!("`{bound}`")).collect();
            let message = format!(
                "`{name}` has no bucket with the bound {}",
                matcher.value.value
            );
            let finding = Diagnostic::new(&CHECK.rule, subject.place(matcher.value.range), message)
                .help(format!("its bounds: {}, `+Inf`", known.join(", ")));
            sink.report(match metric.span {
                Some(span) => finding.label(span, "declared here"),
                None => finding,
            });
        }
    }
}
