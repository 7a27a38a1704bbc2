//! `gen check`: formats and levels.

use crate::run::{WARNED, folder_with, gen_in};
use serde_json::Value;

/// An error with every part: a place, another place, a change.
const BROKEN: &str = "[metrics.jobs]\ntype = \"guage\"\nhelp = \"Jobs.\"\n";

#[test]
fn warnings_exit_with_0_unless_they_are_denied() {
    let cases: [(&[&str], i32, &str); 9] = [
        (&[], 0, "1 warning"),
        (&["--deny", "warnings"], 1, "1 error"),
        (
            &["--deny", "metric/name-suffix"],
            1,
            "error[metric/name-suffix]",
        ),
        (&["--deny", "metric"], 1, "1 error"),
        (&["--deny", "alert"], 0, "1 warning"),
        (&["--allow", "metric/name-suffix"], 0, "no findings"),
        (
            &["--allow", "metric", "--warn", "metric/name-suffix"],
            0,
            "1 warning",
        ),
        (
            &["--deny", "warnings", "--allow", "metric"],
            0,
            "no findings",
        ),
        (
            &["--deny", "metric", "--allow", "metric/name-suffix"],
            0,
            "no findings",
        ),
    ];
    let folder = folder_with(WARNED);
    for (arguments, code, message) in cases {
        let all = [&["check"], arguments].concat();
        assert_eq!(
            gen_in(folder.path(), &all)
                .expect(code)
                .says(message)
                .stdout,
            ""
        );
    }
}

#[test]
fn the_command_line_knows_its_checks() {
    let folder = folder_with(WARNED);
    let cases = [
        (
            "--deny",
            "metric/name-sufix",
            "did you mean `metric/name-suffix`?",
        ),
        (
            "--allow",
            "name-suffix",
            "did you mean `metric/name-suffix`?",
        ),
        ("--deny", "warning", "did you mean `warnings`?"),
        ("--warn", "metrics", "did you mean `metric`?"),
        ("--allow", "warnings", "there is no check `warnings`"),
        (
            "--deny",
            "model/conflict",
            "there is no check `model/conflict`",
        ),
    ];
    for (flag, name, message) in cases {
        gen_in(folder.path(), &["check", flag, name])
            .expect(2)
            .says(message);
    }
}

#[test]
fn people_read_on_standard_error() {
    let folder = folder_with(BROKEN);
    for format in ["human", "concise"] {
        let run = gen_in(folder.path(), &["check", "--format", format]).expect(1);
        assert_eq!(run.stdout, "");
        assert!(
            run.stderr
                .contains("error[project/bad-value]: `guage` is not possible here")
        );
        assert!(run.stderr.contains("gen.toml:6:8") && run.stderr.ends_with("1 error\n"));
    }
}

#[test]
fn programs_read_json_on_standard_output() {
    let folder = folder_with(BROKEN);
    let run = gen_in(folder.path(), &["check", "--format", "json"]).expect(1);
    assert_eq!(run.stderr, "");
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    let finding = &report["findings"][0];
    let keys = |value: &Value| {
        value
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect::<Vec<_>>()
    };
    assert_eq!(
        keys(finding),
        [
            "name", "level", "message", "item", "place", "label", "related", "notes", "help",
            "trace"
        ]
    );
    assert_eq!(finding["name"], "project/bad-value");
    assert_eq!(finding["level"], "error");
    let place = [
        ("line", 6),
        ("column", 8),
        ("end_line", 6),
        ("end_column", 15),
        ("start", 66),
        ("end", 73),
    ];
    assert_eq!(finding["place"]["file"], "gen.toml");
    for (key, number) in place {
        assert_eq!(finding["place"][key], number, "{key}");
    }
    let edit = &finding["help"][0]["edits"][0];
    assert_eq!(
        (&edit["text"], &edit["place"]),
        (&Value::from("\"gauge\""), &finding["place"])
    );
}

#[test]
fn json_is_printed_whole_without_findings_with_warnings_and_with_syntax_errors() {
    let cases = [("", 0, 0), (WARNED, 0, 1), ("[metrics.a\n[b\n", 1, 2)];
    for (toml, code, count) in cases {
        let folder = folder_with(toml);
        for flags in [
            &["check", "--format", "json"][..],
            &["check", "--format", "json", "--color", "always"],
        ] {
            let run = gen_in(folder.path(), flags).expect(code);
            let report: Value = serde_json::from_str(&run.stdout).unwrap();
            assert_eq!(
                report["findings"].as_array().unwrap().len(),
                count,
                "{toml}"
            );
        }
    }
}

#[test]
fn names_cannot_write_to_the_terminal() {
    let folder = folder_with("\"a\\u001b[31m\\nb\" = 1\n");
    for format in ["human", "concise"] {
        let run = gen_in(folder.path(), &["check", "--format", format]).expect(1);
        assert!(!run.stderr.contains('\u{1b}'), "{}", run.stderr);
    }
    let run = gen_in(folder.path(), &["check", "--format", "concise"]);
    assert_eq!(run.stderr.lines().count(), 2, "{}", run.stderr);
}

#[test]
fn the_day_counts_in_check_alone() {
    let toml =
        format!("{WARNED}allow.metric.name-suffix = {{ reason = \"x\", until = 2024-02-29 }}\n");
    let folder = folder_with(&toml);
    let path = folder.path();
    gen_in(path, &["check"]).expect(0).says(
        "warning[lint/expired-allow]: the exception from `metric/name-suffix` ended on 2024-02-29",
    );
    gen_in(path, &["check", "--today", "2024-02-29"])
        .expect(0)
        .says("no findings");
    gen_in(path, &["check", "--today", "2024-03-01", "--deny", "lint"])
        .expect(1)
        .says("today is 2024-03-01");
    for command in ["render", "build"] {
        assert!(!gen_in(path, &[command]).expect(0).stderr.contains("lint/"));
    }
    for wrong in ["2024-02-30", "tomorrow", "01.03.2024"] {
        gen_in(path, &["check", "--today", wrong])
            .expect(2)
            .says("expected a day of the calendar, such as 2027-06-30");
    }
}

#[test]
fn programs_read_every_other_format_on_standard_output() {
    let folder = folder_with(BROKEN);
    let begins = [
        (
            "sarif",
            "{\n  \"$schema\": \"https://docs.oasis-open.org/sarif/",
        ),
        (
            "github",
            "::error file=gen.toml,line=6,col=8,endLine=6,endColumn=15,title=project/bad-value::",
        ),
        (
            "junit",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"gen check\" tests=\"1\" failures=\"1\">",
        ),
    ];
    for (format, begin) in begins {
        let run = gen_in(folder.path(), &["check", "--format", format]).expect(1);
        assert_eq!(run.stderr, "");
        assert!(run.stdout.starts_with(begin), "{}", run.stdout);
    }
    let folder = folder_with("");
    let empty = gen_in(folder.path(), &["check", "--format", "junit"]).expect(0);
    assert!(
        empty
            .stdout
            .contains("<testcase name=\"no findings\" classname=\"gen.toml\"/>")
    );
    let empty = gen_in(folder.path(), &["check", "--format", "github"]).expect(0);
    assert_eq!(empty.stdout, "");
}

#[test]
fn programs_read_no_path_of_the_machine() {
    let folder = folder_with(BROKEN);
    let below = folder.path().join("a");
    std::fs::create_dir(&below).unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let whole = folder.path().to_str().unwrap();
    for format in ["sarif", "github", "junit"] {
        let plain = gen_in(folder.path(), &["check", "--format", format]).expect(1);
        let named = ["check", "--format", format, "--project", whole];
        assert_eq!(gen_in(folder.path(), &named).expect(1).stdout, plain.stdout);
        let expected = plain.stdout.replace(
            "\"uriBaseId\": \"SRCROOT\"",
            "\"uriBaseId\": \"PROJECTROOT\"",
        );
        for run in [
            gen_in(&below, &named[..3]),
            gen_in(elsewhere.path(), &named),
        ] {
            assert_eq!(run.expect(1).stdout, expected);
        }
    }
}

#[test]
fn files_that_the_project_names_are_told_from_here() {
    let folder = folder_with("[crds.Run]\ncrd-file = \"crds/run.yaml\"\n");
    std::fs::create_dir(folder.path().join("crds")).unwrap();
    std::fs::write(folder.path().join("crds/run.yaml"), "a: [\n").unwrap();
    let parent = folder.path().parent().unwrap();
    let name = folder.path().file_name().unwrap().to_str().unwrap();
    gen_in(parent, &["check", "--project", name])
        .expect(1)
        .says(&format!("{name}/crds/run.yaml:"));
}
