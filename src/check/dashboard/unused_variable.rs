//! Variables that change nothing.

use super::mentions;
use crate::{
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule},
    model::{Dashboard, Model, VariableType},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "dashboard/unused-variable",
        level: Level::Warn,
        docs: r#"Finds variables that no query, title, link or other variable of the dashboard mentions, and that filter nothing.

## Why it matters

People choose a value and nothing changes; they read numbers of all as those of what they chose.

## Example

```toml
[metrics.queue_jobs]
type = "gauge"
help = "Jobs that wait."

[dashboards.overview]
title = "Shop / Overview"
variables.job = { metric = "queue_jobs" }

[dashboards.overview.rows.queue.panels.jobs]
title = "Jobs"
expr = 'sum(queue_jobs)'
```

## Use instead

```toml
[metrics.queue_jobs]
type = "gauge"
help = "Jobs that wait."

[dashboards.overview]
title = "Shop / Overview"
variables.job = { metric = "queue_jobs" }

[dashboards.overview.rows.queue.panels.jobs]
title = "Jobs"
expr = 'sum(queue_jobs{job="$job"})'
```
"#,
    },
    scope: Scope::Dashboard(check),
};

fn check(dashboard: &Dashboard, model: &Model, sink: &mut Sink) {
    // An environment may drop the panels that use a variable.
    if model.environment.is_some() {
        return;
    }
    let mut known = mentions::of_dashboard(dashboard);
    for variable in &dashboard.variables {
        let mut others = mentions::of_variable(variable);
        others.remove(variable.name.as_str());
        known.extend(others);
    }
    for variable in &dashboard.variables {
        let name = &variable.name;
        // Grafana itself uses these.
        let is_used = matches!(
            variable.variable_type,
            VariableType::Datasource | VariableType::AdHoc
        );
        if is_used || known.contains(&name.value) {
            continue;
        }
        let lists = variable.variable_type == VariableType::LabelValues;
        let filter = if lists { ", write `filter = true`" } else { "" };
        let message = format!("nothing in the dashboard uses `${}`", name.value);
        sink.report(
            Diagnostic::new(&CHECK.rule, name.span, message).help(format!(
                "use it in a matcher, such as `{0}=\"${0}\"`{filter}, or drop it",
                name.value
            )),
        );
    }
}
