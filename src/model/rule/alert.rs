//! Alerts: labels and annotations with what is derived.

use super::{
    Inputs, PanelReference, Runbook, Test, Texts, Threshold, labels, length, merge_raw,
    read_expression, reference, report_twice, runbook, test, texts, threshold::find_threshold,
};
use crate::{
    diag::Diagnostic,
    model::{
        Allows, Context, Name, Spanned, Words,
        context::BAD_VALUE,
        duration::Duration,
        expression::{Expression, Scope},
        names,
        template::{self, Text},
    },
    project::{self, Pairs},
};

/// An alert.
#[derive(Clone, Debug)]
pub struct Alert {
    /// Its key.
    pub key: Name,
    /// Its name, which may occur twice with other labels.
    pub name: Name,
    /// It fires for every series of this.
    pub expression: Expression,
    /// How long the expression must hold; `None` for not at all.
    pub for_: Option<Spanned<Duration>>,
    /// How long it goes on afterwards.
    pub keep_firing_for: Option<Spanned<Duration>>,
    /// Its severity, which is among the labels too.
    pub severity: Option<Text>,
    /// Labels of its own, those of `raw` included; those of its group are not among them.
    pub labels: Texts,
    /// Annotations: summary, description, further ones, the links, then those of `raw`.
    pub annotations: Texts,
    /// What to do when it fires.
    pub runbook: Option<Runbook>,
    /// Where the runbook is.
    pub runbook_url: Option<Text>,
    /// The panel that shows it.
    pub panel: Option<PanelReference>,
    /// The number at the expression's root, to be drawn in the panel.
    pub threshold: Option<Threshold>,
    /// Tests, in the order written.
    pub tests: Vec<Test>,
    /// Merged last into the rule.
    pub raw: Option<Spanned<Words>>,
    /// Exceptions from checks.
    pub allow: Allows,
}

impl Alert {
    /// The summary; `None` when there is none.
    pub fn summary(&self) -> Option<&Text> {
        self.annotations.get(names::SUMMARY)
    }

    /// The description; `None` when there is none.
    pub fn description(&self) -> Option<&Text> {
        self.annotations.get(names::DESCRIPTION)
    }

    /// Whether the docs have a page for its runbook.
    pub fn has_runbook_page(&self) -> bool {
        self.runbook.as_ref().is_some_and(Runbook::has_text)
    }
}

/// Reads an alert; `None` when its expression has errors. `group` are the labels of its group.
pub fn read(
    ctx: &mut Context,
    inputs: Inputs,
    (key, written): (&Name, &project::Alert),
    group: &Texts,
) -> Option<Alert> {
    let name = written.alert.as_ref().unwrap_or(key);
    check_name(ctx, name);
    let table = written.runbook.as_ref();
    let runbook = table.map(|table| runbook::read(ctx, inputs, table, table.span));
    let address = runbook::address(
        ctx,
        inputs,
        &name.value,
        table.map(|table| &table.value),
        runbook.as_ref(),
    );
    let named = written.panel.as_ref();
    let panel = named.and_then(|named| reference::read(ctx, inputs, named));
    let labels = alert_labels(ctx, inputs, written);
    let links = [
        (names::RUNBOOK_URL, address.clone()),
        (names::DASHBOARD_URL, panel.as_ref().and_then(link)),
    ];
    let annotations = annotations(ctx, inputs, written, links);
    for text in labels.values().chain(annotations.values()) {
        template::check(ctx, &name.value, text);
    }
    let tests = test::read(ctx, &written.tests, (group, &labels), &annotations);
    let for_ = length(ctx, written.for_.as_ref());
    let keep_firing_for = length(ctx, written.keep_firing_for.as_ref());
    let expression = read_expression(ctx, inputs, &written.expr)?;
    Some(Alert {
        key: key.clone(),
        name: name.clone(),
        for_,
        keep_firing_for,
        severity: labels.get(names::SEVERITY).cloned(),
        labels,
        runbook_url: annotations.get(names::RUNBOOK_URL).cloned(),
        annotations,
        runbook,
        panel,
        threshold: find_threshold(&expression.expr),
        expression,
        tests,
        raw: written.raw.clone(),
        allow: written.allow.clone(),
    })
}

/// Most bytes of an alert's name: a file's name has 255, `.md` included. Source: ext4, XFS, APFS and NTFS.
const LONGEST_NAME: usize = 250;

/// An alert's name is a file's too, that of its runbook.
fn check_name(ctx: &mut Context, name: &Name) {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let starts = name.value.starts_with(|c: char| c.is_alphanumeric());
    if !starts || !name.value.chars().all(plain) {
        let message = format!("`{}` cannot name an alert", name.value);
        let help = "use letters, digits, `_`, `-` and `.`, with a letter or digit at the beginning";
        ctx.report(Diagnostic::new(&BAD_VALUE, name.span, message).help(help));
    } else if name.value.len() > LONGEST_NAME {
        let message = format!("an alert's name has up to {LONGEST_NAME} bytes");
        let help = "its runbook's file is named so, and most file systems take 255 bytes";
        ctx.report(Diagnostic::new(&BAD_VALUE, name.span, message).help(help));
    }
}

fn alert_labels(ctx: &mut Context, inputs: Inputs, written: &project::Alert) -> Texts {
    if let Some(name) = key(&written.labels, names::ALERT_NAME) {
        let message = "an alert cannot set `alertname`: Prometheus does";
        let diagnostic = Diagnostic::new(&BAD_VALUE, name.span, message);
        ctx.report(diagnostic.help("the alert's key is its name, or `alert = \"…\"`"));
    }
    let mut result = Texts::new();
    let severity = written.severity.as_ref().map(|severity| {
        let text = template::read_text(ctx, inputs.params, Scope::Rules, severity);
        (names::SEVERITY.to_string(), text)
    });
    result.extend(severity);
    let further = labels(ctx, inputs, &written.labels);
    report_repeated(ctx, &result, &written.labels);
    result.extend(further);
    merge_raw(ctx, &mut result, written.raw.as_ref(), names::LABELS);
    result
}

fn annotations(
    ctx: &mut Context,
    inputs: Inputs,
    written: &project::Alert,
    links: [(&str, Option<Text>); 2],
) -> Texts {
    let mut result = Texts::new();
    let fields = [
        (names::SUMMARY, &written.summary),
        (names::DESCRIPTION, &written.description),
    ];
    for (name, field) in fields {
        let text = field
            .as_ref()
            .map(|field| template::read_text(ctx, inputs.params, Scope::Rules, field));
        result.extend(text.map(|text| (name.to_string(), text)));
    }
    for name in written.annotations.keys() {
        if !names::is_label_name(&name.value) {
            ctx.bad_value(name.span, format!("`{}` is not an annotation's name: use letters, digits and `_`, with no digit at the beginning", name.value));
        }
    }
    let further = texts(ctx, inputs, &written.annotations);
    report_repeated(ctx, &result, &written.annotations);
    let own = written
        .runbook
        .as_ref()
        .and_then(|table| table.url.as_ref());
    if let (Some(own), Some(name)) = (own, key(&written.annotations, names::RUNBOOK_URL)) {
        report_twice(ctx, names::RUNBOOK_URL, own.span, name.span);
    }
    result.extend(further);
    for (name, link) in links {
        if let Some(link) = link {
            result.entry(name.to_string()).or_insert(link);
        }
    }
    merge_raw(ctx, &mut result, written.raw.as_ref(), names::ANNOTATIONS);
    result
}

fn key<'a>(pairs: &'a Pairs, name: &str) -> Option<&'a Name> {
    pairs.get_key_value(name).map(|(key, _)| key)
}

/// Reports names of a table that a field has set already.
fn report_repeated(ctx: &mut Context, fields: &Texts, table: &Pairs) {
    for name in table.keys() {
        if let Some(field) = fields.get(&name.value) {
            report_twice(ctx, &name.value, field.span, name.span);
        }
    }
}

fn link(panel: &PanelReference) -> Option<Text> {
    Some(Text::made(panel.url.clone()?, panel.span))
}
