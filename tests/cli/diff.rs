//! `gen diff`: files, revisions and the project, formats and exit codes.

use crate::run::{Run, command, finish, folder_with, gen_in};
use std::{fs, path::Path, process::Command};

/// A definition with this schema of `spec.size`.
fn definition(size: &str) -> String {
    format!(
        "apiVersion: apiextensions.k8s.io/v1\n\
         kind: CustomResourceDefinition\n\
         metadata:\n  name: runs.shop.example.com\n\
         spec:\n  group: shop.example.com\n  names: {{kind: Run, plural: runs}}\n  scope: Namespaced\n  \
         versions:\n  - name: v1\n    served: true\n    storage: true\n    schema:\n      openAPIV3Schema:\n        \
         type: object\n        properties:\n          spec:\n            type: object\n            \
         properties:\n              size: {size}\n"
    )
}

const TEXT: &str = "{type: string}";
const LISTED: &str = "{type: string, enum: [small]}";

fn git(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new("git");
    let settings = ["user.name=a", "user.email=a@b", "commit.gpgsign=false"];
    for setting in settings {
        command.args(["-c", setting]);
    }
    let output = command.current_dir(folder).args(arguments).output();
    let output = output.expect("git is installed");
    assert!(output.status.success(), "{arguments:?}: {output:?}");
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// A repository where `spec.size` is text at `first`, and listed at HEAD.
fn repository(path: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "--quiet"]);
    for (size, tag) in [(TEXT, "first"), (LISTED, "second")] {
        write(folder.path(), path, &definition(size));
        git(folder.path(), &["add", "."]);
        git(folder.path(), &["commit", "--quiet", "--message", tag]);
        git(folder.path(), &["tag", tag]);
    }
    folder
}

fn diff(folder: &Path, arguments: &[&str]) -> Run {
    let mut all = vec!["diff"];
    all.extend(arguments);
    gen_in(folder, &all)
}

const BREAKING: &str = "error[breaking]: `spec.size` takes only `small` now";

#[test]
fn two_files_are_compared_and_what_breaks_fails() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    write(path, "old.yaml", &definition(TEXT));
    write(path, "new.yaml", &definition(LISTED));
    let run = diff(path, &["old.yaml", "new.yaml"])
        .expect(1)
        .says(BREAKING);
    let run = run.says("--> new.yaml:20:36").says("change: 1 breaking");
    assert_eq!(run.stdout, "");
    diff(path, &["new.yaml", "old.yaml"])
        .expect(0)
        .says("compatible:\n  runs.shop.example.com v1: `spec.size` is no longer limited to listed values\n");
    diff(path, &["new.yaml", "new.yaml"])
        .expect(0)
        .says("no changes");
    let quiet = diff(path, &["new.yaml", "old.yaml", "--quiet"]).expect(0);
    assert_eq!(quiet.stderr, "");
}

#[test]
fn folders_lists_and_json_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let other = definition(TEXT).replace("runs", "walks");
    write(
        path,
        "old/all.yml",
        &format!("{}---\n{other}---\nkind: Service\n", definition(TEXT)),
    );
    write(path, "old/values.yaml", "broken: [");
    let json = r#"{"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "walks.shop.example.com"}, "spec": {"scope": "Cluster"}}]}"#;
    write(path, "new/deep/list.json", json);
    diff(path, &["old", "new"])
        .expect(1)
        .says("the scope is `Cluster`, was `Namespaced`")
        .says("the definition `runs.shop.example.com` is gone");
}

#[test]
fn revisions_are_compared_with_the_working_tree_and_each_other() {
    let folder = repository("my crds/runs.yaml");
    let path = folder.path();
    diff(path, &[]).expect(0).says("no changes");
    let run = diff(path, &["first"]).expect(1).says(BREAKING);
    run.says("--> my crds/runs.yaml:20:")
        .says("::: first:my crds/runs.yaml:20:");
    for sides in [
        &["first..second"][..],
        &["first.."],
        &["first", "HEAD"],
        &["first...second"],
    ] {
        diff(path, sides).expect(1).says(BREAKING);
    }
    diff(path, &["second..first"]).expect(0).says("compatible");
    // What is not committed yet, also in files that git does not know.
    fs::remove_file(path.join("my crds/runs.yaml")).unwrap();
    write(path, "moved.yaml", &definition("{type: integer}"));
    diff(path, &["first"])
        .expect(1)
        .says("the type of `spec.size` is `integer`, was `string`");
    diff(path, &["first", "--", "my crds"])
        .expect(1)
        .says("`runs.shop.example.com` is gone");
    write(path, ".gitignore", "moved.yaml\n");
    diff(path, &["first"])
        .expect(1)
        .says("`runs.shop.example.com` is gone");
    diff(
        &path.join("my crds/.."),
        &["first..second", "--", "my crds/runs.yaml"],
    )
    .expect(1);
}

#[test]
fn three_dots_ask_what_a_branch_changed() {
    let folder = repository("crds/runs.yaml");
    let path = folder.path();
    git(path, &["checkout", "--quiet", "-b", "branch", "first"]);
    write(path, "notes.txt", "a branch");
    git(path, &["add", "."]);
    git(path, &["commit", "--quiet", "--message", "branch"]);
    diff(path, &["second..branch"])
        .expect(0)
        .says("1 compatible");
    diff(path, &["second...branch"])
        .expect(0)
        .says("no changes");
}

#[test]
fn what_the_project_emits_is_compared_with_what_is_committed() {
    let toml = "[crds.Run.versions.v1.schema]\nspec.size = \"string\"\n";
    let folder =
        folder_with(&toml.replace("[crds", "[crds.Run]\ngroup = \"shop.example.com\"\n\n[crds"));
    let path = folder.path();
    git(path, &["init", "--quiet"]);
    gen_in(path, &["render"]).expect(0);
    git(path, &["add", "."]);
    git(path, &["commit", "--quiet", "--message", "a"]);
    diff(path, &[]).expect(0).says("no changes");
    let file = path.join("gen.toml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(
        &file,
        text.replace("\"string\"", "'string | enum=[\"small\"]'"),
    )
    .unwrap();
    diff(path, &["HEAD"])
        .expect(1)
        .says(BREAKING)
        .says("--> gen.toml:9:")
        .says("::: HEAD:deploy/crds/shop.example.com_runs.yaml:");
    fs::create_dir(path.join("below")).unwrap();
    diff(&path.join("below"), &[])
        .expect(1)
        .says("--> ../gen.toml:9:");
    diff(path, &["--", "deploy"]).expect(0).says("no changes");
    fs::write(&file, "x").unwrap();
    diff(path, &[]).expect(2).says("the project has errors");
}

#[test]
fn json_and_markdown_are_products() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    write(
        path,
        "old.yaml",
        &definition("{type: string, pattern: 'a|b'}"),
    );
    write(
        path,
        "new.yaml",
        &definition("{type: string, pattern: 'a|b|c', minLength: 1}"),
    );
    let sides = ["old.yaml", "new.yaml", "--format"];
    let run = diff(path, &[&sides[..], &["markdown"]].concat()).expect(1);
    assert_eq!(run.stderr, "");
    insta::assert_snapshot!("diff_as_markdown", run.stdout);
    let run = diff(path, &[&sides[..], &["json"]].concat()).expect(1);
    insta::assert_snapshot!("diff_as_json", run.stdout);
    let same = diff(path, &["old.yaml", "old.yaml", "--format", "markdown"]).expect(0);
    assert_eq!(same.stdout, "### API: no changes\n");
}

#[test]
fn what_cannot_be_compared_is_said_with_2() {
    let repository = repository("runs.yaml");
    let bare = tempfile::tempdir().unwrap();
    for folder in [repository.path(), bare.path()] {
        write(folder, "service.yaml", "apiVersion: v1\nkind: Service\n");
        write(folder, "broken.yaml", "a: [");
        write(folder, "runs.yaml", &definition(TEXT));
    }
    let inside: [(&[&str], &str); 6] = [
        (
            &["nowhere"],
            "`nowhere` is neither a path here nor a revision of the repository",
        ),
        (
            &["first..nowhere"],
            "`nowhere` is neither a path here nor a revision",
        ),
        (
            &["first", "runs.yaml"],
            "write `gen diff first -- runs.yaml`",
        ),
        (&["runs.yaml"], "there is no second one to compare it with"),
        (
            &["first", "--", "service.yaml"],
            "there is no CustomResourceDefinition below `service.yaml` on either side",
        ),
        (
            &["--", "--exec=x"],
            "there is no CustomResourceDefinition below `--exec=x` on either side",
        ),
    ];
    let outside: [(&[&str], &str); 5] = [
        (
            &["first"],
            "`first` is no path here, nor a revision: git says: not a git repository",
        ),
        (&["runs.yaml", "nowhere.yaml"], "there is no `nowhere.yaml`"),
        (
            &["service.yaml", "runs.yaml"],
            "`service.yaml` holds no CustomResourceDefinition",
        ),
        (&["broken.yaml", "runs.yaml"], "error[existing/syntax]"),
        (&["a", "b", "c"], "unexpected value"),
    ];
    let inside = inside.iter().map(|case| (repository.path(), case));
    let outside = outside.iter().map(|case| (bare.path(), case));
    for (folder, (arguments, message)) in inside.chain(outside) {
        let mut command = command(folder, &["diff"]);
        // The folder for temporary files may stand in a repository itself.
        command
            .args(*arguments)
            .env("GIT_CEILING_DIRECTORIES", folder.parent().unwrap());
        assert_eq!(
            finish(&mut command).expect(2).says(message).stdout,
            "",
            "{arguments:?}"
        );
    }
    let mut command = command(repository.path(), &["diff", "first"]);
    finish(command.env("PATH", bare.path()))
        .expect(2)
        .says("there is no `git` to run");
}

#[test]
fn what_is_left_out_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    write(path, "old/runs.yaml", &definition(TEXT));
    write(path, "old/same.yaml", &definition(TEXT));
    write(
        path,
        "old/template.yaml",
        &format!("{{{{- if .Values.crds }}}}\n{}", definition(TEXT)),
    );
    write(path, "new/a.yaml", &definition(TEXT));
    write(path, "new/b.yaml", &definition(LISTED));
    write(
        path,
        "new/old.yaml",
        &definition(TEXT)
            .replace("io/v1", "io/v1beta1")
            .replace("runs", "walks"),
    );
    diff(path, &["old", "new"])
        .expect(0)
        .says("left out: old/template.yaml: the file is a template")
        .says("left out: `runs.shop.example.com` stands in new/a.yaml and otherwise in new/b.yaml; the first counts")
        .says("left out: `walks.shop.example.com` in new/old.yaml is of `apiextensions.k8s.io/v1beta1`")
        .says("no changes");
}
