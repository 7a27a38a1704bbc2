//! `gen crd check --jsonl`: `{"id": …, "object": …}` in, a verdict out.

use crate::{
    check::{self, level::Levels},
    cli::{
        Outcome,
        args::CrdCheck,
        findings,
        json_lines::{self, Fault, Verdict},
        lint,
    },
    compile::{self, Answer, Definitions},
    diag::{Diagnostic, Level, Rule},
    document::{Tree, json},
    existing,
    text::FileId,
};
use serde::Serialize;
use serde_json::Value;

#[derive(Serialize)]
struct Line {
    id: Value,
    ok: Option<bool>,
    fields: Vec<String>,
    findings: Vec<Finding>,
    object: Option<Value>,
}

#[derive(Serialize)]
struct Finding {
    name: &'static str,
    level: &'static str,
    field: Option<String>,
    pointer: String,
    start: Option<usize>,
    end: Option<usize>,
    message: String,
    help: Option<String>,
}

/// What answers need beside a line.
struct Judge {
    definitions: Definitions,
    levels: Levels,
}

/// Answers every line of standard input.
pub fn run(options: &CrdCheck) -> anyhow::Result<Outcome> {
    let judge = Judge {
        definitions: lint::read_definitions(&options.crds)?,
        levels: findings::levels(&options.findings)?,
    };
    json_lines::run("object", |line| match line.and_then(read) {
        Ok(asked) => answer(&judge, asked),
        Err(fault) => (unread(fault), Verdict::Unread),
    })
}

/// What a line asks.
struct Asked {
    /// Null when there is none.
    id: Value,
    /// The object with its places in the line.
    tree: Tree,
    /// The object with its numbers as they are written.
    value: Value,
}

fn read(line: &str) -> Result<Asked, Fault> {
    let tree = json::read_spanned(line).map_err(|wrong| Fault {
        range: wrong.range,
        message: wrong.message,
    })?;
    let id = tree.get("id").map_or(Value::Null, Tree::to_json);
    let Some(tree) = tree.get("object").cloned() else {
        return Err(Fault {
            range: 0..line.trim_end().len(),
            message: "there is no `object`".to_string(),
        });
    };
    let value = json::read_numbers(&line[tree.range()]).unwrap_or_else(|| tree.to_json());
    Ok(Asked { id, tree, value })
}

fn answer(judge: &Judge, asked: Asked) -> (Line, Verdict) {
    let Asked { id, tree, value } = asked;
    let Answer {
        is_accepted,
        findings,
        stored,
    } = compile::answer(&value, &judge.definitions);
    let mut fields: Vec<String> = findings
        .iter()
        .map(|(_, finding)| finding.field.clone())
        .collect();
    fields.sort();
    fields.dedup();
    let mut told: Vec<Finding> = findings
        .into_iter()
        .map(|(rule, finding)| refused(rule, finding))
        .collect();
    told.extend(
        odd(judge, &tree)
            .iter()
            .map(|finding| warned(&tree, finding)),
    );
    let verdict = match is_accepted {
        Some(true) => Verdict::Good,
        Some(false) => Verdict::Refused,
        None => Verdict::Unread,
    };
    let line = Line {
        id,
        ok: is_accepted,
        fields,
        findings: told,
        object: stored,
    };
    (line, verdict)
}

/// What is odd in a definition whatever the API server says.
fn odd(judge: &Judge, object: &Tree) -> Vec<Diagnostic> {
    let is_definition =
        object.get("kind").and_then(Tree::as_str) == Some("CustomResourceDefinition");
    if !is_definition {
        return Vec::new();
    }
    check::run_on_crd(&existing::definition(object, FileId(0)), &judge.levels)
}

fn refused(rule: &Rule, finding: crate::apiserver::Finding) -> Finding {
    Finding {
        name: rule.name,
        level: word(Level::Deny),
        field: Some(finding.field),
        pointer: finding.pointer,
        start: finding.range.as_ref().map(|range| range.start),
        end: finding.range.map(|range| range.end),
        message: finding.message,
        help: finding.help,
    }
}

fn warned(object: &Tree, finding: &Diagnostic) -> Finding {
    Finding {
        name: finding.rule.name,
        level: word(finding.level),
        field: None,
        pointer: object.pointer_to(&finding.primary.span.range()),
        start: None,
        end: None,
        message: finding.message.clone(),
        help: finding.help.first().map(|help| help.message.clone()),
    }
}

fn word(level: Level) -> &'static str {
    match level {
        Level::Allow => "allow",
        Level::Warn => "warn",
        Level::Deny => "deny",
    }
}

fn unread(fault: Fault) -> Line {
    Line {
        id: Value::Null,
        ok: None,
        fields: Vec::new(),
        findings: vec![Finding {
            name: existing::SYNTAX.name,
            level: word(Level::Deny),
            field: None,
            pointer: String::new(),
            start: Some(fault.range.start),
            end: Some(fault.range.end),
            message: fault.message,
            help: Some("a line is `{\"id\": …, \"object\": {…}}`".to_string()),
        }],
        object: None,
    }
}
