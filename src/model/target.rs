//! `[targets]`: the oldest versions that must accept the output, and what they lack.

use super::{Context, Name, context::BAD_VALUE};
use crate::{
    diag::Diagnostic,
    project,
    promql::{
        Options,
        features::{FEATURES, find_feature},
        history::{Feature, Features, History, Lack, Needs, OLDEST, Release, since},
    },
    text::Span,
};

/// The oldest versions that must accept the output; `None` for the newest known.
#[derive(Clone, Debug)]
pub struct Targets {
    /// Kubernetes, major and minor.
    pub kubernetes: Option<(u32, u32)>,
    /// Prometheus, major and minor.
    pub prometheus: Option<(u32, u32)>,
    /// The PromQL that Prometheus must understand.
    pub promql: Options,
    /// Whether names are dropped at the end of a query, not by each function: the feature `promql-delayed-name-removal`.
    pub names_last: bool,
    /// prometheus-operator.
    pub prometheus_operator: Option<(u32, u32)>,
    /// Grafana.
    pub grafana: Option<(u32, u32)>,
    /// Version of the core types in CRDs, such as `1.31`; `None` for the newest.
    pub core_types: Option<Name>,
    /// Whether core types carry the full schema of embedded metadata.
    pub embedded_metadata: bool,
}

/// Native histograms as values of series: their scraping, not their grammar. Source: Prometheus's changelog, 2.40 and 3.8.
pub const NATIVE_HISTOGRAMS: History = since(2, 40).behind(Feature::NativeHistograms).stable(3, 8);

/// The feature of Prometheus that keeps names until a query is evaluated.
const DELAYED_NAME_REMOVAL: &str = "promql-delayed-name-removal";

/// Reads `[targets]`.
pub fn resolve(ctx: &mut Context) -> Targets {
    let table = &ctx.project.targets;
    check_features(ctx, table);
    Targets {
        kubernetes: version(ctx, table.kubernetes.as_ref()),
        prometheus: release(ctx, table),
        promql: promql(table),
        names_last: table
            .features
            .iter()
            .any(|feature| feature.value == DELAYED_NAME_REMOVAL),
        prometheus_operator: version(ctx, table.prometheus_operator.as_ref()),
        grafana: version(ctx, table.grafana.as_ref()),
        core_types: table.core_types.clone(),
        embedded_metadata: table.embedded_metadata,
    }
}

/// The PromQL that a project may use: placeholders, and what the targets know.
pub fn promql(table: &project::Targets) -> Options {
    let written = table.prometheus.as_ref();
    let target = written.and_then(|written| written.value.parse().ok());
    let flags = table.features.iter().map(|feature| feature.value.as_str());
    let default = Options::default();
    Options {
        target: target.unwrap_or(default.target),
        features: Features::named(flags),
        ..default
    }
}

fn version(ctx: &mut Context, written: Option<&Name>) -> Option<(u32, u32)> {
    let written = written?;
    let found = written.value.parse::<Release>().ok();
    if found.is_none() {
        let message = format!(
            "`{}` is not a version, write it as `\"1.31\"`",
            written.value
        );
        ctx.bad_value(written.span, message);
    }
    found.map(|release| (release.major, release.minor))
}

/// The release of Prometheus; reports one that is older than those whose PromQL is known.
fn release(ctx: &mut Context, table: &project::Targets) -> Option<(u32, u32)> {
    let written = table.prometheus.as_ref()?;
    let (major, minor) = version(ctx, Some(written))?;
    let release = Release::new(major, minor);
    if release < OLDEST {
        let message =
            format!("gen knows PromQL from Prometheus {OLDEST} on, this target is {release}");
        ctx.bad_value(written.span, message);
    }
    Some((major, minor))
}

/// Flags that the target does not know yet have no effect on it; those that it needs no more do no harm.
fn check_features(ctx: &mut Context, table: &project::Targets) {
    let target = promql(table).target;
    if target < OLDEST {
        return; // That is reported.
    }
    for feature in &table.features {
        let Some(since) = find_feature(&feature.value) else {
            let known = FEATURES.iter().map(|(name, _)| *name);
            ctx.unknown("feature flag of Prometheus", feature, known);
            continue;
        };
        if since > target {
            let message = format!(
                "`{}` needs Prometheus {since} or later; the target is {target}",
                feature.value
            );
            let diagnostic = Diagnostic::new(&BAD_VALUE, feature.span, message);
            ctx.report(raise(diagnostic, table, since));
        }
    }
}

/// Reports that something which is written needs more than the targets have.
pub fn require(ctx: &mut Context, span: Span, what: &str, history: &History) {
    let table = &ctx.project.targets;
    let options = promql(table);
    if let Some(Lack::Needs(needs)) = history.lacks(&options) {
        let message = format!("{what} {}", needs.phrase(options.target));
        let diagnostic = Diagnostic::new(&BAD_VALUE, span, message);
        ctx.report(explain(diagnostic, table, needs));
    }
}

/// A finding of PromQL with what is missing at its place, and the two ways out.
pub fn explain(diagnostic: Diagnostic, table: &project::Targets, needs: Needs) -> Diagnostic {
    let diagnostic = match needs.stable.or(needs.since) {
        Some(release) => raise(diagnostic, table, release),
        None => diagnostic,
    };
    // Where a newer release needs no flag, an old target with the flag is not new enough.
    let enough = needs.since.is_none() || needs.stable.is_none();
    match needs.feature.filter(|_| enough) {
        Some(feature) => diagnostic.help(format!(
            "if Prometheus runs with the flag, name it in `[targets]`: `features = [\"{}\"]`",
            feature.name()
        )),
        None => diagnostic,
    }
}

fn raise(diagnostic: Diagnostic, table: &project::Targets, release: Release) -> Diagnostic {
    let diagnostic = match &table.prometheus {
        Some(written) => diagnostic.label(written.span, "the target is set here"),
        None => diagnostic,
    };
    diagnostic.help(format!(
        "if no older Prometheus loads it, write `prometheus = \"{release}\"` in `[targets]`"
    ))
}
