//! Renders without accidents.

use crate::trial::{PROJECT, everything, files, folder, put, render, tree, with_folders};
use opsgen::output::{Act, Edits, Plan, Summary};
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;

fn counts(created: usize, updated: usize, deleted: usize, same: usize) -> Summary {
    Summary {
        created,
        updated,
        deleted,
        same,
    }
}

/// Inode and time of the last change of everything below the root.
fn stamps(root: &Path) -> BTreeMap<String, (u64, i64, i64)> {
    let stamp = |path: String| {
        let found = fs::symlink_metadata(root.join(&path)).unwrap();
        (path, (found.ino(), found.mtime(), found.mtime_nsec()))
    };
    let paths = everything(root).into_keys().chain([String::new()]);
    paths.map(stamp).collect()
}

#[test]
fn a_tree_follows_its_declarations() {
    let root = folder();
    let root = &root.path().join("not/yet/there");
    let first = files(&[
        ("base/a.yaml", "a"),
        ("base/rules/b.yaml", "b"),
        ("docs/c.md", "c"),
    ]);
    assert_eq!(render(root, &first).unwrap(), counts(3, 0, 0, 0));
    assert_eq!(tree(root), with_folders(&first));
    let second = files(&[
        ("base/a.yaml", "a2"),
        ("docs/c.md", "c"),
        ("docs/d.md", "d"),
    ]);
    assert_eq!(render(root, &second).unwrap(), counts(1, 1, 1, 1));
    assert_eq!(tree(root), with_folders(&second));
    assert_eq!(render(root, &files(&[])).unwrap(), counts(0, 0, 3, 0));
    assert_eq!(tree(root), files(&[]));
}

#[test]
fn a_second_render_touches_nothing() {
    let root = folder();
    let wanted = files(&[("base/a.yaml", "a"), ("b.yaml", "b")]);
    render(root.path(), &wanted).unwrap();
    let before = stamps(root.path());
    let plan = Plan::new(root.path(), PROJECT, &wanted, Edits::Keep).unwrap();
    assert!(plan.is_same());
    assert_eq!(plan.diff().unwrap(), "");
    assert_eq!(plan.apply().unwrap(), counts(0, 0, 0, 2));
    assert_eq!(stamps(root.path()), before);
}

#[test]
fn a_plan_and_its_diff_touch_nothing() {
    let root = folder();
    render(
        root.path(),
        &files(&[("a.yaml", "1\n2\n3\n"), ("b.yaml", "b\n")]),
    )
    .unwrap();
    put(root.path(), "d.yaml", "foreign\n");
    let before = stamps(root.path());
    let wanted = files(&[
        ("a.yaml", "1\n2 and more\n3\n"),
        ("c.yaml", "c\n"),
        ("d.yaml", "d\n"),
    ]);
    let plan = Plan::new(root.path(), PROJECT, &wanted, Edits::Keep).unwrap();
    assert!(!plan.is_same());
    insta::assert_snapshot!(plan.diff().unwrap(), @r"
    --- a/a.yaml
    +++ b/a.yaml
    @@ -1,3 +1,3 @@
     1
    -2
    +2 and more
     3
    --- a/b.yaml
    +++ /dev/null
    @@ -1 +0,0 @@
    -b
    --- /dev/null
    +++ b/c.yaml
    @@ -0,0 +1 @@
    +c
    d.yaml: exists and was not generated
    --- a/d.yaml
    +++ b/d.yaml
    @@ -1 +1 @@
    -foreign
    +d
    ");
    assert_eq!(stamps(root.path()), before);
}

#[test]
fn the_diff_of_huge_files_is_bounded() {
    let root = folder();
    let lines = |count: usize, word: &str| {
        (0..count)
            .map(|at| format!("{word} {at}\n"))
            .collect::<String>()
    };
    render(
        root.path(),
        &files(&[
            ("a.json", &lines(5_000, "a")),
            ("b.json", &lines(20_000, "a")),
        ]),
    )
    .unwrap();
    let wanted = files(&[
        ("a.json", &lines(5_000, "b")),
        ("b.json", &lines(20_000, "b")),
    ]);
    let plan = Plan::new(root.path(), PROJECT, &wanted, Edits::Keep).unwrap();
    let diff = plan.diff().unwrap();
    assert!(
        diff.contains("(and 8001 more lines)\n"),
        "{}",
        &diff[diff.len() - 300..]
    );
    assert!(diff.ends_with("(too long to compare: 20000 lines before, 20000 after)\n"));
}

#[test]
fn what_others_wrote_stays() {
    let root = folder();
    put(root.path(), "base/mine.yaml", "mine");
    fs::create_dir(root.path().join("docs")).unwrap();
    render(
        root.path(),
        &files(&[("base/a.yaml", "a"), ("docs/b.md", "b"), ("new/c.md", "c")]),
    )
    .unwrap();
    put(root.path(), "new/mine.md", "mine");
    render(root.path(), &files(&[])).unwrap();
    let left = files(&[("base/mine.yaml", "mine"), ("new/mine.md", "mine")]);
    let mut expected = with_folders(&left);
    expected.insert("docs/".to_owned(), Vec::new());
    assert_eq!(tree(root.path()), expected);
}

#[test]
fn a_foreign_file_is_never_overwritten() {
    let root = folder();
    put(root.path(), "b.yaml", "mine");
    let wanted = files(&[("a.yaml", "a"), ("b.yaml", "b")]);
    for edits in [Edits::Keep, Edits::Overwrite] {
        let plan = Plan::new(root.path(), PROJECT, &wanted, edits).unwrap();
        assert_eq!(plan.problems().len(), 1);
        let error = plan.apply().unwrap_err().to_string();
        assert_eq!(
            error,
            "nothing was written: `b.yaml` exists and was not generated (move it away first)"
        );
        assert_eq!(everything(root.path()), files(&[("b.yaml", "mine")]));
    }
}

#[test]
fn a_file_with_the_wanted_content_is_taken_over() {
    let root = folder();
    let wanted = files(&[("a.yaml", "a")]);
    put(root.path(), "a.yaml", "a");
    assert_eq!(render(root.path(), &wanted).unwrap(), counts(0, 0, 0, 1));
    assert_eq!(
        render(root.path(), &files(&[])).unwrap(),
        counts(0, 0, 1, 0)
    );
    assert_eq!(tree(root.path()), files(&[]));
}

#[test]
fn an_edited_file_is_kept_until_forced() {
    let root = folder();
    let first = files(&[("a.yaml", "a"), ("b.yaml", "b"), ("c.yaml", "c")]);
    let second = files(&[("a.yaml", "a2"), ("b.yaml", "b")]);
    render(root.path(), &first).unwrap();
    for path in ["a.yaml", "b.yaml", "c.yaml"] {
        put(root.path(), path, "edited");
    }
    let before = everything(root.path());
    let plan = Plan::new(root.path(), PROJECT, &second, Edits::Keep).unwrap();
    assert!(
        plan.actions()
            .iter()
            .all(|action| action.act == Act::Edited)
    );
    assert!(
        plan.diff()
            .unwrap()
            .contains("c.yaml: changed by hand since it was generated\n--- a/c.yaml\n")
    );
    let error = plan.apply().unwrap_err().to_string();
    assert!(error.contains("`a.yaml` was changed by hand"), "{error}");
    assert_eq!(everything(root.path()), before);
    let plan = Plan::new(root.path(), PROJECT, &second, Edits::Overwrite).unwrap();
    assert_eq!(plan.apply().unwrap(), counts(0, 2, 1, 0));
    assert_eq!(tree(root.path()), second);
}

#[test]
fn an_edit_to_the_wanted_content_is_no_edit() {
    let root = folder();
    render(root.path(), &files(&[("a.yaml", "a")])).unwrap();
    put(root.path(), "a.yaml", "a2");
    assert_eq!(
        render(root.path(), &files(&[("a.yaml", "a2")])).unwrap(),
        counts(0, 0, 0, 1)
    );
    assert_eq!(
        render(root.path(), &files(&[("a.yaml", "a3")])).unwrap(),
        counts(0, 1, 0, 0)
    );
}

#[test]
fn a_missing_file_is_made_again() {
    let root = folder();
    let wanted = files(&[("base/a.yaml", "a"), ("base/b.yaml", "b")]);
    render(root.path(), &wanted).unwrap();
    fs::remove_dir_all(root.path().join("base")).unwrap();
    assert_eq!(render(root.path(), &wanted).unwrap(), counts(2, 0, 0, 0));
    fs::remove_dir_all(root.path().join("base")).unwrap();
    assert_eq!(
        render(root.path(), &files(&[])).unwrap(),
        counts(0, 0, 0, 0)
    );
    let plan = Plan::new(root.path(), PROJECT, &wanted, Edits::Keep).unwrap();
    assert!(
        plan.actions()
            .iter()
            .all(|action| action.act == Act::Create)
    );
}

#[test]
fn the_record_does_not_depend_on_the_way_to_it() {
    let (long, short) = (folder(), folder());
    let last = files(&[("base/a.yaml", "a"), ("docs/b.md", "b")]);
    for wanted in [
        files(&[("x/y/z", "1"), ("base/a.yaml", "0")]),
        files(&[]),
        last.clone(),
    ] {
        render(long.path(), &wanted).unwrap();
    }
    render(short.path(), &last).unwrap();
    assert_eq!(everything(long.path()), everything(short.path()));
}

#[test]
fn the_mode_of_a_file_is_kept() {
    let root = folder();
    render(root.path(), &files(&[("a.yaml", "a")])).unwrap();
    let path = root.path().join("a.yaml");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    render(root.path(), &files(&[("a.yaml", "b")])).unwrap();
    assert_eq!(fs::metadata(path).unwrap().mode() & 0o777, 0o640);
}
