//! The cases of checks, `tests/check/<family>.cases`.
//!
//! A case begins with `=== family/name: what it shows`; marks show the places of the check's findings, `«` and `»`. One without
//! marks must be silent.

use std::{fs, path::Path};

const HEAD: &str = "[project]\nname = \"shop\"\nnamespace = \"shop\"\n\n";

/// A project in which a check fires at the marks, and nowhere else.
pub struct Case {
    /// The check.
    pub check: String,
    /// The check and what the case shows.
    pub title: String,
    /// The project.
    pub toml: String,
}

/// A fragment as a project: with a head, unless it has one.
pub fn whole(fragment: &str) -> String {
    if fragment.contains("[project]") {
        fragment.to_string()
    } else {
        format!("{HEAD}{fragment}")
    }
}

/// Every case, in the order of the files.
pub fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|found| found == "cases"))
        .collect();
    paths.sort();
    let mut cases = Vec::new();
    for path in paths {
        let text = fs::read_to_string(path).unwrap();
        let (shared, own) = text.split_once("\n=== ").unwrap();
        for case in own.split("\n=== ") {
            let (title, toml) = case.split_once('\n').unwrap();
            let (check, _) = title.split_once(':').unwrap();
            let shared = if toml.contains("[project]") {
                ""
            } else {
                shared
            };
            cases.push(Case {
                check: check.to_string(),
                title: title.to_string(),
                toml: whole(&format!("{shared}\n{toml}")),
            });
        }
    }
    cases
}
