//! Pieces of Markdown, as GitHub reads it.

/// The path of an alert's runbook below the docs.
pub fn runbook_path(alert: &str) -> String {
    format!("runbooks/{alert}.md")
}

/// Text for a cell of a table: on one line, without a bar that would end the cell.
pub fn cell(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").replace('|', "\\|")
}

/// Text as code; for a cell, see [`cell`].
pub fn code(text: &str) -> String {
    if text.contains('`') {
        format!("`` {text} ``")
    } else {
        format!("`{text}`")
    }
}

/// A link; brackets in its text do not end it.
pub fn link(text: &str, target: &str) -> String {
    let text = text.replace('[', "\\[").replace(']', "\\]");
    format!("[{text}]({target})")
}

/// The last part of a link to a heading that says `text`.
pub fn anchor(text: &str) -> String {
    let kept = text
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.flat_map(char::to_lowercase)
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

/// An alert's text for people: `{{ $labels.job }}` becomes `<job>`, `{{ $value | humanize }}` becomes `<value>`. A text with more
/// of a template than that stays as it is.
pub fn prose(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, action)) = rest.split_once("{{") {
        let Some((action, after)) = action.split_once("}}") else {
            return text.to_string();
        };
        let Some(name) = subject(action) else {
            return text.to_string();
        };
        result.push_str(before);
        let is_code = result.matches('`').count() % 2 == 1;
        let shown = format!("<{name}>");
        result.push_str(&if is_code { shown } else { code(&shown) });
        rest = after;
    }
    result + rest
}

/// What an action of a template shows, when it is one label or the value; `None` for control flow and anything else.
fn subject(action: &str) -> Option<&str> {
    const CONTROL: [&str; 8] = [
        "if", "else", "range", "with", "end", "define", "template", "block",
    ];
    let action = action.trim_matches('-').trim();
    let first = action.split_whitespace().next()?;
    if CONTROL.contains(&first) || action.contains(":=") {
        return None;
    }
    let mut subjects = action.split(|c: char| c.is_whitespace() || matches!(c, '|' | '(' | ')'));
    let names = subjects.by_ref().filter_map(|word| match word {
        "$value" | ".Value" => Some("value"),
        _ => word
            .strip_prefix("$labels.")
            .or_else(|| word.strip_prefix(".Labels."))
            .or_else(|| word.strip_prefix("$externalLabels.")),
    });
    let names: Vec<&str> = names.collect();
    match names[..] {
        [only] => Some(only),
        _ => None,
    }
}

/// The text without white space at the ends of lines and without two empty lines in a row, outside fenced code.
pub fn tidy(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let (mut is_code, mut was_empty) = (false, true);
    for line in text.lines() {
        let line = line.trim_end();
        if line.trim_start().starts_with("```") {
            is_code = !is_code;
        }
        if line.is_empty() && was_empty && !is_code {
            continue;
        }
        was_empty = line.is_empty();
        result.push_str(line);
        result.push('\n');
    }
    result.truncate(result.trim_end().len());
    result
}

/// Parts with commas between them.
pub fn join(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::{anchor, cell, prose, tidy};

    #[test]
    fn templates_are_told_to_people() {
        let cases = [
            ("{{ $labels.job }} is down.", "`<job>` is down."),
            (
                "{{ $value | humanizePercentage }} of it, {{printf \"%.2f\" $value}}",
                "`<value>` of it, `<value>`",
            ),
            ("`kubectl -n {{ $labels.ns }}`", "`kubectl -n <ns>`"),
            ("no template, 5 % {", "no template, 5 % {"),
            ("{{ if $value }}a{{ end }}", "{{ if $value }}a{{ end }}"),
            ("{{ $labels.a", "{{ $labels.a"),
        ];
        for (text, expected) in cases {
            assert_eq!(prose(text), expected);
        }
    }

    #[test]
    fn tables_and_headings_keep_their_shape() {
        assert_eq!(cell("a | b\n  c"), "a \\| b c");
        assert_eq!(anchor("`Model:x_y` of A"), "modelx_y-of-a");
        assert_eq!(
            tidy("\n\na  \n\n\nb\n```\n\n\nc\n```\n\n"),
            "a\n\nb\n```\n\n\nc\n```"
        );
    }
}
