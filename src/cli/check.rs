//! `gen check`: every finding of the project.

use super::{
    Outcome,
    args::{Check, Global},
    explain::find_rule,
    print, project_file, today,
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

/// Reports all findings in the wanted format.
pub fn run(global: &Global, options: &Check) -> anyhow::Result<Outcome> {
    let settings = settings(options)?;
    let mut loaded = project_file::load(global, &settings)?;
    if options.deny.iter().any(|name| name == WARNINGS) {
        let warnings = loaded
            .diagnostics
            .iter_mut()
            .filter(|finding| finding.level == Level::Warn);
        warnings.for_each(|finding| finding.level = Level::Deny);
    }
    let render = report::FORMATS
        .iter()
        .find(|(name, _)| *name == options.format)
        .map_or(report::FORMATS[0].1, |(_, render)| *render);
    let format = options.format.as_str();
    if !report::WITH_KNOWN.contains(&format) {
        loaded.diagnostics.retain(|finding| !finding.is_known);
    }
    if !report::FOR_PEOPLE.contains(&format) {
        print::product(&render(
            &loaded.sources,
            &loaded.diagnostics,
            Style {
                color: false,
                width: 0,
            },
        ))?;
    } else {
        print::findings(global, &loaded.sources, &loaded.diagnostics, render);
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
