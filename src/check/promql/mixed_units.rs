//! Sums, differences and comparisons of different units.

use crate::{
    check::{Check, Scope, Sink, Subject, shape, verdict},
    diag::{Diagnostic, Level, Rule},
    infer::{Because, Fact, Inferred, Kind, SECONDS, TIMESTAMP, Unit},
    model::{
        Model,
        param::{Param, Value},
    },
    promql::{
        ast::{Binary, BinaryOp, Expr, Node},
        walk::walk,
    },
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "promql/mixed-units",
        level: Level::Deny,
        docs: r#"Finds `+`, `-` and comparisons of different units: bytes and seconds, seconds and milliseconds, a ratio and a percentage; and numbers that are
written as a duration, in place or as a parameter, beside something else than seconds.

## Why it matters

The result means nothing, or is wrong by a factor of a thousand. Only units that somebody declared count, not those that a name alone suggests, and
nothing is said where a number such as `* 1000` may convert them.

## Example

```toml
[metrics.answer_milliseconds]
type = "gauge"
help = "Time of the last answer."
unit = "milliseconds"
allow.metric.name-suffix = { reason = "another program's name" }

[params]
slow = "5s"

[alerts.SlowAnswers]
expr = 'answer_milliseconds > $slow'
```

## Use instead

```toml
[metrics.answer_milliseconds]
type = "gauge"
help = "Time of the last answer."
unit = "milliseconds"
allow.metric.name-suffix = { reason = "another program's name" }

[params]
slow = "5s"

[alerts.SlowAnswers]
expr = 'answer_milliseconds / 1000 > $slow'
```
"#,
    },
    scope: Scope::Expression(check),
};

/// A side of an operator.
struct Side<'i, 'a, 'm> {
    node: &'i Inferred<'a>,
    unit: Unit<'a>,
    /// Whether it was written as a duration, in place or as a parameter.
    is_duration: bool,
    /// The parameter that it was written as.
    param: Option<&'m Param>,
}

fn check(subject: &Subject, model: &Model, sink: &mut Sink) {
    if !has_candidate(subject.expr) {
        return;
    }
    for node in subject.inferred().nodes() {
        if let (Node::Binary(binary), [left, right]) = (&node.expr.node, node.parts.as_slice())
            && is_candidate(binary)
        {
            let sides = [left, right].map(|node| side(node, subject, model));
            look(binary, &sides, subject, sink);
        }
    }
}

/// Whether anything is added or compared.
fn has_candidate(expr: &Expr) -> bool {
    let mut found = false;
    walk(expr, &mut |expr| {
        found |= matches!(&expr.node, Node::Binary(binary) if is_candidate(binary));
    });
    found
}

fn is_candidate(binary: &Binary) -> bool {
    matches!(binary.op, BinaryOp::Add | BinaryOp::Sub) || shape::compares(binary.op)
}

fn look(binary: &Binary, sides: &[Side; 2], subject: &Subject, sink: &mut Sink) {
    let has_duration = sides.iter().any(|side| side.is_duration);
    let compares = shape::compares(binary.op);
    if !contradict(&sides[0].unit, &sides[1].unit, compares && has_duration) {
        return;
    }
    // What is written as a duration is declared, and beside it a name's unit is enough.
    let is_known = |side: &Side| {
        (side.node.known.unit_declared || has_duration) && !has_factor(side.node.expr)
    };
    if sides.iter().all(is_known) {
        sink.report(finding(binary, sides, subject));
    }
}

fn side<'i, 'a, 'm>(
    node: &'i Inferred<'a>,
    subject: &Subject,
    model: &'m Model,
) -> Side<'i, 'a, 'm> {
    let bare = node.bare().expr;
    let param = param(bare, subject, model);
    let is_number = matches!(bare.node, Node::Number(_));
    let set = param.is_some_and(|param| matches!(param.value, Value::Duration(_)));
    let is_duration = set || is_number && node.known.unit == Unit::Of(SECONDS);
    Side {
        node,
        unit: if is_duration {
            Unit::Of(SECONDS)
        } else {
            node.known.unit
        },
        is_duration,
        param,
    }
}

/// The parameter that a number was written as.
fn param<'m>(expr: &Expr, subject: &Subject, model: &'m Model) -> Option<&'m Param> {
    let Node::Number(_) = expr.node else {
        return None;
    };
    let name = subject.text(expr.range).strip_prefix('$')?;
    let name = name
        .strip_prefix('{')
        .map_or(name, |name| name.trim_end_matches('}'));
    model.params.get(name)
}

/// Whether two units cannot stand together. A duration is no instant, though seconds may be one.
fn contradict(left: &Unit, right: &Unit, is_duration: bool) -> bool {
    let instant = [left, right].contains(&&Unit::Of(TIMESTAMP));
    left.contradicts(right) || is_duration && instant && [left, right].contains(&&Unit::Of(SECONDS))
}

/// Whether a number on the way may convert the unit.
fn has_factor(expr: &Expr) -> bool {
    shape::any(expr, &mut |expr| match &expr.node {
        Node::Binary(binary) => {
            let scales = matches!(
                binary.op,
                BinaryOp::Mul | BinaryOp::Div | BinaryOp::Mod | BinaryOp::Pow
            );
            scales && (shape::number(&binary.lhs).is_some() || shape::number(&binary.rhs).is_some())
        }
        _ => false,
    })
}

fn finding(binary: &Binary, sides: &[Side; 2], subject: &Subject) -> Diagnostic {
    let verb = if shape::compares(binary.op) {
        "compared with"
    } else {
        "put together with"
    };
    let [left, right] = sides.each_ref().map(|side| side.unit);
    let message = format!("{} are {verb} {}", plural(&left), right.name());
    let place = subject.place(binary.op_range);
    let mut finding = Diagnostic::new(&CHECK.rule, place, message);
    for side in sides {
        let place = subject.place(side.node.bare().expr.range);
        let text = format!("{}: {}", side.unit.name(), reason(side.node));
        finding = finding.label(place, text);
        let declared = verdict::declarations(side.node, subject).into_iter();
        let declared = declared.map(|span| (span, "declared here"));
        let set = side.param.map(|param| (param.span, "set here"));
        for (span, text) in declared.chain(set) {
            finding = finding.label(span, text);
        }
    }
    match advice(&left, &right) {
        Some(help) => finding.help(help),
        None => finding,
    }
}

fn plural(unit: &Unit) -> String {
    match unit {
        Unit::Of("ratio") => "ratios".to_string(),
        Unit::Of(TIMESTAMP) => "seconds since 1970".to_string(),
        _ => unit.name(),
    }
}

fn reason(side: &Inferred) -> String {
    if side.known.kind == Kind::Number {
        return "written here".to_string();
    }
    match side.known.unit_because {
        Because::Unsaid => "known from its parts".to_string(),
        _ => side.reason(Fact::Unit),
    }
}

/// What makes the units equal.
fn advice(left: &Unit, right: &Unit) -> Option<String> {
    let units = [left, right];
    if units.contains(&&Unit::Of(TIMESTAMP)) && units.contains(&&Unit::Of(SECONDS)) {
        return Some("`time() - …` is the time since then, in seconds".to_string());
    }
    let (Unit::Of(from), Unit::Of(to)) = (left, right) else {
        return None;
    };
    let factor = Unit::Of(from).factor_to(to)?;
    let (operator, number) = match factor < 1.0 {
        true => ("/", 1.0 / factor),
        false => ("*", factor),
    };
    Some(format!(
        "{from} become {to} by `{operator} {}`",
        number.round()
    ))
}
