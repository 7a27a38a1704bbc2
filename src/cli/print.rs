//! The two streams.

use super::args::{Color, Global};
use crate::{
    compare::{Change, Effect},
    diag::Diagnostic,
    report::{self, Style},
    text::Sources,
};
use anyhow::Context;
use std::io::{self, IsTerminal, Write};

/// Columns of a report where the terminal does not tell.
const WIDTH: usize = 140;

/// Writes the product to standard output.
pub fn product(text: &str) -> anyhow::Result<()> {
    let mut stream = io::stdout().lock();
    stream
        .write_all(text.as_bytes())
        .and_then(|()| stream.flush())
        .context("cannot write to standard output")
}

/// Tells a person something, unless `--quiet`.
pub fn say(global: &Global, text: &str) {
    if !global.quiet {
        to_stderr(text);
    }
}

/// Tells a person something with `--verbose` only.
pub fn say_more(global: &Global, text: &str) {
    if global.verbose {
        to_stderr(text);
    }
}

/// Tells why the program failed.
pub fn error(global: &Global, error: &anyhow::Error) {
    let word = if colored(global) {
        "\u{1b}[1;91merror\u{1b}[0m"
    } else {
        "error"
    };
    to_stderr(&format!("{word}: {error:#}\n"));
}

/// Shows findings for people.
pub fn findings(
    global: &Global,
    sources: &Sources,
    diagnostics: &[Diagnostic],
    format: report::Render,
) {
    let shown: Vec<Diagnostic> = diagnostics
        .iter()
        .filter(|finding| !global.quiet || finding.level == crate::diag::Level::Deny)
        .cloned()
        .collect();
    to_stderr(&format(
        sources,
        &shown,
        Style {
            color: colored(global),
            width: WIDTH,
        },
    ));
    let summary = report::summary(&shown);
    if !summary.is_empty() {
        to_stderr(&format!("{summary}\n"));
    }
}

/// Shows changes for people, unless `--quiet` and none breaks.
pub fn changes(
    global: &Global,
    sources: &Sources,
    changes: &[Change],
    format: report::RenderChanges,
) {
    let is_shown = |change: &&Change| !global.quiet || change.effect == Effect::Breaking;
    let shown: Vec<Change> = changes.iter().filter(is_shown).cloned().collect();
    if global.quiet && shown.is_empty() {
        return;
    }
    let style = Style {
        color: colored(global),
        width: WIDTH,
    };
    to_stderr(&format(sources, &shown, style));
    to_stderr(&format!("{}\n", report::change_summary(&shown)));
}

/// Whether the reader of standard output went away, as `head` does.
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

/// Whether what is written to standard output for people is colored.
pub fn colors_product(global: &Global) -> bool {
    colors(global, &io::stdout())
}

fn colored(global: &Global) -> bool {
    colors(global, &io::stderr())
}

fn colors(global: &Global, stream: &impl IsTerminal) -> bool {
    match global.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => {
            stream.is_terminal() && environment("NO_COLOR").is_none_or(|value| value.is_empty())
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "cli is the reader of the environment"
)]
fn environment(name: &str) -> Option<std::ffi::OsString> {
    std::env::var_os(name)
}

/// Standard error may be closed; then there is nobody to tell.
fn to_stderr(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}
