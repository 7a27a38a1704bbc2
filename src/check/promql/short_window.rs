//! Windows that do not always hold the samples that a function needs.

use crate::{
    check::{Check, Scope, Sink, Subject, interval},
    diag::{Diagnostic, Level, Rule},
    model::Model,
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "promql/short-window",
        level: Level::Warn,
        docs: r#"Finds `rate` and its like over a window shorter than twice the interval at which the metric is scraped or recorded, and functions such as
`max_over_time` over one shorter than the interval.

## Why it matters

At some evaluations the window holds too few samples, so that the result comes and goes: a graph has gaps, and `for` of an alert begins anew. What
counts is the interval of the very endpoint that serves the metric, in each environment. Four times the interval endures a failed scrape.

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
expr = 'rate(jobs_total[1m]) == 0'
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
        let interval = window.interval.millis;
        let is_short = window.millis < interval * window.needs;
        // Below one interval two samples never meet: that is another finding.
        if !is_short || window.needs == 2 && window.millis < interval {
            return;
        }
        let message = format!(
            "`{}` over {} does not always have {}: there is one every {}",
            window.function,
            interval::text(window.millis),
            if window.needs == 2 {
                "two samples"
            } else {
                "a sample"
            },
            interval::text(interval)
        );
        let place = subject.place(window.place);
        let finding = Diagnostic::new(&CHECK.rule, place, message);
        sink.report(interval::explain(finding, &window, subject));
    });
}
