//! Dashboards that one Grafana alone can show.

use crate::{
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule},
    model::{Dashboard, Model},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "dashboard/fixed-datasource",
        level: Level::Allow,
        docs: r#"Finds dashboards that name their datasource instead of letting it be chosen by a variable. Off by default: who runs one Grafana may well name it.

## Why it matters

The uid or name of a datasource is another one in every Grafana: elsewhere all panels of the dashboard say that it was not found. gen adds
the variable `datasource` by itself.

## Example

```toml
[lints.dashboard]
fixed-datasource = "warn"

[grafana]
datasource = "P1809F7CD0C75ACF3"

[dashboards.overview]
title = "Shop / Overview"
rows.main.panels.targets = { title = "Targets", expr = 'sum(up)' }
```

## Use instead

```toml
[lints.dashboard]
fixed-datasource = "warn"

[dashboards.overview]
title = "Shop / Overview"
rows.main.panels.targets = { title = "Targets", expr = 'sum(up)' }
```
"#,
    },
    scope: Scope::Dashboard(check),
};

fn check(dashboard: &Dashboard, _: &Model, sink: &mut Sink) {
    let Some(fixed) = &dashboard.fixed_datasource else {
        return;
    };
    let message = format!("every other Grafana lacks the datasource `{}`", fixed.value);
    sink.report(
        Diagnostic::new(&CHECK.rule, fixed.span, message)
            .help("name a variable of type `datasource` here, such as `${datasource}`"),
    );
}
