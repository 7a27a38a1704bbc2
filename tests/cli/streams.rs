//! Color, quiet, verbose, streams that end early.

use crate::run::{WARNED, command, finish, folder_with, gen_in, started};
use std::{
    fs::File,
    io::{BufRead, BufReader},
    process::Stdio,
};

const ESCAPE: char = '\u{1b}';

#[test]
fn color_is_for_terminals_or_on_demand() {
    let folder = folder_with(WARNED);
    let path = folder.path();
    let colored = |arguments: &[&str], no_color: Option<&str>| {
        let mut command = command(path, arguments);
        command.env("CLICOLOR_FORCE", "1");
        if let Some(value) = no_color {
            command.env("NO_COLOR", value);
        }
        finish(&mut command).stderr.contains(ESCAPE)
    };
    assert!(!colored(&["check"], None), "piped");
    assert!(!colored(&["check", "--color", "never"], None));
    assert!(!colored(&["check"], Some("1")));
    assert!(colored(&["check", "--color", "always"], None));
    assert!(
        colored(&["check", "--color", "always"], Some("1")),
        "asked for"
    );
    assert!(colored(
        &["check", "--project", "none", "--color", "always"],
        None
    ));
    assert!(!colored(&["check", "--project", "none"], None));
}

#[test]
fn quiet_says_nothing_but_errors() {
    let folder = folder_with(WARNED);
    let path = folder.path();
    for arguments in [
        &["check", "-q"][..],
        &["render", "-q"],
        &["render", "--check", "-q"],
    ] {
        let run = gen_in(path, arguments).expect(0);
        assert_eq!(
            (run.stdout.as_str(), run.stderr.as_str()),
            ("", ""),
            "{arguments:?}"
        );
    }
    gen_in(path, &["check", "-q", "--deny", "warnings"])
        .expect(1)
        .says("1 error");
    gen_in(path, &["check", "-q", "--project", "none"])
        .expect(2)
        .says("cannot read");
    gen_in(path, &["check", "--verbose"])
        .expect(0)
        .says("reading gen.toml")
        .says("1 warning");
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let folder = tempfile::tempdir().unwrap();
    gen_in(folder.path(), &["init", "--example", "arks"]).expect(0);
    for arguments in [&["build"][..], &["schema"]] {
        let mut child = command(folder.path(), arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::with_capacity(16, child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(!line.is_empty());
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{arguments:?}");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_standard_output_is_an_error() {
    let folder = started();
    let full = File::options().write(true).open("/dev/full").unwrap();
    let run = finish(command(folder.path(), &["build"]).stdout(full));
    run.expect(2)
        .says("cannot write to standard output: No space left");
}
