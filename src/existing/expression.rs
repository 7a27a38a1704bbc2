//! Expressions of rules, which hold no placeholders.

use super::{BAD_RULE, Reader, documents::unrendered};
use crate::{
    diag::Diagnostic,
    model::{
        Name,
        expression::{Expression, finding},
        target,
    },
    promql::{self, Options, ValueType, ast::Range},
    text::{Span, literal::Shape},
};

/// Reads the expression of a rule: it must give an instant vector or a scalar. `None` when it has errors, which are reported.
pub fn read(reader: &mut Reader, written: Name) -> Option<Expression> {
    let targets = &reader.ctx.project.targets;
    let options = Options {
        placeholders: false,
        ..target::promql(targets)
    };
    let (expr, errors) = promql::parse(&written.value, &options);
    if let Some(at) = written.value.find("{{").filter(|_| !errors.is_empty()) {
        if !reader.is_template {
            reader.is_template = true;
            let place = reader.ctx.inside(&written, Shape::Exact, at..at + 2);
            reader.ctx.report(unrendered(place));
        }
        return None;
    }
    for error in &errors {
        let place = |range: Range| {
            let range = range.start as usize..range.end as usize;
            reader.ctx.inside(&written, Shape::Exact, range)
        };
        let mut diagnostic = finding(error, place);
        if let Some(needs) = error.needs {
            diagnostic = target::explain(diagnostic, targets, needs);
        }
        reader.ctx.report(diagnostic);
    }
    if !errors.is_empty() {
        return None;
    }
    let found = promql::type_of(&expr);
    if matches!(found, ValueType::Matrix | ValueType::String) {
        reader.ctx.report(no_vector(written.span, found));
        return None;
    }
    Some(Expression { expr, written })
}

fn no_vector(span: Span, found: ValueType) -> Diagnostic {
    let message = format!(
        "a rule's expression gives an instant vector or a scalar, this one gives {}",
        found.phrase()
    );
    let finding = Diagnostic::new(&BAD_RULE, span, message);
    match found {
        ValueType::Matrix => {
            finding.help("put a function around it, such as `rate(…)` or `max_over_time(…)`")
        }
        _ => finding,
    }
}
