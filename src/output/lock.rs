//! One run at a time below a root.
//!
//! The lock is the system's, on `.gen/lock`: it ends with the process, however that ends. The file is removed by the run that holds
//! it, so a run that waited checks that its file is still the one at the path.

use super::error::Error;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

/// Where the lock is, below the root.
const PATH: &str = ".gen/lock";

/// How long to sleep between two attempts.
const PAUSE: Duration = Duration::from_millis(50);

/// A held lock; it ends when this is dropped.
pub(super) struct Lock {
    file: File,
    path: PathBuf,
}

impl Lock {
    /// Takes the lock of a root whose `.gen` exists, trying so many times.
    pub(super) fn take(root: &Path, attempts: u32) -> Result<Self, Error> {
        let path = root.join(PATH);
        for attempt in 0..attempts {
            if attempt > 0 {
                thread::sleep(PAUSE);
            }
            let file = File::options()
                .write(true)
                .create(true)
                .truncate(false)
                .open(&path)
                .map_err(Error::io("open", PATH))?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => continue,
                Err(TryLockError::Error(source)) => return Err(Error::io("lock", PATH)(source)),
            }
            if is_at(&file, &path) {
                return Ok(Self { file, path });
            }
        }
        Err(Error::Locked { path: PATH })
    }

    /// Whether there is a lock file, of a run that goes on or was killed.
    pub(super) fn exists(root: &Path) -> bool {
        fs::symlink_metadata(root.join(PATH)).is_ok()
    }

    /// Removes the lock file of a run that was killed, if there is one.
    pub(super) fn sweep(root: &Path) {
        if Self::exists(root)
            && let Ok(lock) = Self::take(root, 1)
        {
            // It hurts nobody if it stays.
            let _ = lock.release();
        }
    }

    /// Removes the lock file and ends the lock.
    pub(super) fn release(self) -> Result<(), Error> {
        let removed = if cfg!(unix) {
            fs::remove_file(&self.path)
        } else {
            Ok(())
        };
        drop(self.file);
        removed.map_err(Error::io("delete", PATH))
    }
}

/// Whether the open file is the one at the path, and not one that another run has removed since.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(open), Ok(found)) => (open.dev(), open.ino()) == (found.dev(), found.ino()),
        _ => false,
    }
}

/// Elsewhere an open file can't be removed, and [`Lock::release`] leaves it.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::Lock;
    use std::fs;

    #[test]
    fn a_lock_is_held_once_and_leaves_nothing() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join(".gen")).unwrap();
        let lock = Lock::take(root.path(), 1).unwrap();
        let error = Lock::take(root.path(), 2).err().unwrap();
        assert_eq!(
            error.to_string(),
            "another gen is writing here: `.gen/lock` stayed locked"
        );
        lock.release().unwrap();
        assert!(!root.path().join(".gen/lock").exists());
        drop(Lock::take(root.path(), 1).unwrap());
        assert!(root.path().join(".gen/lock").exists());
        Lock::sweep(root.path());
        assert!(!root.path().join(".gen/lock").exists());
    }
}
