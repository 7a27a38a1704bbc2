//! What is found in a dashboard and where: `tests/boards/cases/*.cases`.
//!
//! A case begins with `=== names of rules: what it shows`, then stands one file, with `«` and `»` around the places of the findings
//! in their order. `=== clean: …` is one without findings.

use super::{lint::lint, support::root};
use std::fs;

struct Case {
    /// The rules that find something, in the order of the places.
    rules: Vec<String>,
    title: String,
    text: String,
}

fn cases() -> Vec<Case> {
    let mut paths: Vec<_> = fs::read_dir(root().join("tests/boards/cases"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let mut cases = Vec::new();
    for path in paths {
        let text = fs::read_to_string(path).unwrap();
        for case in text.split("=== ").skip(1) {
            let (head, text) = case.split_once('\n').unwrap();
            let (rules, _) = head.split_once(": ").unwrap();
            let rules = rules.split(", ").filter(|rule| *rule != "clean");
            cases.push(Case {
                rules: rules.map(str::to_string).collect(),
                title: head.to_string(),
                text: text.trim_end().to_string(),
            });
        }
    }
    cases
}

/// The text of every case.
pub fn plain_texts() -> Vec<String> {
    let plain = |case: Case| case.text.replace(['«', '»'], "");
    cases().into_iter().map(plain).collect()
}

#[test]
fn faults_are_found_at_their_characters_and_nothing_else() {
    let mut wrong = Vec::new();
    for case in cases() {
        let plain = case.text.replace(['«', '»'], "");
        let linted = lint(None, &[("board", &plain)], &[]);
        let rules: Vec<&str> = linted
            .findings
            .iter()
            .map(|found| found.rule.name)
            .collect();
        let mut marked = plain.clone();
        let mut spans: Vec<_> = linted
            .findings
            .iter()
            .map(|found| found.primary.span.range())
            .collect();
        spans.sort_by_key(|span| std::cmp::Reverse(span.start));
        for span in spans {
            marked.insert(span.end, '»');
            marked.insert(span.start, '«');
        }
        if rules != case.rules || marked != case.text {
            let messages = linted.findings.iter().map(|found| &found.message);
            let messages: Vec<&String> = messages.collect();
            let differs = |(left, right): &(&str, &str)| left != right;
            let line = marked.lines().zip(case.text.lines()).find(differs);
            wrong.push(format!("{}\n  {messages:#?}\n  {line:#?}", case.title));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
