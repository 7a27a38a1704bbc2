//! Tables of Markdown, for the comment on a pull request.

use super::{Style, change_summary, versions, word};
use crate::{
    compare::{Change, Effect},
    text::Sources,
};
use std::fmt::Write;

/// The most rows: GitHub takes comments of 65,536 characters.
const MOST: usize = 200;

/// A table for each thing that changed.
pub fn render(_: &Sources, changes: &[Change], _: Style) -> String {
    let mut text = match changes {
        [] => "### API: no changes\n".to_owned(),
        _ => format!("### API {}\n", change_summary(changes)),
    };
    let mut last = "";
    for change in changes.iter().take(MOST) {
        let name = change.subject.name.as_str();
        if last != name {
            let _ = writeln!(
                text,
                "\n#### `{name}`\n\n| effect | change | versions |\n| --- | --- | --- |"
            );
            last = name;
        }
        let effect = match change.effect {
            Effect::Breaking => format!("**{}**", word(change.effect)),
            effect => word(effect).to_owned(),
        };
        let parts = [
            Some(change.message.as_str()),
            Some(change.reason.as_str()),
            change.help.as_deref(),
        ];
        let parts = parts.into_iter().flatten().filter(|part| !part.is_empty());
        let parts: Vec<String> = parts.map(cell).collect();
        let _ = writeln!(
            text,
            "| {effect} | {} | {} |",
            parts.join("<br>"),
            cell(&versions(change))
        );
    }
    if changes.len() > MOST {
        let _ = writeln!(
            text,
            "\n{} more are not shown; `--format json` has all.",
            changes.len() - MOST
        );
    }
    text
}

/// A text as it stands in a cell: on one line, without the sign that ends it.
fn cell(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ").replace('|', "\\|")
}
