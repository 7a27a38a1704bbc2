//! Roots in which something is in the way.

use crate::trial::{PROJECT, everything, files, folder, put, render, tree};
use opsgen::output::{Edits, Plan};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

/// Rendering `wanted` fails with a message that contains `message`, forced or not, and changes nothing.
fn fails(root: &Path, wanted: &[(&str, &str)], message: &str) {
    let before = everything(root);
    let wanted = files(wanted);
    for edits in [Edits::Keep, Edits::Overwrite] {
        let result = Plan::new(root, PROJECT, &wanted, edits).and_then(|plan| plan.apply());
        let error = result.unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
        assert_eq!(everything(root), before);
    }
}

#[test]
fn no_path_leaves_the_root() {
    let root = folder();
    for path in ["../a", "/tmp/a", "a/../../b", "a//b", ".gen/manifest.json"] {
        fails(root.path(), &[(path, "a")], "cannot be written");
    }
}

#[test]
fn paths_that_differ_in_case_only_are_refused() {
    let root = folder();
    fails(
        root.path(),
        &[("docs/Down.md", "a"), ("docs/down.md", "b")],
        "`docs/Down.md` and `docs/down.md` are the same place",
    );
    fails(
        root.path(),
        &[("Docs/a.md", "a"), ("docs/b.md", "b")],
        "the same place",
    );
    fails(
        root.path(),
        &[("docs", "a"), ("docs/b.md", "b")],
        "the same place",
    );
}

#[test]
fn a_linked_folder_is_not_followed() {
    let (root, outside) = (folder(), folder());
    symlink(outside.path(), root.path().join("base")).unwrap();
    fails(
        root.path(),
        &[("base/rules/a.yaml", "a")],
        "`base` is a symbolic link",
    );
    assert_eq!(everything(outside.path()), files(&[]));
}

#[test]
fn a_linked_file_is_not_followed() {
    let (root, outside) = (folder(), folder());
    let target = outside.path().join("target");
    symlink(&target, root.path().join("a.yaml")).unwrap();
    fails(
        root.path(),
        &[("a.yaml", "a")],
        "`a.yaml` is a symbolic link",
    );
    put(outside.path(), "target", "a");
    fails(
        root.path(),
        &[("a.yaml", "a")],
        "`a.yaml` is a symbolic link",
    );
}

#[test]
fn a_folder_that_became_a_link_keeps_its_files() {
    let (root, outside) = (folder(), folder());
    render(root.path(), &files(&[("base/a.yaml", "a")])).unwrap();
    fs::remove_dir_all(root.path().join("base")).unwrap();
    put(outside.path(), "a.yaml", "a");
    symlink(outside.path(), root.path().join("base")).unwrap();
    fails(
        root.path(),
        &[("base/a.yaml", "b")],
        "`base` is a symbolic link",
    );
    render(root.path(), &files(&[])).unwrap();
    assert_eq!(everything(outside.path()), files(&[("a.yaml", "a")]));
    assert!(root.path().join("base").is_symlink());
}

#[test]
fn a_linked_record_is_not_followed() {
    let (root, outside) = (folder(), folder());
    symlink(outside.path(), root.path().join(".gen")).unwrap();
    fails(root.path(), &[("a.yaml", "a")], "`.gen` is a symbolic link");
    assert_eq!(everything(outside.path()), files(&[]));
}

#[test]
fn a_root_may_be_a_link() {
    let (parent, real) = (folder(), folder());
    let root = parent.path().join("root");
    symlink(real.path(), &root).unwrap();
    render(&root, &files(&[("a.yaml", "a")])).unwrap();
    assert_eq!(tree(real.path()), files(&[("a.yaml", "a")]));
}

#[test]
fn a_file_where_a_folder_should_be_stays() {
    let root = folder();
    put(root.path(), "base", "mine");
    fails(
        root.path(),
        &[("base/a.yaml", "a")],
        "`base` is not a folder",
    );
}

#[test]
fn a_folder_where_a_file_should_be_stays() {
    let root = folder();
    put(root.path(), "a.yaml/mine", "mine");
    fails(
        root.path(),
        &[("a.yaml", "a")],
        "`a.yaml` cannot be a file: it is a folder",
    );
}

#[test]
fn our_file_that_became_a_folder_is_forgotten_when_unwanted() {
    let root = folder();
    render(root.path(), &files(&[("a.yaml", "a")])).unwrap();
    fs::remove_file(root.path().join("a.yaml")).unwrap();
    put(root.path(), "a.yaml/mine", "mine");
    fails(root.path(), &[("a.yaml", "a")], "it is a folder");
    render(root.path(), &files(&[])).unwrap();
    assert!(root.path().join("a.yaml/mine").exists());
}

#[test]
fn the_record_of_another_project_is_refused() {
    let root = folder();
    let wanted = files(&[("a.yaml", "a")]);
    Plan::new(root.path(), "jobtree", &wanted, Edits::Keep)
        .unwrap()
        .apply()
        .unwrap();
    fails(
        root.path(),
        &[("a.yaml", "a")],
        "belongs to project `jobtree`, not to `arena`",
    );
}

#[test]
fn a_damaged_record_is_refused() {
    let root = folder();
    render(root.path(), &files(&[("a.yaml", "a")])).unwrap();
    let record = root.path().join(".gen/manifest.json");
    let text = fs::read_to_string(&record).unwrap();
    for damaged in [
        String::new(),
        text[..text.len() / 2].to_owned(),
        format!("<<<<<<< HEAD\n{text}"),
        text.replace("\"format\": 1", "\"format\": 7"),
        text.replace("a.yaml", "../a.yaml"),
    ] {
        fs::write(&record, damaged).unwrap();
        fails(
            root.path(),
            &[("a.yaml", "b")],
            "is not a record of generated files",
        );
    }
    fs::remove_file(&record).unwrap();
    fs::create_dir(&record).unwrap();
    fails(
        root.path(),
        &[("a.yaml", "b")],
        "is not a record of generated files",
    );
}

#[test]
fn a_record_can_not_make_gen_delete_what_it_did_not_write() {
    let root = folder();
    render(root.path(), &files(&[("a.yaml", "a")])).unwrap();
    put(root.path(), "b.yaml", "mine");
    let record = root.path().join(".gen/manifest.json");
    let text = fs::read_to_string(&record).unwrap();
    fs::write(&record, text.replace("a.yaml", "b.yaml")).unwrap();
    let none = files(&[]);
    let plan = Plan::new(root.path(), PROJECT, &none, Edits::Keep).unwrap();
    assert!(
        plan.apply()
            .unwrap_err()
            .to_string()
            .contains("`b.yaml` was changed by hand")
    );
}
