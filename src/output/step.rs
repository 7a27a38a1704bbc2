//! The single acts of a run, for hooks that stop it before one of them.

use std::io;

/// One act on the disk; paths are below the root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Making the folder of the record and taking the lock.
    Lock,
    /// Deleting the temporary file of a killed run.
    Clean(String),
    /// Making a folder.
    MakeFolder(String),
    /// Creating a temporary file.
    Open(String),
    /// Writing the content of the temporary file for this path.
    Fill(String),
    /// Renaming the temporary file to this path.
    Rename(String),
    /// Deleting a file.
    Delete(String),
    /// Removing a folder if it is empty.
    RemoveFolder(String),
    /// Deleting the lock file.
    Unlock,
}

/// What a hook does to the step that it was asked about.
#[derive(Debug)]
pub enum Fault {
    /// The run ends as if killed: nothing is cleaned up.
    Kill,
    /// The system refuses the step.
    Fail(io::Error),
}

/// A hook that sees every step before it is taken.
pub type Hook<'h> = dyn FnMut(&Step) -> Result<(), Fault> + 'h;

impl Step {
    /// What the step does, as in "cannot …".
    pub(super) fn verb(&self) -> &'static str {
        match self {
            Self::Lock => "lock",
            Self::Clean(_) | Self::Delete(_) | Self::Unlock => "delete",
            Self::MakeFolder(_) => "make the folder",
            Self::Open(_) => "create",
            Self::Fill(_) => "write",
            Self::Rename(_) => "replace",
            Self::RemoveFolder(_) => "remove the folder",
        }
    }
}
