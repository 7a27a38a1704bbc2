//! Where the values of a variable come from.

use super::{Asked, type_of};
use crate::{
    diag::Diagnostic,
    model::{
        Context, MetricType, Name, Spanned, VariableType,
        context::BAD_VALUE,
        dashboard::{
            Scene,
            build::selector,
            filter::{Filter, restrict},
        },
        expression::{self, Scope},
        metric::Part,
        target, template,
    },
    project,
    promql::{
        self, Options,
        ast::{Expr, Matcher, Node},
    },
    text::literal,
};

/// The query of a variable, and the label and series whose values it lists.
pub struct Query {
    /// What Grafana asks; empty where a variable asks nothing.
    pub text: String,
    /// Series and label, with the place that names the label.
    pub lists: Option<(String, Name)>,
    /// What of it is an expression.
    pub asked: Option<Asked>,
}

/// Reads where the values of a variable come from; `None` when that is wrong.
pub fn query(
    ctx: &mut Context,
    scene: &Scene,
    name: &Name,
    written: &project::Variable,
) -> Option<Query> {
    let text = |text: String| Query {
        text,
        lists: None,
        asked: None,
    };
    let refused = match type_of(written) {
        VariableType::LabelValues => return label_values(ctx, scene, name, written),
        VariableType::Query => return free_query(ctx, scene, name, written),
        VariableType::Custom => {
            check_values(ctx, name, written);
            let list = written
                .metric
                .is_some()
                .then(|| listed(ctx, scene, name, written));
            return Some(Query {
                text: String::new(),
                lists: list.flatten(),
                asked: None,
            });
        }
        VariableType::Interval => {
            check_values(ctx, name, written);
            "an interval"
        }
        VariableType::Datasource => {
            if written.filter {
                refuse_filter(ctx, name, "a datasource");
            }
            let kind = written.query.as_ref().map(|query| query.value.clone());
            return Some(text(kind.unwrap_or_else(|| "prometheus".to_string())));
        }
        VariableType::Textbox => "a textbox",
        VariableType::Constant => "a constant",
        VariableType::AdHoc => "an ad-hoc variable",
    };
    if written.filter {
        refuse_filter(ctx, name, refused);
        return None;
    }
    Some(text(String::new()))
}

fn refuse_filter(ctx: &mut Context, name: &Name, what: &str) {
    ctx.bad_value(
        name.span,
        format!("`{}` cannot filter: {what} has no label", name.value),
    );
}

fn check_values(ctx: &mut Context, name: &Name, written: &project::Variable) {
    if written.values.is_empty() {
        ctx.bad_value(name.span, format!("`{}` needs `values`", name.value));
    }
}

/// The series and label that a variable names; reports what does not exist.
fn listed(
    ctx: &mut Context,
    scene: &Scene,
    name: &Name,
    written: &project::Variable,
) -> Option<(String, Name)> {
    let Some(metric) = &written.metric else {
        let diagnostic = Diagnostic::new(
            &BAD_VALUE,
            name.span,
            format!("`{}` needs `metric`", name.value),
        );
        ctx.report(diagnostic.help("name the metric whose label it lists"));
        return None;
    };
    let series = series(ctx, scene, metric)?;
    let label = written.label.as_ref().unwrap_or(name).clone();
    let known = scene.facts.labels(&series);
    let missing = known.as_ref().is_some_and(|known| {
        // Labels that a recording sets have no source, yet they are there.
        scene.facts.label_source(&series, &label.value).is_none()
            && !known.contains(&label.value.as_str())
    });
    if missing {
        let kind = format!("label of `{}` called", metric.value);
        ctx.unknown(&kind, &label, known.into_iter().flatten());
        return None;
    }
    Some((series, label))
}

/// The series whose labels stand for a metric's: `_count` of a histogram.
fn series(ctx: &mut Context, scene: &Scene, metric: &Name) -> Option<String> {
    let facts = scene.facts;
    let metrics = scene.inputs.metrics;
    if let Some(found) = metrics.get(metric.as_str()) {
        let part = match found.metric_type {
            MetricType::Histogram | MetricType::Summary => Part::Count,
            _ => Part::Whole,
        };
        return Some(part.series(&metric.value));
    }
    let name = metric.as_str();
    if metrics.of_series(name).is_some()
        || facts.is_recording(name)
        || facts.series.label_source(name, "job").is_some()
    {
        return Some(name.to_string());
    }
    let known: Vec<&str> = metrics.names().chain(facts.recordings()).collect();
    ctx.unknown("metric", metric, known);
    None
}

fn label_values(
    ctx: &mut Context,
    scene: &Scene,
    name: &Name,
    written: &project::Variable,
) -> Option<Query> {
    let (series, label) = listed(ctx, scene, name, written)?;
    let params = scene.inputs.params;
    let scope = Scope::Dashboard(&scene.variables);
    let matchers = match &written.where_ {
        Some(matchers) => expression::read_matchers(ctx, params, scope, matchers)?,
        None => Vec::new(),
    };
    let selector = chained(scene, &series, &label, matchers);
    let text = format!(
        "label_values({}, {})",
        promql::print(&selector),
        label.value
    );
    let written = written.where_.as_ref();
    Some(Query {
        text,
        lists: Some((series, label)),
        asked: Some(Asked {
            expr: selector,
            written: written.map(expression::trimmed),
            label: None,
        }),
    })
}

/// The selector of a variable, behind the filters before it. Its own label stays free.
fn chained(scene: &Scene, series: &str, label: &Name, matchers: Vec<Matcher>) -> Expr {
    let mut expr = selector(series, matchers);
    if let Node::Selector(selector) = &mut expr.node {
        let earlier: Vec<&Filter> = scene
            .filters
            .iter()
            .filter(|filter| filter.label != label.value)
            .collect();
        restrict(selector, &earlier, scene.facts);
    }
    expr
}

/// A query in Grafana's words. One that filters must say which label it lists.
fn free_query(
    ctx: &mut Context,
    scene: &Scene,
    name: &Name,
    written: &project::Variable,
) -> Option<Query> {
    let Some(query) = &written.query else {
        ctx.bad_value(name.span, format!("`{}` needs `query`", name.value));
        return None;
    };
    let scope = Scope::Dashboard(&scene.variables);
    let text = template::read(ctx, scene.inputs.params, scope, query);
    let lists = written.filter.then(|| parse_label_values(&text, query));
    if let Some(None) = &lists {
        let diagnostic = Diagnostic::new(
            &BAD_VALUE,
            query.span,
            "a variable that filters must list the values of a label",
        );
        ctx.report(diagnostic.help("write `label_values(metric{…}, label)`"));
    }
    Some(Query {
        text,
        lists: lists.flatten(),
        asked: asked(ctx, query),
    })
}

/// The functions of Grafana whose argument is an expression; the second argument of the first is a label.
/// Source: grafana, `label_values` and `query_result` of Prometheus's variable editor.
const ASKING: [&str; 2] = ["label_values(", "query_result("];

/// The expression in a query in Grafana's words; `None` when there is none, or it has errors.
pub fn asked(ctx: &Context, written: &Name) -> Option<Asked> {
    let text = literal::trim(&written.value);
    let function = ASKING.into_iter().find(|name| text.starts_with(name))?;
    let inner = text.strip_prefix(function)?.trim_end().strip_suffix(')')?;
    let (inner, label) = match function == ASKING[0] {
        true => inner
            .rsplit_once(',')
            .map(|(inner, label)| (inner, Some(label)))?,
        false => (inner, None),
    };
    // Blanks for what stands before, so that places are those of the whole.
    let padded = format!("{}{inner}", " ".repeat(function.len()));
    let (expr, errors) = promql::parse(&padded, &target::promql(&ctx.project.targets));
    if !errors.is_empty() {
        return None;
    }
    let label = label.map(|label| {
        let before = padded.len() + ",".len() + (label.len() - label.trim_start().len());
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        promql::ast::Text {
            value: label.trim().to_string(),
            range: promql::ast::Range {
                start: place(before),
                end: place(before + label.trim().len()),
            },
            ..promql::ast::Text::default()
        }
    });
    Some(Asked {
        expr,
        written: Some(Spanned::new(text, written.span)),
        label,
    })
}

/// Series and label of `label_values(series{…}, label)`.
fn parse_label_values(text: &str, written: &Name) -> Option<(String, Name)> {
    let inner = text.strip_prefix("label_values(")?.strip_suffix(')')?;
    let (selector, label) = inner.rsplit_once(',')?;
    let (expr, errors) = promql::parse(selector.trim(), &Options::default());
    let Node::Selector(selector) = expr.node else {
        return None;
    };
    let name = selector.name.filter(|_| errors.is_empty())?;
    let label = Spanned::new(label.trim().to_string(), written.span);
    Some((name.value, label))
}
