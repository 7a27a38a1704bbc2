//! Alerts whose texts cannot be expanded.

use crate::{
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule},
    gotemplate,
    model::{Alert, Model, expression},
    promql::Options,
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "alert/failing-template",
        level: Level::Deny,
        docs: r#"Finds templates in labels and annotations of alerts that Prometheus loads and then cannot expand, whatever the alert's labels and value are.

## Why it matters

Prometheus looks no closer than at the syntax when it loads a rule. When the alert fires, its text is `<error expanding template …>`, and nobody
has seen it before. What is reported fails for certain: a wrong number of arguments, a float compared with an integer (`$value` is a float), a value
that a function does not take, a field that nothing has, an expression of `query` that is no PromQL.

## Example

```toml
[alerts.QueueLong]
expr = 'up == 0'
description = "{{ if gt $value 5 }}Many wait.{{ end }}"
```

## Use instead

```toml
[alerts.QueueLong]
expr = 'up == 0'
description = "{{ if gt $value 5.0 }}Many wait.{{ end }}"
```
"#,
    },
    scope: Scope::Alert(check),
};

fn check(alert: &Alert, model: &Model, sink: &mut Sink) {
    let texts = alert.labels.values().chain(alert.annotations.values());
    // gen replaces nothing inside of `{{ }}`.
    let options = Options {
        placeholders: false,
        ..model.targets.promql
    };
    for text in texts.filter(|text| !text.is_static()) {
        let (template, _) = gotemplate::parse(&text.value, &alert.name.value);
        let analysis = gotemplate::analyze::analyze(&template, &options);
        for failure in analysis.failures {
            sink.report(Diagnostic {
                rule: &CHECK.rule,
                ..expression::finding(&failure, |range| text.place(range))
            });
        }
    }
}
