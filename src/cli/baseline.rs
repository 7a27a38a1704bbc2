//! The file of known findings: where it is, and what is said of it.

use super::{
    args::Global,
    print,
    project_file::{self, Loaded, ProjectFile, shown},
};
use crate::{check::Baseline, diag::Content, output};
use anyhow::{Context, anyhow};
use std::path::{Path, PathBuf};

/// The name of the file beside `gen.toml`; beside `shop.toml` it is `shop.baseline.json`.
const EXTENSION: &str = "baseline.json";

/// How many findings that are gone are listed.
const MOST_LISTED: usize = 5;

/// The known findings of a project.
pub struct Known {
    baseline: Baseline,
    path: PathBuf,
}

/// Reads the file that was named, or the one beside the project file if there is one.
pub fn read(named: Option<&Path>, project: &ProjectFile) -> anyhow::Result<Known> {
    let path = place(named, project);
    if named.is_none() && path.symlink_metadata().is_err() {
        let baseline = Baseline::default();
        return Ok(Known { baseline, path });
    }
    let text = project_file::read(&path)?;
    let baseline = Baseline::read(&text).map_err(|why| {
        let again = "`gen check --write-baseline` writes it anew";
        anyhow!("`{}` is no baseline: {why}; {again}", shown(&path))
    })?;
    Ok(Known { baseline, path })
}

/// Writes the findings of checks to the file that was named, or beside the project file.
pub fn write(
    global: &Global,
    named: Option<&Path>,
    project: &ProjectFile,
    loaded: &Loaded,
) -> anyhow::Result<Known> {
    let path = place(named, project);
    let baseline = Baseline::of(&loaded.diagnostics, &loaded.sources);
    output::replace(&path, None, &baseline.encode()).context("the baseline")?;
    let count = match baseline.count() {
        1 => "1 finding".to_string(),
        count => format!("{count} findings"),
    };
    print::say(global, &format!("wrote {}: {count}\n", shown(&path)));
    Ok(Known { baseline, path })
}

fn place(named: Option<&Path>, project: &ProjectFile) -> PathBuf {
    named.map_or_else(|| project.path.with_extension(EXTENSION), Path::to_path_buf)
}

impl Known {
    /// Marks what is known among the findings. Returns what is gone, with how often.
    pub fn mark(&self, loaded: &mut Loaded) -> Vec<(Content, usize)> {
        let Loaded {
            diagnostics,
            sources,
            ..
        } = loaded;
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
            "note: {} names {count} {findings} that {are} gone; `gen check --write-baseline` drops them\n",
            shown(&self.path)
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
