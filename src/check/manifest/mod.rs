//! Checks of objects of Kubernetes: those that are emitted, and those in files that gen did not make.

mod oversized_annotation;
mod oversized_object;
mod parts;
mod places;
mod rejected_monitor;
mod rejected_relabeling;
mod removed_api;
mod same_object;
mod unknown_to_operator;
mod unknown_to_prometheus;

use super::Check;

/// The checks of this family, sorted by name.
pub const CHECKS: [&Check; 8] = [
    &oversized_annotation::CHECK,
    &oversized_object::CHECK,
    &rejected_monitor::CHECK,
    &rejected_relabeling::CHECK,
    &removed_api::CHECK,
    &same_object::CHECK,
    &unknown_to_operator::CHECK,
    &unknown_to_prometheus::CHECK,
];
