//! Checks of expressions.

mod count_of_states;
mod delta_on_counter;
mod first_increase_missed;
mod histogram_base_name;
mod quantile_of_non_histogram;
mod quantile_out_of_range;
mod quantile_without_le;
mod quantile_without_rate;
mod rate_of_sum;
mod rate_on_gauge;
mod raw_counter;
mod sum_of_non_additive;

use super::Check;

/// The checks of this family, sorted by name.
pub const CHECKS: [&Check; 12] = [
    &count_of_states::CHECK,
    &delta_on_counter::CHECK,
    &first_increase_missed::CHECK,
    &histogram_base_name::CHECK,
    &quantile_of_non_histogram::CHECK,
    &quantile_out_of_range::CHECK,
    &quantile_without_le::CHECK,
    &quantile_without_rate::CHECK,
    &rate_of_sum::CHECK,
    &rate_on_gauge::CHECK,
    &raw_counter::CHECK,
    &sum_of_non_additive::CHECK,
];
