//! Checks of metrics.

mod clashing_series;
mod name_suffix;
mod other_than_catalog;

use super::Check;

/// The checks of this family, sorted by name.
pub const CHECKS: [&Check; 3] = [
    &clashing_series::CHECK,
    &name_suffix::CHECK,
    &other_than_catalog::CHECK,
];
