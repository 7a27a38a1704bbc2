//! Comparisons with numbers that the values never reach, or that belong to another unit.

use crate::{
    check::{Check, Owner, Scope, Sink, Subject, shape, verdict},
    diag::{Diagnostic, Level, Rule},
    infer::{Inferred, Kind, TIMESTAMP, Unit, Verdict},
    model::Model,
    promql::ast::Node,
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "promql/implausible-threshold",
        level: Level::Warn,
        docs: r#"Finds comparisons that never hold because the values cannot reach the number, bytes compared with a fraction, and instants compared
with a length of time.

## Why it matters

A part of an expression that never holds shows nothing, or removes nothing. Bytes are whole: who compares them with 0.1 means a share of something.
Seconds since 1970 are more than a thousand million: who compares them with 3600 means the time since then. When nothing can make an alert fire,
`alert/never-fires` says so instead.

## Example

```toml
[metrics.disk_free_bytes]
type = "gauge"
help = "Free space."

[alerts.DiskFull]
expr = 'disk_free_bytes < 0.1'
```

## Use instead

```toml
[metrics.disk_free_bytes]
type = "gauge"
help = "Free space."

[metrics.disk_size_bytes]
type = "gauge"
help = "Size of the disk."

[alerts.DiskFull]
expr = 'disk_free_bytes / disk_size_bytes < 0.1'
```
"#,
    },
    scope: Scope::Expression(check),
};

/// Seconds that no instant of today's systems is below: in March 1973.
const FIRST_INSTANT: f64 = 1e8;

fn check(subject: &Subject, _: &Model, sink: &mut Sink) {
    if !verdict::has_comparison(subject) {
        return;
    }
    let root = subject.inferred();
    // What nobody can ever see is reported for the whole alert.
    let blamed = match subject.owner {
        Owner::Alert(_) => verdict::find_dead(root).map(|dead| dead.node.expr.range),
        _ => None,
    };
    for node in root.nodes() {
        match verdict::decide(node) {
            Some((decided, Verdict::Never)) if Some(node.expr.range) != blamed => {
                let message = format!(
                    "it never holds: no value in {} is `{}`",
                    decided.side.known.range.name(),
                    verdict::condition(decided, subject)
                );
                let place = subject.place(decided.limit.expr.range);
                let finding = Diagnostic::new(&CHECK.rule, place, message);
                sink.report(verdict::explain(finding, decided, subject));
            }
            Some(_) => {}
            None => look(node, subject, sink),
        }
    }
}

/// Reports a comparison with a number of another unit.
fn look(node: &Inferred, subject: &Subject, sink: &mut Sink) {
    let (Node::Binary(binary), [left, right]) = (&node.expr.node, node.parts.as_slice()) else {
        return;
    };
    if !shape::compares(binary.op) {
        return;
    }
    let number =
        |side: &Inferred| side.known.kind == Kind::Number && side.known.unit == Unit::Number;
    let (side, limit) = match (number(left), number(right)) {
        (false, true) => (left, right),
        (true, false) => (right, left),
        _ => return,
    };
    let Some(value) = limit.known.range.only() else {
        return;
    };
    let size = value.abs();
    let (what, help) = match side.known.unit {
        Unit::Of("bytes") if size > 0.0 && size < 1.0 && is_whole(side) => (
            "bytes are compared with a part of one",
            "divide by the size of the whole, or write the number of bytes",
        ),
        Unit::Of(TIMESTAMP) if (1.0..FIRST_INSTANT).contains(&size) => (
            "seconds since 1970 are compared with a length of time",
            "compare `time() - …`, the time since then",
        ),
        _ => return,
    };
    let place = subject.place(limit.expr.range);
    let mut finding = Diagnostic::new(&CHECK.rule, place, format!("{what}, `{value}`"));
    let part = subject.place(side.bare().expr.range);
    finding = finding.label(part, side.known.unit.name());
    for span in verdict::declarations(side, subject) {
        finding = finding.label(span, "declared here");
    }
    sink.report(finding.help(help));
}

/// Whether the values are those of metrics as they are, which are whole bytes.
fn is_whole(side: &Inferred) -> bool {
    match (&side.expr.node, side.parts.as_slice()) {
        (Node::Selector(_), _) => true,
        (Node::Aggregate(_), [inner]) | (Node::Paren(_), [inner]) => is_whole(inner),
        _ => false,
    }
}
