//! `gen init` and `gen render`.

use crate::run::{command, folder_with, gen_in, started, tree};
use std::{fs, process::Command, thread, time::Duration};

#[test]
fn the_starter_is_clean_and_renders_once() {
    let folder = started();
    let path = folder.path();
    gen_in(path, &["check", "--deny", "warnings"])
        .expect(0)
        .says("no findings");
    let rendered = gen_in(path, &["render"]).expect(0).says("created");
    assert_eq!(rendered.stdout, "");
    for file in [
        "deploy/base/kustomization.yaml",
        "deploy/overlays/prod/kustomization.yaml",
    ] {
        assert!(path.join(file).is_file(), "{file}");
    }
    let first = tree(path);
    gen_in(path, &["render", "--check"])
        .expect(0)
        .says("up to date");
    gen_in(path, &["render"]).expect(0).says("unchanged");
    assert_eq!(tree(path), first);
}

#[test]
fn init_never_overwrites() {
    let folder = folder_with("# mine\n");
    let before = fs::read(folder.path().join("gen.toml")).unwrap();
    gen_in(folder.path(), &["init"])
        .expect(2)
        .says("gen.toml` exists already");
    gen_in(folder.path(), &["init", "--example", "arks"])
        .expect(2)
        .says("nothing was written");
    assert_eq!(fs::read(folder.path().join("gen.toml")).unwrap(), before);
    assert_eq!(tree(folder.path()), []);
}

#[test]
fn every_example_is_clean_where_init_writes_it() {
    let folder = tempfile::tempdir().unwrap();
    for example in ["arena", "arks", "jobtree", "training-operator"] {
        gen_in(folder.path(), &["init", "--example", example, example]).expect(0);
        let project = folder.path().join(example);
        gen_in(&project, &["check", "--deny", "warnings"]).expect(0);
        gen_in(&project, &["render"]).expect(0);
        gen_in(&project, &["render", "--check"]).expect(0);
    }
}

#[test]
fn drift_is_printed_as_a_diff_and_rendered_away() {
    let folder = started();
    let path = folder.path();
    gen_in(path, &["render"]).expect(0);
    let text = fs::read_to_string(path.join("gen.toml")).unwrap();
    fs::write(
        path.join("gen.toml"),
        text.replace("for = \"10m\"", "for = \"20m\""),
    )
    .unwrap();
    let before = tree(path);
    let check = gen_in(path, &["render", "--check"])
        .expect(1)
        .says("`gen render` writes it");
    assert!(
        check.stdout.contains("-      for: 10m\n+      for: 20m\n"),
        "{}",
        check.stdout
    );
    assert_eq!(tree(path), before, "--check writes nothing");
    let quiet = gen_in(path, &["render", "--check", "--quiet"]).expect(1);
    assert_eq!((quiet.stdout, quiet.stderr.as_str()), (check.stdout, ""));
    gen_in(path, &["render"]).expect(0).says("updated");
    gen_in(path, &["render", "--check"]).expect(0);
}

#[test]
fn removed_declarations_remove_their_files() {
    let folder = started();
    let path = folder.path();
    gen_in(path, &["render"]).expect(0);
    let text = fs::read_to_string(path.join("gen.toml")).unwrap();
    let (kept, _) = text.split_once("# Environments are").unwrap();
    fs::write(path.join("gen.toml"), kept).unwrap();
    gen_in(path, &["render"]).expect(0).says("deleted");
    assert!(!path.join("deploy/overlays").exists());
}

#[test]
fn another_root_holds_everything_that_is_written() {
    let folder = started();
    let path = folder.path();
    gen_in(path, &["render", "--out", "else/where"]).expect(0);
    assert!(
        path.join("else/where/deploy/base/kustomization.yaml")
            .is_file()
    );
    assert!(
        tree(path)
            .iter()
            .all(|(name, _)| name.starts_with("else/where/"))
    );
    gen_in(path, &["render", "--out", "else/where", "--check"]).expect(0);
    gen_in(path, &["render", "--check"]).expect(1);
}

#[test]
fn edited_and_foreign_files_stay_unless_the_edited_one_is_forced() {
    let folder = started();
    let path = folder.path();
    let file = path.join("deploy/base/kustomization.yaml");
    gen_in(path, &["render"]).expect(0);
    fs::write(&file, "edited: true\n").unwrap();
    gen_in(path, &["render"])
        .expect(2)
        .says("deploy/base/kustomization.yaml")
        .says("nothing was written");
    assert_eq!(fs::read_to_string(&file).unwrap(), "edited: true\n");
    gen_in(path, &["render", "--force"]).expect(0);
    gen_in(path, &["render", "--check"]).expect(0);

    let other = started();
    fs::create_dir_all(other.path().join("deploy/base")).unwrap();
    let foreign = other.path().join("deploy/base/kustomization.yaml");
    fs::write(&foreign, "mine: true\n").unwrap();
    for arguments in [&["render"][..], &["render", "--force"]] {
        gen_in(other.path(), arguments)
            .expect(2)
            .says("deploy/base/kustomization.yaml");
        assert_eq!(fs::read_to_string(&foreign).unwrap(), "mine: true\n");
    }
}

#[test]
fn broken_projects_write_nothing() {
    for toml in [
        "[alerts.A]\nexpr = 'sum('\n",
        "[alerts.A\n",
        "[alerts.A]\nexpr = 'up'\nsummery = \"x\"\n",
    ] {
        let folder = folder_with(toml);
        for arguments in [
            &["render"][..],
            &["render", "--check"],
            &["build"],
            &["check"],
        ] {
            let run = gen_in(folder.path(), arguments)
                .expect(1)
                .says("--> gen.toml:")
                .says("1 error");
            assert_eq!(run.stdout, "", "{arguments:?}");
        }
        assert_eq!(tree(folder.path()), []);
    }
}

/// When the signal arrives is chance; whenever it does, the next run completes the tree.
#[cfg(unix)]
#[test]
fn an_interrupted_run_is_completed_by_the_next() {
    let folder = started();
    for delay in [0, 2, 5, 10, 20, 40] {
        let path = folder.path().join(format!("out{delay}"));
        let out = path.to_str().unwrap();
        let mut child = command(folder.path(), &["render", "--quiet", "--out", out])
            .spawn()
            .unwrap();
        thread::sleep(Duration::from_millis(delay));
        let process = child.id().to_string();
        Command::new("kill")
            .args(["-s", "INT", &process])
            .status()
            .unwrap();
        child.wait().unwrap();
        gen_in(folder.path(), &["render", "--out", out]).expect(0);
        gen_in(folder.path(), &["render", "--out", out, "--check"]).expect(0);
    }
}
