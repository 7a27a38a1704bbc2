//! Validation rules in CEL.
//!
//! A rule is the same when its text is; of those that are left, two are one that was changed when they give the same message, or when there is only one
//! on each side.

use super::{Pair, news::mentioned};
use crate::{
    apiserver::Validation,
    compare::{Change, What, wording::shown},
};
use serde_json::Value;

const KEYWORD: &str = "x-kubernetes-validations";

/// Compares `x-kubernetes-validations`.
pub fn compare(pair: &Pair, found: &mut Vec<Change>) {
    let (mut old, mut new) = (
        indexed(&pair.old.validations),
        indexed(&pair.new.validations),
    );
    for (a, b) in matched(&mut old, &mut new, |a, b| a.rule.trim() == b.rule.trim()) {
        found.extend(same_rule(pair, a, b));
    }
    let by_message =
        |a: &Validation, b: &Validation| !a.message.is_empty() && a.message == b.message;
    let mut changed = matched(&mut old, &mut new, by_message);
    if old.len() == 1 && new.len() == 1 {
        changed.extend(matched(&mut old, &mut new, |_, _| true));
    }
    found.extend(changed.into_iter().map(|(a, b)| changed_rule(pair, a, b)));
    found.extend(old.into_iter().map(|rule| removed(pair, rule)));
    found.extend(new.into_iter().map(|rule| added(pair, rule)));
}

/// A rule and its index.
type Indexed<'v> = (usize, &'v Validation);

fn indexed(rules: &[Validation]) -> Vec<Indexed<'_>> {
    rules.iter().enumerate().collect()
}

/// Takes out pairs of rules that belong together.
fn matched<'v>(
    old: &mut Vec<Indexed<'v>>,
    new: &mut Vec<Indexed<'v>>,
    belong: fn(&Validation, &Validation) -> bool,
) -> Vec<(Indexed<'v>, Indexed<'v>)> {
    let mut pairs = Vec::new();
    old.retain(|a| match new.iter().position(|b| belong(a.1, b.1)) {
        Some(at) => {
            pairs.push((*a, new.remove(at)));
            false
        }
        None => true,
    });
    pairs
}

fn change(pair: &Pair, old: Option<Indexed>, new: Option<Indexed>) -> Change {
    let pointer = |rule: Option<Indexed>| match rule {
        Some((index, _)) => format!("/{KEYWORD}/{index}/rule"),
        None => format!("/{KEYWORD}"),
    };
    let value = |rule: Option<Indexed>| rule.map(|(_, rule)| Value::from(rule.rule.as_str()));
    let what = What::of(value(old), value(new));
    pair.at.change("rule", what, (&pointer(old), &pointer(new)))
}

fn added(pair: &Pair, rule: Indexed) -> Change {
    let change = change(pair, None, Some(rule));
    let text = Value::from(rule.1.rule.as_str());
    let message = format!("{} must suit the rule {} now", pair.part(), shown(&text));
    if let Some(name) = mentioned(pair, &rule.1.rule) {
        let reason = format!(
            "it reads `{name}`, which is new, so that objects without it may suit the rule"
        );
        return change.unknown(message, &reason);
    }
    if is_transition(rule.1) {
        let reason = "it compares the old with the new object: updates that were accepted may be refused; what is stored is not";
        return change.breaking(message, reason);
    }
    let reason = "objects that were accepted before, and may be stored, may be refused";
    change.breaking(message, reason).help(
        "let the rule pass what did not change, `self == oldSelf || …` with `optionalOldSelf`, or ask for it in a new version",
    )
}

fn removed(pair: &Pair, rule: Indexed) -> Change {
    let text = Value::from(rule.1.rule.as_str());
    let message = format!(
        "{} need not suit the rule {} any more",
        pair.part(),
        shown(&text)
    );
    change(pair, Some(rule), None).compatible(message, super::READERS)
}

fn changed_rule(pair: &Pair, old: Indexed, new: Indexed) -> Change {
    let text = |rule: Indexed| shown(&Value::from(rule.1.rule.as_str()));
    let message = format!(
        "a rule of {} is {}, was {}",
        pair.part(),
        text(new),
        text(old)
    );
    let reason = match is_transition(new.1) {
        true => "updates that were accepted may be refused; whether any is, is not decided here",
        false => {
            "objects that were accepted, and may be stored, may be refused; whether any is, is not decided here"
        }
    };
    change(pair, Some(old), Some(new)).unknown(message, reason)
}

/// What changed beside the text of a rule.
fn same_rule(pair: &Pair, old: Indexed, new: Indexed) -> Option<Change> {
    if old.1 == new.1 {
        return None;
    }
    let change = change(pair, Some(old), Some(new));
    let text = shown(&Value::from(new.1.rule.as_str()));
    let part = pair.part();
    let runs = |rule: &Validation| rule.optional_old_self == Some(true);
    Some(match (runs(old.1), runs(new.1)) {
        (false, true) => {
            let reason = "it runs without an old object too, and may refuse what is created";
            let message = format!("the rule {text} of {part} runs on new objects now");
            change.unknown(message, reason)
        }
        (true, false) => {
            let message = format!("the rule {text} of {part} runs on updates only");
            change.compatible(message, super::READERS)
        }
        _ if says(old.1) == says(new.1) => return None,
        _ => {
            let message = format!("the rule {text} of {part} is told in other words");
            change.compatible(
                message,
                "a program that reads the message, the reason or the field of the error may notice",
            )
        }
    })
}

/// What a refusal says.
fn says(rule: &Validation) -> (&str, &str, Option<&str>, &str) {
    let reason = rule.reason.as_deref();
    (
        &rule.message,
        &rule.message_expression,
        reason,
        &rule.field_path,
    )
}

/// Whether a rule compares two states of an object.
fn is_transition(rule: &Validation) -> bool {
    let mut words = rule
        .rule
        .split(|c: char| !(c.is_alphanumeric() || c == '_'));
    words.any(|word| word == "oldSelf")
}
