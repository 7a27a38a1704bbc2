//! Checks of metrics.

mod name_suffix;

use super::Check;

/// The checks of this family, sorted by name.
pub const CHECKS: [&Check; 1] = [&name_suffix::CHECK];
