//! JSON lines: `{"input": …}` in, a verdict out, one for each line and before the next is waited for.
//!
//! A line without an input is answered too: `input` is null then, and places count in the line itself. Blank lines have no answer.

use super::language::{Language, Meaning};
use crate::{
    cli::{Outcome, project_file::MOST_BYTES},
    document::json,
    promql::{self, Options},
};
use anyhow::{Context, bail};
use serde::Serialize;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Stdin, Write};

#[derive(Serialize)]
struct Verdict<'a> {
    input: Option<&'a str>,
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

/// Bytes that are read at a time.
const CHUNK: usize = 64 << 10;

/// What went wrong when the answers cannot be written.
const UNWRITTEN: &str = "cannot write to standard output";

/// Answers every line of standard input. `Err` at the end when a line had no input.
pub fn run(language: &Language, options: &Options) -> anyhow::Result<Outcome> {
    let mut reader = BufReader::with_capacity(CHUNK, io::stdin());
    let mut writer = BufWriter::with_capacity(CHUNK, io::stdout().lock());
    let mut line = Vec::new();
    let (mut outcome, mut without_input) = (Outcome::Clean, 0_u64);
    loop {
        // Nobody need ask a second time to get the first answer.
        if !reader.buffer().contains(&b'\n') {
            writer.flush().context(UNWRITTEN)?;
        }
        if !read_line(&mut reader, &mut line).context("cannot read standard input")? {
            break;
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        let input = read_input(&line);
        let verdict = match &input {
            Ok(input) => verdict(input, (language.judge)(input, options)),
            Err(error) => {
                without_input += 1;
                no_input(error)
            }
        };
        if !verdict.ok {
            outcome = Outcome::Findings;
        }
        serde_json::to_writer(&mut writer, &verdict)
            .map_err(io::Error::from)
            .and_then(|()| writer.write_all(b"\n"))
            .context(UNWRITTEN)?;
    }
    match without_input {
        0 => Ok(outcome),
        1 => bail!("1 line has no input that can be read, its answer says why"),
        count => bail!("{count} lines have no input that can be read, their answers say why"),
    }
}

/// Reads a line without its end; `false` when there is none. Of a line that is too long so much is kept that this can be told.
fn read_line(reader: &mut BufReader<Stdin>, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    reader
        .by_ref()
        .take(MOST_BYTES + 1)
        .read_until(b'\n', line)?;
    let is_some = !line.is_empty();
    if line.len() as u64 > MOST_BYTES && !line.ends_with(b"\n") {
        reader.skip_until(b'\n')?;
    }
    Ok(is_some)
}

fn read_input(line: &[u8]) -> Result<String, Error> {
    let error = |start: usize, end: usize, message: String| Error {
        start,
        end,
        message,
        help: Some("a line is `{\"input\": \"…\"}`".to_string()),
    };
    if line.len() as u64 > MOST_BYTES {
        let message = format!("the line is longer than {} MiB", MOST_BYTES >> 20);
        return Err(error(0, 0, message));
    }
    let text = std::str::from_utf8(line).map_err(|invalid| {
        let at = invalid.valid_up_to();
        let length = invalid.error_len().unwrap_or(line.len() - at);
        error(at, at + length, "the line is no UTF-8".to_string())
    })?;
    json::read_text(text, "input")
        .map_err(|wrong| error(wrong.range.start, wrong.range.end, wrong.message))
}

fn verdict(input: &str, judged: Result<Meaning, Vec<promql::Error>>) -> Verdict<'_> {
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
        input: Some(input),
        ok,
        kind,
        canonical,
        pretty,
        errors: errors.collect(),
    }
}

fn no_input(error: &Error) -> Verdict<'static> {
    Verdict {
        input: None,
        ok: false,
        kind: None,
        canonical: None,
        pretty: None,
        errors: vec![Error {
            message: error.message.clone(),
            help: error.help.clone(),
            ..*error
        }],
    }
}
