//! Checks of expressions.

mod average_of_quantiles;
mod buckets_of_native_histogram;
mod constant_comparison;
mod count_of_states;
mod delta_on_counter;
mod deprecated_metric;
mod dropped_metric;
mod duplicate_series;
mod first_increase_missed;
mod histogram_base_name;
mod implausible_threshold;
mod impossible_value;
mod interval_above_lookback;
mod lost_label;
mod many_to_many;
mod mean_of_two_metrics;
mod misspelt_alert;
mod mixed_metric_types;
mod mixed_units;
mod never_absent;
mod no_match;
mod overwritten_label;
mod planned_metric;
mod pointless_matcher;
mod quantile_of_non_histogram;
mod quantile_out_of_range;
mod quantile_without_le;
mod quantile_without_rate;
mod rate_of_recording;
mod rate_of_sum;
mod rate_on_gauge;
mod raw_counter;
mod short_window;
mod sort_in_rule;
mod sum_of_non_additive;
mod uncopied_label;
mod unknown_bucket;
mod unknown_grouping_label;
mod unknown_job;
mod unknown_label;
mod unknown_metric;
mod unnormalized_bound;
mod window_below_interval;

use super::Check;

/// The checks of this family, sorted by name.
pub const CHECKS: [&Check; 43] = [
    &average_of_quantiles::CHECK,
    &buckets_of_native_histogram::CHECK,
    &constant_comparison::CHECK,
    &count_of_states::CHECK,
    &delta_on_counter::CHECK,
    &deprecated_metric::CHECK,
    &dropped_metric::CHECK,
    &duplicate_series::CHECK,
    &first_increase_missed::CHECK,
    &histogram_base_name::CHECK,
    &implausible_threshold::CHECK,
    &impossible_value::CHECK,
    &interval_above_lookback::CHECK,
    &lost_label::CHECK,
    &many_to_many::CHECK,
    &mean_of_two_metrics::CHECK,
    &misspelt_alert::CHECK,
    &mixed_metric_types::CHECK,
    &mixed_units::CHECK,
    &never_absent::CHECK,
    &no_match::CHECK,
    &overwritten_label::CHECK,
    &planned_metric::CHECK,
    &pointless_matcher::CHECK,
    &quantile_of_non_histogram::CHECK,
    &quantile_out_of_range::CHECK,
    &quantile_without_le::CHECK,
    &quantile_without_rate::CHECK,
    &rate_of_recording::CHECK,
    &rate_of_sum::CHECK,
    &rate_on_gauge::CHECK,
    &raw_counter::CHECK,
    &short_window::CHECK,
    &sort_in_rule::CHECK,
    &sum_of_non_additive::CHECK,
    &uncopied_label::CHECK,
    &unknown_bucket::CHECK,
    &unknown_grouping_label::CHECK,
    &unknown_job::CHECK,
    &unknown_label::CHECK,
    &unknown_metric::CHECK,
    &unnormalized_bound::CHECK,
    &window_below_interval::CHECK,
];
