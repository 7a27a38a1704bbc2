//! Whether the oldest Prometheus that must answer knows the queries that gen makes. What users write is judged where it is read.

use crate::{
    diag::Diagnostic,
    model::{Context, context::PROMQL, target},
    promql::{
        self,
        ast::{Expr, Node},
        functions::{find_aggregator, find_function},
        history::{ALWAYS, NEWEST},
        lex::is_plain_name,
        walk::walk,
    },
    text::Span,
};

/// Reports what an old target does not know of an expression that gen made; the newest knows all of it.
pub fn check(ctx: &mut Context, expr: &Expr, span: Span) {
    let options = target::promql(&ctx.project.targets);
    if options.target >= NEWEST || is_of_any_age(expr) {
        return;
    }
    let text = expr.to_string();
    let (_, errors) = promql::parse(&text, &options);
    for error in errors.iter().take(1) {
        let message = format!("Prometheus refuses `{text}`: {}", error.message);
        let finding = Diagnostic::new(&PROMQL, span, message);
        ctx.report(match error.needs {
            Some(needs) => target::explain(finding, &ctx.project.targets, needs),
            None => finding,
        });
    }
}

/// Whether every release knows what gen made: plain names, functions that are as old as the oldest.
fn is_of_any_age(expr: &Expr) -> bool {
    let mut is_old = true;
    walk(expr, &mut |part| {
        is_old &= match &part.node {
            Node::Call(call) => {
                find_function(&call.function).is_some_and(|known| known.history == ALWAYS)
            }
            Node::Aggregate(aggregate) => {
                let labels = aggregate.grouping.iter().flat_map(|by| &by.labels);
                find_aggregator(&aggregate.op).is_some_and(|known| known.history == ALWAYS)
                    && labels.into_iter().all(is_plain_name)
            }
            Node::Selector(selector) => {
                let mut labels = selector.matchers.iter().map(|matcher| &matcher.label);
                !selector.quoted && labels.all(is_plain_name)
            }
            _ => true,
        };
    });
    is_old
}
