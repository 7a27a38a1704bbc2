//! What commands that report findings have in common: levels of the command line, the format, the exit code.

use super::{
    Outcome,
    args::{Findings, Global},
    explain::find_rule,
    print, today,
};
use crate::{
    check::{
        self,
        level::{Levels, Setter},
    },
    compile::Settings,
    diag::{Diagnostic, Level},
    report::{self, Style},
    text::Sources,
};
use anyhow::bail;

/// The name that stands for every warning.
const WARNINGS: &str = "warnings";

/// Reports findings in the wanted format, and whether one is an error that is not known.
pub fn report(
    global: &Global,
    options: &Findings,
    sources: &Sources,
    mut diagnostics: Vec<Diagnostic>,
) -> anyhow::Result<Outcome> {
    if options.deny.iter().any(|name| name == WARNINGS) {
        let warnings = diagnostics
            .iter_mut()
            .filter(|finding| finding.level == Level::Warn);
        warnings.for_each(|finding| finding.level = Level::Deny);
    }
    let format = options.format.as_str();
    let render = report::FORMATS
        .iter()
        .find(|(name, _)| *name == format)
        .map_or(report::FORMATS[0].1, |(_, render)| *render);
    if !report::WITH_KNOWN.contains(&format) {
        diagnostics.retain(|finding| !finding.is_known);
    }
    if report::FOR_PEOPLE.contains(&format) {
        print::findings(global, sources, &diagnostics, render);
    } else {
        let style = Style {
            color: false,
            width: 0,
        };
        print::product(&render(sources, &diagnostics, style))?;
    }
    let fails = |finding: &Diagnostic| finding.level == Level::Deny && !finding.is_known;
    if diagnostics.iter().any(fails) {
        return Ok(Outcome::Findings);
    }
    if diagnostics.is_empty() {
        print::say(global, "no findings\n");
    }
    Ok(Outcome::Clean)
}

/// The levels of checks under those of the command line.
pub fn levels(options: &Findings) -> anyhow::Result<Levels> {
    let mut levels = Levels::default();
    for (name, level) in settings(options)?.levels {
        levels.set(Setter::CommandLine, &name, level);
    }
    Ok(levels)
}

/// The levels of the command line: a check's own wins over its family's, then the strictest.
pub fn settings(options: &Findings) -> anyhow::Result<Settings> {
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
