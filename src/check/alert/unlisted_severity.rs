//! Severities that the project does not have.

use crate::{
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule, list, nearest},
    model::{Alert, Model, Name},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "alert/unlisted-severity",
        level: Level::Deny,
        docs: r#"Finds alerts whose severity is not among `severities` in `[policy]`.

## Why it matters

Alertmanager routes by severity. An alert with another one falls through to the last route, and nobody is called. Alerts without a severity are
asked for one by `required-labels`.

## Example

```toml
[policy]
severities = ["critical", "warning"]

[alerts.QueueLong]
expr = 'up == 0'
severity = "warn"
```

## Use instead

```toml
[policy]
severities = ["critical", "warning"]

[alerts.QueueLong]
expr = 'up == 0'
severity = "warning"
```
"#,
    },
    scope: Scope::Alert(check),
};

fn check(alert: &Alert, model: &Model, sink: &mut Sink) {
    let known = &model.policy.severities;
    let Some(severity) = alert
        .severity
        .as_ref()
        .filter(|severity| severity.is_static())
    else {
        return;
    };
    let Some(first) = known.first() else { return };
    if known.iter().any(|known| known.value == severity.value) {
        return;
    }
    let names: Vec<&str> = known.iter().map(Name::as_str).collect();
    let message = format!(
        "`{}` is not a severity of this project: it has {}",
        severity.value,
        list(&names)
    );
    let finding = Diagnostic::new(&CHECK.rule, severity.span, message)
        .label(first.span, "severities are set here");
    sink.report(match nearest(&severity.value, names) {
        Some(near) if severity.verbatim => finding.propose(
            format!("did you mean `{near}`?"),
            severity.span,
            format!("\"{near}\""),
        ),
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding,
    });
}
