//! Checks of metrics.

mod clashing_series;
mod name_suffix;

use super::Check;

/// The checks of this family, sorted by name.
pub const CHECKS: [&Check; 2] = [&clashing_series::CHECK, &name_suffix::CHECK];
