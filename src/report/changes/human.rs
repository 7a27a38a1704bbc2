//! Changes for people: what breaks or may break with its source, what does not as a line each.

use super::{super::human, Style, versions};
use crate::{
    compare::{Change, Effect},
    diag::{Diagnostic, Level, Rule},
    text::Sources,
};
use std::fmt::Write;

/// How many changes are shown with their source, and how many as lines.
const MOST: usize = 100;

static BREAKING: Rule = Rule {
    name: "breaking",
    level: Level::Deny,
    docs: "",
};

static UNKNOWN: Rule = Rule {
    name: "unknown",
    level: Level::Warn,
    docs: "",
};

/// The changes, the compatible ones last.
pub fn render(sources: &Sources, changes: &[Change], style: Style) -> String {
    let is_compatible = |change: &&Change| change.effect == Effect::Compatible;
    let (compatible, others): (Vec<&Change>, Vec<&Change>) =
        changes.iter().partition(is_compatible);
    let shown = others
        .iter()
        .take(MOST)
        .filter_map(|change| finding(change));
    let mut text = human::render(sources, &shown.collect::<Vec<_>>(), style);
    more(&mut text, others.len());
    if !compatible.is_empty() {
        text.push_str("compatible:\n");
    }
    for change in compatible.iter().take(MOST) {
        let versions = versions(change);
        let _ = write!(text, "  {}", change.subject.name);
        if !versions.is_empty() {
            let _ = write!(text, " {}", versions.replace('`', ""));
        }
        let message = change.message.replace(char::is_control, "\u{fffd}");
        let _ = writeln!(text, ": {message}");
    }
    more(&mut text, compatible.len());
    if !compatible.is_empty() {
        text.push('\n');
    }
    text
}

fn more(text: &mut String, count: usize) {
    if count > MOST {
        let _ = writeln!(
            text,
            "{} more are not shown; `--format json` has all\n",
            count - MOST
        );
    }
}

/// A change as a finding; `None` without a place.
fn finding(change: &Change) -> Option<Diagnostic> {
    let span = |place: &Option<crate::compare::Place>| place.as_ref().and_then(|place| place.span);
    let (old, new) = (span(&change.old), span(&change.new));
    let rule = match change.effect {
        Effect::Breaking => &BREAKING,
        _ => &UNKNOWN,
    };
    let mut finding = Diagnostic::new(rule, new.or(old)?, change.message.as_str());
    if let (Some(old), Some(_)) = (old, new) {
        finding = finding.label(old, "before");
    }
    if !change.reason.is_empty() {
        finding = finding.note(change.reason.as_str());
    }
    let name = &change.subject.name;
    finding = finding.note(match versions(change) {
        none if none.is_empty() => format!("in `{name}`"),
        versions => format!("in {versions} of `{name}`"),
    });
    Some(match &change.help {
        Some(help) => finding.help(help.as_str()),
        None => finding,
    })
}
