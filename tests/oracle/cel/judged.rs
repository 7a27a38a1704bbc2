//! Asking the judge of expressions, and comparing.

use crate::judge::{accepted, judge};
use opsgen::apiserver::Schema;
use opsgen::apiserver::rules::{declare, declare_resource};
use opsgen::cel::types::Type;
use opsgen::cel::{Environment, compile};
use serde_json::{Value, json};
use std::fs;

/// How many expressions the judge gets at a time.
const BATCH: usize = 20_000;

/// The minor release whose language the newest server allows.
const NEWEST: u32 = 35;

/// An expression on the values of a schema.
#[derive(Clone)]
pub(super) struct Case {
    pub(super) schema: Value,
    pub(super) expression: String,
    /// The minor release of Kubernetes 1 that must understand it; the newest without.
    pub(super) version: Option<u32>,
}

/// What came out.
pub(super) struct Report {
    /// The expressions that both refuse, each with what we say.
    pub(super) refused: Vec<String>,
}

/// The type of the values of a schema, of which an object is taken for a resource; `None` when expressions do not know them.
pub(super) fn find_type(schema: &Value) -> Option<Type> {
    let schema = Schema::read(schema);
    let declared = match schema.kind == "object" {
        true => declare_resource(&schema)?,
        false => declare(&schema)?,
    };
    Some(declared.kind)
}

/// The functions that the judge knows.
pub(super) fn declarations() -> Vec<Value> {
    lines(&accepted(judge("celcost").arg("-declarations")))
}

fn lines(text: &str) -> Vec<Value> {
    let lines = text.lines();
    lines
        .map(|line| serde_json::from_str(line).expect("the judge writes JSON"))
        .collect()
}

/// Judges all by both. Panics with every difference.
pub(super) fn check(cases: &[Case]) -> Report {
    let (mut differences, mut refused) = (Vec::new(), Vec::new());
    for batch in cases.chunks(BATCH) {
        for (case, theirs) in batch.iter().zip(verdicts(batch)) {
            let (ours, errors) = verdict(case);
            let said = format!("{}\n    {errors}", case.expression);
            if theirs["ok"] == false && ours["ok"] == false {
                refused.push(said);
            } else if ours["ok"] != theirs["ok"] || ours["type"] != shown(&theirs["type"]) {
                let version = case.version.unwrap_or(NEWEST);
                differences.push(format!(
                    "1.{version}: {said}\n  ours   {ours}\n  theirs {theirs}"
                ));
            }
        }
    }
    eprintln!(
        "{} expressions, {} of them refused, {} differences",
        cases.len(),
        refused.len(),
        differences.len()
    );
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    Report { refused }
}

/// What we say of an expression, in the judge's form, and our errors for a person.
fn verdict(case: &Case) -> (Value, String) {
    let own = find_type(&case.schema).expect("the schema has a type");
    let variables = vec![
        ("self".to_owned(), own.clone()),
        ("oldSelf".to_owned(), own),
    ];
    let environment = Environment {
        minor: case.version.unwrap_or(NEWEST),
        variables,
    };
    let (checked, errors) = compile(&case.expression, &environment);
    for error in &errors {
        let is_inside = case.expression.get(error.range.clone()).is_some();
        assert!(
            is_inside,
            "{:?} has no place for {error:?}",
            case.expression
        );
    }
    let told: Vec<String> = errors
        .iter()
        .map(|error| {
            format!(
                "{:?} {} ({})",
                error.range,
                error.message,
                error.help.as_deref().unwrap_or("")
            )
        })
        .collect();
    let verdict = match checked {
        Some(checked) => json!({ "ok": true, "type": checked.result().to_string() }),
        None => {
            assert!(
                !errors.is_empty(),
                "{:?} is refused without a word",
                case.expression
            );
            json!({ "ok": false })
        }
    };
    (verdict, told.join("\n    "))
}

/// A type as the judge writes it, with objects as such.
fn shown(kind: &Value) -> Value {
    let Some(text) = kind.as_str() else {
        return Value::Null;
    };
    let mut parts = text.split("selfType");
    let mut shown = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find([',', ')']).unwrap_or(part.len());
        shown.push_str("object");
        shown.push_str(&part[end..]);
    }
    json!(shown)
}

/// What the judge says of each.
fn verdicts(cases: &[Case]) -> Vec<Value> {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let path = folder.path().join("in.jsonl");
    let line = |case: &Case| {
        let version = case
            .version
            .map(|minor| format!("1.{minor}"))
            .unwrap_or_default();
        json!({ "id": "", "schema": case.schema, "expression": case.expression, "version": version }).to_string() + "\n"
    };
    let lines_in: Vec<String> = cases.iter().map(line).collect();
    fs::write(&path, lines_in.concat()).expect("the expressions can be written");
    let file = fs::File::open(&path).expect("it was written");
    let verdicts = lines(&accepted(judge("celcost").arg("-cel").stdin(file)));
    assert_eq!(
        verdicts.len(),
        cases.len(),
        "one verdict for each expression"
    );
    verdicts
}
