//! What expressions yield, and what rules refuse of objects, compared with the server's own packages.

mod generate;
mod walks;

use crate::judge::{accepted, judge};
use crate::language::number;
use crate::random::Random;
use opsgen::apiserver::{Cause, Path, Schema, rules};
use serde_json::{Value, json};
use std::fs;

const CASES: &str = include_str!("cases.txt");
const SCHEMA: &str = include_str!("schema.json");
const OBJECTS: &str = include_str!("objects.json");

/// How many generated expressions are tried.
const COUNT: u64 = 10_000;

/// How many expressions one schema gets.
const BATCH: usize = 20;

/// A rule that never holds, tells its value, and its error otherwise. `id` stands in both.
fn rule(id: usize, text: &str) -> Value {
    let shown = match text.strip_prefix('%') {
        Some(text) => format!("'%s'.format([{text}])"),
        None => format!("string({text})"),
    };
    json!({ "rule": format!("{shown} == 'never'"), "message": format!("#{id}"), "messageExpression": format!("'#{id} is ' + {shown}") })
}

/// What the judge says of each line.
pub fn verdicts(lines: &[Value]) -> Vec<Value> {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let path = folder.path().join("in.jsonl");
    let text: Vec<String> = lines.iter().map(|line| format!("{line}\n")).collect();
    fs::write(&path, text.concat()).expect("the lines can be written");
    let file = fs::File::open(&path).expect("it was written");
    let out = accepted(judge("celcost").arg("-evaluate").stdin(file));
    let answers = out
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("the judge writes JSON"));
    answers.collect()
}

/// What gen says of a line, spelled as the judge does; sorted.
pub fn ours(line: &Value) -> Vec<(String, String)> {
    let schema = Schema::read(&line["schema"]);
    let findings = rules::evaluate(
        &schema,
        &line["object"],
        line.get("old"),
        &Path::root("", ""),
    );
    let mut found: Vec<_> = findings
        .into_iter()
        .map(|finding| {
            // The server has no message for these.
            let is_told = finding.cause != Cause::Duplicate;
            let message = if is_told {
                plain(&finding.message)
            } else {
                String::new()
            };
            (finding.field, message)
        })
        .collect();
    found.sort();
    found
}

/// The judge's errors in the same form.
pub fn theirs(errors: &[Value]) -> Vec<(String, String)> {
    let text = |error: &Value, key: &str| error[key].as_str().unwrap_or_default().to_owned();
    // The server writes the empty path so.
    let field = |error: &Value| text(error, "field").replace("<nil>", "");
    let mut found: Vec<_> = errors
        .iter()
        .map(|error| (field(error), plain(&text(error, "detail"))))
        .collect();
    found.sort();
    found
}

/// A detail without what only the server's words are: the functions behind `no such overload`, and reasons behind a colon.
fn plain(detail: &str) -> String {
    let Some((fault, rule)) = detail
        .rsplit_once(" evaluating rule: ")
        .or_else(|| detail.rsplit_once(" for rule: "))
    else {
        return detail.to_owned();
    };
    let fault = fault.trim_start_matches('\'');
    if fault.starts_with("operation cancelled") {
        return format!("the evaluation costs more than 1,000,000: {rule}");
    }
    const KINDS: [&str; 13] = [
        "internal error",
        "no such overload",
        "no such key",
        "error parsing regexp",
        "URL parse error",
        "network address parse error",
        "IP Address",
        "IPv4-mapped",
        "invalid data",
        "unable to parse quantity",
        "quantities must match",
        "join: invalid input",
        "insert failed",
    ];
    let kind = KINDS.iter().find(|kind| fault.starts_with(**kind));
    let kind = match kind.copied().unwrap_or(fault) {
        text if text.contains("expected iterable type") => "expected iterable type",
        // The words for a version or a zone that cannot be read are many.
        text if text.contains("ersion") && !text.contains("conversion")
            || text.starts_with("Invalid character") =>
        {
            "version"
        }
        "unable to parse quantity" | "quantities must match" => "quantity",
        text => text,
    };
    format!("{kind} evaluating rule: {rule}")
}

/// Compares all lines, and panics with the differences. Rules that the server does not take are left out.
pub fn compare(lines: &[Value]) {
    let judged = verdicts(lines);
    assert_eq!(judged.len(), lines.len());
    let (mut findings, mut broken, mut differences) = (0, 0, Vec::new());
    for (line, verdict) in lines.iter().zip(&judged) {
        let rules = line["schema"]["x-kubernetes-validations"].as_array();
        let skipped: Vec<String> = verdict["broken"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|index| {
                Some(
                    rules?[usize::try_from(index.as_u64()?).ok()?]["message"]
                        .as_str()?
                        .to_owned(),
                )
            })
            .collect();
        broken += skipped.len();
        let is_told = |(_, message): &(String, String)| {
            let id = message
                .rsplit(": ")
                .next()
                .unwrap_or_default()
                .split(' ')
                .next()
                .unwrap_or_default();
            !message.starts_with("rule compile error")
                && !skipped.iter().any(|skipped| skipped == id)
        };
        let mut ours = ours(line);
        let mut theirs = theirs(verdict["errors"].as_array().expect("a list"));
        ours.retain(is_told);
        theirs.retain(is_told);
        findings += theirs.len();
        let rule_of = |message: &str| {
            let id = message.rsplit('#').next()?.split(' ').next()?;
            let rule = rules?
                .iter()
                .find(|rule| rule["message"] == format!("#{id}"))?;
            Some(rule["rule"].to_string())
        };
        let mut tell = |whose: &str, found: &[(String, String)], other: &[(String, String)]| {
            for (field, message) in found.iter().filter(|found| !other.contains(found)) {
                let rule = rule_of(message).unwrap_or_default();
                differences.push(format!(
                    "{} {whose}: [{field}] {message}   {rule}",
                    line["id"]
                ));
            }
        };
        tell("ours", &ours, &theirs);
        tell("theirs", &theirs, &ours);
    }
    eprintln!(
        "{} lines, {findings} findings, {broken} rules that do not compile, {} differences",
        lines.len(),
        differences.len()
    );
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// The lines for expressions on all objects.
fn lines(expressions: &[String]) -> Vec<Value> {
    let objects: Vec<Value> = serde_json::from_str(OBJECTS).expect("the objects are JSON");
    let mut lines = Vec::new();
    for (batch, texts) in expressions.chunks(BATCH).enumerate() {
        let mut schema: Value = serde_json::from_str(SCHEMA).expect("the schema is JSON");
        let rules = texts
            .iter()
            .enumerate()
            .map(|(index, text)| rule(batch * BATCH + index, text));
        schema["x-kubernetes-validations"] = rules.collect();
        for (index, object) in objects.iter().enumerate() {
            lines.push(
                json!({ "id": format!("{batch}/{index}"), "schema": schema, "object": object }),
            );
        }
    }
    lines
}

#[test]
#[ignore = "needs ci/oracles.sh"]
fn every_function_yields_what_the_server_computes() {
    let cases = CASES
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    compare(&lines(&cases.map(str::to_owned).collect::<Vec<_>>()));
}

#[test]
#[ignore = "needs ci/oracles.sh"]
fn generated_expressions_yield_what_the_server_computes() {
    let mut random = Random::new(number("SEED", 1));
    let expressions: Vec<String> = (0..number("EXPRESSIONS", COUNT))
        .map(|_| generate::expression(&mut random))
        .collect();
    compare(&lines(&expressions));
}
