//! The committed trees that are judged: `golden/<name>/`, each what `gen render` writes for `examples/<name>.toml`.

use std::fs;
use std::path::{Path, PathBuf};

/// The output of one example.
pub struct Golden {
    /// The example's name, which is its file's stem.
    pub name: String,
    /// The root of what was written.
    pub root: PathBuf,
    /// The project that the tree was written from.
    pub project: PathBuf,
}

/// Every golden tree, by name. Panics when there is none: judging nothing proves nothing.
pub fn all() -> Vec<Golden> {
    let folder = repository().join("golden");
    let all: Vec<Golden> = entries(&folder)
        .into_iter()
        .filter(|path| path.is_dir())
        .map(|root| {
            let name = file_name(&root);
            let project = repository().join(format!("examples/{name}.toml"));
            Golden {
                name,
                root,
                project,
            }
        })
        .collect();
    assert!(!all.is_empty(), "there is no tree in {}", folder.display());
    all
}

/// The folder of `Cargo.toml`.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

impl Golden {
    /// The folder that the project names for its output: the one that holds a base.
    fn output(&self) -> PathBuf {
        entries(&self.root)
            .into_iter()
            .find(|folder| folder.join("base").is_dir())
            .unwrap_or_else(|| panic!("{} has no base", self.root.display()))
    }

    /// The files below `<folder>` of the output with this extension, sorted; none when there is no such folder.
    pub fn files(&self, folder: &str, extension: &str) -> Vec<PathBuf> {
        entries(&self.output().join(folder))
            .into_iter()
            .filter(|path| path.extension().is_some_and(|found| found == extension))
            .filter(|path| file_name(path) != "kustomization.yaml")
            .collect()
    }

    /// What `kustomize build` can be run on, under the name that `gen build` has for it: `base`, `crds` and the environments.
    pub fn builds(&self) -> Vec<(String, PathBuf)> {
        let output = self.output();
        let mut builds: Vec<(String, PathBuf)> = ["base", "crds"]
            .into_iter()
            .map(|name| (name.to_owned(), output.join(name)))
            .filter(|(_, folder)| folder.is_dir())
            .collect();
        builds.extend(
            entries(&output.join("overlays"))
                .into_iter()
                .map(|folder| (file_name(&folder), folder)),
        );
        builds
    }
}

/// What a folder holds, sorted; nothing when it does not exist.
pub fn entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(found) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = found
        .map(|entry| {
            entry
                .expect("a folder of the repository can be listed")
                .path()
        })
        .collect();
    paths.sort();
    paths
}

/// The text of a file; a panic that names it when it cannot be read.
pub fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The last part of a path.
pub fn file_name(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}
