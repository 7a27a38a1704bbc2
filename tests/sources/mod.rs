//! The source files of the crate, for tests about the source itself.

use std::fs;
use std::path::{Path, PathBuf};

/// A Rust file.
pub struct Source {
    /// Its path from the repository's root, with `/`.
    pub path: String,
    /// Its text.
    pub text: String,
}

impl Source {
    /// Its text without line comments, so that what is only spoken of is not found. Lines keep their numbers.
    pub fn code(&self) -> String {
        let strip = |line: &str| match line.find("//") {
            Some(at) if !line[..at].ends_with(':') => line[..at].to_owned(),
            _ => line.to_owned(),
        };
        self.text.lines().map(|line| strip(line) + "\n").collect()
    }
}

/// Every Rust file below a folder of the repository, sorted.
pub fn below(folder: &str) -> Vec<Source> {
    files(&root().join(folder))
        .into_iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| Source {
            text: fs::read_to_string(&path)
                .unwrap_or_else(|error| panic!("{}: {error}", path.display())),
            path: shown(&path),
        })
        .collect()
}

/// Every file below a folder, sorted, without what git and cargo keep for themselves; none where there is no such folder.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.expect("the repository can be listed").path();
        let skipped = matches!(
            shown(&path).as_str(),
            ".git" | "target" | "fuzz/target" | "fuzz/corpus" | "fuzz/artifacts"
        );
        if path.is_dir() && !skipped {
            found.extend(files(&path));
        } else if !skipped {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The folder of `Cargo.toml`.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A path from the repository's root, with `/` on every system.
pub fn shown(path: &Path) -> String {
    let path = path.strip_prefix(root()).unwrap_or(path);
    path.to_string_lossy().replace('\\', "/")
}
