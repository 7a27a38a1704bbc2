//! Metrics and labels: types, units, series.

mod inherited;

use super::{Allows, Context, MetricType, catalog::Catalogs, crd::find_enum, names, target, unit};
use crate::{
    project::{self, Name, Spanned},
    text::Span,
};
use indexmap::IndexMap;

/// A metric under the name that queries see.
#[derive(Clone, Debug)]
pub struct Metric {
    /// The name.
    pub name: String,
    /// Where it is declared; `None` for metrics that gen knows.
    pub span: Option<Span>,
    /// Its type.
    pub metric_type: MetricType,
    /// What it measures; empty when nobody said.
    pub help: String,
    /// Labels that the process exposes.
    pub labels: Vec<Label>,
    /// Its unit: a Prometheus base unit, `ratio`, or a noun; `None` when unknown.
    pub unit: Option<String>,
    /// Whether the unit was declared, not derived from the name.
    pub unit_declared: bool,
    /// Smallest and largest value.
    pub range: Option<[f64; 2]>,
    /// Upper bounds of buckets, ascending, without `+Inf`.
    pub buckets: Option<Vec<f64>>,
    /// Quantiles of a summary, 0 to 1.
    pub quantiles: Vec<f64>,
    /// Names at the endpoint; empty when it is its own name.
    pub exposed_as: Vec<Name>,
    /// What to use instead.
    pub deprecated: Option<String>,
    /// No code sets it yet.
    pub planned: bool,
    /// Labels that identify a series.
    pub key: Option<Vec<Name>>,
    /// Whether a sum over series means something.
    pub additive: bool,
    /// Whether series exist before the first event.
    pub initialized: bool,
    /// The label of a stateset that names the state.
    pub state_label: Option<String>,
    /// Exceptions from checks.
    pub allow: Allows,
}

/// A label of a metric.
#[derive(Clone, Debug)]
pub struct Label {
    /// The name.
    pub name: String,
    /// What it tells; empty when nobody said.
    pub help: String,
    /// Its possible values; `None` when any.
    pub values: Option<Vec<String>>,
}

/// Metrics by name, in the order declared, then those that gen knows.
#[derive(Clone, Debug, Default)]
pub struct Metrics {
    by_name: IndexMap<String, Metric>,
}

/// Which series of a metric a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The metric's own name.
    Whole,
    /// `_bucket` of a classic histogram.
    Bucket,
    /// `_sum` of a histogram or summary.
    Sum,
    /// `_count` of a histogram or summary.
    Count,
}

/// Suffixes of the parts.
const PARTS: [(&str, Part); 3] = [
    ("_bucket", Part::Bucket),
    ("_sum", Part::Sum),
    ("_count", Part::Count),
];

impl Metric {
    /// The label with this name, if the process exposes it.
    pub fn label(&self, name: &str) -> Option<&Label> {
        self.labels.iter().find(|label| label.name == name)
    }

    /// The parts that have series.
    pub fn parts(&self) -> &'static [Part] {
        match self.metric_type {
            MetricType::Histogram => &[Part::Bucket, Part::Sum, Part::Count],
            MetricType::Summary => &[Part::Whole, Part::Sum, Part::Count],
            _ => &[Part::Whole],
        }
    }
}

impl Part {
    /// The name of this part's series of a metric.
    pub fn series(self, metric: &str) -> String {
        let suffix = PARTS
            .iter()
            .find(|(_, part)| *part == self)
            .map_or("", |(suffix, _)| suffix);
        format!("{metric}{suffix}")
    }
}

impl Metrics {
    /// Adds a metric; one with the same name is replaced.
    pub fn insert(&mut self, metric: Metric) {
        self.by_name.insert(metric.name.clone(), metric);
    }

    /// Adds metrics that are not yet declared.
    pub fn add_missing(&mut self, metrics: impl IntoIterator<Item = Metric>) {
        for metric in metrics {
            self.by_name.entry(metric.name.clone()).or_insert(metric);
        }
    }

    /// The metric with this very name.
    pub fn get(&self, name: &str) -> Option<&Metric> {
        self.by_name.get(name)
    }

    /// The metric with this very name, to say more of it.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Metric> {
        self.by_name.get_mut(name)
    }

    /// The metric that a series belongs to, and which part of it the series is.
    pub fn of_series(&self, series: &str) -> Option<(&Metric, Part)> {
        if let Some(metric) = self
            .get(series)
            .filter(|metric| metric.parts().contains(&Part::Whole))
        {
            return Some((metric, Part::Whole));
        }
        PARTS.iter().find_map(|(suffix, part)| {
            let metric = self.get(series.strip_suffix(suffix)?)?;
            metric.parts().contains(part).then_some((metric, *part))
        })
    }

    /// All metrics.
    pub fn iter(&self) -> impl Iterator<Item = &Metric> {
        self.by_name.values()
    }

    /// All names, to suggest one.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(String::as_str)
    }
}

/// The metrics of a project.
pub fn resolve(ctx: &mut Context, catalogs: &Catalogs) -> Metrics {
    let mut metrics = Metrics::default();
    let project = ctx.project;
    for (name, label) in &project.labels {
        check_label(ctx, name, label);
    }
    for (name, written) in &project.metrics {
        if let Some(metric) = metric(ctx, name, written, catalogs) {
            metrics.insert(metric);
        }
    }
    metrics
}

fn check_label(ctx: &mut Context, name: &Name, label: &project::Label) {
    if !names::is_label_name(&name.value) || name.value.starts_with("__") {
        ctx.bad_value(name.span, format!("`{}` is not a label's name", name.value));
    }
    match (&label.values, &label.enum_type) {
        (Some(_), Some(enum_type)) => {
            ctx.bad_value(enum_type.span, "a label has either `values` or `type`");
        }
        (None, Some(enum_type)) => check_enum(ctx, enum_type),
        _ => {}
    }
}

fn metric(
    ctx: &mut Context,
    name: &Name,
    written: &project::Metric,
    catalogs: &Catalogs,
) -> Option<Metric> {
    let inherited = &inherited::find(catalogs, written);
    if !names::is_metric_name(&name.value) {
        ctx.bad_value(
            name.span,
            format!("`{}` is not a metric's name", name.value),
        );
    }
    let own_type = written.metric_type.as_ref().map(|written| written.value);
    let Some(metric_type) = own_type.or_else(|| inherited::metric_type(inherited)) else {
        ctx.report(inherited::no_type(name, written, catalogs));
        return None;
    };
    if let (MetricType::NativeHistogram, Some(place)) = (metric_type, &written.metric_type) {
        let history = &target::NATIVE_HISTOGRAMS;
        target::require(ctx, place.span, "a native histogram", history);
    }
    let mut labels: Vec<Label> = written
        .labels
        .iter()
        .map(|label| metric_label(ctx, label, written))
        .collect();
    if labels.is_empty() {
        labels = inherited::labels(ctx, written, inherited);
    }
    check_values(ctx, name, written, &labels, metric_type);
    let declared = written.unit.as_ref().map(|unit| unit.value.clone());
    let declared = declared.or_else(|| inherited::agreed(inherited, |known| known.unit.clone()));
    let known_state = inherited::agreed(inherited, |known| known.state_label.clone())
        .filter(|_| written.state_label.is_none() && metric_type == MetricType::Stateset);
    let state_label = match known_state {
        Some(label) => Some(label),
        None => state_label(ctx, name, written, metric_type, &labels),
    };
    Some(Metric {
        name: name.value.clone(),
        span: Some(name.span),
        metric_type,
        help: match &written.help {
            Some(help) => help.value.clone(),
            None => inherited::help(inherited),
        },
        labels,
        unit_declared: declared.is_some(),
        unit: declared.or_else(|| unit::of_name(&name.value).map(str::to_string)),
        range: written.range.as_ref().map(|range| range.value),
        buckets: numbers(written.buckets.as_ref())
            .or_else(|| inherited::agreed(inherited, |known| known.buckets.clone())),
        quantiles: numbers(written.quantiles.as_ref())
            .or_else(|| inherited::agreed(inherited, |known| Some(known.quantiles.clone())))
            .unwrap_or_default(),
        exposed_as: written.exposed_as.clone(),
        deprecated: written.deprecated.as_ref().map(|text| text.value.clone()),
        planned: written.planned,
        key: written.key.clone(),
        additive: written.additive.unwrap_or(true),
        initialized: written.initialized.unwrap_or(true),
        state_label,
        allow: written.allow.clone(),
    })
}

fn numbers(written: Option<&Vec<Spanned<f64>>>) -> Option<Vec<f64>> {
    written.map(|numbers| numbers.iter().map(|number| number.value).collect())
}

fn metric_label(ctx: &mut Context, name: &Name, metric: &project::Metric) -> Label {
    let project = ctx.project;
    let declared = project.labels.get(name.as_str());
    if declared.is_none() {
        ctx.unknown("label", name, project.labels.keys().map(Name::as_str));
    }
    label(ctx, name.as_str(), metric)
}

/// A label by what the metric and the project say of it.
fn label(ctx: &Context, name: &str, metric: &project::Metric) -> Label {
    let project = ctx.project;
    let declared = project.labels.get(name);
    let own = metric.label_values.get(name);
    let values = own.or_else(|| declared.and_then(|label| label.values.as_ref()));
    let values = values.map(|values| values.iter().map(|value| value.value.clone()).collect());
    let values = values.or_else(|| {
        declared
            .and_then(|label| label.enum_type.as_ref())
            .and_then(|name| find_enum(&project.types, &name.value))
    });
    Label {
        name: name.to_string(),
        help: declared
            .and_then(|label| label.help.as_ref())
            .map(|help| help.value.clone())
            .unwrap_or_default(),
        values,
    }
}

/// Reports the name of a type that is no enum in `[types]`.
fn check_enum(ctx: &mut Context, name: &Name) {
    let project = ctx.project;
    if !project.types.contains_key(name.as_str()) {
        ctx.unknown("type", name, project.types.keys().map(Name::as_str));
    } else if find_enum(&project.types, &name.value).is_none() {
        ctx.bad_value(
            name.span,
            format!("the type `{}` is no enum of strings", name.value),
        );
    }
}

fn check_values(
    ctx: &mut Context,
    name: &Name,
    written: &project::Metric,
    labels: &[Label],
    metric_type: MetricType,
) {
    let known = || labels.iter().map(|label| label.name.as_str());
    let named = written.label_values.keys();
    for label in named.chain(written.key.iter().flatten()) {
        if !known().any(|name| name == label.as_str()) {
            let kind = format!("label of `{}` called", name.value);
            ctx.unknown(&kind, label, known());
        }
    }
    check_buckets(ctx, written, metric_type);
    let mut quantiles = written.quantiles.iter().flatten();
    if let Some(quantile) = quantiles.find(|quantile| !(0.0..=1.0).contains(&quantile.value)) {
        ctx.bad_value(quantile.span, "a quantile lies between 0 and 1");
    }
    let range = written.range.as_ref();
    if let Some(range) = range.filter(|range| range.value[0] > range.value[1]) {
        ctx.bad_value(range.span, "the smallest value stands first");
    }
}

fn check_buckets(ctx: &mut Context, written: &project::Metric, metric_type: MetricType) {
    let bounds = written.buckets.as_deref().unwrap_or_default();
    let has_buckets = matches!(
        metric_type,
        MetricType::Histogram | MetricType::NativeHistogram
    );
    if let Some(first) = bounds.first().filter(|_| !has_buckets) {
        ctx.bad_value(first.span, "only a histogram has buckets");
    }
    let mut pairs = bounds.windows(2);
    if let Some(pair) = pairs.find(|pair| pair[0].value >= pair[1].value) {
        ctx.bad_value(pair[1].span, "the bounds of buckets must ascend");
    }
}

fn state_label(
    ctx: &mut Context,
    name: &Name,
    written: &project::Metric,
    metric_type: MetricType,
    labels: &[Label],
) -> Option<String> {
    if metric_type != MetricType::Stateset {
        return None;
    }
    if let Some(label) = &written.state_label {
        if !labels.iter().any(|known| known.name == label.value) {
            ctx.unknown(
                &format!("label of `{}` called", name.value),
                label,
                labels.iter().map(|label| label.name.as_str()),
            );
        }
        return Some(label.value.clone());
    }
    let mut candidates = labels.iter().filter(|label| label.values.is_some());
    match (candidates.next(), candidates.next()) {
        (Some(only), None) => Some(only.name.clone()),
        _ => {
            ctx.bad_value(
                name.span,
                format!(
                    "the stateset `{}` needs `state-label`: which label names the state?",
                    name.value
                ),
            );
            None
        }
    }
}
