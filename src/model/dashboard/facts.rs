//! What is certain about the labels of expressions: which labels a result keeps, and who put them there.
//!
//! Invariant: what is not certain is `None`, and nothing is decided on it. Deliberately absent: units, values, types.

use crate::{
    model::{LabelSource, Series, Spanned},
    project::Project,
    promql::{
        self, Options,
        ast::{Aggregate, Binary, BinaryOp, Call, Expr, Node, Text},
        walk::{metric_name, selectors},
    },
};
use indexmap::IndexMap;
use std::collections::BTreeMap;

/// Recordings of recordings are followed this far.
const DEPTH: usize = 8;

/// Labels of a series in the order of its expression, with their source where it is certain.
type Kept = IndexMap<String, Option<LabelSource>>;

/// Labels of metrics and recordings.
#[derive(Clone, Debug)]
pub struct Facts<'a> {
    /// Labels of metrics.
    pub series: &'a Series,
    recordings: BTreeMap<&'a str, Option<Kept>>,
}

impl<'a> Facts<'a> {
    /// What a project says about labels.
    pub fn new(project: &'a Project, series: &'a Series) -> Self {
        let mut facts = Self {
            series,
            recordings: BTreeMap::new(),
        };
        let options = Options::default();
        let recordings: Vec<(&str, Expr, Vec<&str>)> = project
            .recordings
            .iter()
            .map(|(key, recording)| {
                let name = recording.record.as_ref().unwrap_or(key);
                let set = recording.labels.keys().map(Spanned::as_str).collect();
                let (expr, _) = promql::parse(recording.expr.trim(), &options);
                (name.as_str(), expr, set)
            })
            .collect();
        facts.recordings = recordings.iter().map(|(name, ..)| (*name, None)).collect();
        // Each round learns about the recordings whose sources were learned before.
        for _ in 0..DEPTH {
            let mut learned = false;
            for (name, expr, set) in &recordings {
                if facts.recordings[name].is_none()
                    && let Some(kept) = facts.recorded(expr, set)
                {
                    facts.recordings.insert(name, Some(kept));
                    learned = true;
                }
            }
            if !learned {
                break;
            }
        }
        facts
    }

    /// Whether a project's recording has this name.
    pub fn is_recording(&self, name: &str) -> bool {
        self.recordings.contains_key(name)
    }

    /// Names of recordings, sorted.
    pub fn recordings(&self) -> impl Iterator<Item = &str> {
        self.recordings.keys().copied()
    }

    /// Who puts a label on a series; `None` when it has no such label or that is not certain.
    pub fn label_source(&self, series: &str, label: &str) -> Option<LabelSource> {
        match self.recordings.get(series) {
            Some(kept) => *kept.as_ref()?.get(label)?,
            None => self.series.label_source(series, label),
        }
    }

    /// Every label of a series; `None` when they are not certain: of some recordings, and of what nobody declared.
    pub fn labels(&self, series: &str) -> Option<Vec<&str>> {
        if let Some(kept) = self.recordings.get(series) {
            return Some(kept.as_ref()?.keys().map(String::as_str).collect());
        }
        let labels: Vec<&str> = self.series.labels(series).map(|(name, _)| name).collect();
        (!labels.is_empty()).then_some(labels)
    }

    /// The labels of an expression's result, in the order in which its root names them; `None` when that is not certain.
    pub fn kept(&self, expr: &Expr) -> Option<Vec<String>> {
        match &expr.node {
            Node::Paren(inner) | Node::Unary(_, inner) => self.kept(inner),
            Node::Number(_) => Some(Vec::new()),
            Node::Selector(selector) => {
                let name = selector.name.as_ref()?;
                let kept = self.recordings.get(name.value.as_str())?.as_ref()?;
                Some(kept.keys().cloned().collect())
            }
            Node::Matrix(inner, _) => self.kept(inner),
            Node::Subquery(subquery) => self.kept(&subquery.expr),
            Node::Call(call) => self.kept_by_call(call),
            Node::Aggregate(aggregate) => self.kept_by_aggregate(aggregate),
            Node::Binary(binary) => self.kept_by_binary(binary),
            Node::String(_) | Node::Placeholder(_) | Node::Invalid => None,
        }
    }

    fn kept_by_aggregate(&self, aggregate: &Aggregate) -> Option<Vec<String>> {
        if matches!(
            aggregate.op.as_str(),
            "topk" | "bottomk" | "limitk" | "limit_ratio"
        ) {
            return self.kept(&aggregate.expr);
        }
        if aggregate.op == "count_values" {
            return None;
        }
        match &aggregate.grouping {
            None => Some(Vec::new()),
            Some(grouping) if grouping.without => None,
            Some(grouping) => plain(&grouping.labels),
        }
    }

    fn kept_by_call(&self, call: &Call) -> Option<Vec<String>> {
        match call.function.as_str() {
            "scalar" | "time" | "vector" | "pi" => Some(Vec::new()),
            "label_replace" | "label_join" | "absent" | "absent_over_time" | "info" => None,
            "histogram_quantile" | "histogram_fraction" => {
                let mut labels = self.kept(call.args.last()?)?;
                labels.retain(|label| label != "le");
                Some(labels)
            }
            "quantile_over_time" => self.kept(call.args.last()?),
            _ => self.kept(call.args.first()?),
        }
    }

    fn kept_by_binary(&self, binary: &Binary) -> Option<Vec<String>> {
        if matches!(binary.op, BinaryOp::And | BinaryOp::Unless) {
            return self.kept(&binary.lhs);
        }
        if is_number(&binary.rhs) {
            return self.kept(&binary.lhs);
        }
        if is_number(&binary.lhs) {
            return self.kept(&binary.rhs);
        }
        let matching = binary.matching.as_ref();
        if matching.is_some_and(|matching| matching.group.is_some()) {
            return None;
        }
        if let Some((true, labels)) = matching.and_then(|matching| matching.labels.as_ref())
            && binary.op != BinaryOp::Or
        {
            return plain(labels);
        }
        let (left, right) = (self.kept(&binary.lhs)?, self.kept(&binary.rhs)?);
        let same = left.len() == right.len() && left.iter().all(|label| right.contains(label));
        same.then_some(left)
    }

    /// The labels of a recording, with their sources.
    fn recorded(&self, expr: &Expr, set: &[&str]) -> Option<Kept> {
        let labels = self.kept(expr)?;
        let kept = labels.into_iter().map(|label| {
            let source = self.source_below(expr, &label);
            (label, source)
        });
        let mut kept: Kept = kept.collect();
        // A label that the recording sets hides the one of the series.
        kept.extend(set.iter().map(|label| (label.to_string(), None)));
        Some(kept)
    }

    /// The source that a label has in all selectors that have it; `None` when they differ or one is not known.
    fn source_below(&self, expr: &Expr, label: &str) -> Option<LabelSource> {
        let mut sources = Vec::new();
        for (_, selector) in selectors(expr) {
            if let Some(name) = metric_name(selector) {
                sources.extend(self.label_source(&name.value, label));
            }
        }
        let first = *sources.first()?;
        sources
            .iter()
            .all(|source| *source == first)
            .then_some(first)
    }
}

fn plain(labels: &[Text]) -> Option<Vec<String>> {
    labels
        .iter()
        .map(|label| label.placeholders.is_empty().then(|| label.value.clone()))
        .collect()
}

/// Whether an expression is a number, whatever the series are.
fn is_number(expr: &Expr) -> bool {
    match &expr.node {
        Node::Number(_) => true,
        Node::Paren(inner) | Node::Unary(_, inner) => is_number(inner),
        Node::Binary(binary) => is_number(&binary.lhs) && is_number(&binary.rhs),
        Node::Call(call) => matches!(call.function.as_str(), "scalar" | "time" | "pi"),
        _ => false,
    }
}
