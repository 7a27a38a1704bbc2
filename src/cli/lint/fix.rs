//! `gen lint --fix`: the certain edits of findings, each made in its own file.

use super::{
    Linted,
    files::{File, STDIN_NAME},
};
use crate::{
    check,
    cli::{
        args::{Global, Lint},
        print,
    },
    diag::Diagnostic,
    output,
    report::{self, Style},
};
use anyhow::bail;

/// How often the new texts are linted and changed again: an edit may make another one possible.
const MOST_ROUNDS: usize = 10;

/// Lints the files after their certain edits, and whether there were any. They are written, or with `--diff` printed.
pub fn run(
    global: &Global,
    options: &Lint,
    files: &mut [File],
    lint: impl Fn(&[File]) -> anyhow::Result<Linted>,
) -> anyhow::Result<(Linted, bool)> {
    let before: Vec<String> = files.iter().map(|file| file.text.clone()).collect();
    let mut made = String::new();
    let mut linted = lint(files)?;
    for _ in 0..MOST_ROUNDS {
        let told = make(&linted, files);
        if told.is_empty() {
            break;
        }
        made.push_str(&told);
        let after = lint(files)?;
        refuse_breakage(&linted, &after)?;
        linted = after;
    }
    if made.is_empty() {
        print::say(global, "nothing to fix\n");
        return Ok((linted, false));
    }
    print::say(global, &made);
    let changed = files.iter().zip(&before);
    for (file, before) in changed.filter(|(file, before)| file.text != **before) {
        if options.diff {
            print::product(&output::text_diff(&file.name, before, &file.text))?;
        } else if file.name == STDIN_NAME {
            print::product(&file.text)?;
        } else {
            output::replace(&file.path, Some(before), &file.text)?;
            print::say(global, &format!("wrote {}\n", file.name));
        }
    }
    if options.diff {
        print::say(global, "nothing was written\n");
    }
    Ok((linted, true))
}

/// Makes the certain edits in the texts. Returns a line per finding, at the places before the change.
fn make(linted: &Linted, files: &mut [File]) -> String {
    let style = Style {
        color: false,
        width: 0,
    };
    let mut told = String::new();
    for (id, file) in linted.ids.iter().zip(files) {
        let Some(fixed) = check::fix(&linted.diagnostics, *id, &file.text) else {
            continue;
        };
        let findings: Vec<Diagnostic> = fixed.made.into_iter().cloned().collect();
        let lines = report::concise(&linted.sources, &findings, style);
        for line in lines.lines() {
            told.push_str("fixed ");
            told.push_str(line);
            told.push('\n');
        }
        file.text = fixed.text;
    }
    told
}

/// What no certain edit can bring about, unless two contradict each other.
const BREAKAGE: [&str; 2] = ["existing/syntax", "model/promql"];

fn refuse_breakage(before: &Linted, after: &Linted) -> anyhow::Result<()> {
    let broken = |linted: &Linted| {
        let findings = linted.diagnostics.iter();
        let broken = findings.filter(|finding| BREAKAGE.contains(&finding.rule.name));
        broken.count()
    };
    if broken(after) > broken(before) {
        bail!("the changes contradict each other; nothing was written");
    }
    Ok(())
}
