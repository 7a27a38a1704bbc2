//! The nearest known name, for names of any length and any number of them.

use crate::promql::nearest;

/// Longer names are not compared: nobody sees which of so many letters is wrong, and the work grows with the square.
const LONGEST: usize = 60;

/// More names are not compared.
const MOST: usize = 500;

/// Returns the candidate that is nearest to `name`, see [`nearest::find_nearest`].
pub fn find_nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if name.len() > LONGEST {
        return None;
    }
    nearest::find_nearest(name, candidates.take(MOST))
}
