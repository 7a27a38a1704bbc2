//! Matchers with values that a label never has.

use crate::{
    check::{Check, Scope, Sink, Subject, labels, shape},
    diag::{Diagnostic, Level, Rule, nearest},
    infer::{Label, Labels, Origin, Presence, origin_words, select},
    model::{Model, names},
    promql::{
        ast::{MatchOp, Matcher},
        walk::{metric_name, selectors},
    },
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "promql/impossible-value",
        level: Level::Deny,
        docs: r#"Finds matchers that no possible value of the label fulfills: its values are declared, or the scrape gives them.

## Why it matters

The selector is empty: the alert never fires and the panel stays empty. A label that the scrape adds tells about the target, not about what the
program reports: `namespace` is the program's own namespace, whatever objects its metrics are about.

## Example

```toml
[labels]
phase = { help = "Phase of the job.", values = ["Pending", "Running", "Failed"] }

[metrics.job_phase]
type = "stateset"
help = "1 for the phase that the job is in."
labels = ["phase"]

[alerts.JobsFailed]
expr = 'sum(job_phase{phase="Fialed"}) > 0'
```

## Use instead

```toml
[labels]
phase = { help = "Phase of the job.", values = ["Pending", "Running", "Failed"] }

[metrics.job_phase]
type = "stateset"
help = "1 for the phase that the job is in."
labels = ["phase"]

[alerts.JobsFailed]
expr = 'sum(job_phase{phase="Failed"}) > 0'
```
"#,
    },
    scope: Scope::Expression(check),
};

fn check(subject: &Subject, model: &Model, sink: &mut Sink) {
    for (_, selector) in selectors(subject.expr) {
        if selector.matchers.is_empty() {
            continue;
        }
        let Some(name) = metric_name(selector).filter(|name| name.placeholders.is_empty()) else {
            continue;
        };
        let Some(known) = subject.facts().all(&name.value) else {
            continue;
        };
        for matcher in &selector.matchers {
            let label = known.labels.get(&matcher.label.value);
            let Some(label) = label.filter(|label| selects_nothing(label, matcher)) else {
                continue;
            };
            let metric = shape::metric(model, selector).map(|(metric, _)| metric);
            let of_scrape = matches!(label.origin, Origin::Scrape(_));
            // `promql/unknown-job` tells of the jobs of metrics.
            let told = label.name == names::JOB && matcher.op == MatchOp::Equal;
            if told && of_scrape && metric.is_some() {
                continue;
            }
            let place = subject.place(matcher.value.range);
            let finding = Diagnostic::new(&CHECK.rule, place, message(&name.value, matcher));
            let finding = reasoned(finding, label, &known.labels);
            let finding = match metric.filter(|_| of_scrape) {
                Some(metric) => labels::at_declaration(finding, metric),
                None => finding,
            };
            sink.report(suggested(finding, subject, label, matcher));
        }
    }
}

/// Whether surely no series passes the matcher. That a label is always there is no reason: an empty value is not declared.
fn selects_nothing(label: &Label, matcher: &Matcher) -> bool {
    if label.values.list().is_none_or(<[_]>::is_empty) || label.presence == Presence::Never {
        return false;
    }
    select(label, matcher).is_some_and(|left| {
        left.presence == Presence::Must && left.values.list().is_some_and(<[_]>::is_empty)
    })
}

fn message(metric: &str, matcher: &Matcher) -> String {
    let (label, value) = (&matcher.label.value, &matcher.value.value);
    match matcher.op {
        MatchOp::Equal => format!("the label `{label}` of `{metric}` is never `{value}`"),
        MatchOp::Regex => format!("the label `{label}` of `{metric}` never matches `{value}`"),
        MatchOp::NotEqual => format!("the label `{label}` of `{metric}` is always `{value}`"),
        MatchOp::NotRegex => format!("the label `{label}` of `{metric}` always matches `{value}`"),
    }
}

/// Who gives the label its values; the label of the program that may be meant.
fn reasoned(finding: Diagnostic, label: &Label, all: &Labels) -> Diagnostic {
    let name = label.name;
    let Origin::Scrape(scrape) = label.origin else {
        return labels::with_values(finding, label);
    };
    let finding = match scrape {
        Some(scrape) => finding.label(scrape.key.span, "the scrape that adds it"),
        None => finding,
    };
    let finding = finding.note(origin_words(label.origin, name));
    let own = all.iter().find(|other| {
        let start = other.name.strip_suffix(name);
        let of_program = matches!(other.origin, Origin::Process(_));
        of_program && start.is_some_and(|start| start.ends_with('_'))
    });
    let finding = labels::with_values(finding, label);
    match own {
        Some(own) => finding.help(format!("the program's own label is `{}`", own.name)),
        None => finding,
    }
}

fn suggested(
    finding: Diagnostic,
    subject: &Subject,
    label: &Label,
    matcher: &Matcher,
) -> Diagnostic {
    let values = label.values.list().unwrap_or_default();
    let written = &matcher.value;
    let near = nearest(&written.value, values.iter().map(AsRef::as_ref));
    match (near, matcher.op) {
        (Some(near), MatchOp::Equal) => {
            let help = format!("did you mean `{near}`?");
            match labels::inside(subject, written) {
                Some(range) => finding.propose(help, subject.place(range), near),
                None => finding.help(help),
            }
        }
        _ => finding,
    }
}
