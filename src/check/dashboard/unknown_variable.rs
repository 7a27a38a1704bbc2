//! Variables that are declared nowhere.

use crate::{
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule, list, nearest},
    model::{Dashboard, Model, Name, dashboard::Variable},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "dashboard/unknown-variable",
        level: Level::Deny,
        docs: r#"Finds variables that a dashboard uses and does not declare: in the expressions and variables of existing dashboards, and in what a panel is
repeated for. In a project's own expressions they are a `model/unknown-name`.

## Why it matters

Grafana leaves `$name` as it is where it knows no such variable: the query compares a label with the text `$name`, or Prometheus refuses it, and the
panel is empty.

## Example

```toml
[metrics.queue_jobs]
type = "gauge"
help = "Jobs that wait."

[dashboards.overview]
title = "Shop / Overview"
variables.queue = { metric = "queue_jobs", label = "job", multi = true }

[dashboards.overview.rows.queue.panels.jobs]
title = "Jobs of $queue"
expr = 'sum(queue_jobs{job=~"$queue"})'
raw = { repeat = "queues" }
```

## Use instead

```toml
[metrics.queue_jobs]
type = "gauge"
help = "Jobs that wait."

[dashboards.overview]
title = "Shop / Overview"
variables.queue = { metric = "queue_jobs", label = "job", multi = true }

[dashboards.overview.rows.queue.panels.jobs]
title = "Jobs of $queue"
expr = 'sum(queue_jobs{job=~"$queue"})'
repeat = "queue"
```
"#,
    },
    scope: Scope::Dashboard(check),
};

fn check(dashboard: &Dashboard, _: &Model, sink: &mut Sink) {
    let names = |variable: &'_ Variable| variable.name.value.clone();
    let known: Vec<String> = dashboard.variables.iter().map(names).collect();
    for unknown in &dashboard.unknown {
        sink.report(finding(unknown, &known));
    }
}

fn finding(unknown: &Name, known: &[String]) -> Diagnostic {
    let name = unknown.as_str();
    let message = format!("the dashboard declares no variable `{name}`");
    let finding = Diagnostic::new(&CHECK.rule, unknown.span, message);
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    match nearest(name, known.iter().copied()) {
        Some(near) => finding.propose(format!("did you mean `{near}`?"), unknown.span, near),
        None if known.is_empty() => finding.help("it declares none at all"),
        None => finding.help(format!("it declares {}", list(&known))),
    }
}
