//! Rules: groups with their recordings and alerts, and the tests of the alerts.
//!
//! Invariants: a group has at least one rule, a name that a file may have, and no two rules that yield the same series;
//! expressions give an instant vector or a scalar; labels and texts have their parameters put in. Deliberately absent: what a
//! project demands of its alerts (checks), the operator's objects (`emit`).

mod alert;
mod recording;
mod reference;
mod runbook;
mod series;
mod test;
#[cfg(test)]
mod tests;
mod threshold;
mod version;

pub use alert::Alert;
pub use recording::Recording;
pub use reference::PanelReference;
pub use runbook::Runbook;
pub use series::Series;
pub use test::{Firing, Test};
pub use threshold::{Threshold, find_threshold};
pub use version::check as check_versions;

use super::{
    Allows, Context, Grafana, Labels, Metadata, Name, Params, Spanned, Targets, Words,
    context::{BAD_VALUE, CONFLICT},
    duration::{self, Duration},
    expression::{self, Expression, Scope},
    names,
    template::{self, Text},
};
use crate::{
    diag::Diagnostic,
    project::{self, Pairs},
    promql::{self, ValueType},
    text::Span,
};
use indexmap::IndexMap;
use std::collections::BTreeMap;

/// Labels or annotations with their texts, in the order written.
pub type Texts = IndexMap<String, Text>;

/// A group of rules, which Prometheus evaluates one after another.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its name, where it is declared or first named.
    pub name: Name,
    /// How often it is evaluated; `None` for Prometheus's own interval.
    pub interval: Option<Spanned<Duration>>,
    /// Most alerts or series of a rule; `None` or 0 for any number.
    pub limit: Option<Spanned<u32>>,
    /// By how much the evaluation looks back.
    pub query_offset: Option<Spanned<Duration>>,
    /// Labels of everything that the group yields, those of `raw` included; those of a rule win.
    pub labels: Texts,
    /// The labels of the object that it was read from, at its name; `None` for the project's own, whose objects gen labels, and for
    /// groups of rule files.
    pub object_labels: Option<Spanned<Labels>>,
    /// Merged last into the group.
    pub raw: Option<Spanned<Words>>,
    /// Exceptions from checks, for the group and its rules.
    pub allow: Allows,
    /// Recordings, in the order written.
    pub recordings: Vec<Recording>,
    /// Alerts, in the order written.
    pub alerts: Vec<Alert>,
}

/// What rules are read with.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a> {
    /// Parameters.
    pub params: &'a Params,
    /// Who the project is.
    pub metadata: &'a Metadata,
    /// The oldest versions that must accept the rules.
    pub targets: &'a Targets,
    /// What shows the panels.
    pub grafana: &'a Grafana,
}

/// The groups of a project that have rules, in the order in which they are first named: declared ones first.
pub fn resolve(ctx: &mut Context, inputs: Inputs) -> Vec<Group> {
    let project = ctx.project;
    let mut groups = IndexMap::new();
    for (name, written) in &project.groups {
        let group = group(ctx, inputs, name, written);
        groups.insert(name.value.clone(), group);
    }
    for (key, written) in &project.recordings {
        let recording = recording::read(ctx, inputs, key, written);
        let group = group_of(ctx, &mut groups, written.group.as_ref());
        group.recordings.extend(recording);
    }
    for (key, written) in &project.alerts {
        let labels = group_of(ctx, &mut groups, written.group.as_ref())
            .labels
            .clone();
        let alert = alert::read(ctx, inputs, (key, written), &labels);
        let group = group_of(ctx, &mut groups, written.group.as_ref());
        group.alerts.extend(alert);
    }
    let groups = groups.into_values();
    let groups: Vec<Group> = groups.filter(Group::has_rules).collect();
    groups.iter().for_each(|group| group.find_twins(ctx));
    version::check(ctx, inputs.targets, &groups);
    find_pages_at_one_place(ctx, &groups);
    groups
}

/// Reports runbooks whose pages would be one file where letter case does not count, as on macOS and Windows.
fn find_pages_at_one_place(ctx: &mut Context, groups: &[Group]) {
    let mut known: BTreeMap<String, &Name> = BTreeMap::new();
    for alert in groups.iter().flat_map(|group| &group.alerts) {
        if !alert.has_runbook_page() {
            continue;
        }
        let first = *known
            .entry(alert.name.to_lowercase())
            .or_insert(&alert.name);
        if first.value != alert.name.value {
            let message = format!(
                "the runbooks of `{}` and `{}` would be one file where letter case does not count",
                first.value, alert.name.value
            );
            ctx.report(
                Diagnostic::new(&CONFLICT, alert.name.span, message)
                    .label(first.span, "first here")
                    .help("write both in one way, or tell them apart by more than case"),
            );
        }
    }
}

fn group(ctx: &mut Context, inputs: Inputs, name: &Name, written: &project::Group) -> Group {
    check_group_name(ctx, name);
    let mut labels = labels(ctx, inputs, &written.labels);
    merge_raw(ctx, &mut labels, written.raw.as_ref(), names::LABELS);
    Group {
        interval: length(ctx, written.interval.as_ref()),
        limit: written.limit.clone(),
        query_offset: length(ctx, written.query_offset.as_ref()),
        labels,
        raw: written.raw.clone(),
        allow: written.allow.clone(),
        ..Group::bare(name.clone())
    }
}

/// The group that a rule names, made when it is new; without a name that of the project.
fn group_of<'g>(
    ctx: &mut Context,
    groups: &'g mut IndexMap<String, Group>,
    named: Option<&Name>,
) -> &'g mut Group {
    let name = named.unwrap_or(&ctx.project.project.name);
    if named.is_some() && !groups.contains_key(&name.value) {
        check_group_name(ctx, name);
    }
    groups
        .entry(name.value.clone())
        .or_insert_with(|| Group::bare(name.clone()))
}

/// A group's name is a part of an object's name and of a file's.
fn check_group_name(ctx: &mut Context, name: &Name) {
    let object = names::object(&ctx.project.project.name.value, &name.value);
    if !names::is_rfc1123_subdomain(&object) {
        let message = format!(
            "`{}` cannot name a group: its PrometheusRule would be called `{object}`",
            name.value
        );
        let help =
            "use lower case letters, digits, `-` and `.`, with a letter or digit at both ends";
        ctx.report(Diagnostic::new(&BAD_VALUE, name.span, message).help(help));
    }
}

impl Group {
    /// A group of this name without anything.
    pub fn bare(name: Name) -> Self {
        Self {
            name,
            interval: None,
            limit: None,
            query_offset: None,
            labels: Texts::new(),
            object_labels: None,
            raw: None,
            allow: Allows::new(),
            recordings: Vec::new(),
            alerts: Vec::new(),
        }
    }

    fn has_rules(&self) -> bool {
        !self.recordings.is_empty() || !self.alerts.is_empty()
    }

    /// Reports rules that yield the same series. Source: Prometheus, `promtool check rules`, duplicate rules.
    fn find_twins(&self, ctx: &mut Context) {
        let recordings = self
            .recordings
            .iter()
            .map(|rule| ("recording", &rule.name, &rule.labels));
        let alerts = self
            .alerts
            .iter()
            .map(|rule| ("alert", &rule.name, &rule.labels));
        let rules: Vec<(&str, &Name, &Texts)> = recordings.chain(alerts).collect();
        let mut known: BTreeMap<(&str, &str), Vec<(&Name, &Texts)>> = BTreeMap::new();
        for (kind, name, labels) in &rules {
            let others = known.entry((kind, name.as_str())).or_default();
            let first = others
                .iter()
                .find(|(_, their)| same(their, labels))
                .copied();
            others.push((name, labels));
            let Some((first, _)) = first else { continue };
            let message = format!(
                "the group `{}` has the {kind} `{}` twice with the same labels",
                self.name.value, name.value
            );
            ctx.report(
                Diagnostic::new(&CONFLICT, name.span, message)
                    .label(first.span, "first here")
                    .help("tell them apart by a label, such as another `severity`"),
            );
        }
    }
}

/// Whether the same labels have the same texts, in any order.
fn same(left: &Texts, right: &Texts) -> bool {
    left.len() == right.len()
        && left
            .iter()
            .all(|(name, text)| right.get(name).map(|text| &text.value) == Some(&text.value))
}

/// Reads the expression of a rule: it must give an instant vector or a scalar.
fn read_expression(
    ctx: &mut Context,
    inputs: Inputs,
    written: &Spanned<String>,
) -> Option<Expression> {
    let read = expression::read(ctx, inputs.params, Scope::Rules, written)?;
    let found = promql::type_of(&read.expr);
    if matches!(found, ValueType::Matrix | ValueType::String) {
        let message = format!(
            "a rule's expression gives an instant vector or a scalar, this one gives a {}",
            found.name()
        );
        let diagnostic = Diagnostic::new(&BAD_VALUE, written.span, message);
        ctx.report(match found {
            ValueType::Matrix => {
                diagnostic.help("put a function around it, such as `rate(…)` or `max_over_time(…)`")
            }
            _ => diagnostic,
        });
        return None;
    }
    Some(read)
}

/// Reads the labels that rules set: names that Prometheus takes, parameters put in.
fn labels(ctx: &mut Context, inputs: Inputs, written: &Pairs) -> Texts {
    for name in written.keys() {
        if name.value == names::METRIC_NAME {
            let message = "a rule cannot set `__name__`: it is the name of the series";
            ctx.bad_value(name.span, message);
        } else if !names::is_label_name(&name.value) {
            let message = format!("`{}` is not a label's name", name.value);
            let help = "use letters, digits and `_`, with no digit at the beginning";
            ctx.report(Diagnostic::new(&BAD_VALUE, name.span, message).help(help));
        }
    }
    texts(ctx, inputs, written)
}

/// Reads texts by name, with parameters put in.
fn texts(ctx: &mut Context, inputs: Inputs, written: &Pairs) -> Texts {
    let read = written.iter().map(|(name, value)| {
        let text = template::read_text(ctx, inputs.params, Scope::Rules, value);
        (name.value.clone(), text)
    });
    read.collect()
}

/// Puts in what `raw` sets in a table of labels or annotations, as it stands there: it is merged last. A value that is no text is
/// left to the output's schema.
fn merge_raw(ctx: &Context, texts: &mut Texts, raw: Option<&Spanned<Words>>, field: &str) {
    let Some(Words::Table(raw)) = raw.map(|raw| &raw.value) else {
        return;
    };
    let Some(Words::Table(set)) = raw.get(field).map(|set| &set.value) else {
        return;
    };
    texts.extend(set.iter().filter_map(|(name, value)| {
        let Words::String(written) = &value.value else {
            return None;
        };
        let text = template::read_raw(ctx, &Spanned::new(written.clone(), value.span));
        Some((name.value.clone(), text))
    }));
}

/// Reads a length of time that may be absent, and keeps its place.
fn length(ctx: &mut Context, written: Option<&Name>) -> Option<Spanned<Duration>> {
    let read = duration::read_some(ctx, written)?;
    written.map(|written| Spanned::new(read, written.span))
}

/// Reports what is named both by a field of its own and in a table of many. `span` is the field's.
fn report_twice(ctx: &mut Context, name: &str, span: Span, other: Span) {
    let message = format!("`{name}` is set twice");
    ctx.report(
        Diagnostic::new(&CONFLICT, other, message)
            .label(span, "here too")
            .help("keep one of them"),
    );
}
