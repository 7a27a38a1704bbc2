//! Jobs that no scrape gives.

use crate::{
    check::{Check, Scope, Sink, Subject, shape},
    diag::{Diagnostic, Level, Rule, list},
    model::{LabelSource, Model, names},
    promql::{
        ast::{MatchOp, Selector},
        walk::{metric_name, selectors},
    },
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "promql/unknown-job",
        level: Level::Deny,
        docs: r#"Finds matchers on `job` that no scrape of the metric satisfies.

## Why it matters

`job` is set by the scrape: the Service's name, or the value of the label in `job-label`. Where every scrape that serves a metric is declared,
another value matches no series: the alert never fires and the panel stays empty.

## Example

```toml
[metrics.queue_jobs]
type = "gauge"
help = "Jobs that wait."

[scrape.worker]
kind = "ServiceMonitor"
match-labels = { app = "worker" }
endpoints.metrics = {}
service.name = "shop-worker"
service.selector = { app = "worker" }
service.ports.metrics = { port = 8080 }

[alerts.QueueLong]
expr = 'queue_jobs{job="worker"} > 100'
```

## Use instead

```toml
[metrics.queue_jobs]
type = "gauge"
help = "Jobs that wait."

[scrape.worker]
kind = "ServiceMonitor"
match-labels = { app = "worker" }
endpoints.metrics = {}
service.name = "shop-worker"
service.selector = { app = "worker" }
service.ports.metrics = { port = 8080 }

[alerts.QueueLong]
expr = 'queue_jobs{job="shop-worker"} > 100'
```
"#,
    },
    scope: Scope::Expression(check),
};

fn check(subject: &Subject, model: &Model, sink: &mut Sink) {
    for (_, selector) in selectors(subject.expr) {
        let Some(jobs) = jobs(selector, model) else {
            continue;
        };
        for matcher in &selector.matchers {
            let text = &matcher.value;
            let asks = matcher.label.value == names::JOB && matcher.op == MatchOp::Equal;
            if !asks
                || text.value.is_empty()
                || !text.placeholders.is_empty()
                || jobs.contains(&text.value.as_str())
            {
                continue;
            }
            let name = metric_name(selector).map_or("", |name| name.value.as_str());
            let message = format!("no scrape gives `{name}` the job `{}`", text.value);
            let finding = Diagnostic::new(&CHECK.rule, subject.place(text.range), message);
            sink.report(finding.help(format!("its jobs: {}", list(&jobs))));
        }
    }
}

/// The jobs of a declared metric; `None` when one of them is not certain.
fn jobs<'m>(selector: &Selector, model: &'m Model) -> Option<Vec<&'m str>> {
    let (metric, part) = shape::metric(model, selector)?;
    metric.span?;
    let series = part.series(&metric.name);
    if model.series.label_source(&series, names::JOB) != Some(LabelSource::Scrape) {
        return None;
    }
    let sources = model.series.sources(&series);
    let jobs: Option<Vec<&str>> = sources
        .iter()
        .map(|source| model.series.target_label(*source, names::JOB))
        .collect();
    let mut jobs = jobs.filter(|jobs| !jobs.is_empty())?;
    jobs.sort_unstable();
    jobs.dedup();
    Some(jobs)
}
