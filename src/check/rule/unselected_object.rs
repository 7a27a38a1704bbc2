//! Objects with rules that the project's Prometheus does not select.

use crate::{
    check::{Check, Scope, Sink},
    diag::{Diagnostic, Level, Rule},
    model::{Group, Model, Spanned},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "rule/unselected-object",
        level: Level::Warn,
        docs: r#"Finds PrometheusRules without the labels that `rule-selector` asks for, in files that `gen lint --project` reads. Objects that
gen makes have them.

## Why it matters

prometheus-operator leaves rules out that its Prometheus does not select, and says so nowhere: none of the alerts exists. It is a warning,
because something else, such as a kustomization, may add the labels.

## Example

```toml
[prometheus]
rule-selector = { release = "monitoring" }
```

```yaml
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: shop
spec:
  groups:
  - name: shop
    rules:
    - alert: TargetDown
      expr: up == 0
```

## Use instead

```toml
[prometheus]
rule-selector = { release = "monitoring" }
```

```yaml
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: shop
  labels:
    release: monitoring
spec:
  groups:
  - name: shop
    rules:
    - alert: TargetDown
      expr: up == 0
```
"#,
    },
    scope: Scope::Group(check),
};

fn check(group: &Group, model: &Model, sink: &mut Sink) {
    let Some(object) = &group.object_labels else {
        return;
    };
    for (label, wanted) in &model.prometheus.rule_selector {
        let found = object.value.get(label);
        if found.is_some_and(|found| found.value == wanted.value) {
            continue;
        }
        let at = found.map_or(object.span, |found| found.span);
        let message = match found {
            Some(Spanned { value, .. }) => {
                format!(
                    "Prometheus does not load this: its label `{label}` is `{value}`, not `{}`",
                    wanted.value
                )
            }
            None => format!("Prometheus does not load this: it has no label `{label}`"),
        };
        sink.report(
            Diagnostic::new(&CHECK.rule, at, message)
                .label(wanted.span, "the rules that it selects have this")
                .help(format!(
                    "give its metadata the label `{label}: {}`",
                    wanted.value
                )),
        );
    }
}
