//! Alerts that do not say what to do.

use crate::{
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule},
    model::{Alert, Model},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "alert/missing-runbook-text",
        level: Level::Allow,
        docs: r#"Finds alerts whose runbook has no text for `impact`, `diagnosis` or `mitigation`, or that have no runbook.

## Why it matters

Whoever is woken by an alert needs to know what it means for users, how to find the cause and how to end it. The check is off by default: teams that
keep their runbooks elsewhere name them with `runbook.url`, and an alert with a `url` is never reported.

## Example

```toml
[metrics.queue_jobs]
type = "gauge"
help = "Jobs that wait."

[alerts.QueueLong]
expr = 'queue_jobs > 100'
summary = "The queue is long."
```

## Use instead

```toml
[metrics.queue_jobs]
type = "gauge"
help = "Jobs that wait."

[alerts.QueueLong]
expr = 'queue_jobs > 100'
summary = "The queue is long."
runbook.impact = "Users wait for their results."
runbook.diagnosis = "Compare the number of workers with that of yesterday."
runbook.mitigation = "Add workers."
```
"#,
    },
    scope: Scope::Alert(check),
};

fn check(alert: &Alert, _: &Model, sink: &mut Sink) {
    let Some(runbook) = &alert.runbook else {
        let message = format!("`{}` has no runbook", alert.name.value);
        sink.report(
            Diagnostic::new(&CHECK.rule, alert.name.span, message)
                .help("add `runbook = { impact, diagnosis, mitigation }`, or its `url`"),
        );
        return;
    };
    if runbook.has_own_url {
        return;
    }
    let texts = [
        ("impact", &runbook.impact),
        ("diagnosis", &runbook.diagnosis),
        ("mitigation", &runbook.mitigation),
    ];
    let missing: Vec<String> = texts
        .iter()
        .filter(|(_, text)| text.is_none())
        .map(|(name, _)| format!("`{name}`"))
        .collect();
    if !missing.is_empty() {
        let message = format!(
            "the runbook of `{}` does not say {}",
            alert.name.value,
            missing.join(", ")
        );
        sink.report(Diagnostic::new(&CHECK.rule, runbook.span, message));
    }
}
