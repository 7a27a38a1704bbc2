//! Templates that name a label which the series of the alert never have.

use crate::{
    check::{Check, Owner, Scope, Sink, Subject, labels},
    diag::{Diagnostic, Level, Rule, nearest},
    gotemplate::{
        self,
        analyze::{LabelUse, analyze},
        ast::{Kind, Template},
        functions,
    },
    infer::{Labels, Presence},
    model::{Alert, Model, names, template::Text},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "alert/unknown-label",
        level: Level::Deny,
        docs: r#"Finds `$labels.x` in templates of alerts whose series surely have no label `x`: the expression removes it, or the metric never had it. A label that
the template asks for with `if` or `with` is left out.

## Why it matters

Prometheus writes nothing for a label that is not there: the text of the alert has a hole where the name should be. `$labels` holds the labels of
the expression's result, not those that the alert adds.

## Example

```toml
[labels]
queue = { help = "The queue." }

[metrics.queue_jobs]
type = "gauge"
help = "Jobs that wait."
labels = ["queue"]

[scrape.worker]
kind = "PodMonitor"
match-labels = { app = "worker" }
endpoints.metrics = {}

[alerts.QueueLong]
expr = 'sum by (queue) (queue_jobs) > 100'
summary = "Many jobs wait in {{ $labels.queue }} of {{ $labels.pod }}."
```

## Use instead

```toml
[labels]
queue = { help = "The queue." }

[metrics.queue_jobs]
type = "gauge"
help = "Jobs that wait."
labels = ["queue"]

[scrape.worker]
kind = "PodMonitor"
match-labels = { app = "worker" }
endpoints.metrics = {}

[alerts.QueueLong]
expr = 'sum by (pod, queue) (queue_jobs) > 100'
summary = "Many jobs wait in {{ $labels.queue }} of {{ $labels.pod }}."
```
"#,
    },
    scope: Scope::Expression(check),
};

fn check(subject: &Subject, model: &Model, sink: &mut Sink) {
    let Owner::Alert(alert) = subject.owner else {
        return;
    };
    let texts = alert.labels.values().chain(alert.annotations.values());
    // `$labels` and `.Labels`; most texts need not be read.
    for text in texts.filter(|text| text.value.contains("abels")) {
        let (template, _) = gotemplate::parse(&text.value, &alert.name.value);
        let analysis = analyze(&template, &model.targets.promql);
        let of_series = |used: &&LabelUse| used.owner == functions::Owner::Series;
        for used in analysis.labels.iter().filter(of_series) {
            let (root, name) = (subject.inferred(), used.name.as_str());
            let is_absent = root.known.labels.presence(name) == Presence::Never;
            if is_absent
                && name != names::METRIC_NAME
                && !is_asked(&template, name)
                && !labels::is_told(root, name)
            {
                report(subject, model, alert, (text, used), sink);
            }
        }
    }
}

/// Whether the template looks whether there is such a label.
fn is_asked(template: &Template, label: &str) -> bool {
    let mut blocks = template
        .ids()
        .filter(|id| matches!(template.node(*id).kind, Kind::If | Kind::With));
    blocks.any(|id| {
        let condition = template.children(id).first();
        condition.is_some_and(|id| template.written(*id).contains(label))
    })
}

fn report(
    subject: &Subject,
    model: &Model,
    alert: &Alert,
    (text, used): (&Text, &LabelUse),
    sink: &mut Sink,
) {
    let (root, name) = (subject.inferred(), used.name.as_str());
    let message = format!("no series of `{}` has the label `{name}`", alert.name.value);
    let finding = Diagnostic::new(&CHECK.rule, text.place(used.range), message);
    let finding = labels::explain(finding, subject, root, name);
    sink.report(if is_own(model, alert, name) {
        finding.note("`$labels` holds the labels of the expression's result, without those that the alert adds")
    } else if model.prometheus.external_labels.contains_key(name) {
        finding.help(format!("an external label is `$externalLabels.{name}`"))
    } else {
        suggested(finding, &root.known.labels, (text, used))
    });
}

/// Whether the alert or its group adds the label.
fn is_own(model: &Model, alert: &Alert, name: &str) -> bool {
    let mut groups = model.groups.iter();
    let group = groups.find(|group| group.alerts.iter().any(|one| one.key == alert.key));
    name == names::ALERT_NAME
        || alert.labels.contains_key(name)
        || group.is_some_and(|group| group.labels.contains_key(name))
}

fn suggested(finding: Diagnostic, known: &Labels, (text, used): (&Text, &LabelUse)) -> Diagnostic {
    let Some(near) = nearest(&used.name, known.iter().map(|label| label.name)) else {
        return finding;
    };
    let help = format!("did you mean `{near}`?");
    let range = used.range.start as usize..used.range.end as usize;
    if text.value.get(range) == Some(&used.name) && text.place(used.range) != text.span {
        finding.propose(help, text.place(used.range), near)
    } else {
        finding.help(help)
    }
}
