//! Comparisons whose result is known.

use crate::{
    check::{Check, Scope, Sink, Subject, shape},
    diag::{Diagnostic, Level, Rule},
    model::Model,
    promql::{
        ast::{BinaryOp, Expr, Node},
        walk::walk,
    },
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "promql/constant-comparison",
        level: Level::Warn,
        docs: r#"Finds comparisons of two constants, such as `1 > 0` or `vector(1) == 1`, with parameters put in.

## Why it matters

The result never changes: an alert with it fires always or never, whatever the system does.

## Example

```toml
[params]
limit = 5

[alerts.TooMany]
expr = 'vector($limit) > 10'
```

## Use instead

```toml
[params]
limit = 5

[alerts.TooMany]
expr = 'count(up) > $limit'
```
"#,
    },
    scope: Scope::Expression(check),
};

fn check(subject: &Subject, _: &Model, sink: &mut Sink) {
    walk(subject.expr, &mut |expr| {
        let Node::Binary(binary) = &expr.node else {
            return;
        };
        if !shape::compares(binary.op) {
            return;
        }
        let (Some(left), Some(right)) = (constant(&binary.lhs), constant(&binary.rhs)) else {
            return;
        };
        let holds = match binary.op {
            BinaryOp::Eq => left == right,
            BinaryOp::NotEq => left != right,
            BinaryOp::Greater => left > right,
            BinaryOp::Less => left < right,
            BinaryOp::GreaterEq => left >= right,
            _ => left <= right,
        };
        let always = if holds { "always" } else { "never" };
        let message = format!("both sides are constants: it {always} holds");
        sink.report(Diagnostic::new(
            &CHECK.rule,
            subject.place(expr.range),
            message,
        ));
    });
}

/// The value of a number, or of a vector of one.
fn constant(expr: &Expr) -> Option<f64> {
    shape::call(expr, &["vector"])
        .map_or_else(|| shape::number(expr), |(_, value)| shape::number(value))
}
