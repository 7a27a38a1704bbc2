//! What the program says about itself.

use crate::run::{Run, gen_in};

fn run(arguments: &[&str]) -> Run {
    gen_in(tempfile::tempdir().unwrap().path(), arguments)
}

#[test]
fn help_and_version_are_products() {
    let version = run(&["--version"]).expect(0);
    assert_eq!(
        version.stdout,
        format!("gen {}\n", env!("CARGO_PKG_VERSION"))
    );
    let help = run(&["--help"]).expect(0).stdout;
    for command in [
        "init",
        "render",
        "build",
        "check",
        "lint",
        "diff",
        "promql",
        "why",
        "explain",
        "schema",
        "completions",
        "man",
    ] {
        assert!(help.contains(&format!("\n  {command} ")), "{command}");
        assert!(
            run(&[command, "--help"])
                .expect(0)
                .stdout
                .contains("Usage: gen"),
            "{command}"
        );
    }
}

#[test]
fn wrong_usage_exits_with_2_and_an_empty_standard_output() {
    let cases: [(&[&str], &str); 8] = [
        (&[], "Usage: gen"),
        (&["rendr"], "a similar subcommand exists: 'render'"),
        (
            &["render", "--chek"],
            "a similar argument exists: '--check'",
        ),
        (&["completions"], "<SHELL>"),
        (&["check", "--format", "xml"], "possible values"),
        (&["check", "-q", "-v"], "cannot be used with"),
        (&["init", "--example", "none"], "possible values"),
        (
            &["explain", "name-suffix"],
            "did you mean `metric/name-suffix`?",
        ),
    ];
    for (arguments, message) in cases {
        assert_eq!(
            run(arguments).expect(2).says(message).stdout,
            "",
            "{arguments:?}"
        );
    }
}

#[test]
fn completions_and_the_manual_name_every_command() {
    for shell in ["bash", "zsh", "fish"] {
        let text = run(&["completions", shell]).expect(0).stdout;
        assert!(
            text.contains("render") && text.contains("explain"),
            "{shell}"
        );
    }
    let manual = run(&["man"]).expect(0).stdout;
    for part in [
        ".TH gen ",
        ".TH gen-render ",
        ".TH gen-check ",
        ".TH gen-promql-check ",
        "\\-\\-deny",
    ] {
        assert!(manual.contains(part), "{part}");
    }
}

#[test]
fn a_rule_is_explained_and_all_are_listed_by_their_first_sentence() {
    let text = run(&["explain", "metric/name-suffix"]).expect(0).stdout;
    assert!(
        text.starts_with("# metric/name-suffix\n\nLevel: warn.\n\nFinds metrics"),
        "{text}"
    );
    let text = run(&["explain", "project/syntax"]).expect(0).stdout;
    assert!(text.contains("Always an error."), "{text}");
    let list = run(&["explain"]).expect(0).stdout;
    for line in list.lines() {
        assert!(line.contains("  Finds "), "{line}");
    }
    let key = list
        .lines()
        .find(|line| line.starts_with("project/unknown-key"))
        .unwrap();
    assert!(
        key.ends_with("error  Finds keys and tables that gen.toml does not have"),
        "{key}"
    );
}
