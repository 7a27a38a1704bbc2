//! Groups of rules, of a rule file or a PrometheusRule.
//!
//! Source: Prometheus, `model/rulefmt`; prometheus-operator, `monitoring/v1`, `RuleGroup`.

use super::{BAD_RULE, Reader, field, rule};
use crate::{
    diag::Diagnostic,
    document::{Tree, TreeValue},
    model::{Group, Labels, Name, Spanned, rule::Texts},
    project::add_allows,
};
use std::collections::BTreeMap;

/// The fields of a rule file.
const FILE: [&str; 1] = ["groups"];

/// The fields of a group for Prometheus, then those that only the operator knows: Thanos reads them.
const GROUP: [&str; 7] = [
    "name",
    "interval",
    "query_offset",
    "limit",
    "labels",
    "rules",
    "partial_response_strategy",
];

/// How many fields of [`GROUP`] Prometheus knows.
const OF_PROMETHEUS: usize = 6;

/// The groups of a rule file.
pub fn read_file(reader: &mut Reader, tree: &Tree) -> Vec<Group> {
    let entries = reader.map(tree, "a rule file");
    reader.known(entries, &FILE, "a rule file");
    groups(reader, (tree, tree.get("groups")), &GROUP[..OF_PROMETHEUS])
}

/// Rules without groups, which is an error, as a group without a name.
pub fn read_loose(reader: &mut Reader, tree: &Tree) -> Vec<Group> {
    let list = match &tree.value {
        TreeValue::Map(entries) => entries.first().map_or(tree, |entry| &entry.value),
        _ => tree,
    };
    let first = reader.list(list, "the rules").next();
    let first = first.and_then(|rule| field::entries(rule).first());
    let place = first.map_or_else(|| reader.span(list), |entry| reader.key(entry).span);
    let message = "nothing loads rules without groups around them";
    reader
        .ctx
        .report(Diagnostic::new(&BAD_RULE, place, message).help(
        "write `groups:` and a list of groups, each with its `name` and such a list as its `rules`",
    ));
    let mut group = Group::bare(Name::new(String::new(), place));
    for rule in reader.list(list, "the rules") {
        rule::read(reader, rule, &mut group);
    }
    group.allow = reader.comments.take(tree.range());
    vec![group]
}

/// The groups of a PrometheusRule.
pub fn read_object(reader: &mut Reader, tree: &Tree) -> Vec<Group> {
    let spec = tree.get("spec");
    if let Some(spec) = spec {
        let entries = reader.map(spec, "`spec`");
        reader.known(entries, &FILE, "the `spec` of a PrometheusRule");
    }
    let labels = object_labels(reader, tree);
    let mut groups = groups(
        reader,
        (tree, spec.and_then(|spec| spec.get("groups"))),
        &GROUP,
    );
    for group in &mut groups {
        group.object_labels = Some(labels.clone());
    }
    groups
}

/// The labels of an object, at its name, or else at its kind.
fn object_labels(reader: &Reader, tree: &Tree) -> Spanned<Labels> {
    let metadata = tree.get("metadata");
    let named = metadata.and_then(|metadata| metadata.get("name"));
    let place = named.or_else(|| tree.get("kind")).unwrap_or(tree);
    let labels = metadata.and_then(|metadata| metadata.get("labels"));
    let labels = labels.map(field::entries).unwrap_or_default().iter();
    let labels = labels.filter_map(|entry| {
        let text = field::string(&entry.value)?.to_string();
        let value = Spanned::new(text, reader.span(&entry.value));
        Some((entry.key.clone(), value))
    });
    Spanned::new(labels.collect(), reader.span(place))
}

fn groups(
    reader: &mut Reader,
    (whole, written): (&Tree, Option<&Tree>),
    fields: &[&str],
) -> Vec<Group> {
    let Some(written) = written else {
        return Vec::new();
    };
    let mut known: BTreeMap<String, Name> = BTreeMap::new();
    let mut result = Vec::new();
    for tree in reader.list(written, "`groups`") {
        let group = group(reader, tree, fields);
        let name = group.name.clone();
        if let Some(first) = known.get(&name.value) {
            let message = format!("the group `{}` stands twice in one file", name.value);
            let finding = Diagnostic::new(&BAD_RULE, name.span, message);
            let finding = finding.label(first.span, "first here");
            reader
                .ctx
                .report(finding.help("give it another name, or put its rules into the first"));
        }
        known.entry(name.value.clone()).or_insert(name);
        result.push(group);
    }
    let allow = reader.comments.take(whole.range());
    for group in &mut result {
        add_allows(&mut group.allow, &allow);
    }
    result
}

fn group(reader: &mut Reader, tree: &Tree, fields: &[&str]) -> Group {
    let entries = reader.map(tree, "a group");
    reader.known(entries, fields, "a group");
    let field = |name: &str| tree.get(name);
    let named = field("name").and_then(|name| reader.text(name, "the name of a group"));
    let name = named.unwrap_or_else(|| Name::new(String::new(), reader.span(tree)));
    if name.value.is_empty() {
        reader.refuse(name.span, "a group needs a name");
    }
    let mut group = Group {
        interval: field("interval").and_then(|tree| reader.duration(tree, "`interval`")),
        limit: field("limit").and_then(|tree| reader.whole(tree, "`limit`")),
        query_offset: field("query_offset")
            .and_then(|tree| reader.duration(tree, "`query_offset`")),
        labels: field("labels").map_or_else(Texts::new, |tree| rule::labels(reader, tree)),
        ..Group::bare(name)
    };
    if let Some(written) = field("rules") {
        for tree in reader.list(written, "`rules`") {
            rule::read(reader, tree, &mut group);
        }
    }
    group.allow = reader.comments.take(tree.range());
    group
}
