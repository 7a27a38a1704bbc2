//! Rates of sums, which do not see restarts.

use crate::{
    check::{Check, Scope, Sink, Subject, shape},
    diag::{Diagnostic, Level, Rule},
    infer::Subject as Series,
    model::Model,
    promql::{
        ast::{Expr, Node},
        walk::walk,
    },
    text::Span,
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "promql/rate-of-sum",
        level: Level::Warn,
        docs: r#"Finds `rate`, `irate` and `increase` of a subquery over a `sum`, `avg` or `count`, and of a recording that sums counters.

## Why it matters

`rate` corrects the fall of a counter whose process restarts. Of a sum it sees only a small dip, or a fall of all that one process had counted, and
takes the whole sum for growth: the result jumps by the size of the sum.

## Example

```toml
[metrics.worker_jobs_total]
type = "counter"
help = "Jobs done."

[alerts.WorkersIdle]
expr = 'rate(sum(worker_jobs_total)[10m:1m]) == 0'
```

## Use instead

```toml
[metrics.worker_jobs_total]
type = "counter"
help = "Jobs done."

[alerts.WorkersIdle]
expr = 'sum(rate(worker_jobs_total[10m])) == 0'
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
        let Some((op, place)) = summed(argument, subject) else {
            return;
        };
        let message = format!("`{function}` of a `{op}` does not see restarts");
        sink.report(
            Diagnostic::new(&CHECK.rule, subject.place(call.name_range), message)
                .label(place, "aggregated here already")
                .help(format!("aggregate the rates: `{op}({function}(…[5m]))`")),
        );
    });
}

/// The aggregation behind a range: in a subquery, or in the recording that is selected; with its place.
fn summed<'e>(argument: &'e Expr, subject: &Subject<'e>) -> Option<(&'e str, Span)> {
    const SUMS: [&str; 3] = ["sum", "avg", "count"];
    if let Node::Subquery(subquery) = &shape::bare(argument).node {
        let aggregate = shape::aggregate(&subquery.expr)?;
        let sums = SUMS.contains(&aggregate.op.as_str());
        let of_series = sums && shape::selector(&aggregate.expr).is_some();
        return of_series.then(|| (aggregate.op.as_str(), subject.place(aggregate.op_range)));
    }
    let (_, selector) = shape::selector(argument)?;
    let facts = subject.facts();
    let Series::Recordings(recordings) = facts.subject(selector) else {
        return None;
    };
    let recording = *recordings.first()?;
    let is_total = facts.all(&recording.name)?.kind.is_total();
    let aggregate = shape::aggregate(&recording.expression.expr)?;
    let sums = is_total && ["sum", "avg"].contains(&aggregate.op.as_str());
    sums.then_some((aggregate.op.as_str(), recording.expression.written.span))
}
