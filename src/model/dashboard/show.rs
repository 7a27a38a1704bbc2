//! What of a metric is shown: what it can show, what a query asks for, what is shown when nobody says.

use crate::{
    diag::Diagnostic,
    model::{Context, Metric, MetricType, Name, Show, Spanned, context::BAD_VALUE, metric::Part},
    project::Query,
    text::Span,
};

/// The quantiles of a histogram that does not say which.
const QUANTILES: [f64; 4] = [0.5, 0.9, 0.95, 0.99];

/// What is shown.
#[derive(Clone, Debug, PartialEq)]
pub enum Shown {
    /// Per second.
    Rate,
    /// Growth.
    Increase,
    /// These quantiles, 0 to 1.
    Quantiles(Vec<f64>),
    /// Buckets over time.
    Heatmap,
    /// Mean of the observations.
    Mean,
    /// An aggregation over series: `sum`, `avg`, `min`, `max`.
    Fold(&'static str),
    /// Every series as it is.
    Last,
    /// The current state, named by this label.
    State(String),
}

/// What a query shows of.
#[derive(Clone, Debug)]
pub struct Subject<'a> {
    /// The name that the query gives.
    pub name: &'a str,
    /// Its metric; `None` for a recording.
    pub metric: Option<&'a Metric>,
    /// How its series behave.
    pub kind: Kind,
}

/// How the series of a subject behave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// As a metric of this type.
    Metric(MetricType),
    /// As a recording's: a number per series.
    Recording,
}

impl<'a> Subject<'a> {
    /// A metric, or a single part of one, which counts.
    pub fn of_metric(name: &'a str, metric: &'a Metric, part: Part) -> Self {
        let kind = match part {
            Part::Whole => Kind::Metric(metric.metric_type),
            Part::Bucket | Part::Sum | Part::Count => Kind::Metric(MetricType::Counter),
        };
        Self {
            name,
            metric: Some(metric),
            kind,
        }
    }

    /// The series on which matchers and labels are judged.
    pub fn series(&self) -> String {
        match self.kind {
            // `le` is left out: it is kept where it is needed, and means nothing elsewhere.
            Kind::Metric(MetricType::Histogram) => Part::Count.series(self.name),
            _ => self.name.to_string(),
        }
    }

    /// What it is, with its article.
    fn noun(&self) -> &'static str {
        match self.kind {
            Kind::Recording => "a recording",
            Kind::Metric(MetricType::Counter) => "a counter",
            Kind::Metric(MetricType::Gauge) => "a gauge",
            Kind::Metric(MetricType::Histogram) => "a histogram",
            Kind::Metric(MetricType::NativeHistogram) => "a native histogram",
            Kind::Metric(MetricType::Summary) => "a summary",
            Kind::Metric(MetricType::Stateset) => "a stateset",
            Kind::Metric(MetricType::Info) => "an info metric",
        }
    }

    /// What can be shown of it, the most common first.
    fn offers(&self) -> &'static [Show] {
        const NUMBERS: [Show; 5] = [Show::Sum, Show::Avg, Show::Min, Show::Max, Show::Last];
        match self.kind {
            Kind::Recording
            | Kind::Metric(MetricType::Gauge | MetricType::Stateset | MetricType::Info) => &NUMBERS,
            Kind::Metric(MetricType::Counter) => &[
                Show::Rate,
                Show::Increase,
                Show::Sum,
                Show::Avg,
                Show::Min,
                Show::Max,
                Show::Last,
            ],
            Kind::Metric(MetricType::Histogram | MetricType::NativeHistogram) => &[
                Show::Quantiles,
                Show::Heatmap,
                Show::Mean,
                Show::Rate,
                Show::Increase,
            ],
            Kind::Metric(MetricType::Summary) => &[
                Show::Quantiles,
                Show::Mean,
                Show::Rate,
                Show::Increase,
                Show::Last,
            ],
        }
    }
}

/// The word of the project file.
fn word(show: Show) -> &'static str {
    match show {
        Show::Rate => "rate",
        Show::Increase => "increase",
        Show::Quantiles => "quantiles",
        Show::Heatmap => "heatmap",
        Show::Mean => "mean",
        Show::Sum => "sum",
        Show::Avg => "avg",
        Show::Min => "min",
        Show::Max => "max",
        Show::Last => "last",
    }
}

/// Chooses what a query shows; reports what does not fit the metric. `at` is where the query names it.
pub fn choose(ctx: &mut Context, subject: &Subject, query: &Query, at: &Name) -> Option<Shown> {
    let written = query.show.as_ref();
    if let (Some(show), Some(first)) = (written, quantile_of(query))
        && show.value != Show::Quantiles
    {
        ctx.bad_value(
            first.span,
            format!(
                "`quantiles` cannot stand beside `show = \"{}\"`",
                word(show.value)
            ),
        );
        return None;
    }
    let asked = written.map(|show| (show.value, show.span)).or_else(|| {
        let first = quantile_of(query)?;
        Some((Show::Quantiles, first.span))
    });
    if let Some((show, span)) = asked {
        if !subject.offers().contains(&show) {
            refuse(ctx, subject, show, span);
            return None;
        }
        return match show {
            Show::Quantiles => quantiles(ctx, subject, query).map(Shown::Quantiles),
            _ => Some(plain(show)),
        };
    }
    by_itself(ctx, subject, query, at)
}

fn quantile_of(query: &Query) -> Option<&Spanned<f64>> {
    query.quantiles.as_ref()?.first()
}

fn refuse(ctx: &mut Context, subject: &Subject, show: Show, span: Span) {
    let message = format!(
        "`{}` cannot be shown of `{}`, {}",
        word(show),
        subject.name,
        subject.noun()
    );
    let offers: Vec<String> = subject
        .offers()
        .iter()
        .map(|show| format!("`{}`", word(*show)))
        .collect();
    let diagnostic = Diagnostic::new(&BAD_VALUE, span, message);
    let diagnostic = match subject.metric.and_then(|metric| metric.span) {
        Some(span) => diagnostic.label(span, "declared here"),
        None => diagnostic,
    };
    ctx.report(diagnostic.help(format!("it can show {}", offers.join(", "))));
}

fn plain(show: Show) -> Shown {
    match show {
        Show::Rate => Shown::Rate,
        Show::Increase => Shown::Increase,
        Show::Quantiles => Shown::Quantiles(QUANTILES.to_vec()),
        Show::Heatmap => Shown::Heatmap,
        Show::Mean => Shown::Mean,
        Show::Last => Shown::Last,
        Show::Sum => Shown::Fold("sum"),
        Show::Avg => Shown::Fold("avg"),
        Show::Min => Shown::Fold("min"),
        Show::Max => Shown::Fold("max"),
    }
}

/// What is shown when nobody says.
fn by_itself(ctx: &mut Context, subject: &Subject, query: &Query, at: &Name) -> Option<Shown> {
    match subject.kind {
        Kind::Metric(MetricType::Counter) => Some(Shown::Rate),
        Kind::Metric(MetricType::Histogram | MetricType::NativeHistogram | MetricType::Summary) => {
            quantiles(ctx, subject, query).map(Shown::Quantiles)
        }
        Kind::Metric(MetricType::Stateset) => {
            // A stateset without a state label was reported where it is declared.
            let label = subject.metric.and_then(|metric| metric.state_label.clone());
            label.map(Shown::State)
        }
        Kind::Recording => Some(Shown::Last),
        Kind::Metric(MetricType::Gauge | MetricType::Info) => {
            let message = format!("{} must say what it shows", subject.noun());
            let diagnostic = Diagnostic::new(&BAD_VALUE, at.span, message);
            ctx.report(diagnostic.help(
                "add `show = \"sum\"`, `\"avg\"`, `\"min\"`, `\"max\"`, or `\"last\"` for every series",
            ));
            None
        }
    }
}

/// The quantiles of a query, else those of a summary, else the usual ones.
fn quantiles(ctx: &mut Context, subject: &Subject, query: &Query) -> Option<Vec<f64>> {
    let exposed = subject
        .metric
        .filter(|metric| metric.metric_type == MetricType::Summary)
        .map(|metric| metric.quantiles.as_slice())
        .unwrap_or_default();
    let Some(written) = &query.quantiles else {
        let usual = if exposed.is_empty() {
            &QUANTILES[..]
        } else {
            exposed
        };
        return Some(usual.to_vec());
    };
    if written.is_empty() {
        let span = query.metric.as_ref().map(|metric| metric.span)?;
        ctx.bad_value(span, "`quantiles` is empty");
        return None;
    }
    let mut valid = true;
    for quantile in written {
        if !(0.0..=1.0).contains(&quantile.value) {
            ctx.bad_value(quantile.span, "a quantile lies between 0 and 1");
            valid = false;
        } else if !exposed.is_empty() && !exposed.contains(&quantile.value) {
            let message = format!(
                "the summary `{}` has no quantile {}",
                subject.name, quantile.value
            );
            ctx.bad_value(quantile.span, message);
            valid = false;
        }
    }
    valid.then(|| written.iter().map(|quantile| quantile.value).collect())
}
