//! Checks of alerts.

mod missing_runbook_text;

use super::Check;

/// The checks of this family, sorted by name.
pub const CHECKS: [&Check; 1] = [&missing_runbook_text::CHECK];
