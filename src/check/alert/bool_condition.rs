//! Conditions that give 0 instead of nothing.

use crate::{
    check::{Check, Owner, Scope, Sink, Subject, shape},
    diag::{Diagnostic, Edit, Help, Level, Rule},
    infer::{Inferred, Kind},
    model::Model,
    promql::ast::{Node, Range},
    text::Span,
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "alert/bool-condition",
        level: Level::Deny,
        docs: r#"Finds alerts whose expression is a comparison with `bool`.

## Why it matters

With `bool` a comparison gives 1 or 0 for every series instead of dropping those for which it does not hold. An alert fires for 0 as well: it fires
always.

## Example

```toml
[alerts.TargetDown]
expr = 'up == bool 0'
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

fn check(subject: &Subject, _: &Model, sink: &mut Sink) {
    let Owner::Alert(alert) = subject.owner else {
        return;
    };
    let Node::Binary(binary) = &shape::bare(subject.expr).node else {
        return;
    };
    let sides = &subject.inferred().bare().parts;
    if !binary.return_bool || sides.iter().any(may_be_native) {
        return;
    }
    // The word is the first one behind the operator.
    let behind = Range {
        start: binary.op_range.end,
        end: binary.rhs.range.start,
    };
    let text = subject.text(behind);
    let word = text
        .to_ascii_lowercase()
        .find("bool")
        .and_then(|at| u32::try_from(at).ok());
    let range = word.map_or(binary.op_range, |at| Range {
        start: behind.start + at,
        end: behind.start + at + 4,
    });
    let message = format!(
        "`bool` gives 0 instead of nothing, so that `{}` fires always",
        alert.name.value
    );
    let at = subject.place(range);
    let mut finding = Diagnostic::new(&CHECK.rule, at, message);
    let before = subject.place(Range {
        start: binary.op_range.end,
        end: range.start,
    });
    let drop = Edit {
        span: Span {
            start: before.start,
            ..at
        },
        text: String::new(),
    };
    let edits = if word.is_some() {
        vec![drop]
    } else {
        Vec::new()
    };
    finding.help.push(Help {
        message: "drop `bool`".to_string(),
        edits,
        is_certain: true,
    });
    sink.report(finding);
}

/// Whether it may yield native histograms, which are not compared with numbers.
fn may_be_native(side: &Inferred) -> bool {
    let is_native = |node: &&Inferred| node.known.kind.is_native();
    match side.known.kind {
        Kind::Unknown => side.nodes().iter().any(is_native),
        kind => kind.is_native(),
    }
}
