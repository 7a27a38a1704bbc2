//! Catalogues: the metrics of others that the project's scrapes serve or that it names.

use super::{
    Context, Metric,
    context::{BAD_VALUE, UNKNOWN_FILE},
    metric::Label,
    unit,
};
use crate::{
    catalog::{self, Catalog},
    diag::{Diagnostic, list, nearest},
    project::{self, Allows, Name},
    text::Span,
};
use indexmap::IndexMap;
use std::collections::BTreeMap;

/// The catalogues of a project by name: its own in the order written, then those that only scrapes name.
#[derive(Clone, Debug, Default)]
pub struct Catalogs {
    by_name: IndexMap<String, Known>,
    /// Whether one was read from a file: a program may expose more than its sample shows.
    has_sample: bool,
    /// Where each metric stands: indexes of catalogue and metric.
    places: BTreeMap<String, Vec<(usize, usize)>>,
}

/// A catalogue, and what the project says of it.
#[derive(Clone, Debug)]
pub struct Known {
    /// Its metrics.
    pub catalog: Catalog,
    /// Whether the project has a table for it.
    pub declared: bool,
    /// Value of the label `job` when no scrape of the project serves it.
    pub job: Option<String>,
}

impl Catalogs {
    /// All catalogues with their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Known)> {
        let known = self.by_name.iter();
        known.map(|(name, known)| (name.as_str(), known))
    }

    /// Whether a program of theirs may expose names that are not known here.
    pub fn is_open(&self) -> bool {
        self.has_sample
    }

    /// The metrics with this name at their programs, with the names of their catalogues.
    pub fn find<'a>(
        &'a self,
        exposed: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a catalog::Metric)> {
        let places = self.places.get(exposed).into_iter().flatten();
        places.filter_map(|(catalog, metric)| {
            let (name, known) = self.by_name.get_index(*catalog)?;
            Some((name.as_str(), known.catalog.metrics.get(*metric)?))
        })
    }

    /// The names of all metrics at their programs, to suggest one.
    pub fn metric_names(&self) -> impl Iterator<Item = &str> {
        self.places.keys().map(String::as_str)
    }

    fn insert(&mut self, name: &str, known: Known) {
        let catalog = self.by_name.len();
        for (index, metric) in known.catalog.metrics.iter().enumerate() {
            let places = self.places.entry(metric.name.clone()).or_default();
            places.push((catalog, index));
        }
        self.by_name.insert(name.to_string(), known);
    }
}

/// The catalogues that the project declares or that its scrapes name. Names that scrapes misspell are reported there.
pub fn resolve(ctx: &mut Context) -> Catalogs {
    let project = ctx.project;
    let mut catalogs = Catalogs::default();
    for (name, written) in &project.catalogs {
        catalogs.has_sample |= written.file.is_some();
        let catalog = match &written.file {
            Some(file) => from_file(ctx, file),
            None => built_in(ctx, name),
        };
        let job = written.job.as_ref().map(|job| job.value.clone());
        let known = Known {
            catalog: catalog.unwrap_or_default(),
            declared: true,
            job,
        };
        catalogs.insert(name.as_str(), known);
    }
    for name in project.scrape.values().flat_map(named) {
        if let (false, Some(catalog)) = (
            catalogs.by_name.contains_key(name.as_str()),
            catalog::find_built_in(name.as_str()),
        ) {
            let known = Known {
                catalog,
                declared: false,
                job: None,
            };
            catalogs.insert(name.as_str(), known);
        }
    }
    catalogs
}

/// The catalogues that a scrape and its endpoints name.
fn named(scrape: &project::Scrape) -> impl Iterator<Item = &Name> {
    let endpoints = scrape.endpoints.values();
    let own = endpoints.flat_map(|endpoint| endpoint.catalogs.iter().flatten());
    scrape.catalogs.iter().chain(own)
}

fn built_in(ctx: &mut Context, name: &Name) -> Option<Catalog> {
    let found = catalog::find_built_in(name.as_str());
    if found.is_none() {
        let message = format!(
            "the catalogue `{}` needs `file`: none of this name is built in",
            name.value
        );
        let finding = Diagnostic::new(&BAD_VALUE, name.span, message);
        ctx.report(match nearest(name.as_str(), catalog::names()) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help(format!("built in: {}", list(&catalog::names()))),
        });
    }
    found
}

/// The catalogue in a file; its errors stand there. `None` when the file is missing.
fn from_file(ctx: &mut Context, path: &Name) -> Option<Catalog> {
    let sources = ctx.sources;
    let Some(file) = sources.find(&path.value) else {
        let message = format!("there is no file `{}`", path.value);
        let finding = Diagnostic::new(&UNKNOWN_FILE, path.span, message);
        ctx.report(finding.note("paths are relative to the project file"));
        return None;
    };
    let (catalog, errors) = catalog::from_text(&sources.get(file).text);
    for error in errors {
        let place = |start: u32, end: u32| Span { file, start, end };
        let here = place(error.range.start, error.range.end);
        let mut finding =
            Diagnostic::new(&BAD_VALUE, here, error.message).label(path.span, "named here");
        if let Some((range, text)) = error.related {
            finding = finding.label(place(range.start, range.end), text);
        }
        if let Some(help) = error.help {
            finding = finding.help(help);
        }
        ctx.report(finding);
    }
    Some(catalog)
}

/// A catalogue's metric as a metric of the project under `name`; `None` when its type is not known.
pub fn metric(known: &catalog::Metric, name: &str) -> Option<Metric> {
    let own_unit = || unit::of_name(name).map(str::to_string);
    Some(Metric {
        name: name.to_string(),
        span: None,
        metric_type: known.metric_type?,
        help: known.help.clone(),
        labels: known.labels.iter().map(label).collect(),
        unit: known.unit.clone().or_else(own_unit),
        unit_declared: known.unit.is_some(),
        range: None,
        buckets: known.buckets.clone(),
        quantiles: known.quantiles.clone(),
        exposed_as: Vec::new(),
        deprecated: None,
        planned: false,
        key: None,
        additive: true,
        initialized: true,
        state_label: known.state_label.clone(),
        allow: Allows::new(),
    })
}

/// A catalogue's label as a label of the project.
pub fn label(known: &catalog::Label) -> Label {
    Label {
        name: known.name.clone(),
        help: String::new(),
        values: known.values.clone(),
    }
}
