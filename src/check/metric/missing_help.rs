//! Metrics of which nobody says what they measure.

use crate::{
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule},
    model::{Metric, Model},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "metric/missing-help",
        level: Level::Warn,
        docs: r#"Finds metrics without `help`.

## Why it matters

The help is the text of the metric's page in the docs and of the panels that show it; without it only the name tells what is measured. What a
catalogue knows and only its relabeling renames needs none.

## Example

```toml
[metrics.queue_jobs]
type = "gauge"
```

## Use instead

```toml
[metrics.queue_jobs]
type = "gauge"
help = "Jobs that wait for a worker."
```
"#,
    },
    scope: Scope::Metric(check),
};

fn check(metric: &Metric, _: &Model, sink: &mut Sink) {
    let Some(span) = metric.span else { return };
    if !metric.exposed_as.is_empty() || !metric.help.trim().is_empty() {
        return;
    }
    let message = format!("`{}` has no help", metric.name);
    sink.report(
        Diagnostic::new(&CHECK.rule, span, message).help("say in one sentence what it measures"),
    );
}
