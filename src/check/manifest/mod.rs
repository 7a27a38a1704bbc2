//! Checks of what is emitted.

mod oversized_annotation;
mod oversized_object;
mod parts;
mod places;
mod rejected_monitor;
mod unknown_to_operator;
mod unknown_to_prometheus;

use super::Check;

/// The checks of this family, sorted by name.
pub const CHECKS: [&Check; 5] = [
    &oversized_annotation::CHECK,
    &oversized_object::CHECK,
    &rejected_monitor::CHECK,
    &unknown_to_operator::CHECK,
    &unknown_to_prometheus::CHECK,
];
