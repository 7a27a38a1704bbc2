//! Every example is rendered exactly as `golden/<name>` has it, and the same twice in a row.
//!
//! `UPDATE_GOLDEN=1 cargo test --test golden` renders the golden trees anew; read the diff before you commit it.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test that cannot go on panics; tests read files and the environment"
)]

mod support;

use opsgen::output;
use std::{collections::BTreeMap, fs, path::Path};
use support::{example, examples, root};

type Files = BTreeMap<String, Vec<u8>>;

/// What an example renders to.
fn render(name: &str) -> Files {
    let compilation = example(name);
    let located = compilation
        .artifacts()
        .map(|artifact| (artifact.location(&compilation.folder), artifact));
    output::desired(located).unwrap()
}

/// Every file below a folder by its path.
fn read(folder: &Path) -> Files {
    let mut files = Files::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path
                    .strip_prefix(folder)
                    .unwrap()
                    .to_string_lossy()
                    .replace('\\', "/");
                files.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    files
}

fn update(folder: &Path, files: &Files) {
    let _ = fs::remove_dir_all(folder);
    for (path, content) in files {
        let place = folder.join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, content).unwrap();
    }
}

#[test]
fn every_example_renders_as_its_golden_tree() {
    for name in examples() {
        let (files, folder) = (render(&name), root().join("golden").join(&name));
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            update(&folder, &files);
        }
        let golden = read(&folder);
        let names = |files: &Files| files.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&files), names(&golden), "the files of {name}");
        for (path, content) in &files {
            let (new, old) = (
                String::from_utf8_lossy(content),
                String::from_utf8_lossy(&golden[path]),
            );
            let diff = similar::TextDiff::from_lines(old.as_ref(), new.as_ref());
            let shown = diff.unified_diff().to_string();
            assert!(
                new == old,
                "{name}/{path} differs from the golden tree:\n{shown}"
            );
        }
    }
}

#[test]
fn rendering_twice_gives_the_same_bytes() {
    for name in examples() {
        assert!(render(&name) == render(&name), "{name}");
    }
}

#[test]
fn every_golden_tree_has_its_example() {
    let folders = fs::read_dir(root().join("golden")).unwrap();
    let mut golden: Vec<String> = folders
        .map(|folder| folder.unwrap().file_name().into_string().unwrap())
        .collect();
    golden.sort();
    assert_eq!(golden, examples());
}
