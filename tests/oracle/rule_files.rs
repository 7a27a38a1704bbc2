//! Rule files, whole and broken: `gen lint` accepts what promtool accepts, and refuses what promtool refuses.

use crate::golden::{all, text};
use crate::judge::{ask, judge, none_refused};
use crate::mutate::Seeds;
use crate::random::Random;
use crate::rules::rule_file;
use opsgen::{
    check,
    compile::{self, Bare, Files, Settings, Under},
    diag::Diagnostic,
    existing::SYNTAX,
    text::{FileId, Sources},
};
use std::{collections::BTreeMap, fs};

/// Every field in every style.
const OWN: [&str; 6] = [
    "groups:\n- name: a\n  interval: 30s\n  query_offset: 1m\n  limit: 10\n  labels: {team: blue}\n  rules:\n  \
     - alert: Long\n    expr: |\n      sum by (job) (\n        rate(x_total{a=\"b\"}[5m])\n      ) > 1\n    for: 5m\n    \
     keep_firing_for: 1h30m\n    labels:\n      severity: warning\n    annotations:\n      summary: \"{{ $labels.job }} is long\"\n",
    "groups:\n- name: a\n  rules:\n  - {record: 'a:b:c', expr: up == 0, labels: {x: \"1\", y: 2}}\n- name: b\n  rules:\n  \
     - record: \"d\"\n    expr: >-\n      sum(up)\n      by (job)\n",
    "{\"groups\": [{\"name\": \"a\", \"rules\": [{\"alert\": \"A\", \"expr\": \"up == 0\", \"for\": \"5m\", \"labels\": {\"a\": \"b\"}}]}]}\n",
    "# comment\n---\ngroups:\n  - name: &n a\n    rules: &r\n      - alert: A  # one\n        expr: 'up{a=\"it''s\"}\n\n          == 0'\n  \
     - name: b\n    rules: *r\n",
    "groups:\n- name: a\n  rules:\n  - alert: A\n    expr: 1\n    for: 0s\n    annotations: {a: '{{ range query \"up\" }}{{ .Value | humanize }}{{ end }}'}\n  \
     - record: b\n    expr: vector(1)\n    for: 0\n    annotations: {}\n",
    "groups: []\n",
];

/// What means something in a rule file, or nearly does.
const WORDS: [&str; 44] = [
    "groups",
    "name",
    "rules",
    "interval",
    "query_offset",
    "limit",
    "labels",
    "annotations",
    "record",
    "alert",
    "expr",
    "for",
    "keep_firing_for",
    "partial_response_strategy",
    "null",
    "~",
    "true",
    "yes",
    "1",
    "1.5",
    "0x1F",
    "5m",
    "1h1h",
    "-5m",
    "5",
    "300y",
    "\"\"",
    "''",
    "[]",
    "{}",
    "__name__",
    "a b",
    "9a",
    "{{",
    "}}",
    "{{ $value }}",
    "{{ foo }}",
    "$x",
    "${y}",
    "|",
    ">-",
    "&a",
    "*a",
    "!!str",
];

/// What YAML 1.2 reads otherwise than Go's reader: a plain scalar that begins with a colon, an anchor that holds one.
const OTHERWISE: [&str; 2] = [": :", "&nrules:a"];

/// A text with a line dropped, doubled, moved or indented otherwise.
fn with_other_lines(random: &mut Random, text: &str) -> String {
    let mut lines: Vec<String> = text.lines().map(String::from).collect();
    let (at, other) = (random.below(lines.len()), random.below(lines.len()));
    match random.below(5) {
        0 => drop(lines.remove(at)),
        1 => lines.insert(other, lines[at].clone()),
        2 => lines.swap(at, other),
        3 => lines[at].insert(0, ' '),
        _ => lines[at] = lines[at].replacen("  ", "", 1),
    }
    lines.join("\n") + "\n"
}

fn mutants() -> Vec<String> {
    let golden = all().into_iter().map(|golden| {
        let files = golden.files("base/rules", "yaml");
        let stream: Vec<String> = files.iter().map(|file| text(file)).collect();
        rule_file(&stream.join("\n---\n"))
    });
    let own: Vec<String> = OWN.map(String::from).to_vec();
    let golden: Vec<String> = golden.collect();
    let mut random = Random::new(20_260_701);
    let mut texts: Vec<String> = own.iter().chain(&golden).cloned().collect();
    let seeds = [
        (Seeds::new(own, &WORDS), 3_000),
        (Seeds::new(golden, &WORDS), 600),
    ];
    for (seeds, count) in seeds {
        for _ in 0..count {
            let text = seeds.mutation(&mut random);
            texts.push(if random.below(3) == 0 && !text.is_empty() {
                with_other_lines(&mut random, &text)
            } else {
                text
            });
        }
    }
    texts
}

/// What promtool says of each file: what it has against it, or nothing.
fn promtool(texts: &[String]) -> Vec<Option<String>> {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let mut verdicts = Vec::new();
    for (chunk, texts) in texts.chunks(500).enumerate() {
        let mut command = judge("promtool");
        command.args(["check", "rules", "--lint=none"]);
        for (index, text) in texts.iter().enumerate() {
            let path = folder.path().join(format!("{chunk}-{index}.yaml"));
            fs::write(&path, text).expect("a temporary file can be written");
            command.arg(path);
        }
        let answer = ask(&mut command);
        let told: Vec<&str> = answer.out.split("Checking ").skip(1).collect();
        assert_eq!(told.len(), texts.len(), "{}", answer.story);
        verdicts.extend(told.iter().map(|told| {
            (!told.contains("SUCCESS")).then(|| told.lines().next().unwrap_or_default().to_string())
        }));
        for (index, verdict) in verdicts.iter_mut().skip(chunk * 500).enumerate() {
            let name = format!("{chunk}-{index}.yaml:");
            if let Some(story) = verdict {
                let lines = answer.err.lines().filter(|line| line.contains(&name));
                story.push_str(&lines.collect::<Vec<_>>().join("\n"));
            }
        }
    }
    verdicts
}

/// What gen has against each text, and what it finds that keeps no file from being loaded left out.
fn lint(texts: &[String]) -> Vec<Option<String>> {
    let mut sources = Sources::default();
    let bare = Bare {
        target: None,
        features: &[],
        has_metrics: true,
        samples: &[],
    };
    let project = compile::add_bare(&mut sources, &bare);
    let layered = compile::read(&sources, project).0.expect("it is a project");
    let files: Vec<FileId> = texts
        .iter()
        .enumerate()
        .map(|(index, text)| sources.add_yaml(format!("{index}.yaml"), text))
        .collect();
    let settings = Settings::default();
    let under = Under {
        layered: &layered,
        environment: None,
        is_bare: true,
    };
    let found = compile::lint(
        &mut sources,
        under,
        Files {
            checked: &files,
            definitions: &[],
        },
        &settings,
    );
    let mut refused: BTreeMap<FileId, String> = BTreeMap::new();
    let others = found.others.iter();
    refused.extend(others.map(|(file, what)| (*file, format!("not judged: {what}"))));
    for finding in found
        .diagnostics
        .iter()
        .filter(|finding| is_refusal(finding))
    {
        let why = format!("{}: {}", finding.rule.name, finding.message);
        refused.insert(finding.primary.span.file, why);
    }
    files.iter().map(|file| refused.remove(file)).collect()
}

/// Whether Prometheus refuses the file for it.
fn is_refusal(finding: &Diagnostic) -> bool {
    let is_check = check::all().any(|check| check.rule.name == finding.rule.name);
    // promtool does not ask for the type of a rule's result, which fails whenever the rule is evaluated.
    let is_type = finding.message.starts_with("a rule's expression gives");
    !is_check && !is_type
}

#[test]
#[ignore = "needs ci/oracles.sh"]
fn mutated_rule_files_are_judged_as_promtool_judges_them() {
    let texts = mutants();
    let judged = promtool(&texts);
    let mut wrong = Vec::new();
    // Go reads no further than the first document, whatever follows, and lets pass what YAML 1.2 forbids.
    let (mut refused, mut lenient) = (0, 0);
    for ((text, theirs), ours) in texts.iter().zip(judged).zip(lint(&texts)) {
        refused += usize::from(theirs.is_some());
        let is_no_yaml = ours
            .as_ref()
            .is_some_and(|why| why.starts_with(SYNTAX.name));
        if theirs.is_none() && is_no_yaml {
            lenient += 1;
        } else if theirs.is_some() != ours.is_some()
            && !OTHERWISE.iter().any(|part| text.contains(part))
        {
            wrong.push(format!("promtool: {theirs:?}\ngen: {ours:?}\n{text}"));
        }
    }
    println!(
        "{} rule files, {refused} of them refused; {lenient} are no YAML",
        texts.len()
    );
    assert!(lenient * 100 < texts.len(), "{lenient} are no YAML");
    assert!(texts.len() > 2_000 && (500..texts.len() - 500).contains(&refused));
    none_refused(&wrong);
}
