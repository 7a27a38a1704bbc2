//! Sorting where there is no order.

use crate::{
    check::{Check, Scope, Sink, Subject, shape::any},
    diag::{Diagnostic, Edit, Help, Level, Rule},
    model::Model,
    promql::ast::{Call, Expr, Node},
    text::Span,
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "promql/sort-in-rule",
        level: Level::Warn,
        docs: r#"Finds `sort`, `sort_desc` and their like in rules.

## Why it matters

A rule keeps series, and series have no order: the function does nothing. It is of use only in an instant query that a person reads.

## Example

```toml
[alerts.TargetDown]
expr = 'sort(up == 0)'
```

## Use instead

```toml
[alerts.TargetDown]
expr = 'up == 0'
```
"#,
    },
    scope: Scope::Expression(check),
};

/// Functions that only order their result.
const SORTS: [&str; 4] = ["sort", "sort_by_label", "sort_by_label_desc", "sort_desc"];

fn check(subject: &Subject, _: &Model, sink: &mut Sink) {
    if !subject.owner.is_rule() || !any(subject.expr, &mut |expr| sorting(expr).is_some()) {
        return;
    }
    for node in subject.inferred().nodes() {
        let Some(call) = sorting(node.expr) else {
            continue;
        };
        let by_value = !call.function.starts_with("sort_by");
        // By value only numbers are sorted; native histograms are dropped.
        let drops = by_value && node.parts.iter().any(|part| part.known.kind.is_native());
        if !drops {
            report(node.expr, call, subject, sink);
        }
    }
}

fn sorting(expr: &Expr) -> Option<&Call> {
    match &expr.node {
        Node::Call(call) if SORTS.contains(&call.function.as_str()) => Some(call),
        _ => None,
    }
}

fn report(expr: &Expr, call: &Call, subject: &Subject, sink: &mut Sink) {
    let message = format!("`{}` does nothing in a rule", call.function);
    let mut finding = Diagnostic::new(&CHECK.rule, subject.place(call.name_range), message)
        .note("a rule keeps series, which have no order");
    finding.help.push(Help {
        message: format!("drop `{}`", call.function),
        edits: unwrap(expr, call, subject),
        is_certain: true,
    });
    sink.report(finding);
}

/// The edits that leave the first argument.
fn unwrap(expr: &Expr, call: &Call, subject: &Subject) -> Vec<Edit> {
    let Some(first) = call
        .args
        .first()
        .filter(|first| subject.is_written(first.range))
    else {
        return Vec::new();
    };
    let (outer, inner) = (subject.place(expr.range), subject.place(first.range));
    let drop = |start: u32, end: u32| Edit {
        span: Span {
            start,
            end,
            ..outer
        },
        text: String::new(),
    };
    vec![drop(outer.start, inner.start), drop(inner.end, outer.end)]
}
