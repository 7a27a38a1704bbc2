//! Queries of panels: those that Prometheus answers.

use super::{
    Scene,
    datasource::{self, Source},
    expression,
};
use crate::{
    document::Tree,
    existing::field::{self, flag, items, text},
    model::{
        Format, Name,
        dashboard::{Query, Target, looks::Looks, query},
        template,
    },
};
use std::collections::BTreeSet;

/// A legend that Grafana makes from the labels that differ. Source: grafana/prometheus, `LegendFormatMode.Auto`.
const AUTO: &str = "__auto";

/// Reads the queries of a panel.
pub fn queries(scene: &mut Scene, panel: &Tree) -> Vec<Query> {
    let around = scene
        .datasources
        .find(panel.get("datasource"), Source::Unknown);
    let targets = items(panel, "targets");
    let mut result: Vec<Query> = Vec::new();
    for (target, ref_id) in targets.iter().zip(ref_ids(targets)) {
        let Some(field) = target.get("expr") else {
            continue;
        };
        let source = scene.datasources.find(target.get("datasource"), around);
        if !is_promql(source, target, field) {
            continue;
        }
        if scene.fixed_datasource.is_none() {
            let file = scene.reader.file;
            let mut fields = [target, panel].into_iter();
            scene.fixed_datasource =
                fields.find_map(|tree| datasource::fixed(file, tree.get("datasource")?));
        }
        if let Some(read) = read(scene, target, (field, ref_id)) {
            let file = scene.reader.file;
            let key = field::name(file, target, "refId");
            let legend = field::name(file, target, "legendFormat");
            let legend = legend.map(|legend| template::read_raw(scene.reader.ctx, &legend));
            result.push(Query {
                key: key.filter(|_| targets.len() > 1),
                targets: vec![read],
                looks: Looks::default(),
                legend,
                labels: None,
                metric: None,
            });
        }
    }
    result
}

fn read(scene: &mut Scene, target: &Tree, (field, ref_id): (&Tree, String)) -> Option<Target> {
    let expression = expression::read(scene, field)?;
    let legend = text(target, "legendFormat").unwrap_or(AUTO);
    Some(Target {
        ref_id,
        span: expression.written.span,
        expr: expression.expr,
        written: Some(expression.written),
        matchers: None,
        legend: legend.to_string(),
        suffix: String::new(),
        format: format(target),
        interval: interval(scene, target),
        instant: flag(target, "instant") && !flag(target, "range"),
        hidden: flag(target, "hide"),
    })
}

/// The names of queries: as written, and the first free letter for those without one. Source: grafana/data, `getNextRefId`.
fn ref_ids(targets: &[Tree]) -> Vec<String> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let written = targets.iter().filter_map(|target| text(target, "refId"));
    taken.extend(written.map(str::to_string));
    let mut free = (0..).map(query::ref_id);
    let mut used = BTreeSet::new();
    let name = |target: &Tree| {
        let written = text(target, "refId").map(str::to_string);
        let own = written.filter(|name| used.insert(name.clone()));
        own.or_else(|| free.find(|name| !taken.contains(name)))
            .unwrap_or_default()
    };
    targets.iter().map(name).collect()
}

/// The shortest time between two points; a text that is no duration where a factor makes it longer by nobody knows what.
fn interval(scene: &Scene, target: &Tree) -> Option<Name> {
    let file = scene.reader.file;
    let factor = target.get("intervalFactor");
    let factor = factor.filter(|factor| field::number(factor).is_some_and(|factor| factor > 1.0));
    match factor {
        Some(factor) => Some(Name::new(String::new(), field::span(file, factor))),
        None => field::name(file, target, "interval"),
    }
}

/// Source: grafana/prometheus, `PromQueryFormat`.
fn format(target: &Tree) -> Format {
    match text(target, "format") {
        Some("table") => Format::Table,
        Some("heatmap") => Format::Heatmap,
        _ => Format::TimeSeries,
    }
}

/// Whether a query is PromQL. Where nobody says what answers it, it is unless it could be LogQL: that has a selector without a
/// name in front of its braces, and targets of Loki say a kind of query.
pub fn is_promql(source: Source, target: &Tree, field: &Tree) -> bool {
    match source {
        Source::Prometheus => true,
        Source::Other => false,
        Source::Mixed | Source::Unknown => {
            let hints = ["query", "queryType", "rawSql", "maxLines"];
            let expr = field::string(field).unwrap_or_default();
            hints.iter().all(|hint| target.get(hint).is_none()) && !has_bare_selector(expr)
        }
    }
}

/// Whether braces stand behind something that is no name, as in LogQL; double ones are a template's.
pub fn has_bare_selector(text: &str) -> bool {
    let is_template = |at: usize| text[..at].ends_with('{') || text[at..].starts_with("{{");
    text.match_indices('{').any(|(at, _)| {
        let before = text[..at].trim_end().chars().next_back();
        let is_behind_name =
            before.is_some_and(|last| last.is_alphanumeric() || "_:$}]".contains(last));
        !is_behind_name && !is_template(at)
    })
}

#[cfg(test)]
mod tests {
    use super::has_bare_selector;

    #[test]
    fn what_may_be_a_query_for_logs_is_told_from_promql() {
        for (text, expected) in [
            ("sum(rate({app=\"a\"} |= \"x\" [5m]))", true),
            ("{app=\"a\"}", true),
            ("sum(rate(requests_total{app=\"a\"}[5m]))", false),
            ("${metric}{app=\"a\"} / [[other]]{a=\"b\"}", false),
            ("up", false),
            ("up{a=\"{{ .b }}\"}", false),
        ] {
            assert_eq!(has_bare_selector(text), expected, "{text}");
        }
    }
}
