//! What to do when an alert fires.

use super::Inputs;
use crate::{
    model::{
        Context,
        expression::Scope,
        template::{self, Text},
    },
    project,
    text::Span,
};

/// What to do when an alert fires.
#[derive(Clone, Debug)]
pub struct Runbook {
    /// What it means for users.
    pub impact: Option<String>,
    /// How to find the cause.
    pub diagnosis: Option<String>,
    /// How to end it.
    pub mitigation: Option<String>,
    /// Whether `url` was written, instead of the project's pattern.
    pub has_own_url: bool,
    /// Where it is written.
    pub span: Span,
}

impl Runbook {
    /// Whether it says anything, so that it becomes a page of the docs.
    pub fn has_text(&self) -> bool {
        [&self.impact, &self.diagnosis, &self.mitigation]
            .into_iter()
            .flatten()
            .any(|text| !text.is_empty())
    }
}

/// Reads a runbook.
pub fn read(ctx: &mut Context, inputs: Inputs, written: &project::Runbook, span: Span) -> Runbook {
    let mut text = |written| template::read_some(ctx, inputs.params, Scope::Rules, written);
    Runbook {
        impact: text(written.impact.as_ref()),
        diagnosis: text(written.diagnosis.as_ref()),
        mitigation: text(written.mitigation.as_ref()),
        has_own_url: written.url.is_some(),
        span,
    }
}

/// The address of an alert's runbook: its own, or the project's pattern for a runbook with texts. `None` when there is neither.
pub fn address(
    ctx: &Context,
    inputs: Inputs,
    alert: &str,
    written: Option<&project::Runbook>,
    runbook: Option<&Runbook>,
) -> Option<Text> {
    let own = written.and_then(|written| written.url.as_ref());
    let pattern = || {
        let pattern = inputs.metadata.runbooks.as_ref()?;
        runbook
            .filter(|runbook| runbook.has_text())
            .map(|_| pattern)
    };
    let pattern = own.or_else(pattern)?;
    Some(template::read_address(ctx, alert, pattern))
}
