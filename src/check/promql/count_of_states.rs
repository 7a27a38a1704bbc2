//! Series of a stateset counted whatever they say.

use crate::{
    check::{Check, Scope, Sink, Subject, shape},
    diag::{Diagnostic, Level, Rule},
    model::{MetricType, Model},
    promql::ast::{BinaryOp, Expr, Node},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "promql/count-of-states",
        level: Level::Warn,
        docs: r#"Finds `count` of a stateset, which counts its series whatever their value.

## Why it matters

A stateset has a series for every state: 1 for the current one, 0 for all others. `count` counts those with 0 too, so that the number does not
depend on the state. As a divisor it is right, since the number of things is what one divides by.

## Example

```toml
[labels]
phase = { help = "Phase of the job.", values = ["Pending", "Running"] }

[metrics.job_phase]
type = "stateset"
help = "1 for the phase that the job is in."
labels = ["phase"]

[alerts.ManyJobs]
expr = 'count(job_phase{phase="Running"}) > 10'
```

## Use instead

```toml
[labels]
phase = { help = "Phase of the job.", values = ["Pending", "Running"] }

[metrics.job_phase]
type = "stateset"
help = "1 for the phase that the job is in."
labels = ["phase"]

[alerts.ManyJobs]
expr = 'sum(job_phase{phase="Running"}) > 10'
```
"#,
    },
    scope: Scope::Expression(check),
};

fn check(subject: &Subject, model: &Model, sink: &mut Sink) {
    shape::visit(subject.expr, &mut |expr, around| {
        let Node::Aggregate(aggregate) = &expr.node else {
            return;
        };
        let Some((place, selector)) = shape::selector(&aggregate.expr) else {
            return;
        };
        let Some((metric, _)) = shape::metric(model, selector) else {
            return;
        };
        let counts = aggregate.op == "count" && metric.metric_type == MetricType::Stateset;
        if !counts || divides(expr, around) {
            return;
        }
        let name = &metric.name;
        let message = format!("`count` counts the series of `{name}` whatever their value");
        let finding = Diagnostic::new(&CHECK.rule, subject.place(aggregate.op_range), message)
            .label(
                subject.place(place.range),
                "a stateset: 0 or 1 for every state",
            );
        let help = "`sum` counts those that are in the state";
        sink.report(if subject.is_written(aggregate.op_range) {
            finding.propose(help, subject.place(aggregate.op_range), "sum")
        } else {
            finding.help(help)
        });
    });
}

/// Whether it is what another expression is divided by.
fn divides(expr: &Expr, around: &[&Expr]) -> bool {
    let mut around = around.iter().rev();
    let outer = around.find(|outer| !matches!(outer.node, Node::Paren(_)));
    matches!(outer.map(|outer| &outer.node), Some(Node::Binary(binary))
        if binary.op == BinaryOp::Div && shape::bare(&binary.rhs).range == expr.range)
}
