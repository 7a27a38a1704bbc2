//! What the mutations start from: the examples and the fixtures of errors.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// A project with the files that it names.
#[derive(Clone)]
pub struct Seed {
    /// The text of gen.toml.
    pub text: String,
    /// Every other file by the path that the project writes.
    pub files: Vec<(String, String)>,
}

/// The examples, then the fixtures.
pub fn all() -> Vec<Seed> {
    let mut files = texts(&root().join("examples/crds"), "crds/");
    files.extend(texts(&root().join("examples/tour"), "tour/"));
    let folders = ["examples", "tests/project"];
    let projects = folders
        .iter()
        .flat_map(|folder| texts(&root().join(folder), ""))
        .filter(|(name, _)| name.ends_with(".toml"));
    let seed = |(_, text): (String, String)| {
        let named = |(path, _): &&(String, String)| text.contains(path.as_str());
        let files = files.iter().filter(named).cloned().collect();
        Seed { text, files }
    };
    projects.map(seed).collect()
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The files of a folder, sorted, each under a prefix.
fn texts(folder: &Path, prefix: &str) -> Vec<(String, String)> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .collect();
    paths.sort();
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    paths
        .iter()
        .map(|path| {
            let text = fs::read_to_string(path).unwrap();
            (format!("{prefix}{}", name(path)), text)
        })
        .collect()
}
