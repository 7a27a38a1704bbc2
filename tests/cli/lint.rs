//! `gen lint`: files that gen did not make, from files to findings, changes and exit codes.

use crate::run::{Run, command, finish, folder_with, gen_in};
use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

/// A rule file with a rate of a gauge in each style of YAML.
const FAULTY: &str = "groups:\n- name: shop\n  rules:\n  - alert: Block\n    expr: |\n      # how fast\n      rate(node_load1[5m]) > 0\n  \
                      - alert: Quoted  # why\n    expr: 'rate(node_load1{a=\"it''s\"}[5m]) > 0'\n  \
                      - alert: Double\n    expr: \"rate(node_load1{a=\\\"b\\\"}[5m]) \\u003e 0\"\n";

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// A rule file with one alert.
fn alert(expr: &str) -> String {
    format!("groups:\n- name: shop\n  rules:\n  - alert: A\n    expr: {expr}\n")
}

fn lint(path: &Path, arguments: &[&str]) -> Run {
    let mut all = vec!["lint", "--format", "concise"];
    all.extend(arguments);
    gen_in(path, &all)
}

fn finish_with(command: &mut Command, text: &str) -> Run {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(text.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    Run {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn a_finding_stands_at_its_characters() {
    let folder = folder(&[("rules.yaml", FAULTY)]);
    let run = lint(folder.path(), &["rules.yaml"]).expect(1);
    let places: Vec<&str> = run
        .stderr
        .lines()
        .filter_map(|line| line.split_once(": error[promql/rate-on-gauge]"))
        .map(|(place, _)| place)
        .collect();
    assert_eq!(
        places,
        ["rules.yaml:7:7", "rules.yaml:9:12", "rules.yaml:11:12"],
        "{}",
        run.stderr
    );
    assert_eq!(run.stdout, "");
}

#[test]
fn folders_lists_and_texts_of_objects_are_read() {
    let rule = "rate(node_load1[5m])";
    let object = format!(
        "apiVersion: v1\nkind: List\nitems:\n- apiVersion: monitoring.coreos.com/v1\n  kind: PrometheusRule\n  metadata: {{name: a}}\n  spec:\n    \
         groups:\n    - name: a\n      partial_response_strategy: warn\n      rules:\n      - {{record: x, expr: '{rule}'}}\n---\n\
         apiVersion: v1\nkind: ConfigMap\ndata:\n  a.yaml: |\n    groups:\n    - name: a\n      rules:\n      \
         - {{record: x, expr: '{rule}'}}\n---\napiVersion: v1\nkind: Service\n"
    );
    let json = format!(
        "{{\"groups\": [{{\"name\": \"a\", \"rules\": [{{\"record\": \"x\", \"expr\": \"{rule}\"}}]}}]}}"
    );
    let folder = folder(&[
        ("b/objects.yml", &object),
        ("b/a.json", &json),
        ("b/readme.md", "{{"),
        ("c/empty.txt", ""),
    ]);
    let run = lint(folder.path(), &["b", "./b/a.json", "-v"])
        .expect(1)
        .says("not judged: Service in b/objects.yml\n");
    let places: Vec<&str> = run
        .stderr
        .lines()
        .filter_map(|line| line.split_once(": error"))
        .map(|(place, _)| place)
        .collect();
    assert_eq!(
        places,
        [
            "b/a.json:1:62",
            "b/objects.yml:12:28",
            "b/objects.yml:21:28"
        ],
        "{}",
        run.stderr
    );
    lint(folder.path(), &["c"])
        .expect(2)
        .says("cannot read `c`: the folder holds no *.yaml, *.yml or *.json");
}

#[test]
fn what_cannot_be_read_is_told_after_all_others() {
    let folder = folder(&[("a.yaml", &alert("up ==")), ("b.yaml", "")]);
    fs::write(folder.path().join("c.yaml"), b"a: \xff\n").unwrap();
    lint(
        folder.path(),
        &["missing.yaml", "a.yaml", "b.yaml", "c.yaml"],
    )
    .expect(2)
    .says("a.yaml:5:16: error[model/promql]")
    .says("error: cannot read `missing.yaml`: ")
    .says("error: cannot read `c.yaml`: it is no UTF-8: byte 3, in line 1");
}

#[test]
fn standard_input_is_a_file() {
    let folder = folder(&[]);
    let mut program = command(folder.path(), &["lint", "-", "--format", "concise"]);
    finish_with(&mut program, &alert("rate(node_load1[5m]) > 0"))
        .expect(1)
        .says("<stdin>:5:11: error[promql/rate-on-gauge]");
}

#[cfg(unix)]
#[test]
fn links_that_lead_in_a_circle_are_no_folders() {
    let folder = folder(&[("a/rules.yaml", &alert("up == 0"))]);
    std::os::unix::fs::symlink("..", folder.path().join("a/b")).unwrap();
    lint(folder.path(), &["a"]).expect(0).says("no findings\n");
}

#[test]
fn the_catalogue_is_a_project_or_samples() {
    let rules = alert("rate(shop_jobs[5m]) > 0");
    let folder = folder_with("[metrics.shop_jobs]\ntype = \"gauge\"\nhelp = \"Jobs.\"\n");
    let path = folder.path();
    fs::write(path.join("rules.yaml"), &rules).unwrap();
    fs::write(path.join("typo.yaml"), alert("shop_jos == 0")).unwrap();
    fs::write(
        path.join("metrics.txt"),
        "# TYPE shop_jobs gauge\nshop_jobs 1\n",
    )
    .unwrap();
    lint(path, &["rules.yaml", "typo.yaml"]).expect(0);
    for catalog in [["--project", "gen.toml"], ["--metrics", "metrics.txt"]] {
        let [option, file] = catalog;
        lint(path, &["rules.yaml", "typo.yaml", option, file])
            .expect(1)
            .says("rules.yaml:5:11: error[promql/rate-on-gauge]")
            .says("typo.yaml:5:11: warning[promql/unknown-metric]");
    }
    let both = ["rules.yaml", "--project", "gen.toml", "--metrics", "x"];
    lint(path, &both).expect(2);
    lint(
        path,
        &["rules.yaml", "--project", "gen.toml", "--environment", "x"],
    )
    .expect(2)
    .says("the project has no environment `x`");
}

#[test]
fn findings_of_the_project_itself_are_not_told() {
    let folder = folder_with(
        "[metrics.shop_jobs]\ntype = \"counter\"\nhelp = \"Jobs.\"\n[recordings.\"shop:jobs:rate5m\"]\nexpr = 'rate(shop_jobs[5m])'\n",
    );
    let path = folder.path();
    fs::write(path.join("rules.yaml"), alert("shop:jobs:rate5m > 1")).unwrap();
    gen_in(path, &["check"]).says("metric/name-suffix");
    lint(path, &["rules.yaml", "--project", "."])
        .expect(0)
        .says("no findings\n");
}

#[test]
fn recordings_of_all_files_are_known() {
    let recording = "groups:\n- name: a\n  rules:\n  - record: job:load:sum\n    expr: sum by (job) (node_load1)\n";
    let folder = folder(&[("a.yaml", recording), ("b.yaml", &alert("job:lod:sum > 1"))]);
    lint(folder.path(), &["b.yaml"])
        .expect(0)
        .says("no findings\n");
    lint(folder.path(), &["a.yaml", "b.yaml"])
        .expect(0)
        .says("b.yaml:5:11: warning[promql/unknown-metric]: `job:lod:sum` is declared nowhere");
}

#[test]
fn comments_silence_with_a_reason() {
    let rules = |comment: &str| {
        format!(
            "groups:\n- name: shop\n  rules:\n  {comment}\n  - alert: A\n    expr: rate(node_load1[5m]) > 0\n"
        )
    };
    let told = |comment: &str| {
        let folder = folder(&[("r.yaml", &rules(comment))]);
        let run = lint(folder.path(), &["r.yaml", "--today", "2026-07-01"]);
        let lines = run.stderr.lines().filter(|line| line.starts_with("r.yaml"));
        lines.map(str::to_string).collect::<Vec<_>>().join("\n")
    };
    let rate = "r.yaml:6:11: error[promql/rate-on-gauge]: `rate` of `node_load1`, which is a gauge";
    assert_eq!(told("# why"), rate);
    assert_eq!(told("# gen:allow promql/rate-on-gauge it only grows"), "");
    assert_eq!(
        told("# gen:allow promql/rate-on-gauge until=2026-06-30 it only grows"),
        "r.yaml:4:42: warning[lint/expired-allow]: the exception from `promql/rate-on-gauge` ended on 2026-06-30"
    );
    for (comment, message) in [
        (
            "# gen:allow promql/rate-on-gauge",
            "r.yaml:4:15: error[existing/bad-allow]: the exception has no reason",
        ),
        (
            "# gen:allow promql/rate-on-gaug x",
            "r.yaml:4:22: error[model/unknown-check]: there is no check `promql/rate-on-gaug`",
        ),
        (
            "# gen:alow promql/rate-on-gauge x",
            "r.yaml:4:9: error[existing/bad-allow]: a comment for gen says `gen:allow`, this one `gen:alow`",
        ),
        (
            "# gen:allow promql/raw-counter x",
            "r.yaml:4:22: warning[lint/unused-allow]: `promql/raw-counter` finds nothing here",
        ),
    ] {
        let found = told(comment);
        assert!(found.contains(message) && found.contains(rate), "{found}");
    }
}

#[test]
fn a_comment_is_about_what_it_stands_at() {
    let allow = "# gen:allow promql/rate-on-gauge x";
    let rate = "rate(node_load1[5m]) > 0";
    for text in [
        format!("{allow}\ngroups:\n- name: a\n  rules:\n  - alert: A\n    expr: {rate}\n"),
        format!("groups:\n- name: a\n  {allow}\n  rules:\n  - alert: A\n    expr: {rate}\n"),
        format!("groups:\n{allow}\n- name: a\n  rules:\n  - alert: A\n    expr: {rate}\n"),
        format!("groups:\n- name: a\n  rules:\n  - alert: A  {allow}\n    expr: {rate}\n"),
        format!(
            "groups:\n- name: a\n  rules:\n  - alert: A\n    expr: |\n      {allow}\n      {rate}\n"
        ),
        format!(
            "groups:\n- name: a\n  rules:\n  - alert: A\n    expr: {rate}\n    {allow}\n  - alert: B\n    expr: up == 0\n"
        ),
        format!("groups:\n- name: a\n  rules:\n  - {{alert: A, expr: '{rate}'}}  {allow}\n"),
    ] {
        let folder = folder(&[("r.yaml", &text)]);
        let run = lint(folder.path(), &["r.yaml", "--deny", "warnings"]);
        assert_eq!(run.code, Some(0), "{text}\n{}", run.stderr);
    }
    for text in [
        format!(
            "groups:\n- name: a\n  rules:\n  - alert: A\n    expr: {rate}\n  {allow}\n  - alert: B\n    expr: up == 0\n"
        ),
        format!(
            "groups:\n- name: a\n  rules:\n  - alert: A\n    expr: {rate}\n    annotations:\n      a: |\n        {allow}\n"
        ),
        format!("groups:\n- name: a\n  rules:\n  - alert: A\n    expr: {rate}\n{allow}\n"),
    ] {
        let folder = folder(&[("r.yaml", &text)]);
        lint(folder.path(), &["r.yaml"])
            .expect(1)
            .says("promql/rate-on-gauge");
    }
}

#[test]
fn a_baseline_silences_what_is_known() {
    let folder = folder(&[("rules.yaml", FAULTY)]);
    let path = folder.path();
    lint(path, &["rules.yaml", "--write-baseline"])
        .expect(0)
        .says("wrote lint.baseline.json: 3 findings\n");
    lint(path, &["rules.yaml"]).expect(0).says("no findings\n");
    fs::write(path.join("rules.yaml"), FAULTY.replacen("rate", "deriv", 1)).unwrap();
    lint(path, &["rules.yaml"])
        .expect(0)
        .says("`gen lint --write-baseline` drops them");
}

#[test]
fn certain_changes_keep_what_is_around_them() {
    let text = "groups:\n- name: a  # 😀\n  rules:\n  - alert: A\n    expr: \"up == bool 0\"   # why\n    for: 0s\n\n  - alert: B\n    \
                expr: |\n      up == bool 0\n";
    let folder = folder(&[("rules.yaml", text)]);
    let path = folder.path();
    let diff = lint(path, &["rules.yaml"]);
    let run = gen_in(path, &["lint", "rules.yaml", "--fix", "--diff"]);
    assert_eq!(
        fs::read_to_string(path.join("rules.yaml")).unwrap(),
        text,
        "{}{}",
        diff.stderr,
        run.stdout
    );
    let run = gen_in(path, &["lint", "rules.yaml", "--fix"]).says("wrote rules.yaml\n");
    let fixed = fs::read_to_string(path.join("rules.yaml")).unwrap();
    insta::assert_snapshot!("lint_fixed", format!("{fixed}\n{}", run.stderr));
}

#[test]
fn reports_are_those_of_check() {
    let folder = folder(&[("rules.yaml", &alert("rate(node_load1[5m]) > 0"))]);
    for format in ["json", "sarif", "github", "junit"] {
        let run = gen_in(folder.path(), &["lint", "rules.yaml", "--format", format]).expect(1);
        assert!(run.stdout.contains("rate-on-gauge"), "{}", run.stdout);
        assert!(run.stdout.contains("rules.yaml"), "{}", run.stdout);
    }
    let run = gen_in(folder.path(), &["lint", "rules.yaml"]).expect(1);
    insta::assert_snapshot!("lint_human", run.stderr);
}

#[test]
fn hostile_files_are_refused_in_bounded_time() {
    let mut laughs = String::from("groups: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let before = format!("*a{}, ", level - 1).repeat(10);
        laughs += &format!("a{level}: &a{level} [{before}]\n");
    }
    let deep = format!("groups: {}", "[".repeat(100_000));
    let parens = alert(&format!("{}up", "(".repeat(100_000)));
    let comments = alert(&"x # gen:allow a/b c\n#".repeat(2_000));
    let folder = folder(&[
        ("a.yaml", &laughs),
        ("b.yaml", &deep),
        ("c.yaml", &parens),
        ("d.yaml", &comments),
    ]);
    let run = finish(&mut command(
        folder.path(),
        &["lint", ".", "--format", "concise"],
    ))
    .expect(1);
    for name in ["a.yaml", "b.yaml", "c.yaml"] {
        assert!(run.stderr.contains(name), "{name}");
    }
}

#[test]
fn the_target_is_named_on_the_command_line() {
    let text = "groups:\n- name: a\n  query_offset: 1m\n  rules:\n  - alert: A\n    expr: up @ start() == 0\n    keep_firing_for: 5m\n  \
                - record: b\n    expr: limitk(1, up)\n";
    let folder = folder(&[("r.yaml", text)]);
    let path = folder.path();
    lint(path, &["r.yaml"])
        .expect(1)
        .says("r.yaml:9:11: error[model/promql]: `limitk`");
    lint(path, &["r.yaml", "--features", "all"]).expect(0);
    let run = gen_in(
        path,
        &["lint", "r.yaml", "--target", "2.40", "--features", "all"],
    )
    .expect(1)
    .says("`query_offset` needs Prometheus 2.53")
    .says("`keep_firing_for` needs Prometheus 2.42")
    .says("say which Prometheus loads it, with `--target` and `--features`");
    assert!(!run.stderr.contains("no project"), "{}", run.stderr);
    lint(path, &["r.yaml", "--features", "x"]).expect(2);
    lint(path, &["r.yaml", "--target", "2.1"]).expect(2);
}

#[test]
fn what_an_alias_names_is_wrong_where_it_is_written() {
    let text = "groups:\n- name: a\n  rules:\n  - alert: A\n    expr: &rate |\n      rate(node_load1[5m]) > 0\n  \
                - alert: B\n    expr: *rate\n";
    let folder = folder(&[("r.yaml", text)]);
    let run = lint(folder.path(), &["r.yaml"]).expect(1);
    assert_eq!(
        run.stderr.matches("r.yaml:6:7: error").count(),
        1,
        "{}",
        run.stderr
    );
    assert_eq!(run.stderr.matches("promql/rate-on-gauge").count(), 1);
}

#[test]
fn a_change_is_spelled_as_its_string_needs_it() {
    let json = "{\"groups\": [{\"name\": \"a\", \"rules\": [{\"alert\": \"A\", \"expr\": \"up{a=\\\"b\\\"} == bool 0\"}]}]}";
    let yaml = |expr: &str| alert(expr);
    let map = format!("apiVersion: v1\nkind: ConfigMap\ndata:\n  a.json: |-\n    {json}\n");
    for text in [
        json.to_string(),
        map,
        yaml("up{a='b'} == bool 0"),
        yaml("'up{a=\"b\"} == bool 0'"),
        yaml("\"up{a=\\\"b\\\"} == bool 0\""),
        yaml("|-\n      up{a=\"b\"}\n      == bool 0"),
        yaml(">\n      up{a=\"b\"}\n      == bool 0"),
    ] {
        let folder = folder(&[("r.yaml", &text)]);
        let path = folder.path();
        gen_in(path, &["lint", "r.yaml", "--fix"]).expect(0);
        let fixed = fs::read_to_string(path.join("r.yaml")).unwrap();
        assert_eq!(fixed, text.replace("== bool 0", "== 0"));
    }
    // The string around the JSON would need its own escapes.
    let quoted = format!("apiVersion: v1\nkind: ConfigMap\ndata:\n  a.json: '{json}'\n");
    let folder = folder(&[("r.yaml", &quoted)]);
    gen_in(folder.path(), &["lint", "r.yaml", "--fix"])
        .expect(1)
        .says("nothing to fix")
        .says("r.yaml:4:");
}
