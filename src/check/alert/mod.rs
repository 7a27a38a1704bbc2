//! Checks of alerts.

mod failing_template;
mod missing_runbook_text;

use super::Check;

/// The checks of this family, sorted by name.
pub const CHECKS: [&Check; 2] = [&failing_template::CHECK, &missing_runbook_text::CHECK];
