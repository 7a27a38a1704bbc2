//! The tree of an expression as one line, in which a test can see its shape.

use opsgen::cel::ast::{Comprehension, Expr, ExprKind, Literal};

/// Returns the tree: calls as `function(target; arguments)`, loops with all their parts.
pub(crate) fn tree(expr: &Expr) -> String {
    match &expr.kind {
        ExprKind::Literal(literal) => shown(literal),
        ExprKind::Ident(name) => name.clone(),
        ExprKind::Select(select) => {
            let test = if select.is_test { "?" } else { "" };
            format!("{}.{}{test}", tree(&select.operand), select.field)
        }
        ExprKind::Call(call) => {
            let target = call.target.as_ref().map(|target| tree(target) + "; ");
            let arguments = joined(call.arguments.iter().map(tree));
            format!(
                "{}({}{arguments})",
                call.function,
                target.unwrap_or_default()
            )
        }
        ExprKind::List { items, optional } => {
            let mark = |at: usize| if optional.contains(&at) { "?" } else { "" };
            let items = items.iter().enumerate();
            format!(
                "[{}]",
                joined(items.map(|(at, item)| mark(at).to_owned() + &tree(item)))
            )
        }
        ExprKind::Map(entries) => {
            let entries = entries.iter().map(|entry| {
                let mark = if entry.is_optional { "?" } else { "" };
                format!("{mark}{}: {}", tree(&entry.key), tree(&entry.value))
            });
            format!("{{{}}}", joined(entries))
        }
        ExprKind::Struct { name, fields } => {
            let fields = fields.iter().map(|field| {
                let mark = if field.is_optional { "?" } else { "" };
                format!("{mark}{}: {}", field.name, tree(&field.value))
            });
            format!("{name}{{{}}}", joined(fields))
        }
        ExprKind::Comprehension(inner) => comprehension(inner),
        ExprKind::Broken => "<broken>".to_owned(),
    }
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}

fn shown(literal: &Literal) -> String {
    match literal {
        Literal::Null => "null".to_owned(),
        Literal::Bool(value) => value.to_string(),
        Literal::Int(value) => value.to_string(),
        Literal::Uint(value) => format!("{value}u"),
        Literal::Double(value) => format!("{value:?}"),
        Literal::String(value) => format!("{value:?}"),
        Literal::Bytes(value) => format!("b{value:?}"),
    }
}

fn comprehension(inner: &Comprehension) -> String {
    let second = inner
        .second_variable
        .as_ref()
        .map(|name| format!(", {name}"));
    format!(
        "for({}{} in {}; {} = {}; {}; {}; {})",
        inner.variable,
        second.unwrap_or_default(),
        tree(&inner.range),
        inner.accumulator,
        tree(&inner.start),
        tree(&inner.condition),
        tree(&inner.step),
        tree(&inner.result)
    )
}
