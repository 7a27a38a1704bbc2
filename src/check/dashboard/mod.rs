//! Checks of dashboards.

mod cyclic_variables;
mod grafana_units;
mod mentions;
mod multi_value_equality;
mod same_title;
mod shown;
mod unit_mismatch;
mod unused_variable;

use super::Check;

/// The checks of this family, sorted by name.
pub const CHECKS: [&Check; 5] = [
    &cyclic_variables::CHECK,
    &multi_value_equality::CHECK,
    &same_title::CHECK,
    &unit_mismatch::CHECK,
    &unused_variable::CHECK,
];
