//! `gen check --fix`: the certain edits of findings, made in the project file and nowhere else.

use super::{
    args::{Check, Global},
    baseline::Known,
    print,
    project_file::{self, Loaded, ProjectFile, shown},
};
use crate::{
    check,
    compile::Settings,
    diag::Diagnostic,
    output,
    report::{self, Style},
};
use anyhow::bail;

/// How often the new text is checked and changed again: an edit may make another one possible.
const MOST_ROUNDS: usize = 10;

/// What no certain edit can bring about, unless two contradict each other.
const CONTRADICTIONS: [&str; 2] = ["project/syntax", "project/duplicate-key"];

/// Compiles the project after its certain edits, and whether there were any. They are written, or with `--diff` printed.
pub fn run(
    global: &Global,
    options: &Check,
    project: &mut ProjectFile,
    (settings, known): (&Settings, &Known),
) -> anyhow::Result<(Loaded, bool)> {
    let before = project.text.clone();
    let mut made = String::new();
    let mut count = 0;
    let compile = |project: &ProjectFile| {
        let mut loaded = project_file::compile(project, settings);
        known.mark(&mut loaded.diagnostics, &loaded.sources);
        loaded
    };
    let mut loaded = compile(project);
    for _ in 0..MOST_ROUNDS {
        let Some(fixed) = check::fix(&loaded.diagnostics, loaded.file, &project.text) else {
            break;
        };
        let findings: Vec<Diagnostic> = fixed.made.into_iter().cloned().collect();
        count += findings.len();
        made.push_str(&tell(&loaded, &findings));
        project.text = fixed.text;
        let after = compile(project);
        refuse_contradictions(&loaded, &after)?;
        loaded = after;
    }
    if before == project.text {
        print::say(global, "nothing to fix\n");
        return Ok((loaded, false));
    }
    let name = shown(&project.path);
    print::say(global, &made);
    if options.diff {
        print::product(&output::text_diff(&name, &before, &project.text))?;
        print::say(global, "nothing was written\n");
    } else {
        output::replace(&project.path, Some(&before), &project.text)?;
        let changes = if count == 1 { "change" } else { "changes" };
        print::say(global, &format!("wrote {name}: {count} {changes}\n"));
    }
    Ok((loaded, true))
}

/// What was changed, a line per finding, at the places before the change.
fn tell(loaded: &Loaded, findings: &[Diagnostic]) -> String {
    let style = Style {
        color: false,
        width: 0,
    };
    let lines = report::concise(&loaded.sources, findings, style);
    lines
        .lines()
        .map(|line| format!("fixed {line}\n"))
        .collect()
}

fn refuse_contradictions(before: &Loaded, after: &Loaded) -> anyhow::Result<()> {
    let find = |loaded: &Loaded| {
        let mut findings = loaded.diagnostics.iter();
        let found = findings.find(|finding| CONTRADICTIONS.contains(&finding.rule.name));
        found.map(|finding| finding.message.clone())
    };
    match (find(before), find(after)) {
        (None, Some(message)) => {
            bail!("the changes contradict each other ({message}); nothing was written")
        }
        _ => Ok(()),
    }
}
