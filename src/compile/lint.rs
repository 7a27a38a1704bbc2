//! `gen lint`: the checks on files that gen did not make, under the metrics and scrapes of a project.
//!
//! Without a project there is a bare one, which knows the metrics of all catalogues and of `/metrics` text, but not who scrapes them.

use super::{
    Settings, levels_of,
    manifests::{self, Definitions},
    tidy, unknown_checks,
};
use crate::{
    artifact::{Artifact, Place},
    catalog,
    check::{self, Exceptions, level},
    diag::Diagnostic,
    emit,
    existing::{self, Document, Documents, Edits, Existing, Kind},
    exposition,
    model::{self, Allows, Context, Group, Manifest, Model, Tree, rule},
    project::{Layered, Name, Project, add_allows, read_tree},
    promql::{
        features::FEATURES,
        history::{NEWEST, Release},
    },
    text::{FileId, Sources, Span},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

/// What a bare project is made of.
#[derive(Clone, Copy, Debug)]
pub struct Bare<'a> {
    /// The oldest Prometheus that must accept the files; `None` for the newest known, and for what older ones read otherwise.
    pub target: Option<Release>,
    /// The feature flags that are on there.
    pub features: &'a [String],
    /// Whether metrics matter: else no catalogue is read.
    pub has_metrics: bool,
    /// `/metrics` text: what reports call it, and the text.
    pub samples: &'a [(String, String)],
}

/// What was found in files.
#[derive(Debug)]
pub struct Lint {
    /// The findings, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
    /// Documents that gen does not judge: the file and what the document calls itself.
    pub others: Vec<(FileId, String)>,
}

/// What a bare project's file is called.
const BARE: &str = "<no project>";

/// How the keys of samples begin, as no file is called.
const SAMPLE: &str = "<sample ";

/// Adds a bare project and the samples to the sources, and returns its file.
pub fn add_bare(sources: &mut Sources, bare: &Bare) -> FileId {
    let mut text =
        "[project]\nname = \"existing\"\nnamespace = \"existing\"\n\n[targets]\n".to_string();
    if let Some(target) = bare.target {
        let _ = writeln!(text, "prometheus = \"{target}\"");
    }
    let features: Vec<String> = features(bare).map(|name| format!("\"{name}\"")).collect();
    let _ = writeln!(text, "features = [{}]\n", features.join(", "));
    for (index, (name, sample)) in bare.samples.iter().enumerate() {
        let key = format!("{SAMPLE}{index}>");
        let _ = writeln!(text, "[catalogs.sample-{index}]\nfile = \"{key}\"");
        sources.add_as(key, name, sample.as_str());
    }
    // Of two metrics with one name the first counts.
    for name in catalog::names().iter().filter(|_| bare.has_metrics) {
        let _ = writeln!(text, "[catalogs.{name}]");
    }
    sources.add(BARE, text)
}

/// The flags that are on; `all` are those that the target knows.
fn features<'a>(bare: &Bare<'a>) -> Box<dyn Iterator<Item = &'a str> + 'a> {
    let named = bare.features.iter().map(String::as_str);
    if !named.clone().any(|name| name == "all") {
        return Box::new(named.filter(|name| *name != "none"));
    }
    let target = bare.target.unwrap_or(NEWEST);
    let known = FEATURES.iter().filter(move |(_, since)| *since <= target);
    Box::new(known.map(|(name, _)| *name))
}

/// Checks of what stands in a gen.toml and in no file that is made of it.
const OF_PROJECTS: [&str; 2] = ["alert/missing-runbook-text", "alert/missing-test"];

/// What the files are checked under.
#[derive(Clone, Copy, Debug)]
pub struct Under<'a> {
    /// The project, which may be a bare one.
    pub layered: &'a Layered,
    /// The environment of the project; `None` for the base.
    pub environment: Option<&'a (Name, Project)>,
    /// Whether it is a bare one.
    pub is_bare: bool,
}

/// The files of a run.
#[derive(Clone, Copy, Debug)]
pub struct Files<'a> {
    /// Those that are checked.
    pub checked: &'a [FileId],
    /// Those that define the kinds of objects among them, and are not checked themselves.
    pub definitions: &'a [FileId],
}

/// Checks files under a project, or under one of its environments.
pub fn lint(sources: &mut Sources, under: Under, files: Files, settings: &Settings) -> Lint {
    let Under {
        layered,
        environment,
        is_bare,
    } = under;
    let project = environment.map_or(&layered.base, |(_, project)| project);
    let of_environment = environment.map(|(name, _)| (name, &layered.base));
    let Documents {
        all,
        mut others,
        mut diagnostics,
    } = existing::documents(sources, files.checked);
    let (definitions, unread) = definitions(sources, files.definitions);
    diagnostics.extend(unread);
    let judged = manifests::judge(sources, &all, definitions);
    let own = all.iter().zip(judged.is_known);
    let unjudged = own.filter(|(_, is_known)| !is_known);
    others.extend(unjudged.map(|(document, _)| (document.file, document.own_name().to_string())));
    let refusals = judged.diagnostics;
    diagnostics.extend(unknown_checks(layered));
    let (model, findings) = model::resolve(project, of_environment, sources);
    diagnostics.extend(findings);
    let (existing, findings) = existing::read(project, sources, &all);
    diagnostics.extend(findings);
    if let Some(mut model) = model {
        if is_bare {
            know_less(&mut model, sources);
        }
        let mut ctx = Context::new(project, project, sources);
        rule::check_versions(&mut ctx, &model.targets, &existing.groups);
        diagnostics.extend(ctx.finish().1);
        let files: BTreeSet<FileId> = all.iter().map(|document| document.file).collect();
        let artifacts = artifacts(&all, &existing.manifests);
        let found = check(&put_in(model, existing), &artifacts, (sources, settings));
        diagnostics.extend(
            found
                .into_iter()
                .filter(|finding| files.contains(&finding.primary.span.file))
                .filter(|finding| !OF_PROJECTS.contains(&finding.rule.name)),
        );
    }
    if is_bare {
        diagnostics
            .iter_mut()
            .for_each(|finding| leave_out_project(finding, sources));
    }
    diagnostics.extend(untold(refusals, &diagnostics));
    let edits = Edits::new(sources, &all);
    diagnostics
        .iter_mut()
        .for_each(|finding| edits.fit(finding));
    Lint {
        diagnostics: tidy(diagnostics),
        others,
    }
}

/// What the definitions of these files say, and what of the files cannot be read.
pub fn definitions(sources: &mut Sources, files: &[FileId]) -> (Definitions, Vec<Diagnostic>) {
    let documents = existing::documents(sources, files);
    let mut definitions = Definitions::default();
    let all = documents.all.iter();
    for document in all.filter(|document| document.kind == Kind::Definition) {
        definitions.add(&document.tree.to_json());
    }
    (definitions, documents.diagnostics)
}

/// What the API server refuses and no error of Prometheus tells yet at the same place: of rules more is known than their schema says.
fn untold(refusals: Vec<Diagnostic>, told: &[Diagnostic]) -> Vec<Diagnostic> {
    let told = told
        .iter()
        .filter(|finding| finding.rule == &existing::BAD_RULE);
    let told: Vec<Span> = told.map(|finding| finding.primary.span).collect();
    let touches = |left: Span, right: Span| {
        left.file == right.file && left.start <= right.end && right.start <= left.end
    };
    let is_new =
        |finding: &Diagnostic| !told.iter().any(|span| touches(*span, finding.primary.span));
    refusals.into_iter().filter(is_new).collect()
}

/// Leaves out of a bare project's metrics what differs from release to release, and says where samples show them.
fn know_less(model: &mut Model, sources: &Sources) {
    for (file, source) in sources.iter().enumerate() {
        if !source.key.starts_with(SAMPLE) {
            continue;
        }
        let (entries, _) = exposition::parse(&source.text, exposition::Format::of(&source.text));
        let file = FileId(u32::try_from(file).unwrap_or(u32::MAX));
        for family in exposition::families(entries) {
            let range = family.name.range;
            let total = format!("{}_total", family.name.value);
            for name in [&*family.name.value, total.as_str()] {
                if let Some(metric) = model.metrics.get_mut(name) {
                    let (start, end) = (range.start, range.end);
                    metric.span = Some(Span { file, start, end });
                }
            }
        }
    }
    let names: Vec<String> = model.metrics.names().map(str::to_string).collect();
    for name in &names {
        let metric = model.metrics.get_mut(name);
        if let Some(metric) = metric.filter(|metric| metric.span.is_none()) {
            metric.buckets = None;
        }
    }
}

/// Nobody wrote a bare project: it is not shown, and what a project would say the command line says.
fn leave_out_project(finding: &mut Diagnostic, sources: &Sources) {
    finding
        .labels
        .retain(|label| sources.get(label.span.file).key != BARE);
    for help in &mut finding.help {
        if help.message.contains("[targets]") {
            help.message =
                "say which Prometheus loads it, with `--target` and `--features`".to_string();
        }
    }
}

/// The model with rules and dashboards of files: the recordings of the project stay known, its alerts too, its dashboards do not. What
/// the project excepts at an item counts for what a file holds of it.
fn put_in(mut model: Model, mut existing: Existing) -> Model {
    let alerts = model
        .alerts()
        .map(|own| (own.name.value.as_str(), &own.allow));
    let alerts: BTreeMap<&str, &Allows> = alerts.collect();
    let recordings = model.recordings();
    let recordings = recordings.map(|own| (own.name.value.as_str(), &own.allow));
    let recordings: BTreeMap<&str, &Allows> = recordings.collect();
    let dashboards = model.dashboards.iter();
    let dashboards = dashboards.map(|own| (own.uid.as_str(), &own.allow));
    let dashboards: BTreeMap<&str, &Allows> = dashboards.collect();
    let except = |known: &BTreeMap<&str, &Allows>, name: &str, allow: &mut Allows| {
        if let Some(own) = known.get(name) {
            add_allows(allow, own);
        }
    };
    for group in &mut existing.groups {
        for alert in &mut group.alerts {
            except(&alerts, &alert.name.value, &mut alert.allow);
        }
        for recording in &mut group.recordings {
            except(&recordings, &recording.name.value, &mut recording.allow);
        }
    }
    for dashboard in &mut existing.dashboards {
        except(&dashboards, &dashboard.uid, &mut dashboard.allow);
    }
    model.groups.extend(existing.groups);
    number(&mut model.groups);
    model.dashboards = existing.dashboards;
    model.crds = existing.crds;
    model.manifests = existing.manifests;
    model
}

/// Gives every rule a key of its own: a name may stand in several files.
fn number(groups: &mut [Group]) {
    let (mut alerts, mut recordings) = (BTreeMap::new(), BTreeMap::new());
    for group in groups {
        let own = group.recordings.iter_mut().map(|rule| &mut rule.key);
        own.for_each(|key| number_one(&mut recordings, key));
        let own = group.alerts.iter_mut().map(|rule| &mut rule.key);
        own.for_each(|key| number_one(&mut alerts, key));
    }
}

fn number_one(known: &mut BTreeMap<String, usize>, key: &mut Name) {
    let count = known.entry(key.value.clone()).or_default();
    *count += 1;
    if *count > 1 {
        key.value = format!("{}.{count}", key.value);
    }
}

/// The objects of files as documents of the output, each named by its number among the manifests and shown at its name.
fn artifacts(documents: &[Document], manifests: &[Manifest]) -> Vec<Artifact> {
    let trees = documents
        .iter()
        .map(|document| read_tree(&document.tree, document.file));
    let trees = trees.map(|tree| (tree.span, tree));
    let trees: BTreeMap<Span, Tree> = trees.collect();
    let manifests = manifests.iter().enumerate();
    let artifacts = manifests.filter_map(|(number, object)| {
        let tree = emit::tree_node(trees.get(&object.span)?).at(object.name.span);
        Some(Artifact::yaml(
            Place::Base,
            format!("manifests/{number}.yaml"),
            tree,
        ))
    });
    artifacts.collect()
}

fn check(
    model: &Model,
    artifacts: &[Artifact],
    (sources, settings): (&Sources, &Settings),
) -> Vec<Diagnostic> {
    let levels = levels_of(model, settings);
    let groups = model.groups.iter().map(|group| &group.allow);
    let dashboards = model.dashboards.iter().map(|dashboard| &dashboard.allow);
    let alerts = model.alerts().map(|alert| &alert.allow);
    let recordings = model.recordings().map(|recording| &recording.allow);
    let crds = model.crds.iter().map(|crd| &crd.allow);
    let rules = groups.chain(alerts).chain(recordings);
    let manifests = model.manifests.iter().map(|object| &object.allow);
    let allows = rules.chain(dashboards).chain(crds).chain(manifests);
    let allows: Vec<_> = allows.collect();
    let mut findings = level::find_unknown(&model.lints, allows.iter().copied());
    let mut exceptions = Exceptions::new(allows, settings.today);
    findings.extend(check::run(model, sources, &levels, &mut exceptions));
    findings.extend(check::run_on_artifacts(
        (model, artifacts),
        &levels,
        &mut exceptions,
    ));
    findings.extend(check::run_on_exceptions(&exceptions, &levels));
    findings
}
