//! Relabeling steps of the project, compiled.

use super::{RelabelAction, RelabelStep};
use crate::{
    diag::Diagnostic,
    model::{
        Context, Spanned, Targets,
        context::{BAD_VALUE, CONFLICT},
    },
    promql::history::Release,
    relabel::{self, Action, Fault, Field, Names, Step, Written},
    text::{Span, literal::Shape},
};

/// A relabeling step: as written, and as it runs.
#[derive(Clone, Debug)]
pub struct Relabeling {
    /// What was written, and where.
    pub written: Spanned<RelabelStep>,
    /// What runs.
    pub step: Step,
}

/// Which names labels may have: any text since Prometheus 3.
pub fn names(targets: &Targets) -> Names {
    if targets.promql.target < Release::new(3, 0) {
        Names::Legacy
    } else {
        Names::Utf8
    }
}

/// Compiles steps; reports those that Prometheus refuses and leaves them out.
pub fn resolve(
    ctx: &mut Context,
    names: Names,
    steps: Option<&[Spanned<RelabelStep>]>,
) -> Vec<Relabeling> {
    let steps = steps.unwrap_or_default().iter();
    steps
        .filter_map(|written| {
            check_empty_regex(ctx, written);
            let (step, faults) = relabel::compile(&plain(written), names);
            for fault in faults {
                report(ctx, written, fault);
            }
            Some(Relabeling {
                written: written.clone(),
                step: step?,
            })
        })
        .collect()
}

fn plain(step: &RelabelStep) -> Written<'_> {
    fn text(field: Option<&Spanned<String>>) -> Option<&str> {
        field.map(Spanned::as_str)
    }
    Written {
        source_labels: step.source_labels.iter().map(Spanned::as_str).collect(),
        separator: text(step.separator.as_ref()),
        regex: text(step.regex.as_ref()),
        modulus: step.modulus.as_ref().map(|modulus| modulus.value),
        target_label: text(step.target_label.as_ref()),
        replacement: text(step.replacement.as_ref()),
        action: step
            .action
            .as_ref()
            .map_or(Action::Replace, |action| self::action(action.value)),
    }
}

/// What runs for an action as written.
fn action(action: RelabelAction) -> Action {
    match action {
        RelabelAction::Replace => Action::Replace,
        RelabelAction::Keep => Action::Keep,
        RelabelAction::Drop => Action::Drop,
        RelabelAction::KeepEqual => Action::KeepEqual,
        RelabelAction::DropEqual => Action::DropEqual,
        RelabelAction::HashMod => Action::HashMod,
        RelabelAction::LabelMap => Action::LabelMap,
        RelabelAction::LabelDrop => Action::LabelDrop,
        RelabelAction::LabelKeep => Action::LabelKeep,
        RelabelAction::Lowercase => Action::Lowercase,
        RelabelAction::Uppercase => Action::Uppercase,
    }
}

/// The operator leaves an empty `regex` out, and Prometheus then takes `(.*)`.
/// Source: prometheus-operator, `RelabelConfig.regex` is `omitempty`.
fn check_empty_regex(ctx: &mut Context, step: &RelabelStep) {
    if let Some(regex) = step.regex.as_ref().filter(|regex| regex.value.is_empty()) {
        let message = "an empty `regex` is left out by prometheus-operator and becomes `(.*)`";
        ctx.report(
            Diagnostic::new(&BAD_VALUE, regex.span, message)
                .help("write `^$` to match an absent label"),
        );
    }
}

fn report(ctx: &mut Context, step: &Spanned<RelabelStep>, fault: Fault) {
    let (span, field) = place(step, fault.field);
    let span = match (fault.range, field) {
        (Some(range), Some(text)) => ctx.inside(text, Shape::Exact, range),
        _ => span,
    };
    let rule = if fault.message.contains(" takes no ") {
        &CONFLICT
    } else {
        &BAD_VALUE
    };
    ctx.report(Diagnostic::new(rule, span, fault.message));
}

/// Where a field stands, and its text if it is one.
fn place(step: &Spanned<RelabelStep>, field: Field) -> (Span, Option<&Spanned<String>>) {
    let text = match field {
        Field::SourceLabel(index) => step.source_labels.get(index),
        Field::Separator => step.separator.as_ref(),
        Field::Regex => step.regex.as_ref(),
        Field::TargetLabel => step.target_label.as_ref(),
        Field::Replacement => step.replacement.as_ref(),
        Field::Modulus => {
            let span = step.modulus.as_ref().map_or(step.span, |field| field.span);
            return (span, None);
        }
        Field::Step => None,
    };
    (text.map_or(step.span, |text| text.span), text)
}
