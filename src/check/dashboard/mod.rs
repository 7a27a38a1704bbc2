//! Checks of dashboards.

mod multi_value_equality;
mod same_title;

use super::Check;

/// The checks of this family, sorted by name.
pub const CHECKS: [&Check; 2] = [&multi_value_equality::CHECK, &same_title::CHECK];
