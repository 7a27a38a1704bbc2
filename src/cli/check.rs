//! `gen check`: every finding of the project.

use super::{
    Outcome,
    args::{Check, Global},
    baseline,
    explain::find_rule,
    fix, print,
    project_file::{self, Loaded},
    today,
};
use crate::{
    check::{
        self,
        level::{Levels, Setter},
    },
    compile::Settings,
    diag::Level,
    report::{self, Style},
};
use anyhow::bail;

/// The name that stands for every warning.
const WARNINGS: &str = "warnings";

/// Reports all findings in the wanted format, after the changes that were asked for.
pub fn run(global: &Global, options: &Check) -> anyhow::Result<Outcome> {
    let settings = settings(options)?;
    let mut project = project_file::read_project(global)?;
    if let Some(named) = &options.write_baseline {
        let mut loaded = project_file::compile(&project, &settings);
        if loaded.compilation.is_some() {
            let known = baseline::write(global, named.as_deref(), &project, &loaded)?;
            known.mark(&mut loaded);
        } else {
            print::say(global, "no baseline was written: the project has errors\n");
        }
        return report(global, options, loaded);
    }
    let known = baseline::read(options.baseline.as_deref(), &project)?;
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
    let gone = known.mark(&mut loaded);
    // What is switched off here, or hidden behind errors, is not gone.
    if loaded.compilation.is_some() && options.allow.is_empty() {
        known.tell_gone(global, &gone);
    }
    report(global, options, loaded)
}

fn report(global: &Global, options: &Check, mut loaded: Loaded) -> anyhow::Result<Outcome> {
    if options.deny.iter().any(|name| name == WARNINGS) {
        let findings = loaded.diagnostics.iter_mut();
        let warnings = findings.filter(|finding| finding.level == Level::Warn);
        warnings.for_each(|finding| finding.level = Level::Deny);
    }
    let format = options.format.as_str();
    let render = report::FORMATS
        .iter()
        .find(|(name, _)| *name == format)
        .map_or(report::FORMATS[0].1, |(_, render)| *render);
    if !report::WITH_KNOWN.contains(&format) {
        loaded.diagnostics.retain(|finding| !finding.is_known);
    }
    if report::FOR_PEOPLE.contains(&format) {
        print::findings(global, &loaded.sources, &loaded.diagnostics, render);
    } else {
        let style = Style {
            color: false,
            width: 0,
        };
        print::product(&render(&loaded.sources, &loaded.diagnostics, style))?;
    }
    if loaded.failed() {
        return Ok(Outcome::Findings);
    }
    if loaded.diagnostics.is_empty() {
        print::say(global, "no findings\n");
    }
    Ok(Outcome::Clean)
}

/// The levels of the command line: a check's own wins over its family's, then the strictest.
fn settings(options: &Check) -> anyhow::Result<Settings> {
    let lists = [
        (&options.allow, Level::Allow),
        (&options.warn, Level::Warn),
        (&options.deny, Level::Deny),
    ];
    let named = lists
        .iter()
        .flat_map(|(names, level)| names.iter().map(move |name| (name.clone(), *level)));
    let levels: Vec<(String, Level)> = named
        .filter(|(name, level)| name != WARNINGS || *level != Level::Deny)
        .collect();
    for (name, level) in &levels {
        if !Levels::default().set(Setter::CommandLine, name, *level) {
            let checks = check::all().map(|check| check.rule.name);
            let families = check::all().filter_map(|check| check.rule.name.split('/').next());
            let also = Some(WARNINGS).filter(|_| *level == Level::Deny);
            let known: Vec<&str> = checks.chain(families).chain(also).collect();
            let advice = find_rule(name, &known).map_or_else(
                || "`gen explain` lists them".to_string(),
                |known| format!("did you mean `{known}`?"),
            );
            bail!("there is no check `{name}`; {advice}");
        }
    }
    Ok(Settings {
        levels,
        today: options.today.or_else(today::today),
    })
}
