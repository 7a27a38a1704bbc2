//! Variables of several values compared as one.

use crate::{
    check::{Check, Owner, Scope, Sink, Subject},
    diag::{Diagnostic, Level, Rule},
    model::{
        Dashboard, Hide, Model, Name,
        dashboard::{Panel, Row, Variable},
    },
    promql::{
        ast::{MatchOp, Matcher, Range},
        walk::selectors,
    },
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "dashboard/multi-value-equality",
        level: Level::Deny,
        docs: r#"Finds `=` and `!=` with a variable that can have several values or All.

## Why it matters

Grafana puts several values in as `(a|b)`, which is a regular expression. Compared with `=` it matches no series: the panel is empty as soon as two
values, or All, are chosen.

## Example

```toml
[metrics.queue_jobs]
type = "gauge"
help = "Jobs that wait."

[dashboards.overview]
title = "Shop / Overview"
variables.queue = { metric = "queue_jobs", label = "job", multi = true }

[dashboards.overview.rows.queue.panels.jobs]
title = "Jobs"
expr = 'sum(queue_jobs{job="$queue"})'
```

## Use instead

```toml
[metrics.queue_jobs]
type = "gauge"
help = "Jobs that wait."

[dashboards.overview]
title = "Shop / Overview"
variables.queue = { metric = "queue_jobs", label = "job", multi = true }

[dashboards.overview.rows.queue.panels.jobs]
title = "Jobs"
expr = 'sum(queue_jobs{job=~"$queue"})'
```
"#,
    },
    scope: Scope::Expression(check),
};

fn check(subject: &Subject, _: &Model, sink: &mut Sink) {
    let (dashboard, panel) = match subject.owner {
        Owner::Panel(dashboard, panel, _) => (dashboard, Some(panel)),
        Owner::Annotation(dashboard, _) | Owner::Variable(dashboard, _) => (dashboard, None),
        _ => return,
    };
    for (_, selector) in selectors(subject.expr) {
        for matcher in &selector.matchers {
            let Some(variable) = find_variable(matcher, dashboard, panel) else {
                continue;
            };
            let name = &variable.name;
            let several = if variable.multi {
                "several values"
            } else {
                "All"
            };
            let (found, instead) = if matcher.op == MatchOp::Equal {
                ("=", "=~")
            } else {
                ("!=", "!~")
            };
            let between = Range {
                start: matcher.label.range.end,
                end: matcher.value.range.start,
            };
            let message = format!(
                "`${}` can have {several}, and `{found}` compares with one",
                name.value
            );
            let finding = Diagnostic::new(&CHECK.rule, subject.place(matcher.range), message)
                .note("Grafana puts several values in as `(a|b)`");
            let finding = if name.span == dashboard.title.span {
                finding
            } else {
                finding.label(name.span, "declared here")
            };
            let help = format!("write `{instead}`");
            sink.report(if subject.text(between).trim() == found {
                finding.edit(help, subject.place(between), instead)
            } else {
                finding.help(help)
            });
        }
    }
}

/// Whether several values can be put in: chosen ones, or those that All stands for unless one value is set for it. Of what nobody sees
/// the value at first stays.
fn has_several(variable: &Variable) -> bool {
    let is_set = variable.hide == Some(Hide::Variable) && variable.default_value.is_some();
    let pattern = |text: &String| text.contains(['|', '*', '+', '.']);
    let all = variable.include_all && variable.all_value.as_ref().is_none_or(pattern);
    !is_set && (variable.multi || all)
}

/// The variable of several values that a matcher compares as one; one for whose values the panel is repeated has one.
fn find_variable<'d>(
    matcher: &Matcher,
    dashboard: &'d Dashboard,
    panel: Option<&Panel>,
) -> Option<&'d Variable> {
    if !matches!(matcher.op, MatchOp::Equal | MatchOp::NotEqual) {
        return None;
    }
    let [embedded] = matcher.value.placeholders.as_slice() else {
        return None;
    };
    let placeholder = &embedded.placeholder;
    let mut variables = dashboard.variables.iter();
    let variable = variables.find(|variable| variable.name.value == placeholder.name)?;
    let repeats = |name: &Option<Name>| {
        name.as_ref()
            .is_some_and(|name| name.value == placeholder.name)
    };
    let is_one = panel.is_some_and(|panel| {
        let own = |row: &&Row| row.panels.iter().any(|one| one.id == panel.id);
        let row = dashboard.rows.iter().find(own);
        let header = row.and_then(|row| row.header.as_ref());
        repeats(&panel.repeat) || header.is_some_and(|header| repeats(&header.repeat))
    });
    (has_several(variable) && !is_one && placeholder.format.is_none()).then_some(variable)
}
