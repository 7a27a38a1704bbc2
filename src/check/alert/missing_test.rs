//! Tests that the project demands.

use crate::{
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule},
    model::{Alert, Model},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "alert/missing-test",
        level: Level::Deny,
        docs: r#"Finds alerts without a test when `require-test` in `[policy]` is true.

## Why it matters

An alert that never fires looks like a healthy system. A test shows that it fires when it should, and the project has decided that every alert has
one.

## Example

```toml
[policy]
require-test = true

[alerts.TargetDown]
expr = 'up == 0'
```

## Use instead

```toml
[policy]
require-test = true

[alerts.TargetDown]
expr = 'up == 0'

[alerts.TargetDown.tests.down]
series = ['up{job="a"} 0x5']
at = "2m"
fires = [{ labels = { job = "a" } }]
```
"#,
    },
    scope: Scope::Alert(check),
};

fn check(alert: &Alert, model: &Model, sink: &mut Sink) {
    if !model.policy.require_test || !alert.tests.is_empty() {
        return;
    }
    let message = format!("`{}` has no test", alert.name.value);
    sink.report(
        Diagnostic::new(&CHECK.rule, alert.name.span, message)
            .note("`require-test` in `[policy]` demands one of every alert")
            .help(format!(
                "add `[alerts.{}.tests.<name>]` with `series`, `at` and `fires`",
                alert.key.value
            )),
    );
}
