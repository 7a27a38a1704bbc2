//! Checks of the exceptions from checks.

mod expired_allow;
mod unused_allow;

use super::Check;

/// The checks of this family, sorted by name.
pub const CHECKS: [&Check; 2] = [&expired_allow::CHECK, &unused_allow::CHECK];
