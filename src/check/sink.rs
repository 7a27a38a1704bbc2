//! Where findings go.

use super::{Check, exception};
use crate::{diag::Diagnostic, model::Allows, text::Span};

/// Where the findings of one check go.
#[derive(Debug)]
pub struct Sink {
    check: &'static Check,
    pub(super) findings: Vec<Diagnostic>,
    /// How many findings belong to items that were left.
    closed: usize,
    /// The exceptions that silenced something.
    pub(super) used: Vec<Span>,
}

impl Sink {
    /// Whether something was reported since an item was left.
    pub(super) fn has_new(&self) -> bool {
        self.findings.len() > self.closed
    }

    /// The check whose findings these are.
    pub(super) fn check(&self) -> &'static Check {
        self.check
    }

    pub(super) fn new(check: &'static Check) -> Self {
        Self {
            check,
            findings: Vec::new(),
            closed: 0,
            used: Vec::new(),
        }
    }

    /// Keeps a finding.
    pub fn report(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }

    /// Keeps a finding about an item, unless one of these exceptions names the check.
    pub fn report_for(&mut self, allows: &[&Allows], finding: Diagnostic) {
        let mut found = allows
            .iter()
            .filter_map(|allow| exception::find(allow, self.check));
        match found.next() {
            Some(span) => self.used.push(span),
            None => self.findings.push(finding),
        }
    }

    /// Leaves an item: what was reported since the last one is about it, and is dropped when one of these exceptions names the check.
    pub(super) fn close(&mut self, allows: &[&Allows], item: impl Fn() -> String) {
        if self.findings.len() == self.closed {
            return;
        }
        let mut found = allows
            .iter()
            .filter_map(|allow| exception::find(allow, self.check));
        if let Some(span) = found.next() {
            self.used.push(span);
            self.findings.truncate(self.closed);
        }
        for finding in &mut self.findings[self.closed..] {
            finding.item.get_or_insert_with(&item);
        }
        self.closed = self.findings.len();
    }
}
