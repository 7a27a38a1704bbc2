//! What a query means: an expression, or something of a metric; everything that can be wrong with it.

use super::{
    Scene,
    show::{self, Kind, Shown, Subject},
    unit,
};
use crate::{
    diag::Diagnostic,
    model::{
        Context, Metric, MetricType, Metrics, Name, PanelType, Spanned,
        context::{BAD_VALUE, CONFLICT, UNKNOWN_NAME},
        expression::{self, Expression, Scope},
        metric::Part,
    },
    project,
    promql::{
        ast::{Expr, Matcher, Node},
        walk::metric_name,
    },
    text::{Span, literal::Shape},
};

/// What a query was found to mean, before the panel's type is known.
#[derive(Debug)]
pub enum Meaning<'a> {
    /// An expression.
    Written(Expression),
    /// Something of a metric.
    Shown {
        /// The metric.
        subject: Subject<'a>,
        /// What of it.
        shown: Shown,
        /// Matchers of `where`.
        matchers: Vec<Matcher>,
    },
}

/// Reads what a query means. `at` is the place of the query, for one that says nothing.
pub fn meaning<'a>(
    ctx: &mut Context,
    scene: &Scene<'a>,
    query: &'a project::Query,
    at: Span,
) -> Option<Meaning<'a>> {
    match (&query.expr, &query.metric) {
        (Some(expr), None) => {
            refuse_words_of_metrics(ctx, query, expr);
            let scope = Scope::Dashboard(&scene.variables);
            expression::read(ctx, scene.inputs.params, scope, expr).map(Meaning::Written)
        }
        (None, Some(metric)) => of_metric(ctx, scene, query, metric),
        (Some(expr), Some(metric)) => {
            let message = "a query has either `expr` or `metric`";
            let diagnostic = Diagnostic::new(&CONFLICT, metric.span, message);
            ctx.report(diagnostic.label(expr.span, "the expression stands here"));
            None
        }
        (None, None) => {
            let diagnostic = Diagnostic::new(&BAD_VALUE, at, "nothing is queried");
            ctx.report(diagnostic.help("add `metric = \"…\"` or `expr = '…'`"));
            None
        }
    }
}

fn refuse_words_of_metrics(ctx: &mut Context, query: &project::Query, expr: &Name) {
    let first = |names: &Option<Vec<Name>>| {
        names
            .as_ref()
            .and_then(|names| names.first())
            .map(|name| name.span)
    };
    let quantile = query.quantiles.as_ref().and_then(|list| list.first());
    let words = [
        ("show", query.show.as_ref().map(|show| show.span)),
        ("by", first(&query.by)),
        ("quantiles", quantile.map(|quantile| quantile.span)),
        ("where", query.where_.as_ref().map(|text| text.span)),
    ];
    for (word, span) in words {
        if let Some(span) = span {
            let message = format!("`{word}` belongs to `metric`, not to `expr`");
            let diagnostic = Diagnostic::new(&CONFLICT, span, message);
            ctx.report(diagnostic.label(expr.span, "the expression stands here"));
        }
    }
}

fn of_metric<'a>(
    ctx: &mut Context,
    scene: &Scene<'a>,
    query: &'a project::Query,
    name: &'a Name,
) -> Option<Meaning<'a>> {
    let subject = find(ctx, scene, name)?;
    let shown = show::choose(ctx, &subject, query, name)?;
    let matchers = matchers(ctx, scene, query, &subject)?;
    let labels_exist = check_by(ctx, scene, query, &subject, &shown);
    labels_exist.then_some(Meaning::Shown {
        subject,
        shown,
        matchers,
    })
}

/// The metric or recording of a query.
fn find<'a>(ctx: &mut Context, scene: &Scene<'a>, name: &'a Name) -> Option<Subject<'a>> {
    let metrics = scene.inputs.metrics;
    let whole = metrics
        .get(name.as_str())
        .map(|metric| (metric, Part::Whole));
    if let Some((metric, part)) = whole.or_else(|| metrics.of_series(name.as_str())) {
        return Some(Subject::of_metric(name.as_str(), metric, part));
    }
    if scene.facts.is_recording(name.as_str()) {
        return Some(Subject {
            name: name.as_str(),
            metric: None,
            kind: Kind::Recording,
        });
    }
    let known: Vec<&str> = metrics.names().chain(scene.facts.recordings()).collect();
    ctx.unknown("metric or recording", name, known);
    None
}

/// The matchers of `where`; their labels must exist.
fn matchers(
    ctx: &mut Context,
    scene: &Scene,
    query: &project::Query,
    subject: &Subject,
) -> Option<Vec<Matcher>> {
    let Some(written) = &query.where_ else {
        return Some(Vec::new());
    };
    let scope = Scope::Dashboard(&scene.variables);
    let matchers = expression::read_matchers(ctx, scene.inputs.params, scope, written)?;
    let mut valid = true;
    for matcher in &matchers {
        let range = matcher.label.range.start as usize..matcher.label.range.end as usize;
        let place = ctx.inside(written, Shape::Trimmed, range);
        let label = Spanned::new(matcher.label.value.clone(), place);
        let named = matcher.label.placeholders.is_empty();
        valid &= !named || check_label(ctx, scene, subject, &label);
    }
    valid.then_some(matchers)
}

/// Whether all labels of `by` exist and mean something.
fn check_by(
    ctx: &mut Context,
    scene: &Scene,
    query: &project::Query,
    subject: &Subject,
    shown: &Shown,
) -> bool {
    let labels = query.by.as_deref().unwrap_or_default();
    let alone = match shown {
        Shown::Heatmap => Some("a heatmap shows all series together"),
        Shown::Last => Some("`last` shows every series as it is"),
        _ => None,
    };
    if let (Some(reason), Some(first)) = (alone, labels.first()) {
        let message = format!("`by` has no effect: {reason}");
        ctx.bad_value(first.span, message);
        return false;
    }
    let checked = labels
        .iter()
        .map(|label| check_label(ctx, scene, subject, label));
    // All of them are looked at, so that all errors are reported.
    checked.filter(|exists| !exists).count() == 0
}

/// Whether a label may exist on a subject; one that certainly does not is reported.
fn check_label(ctx: &mut Context, scene: &Scene, subject: &Subject, label: &Name) -> bool {
    let series = subject.series();
    let Some(known) = scene.facts.labels(&series) else {
        return true;
    };
    let exists = known.contains(&label.value.as_str())
        || scene.facts.label_source(&series, &label.value).is_some();
    if !exists {
        let message = format!("`{}` has no label `{}`", subject.name, label.value);
        let diagnostic = Diagnostic::new(&UNKNOWN_NAME, label.span, message);
        let declared = subject.metric.and_then(|metric| metric.span);
        let diagnostic = match declared {
            Some(span) => diagnostic.label(span, "declared here"),
            None => diagnostic,
        };
        ctx.report(diagnostic.suggest(&label.value, known, None));
    }
    exists
}

impl Meaning<'_> {
    /// The kind of panel that shows this best.
    pub fn panel_type(&self) -> PanelType {
        match self {
            Self::Shown { shown, .. } => match shown {
                Shown::Heatmap => PanelType::Heatmap,
                Shown::State(_) => PanelType::StateTimeline,
                _ => PanelType::Timeseries,
            },
            Self::Written(_) => PanelType::Timeseries,
        }
    }

    /// What the metric measures; `None` for an expression or when nobody said.
    pub fn help(&self) -> Option<&str> {
        match self {
            Self::Shown { subject, .. } => subject
                .metric
                .map(|metric| metric.help.as_str())
                .filter(|help| !help.is_empty()),
            Self::Written(_) => None,
        }
    }

    /// The metric or recording; `None` for an expression.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Shown { subject, .. } => Some(subject.name),
            Self::Written(_) => None,
        }
    }

    /// The unit in Grafana's words; `None` when it is not certain. `recorded` tells the declared unit of a recording.
    pub fn unit<'r>(
        &self,
        metrics: &Metrics,
        recorded: impl Fn(&str) -> Option<&'r str>,
    ) -> Option<String> {
        match self {
            Self::Written(expression) => {
                let name = value_of(&expression.expr)?;
                let declared = || metrics.get(name)?.unit.as_deref();
                let unit = recorded(name).or_else(declared)?;
                Some(unit::id(unit).to_string())
            }
            Self::Shown { subject, shown, .. } => match subject.metric {
                None => Some(unit::id(recorded(subject.name)?).to_string()),
                Some(metric) => unit_of_metric(metric, subject, shown),
            },
        }
    }

    /// Smallest and largest value, where the metric declares them and what is shown keeps them.
    pub fn range(&self) -> Option<[f64; 2]> {
        let Self::Shown { subject, shown, .. } = self else {
            return None;
        };
        let keeps = match shown {
            Shown::Quantiles(_) | Shown::Mean | Shown::Last => true,
            Shown::Fold(op) => *op != "sum",
            _ => false,
        };
        subject.metric.filter(|_| keeps)?.range
    }
}

fn unit_of_metric(metric: &Metric, subject: &Subject, shown: &Shown) -> Option<String> {
    let observes = matches!(
        metric.metric_type,
        MetricType::Histogram | MetricType::NativeHistogram | MetricType::Summary
    );
    // `_sum` of a histogram adds up the unit, `_count` and `_bucket` count.
    let sum = subject.name != metric.name && subject.name.ends_with("_sum");
    let measure = unit::Measure {
        name: subject.name,
        unit: metric.unit.as_deref(),
        observations: observes && !sum,
    };
    unit::of(shown, measure)
}

/// The series of which an expression shows values as they are, possibly aggregated; `None` when it does anything else to them.
fn value_of(expr: &Expr) -> Option<&str> {
    match &expr.node {
        Node::Paren(inner) => value_of(inner),
        Node::Selector(selector) => metric_name(selector).map(|name| name.value.as_str()),
        Node::Aggregate(aggregate) => {
            let keeps = ["sum", "avg", "min", "max", "topk", "bottomk", "quantile"];
            keeps
                .contains(&aggregate.op.as_str())
                .then(|| value_of(&aggregate.expr))?
        }
        _ => None,
    }
}
