//! Runbooks that the project demands.

use crate::{
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule},
    model::{Alert, Model},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "alert/missing-runbook",
        level: Level::Deny,
        docs: r#"Finds alerts without a runbook when `require-runbook` in `[policy]` is true. A `url` counts, and so does any text.

## Why it matters

Whoever is woken by the alert has to know what to do. The project has decided that every alert says it.

## Example

```toml
[policy]
require-runbook = true

[alerts.QueueLong]
expr = 'up == 0'
```

## Use instead

```toml
[policy]
require-runbook = true

[alerts.QueueLong]
expr = 'up == 0'
runbook.mitigation = "Add workers."
```
"#,
    },
    scope: Scope::Alert(check),
};

fn check(alert: &Alert, model: &Model, sink: &mut Sink) {
    let has_one = alert.runbook_url.is_some() || alert.has_runbook_page();
    if !model.policy.require_runbook || has_one {
        return;
    }
    let message = format!("`{}` has no runbook", alert.name.value);
    sink.report(
        Diagnostic::new(&CHECK.rule, alert.name.span, message)
            .note("`require-runbook` in `[policy]` demands one of every alert")
            .help("add `runbook = { impact, diagnosis, mitigation }`, or its `url`"),
    );
}
