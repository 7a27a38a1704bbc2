//! What queries see: which endpoint serves a metric, and who says which label of it.
//!
//! Invariants: every series of a declared metric arrives under its name at least from one endpoint that serves it, else the
//! project has an error. Deliberately absent: labels of recordings and of metrics that nobody declared, which are unknown.

mod arrival;
mod built_in;
mod others;
mod target;
#[cfg(test)]
mod tests;
mod trace;

pub use built_in::{is_built_in, metrics as built_in_metrics};
pub use target::Settings;
pub use trace::Value;

use crate::model::{
    Context, Metric, Metrics, Model, Name, Scrape,
    catalog::Catalogs,
    metric::Part,
    names,
    scrape::{Endpoint, Relabeling},
};
use std::collections::BTreeMap;
use trace::State;

/// Who says a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LabelSource {
    /// The process that exposes the metric.
    Process,
    /// The scrape: where the target was found, or a relabeling step.
    Scrape,
}

/// An endpoint of a scrape, by their indexes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// Index in the model's scrapes.
    pub scrape: usize,
    /// Index in the scrape's endpoints.
    pub endpoint: usize,
}

/// What queries see of one name.
#[derive(Clone, Debug, Default)]
struct Seen {
    sources: Vec<Source>,
    labels: BTreeMap<String, Value>,
    /// Whether it may have further labels.
    open: bool,
}

/// What queries see, by the names of metrics and of their series.
#[derive(Clone, Debug, Default)]
pub struct Series {
    by_name: BTreeMap<String, Seen>,
    targets: BTreeMap<Source, BTreeMap<String, Value>>,
    /// By name: series of catalogues that an endpoint's step with this index drops.
    dropped: BTreeMap<String, Vec<(Source, usize)>>,
}

impl Series {
    /// Who says a label of a metric or one of its series (`x`, `x_bucket`, `x_sum`, `x_count`); `None` when it has no such label or
    /// is not known.
    pub fn label_source(&self, series_or_metric: &str, label: &str) -> Option<LabelSource> {
        self.labels(series_or_metric)
            .find(|(name, _)| *name == label)
            .map(|(_, value)| value.source)
    }

    /// The labels of a metric or one of its series, without its name, sorted; empty when it is not known.
    pub fn labels(&self, series_or_metric: &str) -> impl Iterator<Item = (&str, &Value)> {
        self.by_name
            .get(series_or_metric)
            .into_iter()
            .flat_map(|seen| &seen.labels)
            .map(|(name, value)| (name.as_str(), value))
    }

    /// Whether a metric or one of its series may have labels besides [`Series::labels`]: somebody else scrapes it, or relabeling
    /// makes names of labels from what is found with the targets.
    pub fn is_open(&self, series_or_metric: &str) -> bool {
        self.by_name
            .get(series_or_metric)
            .is_none_or(|seen| seen.open)
    }

    /// The endpoints that a metric or one of its series comes from; empty when no scrape of the project serves it.
    pub fn sources(&self, series_or_metric: &str) -> &[Source] {
        self.by_name
            .get(series_or_metric)
            .map_or(&[], |seen| &seen.sources)
    }

    /// The labels of an endpoint's targets, those of `up`, sorted; empty when all its targets are dropped.
    pub fn target_labels(&self, source: Source) -> impl Iterator<Item = (&str, &Value)> {
        self.targets
            .get(&source)
            .into_iter()
            .flatten()
            .map(|(name, value)| (name.as_str(), value))
    }

    /// The value of a target label such as `job`; `None` when it differs or is not known.
    pub fn target_label(&self, source: Source, label: &str) -> Option<&str> {
        self.targets.get(&source)?.get(label)?.text.as_deref()
    }
}

impl Model {
    /// The relabeling step that takes a label from a metric's series, or from the targets that expose it; `None` when none does.
    pub fn find_removal(&self, metric: &Metric, part: Part, label: &str) -> Option<&Relabeling> {
        let settings = Settings {
            metadata: &self.metadata,
            prometheus: &self.prometheus,
        };
        let name = part.series(&metric.name);
        let mut sources = self.series.sources(&name).iter();
        sources.find_map(|source| {
            let scrape = &self.scrapes[source.scrape];
            let endpoint = &scrape.endpoints[source.endpoint];
            let target = Target {
                source: *source,
                endpoint,
                state: target::labels(settings, scrape, endpoint)?,
                enforced: None,
            };
            arrival::removal(&target, metric, part, label)
                .or_else(|| target::removal(settings, scrape, endpoint, label))
        })
    }

    /// The step that drops a series of a catalogue which targets with this `job` expose; `None` when none does.
    pub fn find_drop(&self, series: &str, job: &str) -> Option<&Relabeling> {
        let dropped = self.series.dropped.get(series)?;
        let is_job = |source: Source| self.series.target_label(source, names::JOB) == Some(job);
        let mut arrived = self.series.sources(series).iter();
        if arrived.any(|source| is_job(*source)) {
            return None;
        }
        let (source, step) = dropped.iter().find(|(source, _)| is_job(*source))?;
        let endpoint = &self.scrapes[source.scrape].endpoints[source.endpoint];
        endpoint.metric_relabelings.get(*step)
    }
}

/// Finds what queries see, and adds the metrics of catalogues under the names with which they arrive; reports declared metrics that
/// do not arrive, and endpoints that cannot be told apart.
pub fn resolve(
    ctx: &mut Context,
    settings: Settings,
    scrapes: &[Scrape],
    catalogs: &Catalogs,
    metrics: &mut Metrics,
) -> Series {
    target::check(ctx, settings, scrapes);
    let targets = targets(settings, scrapes);
    let mut series = Series {
        by_name: BTreeMap::new(),
        targets: targets
            .iter()
            .map(|target| (target.source, target.state.labels.clone()))
            .collect(),
        dropped: BTreeMap::new(),
    };
    for metric in metrics.iter() {
        arrival::metric(ctx, &targets, metric, &mut series);
    }
    others::add(&targets, catalogs, metrics, &mut series);
    series
}

/// An endpoint with the labels of its targets.
struct Target<'a> {
    source: Source,
    endpoint: &'a Endpoint,
    state: State,
    enforced: Option<&'a str>,
}

fn targets<'a>(settings: Settings<'a>, scrapes: &'a [Scrape]) -> Vec<Target<'a>> {
    let enforced = settings.prometheus.enforced_namespace_label.as_ref();
    let mut result = Vec::new();
    for (scrape, written) in scrapes.iter().enumerate() {
        for (index, endpoint) in written.endpoints.iter().enumerate() {
            if let Some(state) = target::labels(settings, written, endpoint) {
                result.push(Target {
                    source: Source {
                        scrape,
                        endpoint: index,
                    },
                    endpoint,
                    state,
                    enforced: enforced.map(Name::as_str),
                });
            }
        }
    }
    result
}
