//! What findings say about labels: why one is not there, and which one may be meant.

use super::Subject;
use crate::{
    diag::{Diagnostic, list, nearest},
    infer::{self, Facts, Inferred, Label, Labels, Origin, Presence, head},
    model::{Metric, Model, Recording, metric::Part},
    promql::{
        ast::{Expr, Node, Range, Text},
        walk::metric_name,
    },
};

/// Leaves of an expression about which a finding tells the labels.
const MOST_LEAVES: usize = 2;

/// External labels that are usual: what collects the data of several Prometheuses has them, though none of these sees its own.
const USUAL: [&str; 6] = [
    "cluster",
    "environment",
    "prometheus",
    "prometheus_replica",
    "region",
    "replica",
];

/// Adds why `node` surely does not yield a label: the part that removes it, else the labels that its series have.
pub fn explain(finding: Diagnostic, subject: &Subject, node: &Inferred, label: &str) -> Diagnostic {
    if let Some(removal) = node.find_removal(label) {
        let text = format!("{} removes `{label}` here", head(removal.expr));
        return finding.label(subject.place(head_range(removal.expr)), text);
    }
    let names = names(node);
    let names = names.iter().take(MOST_LEAVES);
    names.fold(finding, |finding, name| {
        explain_series(finding, subject.facts(), name, label)
    })
}

/// Adds which labels the series of a name have, and where they are declared.
pub fn explain_series(finding: Diagnostic, facts: &Facts, name: &str, label: &str) -> Diagnostic {
    let finding = match facts.all(name) {
        Some(known) => finding.note(had(name, &known.labels)),
        None => return finding,
    };
    match facts.named(name) {
        infer::Subject::Series(metric, part) => declared(finding, facts, (metric, part), label),
        infer::Subject::Recordings(recordings) => match recordings.first() {
            Some(recording) => recorded(finding, facts, recording, label),
            None => finding,
        },
        _ => finding,
    }
}

/// Adds the label, among those that may exist, that is most likely meant.
pub fn suggest(
    finding: Diagnostic,
    subject: &Subject,
    written: &Text,
    labels: &Labels,
) -> Diagnostic {
    let known = labels
        .iter()
        .filter(|label| label.presence > Presence::Never);
    let Some(near) = nearest(&written.value, known.map(|label| label.name)) else {
        return finding;
    };
    let help = format!("did you mean `{near}`?");
    if subject.text(written.range) == written.value {
        finding.propose(help, subject.place(written.range), near)
    } else {
        finding.help(help)
    }
}

/// The inside of a string whose value is written as it is, so that it can be changed; `None` for any other.
pub fn inside(subject: &Subject, written: &Text) -> Option<Range> {
    let range = Range {
        start: written.range.start + 1,
        end: written.range.end.saturating_sub(1),
    };
    (subject.text(range) == written.value).then_some(range)
}

/// Adds the values that a label can have, and where they are declared.
pub fn with_values(finding: Diagnostic, label: &Label) -> Diagnostic {
    let values = label.values.list().unwrap_or_default();
    let values: Vec<&str> = values.iter().map(AsRef::as_ref).collect();
    let finding = finding.help(format!("its values: {}", list(&values)));
    match label.origin {
        Origin::Process(metric) => at_declaration(finding, metric),
        _ => finding,
    }
}

/// Whether a finding elsewhere in the expression tells already why a label is not there: what follows from that is no finding of its
/// own.
pub fn is_told(root: &Inferred, label: &str) -> bool {
    let Some(removal) = root.find_removal(label) else {
        return false;
    };
    let mut regrouped = false;
    root.visit(&mut |node| {
        let absent = |part: &Inferred| part.known.labels.presence(label) == Presence::Never;
        if let (Node::Aggregate(aggregate), Some(part)) = (&node.expr.node, node.parts.last())
            && let Some(grouping) = aggregate.grouping.as_ref().filter(|by| !by.without)
        {
            let mut named = grouping.labels.iter();
            regrouped |= absent(part) && named.any(|name| name.value == label);
        }
    });
    regrouped || is_unmatched(removal, label)
}

/// Whether a label is gone since the operator compares it and one side lacks it.
pub fn is_unmatched(removal: &Inferred, label: &str) -> bool {
    let Node::Binary(binary) = &removal.expr.node else {
        return false;
    };
    match binary.matching.as_ref().and_then(|how| how.labels.as_ref()) {
        Some((true, on)) => on.iter().any(|name| name.value == label),
        _ => true,
    }
}

/// Whether a label may be there for whom a query asks, although no scrape adds it: it is an external label of this environment, or,
/// for a dashboard, whose datasource may be a store of several Prometheuses, a usual one.
pub fn may_be_external(subject: &Subject, model: &Model, label: &str) -> bool {
    model.prometheus.external_labels.contains_key(label)
        || subject.owner.is_dashboard() && USUAL.contains(&label)
}

/// The word of a node: its operator or function; the whole of anything else.
pub fn head_range(expr: &Expr) -> Range {
    match &expr.node {
        Node::Aggregate(aggregate) => aggregate.op_range,
        Node::Call(call) => call.name_range,
        Node::Binary(binary) => binary.op_range,
        _ => expr.range,
    }
}

/// Adds where a metric is declared, so that an exception there counts.
pub fn at_declaration(finding: Diagnostic, metric: &Metric) -> Diagnostic {
    match metric.span {
        Some(span) => finding.label(span, "declared here"),
        None => finding,
    }
}

/// Where a metric is declared, and what became of the label on the way from the program.
fn declared(
    finding: Diagnostic,
    facts: &Facts,
    (metric, part): (&Metric, Part),
    label: &str,
) -> Diagnostic {
    let finding = at_declaration(finding, metric);
    if let Some(step) = facts.model.find_removal(metric, part, label) {
        return finding.label(step.written.span, format!("this step removes `{label}`"));
    }
    // What the target has too is renamed, unless the scrape honors the program's labels.
    match label.strip_prefix("exported_") {
        Some(own) if metric.label(own).is_some() => finding.help(format!(
            "the scrape does not rename it: the program's own label is `{own}`"
        )),
        _ => finding,
    }
}

/// Where a series is recorded, and what there removes the label.
fn recorded<'a>(
    finding: Diagnostic,
    facts: &Facts<'a>,
    recording: &'a Recording,
    label: &str,
) -> Diagnostic {
    let root = facts.expression(&recording.expression.expr);
    let text = match root.find_removal(label) {
        Some(removal) => format!(
            "recorded here, where {} removes `{label}`",
            head(removal.expr)
        ),
        None => "recorded here".to_string(),
    };
    finding.label(recording.name.span, text)
}

/// The labels of a name, by who adds them.
fn had(name: &str, labels: &Labels) -> String {
    let of_scrape = |label: &&Label| matches!(label.origin, Origin::Scrape(_));
    let (added, own): (Vec<&Label>, Vec<&Label>) = labels.iter().partition(of_scrape);
    let names =
        |labels: &[&Label]| list(&labels.iter().map(|label| label.name).collect::<Vec<_>>());
    match (own.as_slice(), added.as_slice()) {
        ([], []) => format!("`{name}` has no labels"),
        (own, []) => format!("the labels of `{name}`: {}", names(own)),
        ([], added) => format!(
            "the labels of `{name}`, all added by the scrape: {}",
            names(added)
        ),
        (own, added) => format!(
            "the labels of `{name}`: {}; added by the scrape: {}",
            names(own),
            names(added)
        ),
    }
}

/// The names of the series that a node is made of, in the order written.
fn names<'i>(node: &'i Inferred) -> Vec<&'i str> {
    let mut result: Vec<&str> = Vec::new();
    node.visit(&mut |node| {
        if let Node::Selector(selector) = &node.expr.node
            && let Some(name) = metric_name(selector)
            && !result.contains(&name.value.as_str())
        {
            result.push(&name.value);
        }
    });
    result
}
