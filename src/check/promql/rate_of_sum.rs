//! Rates of sums, which do not see restarts.

use crate::{
    check::{Check, Scope, Sink, Subject, shape},
    diag::{Diagnostic, Level, Rule},
    model::Model,
    promql::{ast::Node, walk::walk},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "promql/rate-of-sum",
        level: Level::Warn,
        docs: r#"Finds `rate`, `irate` and `increase` of a subquery over a `sum`, `avg` or `count`.

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
        let Node::Subquery(subquery) = &shape::bare(argument).node else {
            return;
        };
        let Some(aggregate) = shape::aggregate(&subquery.expr) else {
            return;
        };
        let sums = ["sum", "avg", "count"].contains(&aggregate.op.as_str());
        if !sums || shape::selector(&aggregate.expr).is_none() {
            return;
        }
        let message = format!("`{function}` of a `{}` does not see restarts", aggregate.op);
        sink.report(
            Diagnostic::new(&CHECK.rule, subject.place(call.name_range), message)
                .label(subject.place(aggregate.op_range), "aggregated here already")
                .help(format!(
                    "aggregate the rates: `{}({function}(…[5m]))`",
                    aggregate.op
                )),
        );
    });
}
