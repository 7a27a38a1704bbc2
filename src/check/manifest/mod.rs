//! Checks of objects of Kubernetes in files that gen did not make.

mod removed_api;
mod same_object;

use super::Check;

/// The checks of this family, sorted by name.
pub const CHECKS: [&Check; 2] = [&removed_api::CHECK, &same_object::CHECK];
