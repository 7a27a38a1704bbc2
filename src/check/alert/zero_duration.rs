//! Durations that change nothing.

use crate::{
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule},
    model::{Alert, Model},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "alert/zero-duration",
        level: Level::Warn,
        docs: r#"Finds `for` and `keep-firing-for` of 0 in the base of a project. In an environment they undo what the base says.

## Why it matters

0 is the default. Written out it looks as if somebody meant to set a time.

## Example

```toml
[alerts.TargetDown]
expr = 'up == 0'
for = "0s"
```

## Use instead

```toml
[alerts.TargetDown]
expr = 'up == 0'
```
"#,
    },
    scope: Scope::Alert(check),
};

fn check(alert: &Alert, model: &Model, sink: &mut Sink) {
    if model.environment.is_some() {
        return;
    }
    let fields = [
        ("for", &alert.for_),
        ("keep-firing-for", &alert.keep_firing_for),
    ];
    for (field, duration) in fields {
        let Some(duration) = duration
            .as_ref()
            .filter(|duration| duration.value.millis == 0)
        else {
            continue;
        };
        let message = format!("`{field}` of 0 changes nothing");
        sink.report(
            Diagnostic::new(&CHECK.rule, duration.span, message)
                .help(format!("drop `{field}`, or say how long")),
        );
    }
}
