//! Where each check fires, and where it nearly would and must not: `tests/check/<family>.cases`.
//!
//! A case begins with `=== family/name: what it shows`; marks show the places of the check's findings, `«` and `»`. One without
//! marks must be silent. What stands before the first case is shared by all that are no whole project.

use std::{fs, path::Path};

/// A project with the findings of one check marked.
pub struct Case {
    /// The check.
    pub check: String,
    /// Its first line, without the signs.
    pub title: String,
    /// The project, with marks.
    pub toml: String,
}

impl Case {
    /// Whether the check finds something.
    pub fn fires(&self) -> bool {
        self.toml.contains('«')
    }

    /// The project as a user writes it.
    pub fn plain(&self) -> String {
        self.toml.replace(['«', '»'], "")
    }
}

const HEAD: &str = "[project]\nname = \"shop\"\nnamespace = \"shop\"\n\n";

/// A fragment as a project: with a head, unless it has one.
pub fn whole(fragment: &str) -> String {
    if fragment.contains("[project]") {
        fragment.to_string()
    } else {
        format!("{HEAD}{fragment}")
    }
}

/// The TOML of a section of a rule's docs.
pub fn example<'a>(docs: &'a str, section: &str) -> &'a str {
    let (_, after) = docs.split_once(section).expect("the section exists");
    let (_, toml) = after.split_once("```toml\n").expect("it has an example");
    toml.split_once("```").expect("the example ends").0
}

/// All cases, sorted by family.
pub fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check");
    let files = fs::read_dir(folder).expect("there are cases");
    let mut paths: Vec<_> = files
        .map(|entry| entry.expect("a folder can be listed").path())
        .filter(|path| path.extension().is_some_and(|found| found == "cases"))
        .collect();
    paths.sort();
    paths.iter().flat_map(|path| cases_of(path)).collect()
}

fn cases_of(path: &Path) -> Vec<Case> {
    let text = fs::read_to_string(path).expect("cases can be read");
    let (shared, own) = text.split_once("\n=== ").expect("there is a case");
    let case = |case: &str| {
        let (title, toml) = case.split_once('\n').expect("a case has lines");
        let (check, _) = title.split_once(':').expect("a case names its check");
        let shared = if toml.contains("[project]") {
            ""
        } else {
            shared
        };
        Case {
            check: check.to_string(),
            title: title.to_string(),
            toml: whole(&format!("{shared}\n{toml}")),
        }
    };
    own.split("\n=== ").map(case).collect()
}
