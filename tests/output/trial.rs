//! A folder to try things in.

use opsgen::output::{Edits, Error, Plan, Summary};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The project of all trials.
pub const PROJECT: &str = "arena";

/// Paths and contents of files.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Files from paths and contents.
pub fn files(entries: &[(&str, &str)]) -> Files {
    entries
        .iter()
        .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()))
        .collect()
}

/// An empty folder that goes when it is dropped; in memory where there is such a place, as thousands of records are forced to it.
pub fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm")
        .or_else(|_| tempfile::tempdir())
        .unwrap()
}

/// Makes the files below the root be these.
pub fn render(root: &Path, files: &Files) -> Result<Summary, Error> {
    Plan::new(root, PROJECT, files, Edits::Keep)?.apply()
}

/// Writes a file as a user would.
pub fn put(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Every file below the root by its path, every folder with a `/` behind its path; the record and its folder are left out.
pub fn tree(root: &Path) -> Files {
    let mut found = everything(root);
    found.retain(|path, _| !matches!(path.as_str(), ".gen/" | ".gen/manifest.json" | ".gen/lock"));
    found
}

/// Every file and folder below the root.
pub fn everything(root: &Path) -> Files {
    let mut found = Files::new();
    let mut open = vec![root.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path
                .strip_prefix(root)
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned();
            if path.is_dir() && !path.is_symlink() {
                found.insert(name + "/", Vec::new());
                open.push(path);
            } else {
                found.insert(name, fs::read(&path).unwrap_or_default());
            }
        }
    }
    found
}

/// The files with the folders on their paths, as [`tree`] gives them.
pub fn with_folders(files: &Files) -> Files {
    let mut all = files.clone();
    for path in files.keys() {
        for (at, _) in path.match_indices('/') {
            all.insert(path[..=at].to_owned(), Vec::new());
        }
    }
    all
}
