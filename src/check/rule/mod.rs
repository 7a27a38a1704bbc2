//! Checks of rules and their groups.



use super::Check;

/// The checks of this family, sorted by name.
pub const CHECKS: [&Check; 0] = [];
