//! The certain edits of findings, made in the text of one file.
//!
//! Only what an edit names changes: comments and layout stay. Edits that overlap are not made together; those that are left are found
//! again when the new text is checked.

use crate::{
    diag::{Diagnostic, Edit},
    text::{FileId, Span},
};
use std::collections::BTreeMap;

/// A text after edits.
#[derive(Debug)]
pub struct Fixed<'a> {
    /// The new text.
    pub text: String,
    /// The findings whose edits were made, in their order.
    pub made: Vec<&'a Diagnostic>,
}

/// Makes the first certain change of each finding in a file; a change that reaches into another file is not made. `None` when there is
/// nothing to make.
pub fn fix<'a>(findings: &'a [Diagnostic], file: FileId, text: &str) -> Option<Fixed<'a>> {
    let mut accepted: BTreeMap<u32, &Edit> = BTreeMap::new();
    let mut made = Vec::new();
    for finding in findings.iter().filter(|finding| !finding.is_known) {
        let mut certain = finding.help.iter().filter(|help| help.is_certain);
        let edits = certain.next().map_or(&[][..], |help| &help.edits);
        let is_possible =
            |edit: &Edit| edit.span.file == file && text.get(edit.span.range()).is_some();
        if edits.is_empty() || !edits.iter().all(is_possible) {
            continue;
        }
        if accept(&mut accepted, edits) {
            made.push(finding);
        }
    }
    if made.is_empty() {
        return None;
    }
    let text = apply(text, accepted.values().copied());
    Some(Fixed { text, made })
}

/// Adds edits, all or none: none may overlap another; one that is there already is made once.
fn accept<'a>(accepted: &mut BTreeMap<u32, &'a Edit>, edits: &'a [Edit]) -> bool {
    let mut added = Vec::new();
    for edit in edits {
        // The last that begins before the end may begin right there, and then the one before it may reach in.
        let mut near = accepted.range(..=edit.span.end).rev().take(2);
        let beside: Vec<&Edit> = near.by_ref().map(|(_, other)| *other).collect();
        if beside.contains(&edit) {
            continue;
        }
        if beside.iter().any(|other| overlap(other.span, edit.span)) {
            accepted.retain(|start, _| !added.contains(start));
            return false;
        }
        accepted.insert(edit.span.start, edit);
        added.push(edit.span.start);
    }
    true
}

/// Whether two edits touch one place. Of two that insert at the same place nobody knows the order.
fn overlap(left: Span, right: Span) -> bool {
    left.start == right.start || (left.start < right.end && right.start < left.end)
}

/// The text with edits that are sorted and do not overlap.
fn apply<'a>(text: &str, edits: impl Iterator<Item = &'a Edit>) -> String {
    let (mut result, mut at) = (String::with_capacity(text.len()), 0);
    for edit in edits {
        result.push_str(&text[at..edit.span.start as usize]);
        result.push_str(&edit.text);
        at = edit.span.end as usize;
    }
    result + &text[at..]
}

#[cfg(test)]
mod tests {
    use super::fix;
    use crate::{
        diag::{Diagnostic, Edit, Help, Level, Rule},
        text::{FileId, Span},
    };

    static RULE: Rule = Rule {
        name: "a/b",
        level: Level::Warn,
        docs: "",
    };

    /// A finding with a certain change of several parts: start, end, text.
    fn finding(edits: &[(usize, usize, &str)]) -> Diagnostic {
        let span = |start, end| Span::new(FileId(0), start, end);
        let edits = edits.iter().map(|(start, end, text)| Edit {
            span: span(*start, *end),
            text: (*text).to_string(),
        });
        let mut finding = Diagnostic::new(&RULE, span(0, 0), "x");
        finding.help.push(Help {
            message: "write".to_string(),
            edits: edits.collect(),
            is_certain: true,
        });
        finding
    }

    /// The text `0123456789` after the changes, and how many findings were changed.
    fn fixed(findings: &[Diagnostic]) -> (String, usize) {
        let text = "0123456789";
        fix(findings, FileId(0), text).map_or((text.to_string(), 0), |fixed| {
            (fixed.text, fixed.made.len())
        })
    }

    #[test]
    fn edits_that_overlap_are_not_made_together() {
        type Case<'a> = (&'a [&'a [(usize, usize, &'a str)]], &'a str, usize);
        let cases: [Case; 9] = [
            (&[&[(8, 9, "b")], &[(1, 2, "a")]], "0a234567b9", 2),
            (&[&[(1, 4, "a")], &[(3, 5, "b")]], "0a456789", 1),
            (&[&[(1, 4, "a")], &[(4, 5, "b")]], "0ab56789", 2),
            (&[&[(4, 5, "b")], &[(1, 4, "a")]], "0ab56789", 2),
            (
                &[&[(2, 6, "a"), (8, 8, "b")], &[(5, 8, "c")]],
                "01a67b89",
                1,
            ),
            (&[&[(1, 1, "a")], &[(1, 1, "b")]], "0a123456789", 1),
            (&[&[(1, 2, "a")], &[(1, 2, "a")]], "0a23456789", 2),
            (
                &[&[(1, 2, "a")], &[(3, 4, "b"), (1, 3, "c")], &[(3, 4, "d")]],
                "0a2d456789",
                2,
            ),
            (&[&[(1, 9, "")], &[(4, 4, "x")], &[(0, 99, "")]], "09", 1),
        ];
        for (edits, text, count) in cases {
            let findings: Vec<Diagnostic> = edits.iter().map(|edits| finding(edits)).collect();
            assert_eq!(fixed(&findings), (text.to_string(), count), "{edits:?}");
        }
    }

    #[test]
    fn only_certain_changes_of_this_file_and_of_what_is_reported_are_made() {
        let change = || finding(&[(0, 1, "x")]);
        let mut known = change();
        known.is_known = true;
        let mut proposed = change();
        proposed.help[0].is_certain = false;
        let mut elsewhere = change();
        elsewhere.help[0].edits.push(Edit {
            span: Span::new(FileId(1), 0, 1),
            text: String::new(),
        });
        assert_eq!(fixed(&[known, proposed, elsewhere]).1, 0);
        assert_eq!(fixed(&[change()]), ("x123456789".to_string(), 1));
    }
}
