//! Functions that make two series of the same labels.

use crate::{
    check::{Check, Scope, Sink, Subject, shape, uniqueness},
    diag::{Diagnostic, Level, Rule},
    infer::{Facts, Inferred, Known, Labels, Naming, Origin, Presence, alternatives},
    model::{Model, names},
    promql::ast::{MatchOp, Matcher, Node},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "promql/duplicate-series",
        level: Level::Deny,
        docs: r#"Finds functions over several metrics of the same labels, which lose the names that tell them apart, and `label_replace` that writes one value over
the label that tells series apart.

## Why it matters

A result with two series of the same labels is an error in Prometheus: the rule or panel has no result at all.

## Example

```toml
[metrics.mail_jobs_total]
type = "counter"
help = "Jobs that sent mail."

[metrics.print_jobs_total]
type = "counter"
help = "Jobs that printed."

[scrape.worker]
kind = "PodMonitor"
match-labels = { app = "worker" }
endpoints.metrics = {}

[alerts.NoJobs]
expr = 'sum(rate({__name__=~"mail_jobs_total|print_jobs_total"}[5m])) == 0'
```

## Use instead

```toml
[metrics.mail_jobs_total]
type = "counter"
help = "Jobs that sent mail."

[metrics.print_jobs_total]
type = "counter"
help = "Jobs that printed."

[scrape.worker]
kind = "PodMonitor"
match-labels = { app = "worker" }
endpoints.metrics = {}

[alerts.NoJobs]
expr = 'sum(rate(mail_jobs_total[5m])) + sum(rate(print_jobs_total[5m])) == 0'
```
"#,
    },
    scope: Scope::Expression(check),
};

fn check(subject: &Subject, model: &Model, sink: &mut Sink) {
    subject.inferred().visit(&mut |node| {
        let Node::Call(call) = &node.expr.node else {
            return;
        };
        if call.function == "label_replace" {
            report_replaced(subject, node, sink);
        } else if node.known.name == Naming::Dropped && !model.targets.names_last {
            // What yields one series in any case, such as `absent`, has other labels.
            let kept = |part: &&Inferred| part.known.labels == node.known.labels;
            let parts = node.parts.iter().filter(kept);
            parts.for_each(|part| report_names(subject, model, part, sink));
        }
    });
}

/// Reports a selector of several metrics whose series a function cannot tell apart without their names.
fn report_names(subject: &Subject, model: &Model, part: &Inferred, sink: &mut Sink) {
    let Some((_, selector)) = shape::selector(part.expr) else {
        return;
    };
    let lists = |matcher: &&Matcher| {
        matcher.label.value == names::METRIC_NAME
            && matcher.op == MatchOp::Regex
            && matcher.value.placeholders.is_empty()
    };
    let mut matchers = selector.matchers.iter().filter(lists);
    let Some(matcher) = matchers.next() else {
        return;
    };
    let listed = alternatives(&matcher.value.value).unwrap_or_default();
    let Some((first, rest)) = listed.split_first() else {
        return;
    };
    let facts = subject.facts();
    let Some(other) = rest
        .iter()
        .find(|other| are_alike(facts, model, first, other))
    else {
        return;
    };
    let message = format!("without their names `{first}` and `{other}` have the same labels");
    let finding = Diagnostic::new(&CHECK.rule, subject.place(matcher.value.range), message);
    sink.report(finding.help("call the function for each of them"));
}

/// Whether the same target surely exposes both with the same labels.
fn are_alike(facts: &Facts, model: &Model, left: &str, right: &str) -> bool {
    let (Some(one), Some(other)) = (facts.all(left), facts.all(right)) else {
        return false;
    };
    let of_scrape = |known: &Known| !known.labels.open && has_no_others(&known.labels);
    let sources = [left, right].map(|name| model.series.sources(name));
    let shared = sources[0].iter().any(|source| sources[1].contains(source));
    left != right && shared && of_scrape(one) && of_scrape(other)
}

/// Whether no label tells series of one target apart.
fn has_no_others(labels: &Labels) -> bool {
    let mut labels = labels.iter();
    labels.all(|label| matches!(label.origin, Origin::Scrape(_)) || label.values.only().is_some())
}

/// Reports `label_replace` that gives all series the same value of the label that tells them apart.
fn report_replaced(subject: &Subject, node: &Inferred, sink: &mut Sink) {
    let (Node::Call(call), Some(argument)) = (&node.expr.node, node.parts.first()) else {
        return;
    };
    let Some(Node::String(target)) = call.args.get(1).map(|target| &target.node) else {
        return;
    };
    let written = node.known.labels.get(&target.value);
    let fixed = match written {
        Some(label) => label.presence == Presence::Must && label.values.only().is_some(),
        None => node.known.labels.presence(&target.value) == Presence::Never,
    };
    if !fixed || argument.known.labels.open {
        return;
    }
    let kept: Vec<&str> = (argument.known.labels.iter())
        .map(|label| label.name)
        .filter(|name| *name != target.value)
        .collect();
    let Some(label) = uniqueness::lost(argument, &kept) else {
        return;
    };
    let message = format!("all series get the same `{label}`, which tells them apart");
    let finding = Diagnostic::new(&CHECK.rule, subject.place(target.range), message);
    sink.report(finding.help("write another label, or aggregate first"));
}
