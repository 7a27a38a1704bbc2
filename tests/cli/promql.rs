//! `gen promql`: texts for people, JSON lines for programs.

use crate::run::{Run, command, finish, gen_in};
use serde_json::{Value, json};
use std::{
    fs::{self, File},
    io::{BufRead, BufReader, Read, Seek, Write},
    path::{Path, PathBuf},
    process::Stdio,
};

fn run(arguments: &[&str]) -> Run {
    gen_in(Path::new("."), arguments)
}

/// A run with this standard input.
fn fed(arguments: &[&str], input: &[u8]) -> Run {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(input).unwrap();
    file.rewind().unwrap();
    finish(command(Path::new("."), arguments).stdin(file))
}

fn lines(run: &Run) -> Vec<Value> {
    let lines = run.stdout.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn an_expression_is_checked_with_its_place() {
    let good = run(&["promql", "check", "sum(rate(up[5m]))"]).expect(0);
    assert_eq!(
        (good.stdout.as_str(), good.stderr.as_str()),
        ("", "no errors, the type is vector\n")
    );
    let quiet = run(&["promql", "check", "-q", "1"]).expect(0);
    assert_eq!(quiet.stderr, "");
    let bad = run(&["promql", "check", "sum(raet(up[5m])) + rate(up)"])
        .expect(1)
        .says("--> <expression>:1:5\n")
        .says("1 | sum(raet(up[5m])) + rate(up)\n  |     ^^^^\n")
        .says("did you mean `rate`?")
        .says("2 errors\n");
    assert_eq!(bad.stdout, "");
    run(&["promql", "check", "--", "-up"]).expect(0);
    run(&["promql", "check", ""])
        .expect(1)
        .says("expected an expression");
}

#[test]
fn standard_input_is_read_without_a_text_or_for_a_dash() {
    for arguments in [&["promql", "check"][..], &["promql", "check", "-"]] {
        fed(arguments, b"sum(\n  up\n  up)")
            .expect(1)
            .says("--> <expression>:3:3\n");
        for language in [&[][..], &["--series"], &["--template"]] {
            fed(&[arguments, language].concat(), b"up \xff")
                .expect(2)
                .says("cannot read standard input: it is no UTF-8: byte 3, in line 1");
        }
    }
    let long = "sum by(x)(rate(requests_total{code=~\"5..\"}[5m]))/on(x)sum by(x)(rate(requests_total{code!~\"5..\"}[5m]))\n";
    let pretty = fed(&["promql", "format"], long.as_bytes()).expect(0).stdout;
    assert_eq!(
        pretty,
        "  sum by (x) (rate(requests_total{code=~\"5..\"}[5m]))\n/ on (x)\n  sum by (x) (rate(requests_total{code!~\"5..\"}[5m]))\n"
    );
    assert_eq!(
        run(&["promql", "format", "a  +b"]).expect(0).stdout,
        "a + b\n"
    );
    assert_eq!(
        run(&["promql", "format", "a  +"])
            .expect(1)
            .says("1 error")
            .stdout,
        ""
    );
}

#[test]
fn features_and_placeholders_are_off_until_they_are_named() {
    let cases: [(&[&str], &str, i32); 12] = [
        (&[], "limitk(1, up)", 1),
        (&["--features", "all"], "limitk(1, up)", 0),
        (&["--features", "none"], "limitk(1, up)", 1),
        (&["--target", "3.13"], "rate(up[2 * 5m])", 1),
        (&["--target", "3.14"], "rate(up[2 * 5m])", 0),
        (
            &["--target", "3.4", "--features", "promql-duration-expr"],
            "rate(up[2 * 5m])",
            0,
        ),
        (
            &["--target", "v2.35.0"],
            "holt_winters(up[1h], 0.5, 0.5)",
            0,
        ),
        (
            &["--features", "promql-experimental-functions"],
            "limitk(1, up)",
            0,
        ),
        (
            &["--features", "promql-experimental-functions"],
            "up[5m] anchored",
            1,
        ),
        (
            &[
                "--features",
                "promql-binop-fill-modifiers,promql-extended-range-selectors",
            ],
            "up[5m] anchored",
            0,
        ),
        (&[], "rate(up[$__interval])", 1),
        (&["--placeholders"], "rate(up[$__interval])", 0),
    ];
    for (flags, text, code) in cases {
        for act in ["check", "format"] {
            run(&[&["promql", act, text], flags].concat()).expect(code);
        }
    }
    run(&[
        "promql",
        "check",
        "--features",
        "promql-experimental-function",
        "1",
    ])
    .expect(2)
    .says("did you mean `promql-experimental-functions`?");
    run(&["promql", "check", "--features", "x", "1"])
        .expect(2)
        .says("there is no feature `x`");
    run(&["promql", "check", "--target", "2.34", "1"])
        .expect(2)
        .says("from Prometheus 2.35 on");
    run(&["promql", "check", "--target", "new", "1"])
        .expect(2)
        .says("this is not a version");
    run(&["promql", "check", "--target", "2.53", "info(up)"])
        .expect(1)
        .says("needs Prometheus 2.55 or later");
    run(&["promql", "check", "--jsonl", "1"])
        .expect(2)
        .says("cannot be used with");
}

#[test]
fn each_line_has_one_answer_with_exactly_these_fields() {
    let input =
        "{\"input\": \"up\", \"more\": [1]}\n\n{\"input\": \"ü\"}\r\n{\"input\": \"raet(up)\"}";
    let run = fed(&["promql", "check", "--jsonl"], input.as_bytes()).expect(1);
    assert_eq!(run.stderr, "");
    let answers = lines(&run);
    assert_eq!(
        answers[0],
        json!({ "input": "up", "ok": true, "type": "vector", "canonical": "up", "pretty": "up", "errors": [] })
    );
    let error = &answers[1]["errors"][0];
    assert_eq!(
        (&error["start"], &error["end"], &error["help"]),
        (&json!(0), &json!(2), &Value::Null)
    );
    assert_eq!(
        answers[2],
        json!({ "input": "raet(up)", "ok": false, "errors": [
            { "start": 0, "end": 4, "message": "unknown function `raet`", "help": "did you mean `rate`?" }
        ] })
    );
    assert_eq!(answers.len(), 3);
    for (text, kind) in [("1", "scalar"), ("'a'", "string"), ("up[1m]", "matrix")] {
        let line = json!({ "input": text }).to_string();
        let run = fed(&["promql", "check", "--jsonl"], line.as_bytes()).expect(0);
        assert_eq!(lines(&run)[0]["type"], kind);
    }
    assert_eq!(
        fed(&["promql", "check", "--jsonl"], b"").expect(0).stdout,
        ""
    );
}

#[test]
fn a_line_without_an_input_is_answered_and_exits_with_2() {
    let input = b"up\n{\"input\": 1}\n[]\n{\"inputs\": \"\"}\n{\"input\": \"a\xffb\"}\n{\"input\": \"\\ud800\"}\n{\"input\": \"up\"}\n";
    let run = fed(&["promql", "check", "--jsonl"], input)
        .expect(2)
        .says("6 lines have no input");
    let answers = lines(&run);
    assert_eq!(answers.len(), 7);
    for answer in &answers[..6] {
        assert_eq!(
            (&answer["input"], &answer["ok"]),
            (&Value::Null, &json!(false))
        );
        assert_eq!(answer["errors"].as_array().unwrap().len(), 1);
    }
    assert_eq!(answers[4]["errors"][0]["start"], 12);
    assert_eq!(answers[6]["ok"], true);
}

#[test]
fn series_are_judged_the_same_way() {
    run(&["promql", "check", "--series", "up{a=\"b\"} 0+1x5 _ stale"]).expect(0);
    run(&["promql", "check", "--series", "up 1+1 stal"])
        .expect(1)
        .says("--> <series>:1:4\n")
        .says("did you mean `stale`?")
        .says("2 errors");
    let input = "{\"input\": \"up{a='b'}  1x3\"}\n{\"input\": \"up 1x\"}\n";
    let run = fed(
        &["promql", "check", "--jsonl", "--series"],
        input.as_bytes(),
    )
    .expect(1);
    let answers = lines(&run);
    let canonical = "up{a=\"b\"} 1x3";
    assert_eq!(
        answers[0],
        json!({ "input": "up{a='b'}  1x3", "ok": true, "type": "series", "canonical": canonical, "pretty": canonical, "errors": [] })
    );
    assert_eq!(answers[1]["errors"][0]["start"], 5);
}

#[test]
fn templates_are_judged_the_same_way() {
    run(&["promql", "check", "--template", "{{ $labels.job }} is down"]).expect(0);
    run(&[
        "promql",
        "check",
        "--template",
        "{{ $label.job | humanise }}",
    ])
    .expect(1)
    .says("--> <template>:1:4\n")
    .says("did you mean `$labels`?")
    .says("2 errors");
    let input = "{\"input\": \"{{ gt $value 5 }}\"}\n{\"input\": \"é{{ end }}\"}\n";
    let run = fed(
        &["promql", "check", "--jsonl", "--template"],
        input.as_bytes(),
    )
    .expect(1);
    let answers = lines(&run);
    let text = "{{ gt $value 5 }}";
    assert_eq!(
        answers[0],
        json!({ "input": text, "ok": true, "type": "template", "canonical": text, "pretty": text, "errors": [] })
    );
    assert_eq!(answers[1]["errors"][0]["start"], 5);
}

#[test]
fn an_answer_comes_before_the_next_line_is_written() {
    let mut child = command(Path::new("."), &["promql", "check", "--jsonl"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    for (asked, kind) in [
        ("{\"input\": \"1\"}\n\n{\"inp", "scalar"),
        ("ut\": \"up\"}\n", "vector"),
    ] {
        input.write_all(asked.as_bytes()).unwrap();
        let mut answer = String::new();
        output.read_line(&mut answer).unwrap();
        assert!(answer.contains(&format!("\"type\":\"{kind}\"")), "{answer}");
    }
    drop(input);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_reader_of_answers_that_goes_away_is_no_error() {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all("{\"input\": \"up\"}\n".repeat(100_000).as_bytes())
        .unwrap();
    file.rewind().unwrap();
    let mut child = command(Path::new("."), &["promql", "check", "--jsonl"])
        .stdin(file)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut few = [0; 10];
    child.stdout.take().unwrap().read_exact(&mut few).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr), (Some(0), Vec::new()));
}

/// The text alone and as a line of JSON ends in an error, and not in a signal.
fn ends_with_errors(flags: &[&str], text: &str) {
    fed(&[&["promql", "check"], flags].concat(), text.as_bytes())
        .expect(1)
        .says("error");
    let line = json!({ "input": text }).to_string();
    let arguments = [&["promql", "check", "--jsonl"], flags].concat();
    let run = fed(&arguments, line.as_bytes()).expect(1);
    assert_eq!(lines(&run)[0]["ok"], false);
}

#[test]
fn enormous_texts_end_with_a_verdict() {
    let parentheses = "(".repeat(1_000_000);
    let long = format!("up{}", " or up".repeat(200_000));
    let unclosed = format!("up{{a=\"{}", "x".repeat(10_000_000));
    for text in [parentheses.clone(), long, unclosed] {
        ends_with_errors(&[], &text);
        ends_with_errors(&["--series"], &text);
    }
    for text in [
        format!("up {}", "{".repeat(1_000_000)),
        format!("up {}", "1+".repeat(5_000_000)),
        format!("up {{{{{}", "buckets:[1 ".repeat(1_000_000)),
    ] {
        ends_with_errors(&["--series"], &text);
    }
    for text in [
        format!("{{{{ {parentheses}"),
        format!("{{{{ 1 {}", "| len ".repeat(100_000)),
        "{{ if 1 }}".repeat(100_000),
        "{{ end }}".repeat(100_000),
        format!("{{{{ \"{}", "x".repeat(10_000_000)),
    ] {
        ends_with_errors(&["--template"], &text);
    }
    let name = |length| json!({ "input": "x".repeat(length) }).to_string();
    fed(&["promql", "check", "--jsonl"], name(1_500_000).as_bytes()).expect(0);
    fed(&["promql", "check", "--jsonl"], name(10_000_000).as_bytes()).expect(1);
    fed(
        &["promql", "check"],
        "rate(up,".repeat(1_000_000).as_bytes(),
    )
    .expect(1)
    .says("longer than 1.5 MiB");
    let endless = [vec![b'x'; 70 << 20], b"\n{\"input\": \"1\"}".to_vec()].concat();
    let run = fed(&["promql", "check", "--jsonl"], &endless).expect(2);
    assert_eq!(
        lines(&run)[0]["errors"][0]["message"],
        "the line is longer than 64 MiB"
    );
    assert_eq!(lines(&run)[1]["ok"], true);
    fed(&["promql", "check"], &endless)
        .expect(2)
        .says("larger than 64 MiB");
}

/// As in `tests/promql.rs`, where the corpora are compared inside the process.
fn find_corpus(name: &str) -> Option<PathBuf> {
    let relative = format!("shared/corpora/promql/{name}.jsonl");
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|folder| folder.join(&relative))
        .find(|path| path.exists())
}

#[test]
fn the_command_judges_the_corpora_as_prometheus_does() {
    for name in ["parser", "queries", "rules"] {
        let Some(path) = find_corpus(name) else {
            eprintln!("!!! corpus promql/{name}.jsonl is missing: nothing was compared");
            continue;
        };
        let text = fs::read_to_string(&path).unwrap();
        let answers = |features: &str| {
            let arguments = ["promql", "check", "--jsonl", "--features", features];
            let run = finish(command(Path::new("."), &arguments).stdin(File::open(&path).unwrap()));
            assert!(run.code.is_some_and(|code| code < 2), "{}", run.stderr);
            lines(&run)
        };
        let (all, none) = (answers("all"), answers("none"));
        assert_eq!((all.len(), none.len()), (text.lines().count(), all.len()));
        for (line, (all, none)) in text.lines().zip(all.iter().zip(&none)) {
            let expected: Value = serde_json::from_str(line).unwrap();
            for field in ["input", "ok", "type", "canonical", "pretty"] {
                assert_eq!(all.get(field), expected.get(field), "{line}");
            }
            assert_eq!(none["ok"], expected["ok_default"], "{line}");
            assert_eq!(all["errors"] == json!([]), expected["ok"] == true, "{line}");
        }
    }
}
