//! Matchers on labels that a metric never has.

use crate::{
    check::{Check, Owner, Scope, Sink, Subject, labels},
    diag::{Diagnostic, Level, Rule},
    infer::{Presence, selects_empty},
    model::{Model, VariableType, dashboard::Variable, names},
    promql::{
        ast::{MatchOp, Matcher, Selector},
        walk::{metric_name, selectors},
    },
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "promql/unknown-label",
        level: Level::Deny,
        docs: r#"Finds matchers on labels that a metric or recording surely does not have: neither the program exposes them nor the scrape adds them.

## Why it matters

A series without the label is not selected, so the selector is empty: the alert never fires, the panel stays empty, and `absent` is always true.
Nothing is said of metrics whose scrape is not declared, and of matchers that an absent label fulfills too.

## Example

```toml
[labels]
queue = { help = "The queue." }

[metrics.queue_jobs]
type = "gauge"
help = "Jobs that wait."
labels = ["queue"]

[scrape.worker]
kind = "PodMonitor"
match-labels = { app = "worker" }
endpoints.metrics = {}

[alerts.MailLong]
expr = 'queue_jobs{quue="mail"} > 100'
```

## Use instead

```toml
[labels]
queue = { help = "The queue." }

[metrics.queue_jobs]
type = "gauge"
help = "Jobs that wait."
labels = ["queue"]

[scrape.worker]
kind = "PodMonitor"
match-labels = { app = "worker" }
endpoints.metrics = {}

[alerts.MailLong]
expr = 'queue_jobs{queue="mail"} > 100'
```
"#,
    },
    scope: Scope::Expression(check),
};

fn check(subject: &Subject, model: &Model, sink: &mut Sink) {
    for (_, selector) in selectors(subject.expr) {
        let asks = |matcher: &&Matcher| {
            matcher.label.value != names::METRIC_NAME
                && matcher.label.placeholders.is_empty()
                && needs_value(subject, matcher)
        };
        for matcher in selector.matchers.iter().filter(asks) {
            report_unknown(subject, model, (selector, matcher), sink);
        }
    }
}

/// Whether a series without the label is surely not selected.
fn needs_value(subject: &Subject, matcher: &Matcher) -> bool {
    match matcher.value.placeholders.as_slice() {
        [] => !selects_empty(matcher),
        [whole] if whole.placeholder.written == matcher.value.value => {
            let asks = matches!(matcher.op, MatchOp::Equal | MatchOp::Regex);
            let variable = variable(subject, &whole.placeholder.name);
            asks && variable.is_some_and(is_filled)
        }
        _ => false,
    }
}

fn variable<'a>(subject: &Subject<'a>, name: &str) -> Option<&'a Variable> {
    let Owner::Panel(dashboard, ..) = subject.owner else {
        return None;
    };
    let mut variables = dashboard.variables.iter();
    variables.find(|variable| variable.name.value == name)
}

/// Whether a variable has a value whatever is chosen: one of a label that exists, or of a list. All may stand for any value.
fn is_filled(variable: &Variable) -> bool {
    let listed = match variable.variable_type {
        VariableType::LabelValues => true,
        VariableType::Custom => variable.values.iter().all(|value| !value.value.is_empty()),
        _ => false,
    };
    listed && variable.all_value.is_none() && variable.raw.is_none() && variable.regex.is_none()
}

fn report_unknown(
    subject: &Subject,
    model: &Model,
    (selector, matcher): (&Selector, &Matcher),
    sink: &mut Sink,
) {
    let facts = subject.facts();
    let Some(name) = metric_name(selector).filter(|name| name.placeholders.is_empty()) else {
        return;
    };
    let label = &matcher.label;
    let Some(known) = facts.all(&name.value) else {
        return;
    };
    if known.labels.presence(&label.value) > Presence::Never {
        return;
    }
    let is_external = labels::may_be_external(subject, model, &label.value);
    if is_external && subject.owner.is_dashboard() {
        return;
    }
    let message = format!("`{}` has no label `{}`", name.value, label.value);
    let finding = Diagnostic::new(&CHECK.rule, subject.place(label.range), message)
        .here("no series has it, so none is selected");
    let finding = labels::explain_series(finding, facts, &name.value, &label.value);
    sink.report(if is_external {
        finding.note("an external label is added to what is sent elsewhere; queries of the same Prometheus do not see it")
    } else {
        labels::suggest(finding, subject, label, &known.labels)
    });
}
