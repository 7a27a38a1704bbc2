//! Checks of scrapes.

mod unserved_port;

use super::Check;

/// The checks of this family, sorted by name.
pub const CHECKS: [&Check; 1] = [&unserved_port::CHECK];
