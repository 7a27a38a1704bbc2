//! Matchers that exclude nothing.

use crate::{
    check::{Check, Scope, Sink, Subject, labels},
    diag::{Diagnostic, Level, Rule, nearest},
    infer::{Label, Origin, Presence, alternatives, select},
    model::{Model, names},
    promql::{
        ast::{MatchOp, Matcher, Range},
        walk::{metric_name, selectors},
    },
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "promql/pointless-matcher",
        level: Level::Warn,
        docs: r#"Finds matchers that exclude no value of a label with declared values, and alternatives of patterns that match none of them.

## Why it matters

What should be left out, or be counted too, is not: a value is misspelt, was renamed, or the pattern is wider than meant. `.+` and `.*` are
understood as "any value" and not reported.

## Example

```toml
[labels]
phase = { help = "Phase of the job.", values = ["Pending", "Running", "Failed"] }

[metrics.jobs]
type = "gauge"
help = "Jobs by phase."
labels = ["phase"]

[alerts.JobsLeft]
expr = 'sum(jobs{phase!="failed"}) > 100'
```

## Use instead

```toml
[labels]
phase = { help = "Phase of the job.", values = ["Pending", "Running", "Failed"] }

[metrics.jobs]
type = "gauge"
help = "Jobs by phase."
labels = ["phase"]

[alerts.JobsLeft]
expr = 'sum(jobs{phase!="Failed"}) > 100'
```
"#,
    },
    scope: Scope::Expression(check),
};

fn check(subject: &Subject, _: &Model, sink: &mut Sink) {
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
            let Some(label) = label.filter(|label| is_declared(label)) else {
                continue;
            };
            if excludes_nothing(label, matcher) {
                report_whole(subject, label, matcher, sink);
            } else if matcher.op == MatchOp::Regex && select(label, matcher).is_some() {
                report_alternatives(subject, label, matcher, sink);
            }
        }
    }
}

/// Whether the values of a label are declared, so that these and no others are meant.
fn is_declared(label: &Label) -> bool {
    let of_process = matches!(label.origin, Origin::Process(metric) if metric.span.is_some());
    let several = label.values.list().is_some_and(|values| values.len() > 1);
    let bound = matches!(label.name, names::LE | names::QUANTILE);
    of_process && several && !bound && label.presence > Presence::Never
}

/// Whether the matcher lets every series pass.
fn excludes_nothing(label: &Label, matcher: &Matcher) -> bool {
    let any = matches!(matcher.value.value.as_str(), "" | ".*" | ".+");
    let is_any = any && matches!(matcher.op, MatchOp::Regex | MatchOp::NotRegex);
    let empty = matcher.op == MatchOp::NotEqual && matcher.value.value.is_empty();
    !is_any && !empty && select(label, matcher).is_some_and(|left| left == *label)
}

fn report_whole(subject: &Subject, label: &Label, matcher: &Matcher, sink: &mut Sink) {
    let (name, value) = (label.name, &matcher.value.value);
    let message = match matcher.op {
        MatchOp::NotEqual => format!("`{name}` is never `{value}`, so nothing is excluded"),
        MatchOp::NotRegex => format!("`{name}` never matches `{value}`, so nothing is excluded"),
        _ => format!("every value of `{name}` matches `{value}`, so nothing is excluded"),
    };
    let finding = finding(subject, label, matcher.value.range, message);
    let values = || {
        label
            .values
            .list()
            .unwrap_or_default()
            .iter()
            .map(AsRef::as_ref)
    };
    let near = nearest(value, values()).filter(|_| matcher.op == MatchOp::NotEqual);
    sink.report(match (near, labels::inside(subject, &matcher.value)) {
        (Some(near), Some(range)) => finding.propose(
            format!("did you mean `{near}`?"),
            subject.place(range),
            near,
        ),
        _ => finding,
    });
}

/// Reports the alternatives of `a|b` that are no value, unless none is one.
fn report_alternatives(subject: &Subject, label: &Label, matcher: &Matcher, sink: &mut Sink) {
    let written = &matcher.value;
    let listed = alternatives(&written.value).unwrap_or_default();
    let is_value = |text: &&str| text.is_empty() || label.values.may_be(text);
    if !listed.iter().any(is_value) {
        return;
    }
    let mut next = 0;
    for text in &listed {
        let offset = next;
        next += text.len() + "|".len();
        if is_value(text) {
            continue;
        }
        let range = labels::inside(subject, written).map(|inner| {
            let start = inner.start + u32::try_from(offset).unwrap_or(0);
            let end = start + u32::try_from(text.len()).unwrap_or(0);
            Range { start, end }
        });
        let message = format!("`{}` is never `{text}`", label.name);
        let finding = finding(subject, label, range.unwrap_or(written.range), message);
        let values = label.values.list().unwrap_or_default();
        let near = nearest(text, values.iter().map(AsRef::as_ref));
        sink.report(match (near, range) {
            (Some(near), Some(range)) => finding.propose(
                format!("did you mean `{near}`?"),
                subject.place(range),
                near,
            ),
            _ => finding,
        });
    }
}

fn finding(subject: &Subject, label: &Label, range: Range, message: String) -> Diagnostic {
    let finding = Diagnostic::new(&CHECK.rule, subject.place(range), message);
    labels::with_values(finding, label)
}
