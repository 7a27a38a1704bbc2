//! Checks of dashboards.

mod cyclic_variables;
mod mentions;
mod multi_value_equality;
mod same_title;
mod unused_variable;

use super::Check;

/// The checks of this family, sorted by name.
pub const CHECKS: [&Check; 4] = [
    &cyclic_variables::CHECK,
    &multi_value_equality::CHECK,
    &same_title::CHECK,
    &unused_variable::CHECK,
];
