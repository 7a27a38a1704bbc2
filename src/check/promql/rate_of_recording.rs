//! Rates of recordings that hold no totals.

use crate::{
    check::{Check, Scope, Sink, Subject, shape},
    diag::{Diagnostic, Level, Rule},
    infer::{Fact, Kind, Subject as Series},
    model::Model,
    promql::{ast::Node, walk::walk},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "promql/rate-of-recording",
        level: Level::Deny,
        docs: r#"Finds `rate`, `irate` and `increase` of recordings that are no counters: of what is a rate already, of gauges, of counts of series.

## Why it matters

`rate` takes every fall of a value for a restart and adds it up again. Of a rate or a gauge, which go up and down, it yields large numbers that mean
nothing. Of a recorded sum of counters, `promql/rate-of-sum` speaks.

## Example

```toml
[metrics.jobs_total]
type = "counter"
help = "Jobs."

[recordings."job:jobs:rate5m"]
expr = 'sum by (job) (rate(jobs_total[5m]))'

[alerts.NoJobs]
expr = 'rate(job:jobs:rate5m[10m]) == 0'
```

## Use instead

```toml
[metrics.jobs_total]
type = "counter"
help = "Jobs."

[recordings."job:jobs:rate5m"]
expr = 'sum by (job) (rate(jobs_total[5m]))'

[alerts.NoJobs]
expr = 'avg_over_time(job:jobs:rate5m[10m]) == 0'
```
"#,
    },
    scope: Scope::Expression(check),
};

fn check(subject: &Subject, _: &Model, sink: &mut Sink) {
    walk(subject.expr, &mut |expr| {
        let Node::Call(call) = &expr.node else { return };
        let Some((function, argument)) = shape::call(expr, &shape::RATES) else {
            return;
        };
        let Some((place, selector)) = shape::selector(argument) else {
            return;
        };
        let facts = subject.facts();
        let Series::Recordings(recordings) = facts.subject(selector) else {
            return;
        };
        let Some(first) = recordings.first() else {
            return;
        };
        let name = first.name.as_str();
        let Some(known) = facts.all(name) else { return };
        if known.kind.is_total() || matches!(known.kind, Kind::Unknown | Kind::Number) {
            return;
        }
        let message = format!(
            "`{function}` of the recording `{name}`, whose values are no total: {}",
            known.kind.name()
        );
        let recorded = facts.expression(&first.expression.expr);
        let mut finding = Diagnostic::new(&CHECK.rule, subject.place(call.name_range), message)
            .label(subject.place(place.range), known.kind.name())
            .label(first.expression.written.span, recorded.reason(Fact::Kind));
        if matches!(
            known.kind,
            Kind::Change | Kind::BucketsChange | Kind::NativeChange
        ) {
            finding =
                finding.help("it is a change already: take it as it is, or its `avg_over_time`");
        }
        sink.report(finding);
    });
}
