//! External labels that nobody sets.

use crate::{
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule},
    gotemplate::{self, functions::Owner},
    model::{Alert, Model},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "alert/unset-external-label",
        level: Level::Deny,
        docs: r#"Finds templates that name an external label which `external-labels` in `[prometheus]` does not have, in an environment that sets some.

## Why it matters

Prometheus writes nothing for a label that it does not have: the text of the alert has a hole where the cluster should be.

## Example

```toml
[prometheus]
external-labels = { cluster = "north" }

[alerts.TargetDown]
expr = 'up == 0'
summary = "Down in {{ $externalLabels.region }}."
```

## Use instead

```toml
[prometheus]
external-labels = { cluster = "north" }

[alerts.TargetDown]
expr = 'up == 0'
summary = "Down in {{ $externalLabels.cluster }}."
```
"#,
    },
    scope: Scope::Alert(check),
};

fn check(alert: &Alert, model: &Model, sink: &mut Sink) {
    let known = &model.prometheus.external_labels;
    if known.is_empty() {
        return;
    }
    let texts = alert.labels.values().chain(alert.annotations.values());
    for text in texts.filter(|text| !text.is_static()) {
        let (template, _) = gotemplate::parse(&text.value, &alert.name.value);
        let analysis = gotemplate::analyze::analyze(&template, &model.targets.promql);
        for used in analysis.labels {
            if used.owner != Owner::External || known.contains_key(&used.name) {
                continue;
            }
            let message = format!("Prometheus sets no external label `{}`", used.name);
            let names = known.keys().map(String::as_str);
            sink.report(
                Diagnostic::new(&CHECK.rule, text.place(used.range), message)
                    .suggest(&used.name, names, None),
            );
        }
    }
}
