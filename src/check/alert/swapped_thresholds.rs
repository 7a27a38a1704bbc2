//! Pairs of alerts whose limits stand in the wrong order.

use crate::{
    check::{Check, Scope, Sink, shape},
    diag::{Diagnostic, Level, Rule},
    model::{Alert, Model},
    promql::{self, ast::BinaryOp},
};
use std::collections::BTreeMap;

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "alert/swapped-thresholds",
        level: Level::Warn,
        docs: r#"Finds a critical alert that fires earlier than the warning on the same expression.

## Why it matters

A warning comes before it is critical. When the critical limit is reached first, one of the two numbers is a slip, and the warning never helps.

## Example

```toml
[alerts.QueueLong]
expr = 'count(up) > 100'
severity = "warning"

[alerts.QueueVeryLong]
expr = 'count(up) > 50'
severity = "critical"
```

## Use instead

```toml
[alerts.QueueLong]
expr = 'count(up) > 50'
severity = "warning"

[alerts.QueueVeryLong]
expr = 'count(up) > 100'
severity = "critical"
```
"#,
    },
    scope: Scope::Model(check),
};

/// Severities of which the first is the lighter one.
const PAIRS: [(&str, &str); 3] = [
    ("warning", "critical"),
    ("ticket", "page"),
    ("warning", "page"),
];

/// An alert with its limit.
type Limit<'m> = (&'m Alert, BinaryOp, f64);

fn check(model: &Model, sink: &mut Sink) {
    let mut same: BTreeMap<String, Vec<Limit>> = BTreeMap::new();
    for alert in model.alerts() {
        let found = shape::comparison(&alert.expression.expr).and_then(shape::threshold);
        if let Some((side, op, value)) = found {
            same.entry(promql::print(side))
                .or_default()
                .push((alert, op, value));
        }
    }
    for limits in same.values() {
        for light in limits {
            for heavy in limits {
                compare(light, heavy, sink);
            }
        }
    }
}

fn compare(light: &Limit, heavy: &Limit, sink: &mut Sink) {
    let severity = |limit: &Limit| {
        limit
            .0
            .severity
            .as_ref()
            .map(|severity| severity.value.clone())
            .unwrap_or_default()
    };
    let (lighter, heavier) = (severity(light), severity(heavy));
    if !PAIRS.contains(&(lighter.as_str(), heavier.as_str())) || light.0.for_ != heavy.0.for_ {
        return;
    }
    let above = |op| matches!(op, BinaryOp::Greater | BinaryOp::GreaterEq);
    let below = |op| matches!(op, BinaryOp::Less | BinaryOp::LessEq);
    let swapped = above(light.1) && above(heavy.1) && heavy.2 < light.2
        || below(light.1) && below(heavy.1) && heavy.2 > light.2;
    if !swapped {
        return;
    }
    let name = |limit: &Limit| limit.0.name.value.clone();
    let message = format!(
        "`{}` ({heavier}, {}) fires before `{}` ({lighter}, {})",
        name(heavy),
        heavy.2,
        name(light),
        light.2
    );
    let finding = Diagnostic::new(&CHECK.rule, heavy.0.expression.written.span, message)
        .label(light.0.expression.written.span, format!("the {lighter}"));
    sink.report_for(&[&heavy.0.allow], finding);
}
