//! Metrics of different types in one selector.

use crate::{
    check::{Check, Scope, Sink, Subject, shape},
    diag::{Diagnostic, Level, Rule},
    model::{Metric, MetricType, Model, metric::Part, names},
    promql::{
        ast::{Expr, MatchOp, Matcher, Node, Selector},
        walk::selectors,
    },
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "promql/mixed-metric-types",
        level: Level::Warn,
        docs: r#"Finds matchers on `__name__` that list counters together with gauges, such as `{__name__=~"jobs|jobs_total"}`, or match both by a pattern that is
summed or whose rate is taken.

## Why it matters

A counter needs `rate`, a gauge must not have it: whatever is done with the selector is wrong for some of its series.

## Example

```toml
[metrics.queue_jobs]
type = "gauge"
help = "Jobs that wait."

[metrics.done_jobs_total]
type = "counter"
help = "Jobs done."

[alerts.ManyJobs]
expr = 'sum({__name__=~"queue_jobs|done_jobs_total"}) > 10'
```

## Use instead

```toml
[metrics.queue_jobs]
type = "gauge"
help = "Jobs that wait."

[metrics.done_jobs_total]
type = "counter"
help = "Jobs done."

[alerts.ManyJobs]
expr = 'sum(queue_jobs) + sum(increase(done_jobs_total[1h])) > 10'
```
"#,
    },
    scope: Scope::Expression(check),
};

fn check(subject: &Subject, model: &Model, sink: &mut Sink) {
    if !selectors(subject.expr)
        .iter()
        .any(|(_, selector)| pattern(selector).is_some())
    {
        return;
    }
    shape::visit(subject.expr, &mut |expr, around| {
        let Node::Selector(selector) = &expr.node else {
            return;
        };
        let Some(matcher) = pattern(selector) else {
            return;
        };
        let text = matcher.value.value.as_str();
        let found = match is_list(text) {
            true => listed(text, model),
            false if treats_alike(around) => subject.facts().matching(text),
            false => return,
        };
        let total = found.iter().find(|found| is_total(found));
        let other = found.iter().find(|found| !is_total(found));
        let (Some(total), Some(other)) = (total, other) else {
            return;
        };
        let (first, second) = match is_list(text) && !is_total(&found[0]) {
            true => (other, total),
            false => (total, other),
        };
        let kind = |found: &Found| shape::type_name(found.0.metric_type);
        let message = format!(
            "`{}` is {} and `{}` is {}",
            first.0.name,
            kind(first),
            second.0.name,
            kind(second)
        );
        let mut finding = Diagnostic::new(&CHECK.rule, subject.place(matcher.value.range), message)
            .note("what is right for the one is wrong for the other")
            .help("select them one by one");
        for span in [first.0.span, second.0.span].into_iter().flatten() {
            finding = finding.label(span, "declared here");
        }
        sink.report(finding);
    });
}

/// Series of a metric.
type Found<'m> = (&'m Metric, Part);

/// The matcher that names metrics by a regular expression without placeholders.
fn pattern(selector: &Selector) -> Option<&Matcher> {
    selector.matchers.iter().find(|matcher| {
        matcher.label.value == names::METRIC_NAME
            && matcher.op == MatchOp::Regex
            && matcher.value.placeholders.is_empty()
    })
}

fn is_list(text: &str) -> bool {
    let inner = text.trim_start_matches('(').trim_end_matches(')');
    !inner.contains(['\\', '.', '+', '*', '?', '(', ')', '[', '{', '^', '$'])
}

fn listed<'m>(text: &str, model: &'m Model) -> Vec<Found<'m>> {
    let inner = text.trim_start_matches('(').trim_end_matches(')');
    let names = inner.split('|');
    names
        .filter_map(|name| model.metrics.of_series(name))
        .collect()
}

/// Whether series only grow, so that they need a rate; so do native histograms.
fn is_total((metric, part): &Found) -> bool {
    shape::is_counter((metric, *part)) || metric.metric_type == MetricType::NativeHistogram
}

/// Whether what stands around a selector does the same with the values of all its series, and puts them together or takes their
/// rate.
fn treats_alike(around: &[&Expr]) -> bool {
    let mut outer = around
        .iter()
        .rev()
        .filter(|expr| !matches!(expr.node, Node::Paren(_) | Node::Matrix(..)));
    match outer.next().map(|expr| &expr.node) {
        Some(Node::Call(call)) => shape::RATES.contains(&call.function.as_str()),
        Some(Node::Aggregate(aggregate)) => {
            let by_name = aggregate.grouping.as_ref().is_some_and(|grouping| {
                let mut labels = grouping.labels.iter();
                grouping.without || labels.any(|label| label.value == names::METRIC_NAME)
            });
            matches!(aggregate.op.as_str(), "sum" | "avg") && !by_name
        }
        _ => false,
    }
}
