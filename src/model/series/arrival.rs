//! The way of a metric's series from the process through the scrape to its name in queries.

use super::{
    LabelSource, Seen, Series, Target, built_in,
    trace::{State, Value},
};
use crate::{
    diag::{Diagnostic, list},
    model::{
        Context, Metric, MetricType, Name, context,
        metric::Part,
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
        for (name, value) in &seen.labels {
            if Some(name.as_str()) != without {
                merge(&mut known.labels, name, value);
            }
        }
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
    if !seen.sources.contains(&target.source) {
        seen.sources.push(target.source);
    }
    for (name, value) in &state.labels {
        if name != names::METRIC_NAME {
            merge(&mut seen.labels, name, value);
        }
    }
}

/// A series of a metric after the endpoint's steps; `None` when one surely drops it.
pub fn arrive(target: &Target, metric: &Metric, part: Part, given: &str) -> Option<State> {
    let mut state = exposed_series(target, metric, part, given);
    pass(&mut state, target).is_ok().then_some(state)
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
fn process_labels(metric: &Metric, part: Part) -> impl Iterator<Item = &str> {
    let labels = metric.labels.iter().map(|label| label.name.as_str());
    labels.chain(part_label(metric, part))
}

/// A series as Prometheus receives it: labels of the process, then those of the target; where both have one, `honor-labels`
/// decides. Source: prometheus, `scrape`, `mutateSampleLabels`.
fn exposed_series(target: &Target, metric: &Metric, part: Part, name: &str) -> State {
    let mut state = target.state.clone();
    state.guessed = false;
    let named = Value::known(name, LabelSource::Scrape);
    state.labels.insert(names::METRIC_NAME.to_string(), named);
    for label in process_labels(metric, part) {
        let taken = state.labels.contains_key(label);
        let name = if taken && !target.endpoint.honors_labels() {
            exported(&state, label)
        } else {
            label.to_string()
        };
        state.labels.insert(name, Value::any(LabelSource::Process));
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
    pass(state, target)?;
    match state.name() {
        Some(name) if name != wanted => Err(Failure::Renamed(name.to_string())),
        None if !state.unsure => Err(Failure::Renamed(String::new())),
        _ => Ok(()),
    }
}

/// Runs the endpoint's steps on a series; an error when one surely drops it.
fn pass(state: &mut State, target: &Target) -> Result<(), Failure> {
    let steps = target.endpoint.metric_relabelings.iter();
    if let Some(index) = state.run(steps.map(|relabeling| &relabeling.step)) {
        return Err(Failure::Dropped(index));
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
    for name in process_labels(metric, part) {
        labels.insert(name.to_string(), Value::any(LabelSource::Process));
    }
    Seen {
        sources: Vec::new(),
        labels,
    }
}

/// Metrics that Prometheus writes itself: with the labels of every target, or with those of alerts.
fn written_by_prometheus(targets: &[Target], metric: &Metric) -> Seen {
    let mut seen = Seen::default();
    for label in &metric.labels {
        let value = Value::any(LabelSource::Process);
        seen.labels.insert(label.name.clone(), value);
    }
    if metric.labels.is_empty() {
        for target in targets {
            seen.sources.push(target.source);
            for (name, value) in &target.state.labels {
                merge(&mut seen.labels, name, value);
            }
        }
        if targets.is_empty() {
            seen = unserved(metric, Part::Whole);
        }
    }
    seen
}

/// Adds a label. Where endpoints differ, the process wins, and the value is not known.
fn merge(labels: &mut BTreeMap<String, Value>, name: &str, value: &Value) {
    match labels.get_mut(name) {
        Some(known) => {
            known.source = known.source.min(value.source);
            if known.text != value.text {
                known.text = None;
            }
        }
        None => {
            labels.insert(name.to_string(), value.clone());
        }
    }
}
