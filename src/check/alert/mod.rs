//! Checks of alerts.

mod failing_template;
mod missing_annotation;
mod missing_label;
mod missing_runbook;
mod missing_runbook_text;
mod missing_test;
mod rate_in_other_unit;
mod unlisted_severity;

use super::Check;

/// The checks of this family, sorted by name.
pub const CHECKS: [&Check; 8] = [
    &failing_template::CHECK,
    &missing_annotation::CHECK,
    &missing_label::CHECK,
    &missing_runbook::CHECK,
    &missing_runbook_text::CHECK,
    &missing_test::CHECK,
    &rate_in_other_unit::CHECK,
    &unlisted_severity::CHECK,
];
