//! Metrics whose series have one name.

use crate::{
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule},
    model::{Metric, Model, metric::Part},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "metric/clashing-series",
        level: Level::Deny,
        docs: r#"Finds metrics that are named as a series of another one: `x_count` beside the histogram `x`.

## Why it matters

A histogram `x` has the series `x_bucket`, `x_sum` and `x_count`. Two metrics with one name in a scrape are refused or mixed up, with different
types and labels.

## Example

```toml
[metrics.job_seconds]
type = "histogram"
help = "Duration of a job."

[metrics.job_seconds_count]
type = "counter"
help = "Jobs done."
allow.metric.name-suffix = { reason = "an old name" }
```

## Use instead

```toml
[metrics.job_seconds]
type = "histogram"
help = "Duration of a job."

[metrics.jobs_done_total]
type = "counter"
help = "Jobs done."
```
"#,
    },
    scope: Scope::Model(check),
};

fn check(model: &Model, sink: &mut Sink) {
    for metric in model.metrics.iter() {
        for part in metric.parts().iter().filter(|part| **part != Part::Whole) {
            let series = part.series(&metric.name);
            let other = model.metrics.get(&series);
            if let Some((other, span)) = other.and_then(|other: &Metric| Some((other, other.span?)))
            {
                let message = format!("`{series}` is a series of `{}` already", metric.name);
                let finding = Diagnostic::new(&CHECK.rule, span, message);
                sink.report_for(
                    &[&other.allow],
                    match metric.span {
                        Some(span) => finding.label(span, "declared here"),
                        None => finding,
                    },
                );
            }
        }
    }
}
