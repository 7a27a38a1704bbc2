//! Which paths may be written: relative, with `/`, inside the root, each place once.

use super::error::Error;
use super::record;
use super::write::TEMPORARY;
use std::collections::BTreeMap;

/// Refuses a path that could leave the root or that is reserved.
pub(super) fn check(path: &str) -> Result<(), Error> {
    let why = if path.is_empty() {
        "it is empty"
    } else if path.starts_with('/') || path.contains([':', '\\', '\0']) {
        "it is not a relative path with `/`"
    } else if path.split('/').any(|part| matches!(part, "" | "." | "..")) {
        "it has an empty part, `.` or `..`"
    } else if path.split('/').next() == Some(record::FOLDER) {
        "gen keeps its record there"
    } else if path.split('/').any(|part| part.starts_with(TEMPORARY)) {
        "temporary files have such names"
    } else {
        return Ok(());
    };
    let path = path.to_owned();
    Err(Error::Path { path, why })
}

/// Refuses two paths, or the folders on them, that are one where letter case does not count, and a file that is also a folder.
pub(super) fn check_places<'a>(paths: impl Iterator<Item = &'a str>) -> Result<(), Error> {
    let mut known: BTreeMap<String, (&str, bool)> = BTreeMap::new();
    for path in paths {
        for (place, is_file) in folders(path)
            .map(|folder| (folder, false))
            .chain([(path, true)])
        {
            let (first, was_file) = *known
                .entry(place.to_lowercase())
                .or_insert((place, is_file));
            if first != place || was_file != is_file {
                let (first, second) = (first.to_owned(), path.to_owned());
                return Err(Error::Collision { first, second });
            }
        }
    }
    Ok(())
}

/// The folders on the way to a path, from the outermost.
pub(super) fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

#[cfg(test)]
mod tests {
    use super::{check, check_places, folders};

    #[test]
    fn paths_stay_below_the_root() {
        for path in [
            "",
            "/a",
            "a/../b",
            "..",
            "a//b",
            "a/",
            "./a",
            "C:a",
            "a\\b",
            "a\0",
            ".gen/x",
            "a/.gen-tmp-x",
        ] {
            assert!(check(path).is_err(), "{path:?}");
        }
        for path in [
            "a",
            "a/b.yaml",
            "a/..b",
            ".gen.yaml",
            "docs/runbooks/JobTreeDown.md",
        ] {
            assert!(check(path).is_ok(), "{path:?}");
        }
    }

    #[test]
    fn a_place_is_written_once() {
        let collide = |paths: &[&str]| check_places(paths.iter().copied()).is_err();
        assert!(collide(&["a/Down.md", "a/down.md"]));
        assert!(collide(&["A/x", "a/y"]));
        assert!(collide(&["a", "a/b"]));
        assert!(!collide(&["a/b", "a/c", "b"]));
    }

    #[test]
    fn folders_are_the_parents() {
        assert_eq!(folders("a/b/c").collect::<Vec<_>>(), ["a", "a/b"]);
    }
}
