//! Why nothing, or not everything, was written.

use super::action::Problem;
use std::io;

/// What stops a plan or its application. Every message names the path, below the root, and the act.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The disk refuses.
    #[error("cannot {act} `{path}`: {cause}")]
    Io {
        /// What was tried, such as `write`.
        act: &'static str,
        /// The file or folder.
        path: String,
        /// What the system says.
        cause: io::Error,
    },
    /// A path that no file of ours may have.
    #[error("`{path}` cannot be written: {why}")]
    Path {
        /// The path.
        path: String,
        /// The rule it breaks.
        why: &'static str,
    },
    /// Two files for one place, at least where letter case does not count.
    #[error(
        "`{first}` and `{second}` are the same place, at least where letter case does not count"
    )]
    Collision {
        /// The first in the order of the alphabet.
        first: String,
        /// The other; equal to the first if two artifacts have one path.
        second: String,
    },
    /// The record of generated files is damaged.
    #[error(
        "`{path}` is not a record of generated files ({why}); restore it from version control, or delete it together with the files \
         that it names"
    )]
    Record {
        /// The record.
        path: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// The root belongs to another project.
    #[error(
        "`{path}` belongs to project `{found}`, not to `{expected}`; choose another root with --out, or change the name in the record if \
         the project was renamed"
    )]
    OtherProject {
        /// The record.
        path: &'static str,
        /// The project it names.
        found: String,
        /// The project of this run.
        expected: String,
    },
    /// A file of the user that is not to be replaced.
    #[error("`{path}` was not written: {why}")]
    Refused {
        /// The file.
        path: String,
        /// What is in the way.
        why: String,
    },
    /// A file that must be new is there already.
    #[error("`{path}` exists already; nothing was written")]
    Exists {
        /// The file.
        path: String,
    },
    /// Another run holds the lock.
    #[error("another gen is writing here: `{path}` stayed locked")]
    Locked {
        /// The lock file.
        path: &'static str,
    },
    /// Some files are not ours to change. Nothing was written.
    #[error("{}", describe(.0))]
    Problems(Vec<Problem>),
    /// The hook of [`super::Plan::apply_with`] stopped the run as if it had been killed.
    #[error("stopped")]
    Killed,
}

impl Error {
    /// What the system says of an act on a path.
    pub(super) fn io(act: &'static str, path: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |cause| Self::Io { act, path, cause }
    }
}

fn describe(problems: &[Problem]) -> String {
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    format!("nothing was written: {}", lines.join("; "))
}
