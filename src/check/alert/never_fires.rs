//! Alerts whose comparison holds for no possible value.

use crate::{
    check::{Check, Owner, Scope, Sink, Subject, verdict},
    diag::{Diagnostic, Level, Rule},
    model::Model,
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "alert/never-fires",
        level: Level::Deny,
        docs: r#"Finds alerts that compare with a number which the values can never reach: `ratio > 1` where the range is [0, 1], `count(…) == 0`.

## Why it matters

The alert can never fire, and nothing else says so. What the values can be is known from a declared `range`, from types (a counter is never
negative, a state is 0 or 1), from the buckets of a histogram, from a part divided by its whole, and from functions: a count is at least 1, since
without series there is no result at all.

## Example

```toml
[metrics.requests_total]
type = "counter"
help = "Requests."
labels = ["code"]

[labels]
code = { help = "Status of the answer." }

[alerts.ManyErrors]
expr = 'sum(rate(requests_total{code=~"5.."}[5m])) / sum(rate(requests_total[5m])) > 5'
summary = "Many requests fail."
```

## Use instead

```toml
[metrics.requests_total]
type = "counter"
help = "Requests."
labels = ["code"]

[labels]
code = { help = "Status of the answer." }

[alerts.ManyErrors]
expr = 'sum(rate(requests_total{code=~"5.."}[5m])) / sum(rate(requests_total[5m])) > 0.05'
summary = "Many requests fail."
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
    let Some(dead) = verdict::find_dead(subject.inferred()) else {
        return;
    };
    let message = format!(
        "`{}` can never fire: no value in {} is `{}`",
        alert.name.value,
        dead.side.known.range.name(),
        verdict::condition(dead, subject)
    );
    let place = subject.place(dead.limit.expr.range);
    let finding = Diagnostic::new(&CHECK.rule, place, message);
    sink.report(verdict::explain(finding, dead, subject));
}
