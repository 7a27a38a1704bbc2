//! Windows that never hold the samples that a function needs.

use crate::{
    check::{Check, Scope, Sink, Subject, interval},
    diag::{Diagnostic, Level, Rule},
    model::Model,
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "promql/window-below-interval",
        level: Level::Deny,
        docs: r#"Finds `rate`, `increase`, `delta` and their like over a window that is shorter than the interval at which the metric is scraped or recorded.

## Why it matters

They need two samples, and such a window never holds more than one: the result is always empty, without an error. What counts is the interval of
the very endpoint that serves the metric, in each environment; for a recording that of its group, in a subquery its step.

## Example

```toml
[prometheus]
scrape-interval = "1m"

[metrics.jobs_total]
type = "counter"
help = "Jobs."

[scrape.worker]
kind = "PodMonitor"
match-labels = { app = "worker" }
endpoints.metrics = {}

[alerts.JobsStopped]
expr = 'rate(jobs_total[30s]) == 0'
```

## Use instead

```toml
[prometheus]
scrape-interval = "1m"

[metrics.jobs_total]
type = "counter"
help = "Jobs."

[scrape.worker]
kind = "PodMonitor"
match-labels = { app = "worker" }
endpoints.metrics = {}

[alerts.JobsStopped]
expr = 'rate(jobs_total[4m]) == 0'
```
"#,
    },
    scope: Scope::Expression(check),
};

fn check(subject: &Subject, model: &Model, sink: &mut Sink) {
    interval::windows(subject, model, &mut |window| {
        if window.needs < 2 || window.millis >= window.interval.millis {
            return;
        }
        let message = format!(
            "`{}` over {} never has two samples: there is one every {}",
            window.function,
            interval::text(window.millis),
            interval::text(window.interval.millis)
        );
        let place = subject.place(window.place);
        let finding = Diagnostic::new(&CHECK.rule, place, message);
        sink.report(interval::explain(finding, &window, subject));
    });
}
