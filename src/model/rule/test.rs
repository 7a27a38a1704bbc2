//! Tests of alerts: series, an instant, and what fires then.

use super::{Series, Texts, series};
use crate::{
    diag::Diagnostic,
    model::{
        Context, Labels, Name, Spanned,
        context::{BAD_VALUE, CONFLICT},
        duration::{self, Duration},
        labels, names,
        template::Text,
    },
    project::{self, AlertTest, Table},
    text::Span,
};

/// A test of an alert.
#[derive(Clone, Debug)]
pub struct Test {
    /// Its name.
    pub name: Name,
    /// The series, in the order written.
    pub series: Vec<Series>,
    /// Time between two samples.
    pub interval: Duration,
    /// When to look, from the first sample on.
    pub at: Duration,
    /// The alerts that fire then, exactly these; empty for none.
    pub fires: Vec<Firing>,
    /// The environment whose rules run; `None` for the base.
    pub environment: Option<Name>,
}

/// An alert that fires.
#[derive(Clone, Debug)]
pub struct Firing {
    /// Its labels without `alertname` and those that the rule or its group sets.
    pub labels: Labels,
    /// The texts to compare; others may be anything.
    pub annotations: Labels,
    /// Where it is written.
    pub span: Span,
}

/// Time between two samples when the test does not say.
const INTERVAL: (&str, i64) = ("1m", 60_000);

/// Reads the tests of an alert. `set` are the labels of its group and its own.
pub fn read(
    ctx: &mut Context,
    written: &Table<AlertTest>,
    set: (&Texts, &Texts),
    annotations: &Texts,
) -> Vec<Test> {
    let mut tests = Vec::with_capacity(written.len());
    for (name, written) in written {
        for firing in &written.fires {
            check_labels(ctx, firing, set);
            check_annotations(ctx, firing, annotations);
        }
        tests.extend(test(ctx, name, written));
    }
    tests
}

fn test(ctx: &mut Context, name: &Name, written: &AlertTest) -> Option<Test> {
    let series: Vec<Option<Series>> = written
        .series
        .iter()
        .map(|written| series::read(ctx, written))
        .collect();
    let interval = interval(ctx, written.interval.as_ref());
    let at = duration::read(ctx, &written.at);
    if let Some(name) = &written.environment {
        let known = &ctx.project.environments;
        if !known.contains(name) {
            ctx.unknown("environment", name, known.iter().map(Name::as_str));
        }
    }
    Some(Test {
        name: name.clone(),
        series: series.into_iter().collect::<Option<_>>()?,
        interval: interval?,
        at: at?,
        fires: written.fires.iter().map(firing).collect(),
        environment: written.environment.clone(),
    })
}

fn interval(ctx: &mut Context, written: Option<&Name>) -> Option<Duration> {
    let Some(written) = written else {
        return Some(Duration {
            text: INTERVAL.0.to_string(),
            millis: INTERVAL.1,
        });
    };
    let read = duration::read(ctx, written)?;
    if read.millis == 0 {
        ctx.bad_value(written.span, "the time between two samples is above zero");
        return None;
    }
    Some(read)
}

fn firing(written: &Spanned<project::Firing>) -> Firing {
    Firing {
        labels: labels(&written.labels),
        annotations: labels(&written.annotations),
        span: written.span,
    }
}

fn check_labels(ctx: &mut Context, firing: &project::Firing, (group, own): (&Texts, &Texts)) {
    for name in firing.labels.keys() {
        if name.value == names::ALERT_NAME {
            let message = "`alertname` is not written in a test: it is the alert's name";
            ctx.report(Diagnostic::new(&BAD_VALUE, name.span, message).help("leave it out"));
            continue;
        }
        if !names::is_label_name(&name.value) {
            ctx.bad_value(name.span, format!("`{}` is not a label's name", name.value));
            continue;
        }
        let set = own.get(&name.value).or_else(|| group.get(&name.value));
        if let Some(text) = set.filter(|text| Text::is_static(text)) {
            let message = format!("the rule sets `{}` for every alert", name.value);
            ctx.report(
                Diagnostic::new(&CONFLICT, name.span, message)
                    .label(text.span, "set here")
                    .help("leave it out: a test names the labels that come from the series"),
            );
        }
    }
}

fn check_annotations(ctx: &mut Context, firing: &project::Firing, known: &Texts) {
    for name in firing.annotations.keys() {
        if !known.contains_key(&name.value) {
            let known = known.keys().map(String::as_str);
            ctx.unknown("annotation of this alert called", name, known);
        }
    }
}
