//! The file of known findings: where it is, and what is said of it.

use super::{
    args::Global,
    print,
    project_file::{self, ProjectFile, shown},
};
use crate::{
    check::Baseline,
    diag::{Content, Diagnostic},
    output,
    text::Sources,
};
use anyhow::{Context, anyhow};
use std::path::{Path, PathBuf};

/// The name of the file beside `gen.toml`; beside `shop.toml` it is `shop.baseline.json`.
const EXTENSION: &str = "baseline.json";

/// How many findings that are gone are listed.
const MOST_LISTED: usize = 5;

/// Where the known findings of a command are.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// The file that the command line names.
    pub named: Option<&'a Path>,
    /// The file that is read if it is there, and written, when none is named.
    pub usual: &'a Path,
    /// How the command is called.
    pub command: &'static str,
}

/// The known findings of a project or of files.
pub struct Known {
    baseline: Baseline,
    path: PathBuf,
    command: &'static str,
}

/// The file beside a project file.
pub fn beside(project: &ProjectFile) -> PathBuf {
    project.path.with_extension(EXTENSION)
}

/// Reads the file that was named, or the usual one if there is one.
pub fn read(place: Place) -> anyhow::Result<Known> {
    let path = place.named.unwrap_or(place.usual).to_path_buf();
    let command = place.command;
    let known = |baseline, path| Known {
        baseline,
        path,
        command,
    };
    if place.named.is_none() && path.symlink_metadata().is_err() {
        return Ok(known(Baseline::default(), path));
    }
    let text = project_file::read(&path)?;
    let baseline = Baseline::read(&text).map_err(|why| {
        let again = format!("`{command} --write-baseline` writes it anew");
        anyhow!("`{}` is no baseline: {why}; {again}", shown(&path))
    })?;
    Ok(known(baseline, path))
}

/// Writes the findings of checks to the file that was named, or to the usual one.
pub fn write(
    global: &Global,
    place: Place,
    diagnostics: &[Diagnostic],
    sources: &Sources,
) -> anyhow::Result<Known> {
    let path = place.named.unwrap_or(place.usual).to_path_buf();
    let baseline = Baseline::of(diagnostics, sources);
    output::replace(&path, None, &baseline.encode()).context("the baseline")?;
    let count = match baseline.count() {
        1 => "1 finding".to_string(),
        count => format!("{count} findings"),
    };
    print::say(global, &format!("wrote {}: {count}\n", shown(&path)));
    Ok(Known {
        baseline,
        path,
        command: place.command,
    })
}

impl Known {
    /// Marks what is known among the findings. Returns what is gone, with how often.
    pub fn mark(&self, diagnostics: &mut [Diagnostic], sources: &Sources) -> Vec<(Content, usize)> {
        self.baseline.mark(diagnostics, sources)
    }

    /// Tells what the file names and is gone.
    pub fn tell_gone(&self, global: &Global, gone: &[(Content, usize)]) {
        if gone.is_empty() {
            return;
        }
        let count: usize = gone.iter().map(|(_, count)| count).sum();
        let (findings, are) = if count == 1 {
            ("finding", "is")
        } else {
            ("findings", "are")
        };
        let mut text = format!(
            "note: {} names {count} {findings} that {are} gone; `{} --write-baseline` drops them\n",
            shown(&self.path),
            self.command
        );
        for (content, _) in gone.iter().take(MOST_LISTED) {
            let line = format!("  {}: {}", content.name, content.message);
            text.push_str(&line.replace(char::is_control, "\u{fffd}"));
            text.push('\n');
        }
        if gone.len() > MOST_LISTED {
            text.push_str(&format!("  and {} more\n", gone.len() - MOST_LISTED));
        }
        print::say(global, &text);
    }
}
