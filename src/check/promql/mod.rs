//! Checks of expressions.

mod count_of_states;
mod histogram_base_name;
mod quantile_without_rate;
mod rate_on_gauge;
mod raw_counter;
mod sum_of_non_additive;

use super::Check;

/// The checks of this family, sorted by name.
pub const CHECKS: [&Check; 6] = [
    &count_of_states::CHECK,
    &histogram_base_name::CHECK,
    &quantile_without_rate::CHECK,
    &rate_on_gauge::CHECK,
    &raw_counter::CHECK,
    &sum_of_non_additive::CHECK,
];
