//! Alerts that no rule has.

use crate::{
    check::{Check, Scope, Sink, Subject},
    diag::{Diagnostic, Level, Rule, is_slip, nearest},
    model::{Model, names},
    promql::{
        ast::MatchOp,
        walk::{metric_name, selectors},
    },
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "promql/misspelt-alert",
        level: Level::Warn,
        docs: r#"Finds matchers on `alertname` of `ALERTS` and `ALERTS_FOR_STATE` that are nearly the name of an alert of the project. Alerts of others are not
known.

## Why it matters

The series carries the alert's name exactly; with another one it matches nothing.

## Example

```toml
[alerts.TargetDown]
expr = 'up == 0'

[alerts.TargetsDown]
expr = 'count(ALERTS{alertname="TargetDwn", alertstate="firing"}) > 3'
```

## Use instead

```toml
[alerts.TargetDown]
expr = 'up == 0'

[alerts.TargetsDown]
expr = 'count(ALERTS{alertname="TargetDown", alertstate="firing"}) > 3'
```
"#,
    },
    scope: Scope::Expression(check),
};

fn check(subject: &Subject, model: &Model, sink: &mut Sink) {
    for (_, selector) in selectors(subject.expr) {
        let about_alerts = metric_name(selector)
            .is_some_and(|name| matches!(name.value.as_str(), "ALERTS" | "ALERTS_FOR_STATE"));
        let matchers = selector.matchers.iter().filter(|_| about_alerts);
        for matcher in matchers.filter(|matcher| {
            matcher.label.value == names::ALERT_NAME && matcher.op == MatchOp::Equal
        }) {
            let found = matcher.value.value.as_str();
            let known = || model.alerts().map(|alert| alert.name.as_str());
            if known().any(|known| known == found) || !matcher.value.placeholders.is_empty() {
                continue;
            }
            let Some(near) = nearest(found, known()).filter(|near| is_slip(found, near)) else {
                continue;
            };
            let message = format!("there is no alert `{found}`");
            let finding = Diagnostic::new(&CHECK.rule, subject.place(matcher.value.range), message);
            sink.report(finding.help(format!("did you mean `{near}`?")));
        }
    }
}
