//! Checks of rules and their groups.

mod cyclic_recordings;
mod external_label_clash;
mod late_recording;
mod merged_series;
mod misleading_name;
mod recorded_metric;
mod uneven_labels;
mod unselected_object;

use super::Check;

/// The checks of this family, sorted by name.
pub const CHECKS: [&Check; 8] = [
    &cyclic_recordings::CHECK,
    &external_label_clash::CHECK,
    &late_recording::CHECK,
    &merged_series::CHECK,
    &misleading_name::CHECK,
    &recorded_metric::CHECK,
    &uneven_labels::CHECK,
    &unselected_object::CHECK,
];
