//! Quantiles that are no share.

use crate::{
    check::{Check, Scope, Sink, Subject, shape},
    diag::{Diagnostic, Level, Rule},
    model::Model,
    promql::{
        ast::{Expr, Node},
        walk::walk,
    },
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "promql/quantile-out-of-range",
        level: Level::Deny,
        docs: r#"Finds quantiles below 0 or above 1, such as 95 for the 95th percentile.

## Why it matters

Prometheus takes a quantile as a share. Above 1 the result is always `+Inf`, below 0 always `-Inf`: an alert on it fires always or never.

## Example

```toml
[metrics.job_seconds]
type = "histogram"
help = "Duration of a job."
buckets = [1, 10, 60]

[alerts.JobsSlow]
expr = 'histogram_quantile(95, sum by (le) (rate(job_seconds_bucket[5m]))) > 30'
```

## Use instead

```toml
[metrics.job_seconds]
type = "histogram"
help = "Duration of a job."
buckets = [1, 10, 60]

[alerts.JobsSlow]
expr = 'histogram_quantile(0.95, sum by (le) (rate(job_seconds_bucket[5m]))) > 30'
```
"#,
    },
    scope: Scope::Expression(check),
};

fn check(subject: &Subject, _: &Model, sink: &mut Sink) {
    walk(subject.expr, &mut |expr| {
        let Some(quantile) = quantile(expr) else {
            return;
        };
        let Some(value) = shape::number(quantile).filter(|value| !(0.0..=1.0).contains(value))
        else {
            return;
        };
        let at = subject.place(quantile.range);
        let end = match value {
            _ if value.is_nan() => "NaN",
            _ if value > 1.0 => "+Inf",
            _ => "-Inf",
        };
        let message = format!("the quantile {value} is not between 0 and 1");
        let finding =
            Diagnostic::new(&CHECK.rule, at, message).note(format!("the result is always `{end}`"));
        let share = value / 100.0;
        sink.report(
            if (0.0..=1.0).contains(&share) && subject.is_written(quantile.range) && value > 1.0 {
                finding.propose(format!("did you mean `{share}`?"), at, share.to_string())
            } else {
                finding
            },
        );
    });
}

fn quantile(expr: &Expr) -> Option<&Expr> {
    match &expr.node {
        Node::Call(call)
            if matches!(
                call.function.as_str(),
                "histogram_quantile" | "quantile_over_time"
            ) =>
        {
            call.args.first()
        }
        Node::Aggregate(aggregate) if aggregate.op == "quantile" => aggregate.param.as_ref(),
        _ => None,
    }
}
