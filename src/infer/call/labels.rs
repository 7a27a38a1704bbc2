//! The labels of function results.

use super::Input;
use crate::{
    infer::{
        Key, Label, Labels, Origin, Presence, Values,
        selector::{absent_labels, is_plain},
    },
    model::names,
    promql::{
        ast::{Expr, Node, Text},
        placeholder::read_all,
    },
    relabel::{Pattern, expand},
};
use std::{borrow::Cow, sync::Arc};

type Found<'a> = (Arc<Labels<'a>>, Option<Arc<Key<'a>>>);

/// Those of the argument.
pub fn kept<'a>(input: &Input<'_, 'a>) -> Found<'a> {
    (input.main.labels.clone(), input.main.key.clone())
}

/// None: one number, or one series without labels.
pub fn none<'a>(_: &Input<'_, 'a>) -> Found<'a> {
    (Labels::none(), Some(Key::single()))
}

/// Those of the argument and others from somewhere.
pub fn more<'a>(input: &Input<'_, 'a>) -> Found<'a> {
    let mut labels = input.main.labels.as_ref().clone();
    labels.open = true;
    (Arc::new(labels), input.main.key.clone())
}

/// Those that the selector asks for.
pub fn absent<'a>(input: &Input<'_, 'a>) -> Found<'a> {
    let labels = match input.call.args.first().map(bare) {
        Some(Expr {
            node: Node::Selector(selector),
            ..
        }) => Arc::new(absent_labels(selector, input.place)),
        Some(Expr {
            node: Node::Placeholder(_) | Node::Invalid,
            ..
        }) => Labels::unknown(),
        _ => Labels::none(),
    };
    (labels, Some(Key::single()))
}

/// The selector of a range, and what stands in parentheses.
fn bare(expr: &Expr) -> &Expr {
    match &expr.node {
        Node::Paren(inner) | Node::Matrix(inner, _) => bare(inner),
        _ => expr,
    }
}

/// Those of the argument without `le`.
pub fn without_bound<'a>(input: &Input<'_, 'a>) -> Found<'a> {
    let labels = &input.main.labels;
    let dropped = match labels.presence(names::LE) {
        Presence::Never => labels.clone(),
        _ => Arc::new(labels.without(&[names::LE])),
    };
    let key = input.main.key.as_ref().map(|key| {
        let mut key = key.as_ref().clone();
        key.labels.retain(|label| *label != names::LE);
        Arc::new(key)
    });
    (dropped, key)
}

/// Those of the argument without `le`, and the one with the quantile.
pub fn quantiles<'a>(input: &Input<'_, 'a>) -> Found<'a> {
    let (mut labels, _) = without_bound(input);
    match text(input, 1) {
        Some(name) => Arc::make_mut(&mut labels).set(Label {
            name: &name.value,
            presence: Presence::Must,
            values: Values::Any,
            origin: Origin::Written(input.place),
        }),
        None => labels = Labels::unknown(),
    }
    (labels, None)
}

/// A string argument without placeholders, those included that gen leaves to Grafana.
fn text<'a>(input: &Input<'_, 'a>, index: usize) -> Option<&'a Text> {
    match &input.call.args.get(index)?.node {
        Node::String(text) if is_plain(text) && read_all(&text.value, 0).is_empty() => Some(text),
        _ => None,
    }
}

/// `label_replace(v, dst, replacement, src, regex)`: where the pattern matches the whole value of `src`, empty where it is absent,
/// `dst` becomes the replacement.
pub fn replaced<'a>(input: &Input<'_, 'a>) -> Found<'a> {
    let all = (
        text(input, 1),
        text(input, 2),
        text(input, 3),
        text(input, 4),
    );
    let (Some(target), replacement, source, pattern) = all else {
        return (Labels::unknown(), None);
    };
    let name = target.value.as_str();
    let before = input.main.labels.look_up(name);
    let written = match (replacement, source, pattern) {
        (Some(replacement), Some(source), Some(pattern)) => {
            let source = look_up(input, &source.value);
            replace(&before, &source, &replacement.value, &pattern.value)
        }
        _ => (Presence::May, Values::Any),
    };
    write(input, name, written)
}

/// Writes a label; a key with the label identifies nothing any longer.
fn write<'a>(
    input: &Input<'_, 'a>,
    name: &'a str,
    (presence, values): (Presence, Values<'a>),
) -> Found<'a> {
    let mut labels = input.main.labels.clone();
    if name == names::METRIC_NAME {
        return (labels, None);
    }
    Arc::make_mut(&mut labels).set(Label {
        name,
        presence,
        values,
        origin: Origin::Written(input.place),
    });
    let key = input.main.key.clone().filter(|key| !key.has(name));
    (labels, key)
}

/// What is known about a label of the argument, its name included.
fn look_up<'a>(input: &Input<'_, 'a>, name: &'a str) -> Label<'a> {
    match (name, input.main.name) {
        (names::METRIC_NAME, crate::infer::Naming::Is(metric)) => Label {
            presence: Presence::Must,
            values: Values::one(metric),
            ..Label::named(name)
        },
        (names::METRIC_NAME, _) => Label::named(name),
        _ => input.main.labels.look_up(name),
    }
}

/// Presence and values of a label after the replacement.
fn replace<'a>(
    before: &Label<'a>,
    source: &Label<'a>,
    replacement: &'a str,
    pattern: &str,
) -> (Presence, Values<'a>) {
    let Ok(pattern) = Pattern::compile(pattern) else {
        return (Presence::May, Values::Any);
    };
    let mut given: Vec<&str> = source
        .values
        .list()
        .into_iter()
        .flatten()
        .map(AsRef::as_ref)
        .collect();
    let listed = source.presence == Presence::Never || source.values.list().is_some();
    if source.presence == Presence::Never {
        given.clear();
    }
    if source.presence != Presence::Must {
        given.push("");
    }
    if listed {
        return replace_listed(before, &given, replacement, &pattern);
    }
    // Of any other value it is not known whether the pattern matches.
    let whole = pattern.is_any() || pattern.text() == "(.+)" || pattern.text() == ".+";
    let always = pattern.is_any() || (whole && source.presence == Presence::Must);
    let fixed = !replacement.contains('$');
    let values = if fixed {
        Values::one(replacement)
    } else {
        Values::Any
    };
    let copies = matches!(replacement, "$1" | "${1}") && pattern.text().starts_with('(') && whole;
    match (always, fixed && !replacement.is_empty()) {
        (true, true) => (Presence::Must, values),
        (true, false) if copies => (source.presence, Values::Any),
        (false, true) => (before.presence.max(Presence::May), joined(before, values)),
        _ => (Presence::May, Values::Any),
    }
}

/// The values before and those that were written.
fn joined<'a>(before: &Label<'a>, written: Values<'a>) -> Values<'a> {
    match before.presence {
        Presence::Never => written,
        _ => before.values.or(&written),
    }
}

fn replace_listed<'a>(
    before: &Label<'a>,
    given: &[&str],
    replacement: &str,
    pattern: &Pattern,
) -> (Presence, Values<'a>) {
    let results: Vec<Option<String>> = given
        .iter()
        .map(|value| {
            pattern
                .captures(value)
                .map(|groups| expand(replacement, &groups))
        })
        .collect();
    let untouched = results.iter().any(Option::is_none);
    let written: Vec<Cow<str>> = results.into_iter().flatten().map(Cow::Owned).collect();
    let (filled, emptied): (Vec<Cow<str>>, Vec<Cow<str>>) =
        written.into_iter().partition(|value| !value.is_empty());
    let written = (!filled.is_empty()).then(|| Values::among(filled));
    let presence = match (&written, emptied.is_empty(), untouched) {
        (Some(_), true, false) => Presence::Must,
        (None, false, false) => Presence::Never,
        (None, true, _) => before.presence,
        (Some(_), true, true) if before.presence == Presence::Must => Presence::Must,
        _ => Presence::May,
    };
    let values = match (written, untouched) {
        (Some(written), false) => written,
        (Some(written), true) => joined(before, written),
        (None, _) => before.values.clone(),
    };
    (presence, values)
}

/// `label_join(v, dst, separator, src…)`: the values of the sources, absent ones empty, with the separator between them.
pub fn joined_labels<'a>(input: &Input<'_, 'a>) -> Found<'a> {
    let Some(target) = text(input, 1) else {
        return (Labels::unknown(), None);
    };
    let sources = (3..input.call.args.len()).map(|index| text(input, index));
    let sources: Option<Vec<Label>> = sources
        .map(|source| source.map(|source| look_up(input, &source.value)))
        .collect();
    let written = match (text(input, 2), sources) {
        (Some(separator), Some(sources)) => join(&separator.value, &sources),
        _ => (Presence::May, Values::Any),
    };
    write(input, &target.value, written)
}

fn join<'a>(separator: &str, sources: &[Label<'a>]) -> (Presence, Values<'a>) {
    let values: Option<Vec<&str>> = sources
        .iter()
        .map(|source| match source.presence {
            Presence::Never => Some(""),
            Presence::Must => source.values.only(),
            Presence::May => None,
        })
        .collect();
    if let Some(values) = values {
        let text = values.join(separator);
        return match text.is_empty() {
            true => (Presence::Never, Values::Any),
            false => (Presence::Must, Values::one(text)),
        };
    }
    let separated = sources.len() > 1 && !separator.is_empty();
    let filled = sources
        .iter()
        .any(|source| source.presence == Presence::Must);
    let presence = if separated || filled {
        Presence::Must
    } else {
        Presence::May
    };
    (presence, Values::Any)
}
