//! Checks of metrics.

mod clashing_series;
mod missing_help;
mod name_style;
mod name_suffix;
mod other_than_catalog;
mod reserved_label;

use super::Check;

/// The checks of this family, sorted by name.
pub const CHECKS: [&Check; 6] = [
    &clashing_series::CHECK,
    &missing_help::CHECK,
    &name_style::CHECK,
    &name_suffix::CHECK,
    &other_than_catalog::CHECK,
    &reserved_label::CHECK,
];
