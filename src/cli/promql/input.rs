//! The text to judge: from the command line, or all of standard input.

use crate::{
    cli::{
        args::Global,
        print,
        project_file::{MOST_BYTES, decode},
    },
    diag::Diagnostic,
    model::expression::finding,
    promql::{Error, ast::Range},
    report,
    text::{Sources, Span},
};
use anyhow::{Context, bail};
use std::io::{self, Read};

/// The text of an argument; without one, and for `-`, that of standard input.
pub fn read(argument: Option<&str>) -> anyhow::Result<String> {
    if let Some(text) = argument.filter(|text| *text != "-") {
        return Ok(text.to_string());
    }
    let mut text = read_all()?;
    // `echo` ends a line that is no part of the text.
    text.truncate(text.trim_end_matches(['\n', '\r']).len());
    Ok(text)
}

/// Reads all of standard input.
pub fn read_all() -> anyhow::Result<String> {
    let mut bytes = Vec::new();
    let cause = "cannot read standard input";
    io::stdin()
        .lock()
        .take(MOST_BYTES + 1)
        .read_to_end(&mut bytes)
        .context(cause)?;
    if bytes.len() as u64 > MOST_BYTES {
        bail!("{cause}: it is larger than {} MiB", MOST_BYTES >> 20);
    }
    decode(bytes).context(cause)
}

/// Shows a person what is wrong with a text.
pub fn report(global: &Global, name: &str, text: String, errors: &[Error]) {
    let mut sources = Sources::default();
    let file = sources.add(name, text);
    let span = |range: Range| Span::new(file, range.start as usize, range.end as usize);
    let findings = errors.iter().map(|error| finding(error, span));
    let findings: Vec<Diagnostic> = findings.collect();
    print::findings(global, &sources, &findings, report::FORMATS[0].1);
}
