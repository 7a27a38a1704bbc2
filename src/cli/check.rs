//! `gen check`: every finding of the project.

use super::{
    Outcome,
    args::{Check, Global},
    baseline, findings, fix, print,
    project_file::{self, Loaded},
};

/// Reports all findings in the wanted format, after the changes that were asked for.
pub fn run(global: &Global, options: &Check) -> anyhow::Result<Outcome> {
    let settings = findings::settings(&options.findings)?;
    let mut project = project_file::read_project(global)?;
    let usual = baseline::beside(&project);
    let place = |named| baseline::Place {
        named,
        usual: &usual,
        command: "gen check",
    };
    if let Some(named) = &options.write_baseline {
        let mut loaded = project_file::compile(&project, &settings);
        if loaded.compilation.is_some() {
            let place = place(named.as_deref());
            let known = baseline::write(global, place, &loaded.diagnostics, &loaded.sources)?;
            known.mark(&mut loaded.diagnostics, &loaded.sources);
        } else {
            print::say(global, "no baseline was written: the project has errors\n");
        }
        return report(global, options, loaded);
    }
    let known = baseline::read(place(options.baseline.as_deref()))?;
    if options.fix {
        let (loaded, has_changes) = fix::run(global, options, &mut project, (&settings, &known))?;
        let outcome = report(global, options, loaded)?;
        return Ok(if options.diff && has_changes {
            Outcome::Findings
        } else {
            outcome
        });
    }
    let mut loaded = project_file::compile(&project, &settings);
    let gone = known.mark(&mut loaded.diagnostics, &loaded.sources);
    // What is switched off here, or hidden behind errors, is not gone.
    if loaded.compilation.is_some() && options.findings.allow.is_empty() {
        known.tell_gone(global, &gone);
    }
    report(global, options, loaded)
}

fn report(global: &Global, options: &Check, loaded: Loaded) -> anyhow::Result<Outcome> {
    let is_whole = loaded.compilation.is_some();
    let Loaded {
        sources,
        diagnostics,
        ..
    } = loaded;
    let outcome = findings::report(global, &options.findings, &sources, diagnostics)?;
    Ok(if is_whole { outcome } else { Outcome::Findings })
}
