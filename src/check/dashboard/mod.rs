//! Checks of dashboards.

mod axis_out_of_range;
mod bounds;
mod broken_link;
mod certain_unit;
mod cyclic_variables;
mod fixed_datasource;
mod grafana_units;
mod interval_as_window;
mod mentions;
mod multi_value_equality;
mod same_title;
mod same_uid;
mod shown;
mod step_below_scrape;
mod step_beyond_window;
mod unfit_panel_type;
mod unit_mismatch;
mod unknown_legend_label;
mod unknown_variable;
mod unknown_variable_label;
mod unreached_threshold;
mod unused_variable;

use super::Check;

/// The checks of this family, sorted by name.
pub const CHECKS: [&Check; 17] = [
    &axis_out_of_range::CHECK,
    &broken_link::CHECK,
    &cyclic_variables::CHECK,
    &fixed_datasource::CHECK,
    &interval_as_window::CHECK,
    &multi_value_equality::CHECK,
    &same_title::CHECK,
    &same_uid::CHECK,
    &step_below_scrape::CHECK,
    &step_beyond_window::CHECK,
    &unfit_panel_type::CHECK,
    &unit_mismatch::CHECK,
    &unknown_legend_label::CHECK,
    &unknown_variable::CHECK,
    &unknown_variable_label::CHECK,
    &unreached_threshold::CHECK,
    &unused_variable::CHECK,
];
