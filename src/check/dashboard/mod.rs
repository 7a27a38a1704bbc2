//! Checks of dashboards.

mod cyclic_variables;
mod mentions;
mod multi_value_equality;
mod same_title;
mod unknown_legend_label;
mod unknown_variable_label;
mod unused_variable;

use super::Check;

/// The checks of this family, sorted by name.
pub const CHECKS: [&Check; 6] = [
    &cyclic_variables::CHECK,
    &multi_value_equality::CHECK,
    &same_title::CHECK,
    &unknown_legend_label::CHECK,
    &unknown_variable_label::CHECK,
    &unused_variable::CHECK,
];
