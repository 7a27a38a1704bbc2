//! One rule: an alert or a recording.

use super::{BAD_RULE, Reader, expression};
use crate::{
    diag::Diagnostic,
    document::{Entry, Tree},
    model::{
        Alert, Allows, Group, Name, Recording,
        expression::Expression,
        names,
        rule::{Texts, find_threshold},
        target,
        template::{self, Text},
    },
    promql::history::Release,
};

/// The fields of a rule.
const RULE: [&str; 7] = [
    "record",
    "alert",
    "expr",
    "for",
    "keep_firing_for",
    "labels",
    "annotations",
];

/// From here on names of metrics and labels are any UTF-8. Source: Prometheus 3.0, migration guide.
const UTF8_NAMES: Release = Release::new(3, 0);

/// Reads a rule into its group; one with errors is left out.
pub fn read(reader: &mut Reader, tree: &Tree, group: &mut Group) {
    let entries = reader.map(tree, "a rule");
    reader.known(entries, &RULE, "a rule");
    let record = name(reader, tree, "record");
    let alert = name(reader, tree, "alert");
    let expression = expression(reader, tree);
    let allow = reader.comments.take(tree.range());
    match (record, alert) {
        (Some(record), Some(alert)) => {
            let message = "a rule has either `record` or `alert`, not both";
            let finding = Diagnostic::new(&BAD_RULE, alert.span, message);
            reader
                .ctx
                .report(finding.label(record.span, "the other one"));
        }
        (None, None) => {
            let place = reader.span(tree);
            reader.refuse(place, "a rule needs `alert` or `record`");
            read_texts(reader, tree, None);
        }
        (Some(name), None) => {
            let recording = recording(reader, tree, name, expression);
            group
                .recordings
                .extend(recording.map(|recording| Recording { allow, ..recording }));
        }
        (None, Some(name)) => {
            let alert = read_alert(reader, tree, name, expression);
            group
                .alerts
                .extend(alert.map(|alert| Alert { allow, ..alert }));
        }
    }
}

/// The name in a field, unless it is empty.
fn name(reader: &mut Reader, tree: &Tree, field: &str) -> Option<Name> {
    let tree = tree.get(field)?;
    let name = reader.text(tree, &format!("`{field}`"))?;
    (!name.value.is_empty()).then_some(name)
}

fn expression(reader: &mut Reader, tree: &Tree) -> Option<Expression> {
    let Some(written) = name(reader, tree, "expr") else {
        let has_value = tree.get("expr").map(|expr| reader.span(expr));
        let place = has_value.filter(|span| span.start < span.end);
        let place = place.unwrap_or_else(|| reader.span(tree));
        reader.refuse(place, "a rule needs `expr`");
        return None;
    };
    expression::read(reader, written)
}

fn recording(
    reader: &mut Reader,
    tree: &Tree,
    name: Name,
    expression: Option<Expression>,
) -> Option<Recording> {
    for field in ["for", "keep_firing_for"] {
        let length = tree.get(field);
        let length = length.and_then(|tree| reader.duration(tree, &format!("`{field}`")));
        if length.is_some_and(|length| length.millis != 0) {
            refuse_field(reader, tree, field);
        }
    }
    let (labels, annotations) = read_texts(reader, tree, None);
    if !annotations.is_empty() {
        refuse_field(reader, tree, "annotations");
    }
    if name.value.contains(['{', '}']) {
        let message = format!("`{}` cannot be recorded: a name has no braces", name.value);
        let finding = Diagnostic::new(&BAD_RULE, name.span, message);
        reader
            .ctx
            .report(finding.help("labels stand in `labels`, an expression in `expr`"));
    } else if has_old_names(reader) && !names::is_metric_name(&name.value) {
        reader.refuse(
            name.span,
            format!("`{}` is not a name that can be recorded", name.value),
        );
    }
    Some(Recording {
        key: name.clone(),
        name,
        expression: expression?,
        labels,
        unit: None,
        raw: None,
        allow: Allows::new(),
    })
}

fn refuse_field(reader: &mut Reader, tree: &Tree, field: &str) {
    if let Some(entry) = tree.entry(field) {
        let span = reader.key(entry).span;
        let message = format!("a recording has no `{field}`, only an alert has");
        reader.refuse(span, message);
    }
}

fn read_alert(
    reader: &mut Reader,
    tree: &Tree,
    name: Name,
    expression: Option<Expression>,
) -> Option<Alert> {
    let mut length = |field: &str| {
        let tree = tree.get(field)?;
        reader.duration(tree, &format!("`{field}`"))
    };
    let (for_, keep_firing_for) = (length("for"), length("keep_firing_for"));
    let (labels, annotations) = read_texts(reader, tree, Some(&name));
    let expression = expression?;
    Some(Alert {
        key: name.clone(),
        name,
        for_,
        keep_firing_for,
        severity: labels.get(names::SEVERITY).cloned(),
        runbook: None,
        runbook_url: annotations.get(names::RUNBOOK_URL).cloned(),
        labels,
        annotations,
        panel: None,
        threshold: find_threshold(&expression.expr),
        expression,
        tests: Vec::new(),
        raw: None,
        allow: Allows::new(),
    })
}

/// Labels and annotations; those of an alert are templates.
fn read_texts(reader: &mut Reader, tree: &Tree, alert: Option<&Name>) -> (Texts, Texts) {
    let labels = tree.get("labels");
    let labels = labels.map_or_else(Texts::new, |tree| self::labels(reader, tree));
    let annotations = tree.get("annotations");
    let annotations = annotations.map_or_else(Texts::new, |tree| annotations_of(reader, tree));
    if let Some(alert) = alert {
        for text in labels.values().chain(annotations.values()) {
            template::check(reader.ctx, &alert.value, text);
        }
    }
    (labels, annotations)
}

/// The labels of a rule or group.
pub fn labels(reader: &mut Reader, tree: &Tree) -> Texts {
    let entries = reader.map(tree, "`labels`");
    for entry in entries {
        let name = reader.key(entry);
        if name.value == names::METRIC_NAME {
            let message = "a rule cannot set `__name__`: it is the name of the series";
            reader.refuse(name.span, message);
        } else {
            check_name(reader, &name, "a label");
        }
    }
    texts(reader, entries)
}

fn annotations_of(reader: &mut Reader, tree: &Tree) -> Texts {
    let entries = reader.map(tree, "`annotations`");
    for entry in entries {
        let name = reader.key(entry);
        check_name(reader, &name, "an annotation");
    }
    texts(reader, entries)
}

fn check_name(reader: &mut Reader, name: &Name, what: &str) {
    let is_old = has_old_names(reader) && !names::is_label_name(&name.value);
    if name.value.is_empty() || is_old {
        reader.refuse(
            name.span,
            format!("`{}` is not the name of {what}", name.value),
        );
    }
}

/// Whether the oldest Prometheus that must accept the rules takes only names of letters, digits and `_`.
fn has_old_names(reader: &Reader) -> bool {
    target::promql(&reader.ctx.project.targets).target < UTF8_NAMES
}

fn texts(reader: &mut Reader, entries: &[Entry]) -> Texts {
    let mut result = Texts::new();
    for entry in entries {
        let text = match reader.text(&entry.value, &format!("`{}`", entry.key)) {
            Some(written) => template::read_raw(reader.ctx, &written),
            None => Text::made(String::new(), reader.span(&entry.value)),
        };
        result.insert(entry.key.clone(), text);
    }
    result
}
