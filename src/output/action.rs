//! What is to be done with each file, what keeps it from being done, and the count of it: plain data.

use super::disk::Obstacle;
use std::fmt;

/// What is to be done with one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Nothing: it has the wanted content.
    Same,
    /// It does not exist yet.
    Create,
    /// It has another content, which is ours.
    Update,
    /// It is ours and no longer wanted.
    Delete,
    /// Nothing: it is no longer wanted and already gone, or no file any more.
    Forget,
    /// A problem: it is ours but was changed by hand.
    Edited,
    /// A problem: it stands where a file is wanted, and is not ours.
    Foreign,
    /// A problem: no file can stand there.
    Blocked(Obstacle),
}

/// A file and what is to be done with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// The path below the root.
    pub path: String,
    /// What is to be done.
    pub act: Act,
    /// The content on the disk, as the record has it; `None` for nothing.
    pub(super) found: Option<String>,
}

/// A file that keeps a run from writing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The path below the root.
    pub path: String,
    /// [`Act::Edited`], [`Act::Foreign`] or [`Act::Blocked`].
    pub act: Act,
}

/// How many files were, or are to be, changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// New files.
    pub created: usize,
    /// Files with a new content.
    pub updated: usize,
    /// Files that are gone.
    pub deleted: usize,
    /// Files that were left alone.
    pub same: usize,
}

impl Act {
    /// Whether it keeps the whole plan from being applied.
    pub fn is_problem(&self) -> bool {
        matches!(self, Self::Edited | Self::Foreign | Self::Blocked(_))
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = &self.path;
        match &self.act {
            Act::Edited => write!(
                f,
                "`{path}` was changed by hand since it was generated (use --force to give the changes up)"
            ),
            Act::Foreign => write!(
                f,
                "`{path}` exists and was not generated (move it away first)"
            ),
            Act::Blocked(obstacle) => write!(f, "`{path}` cannot be a file: {obstacle}"),
            _ => write!(f, "`{path}` is no problem"),
        }
    }
}
