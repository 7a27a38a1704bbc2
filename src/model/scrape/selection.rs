//! Selectors against the labels that they must find.

use super::{Requirement, Scrape};
use crate::{
    diag::Diagnostic,
    model::{Context, Labels, Operator, context::CONFLICT},
    text::Span,
};

/// Reports each condition of a scrape that the Service's labels do not meet.
pub fn check(ctx: &mut Context, scrape: &Scrape, service: Span, labels: &Labels) {
    for (key, wanted) in &scrape.match_labels {
        let found = labels.get(key);
        if found == Some(wanted) {
            continue;
        }
        let message = match found {
            Some(found) => format!(
                "the Service has `{key}` = `{}`, not `{}`",
                found.value, wanted.value
            ),
            None => format!("the Service has no label `{key}`"),
        };
        let place = found.map_or(service, |found| found.span);
        ctx.report(
            Diagnostic::new(&CONFLICT, wanted.span, message)
                .label(place, "the Service's labels are set here")
                .help("make `match-labels` and the Service's `labels` agree"),
        );
    }
    for condition in &scrape.match_expressions {
        if !meets(condition, labels) {
            let message = format!(
                "the Service's label `{}` does not meet this",
                condition.key.value
            );
            ctx.report(
                Diagnostic::new(&CONFLICT, condition.span, message)
                    .label(service, "the Service is declared here"),
            );
        }
    }
}

/// Whether labels meet a condition. Source: Kubernetes, "Labels and Selectors".
fn meets(condition: &Requirement, labels: &Labels) -> bool {
    let found = labels.get(condition.key.as_str());
    let listed = found.is_some_and(|found| condition.values.contains(found));
    match condition.operator.value {
        Operator::In => listed,
        Operator::NotIn => !listed,
        Operator::Exists => found.is_some(),
        Operator::DoesNotExist => found.is_none(),
    }
}
