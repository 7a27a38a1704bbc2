//! Summaries that differ from series to series.

use crate::{
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule},
    model::{Alert, Model},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "alert/templated-summary",
        level: Level::Allow,
        docs: r#"Finds templates in the summary of an alert. The check is off by default: it is a matter of taste.

## Why it matters

A summary without templates is the same for all series, so that a list of alerts or a subject line reads well and groups; the details stand in the
description.

## Example

```toml
[alerts.TargetDown]
expr = 'up == 0'
summary = "{{ $labels.instance }} is down."
```

## Use instead

```toml
[alerts.TargetDown]
expr = 'up == 0'
summary = "A target is down."
description = "{{ $labels.instance }} does not answer."
```
"#,
    },
    scope: Scope::Alert(check),
};

fn check(alert: &Alert, _: &Model, sink: &mut Sink) {
    if let Some(summary) = alert.summary().filter(|summary| !summary.is_static()) {
        let message = format!("the summary of `{}` has a template", alert.name.value);
        sink.report(
            Diagnostic::new(&CHECK.rule, summary.span, message).help("move it to `description`"),
        );
    }
}
