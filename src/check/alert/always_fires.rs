//! Alerts whose comparison holds for every possible value.

use crate::{
    check::{Check, Owner, Scope, Sink, Subject, verdict},
    diag::{Diagnostic, Level, Rule},
    infer::Verdict,
    model::Model,
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "alert/always-fires",
        level: Level::Warn,
        docs: r#"Finds alerts that compare with a number which every possible value passes: `up >= 0`, a counter that is `!= -1`.

## Why it matters

The alert fires as long as the series exist, whatever they say, and soon nobody looks at it. Comparisons that only ask whether something exists,
such as `count(…) > 0`, `absent(…) == 1` and those of info metrics, are not reported.

## Example

```toml
[alerts.TargetDown]
expr = 'up >= 0'
```

## Use instead

```toml
[alerts.TargetDown]
expr = 'up == 0'
```
"#,
    },
    scope: Scope::Expression(check),
};

fn check(subject: &Subject, _: &Model, sink: &mut Sink) {
    let Owner::Alert(alert) = subject.owner else {
        return;
    };
    if !verdict::has_comparison(subject) {
        return;
    }
    let root = subject.inferred().bare();
    let Some((decided, Verdict::Always)) = verdict::decide(root) else {
        return;
    };
    if !verdict::is_state(decided.side) || decided.limit.known.range.only().is_none() {
        return;
    }
    let message = format!(
        "`{}` always fires: every value in {} is `{}`",
        alert.name.value,
        decided.side.known.range.name(),
        verdict::condition(decided, subject)
    );
    let place = subject.place(decided.limit.expr.range);
    let finding = Diagnostic::new(&CHECK.rule, place, message);
    let finding = verdict::with_range(finding, decided, subject);
    sink.report(finding.help("compare with a value that only a fault reaches"));
}
