//! Checks of alerts.

mod always_fires;
mod bool_condition;
mod brief_absence;
mod contradicting_text;
mod failing_template;
mod for_off_interval;
mod for_outlasts_window;
mod humanize_of_other_unit;
mod missing_annotation;
mod missing_label;
mod missing_runbook;
mod missing_runbook_text;
mod missing_test;
mod name_style;
mod never_fires;
mod no_comparison;
mod rate_in_other_unit;
mod swapped_thresholds;
mod templated_summary;
mod unknown_label;
mod unlisted_severity;
mod unset_external_label;
mod value_in_label;
mod zero_duration;

use super::Check;

/// The checks of this family, sorted by name.
pub const CHECKS: [&Check; 24] = [
    &always_fires::CHECK,
    &bool_condition::CHECK,
    &brief_absence::CHECK,
    &contradicting_text::CHECK,
    &failing_template::CHECK,
    &for_off_interval::CHECK,
    &for_outlasts_window::CHECK,
    &humanize_of_other_unit::CHECK,
    &missing_annotation::CHECK,
    &missing_label::CHECK,
    &missing_runbook::CHECK,
    &missing_runbook_text::CHECK,
    &missing_test::CHECK,
    &name_style::CHECK,
    &never_fires::CHECK,
    &no_comparison::CHECK,
    &rate_in_other_unit::CHECK,
    &swapped_thresholds::CHECK,
    &templated_summary::CHECK,
    &unknown_label::CHECK,
    &unlisted_severity::CHECK,
    &unset_external_label::CHECK,
    &value_in_label::CHECK,
    &zero_duration::CHECK,
];
