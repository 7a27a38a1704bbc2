//! `gen check --write-baseline`: known findings are silent, by what they say.

use crate::run::{WARNED, folder_with, gen_in, tree};
use serde_json::Value;
use std::fs;

/// Two metrics that get a warning each.
fn two() -> String {
    format!("{WARNED}\n{}", WARNED.replace("worker", "other"))
}

#[test]
fn known_findings_are_silent_wherever_they_move_to() {
    let folder = folder_with(&two());
    let path = folder.path();
    gen_in(path, &["check", "--deny", "warnings"]).expect(1);
    gen_in(path, &["check", "--write-baseline"])
        .expect(0)
        .says("wrote gen.baseline.json: 2 findings\nno findings\n");
    let text = fs::read_to_string(path.join("gen.baseline.json")).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 7, "{text}");
    assert_eq!(
        lines[3],
        "    {\"check\":\"metric/name-suffix\",\"item\":\"metrics.other_jobs\",\"message\":\
         \"the counter `other_jobs` does not end with `_total`\",\"text\":\"other_jobs\"},"
    );
    let toml = fs::read_to_string(path.join("gen.toml")).unwrap();
    fs::write(path.join("gen.toml"), format!("\n\n# moved\n{toml}")).unwrap();
    gen_in(path, &["check", "--deny", "warnings"])
        .expect(0)
        .says("no findings");
    let render = gen_in(path, &["render"]).expect(0);
    assert!(!render.stderr.contains("warning"), "{}", render.stderr);
    let new = WARNED.replace("worker", "new");
    fs::write(path.join("gen.toml"), format!("{toml}\n{new}")).unwrap();
    let run = gen_in(path, &["check"]).expect(0).says("`new_jobs`");
    assert!(run.stderr.ends_with("1 warning\n") && !run.stderr.contains("worker"));
    gen_in(path, &["check", "--write-baseline"]).expect(0);
    let again = fs::read_to_string(path.join("gen.baseline.json")).unwrap();
    assert!(again.contains("new_jobs") && again.contains("worker_jobs"));
}

#[test]
fn what_is_gone_is_told() {
    let folder = folder_with(&two());
    let path = folder.path();
    gen_in(path, &["check", "--write-baseline"]).expect(0);
    let toml = fs::read_to_string(path.join("gen.toml")).unwrap();
    let solved = toml.replace("worker_jobs", "worker_jobs_total");
    fs::write(path.join("gen.toml"), solved).unwrap();
    let gone = "note: gen.baseline.json names 1 finding that is gone; `gen check --write-baseline` drops them\n  \
                metric/name-suffix: the counter `worker_jobs` does not end with `_total`\n";
    gen_in(path, &["check"]).expect(0).says(gone);
    for arguments in [&["check", "--allow", "metric"][..], &["check", "--quiet"]] {
        let run = gen_in(path, arguments).expect(0);
        assert!(!run.stderr.contains("gone"), "{arguments:?}");
    }
    fs::write(path.join("gen.toml"), "x").unwrap();
    let broken = gen_in(path, &["check"]).expect(1);
    assert!(!broken.stderr.contains("gone"), "errors hide findings");
}

#[test]
fn a_baseline_knows_how_many_and_no_errors() {
    let alert = "expr = 'up == 0'\ndescription = \"{{ if gt $value 5 }}a{{ end }}\"\n";
    let folder = folder_with(&format!("[alerts.A]\n{alert}"));
    let path = folder.path();
    gen_in(path, &["check"]).expect(1);
    gen_in(path, &["check", "--write-baseline"]).expect(0);
    gen_in(path, &["render"]).expect(0);
    let toml = fs::read_to_string(path.join("gen.toml")).unwrap();
    fs::write(
        path.join("gen.toml"),
        format!("{toml}\n[alerts.B]\n{alert}"),
    )
    .unwrap();
    gen_in(path, &["check"]).expect(1).says("1 error");
    fs::write(path.join("gen.toml"), format!("{toml}summry = 1\n")).unwrap();
    let before = tree(path);
    gen_in(path, &["check", "--write-baseline"])
        .expect(1)
        .says("no baseline was written: the project has errors");
    assert_eq!(tree(path), before);
}

#[test]
fn a_baseline_is_named_and_a_damaged_one_explained() {
    let folder = folder_with(WARNED);
    let path = folder.path();
    gen_in(path, &["check", "--write-baseline", "known.json"])
        .expect(0)
        .says("wrote known.json: 1 finding\n");
    gen_in(path, &["check", "--deny", "warnings"]).expect(1);
    gen_in(
        path,
        &["check", "--deny", "warnings", "--baseline", "known.json"],
    )
    .expect(0);
    gen_in(path, &["check", "--baseline", "none.json"])
        .expect(2)
        .says("cannot read `none.json`");
    let cases = [
        ("", "is no baseline: EOF while parsing"),
        (
            "{\"format\": 9, \"findings\": []}",
            "its format is 9, this gen knows 1",
        ),
        (
            "{\"format\": 1, \"findings\": [{}]}",
            "missing field `check` at line 1 column 29",
        ),
    ];
    for (text, message) in cases {
        fs::write(path.join("gen.baseline.json"), text).unwrap();
        for command in ["check", "render"] {
            gen_in(path, &[command])
                .expect(2)
                .says(message)
                .says("`gen check --write-baseline` writes it anew");
        }
    }
    gen_in(path, &["check", "--write-baseline"]).expect(0);
    gen_in(path, &["check", "--write-baseline", "none/known.json"])
        .expect(2)
        .says("cannot write `none/known.json`");
    gen_in(path, &["check", "--write-baseline", "--fix"])
        .expect(2)
        .says("cannot be used with");
}

#[test]
fn sarif_tells_known_findings_as_suppressed() {
    let folder = folder_with(WARNED);
    let path = folder.path();
    gen_in(path, &["check", "--write-baseline"]).expect(0);
    let more = WARNED.replace("worker", "other");
    let toml = fs::read_to_string(path.join("gen.toml")).unwrap();
    fs::write(path.join("gen.toml"), format!("{toml}\n{more}")).unwrap();
    let run = gen_in(path, &["check", "--format", "sarif"]).expect(0);
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    let results = report["runs"][0]["results"].as_array().unwrap();
    let kinds: Vec<Option<&str>> = results
        .iter()
        .map(|result| result["suppressions"][0]["kind"].as_str())
        .collect();
    assert_eq!(kinds, [Some("external"), None]);
    let json = gen_in(path, &["check", "--format", "json"]).expect(0);
    let report: Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(report["findings"].as_array().unwrap().len(), 1);
}
