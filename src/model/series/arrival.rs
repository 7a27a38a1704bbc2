//! The way of a metric's series from the process through the scrape to its name in queries.

use super::{
    LabelSource, Seen, Series, Target, built_in,
    trace::{State, Value},
};
use crate::{
    diag::{Diagnostic, list},
    model::{
        Context, Metric, MetricType, Name, context,
        metric::{Label, Part},
        names,
        scrape::{Endpoint, Relabeling},
    },
    text::Span,
};
use std::collections::BTreeMap;

/// Traces a metric from every endpoint that serves it; reports each exposed name that arrives from none.
pub fn metric(ctx: &mut Context, targets: &[Target], metric: &Metric, series: &mut Series) {
    if metric.span.is_none() && built_in::is_built_in(&metric.name) {
        let seen = written_by_prometheus(targets, metric);
        series.by_name.insert(metric.name.clone(), seen);
        return;
    }
    let exposed = exposed_names(metric);
    for part in metric.parts() {
        let mut seen = Seen::default();
        for exposed in &exposed {
            trace_part(ctx, targets, metric, (*exposed, *part), &mut seen);
        }
        if seen.labels.is_empty() && seen.sources.is_empty() {
            seen = unserved(metric, *part);
        }
        keep(series, metric, *part, &seen);
    }
}

/// Adds what is seen of a part to what is known of it and of its metric, which has not the label that only this part has.
pub fn keep(series: &mut Series, metric: &Metric, part: Part, seen: &Seen) {
    let of_part = part_label(metric, part).filter(|_| part != Part::Whole);
    let mut add = |name: String, without: Option<&str>| {
        let known = series.by_name.entry(name).or_default();
        let labels = seen.labels.iter();
        add_labels(
            known,
            labels.filter(|(name, _)| Some(name.as_str()) != without),
        );
        known.open |= seen.open;
        known.sources.extend(seen.sources.iter().copied());
        known.sources.sort_unstable();
        known.sources.dedup();
    };
    add(metric.name.clone(), of_part);
    if part != Part::Whole {
        add(part.series(&metric.name), None);
    }
}

/// A name at the endpoint, and where it is written; `None` for metrics that gen knows.
type Exposed<'a> = (&'a str, Option<Span>);

fn exposed_names(metric: &Metric) -> Vec<Exposed<'_>> {
    if metric.exposed_as.is_empty() {
        return vec![(&metric.name, metric.span)];
    }
    let names = metric.exposed_as.iter();
    names.map(|name| (name.as_str(), Some(name.span))).collect()
}

/// Traces one exposed name of one part. What fails at one endpoint may arrive from another.
fn trace_part(
    ctx: &mut Context,
    targets: &[Target],
    metric: &Metric,
    ((exposed, span), part): (Exposed, Part),
    seen: &mut Seen,
) {
    let wanted = part.series(&metric.name);
    let given = part.series(exposed);
    let mut failed = None;
    let mut arrived = false;
    let serving = serving(targets, exposed, &given);
    let renamed = !metric.exposed_as.is_empty() && metric.parts().first() == Some(&part);
    if let (true, false, true, Some(span)) = (serving.is_empty(), targets.is_empty(), renamed, span)
    {
        ctx.report(nobody_serves(targets, exposed, span));
    }
    for target in serving {
        let mut state = exposed_series(target, metric, part, &given);
        match arrival(&mut state, target, &wanted) {
            Ok(()) => {
                arrived = true;
                merge_sample(seen, target, &state);
            }
            Err(failure) => {
                failed.get_or_insert((target, failure));
            }
        }
    }
    if let (false, Some((target, failure)), Some(span)) = (arrived, failed, span) {
        ctx.report(finding(target.endpoint, span, (&given, &wanted), &failure));
    }
}

/// Adds the labels of a series that arrived from an endpoint.
pub fn merge_sample(seen: &mut Seen, target: &Target, state: &State) {
    let labels = state.labels.iter();
    add_labels(seen, labels.filter(|(name, _)| *name != names::METRIC_NAME));
    seen.open |= !state.open.is_empty();
    if !seen.sources.contains(&target.source) {
        seen.sources.push(target.source);
    }
}

/// Adds labels of further series. A label that only some of them have is not on every series.
fn add_labels<'a>(seen: &mut Seen, labels: impl Iterator<Item = (&'a String, &'a Value)>) {
    let first = seen.sources.is_empty() && seen.labels.is_empty();
    let labels: BTreeMap<&String, &Value> = labels.collect();
    for (name, value) in &mut seen.labels {
        value.always &= labels.contains_key(name);
    }
    for (name, value) in labels {
        let mut value = value.clone();
        value.always &= first || seen.labels.contains_key(name);
        merge(&mut seen.labels, name, &value);
    }
}

/// A series of a metric after the endpoint's steps; the index of the step that surely drops it.
pub fn arrive(target: &Target, metric: &Metric, part: Part, given: &str) -> Result<State, usize> {
    let mut state = exposed_series(target, metric, part, given);
    pass(&mut state, target)?;
    Ok(state)
}

/// The step of the endpoint that takes a label from a series of the metric, or gives it another name.
pub fn removal<'a>(
    target: &Target<'a>,
    metric: &Metric,
    part: Part,
    label: &str,
) -> Option<&'a Relabeling> {
    let exposed = exposed_names(metric);
    let (exposed, _) = exposed.first()?;
    let mut state = exposed_series(target, metric, part, &part.series(exposed));
    let mut steps = target.endpoint.metric_relabelings.iter();
    steps.find(|relabeling| state.loses(&relabeling.step, label))
}

/// The endpoints whose `serves` name it; when none does, those that name nothing.
fn serving<'a, 't>(targets: &'a [Target<'t>], exposed: &str, series: &str) -> Vec<&'a Target<'t>> {
    let names = |target: &&Target| {
        let patterns = target.endpoint.serves.as_deref().unwrap_or_default();
        let fits =
            |pattern: &Name| fits(pattern.as_str(), exposed) || fits(pattern.as_str(), series);
        patterns.iter().any(fits)
    };
    let named: Vec<&Target> = targets.iter().filter(names).collect();
    if !named.is_empty() {
        return named;
    }
    let open = |target: &&Target| target.endpoint.serves.is_none();
    targets.iter().filter(open).collect()
}

/// Whether a name fits a pattern in which `*` stands for any text.
fn fits(pattern: &str, name: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else {
        return pattern == name;
    };
    let Some(mut left) = name.strip_prefix(start) else {
        return false;
    };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let last = parts.pop().unwrap_or_default();
    for part in parts {
        match left.split_once(part) {
            Some((_, after)) => left = after,
            None => return false,
        }
    }
    left.ends_with(last)
}

/// The label that only one part of a metric has.
fn part_label(metric: &Metric, part: Part) -> Option<&'static str> {
    match (metric.metric_type, part) {
        (MetricType::Histogram, Part::Bucket) => Some(names::LE),
        (MetricType::Summary, Part::Whole) => Some(names::QUANTILE),
        _ => None,
    }
}

/// The labels that the process writes.
fn process_labels(metric: &Metric, part: Part) -> impl Iterator<Item = (&str, Value)> {
    let labels = metric.labels.iter();
    let labels = labels.map(|label| (label.name.as_str(), process_label(metric, label)));
    let of_part = part_label(metric, part).into_iter();
    labels.chain(of_part.map(|name| (name, Value::always(LabelSource::Process))))
}

/// A label of a project's metric is on every series, unless an empty value, which is no label, is among its values. What others
/// declare says only which labels there are.
fn process_label(metric: &Metric, label: &Label) -> Value {
    let values = label.values.as_deref().unwrap_or_default();
    let filled = !values.iter().any(String::is_empty);
    if filled && (metric.span.is_some() || !values.is_empty()) {
        Value::always(LabelSource::Process)
    } else {
        Value::any(LabelSource::Process)
    }
}

/// A series as Prometheus receives it: labels of the process, then those of the target; where both have one, `honor-labels`
/// decides. Source: prometheus, `scrape`, `mutateSampleLabels`.
fn exposed_series(target: &Target, metric: &Metric, part: Part, name: &str) -> State {
    let mut state = target.state.clone();
    state.guessed = false;
    let named = Value::known(name, LabelSource::Scrape);
    state.labels.insert(names::METRIC_NAME.to_string(), named);
    for (label, mut value) in process_labels(metric, part) {
        // Where steps are not known one may take the label.
        value.always &= target.state.open.is_empty();
        let taken = state.labels.get(label);
        let name = match taken.filter(|_| !target.endpoint.honors_labels()) {
            Some(taken) => {
                // Where the target lacks the label, it stays as it is.
                value.always &= taken.always;
                exported(&state, label)
            }
            None => label.to_string(),
        };
        state.labels.insert(name, value);
    }
    state
}

/// The name that a label of the process gets when the target has one of that name.
fn exported(state: &State, label: &str) -> String {
    let mut name = label.to_string();
    while state.labels.contains_key(&name) {
        name.insert_str(0, "exported_");
    }
    name
}

enum Failure {
    Dropped(usize),
    Renamed(String),
}

/// Runs the endpoint's steps on a series; an error when it surely does not arrive under the wanted name.
fn arrival(state: &mut State, target: &Target, wanted: &str) -> Result<(), Failure> {
    pass(state, target).map_err(Failure::Dropped)?;
    match state.name() {
        Some(name) if name != wanted => Err(Failure::Renamed(name.to_string())),
        None if !state.unsure => Err(Failure::Renamed(String::new())),
        _ => Ok(()),
    }
}

/// Runs the endpoint's steps on a series; the index of the one that surely drops it.
fn pass(state: &mut State, target: &Target) -> Result<(), usize> {
    let steps = target.endpoint.metric_relabelings.iter();
    if let Some(index) = state.run(steps.map(|relabeling| &relabeling.step)) {
        return Err(index);
    }
    if let Some(enforced) = target.enforced {
        let value = target.state.labels.get(enforced).cloned();
        state
            .labels
            .extend(value.map(|value| (enforced.to_string(), value)));
    }
    Ok(())
}

fn finding(
    endpoint: &Endpoint,
    span: Span,
    (given, wanted): (&str, &str),
    failure: &Failure,
) -> Diagnostic {
    let steps = &endpoint.metric_relabelings;
    let new = |message: String| Diagnostic::new(&context::CONFLICT, span, message);
    match failure {
        Failure::Dropped(index) => new(format!("`{given}` is dropped by a relabeling"))
            .label(place(&steps[*index]), "this step drops it"),
        Failure::Renamed(name) if name.is_empty() => {
            new(format!("`{given}` loses its name to a relabeling"))
        }
        Failure::Renamed(name) => {
            let finding = new(format!("`{given}` arrives as `{name}`, not as `{wanted}`"));
            match steps.iter().rfind(|step| writes_name(step)) {
                Some(step) if name != given => finding.label(place(step), "names are changed here"),
                _ => finding.help("no relabeling step renames it: add one, or correct the name"),
            }
        }
    }
}

/// A name that relabeling renames must pass a scrape.
fn nobody_serves(targets: &[Target], exposed: &str, span: Span) -> Diagnostic {
    let finding = Diagnostic::new(
        &context::UNKNOWN_NAME,
        span,
        format!("no scrape serves `{exposed}`"),
    );
    let patterns = targets
        .iter()
        .filter_map(|target| target.endpoint.serves.as_ref())
        .flatten();
    let mut known: Vec<&str> = patterns.map(Name::as_str).collect();
    known.dedup();
    finding.help(format!("`serves` lists {}", list(&known)))
}

fn writes_name(relabeling: &Relabeling) -> bool {
    relabeling.step.target_label == names::METRIC_NAME
}

fn place(relabeling: &Relabeling) -> Span {
    relabeling.written.span
}

/// A metric that no scrape of the project serves: the process says its labels, and somebody else's scrape the usual ones.
pub fn unserved(metric: &Metric, part: Part) -> Seen {
    let usual = names::TARGET_LABELS.into_iter();
    let mut labels: BTreeMap<String, Value> = usual
        .map(|name| (name.to_string(), Value::any(LabelSource::Scrape)))
        .collect();
    for (name, value) in process_labels(metric, part) {
        labels.insert(name.to_string(), value);
    }
    Seen {
        sources: Vec::new(),
        labels,
        open: true,
    }
}

/// Metrics that Prometheus writes itself: with the labels of every target, or with those of alerts.
fn written_by_prometheus(targets: &[Target], metric: &Metric) -> Seen {
    let mut seen = Seen::default();
    for label in &metric.labels {
        let always = label.name == names::ALERT_NAME || label.name == names::ALERT_STATE;
        let value = Value {
            always,
            ..Value::any(LabelSource::Process)
        };
        seen.labels.insert(label.name.clone(), value);
        seen.open = true;
    }
    if metric.labels.is_empty() {
        for target in targets {
            merge_sample(&mut seen, target, &target.state);
        }
        if targets.is_empty() {
            seen = unserved(metric, Part::Whole);
        }
        // Scrapes of others write them too.
        seen.open = true;
    }
    seen
}

/// Adds a label.
fn merge(labels: &mut BTreeMap<String, Value>, name: &str, value: &Value) {
    match labels.get_mut(name) {
        Some(known) => known.or(value),
        None => {
            labels.insert(name.to_string(), value.clone());
        }
    }
}
