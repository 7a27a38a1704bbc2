//! The files that the command line names: each once, those of folders sorted, links to folders not followed.

use crate::{
    cli::{
        project_file::{self, shown},
        promql::input,
    },
    parallel::map,
};
use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

/// How the names of files end that are read in a folder.
const EXTENSIONS: [&str; 3] = ["json", "yaml", "yml"];

/// Stands for standard input.
const STDIN: &str = "-";

/// What reports call standard input.
pub const STDIN_NAME: &str = "<stdin>";

/// A file that was read.
pub struct File {
    /// Its path.
    pub path: PathBuf,
    /// Its path as the user would write it.
    pub name: String,
    /// What it holds.
    pub text: String,
}

/// A path that could not be read.
pub struct Unreadable {
    /// The path.
    pub path: PathBuf,
    /// One phrase.
    pub why: String,
}

/// Reads files and what is in folders, in the order in which they are named.
pub fn read(named: &[PathBuf]) -> (Vec<File>, Vec<Unreadable>) {
    let (mut paths, mut unreadable) = (Vec::new(), Vec::new());
    for path in named {
        if path.is_dir() {
            let before = (paths.len(), unreadable.len());
            add_folder(path, &mut paths, &mut unreadable);
            if (paths.len(), unreadable.len()) == before {
                let why = "the folder holds no *.yaml, *.yml or *.json".to_string();
                let path = path.clone();
                unreadable.push(Unreadable { path, why });
            }
        } else {
            paths.push(path.clone());
        }
    }
    let mut known = BTreeSet::new();
    paths.retain(|path| known.insert(path.canonicalize().unwrap_or_else(|_| path.clone())));
    let mut files = Vec::new();
    let read = map(&paths, |path| read_one(path));
    for (path, read) in paths.iter().zip(read) {
        match read {
            Ok(file) => files.push(file),
            Err(error) => unreadable.push(Unreadable {
                path: path.clone(),
                why: error.root_cause().to_string(),
            }),
        }
    }
    (files, unreadable)
}

fn read_one(path: &Path) -> anyhow::Result<File> {
    if path.as_os_str() == STDIN {
        let (name, text) = (STDIN_NAME.to_string(), input::read_all()?);
        let path = path.to_path_buf();
        return Ok(File { path, name, text });
    }
    let text = project_file::read(path)?;
    let name = shown(path);
    let path = path.to_path_buf();
    Ok(File { path, name, text })
}

fn add_folder(folder: &Path, paths: &mut Vec<PathBuf>, unreadable: &mut Vec<Unreadable>) {
    let mut entries = match entries(folder) {
        Ok(entries) => entries,
        Err(error) => {
            return unreadable.push(Unreadable {
                path: folder.to_path_buf(),
                why: error.to_string(),
            });
        }
    };
    entries.sort();
    for (path, is_folder) in entries {
        let extension = path.extension().and_then(|extension| extension.to_str());
        if is_folder {
            add_folder(&path, paths, unreadable);
        } else if extension.is_some_and(|extension| EXTENSIONS.contains(&extension))
            && path.is_file()
        {
            paths.push(path);
        }
    }
}

/// What a folder holds, and whether it is a folder itself; a link to one is none.
fn entries(folder: &Path) -> io::Result<Vec<(PathBuf, bool)>> {
    let entries = fs::read_dir(folder)?.map(|entry| {
        let entry = entry?;
        Ok((entry.path(), entry.file_type()?.is_dir()))
    });
    entries.collect()
}
