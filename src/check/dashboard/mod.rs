//! Checks of dashboards.

mod cyclic_variables;
mod mentions;
mod multi_value_equality;
mod same_title;
mod same_uid;
mod unknown_variable;
mod unused_variable;

use super::Check;

/// The checks of this family, sorted by name.
pub const CHECKS: [&Check; 6] = [
    &cyclic_variables::CHECK,
    &multi_value_equality::CHECK,
    &same_title::CHECK,
    &same_uid::CHECK,
    &unknown_variable::CHECK,
    &unused_variable::CHECK,
];
