//! Checks of expressions.

mod average_of_quantiles;
mod constant_comparison;
mod count_of_states;
mod delta_on_counter;
mod deprecated_metric;
mod dropped_metric;
mod duplicate_series;
mod first_increase_missed;
mod histogram_base_name;
mod impossible_value;
mod lost_label;
mod many_to_many;
mod misspelt_alert;
mod mixed_metric_types;
mod never_absent;
mod no_match;
mod overwritten_label;
mod planned_metric;
mod pointless_matcher;
mod quantile_of_non_histogram;
mod quantile_out_of_range;
mod quantile_without_le;
mod quantile_without_rate;
mod rate_of_sum;
mod rate_on_gauge;
mod raw_counter;
mod sort_in_rule;
mod sum_of_non_additive;
mod uncopied_label;
mod unknown_bucket;
mod unknown_grouping_label;
mod unknown_job;
mod unknown_label;
mod unknown_metric;
mod unnormalized_bound;

use super::Check;

/// The checks of this family, sorted by name.
pub const CHECKS: [&Check; 35] = [
    &average_of_quantiles::CHECK,
    &constant_comparison::CHECK,
    &count_of_states::CHECK,
    &delta_on_counter::CHECK,
    &deprecated_metric::CHECK,
    &dropped_metric::CHECK,
    &duplicate_series::CHECK,
    &first_increase_missed::CHECK,
    &histogram_base_name::CHECK,
    &impossible_value::CHECK,
    &lost_label::CHECK,
    &many_to_many::CHECK,
    &misspelt_alert::CHECK,
    &mixed_metric_types::CHECK,
    &never_absent::CHECK,
    &no_match::CHECK,
    &overwritten_label::CHECK,
    &planned_metric::CHECK,
    &pointless_matcher::CHECK,
    &quantile_of_non_histogram::CHECK,
    &quantile_out_of_range::CHECK,
    &quantile_without_le::CHECK,
    &quantile_without_rate::CHECK,
    &rate_of_sum::CHECK,
    &rate_on_gauge::CHECK,
    &raw_counter::CHECK,
    &sort_in_rule::CHECK,
    &sum_of_non_additive::CHECK,
    &uncopied_label::CHECK,
    &unknown_bucket::CHECK,
    &unknown_grouping_label::CHECK,
    &unknown_job::CHECK,
    &unknown_label::CHECK,
    &unknown_metric::CHECK,
    &unnormalized_bound::CHECK,
];
