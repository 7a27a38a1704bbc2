//! Selectors: the series of a name, narrowed by matchers.

use super::{Because, Facts, Known, Label, Labels, Naming, Origin, Presence, Subject, Values};
use crate::{
    model::names,
    promql::{
        ValueType,
        ast::{MatchOp, Matcher, Range, Selector, Text},
        regex::inspect,
        walk::metric_name,
    },
    relabel::Pattern,
};
use std::{borrow::Cow, sync::Arc};

/// What a selector yields.
pub fn infer<'a>(facts: &Facts<'a>, selector: &'a Selector) -> Known<'a> {
    let mut known = match metric_name(selector) {
        Some(name) if name.placeholders.is_empty() => of_name(facts, &name.value),
        Some(_) => Known::unknown(ValueType::Vector),
        None => of_pattern(facts, selector),
    };
    for matcher in &selector.matchers {
        if matcher.label.value != names::METRIC_NAME && is_plain(&matcher.label) {
            narrow(&mut known, matcher);
        }
    }
    known
}

fn of_name<'a>(facts: &Facts<'a>, name: &'a str) -> Known<'a> {
    match facts.all(name) {
        Some(known) => Known {
            name: Naming::Is(name),
            ..known.clone()
        },
        None => {
            let because = match facts.named(name) {
                Subject::NoSeries(_) => Because::NoSeries(name),
                _ => Because::Undeclared(name),
            };
            Known {
                name: Naming::Is(name),
                unit_because: because,
                range_because: because,
                kind_because: because,
                ..Known::unknown(ValueType::Vector)
            }
        }
    }
}

/// The series of several names, when they are listed: `{__name__=~"a|b"}`.
fn of_pattern<'a>(facts: &Facts<'a>, selector: &'a Selector) -> Known<'a> {
    let mut patterns = selector.matchers.iter().filter(|matcher| {
        matcher.label.value == names::METRIC_NAME && matcher.op == MatchOp::Regex
    });
    let listed = patterns.next().filter(|matcher| is_plain(&matcher.value));
    let listed = listed.and_then(|matcher| alternatives(&matcher.value.value));
    let mut all = listed
        .into_iter()
        .flatten()
        .map(|name| of_name(facts, name));
    let Some(first) = all.next() else {
        return Known::unknown(ValueType::Vector);
    };
    all.fold(first, |left, right| super::binary::either(&left, &right))
}

/// Narrows what is known by one matcher.
fn narrow<'a>(known: &mut Known<'a>, matcher: &'a Matcher) {
    let name = matcher.label.value.as_str();
    let before = known.labels.look_up(name);
    let Some(label) = select(&before, matcher) else {
        return;
    };
    if label.values.only().is_some()
        && matcher.op == MatchOp::Equal
        && let Some(key) = known.key.as_ref().filter(|key| key.has(name))
    {
        let mut key = key.as_ref().clone();
        key.labels.retain(|known| *known != name);
        known.key = Some(Arc::new(key));
    }
    if known.labels.get(name) != Some(&label) {
        Arc::make_mut(&mut known.labels).set(label);
    }
}

/// What is known about a label of the series that a matcher on it selects; `None` when the matcher holds a placeholder, or no series
/// has a label that it needs.
pub fn select<'a>(label: &Label<'a>, matcher: &'a Matcher) -> Option<Label<'a>> {
    if !is_plain(&matcher.value) {
        return None;
    }
    let value = matcher.value.value.as_str();
    let bounds = matches!(label.name, names::LE | names::QUANTILE);
    let empty = selects_empty(matcher);
    let presence = match (empty, label.presence) {
        (true, _) if selects_none(matcher) => Presence::Never,
        (true, presence) => presence,
        (false, Presence::Never) => return None,
        (false, _) => Presence::Must,
    };
    let values = match matcher.op {
        // Bounds are written in several ways, and Prometheus may store another.
        _ if bounds => label.values.clone(),
        MatchOp::Equal if value.is_empty() => label.values.clone(),
        MatchOp::Equal => label.values.and(&Values::one(value)),
        MatchOp::NotEqual => label.values.retain(|known| known != value),
        MatchOp::Regex => match alternatives(value).filter(|_| !empty) {
            Some(listed) => label
                .values
                .and(&Values::among(listed.into_iter().map(Cow::Borrowed))),
            None => matching(&label.values, value, true),
        },
        MatchOp::NotRegex => matching(&label.values, value, false),
    };
    Some(Label {
        presence,
        values,
        ..label.clone()
    })
}

/// Whether series without the label are selected. The value of the matcher holds no placeholder.
pub fn selects_empty(matcher: &Matcher) -> bool {
    let value = matcher.value.value.as_str();
    match matcher.op {
        MatchOp::Equal => value.is_empty(),
        MatchOp::NotEqual => !value.is_empty(),
        MatchOp::Regex => inspect(value).unwrap_or(true),
        MatchOp::NotRegex => !inspect(value).unwrap_or(false),
    }
}

/// Whether only series without the label are selected: `x=""`, `x!~".+"`.
fn selects_none(matcher: &Matcher) -> bool {
    match matcher.op {
        MatchOp::Equal | MatchOp::Regex => matcher.value.value.is_empty(),
        MatchOp::NotRegex => matcher.value.value == ".+",
        MatchOp::NotEqual => false,
    }
}

fn matching<'a>(values: &Values<'a>, pattern: &str, wanted: bool) -> Values<'a> {
    if *values == Values::Any || matches!(pattern, ".*" | ".+") {
        return values.clone();
    }
    match Pattern::compile(pattern) {
        Ok(pattern) => values.retain(|value| pattern.is_match(value) == wanted),
        Err(_) => Values::Any,
    }
}

/// The texts that a pattern lists: `a|b`; `None` when it is more than a list.
pub fn alternatives(pattern: &str) -> Option<Vec<&str>> {
    let special = [
        '\\', '.', '+', '*', '?', '(', ')', '[', ']', '{', '}', '^', '$',
    ];
    (!pattern.contains(special)).then(|| pattern.split('|').collect())
}

/// Whether a text holds no placeholder.
pub fn is_plain(text: &Text) -> bool {
    text.placeholders.is_empty()
}

/// The names of labels as written; `None` when one is a placeholder.
pub fn plain(labels: &[Text]) -> Option<Vec<&str>> {
    let names = labels.iter();
    names
        .map(|label| is_plain(label).then_some(label.value.as_str()))
        .collect()
}

/// The labels that `absent` puts on its result: those whose last matcher asks for a value, and no other does.
/// Source: prometheus, `promql/functions.go`, `createLabelsForAbsentFunction`.
pub fn absent_labels(selector: &Selector, place: Range) -> Labels<'_> {
    let mut labels = Labels::default();
    for matcher in &selector.matchers {
        let name = matcher.label.value.as_str();
        let same = selector.matchers.iter();
        let same: Vec<&Matcher> = same.filter(|other| other.label.value == name).collect();
        // Every further matcher takes the label away again, and a second `=` does not bring it back.
        let first = same.iter().find(|other| other.op == MatchOp::Equal);
        let is_set = [first, same.last()]
            .iter()
            .all(|found| found.is_some_and(|found| std::ptr::eq(*found, matcher)));
        if !is_plain(&matcher.label) {
            labels.open = true;
        } else if is_set && name != names::METRIC_NAME && !matcher.value.value.is_empty() {
            let mut label = Label {
                origin: Origin::Written(place),
                ..Label::named(name)
            };
            if is_plain(&matcher.value) {
                label.presence = Presence::Must;
                label.values = Values::one(matcher.value.value.as_str());
            }
            labels.set(label);
        }
    }
    labels
}
