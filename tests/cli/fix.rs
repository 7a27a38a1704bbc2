//! `gen check --fix`: certain changes are made, in the project file alone, whole or not at all.

use crate::run::{folder_with, gen_in, tree};
use std::{fs, path::Path};

/// Words in another spelling, and a date as a string, between comments and blanks of all kinds.
const MISSPELT: &str = "# 😀 metrics\r\n[metrics.jobs]   # here\n\n  type = \"Gauge\" # a gauge\nhelp= 'Jobs.'\n\
                        allow.metric.name-suffix = { reason = \"x\", until = \"2099-01-01\" }\n\
                        [alerts.A]\nexpr = '''\n  up == 0 # down\n'''\nkeep_firing_for = \"5m\"\n";

/// The same as it must be written.
const FIXED: &str = "# 😀 metrics\r\n[metrics.jobs]   # here\n\n  type = \"gauge\" # a gauge\nhelp= 'Jobs.'\n\
                     allow.metric.name-suffix = { reason = \"x\", until = 2099-01-01 }\n\
                     [alerts.A]\nexpr = '''\n  up == 0 # down\n'''\nkeep-firing-for = \"5m\"\n";

fn project(path: &Path) -> String {
    fs::read_to_string(path.join("gen.toml")).unwrap()
}

#[test]
fn certain_changes_are_made_and_nothing_else() {
    let folder = folder_with(MISSPELT);
    let path = folder.path();
    let run = gen_in(path, &["check", "--fix"])
        .expect(0)
        .says("fixed gen.toml:8:10: error[project/bad-value]: `Gauge` is not possible here\n")
        .says("error[project/unknown-key]: `A` has no key `keep_firing_for`\n")
        .says("wrote gen.toml: 3 changes\n")
        .says("warning[lint/unused-allow]");
    assert_eq!(run.stdout, "");
    assert!(project(path).ends_with(FIXED), "{}", project(path));
    assert_eq!(tree(path), [], "no other file is written");
    gen_in(path, &["check", "--fix"])
        .expect(0)
        .says("nothing to fix\n");
}

#[test]
fn what_somebody_may_have_meant_is_not_made() {
    let toml = "[metrics.jobs]\ntype = \"guage\"\nhelp = \"Jobs.\"\n[alerts.A]\nexpr = 'up == 0'\nsumary = \"x\"\n";
    let folder = folder_with(toml);
    let before = project(folder.path());
    gen_in(folder.path(), &["check", "--fix"])
        .expect(1)
        .says("nothing to fix\n")
        .says("did you mean `gauge`?");
    assert_eq!(project(folder.path()), before);
}

#[test]
fn two_keys_of_one_word_are_left_alone() {
    for toml in [
        "[alerts.A]\nexpr = 'up == 0'\nkeep_firing_for = \"5m\"\nkeepFiringFor = \"6m\"\n",
        "[alerts.A]\nexpr = 'up == 0'\nkeep_firing_for = \"5m\"\nkeep-firing-for = \"6m\"\n",
    ] {
        let folder = folder_with(toml);
        let before = project(folder.path());
        gen_in(folder.path(), &["check", "--fix"])
            .expect(1)
            .says("nothing to fix\n");
        assert_eq!(project(folder.path()), before);
    }
}

#[test]
fn a_diff_is_printed_and_nothing_written() {
    for flag in ["--diff", "--dry-run"] {
        let folder = folder_with(MISSPELT);
        let before = project(folder.path());
        let run = gen_in(folder.path(), &["check", "--fix", flag])
            .expect(1)
            .says("nothing was written\n");
        assert!(
            run.stdout
                .starts_with("--- a/gen.toml\n+++ b/gen.toml\n@@ "),
            "{}",
            run.stdout
        );
        assert!(
            run.stdout
                .contains("-keep_firing_for = \"5m\"\n+keep-firing-for = \"5m\"\n")
        );
        assert_eq!(project(folder.path()), before);
    }
    let clean = folder_with("");
    let run = gen_in(clean.path(), &["check", "--fix", "--diff"]).expect(0);
    assert_eq!(run.stdout, "");
    for wrong in [
        &["check", "--diff"][..],
        &["check", "--fix", "--diff", "--format", "json"],
    ] {
        gen_in(clean.path(), wrong).expect(2);
    }
}

#[test]
#[cfg(unix)]
fn a_link_and_a_read_only_file_are_refused() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = folder_with(MISSPELT);
    let path = folder.path();
    let before = project(path);
    let file = path.join("gen.toml");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o444)).unwrap();
    gen_in(path, &["check", "--fix"])
        .expect(2)
        .says("`gen.toml` was not written: it is read-only");
    let elsewhere = tempfile::tempdir().unwrap();
    symlink(&file, elsewhere.path().join("gen.toml")).unwrap();
    gen_in(elsewhere.path(), &["check", "--fix"])
        .expect(2)
        .says("`gen.toml` was not written: it is a symbolic link; name the file itself");
    assert_eq!(project(path), before);
    assert_eq!(tree(path), []);
}

#[test]
fn known_findings_are_not_changed() {
    // No check has a certain change of text yet that a baseline could name: what is no check is changed whatever it names.
    let folder = folder_with(MISSPELT);
    let path = folder.path();
    let known = "{\"format\": 1, \"findings\": [{\"check\": \"project/bad-value\", \"message\": \"`Gauge` is not possible here\", \
                 \"text\": \"\\\"Gauge\\\"\"}]}";
    fs::write(path.join("gen.baseline.json"), known).unwrap();
    gen_in(path, &["check", "--fix"])
        .expect(0)
        .says("wrote gen.toml: 3 changes\n");
}
