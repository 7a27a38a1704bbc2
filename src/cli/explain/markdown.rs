//! The docs of every rule as one page.

use super::{is_check, level};
use crate::diag::Rule;
use std::fmt::Write;

/// What stands above the rules.
const HEAD: &str = "# Checks and errors\n\n\
    <!-- Written by `gen explain --all --format markdown`: UPDATE_DOCS=1 cargo test --test cli docs -->\n\n\
    Checks can be switched off, excepted and known ([findings](findings.md)); errors cannot: without their solution there is no output.\n";

/// The page: a table of the checks, one of the errors, then each rule under its name.
pub fn page(rules: &[&Rule]) -> String {
    let (checks, errors): (Vec<&Rule>, Vec<&Rule>) = rules.iter().partition(|rule| is_check(rule));
    let mut text = String::from(HEAD);
    table(&mut text, "check | level", &checks, |rule| {
        format!(" | {}", level(rule).0)
    });
    table(&mut text, "error", &errors, |_| String::new());
    for rule in checks.iter().chain(&errors) {
        let sentence = level(rule).1;
        let _ = write!(text, "\n## {}\n\n{sentence}\n\n", rule.name);
        lower(&mut text, rule.docs.trim());
    }
    text
}

fn table(text: &mut String, head: &str, rules: &[&Rule], column: impl Fn(&Rule) -> String) {
    let columns = head.matches('|').count() + 2;
    let _ = write!(text, "\n| {head} | finds |\n|{}\n", "---|".repeat(columns));
    for rule in rules {
        // An anchor of GitHub's has no slash.
        let anchor = rule.name.replace('/', "");
        let sentence = rule.first_sentence().replace('|', "\\|");
        let what = sentence.strip_prefix("Finds ").unwrap_or(&sentence);
        let _ = writeln!(
            text,
            "| [`{}`](#{anchor}){} | {what} |",
            rule.name,
            column(rule)
        );
    }
}

/// Appends docs whose headings go one level down; what stands in code is no heading.
fn lower(text: &mut String, docs: &str) {
    let mut is_code = false;
    for line in docs.lines() {
        is_code ^= line.starts_with("```");
        if !is_code && line.starts_with('#') {
            text.push('#');
        }
        text.push_str(line);
        text.push('\n');
    }
}
