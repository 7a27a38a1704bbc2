//! Metrics that are to be replaced.

use crate::{
    check::{Check, Scope, Sink, Subject, shape},
    diag::{Diagnostic, Level, Rule},
    model::Model,
    promql::walk::{metric_name, selectors},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "promql/deprecated-metric",
        level: Level::Warn,
        docs: r#"Finds metrics that are declared as `deprecated` in expressions of rules and dashboards.

## Why it matters

The next version of the program drops the metric; alerts and panels on it then go silent.

## Example

```toml
[metrics.queue_jobs]
type = "gauge"
help = "Jobs that wait."
deprecated = "use queue_waiting_jobs"

[alerts.QueueLong]
expr = 'queue_jobs > 100'
```

## Use instead

```toml
[metrics.queue_waiting_jobs]
type = "gauge"
help = "Jobs that wait."

[alerts.QueueLong]
expr = 'queue_waiting_jobs > 100'
```
"#,
    },
    scope: Scope::Expression(check),
};

fn check(subject: &Subject, model: &Model, sink: &mut Sink) {
    for (_, selector) in selectors(subject.expr) {
        let Some((metric, _)) = shape::metric(model, selector) else {
            continue;
        };
        let Some(instead) = &metric.deprecated else {
            continue;
        };
        let place = metric_name(selector).map_or_else(Default::default, |name| name.range);
        let message = format!("`{}` is deprecated: {instead}", metric.name);
        let finding = Diagnostic::new(&CHECK.rule, subject.place(place), message);
        sink.report(match metric.span {
            Some(span) => finding.label(span, "declared here"),
            None => finding,
        });
    }
}
