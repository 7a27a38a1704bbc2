//! What a command wrote.

use std::{fs, path::Path, time::SystemTime};

/// Number of files below a folder, and their bytes.
pub fn tree_size(folder: &Path) -> (usize, usize) {
    let Ok(entries) = fs::read_dir(folder) else {
        return (0, 0);
    };
    let sizes = entries
        .filter_map(Result::ok)
        .map(|entry| match entry.metadata() {
            Ok(facts) if facts.is_dir() => tree_size(&entry.path()),
            Ok(facts) => (1, usize::try_from(facts.len()).unwrap_or(usize::MAX)),
            Err(_) => (0, 0),
        });
    sizes.fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1))
}

/// When a file below a folder was last written.
pub fn last_write(folder: &Path) -> Option<SystemTime> {
    let entries = fs::read_dir(folder).ok()?.filter_map(Result::ok);
    let times = entries.filter_map(|entry| match entry.metadata() {
        Ok(facts) if facts.is_dir() => last_write(&entry.path()),
        Ok(facts) => facts.modified().ok(),
        Err(_) => None,
    });
    times.max()
}
