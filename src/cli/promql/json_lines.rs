//! JSON lines: `{"input": …}` in, a verdict out, one for each line and before the next is waited for.
//!
//! A line without an input is answered too: `input` is null then, and places count in the line itself. Blank lines have no answer.

use super::language::{Language, Meaning};
use crate::{
    cli::{
        Outcome,
        json_lines::{self, Fault},
    },
    document::json,
    promql::{self, Options},
};
use serde::Serialize;

#[derive(Serialize)]
struct Verdict {
    input: Option<String>,
    ok: bool,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    canonical: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pretty: Option<String>,
    errors: Vec<Error>,
}

#[derive(Serialize)]
struct Error {
    start: usize,
    end: usize,
    message: String,
    help: Option<String>,
}

/// Answers every line of standard input. `Err` at the end when a line had no input.
pub fn run(language: &Language, options: &Options) -> anyhow::Result<Outcome> {
    json_lines::run("input", |line| match line.and_then(read_input) {
        Ok(input) => {
            let judged = (language.judge)(&input, options);
            let outcome = match judged {
                Ok(_) => json_lines::Verdict::Good,
                Err(_) => json_lines::Verdict::Refused,
            };
            (verdict(Some(input), judged), outcome)
        }
        Err(fault) => (no_input(fault), json_lines::Verdict::Unread),
    })
}

fn read_input(line: &str) -> Result<String, Fault> {
    json::read_text(line, "input").map_err(|wrong| Fault {
        range: wrong.range,
        message: wrong.message,
    })
}

fn verdict(input: Option<String>, judged: Result<Meaning, Vec<promql::Error>>) -> Verdict {
    let (meaning, errors) = match judged {
        Ok(meaning) => (Some(meaning), Vec::new()),
        Err(errors) => (None, errors),
    };
    let errors = errors.into_iter().map(|error| Error {
        start: error.range.start as usize,
        end: error.range.end as usize,
        message: error.message,
        help: error.help,
    });
    let ok = meaning.is_some();
    let (kind, canonical, pretty) = match meaning {
        Some(meaning) => (
            Some(meaning.kind),
            Some(meaning.canonical),
            Some(meaning.pretty),
        ),
        None => (None, None, None),
    };
    Verdict {
        input,
        ok,
        kind,
        canonical,
        pretty,
        errors: errors.collect(),
    }
}

fn no_input(fault: Fault) -> Verdict {
    Verdict {
        input: None,
        ok: false,
        kind: None,
        canonical: None,
        pretty: None,
        errors: vec![Error {
            start: fault.range.start,
            end: fault.range.end,
            message: fault.message,
            help: Some("a line is `{\"input\": \"…\"}`".to_string()),
        }],
    }
}
