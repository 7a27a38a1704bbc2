//! JSON lines: one answer for each line of standard input, before the next is waited for. Blank lines have no answer.

use super::{Outcome, project_file::MOST_BYTES};
use anyhow::{Context, bail};
use serde::Serialize;
use std::{
    io::{self, BufRead, BufReader, BufWriter, Read, Stdin, Write},
    ops::Range,
};

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It was judged, and is good.
    Good,
    /// It was judged, and is refused.
    Refused,
    /// It holds nothing that can be judged; its answer says why.
    Unread,
}

/// Why a line cannot be read at all.
pub struct Fault {
    /// The bytes of the line.
    pub range: Range<usize>,
    /// One phrase.
    pub message: String,
}

/// Bytes that are read at a time.
const CHUNK: usize = 64 << 10;

/// What went wrong when the answers cannot be written.
const UNWRITTEN: &str = "cannot write to standard output";

/// Answers every line of standard input. `Err` at the end when a line had no input; `input` is what a line should hold.
pub fn run<A: Serialize>(
    input: &str,
    answer: impl Fn(Result<&str, Fault>) -> (A, Verdict),
) -> anyhow::Result<Outcome> {
    let mut reader = BufReader::with_capacity(CHUNK, io::stdin());
    let mut writer = BufWriter::with_capacity(CHUNK, io::stdout().lock());
    let mut line = Vec::new();
    let (mut outcome, mut unread) = (Outcome::Clean, 0_u64);
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
        let (answer, verdict) = answer(text_of(&line));
        if verdict != Verdict::Good {
            outcome = Outcome::Findings;
        }
        unread += u64::from(verdict == Verdict::Unread);
        serde_json::to_writer(&mut writer, &answer)
            .map_err(io::Error::from)
            .and_then(|()| writer.write_all(b"\n"))
            .context(UNWRITTEN)?;
    }
    match unread {
        0 => Ok(outcome),
        1 => bail!("1 line has no {input} that can be read, its answer says why"),
        count => bail!("{count} lines have no {input} that can be read, their answers say why"),
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

fn text_of(line: &[u8]) -> Result<&str, Fault> {
    if line.len() as u64 > MOST_BYTES {
        let message = format!("the line is longer than {} MiB", MOST_BYTES >> 20);
        let range = 0..0;
        return Err(Fault { range, message });
    }
    std::str::from_utf8(line).map_err(|invalid| {
        let at = invalid.valid_up_to();
        let length = invalid.error_len().unwrap_or(line.len() - at);
        Fault {
            range: at..at + length,
            message: "the line is no UTF-8".to_string(),
        }
    })
}
