//! Names of alerts that are not written as most are.

use crate::{
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule},
    model::{Alert, Model},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "alert/name-style",
        level: Level::Allow,
        docs: r#"Finds names of alerts that are not in PascalCase. The check is off by default: it is a matter of taste.

## Why it matters

Alerts stand beside those of other projects; `QueueLong` is how kube-prometheus and most others write them.

## Example

```toml
[alerts.queue_long]
expr = 'up == 0'
```

## Use instead

```toml
[alerts.QueueLong]
expr = 'up == 0'
```
"#,
    },
    scope: Scope::Alert(check),
};

fn check(alert: &Alert, _: &Model, sink: &mut Sink) {
    let name = alert.name.as_str();
    let plain = name.chars().all(|c| c.is_ascii_alphanumeric());
    if plain && name.starts_with(|c: char| c.is_ascii_uppercase()) {
        return;
    }
    let words = name.split(|c: char| !c.is_ascii_alphanumeric());
    let pascal: String = words
        .flat_map(|word| {
            let mut letters = word.chars();
            letters
                .next()
                .map(|first| first.to_ascii_uppercase())
                .into_iter()
                .chain(letters)
        })
        .collect();
    let message = format!("`{name}` is not in PascalCase");
    let finding = Diagnostic::new(&CHECK.rule, alert.name.span, message);
    sink.report(finding.help(format!("call it `{pascal}`")));
}
