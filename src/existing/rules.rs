//! Groups of rules, of a rule file or a PrometheusRule.
//!
//! Source: Prometheus, `model/rulefmt`; prometheus-operator, `monitoring/v1`, `RuleGroup`.

use super::{BAD_RULE, Reader, rule};
use crate::{
    diag::Diagnostic,
    document::Tree,
    model::{Allows, Group, Name, rule::Texts},
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

/// The groups of a PrometheusRule.
pub fn read_object(reader: &mut Reader, tree: &Tree) -> Vec<Group> {
    let spec = tree.get("spec");
    if let Some(spec) = spec {
        let entries = reader.map(spec, "`spec`");
        reader.known(entries, &FILE, "the `spec` of a PrometheusRule");
    }
    groups(
        reader,
        (tree, spec.and_then(|spec| spec.get("groups"))),
        &GROUP,
    )
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
        for (family, checks) in &allow {
            let own = group.allow.entry(family.clone()).or_default();
            for (check, allow) in checks {
                own.entry(check.clone()).or_insert_with(|| allow.clone());
            }
        }
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
        name,
        raw: None,
        allow: Allows::new(),
        recordings: Vec::new(),
        alerts: Vec::new(),
    };
    if let Some(written) = field("rules") {
        for tree in reader.list(written, "`rules`") {
            rule::read(reader, tree, &mut group);
        }
    }
    group.allow = reader.comments.take(tree.range());
    group
}
