//! Metrics that no code sets yet.

use crate::{
    check::{Check, Scope, Sink, Subject, shape},
    diag::{Diagnostic, Level, Rule},
    model::Model,
    promql::walk::{metric_name, selectors},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "promql/planned-metric",
        level: Level::Warn,
        docs: r#"Finds metrics that are declared as `planned` in expressions of rules. Panels may be ahead of the code: they fill when it comes.

## Why it matters

No program exposes the metric yet. An alert on it looks like one that watches, and never fires.

## Example

```toml
[metrics.queue_jobs]
type = "gauge"
help = "Jobs that wait."
planned = true

[alerts.QueueLong]
expr = 'queue_jobs > 100'
```

## Use instead

```toml
[metrics.queue_jobs]
type = "gauge"
help = "Jobs that wait."

[alerts.QueueLong]
expr = 'queue_jobs > 100'
```
"#,
    },
    scope: Scope::Expression(check),
};

fn check(subject: &Subject, model: &Model, sink: &mut Sink) {
    if !subject.owner.is_rule() {
        return;
    }
    for (_, selector) in selectors(subject.expr) {
        let Some((metric, _)) = shape::metric(model, selector).filter(|(metric, _)| metric.planned)
        else {
            continue;
        };
        let place = metric_name(selector).map_or_else(Default::default, |name| name.range);
        let message = format!("no code sets `{}` yet: it is planned", metric.name);
        let finding = Diagnostic::new(&CHECK.rule, subject.place(place), message);
        sink.report(match metric.span {
            Some(span) => finding
                .label(span, "declared here with `planned = true`")
                .help(
                    "set `enabled = false` on the rule until the code is there, or drop `planned`",
                ),
            None => finding,
        });
    }
}
