//! `gen explain`: what a check or an error means.

mod markdown;

use super::{Outcome, args::Explain, print, project_file};
use crate::{
    check, compile,
    diag::{Level, Rule, list, nearest},
    existing, model, project,
};
use anyhow::bail;
use std::fmt::Write;

/// Prints the docs of one rule or of all, or a list of all.
pub fn run(options: &Explain) -> anyhow::Result<Outcome> {
    let rules = rules();
    if options.all {
        print::product(&markdown::page(&rules))?;
        return Ok(Outcome::Clean);
    }
    let Some(name) = &options.name else {
        print::product(&listing(&rules))?;
        return Ok(Outcome::Clean);
    };
    let Some(rule) = rules.iter().find(|rule| rule.name == name) else {
        let names: Vec<&str> = rules.iter().map(|rule| rule.name).collect();
        match find_rule(name, &names) {
            Some(near) => bail!("there is no check or error `{name}`, did you mean `{near}`?"),
            None => bail!(
                "there is no check or error `{name}`, known: {}",
                list(&names)
            ),
        }
    };
    print::product(&format!(
        "# {}\n\n{}\n\n{}\n",
        rule.name,
        level(rule).1,
        rule.docs.trim()
    ))?;
    Ok(Outcome::Clean)
}

/// The name that a user most likely means: a close one, or the one of this name in some family.
pub fn find_rule<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let last = |known: &'a str| known.rsplit('/').next().unwrap_or(known);
    nearest(name, known.iter().copied()).or_else(|| {
        let near = nearest(name, known.iter().map(|known| last(known)))?;
        known.iter().copied().find(|known| last(known) == near)
    })
}

/// Every rule of every phase, sorted by name.
pub fn rules() -> Vec<&'static Rule> {
    let mut rules: Vec<&Rule> = check::all().map(|check| &check.rule).collect();
    rules.extend(project::RULES);
    rules.extend(model::RULES);
    rules.extend(existing::RULES);
    rules.extend(compile::refusals());
    rules.extend([
        &check::level::UNKNOWN_CHECK,
        &compile::ACCEPTED_SAMPLE,
        &compile::EXPRESSION,
        &compile::SCHEMA,
        &project_file::UNREADABLE,
    ]);
    rules.sort_by_key(|rule| rule.name);
    rules
}

/// Whether a rule can be switched off.
fn is_check(rule: &Rule) -> bool {
    check::all().any(|check| check.rule.name == rule.name)
}

/// The default level of a rule: a word, and a sentence.
fn level(rule: &Rule) -> (&'static str, &'static str) {
    match (is_check(rule), rule.level) {
        (false, _) => ("error", "Always an error."),
        (true, Level::Deny) => ("deny", "Level: deny."),
        (true, Level::Warn) => ("warn", "Level: warn."),
        (true, Level::Allow) => (
            "allow",
            "Level: allow (off until the project or the command line switches it on).",
        ),
    }
}

fn listing(rules: &[&Rule]) -> String {
    let width = rules
        .iter()
        .map(|rule| rule.name.len())
        .max()
        .unwrap_or_default();
    let mut text = String::new();
    for rule in rules {
        let (level, _) = level(rule);
        let _ = writeln!(
            text,
            "{:width$}  {level:5}  {}",
            rule.name,
            rule.first_sentence()
        );
    }
    text
}
