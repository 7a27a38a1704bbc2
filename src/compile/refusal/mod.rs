//! What the API server refuses, as findings: gen's names for it, and the places in the user's own text.

mod definition;
mod object;
mod schema;

use crate::{
    apiserver::Finding,
    diag::{Diagnostic, Rule},
    text::{Sources, Span},
};

/// A name for what the API server refuses.
pub struct Refusal {
    /// What [`Finding::rule`] calls it.
    stems: &'static [&'static str],
    rule: Rule,
}

fn refusals() -> impl Iterator<Item = &'static Refusal> {
    let definition = definition::REFUSALS.iter();
    definition.chain(&object::REFUSALS).chain(&schema::REFUSALS)
}

/// Every rule, in no order.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    refusals().map(|refusal| &refusal.rule)
}

/// The rule of a finding; what has no name of its own cannot be decoded.
pub(super) fn rule(finding: &Finding) -> &'static Rule {
    let named = refusals().find(|refusal| refusal.stems.contains(&finding.rule));
    let [.., undecodable] = &definition::REFUSALS;
    &named.unwrap_or(undecodable).rule
}

/// A finding of the server at the place of what is at fault, or inside of it when that is a text.
pub fn diagnostic(sources: &Sources, finding: Finding, place: Span) -> Diagnostic {
    let span = match &finding.range {
        Some(range) => inside(sources, place, range.clone()),
        None => place,
    };
    let rule = rule(&finding);
    let mut result = Diagnostic::new(rule, span, finding.message);
    if !finding.field.is_empty() && !result.message.contains(&finding.field) {
        result = result.note(format!("the API server names `{}`", finding.field));
    }
    match finding.help {
        Some(help) => result.help(help),
        None => result,
    }
}

/// The place of some bytes of a text; the whole text when it was not written as a literal of its own.
fn inside(sources: &Sources, whole: Span, range: std::ops::Range<usize>) -> Span {
    let offsets = sources.expression_offsets(whole);
    let (Some(start), Some(end)) = (offsets.get(range.start), offsets.get(range.end)) else {
        return whole;
    };
    Span {
        file: whole.file,
        start: whole.start + start,
        end: whole.start + (*end).max(*start),
    }
}

#[cfg(test)]
mod tests {
    use super::refusals;

    #[test]
    fn no_two_refusals_have_one_name() {
        let mut stems: Vec<&str> = refusals()
            .flat_map(|refusal| refusal.stems)
            .copied()
            .collect();
        let count = stems.len();
        stems.sort_unstable();
        stems.dedup();
        assert_eq!(stems.len(), count);
        assert!(refusals().all(|refusal| refusal.rule.name.starts_with("apiserver/")));
    }
}
