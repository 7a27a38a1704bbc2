//! Quantiles of histograms whose buckets were aggregated away.

use crate::{
    check::{Check, Scope, Sink, Subject, shape},
    diag::{Diagnostic, Level, Rule},
    model::{Model, metric::Part, names},
    promql::{
        ast::{Aggregate, Expr},
        walk::{metric_name, walk},
    },
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "promql/quantile-without-le",
        level: Level::Deny,
        docs: r#"Finds `histogram_quantile` of buckets whose label `le` an aggregation has removed.

## Why it matters

`le` is the bound of the bucket. Without it there are no buckets, and the result is empty.

## Example

```toml
[metrics.job_seconds]
type = "histogram"
help = "Duration of a job."
buckets = [1, 10, 60]

[alerts.JobsSlow]
expr = 'histogram_quantile(0.95, sum(rate(job_seconds_bucket[5m]))) > 30'
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

/// Aggregations that keep only the labels they are told.
const GROUPING: [&str; 8] = [
    "sum", "avg", "max", "min", "count", "group", "stddev", "stdvar",
];

fn check(subject: &Subject, model: &Model, sink: &mut Sink) {
    walk(subject.expr, &mut |expr| {
        let Some((_, argument)) = shape::call(expr, &["histogram_quantile"]) else {
            return;
        };
        if !is_buckets(leaf(argument), model) {
            return;
        }
        if let Some(aggregate) = find_loss(argument) {
            let at = subject.place(aggregate.op_range);
            let message = format!(
                "`{}` drops the label `le`, so that no quantile is left",
                aggregate.op
            );
            let help = match &aggregate.grouping {
                Some(grouping) if grouping.without => "take `le` out of `without (…)`".to_string(),
                Some(_) => "add `le` to `by (…)`".to_string(),
                None => format!("write `{} by (le) (…)`", aggregate.op),
            };
            sink.report(Diagnostic::new(&CHECK.rule, at, message).help(help));
        }
    });
}

/// The outermost aggregation that removes the label.
fn find_loss(expr: &Expr) -> Option<&Aggregate> {
    let aggregate =
        shape::aggregate(expr).filter(|aggregate| GROUPING.contains(&aggregate.op.as_str()))?;
    let named = aggregate.grouping.as_ref();
    let lists =
        named.is_some_and(|grouping| grouping.labels.iter().any(|label| label.value == names::LE));
    // VictoriaMetrics' buckets are told apart by `vmrange`.
    let unsure = named.is_some_and(|grouping| {
        let mut labels = grouping.labels.iter();
        labels.any(|label| !label.placeholders.is_empty() || label.value == "vmrange")
    });
    let without = named.is_some_and(|grouping| grouping.without);
    if lists == without && !unsure {
        return Some(aggregate);
    }
    find_loss(&aggregate.expr)
}

/// What is aggregated, and whose rate it is.
fn leaf(expr: &Expr) -> &Expr {
    let inner = shape::inside(expr, &GROUPING);
    shape::call(inner, &shape::RATES).map_or(inner, |(_, argument)| argument)
}

/// Whether these are surely buckets: of a declared classic histogram, or by their name when nothing else is declared.
fn is_buckets(expr: &Expr, model: &Model) -> bool {
    let Some((_, selector)) = shape::selector(expr) else {
        return false;
    };
    match shape::metric(model, selector) {
        Some((_, part)) => part == Part::Bucket,
        None => metric_name(selector)
            .is_some_and(|name| name.value.ends_with("_bucket") && !name.value.contains(':')),
    }
}
