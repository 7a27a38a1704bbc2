//! Rules of style that a program can check.
#![expect(clippy::disallowed_methods, reason = "tests read files")]

#[cfg(test)]
mod sources;

#[cfg(test)]
mod rules {
    use super::sources::{Source, below, files, root, shown};
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    /// Longer files that hold a table and nothing else.
    const TABLES: [&str; 0] = [];

    /// A file longer than this holds several things.
    const MOST_LINES: usize = 600;

    /// A crate that only one module may name, because that module is its meaning here.
    const OWNERS: [(&str, &str); 3] = [
        ("granit_parser", "src/document/"),
        ("jsonschema", "src/schema/"),
        ("toml", "src/project/"),
    ];

    fn everywhere() -> Vec<Source> {
        ["src", "tests", "benches", "fuzz"]
            .into_iter()
            .flat_map(below)
            .collect()
    }

    fn none(wrong: &[String]) {
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    /// `path:line` of every line of code that is `wrong`.
    fn places(sources: &[Source], wrong: impl Fn(&str) -> bool) -> Vec<String> {
        let mut places = Vec::new();
        for source in sources {
            for (index, line) in source
                .code()
                .lines()
                .enumerate()
                .filter(|(_, line)| wrong(line))
            {
                places.push(format!("{}:{}: {}", source.path, index + 1, line.trim()));
            }
        }
        places
    }

    /// Whether a line names the crate `name`: `name::…` or `use name`, not as a part of another path.
    fn names_crate(line: &str, name: &str) -> bool {
        let starts = |at: usize| {
            !line[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | ':' | '"'))
        };
        let path = format!("{name}::");
        line.match_indices(&path).any(|(at, _)| starts(at)) || line.trim() == format!("use {name};")
    }

    /// The stems of what a folder holds, where `wanted`. Panics when there is no such folder.
    fn stems(folder: &str, wanted: fn(&Path) -> bool) -> BTreeSet<String> {
        let entries = fs::read_dir(root().join(folder)).unwrap_or_else(|_| {
            panic!("{folder}/ is missing: examples/<name>.toml and golden/<name>/ go together")
        });
        entries
            .map(|entry| {
                entry
                    .expect("a folder of the repository can be listed")
                    .path()
            })
            .filter(|path| wanted(path))
            .filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned()))
            .collect()
    }

    #[test]
    fn files_begin_with_what_they_are_for() {
        let silent = everywhere()
            .into_iter()
            .filter(|source| !source.text.starts_with("//!"))
            .map(|source| format!("{} does not begin with `//!`", source.path));
        none(&silent.collect::<Vec<_>>());
    }

    #[test]
    fn files_hold_one_thing() {
        let long = everywhere().into_iter().filter_map(|source| {
            let lines = source.text.lines().count();
            let table = TABLES.contains(&source.path.as_str());
            (lines > MOST_LINES && !table).then(|| format!("{}: {lines} lines", source.path))
        });
        none(&long.collect::<Vec<_>>());
    }

    #[test]
    fn imports_name_what_they_import() {
        // Parted, so that this file does not name them.
        let globs = ["*;", "*,", "*}", "{*"].map(|end| ["::", end].concat());
        let glob = |line: &str| globs.iter().any(|glob| line.contains(glob));
        none(&places(&everywhere(), glob));
        let climbing = ["super", "::", "super"].concat();
        none(&places(&everywhere(), |line| line.contains(&climbing)));
    }

    #[test]
    fn lints_are_expected_with_a_reason_and_never_allowed() {
        let allow = ["[", "allow("].concat();
        none(&places(&everywhere(), |line| line.contains(&allow)));
    }

    #[test]
    fn a_crate_has_one_owner() {
        let mut wrong = Vec::new();
        for (name, owner) in OWNERS {
            let mut others = below("src");
            others.retain(|source| !source.path.starts_with(owner));
            wrong.extend(places(&others, |line| names_crate(line, name)));
        }
        none(&wrong);
        assert!(names_crate("    let x = toml::from_str(text);", "toml"));
        assert!(!names_crate("use crate::toml::x;", "toml"));
        assert!(!names_crate("use my_toml::x;", "toml"));
    }

    #[test]
    fn every_example_has_a_golden_tree_and_the_reverse() {
        let examples = stems("examples", |path| {
            path.extension().is_some_and(|found| found == "toml")
        });
        let golden = stems("golden", Path::is_dir);
        assert!(!examples.is_empty(), "examples/ holds no project");
        assert_eq!(
            examples, golden,
            "examples/*.toml on the left, golden/* on the right"
        );
    }

    #[test]
    fn no_file_names_a_place_of_one_machine() {
        // Parted, so that this file does not name them.
        let homes = ["/ro+ot/", "/ho+me/", "/Us+ers/", "/wo+rk/", "C:\\+Users\\"]
            .map(|path| path.replace('+', ""));
        let here = root().to_string_lossy().into_owned();
        let mut wrong = Vec::new();
        for path in files(root()) {
            let Ok(text) = fs::read_to_string(&path) else {
                continue; // not text
            };
            for (index, line) in text.lines().enumerate() {
                let begins = |home: &str| {
                    line.match_indices(home).any(|(at, _)| {
                        !line[..at].ends_with(|c: char| c.is_alphanumeric() || "._-}/".contains(c))
                    })
                };
                if homes.iter().any(|home| begins(home)) || line.contains(&here) {
                    wrong.push(format!("{}:{}: {}", shown(&path), index + 1, line.trim()));
                }
            }
        }
        none(&wrong);
    }
}
