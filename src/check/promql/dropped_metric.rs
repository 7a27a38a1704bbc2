//! Metrics that relabeling drops.

use crate::{
    check::{Check, Scope, Sink, Subject},
    diag::{Diagnostic, Level, Rule},
    model::{Model, names},
    promql::{
        ast::MatchOp,
        walk::{metric_name, selectors},
    },
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "promql/dropped-metric",
        level: Level::Deny,
        docs: r#"Finds selectors of a metric of a catalogue, with the `job` of a scrape, whose series a step in `metric-relabelings` of that scrape surely drops.
A declared metric that is dropped is an error at its declaration.

## Why it matters

The series never reach Prometheus: the alert never fires and the panel stays empty.

## Example

```toml
[scrape.worker]
kind = "PodMonitor"
match-labels = { app = "worker" }
catalogs = ["go"]
job-label = "app"

[scrape.worker.endpoints.metrics]
metric-relabelings = [{ action = "drop", source-labels = ["__name__"], regex = "go_.*" }]

[alerts.ManyRoutines]
expr = 'go_goroutines{job="worker"} > 10000'
```

## Use instead

```toml
[scrape.worker]
kind = "PodMonitor"
match-labels = { app = "worker" }
catalogs = ["go"]
job-label = "app"

[scrape.worker.endpoints.metrics]
metric-relabelings = [{ action = "drop", source-labels = ["__name__"], regex = "go_gc_.*" }]

[alerts.ManyRoutines]
expr = 'go_goroutines{job="worker"} > 10000'
```
"#,
    },
    scope: Scope::Expression(check),
};

fn check(subject: &Subject, model: &Model, sink: &mut Sink) {
    for (_, selector) in selectors(subject.expr) {
        let Some(name) = metric_name(selector).filter(|name| name.placeholders.is_empty()) else {
            continue;
        };
        let job = selector
            .matchers
            .iter()
            .find(|matcher| matcher.label.value == names::JOB && matcher.op == MatchOp::Equal);
        let Some(job) = job.filter(|job| job.value.placeholders.is_empty()) else {
            continue;
        };
        let Some(step) = model.find_drop(&name.value, &job.value.value) else {
            continue;
        };
        let message = format!(
            "relabeling drops `{}` of the job `{}`",
            name.value, job.value.value
        );
        sink.report(
            Diagnostic::new(&CHECK.rule, subject.place(name.range), message)
                .label(step.written.span, "this step drops it")
                .help("keep it there, or use another metric"),
        );
    }
}
