//! Which files are read, and what is said of those that cannot be.

use crate::run::{folder_with, gen_in, started};
use std::{fs, path::Path};

#[test]
fn the_project_is_found_in_a_parent_folder_and_written_there() {
    let folder = started();
    let deep = folder.path().join("a/b");
    fs::create_dir_all(&deep).unwrap();
    gen_in(&deep, &["check"]).expect(0);
    gen_in(&deep, &["render", "--verbose"])
        .expect(0)
        .says("reading ../../gen.toml");
    assert!(folder.path().join("deploy").is_dir() && !deep.join("deploy").exists());
    fs::write(folder.path().join("gen.toml"), "x").unwrap();
    gen_in(&deep, &["check"])
        .expect(1)
        .says("--> ../../gen.toml:1:");
}

#[test]
fn a_project_is_named_by_its_file_or_its_folder() {
    let folder = started();
    let elsewhere = tempfile::tempdir().unwrap();
    let file = folder.path().join("gen.toml");
    let renamed = folder.path().join("shop.toml");
    fs::copy(&file, &renamed).unwrap();
    for project in [folder.path(), &file, &renamed] {
        let project = project.to_str().unwrap();
        gen_in(elsewhere.path(), &["check", "--project", project]).expect(0);
        gen_in(elsewhere.path(), &["--project", project, "check"]).expect(0);
    }
    fs::remove_file(file).unwrap();
    gen_in(folder.path(), &["render", "--project", "shop.toml"]).expect(0);
    assert!(folder.path().join("deploy").is_dir());
}

#[test]
fn files_that_cannot_be_read_are_named_with_the_cause() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::create_dir_all(path.join("folder/gen.toml")).unwrap();
    fs::create_dir(path.join("empty")).unwrap();
    fs::write(path.join("bytes.toml"), b"[project]\nname = \"\xff\"\n").unwrap();
    let cases = [
        ("none.toml", "cannot read `none.toml`: No such file"),
        ("empty", "cannot read `empty/gen.toml`: No such file"),
        ("folder", "cannot read `folder/gen.toml`: Is a directory"),
        (
            "bytes.toml",
            "cannot read `bytes.toml`: it is no UTF-8: byte 18, in line 2",
        ),
        (
            "bytes.toml/x",
            "cannot read `bytes.toml/x`: Not a directory",
        ),
        ("", "a value is required for '--project <PATH>'"),
    ];
    for (project, message) in cases {
        for command in ["check", "render", "build"] {
            let run = gen_in(path, &[command, "--project", project])
                .expect(2)
                .says(message);
            assert_eq!(run.stdout, "");
        }
    }
}

#[test]
fn a_missing_project_says_how_to_get_one() {
    let folder = tempfile::tempdir().unwrap();
    let above = |folder: &Path| {
        folder
            .ancestors()
            .any(|folder| folder.join("gen.toml").is_file())
    };
    assert!(
        !above(folder.path()),
        "there is a gen.toml above the folder for temporary files"
    );
    gen_in(folder.path(), &["check"])
        .expect(2)
        .says("`gen init` writes one");
}

#[test]
fn files_that_the_project_names_are_findings_at_their_name() {
    let folder = folder_with("[crds.Run]\ncrd-file = \"crds/run.yaml\"\n");
    let path = folder.path();
    let name = "gen.toml:6:12";
    let error = "error[project/unreadable-file]: cannot read `crds/run.yaml`: ";
    gen_in(path, &["check"])
        .expect(1)
        .says(error)
        .says("No such file")
        .says(name);
    fs::create_dir_all(path.join("crds/run.yaml")).unwrap();
    gen_in(path, &["check"])
        .expect(1)
        .says(error)
        .says("Is a directory")
        .says(name);
    fs::remove_dir(path.join("crds/run.yaml")).unwrap();
    fs::write(path.join("crds/run.yaml"), b"a: b\n\xff").unwrap();
    gen_in(path, &["check"])
        .expect(1)
        .says(error)
        .says("no UTF-8: byte 5, in line 2")
        .says(name);
}

#[cfg(unix)]
#[test]
fn a_file_without_end_is_refused() {
    let folder = folder_with("[crds.Run]\ncrd-file = \"endless\"\n");
    std::os::unix::fs::symlink("/dev/zero", folder.path().join("endless")).unwrap();
    gen_in(folder.path(), &["check", "--project", "/dev/zero"])
        .expect(2)
        .says("cannot read `/dev/zero`: it is larger than 64 MiB");
    gen_in(folder.path(), &["check"])
        .expect(1)
        .says("cannot read `endless`: it is larger than 64 MiB")
        .says("gen.toml:6:12");
}

#[test]
fn nothing_is_written_into_what_is_no_folder() {
    let folder = started();
    let path = folder.path();
    let text = fs::read(path.join("gen.toml")).unwrap();
    gen_in(path, &["render", "--out", "gen.toml"])
        .expect(2)
        .says("error: cannot make the folder `.gen`: Not a directory (os error 20)\n");
    assert_eq!(fs::read(path.join("gen.toml")).unwrap(), text);
    fs::write(path.join("deploy"), "mine").unwrap();
    gen_in(path, &["render", "--force"])
        .expect(2)
        .says("nothing was written")
        .says("`deploy` is not a folder");
    assert_eq!(fs::read(path.join("deploy")).unwrap(), b"mine");
}

#[test]
fn a_project_file_is_never_taken_for_output() {
    let folder = started();
    let path = folder.path();
    let text = fs::read_to_string(path.join("gen.toml")).unwrap();
    let named = text.replace("[project]", "[project]\noutput = \"gen.toml\"");
    assert_ne!(named, text);
    fs::write(path.join("gen.toml"), &named).unwrap();
    gen_in(path, &["render", "--force"])
        .expect(2)
        .says("`gen.toml` is not a folder");
    assert_eq!(fs::read_to_string(path.join("gen.toml")).unwrap(), named);
    fs::create_dir(path.join("docs")).unwrap();
    fs::write(path.join("docs/metrics.md"), &text).unwrap();
    gen_in(
        path,
        &[
            "render",
            "--project",
            "docs/metrics.md",
            "--out",
            ".",
            "--force",
        ],
    )
    .expect(2)
    .says("`docs/metrics.md` exists and was not generated");
    assert_eq!(
        fs::read_to_string(path.join("docs/metrics.md")).unwrap(),
        text
    );
}
