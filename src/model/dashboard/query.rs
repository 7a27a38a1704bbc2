//! Queries: what was meant, written out as targets with legends and looks.

use super::{
    Scene,
    filter::{self, Filter},
    formula::{self, Window, quantile_name},
    looks::Looks,
    meaning::Meaning,
    panel::read_interval,
    release,
    show::Shown,
};
use crate::{
    model::{
        Context, Format, Name, PanelType, Spanned,
        expression::{self, Scope},
        template::{self, Text},
    },
    project,
    promql::ast::Expr,
    text::Span,
};

/// A legend that Grafana makes from the labels that differ. Source: grafana/prometheus, `LegendFormatMode.Auto`.
const AUTO: &str = "__auto";

/// A query with its targets.
#[derive(Clone, Debug)]
pub struct Query {
    /// Its key, if the panel has several.
    pub key: Option<Name>,
    /// One target, or one per quantile.
    pub targets: Vec<Target>,
    /// How its series look, where that is not the panel's way.
    pub looks: Looks,
    /// How a series is called, when somebody said it.
    pub legend: Option<Text>,
    /// Labels of its series; `None` when that is not certain.
    pub labels: Option<Vec<String>>,
    /// The metric or recording that it shows; `None` for an expression.
    pub metric: Option<String>,
}

/// One expression of a panel.
#[derive(Clone, Debug)]
pub struct Target {
    /// `A`, `B` …: unique in the panel.
    pub ref_id: String,
    /// The expression, with the matchers of the filters.
    pub expr: Expr,
    /// What was written, when the user wrote the expression.
    pub written: Option<Spanned<String>>,
    /// The matchers of `where`, when gen made the expression: they have places in this.
    pub matchers: Option<Spanned<String>>,
    /// What it was made from: the expression or the metric's name.
    pub span: Span,
    /// How a series is called.
    pub legend: String,
    /// What tells it from the other targets of its query: a quantile's name, else empty.
    pub suffix: String,
    /// How the answer is read.
    pub format: Format,
    /// Whether only the last value is asked for.
    pub instant: bool,
    /// Whether the answer is not drawn, but perhaps computed with; only existing dashboards have some.
    pub hidden: bool,
    /// Shortest time between two points, such as `1m`, or a variable; `None` for the panel's.
    pub interval: Option<Name>,
}

/// What the queries of a panel share.
#[derive(Clone, Debug)]
pub struct Frame<'p> {
    /// The panel's kind.
    pub panel_type: PanelType,
    /// The panel's title, which names a series that has no other name.
    pub title: &'p str,
    /// Whether the panel has several queries.
    pub several: bool,
    /// The filters of the panel.
    pub filters: Vec<&'p Filter>,
}

/// A query whose meaning is known.
#[derive(Debug)]
pub struct Draft<'a> {
    /// Its key, if it stands among several.
    pub key: Option<&'a Name>,
    /// As written.
    pub written: &'a project::Query,
    /// What it means.
    pub meaning: Meaning<'a>,
    /// What it was made from.
    pub span: Span,
}

/// Writes a query out. Its first target has the index `first` in the panel.
pub fn query(
    ctx: &mut Context,
    scene: &Scene,
    frame: &Frame,
    draft: &Draft,
    first: usize,
) -> Query {
    let (written, meaning) = (draft.written, &draft.meaning);
    let filters = filter::narrowed(ctx, scene, &frame.filters, written.filters.as_ref());
    let declared = written.legend.as_ref().map(|legend| {
        let scope = Scope::Dashboard(&scene.variables);
        template::read_text(ctx, scene.inputs.params, scope, legend)
    });
    let labels = labels(scene, draft);
    let source = match meaning {
        Meaning::Written(expression) => Some(expression.written.clone()),
        Meaning::Shown { .. } => None,
    };
    let interval = read_interval(ctx, scene, written.interval.as_ref());
    let matchers = match meaning {
        Meaning::Written(_) => None,
        Meaning::Shown { .. } => written.where_.as_ref().map(expression::trimmed),
    };
    let mut targets = Vec::new();
    for (mut expr, suffix) in expressions(draft, frame) {
        filter::apply(&mut expr, &filters, scene.facts);
        if source.is_none() || !filters.is_empty() {
            release::check(ctx, &expr, draft.span);
        }
        let legend = match &declared {
            Some(declared) => declared.value.clone(),
            None => legend(draft, frame, labels.as_deref(), &suffix),
        };
        targets.push(Target {
            ref_id: ref_id(first + targets.len()),
            expr,
            written: source.clone(),
            matchers: matchers.clone(),
            span: draft.span,
            legend,
            suffix,
            format: format(draft, frame),
            instant: instant(draft, frame),
            hidden: false,
            interval: interval.clone(),
        });
    }
    Query {
        key: draft.key.cloned(),
        targets,
        looks: Looks::of_query(ctx, written),
        legend: declared,
        labels,
        metric: meaning.name().map(str::to_string),
    }
}

/// The expressions of a query, each with what tells it from the others.
fn expressions(draft: &Draft, frame: &Frame) -> Vec<(Expr, String)> {
    let (subject, shown, matchers) = match &draft.meaning {
        Meaning::Written(expression) => return vec![(expression.expr.clone(), String::new())],
        Meaning::Shown {
            subject,
            shown,
            matchers,
        } => (subject, shown, matchers),
    };
    let by: Vec<&str> = by(draft).collect();
    // A single growth over the interval of a graph's points would mean nothing.
    let once = draft
        .written
        .instant
        .as_ref()
        .is_some_and(|flag| flag.value);
    let window = if once || shows_one_value(frame.panel_type) {
        Window::Whole
    } else {
        Window::Point
    };
    let expressions = formula::expressions(shown, subject, &by, matchers, window);
    let names = match shown {
        Shown::Quantiles(list) if list.len() > 1 => {
            list.iter().map(|value| quantile_name(*value)).collect()
        }
        _ => vec![String::new(); expressions.len()],
    };
    expressions.into_iter().zip(names).collect()
}

fn by<'a>(draft: &Draft<'a>) -> impl Iterator<Item = &'a str> {
    draft.written.by.iter().flatten().map(Name::as_str)
}

/// Panels that reduce the shown time to one value per series.
fn shows_one_value(panel_type: PanelType) -> bool {
    matches!(
        panel_type,
        PanelType::Stat
            | PanelType::Gauge
            | PanelType::Bargauge
            | PanelType::Piechart
            | PanelType::Table
    )
}

fn instant(draft: &Draft, frame: &Frame) -> bool {
    let declared = draft.written.instant.as_ref().map(|instant| instant.value);
    let growth = matches!(
        draft.meaning,
        Meaning::Shown {
            shown: Shown::Increase,
            ..
        }
    );
    let once = growth && shows_one_value(frame.panel_type);
    declared.unwrap_or(once || frame.panel_type == PanelType::Table)
}

fn format(draft: &Draft, frame: &Frame) -> Format {
    let derived = match frame.panel_type {
        PanelType::Heatmap => Format::Heatmap,
        PanelType::Table => Format::Table,
        _ => Format::TimeSeries,
    };
    let declared = draft.written.format.as_ref();
    declared.map_or(derived, |format| format.value)
}

/// The labels of the series; `None` when they are not certain.
fn labels(scene: &Scene, draft: &Draft) -> Option<Vec<String>> {
    let own = || by(draft).map(str::to_string);
    match &draft.meaning {
        Meaning::Written(expression) => scene.facts.kept(&expression.expr),
        Meaning::Shown { shown, subject, .. } => match shown {
            Shown::Last if subject.metric.is_some() => None,
            Shown::Last => {
                let labels = scene.facts.labels(subject.name)?;
                Some(labels.into_iter().map(str::to_string).collect())
            }
            Shown::State(label) => {
                let state = (!by(draft).any(|known| known == label)).then(|| label.clone());
                Some(own().chain(state).collect())
            }
            _ => Some(own().collect()),
        },
    }
}

/// How a series is called: labels, the query's key, the quantile; the panel's title when there is nothing to tell apart.
fn legend(draft: &Draft, frame: &Frame, labels: Option<&[String]>, suffix: &str) -> String {
    if let Meaning::Shown {
        shown: Shown::Heatmap,
        subject,
        ..
    } = &draft.meaning
    {
        let native = subject.series() == subject.name;
        return if native { AUTO } else { "{{le}}" }.to_string();
    }
    let Some(labels) = labels else {
        return AUTO.to_string();
    };
    let mut parts: Vec<String> = labels
        .iter()
        .map(|label| format!("{{{{{label}}}}}"))
        .collect();
    let key = draft.key.filter(|_| frame.several);
    parts.extend(key.map(|key| key.value.clone()));
    if !suffix.is_empty() {
        parts.push(suffix.to_string());
    }
    if parts.is_empty() {
        return frame.title.to_string();
    }
    parts.join(" ")
}

/// The name of a target by its index in the panel: `A` to `Z`, then `A1`, `B1` …
pub fn ref_id(index: usize) -> String {
    const LETTERS: [char; 26] = [
        'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R',
        'S', 'T', 'U', 'V', 'W', 'X', 'Y', 'Z',
    ];
    let letter = LETTERS[index % LETTERS.len()];
    match index / LETTERS.len() {
        0 => letter.to_string(),
        round => format!("{letter}{round}"),
    }
}
