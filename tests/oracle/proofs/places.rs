//! From the place of a finding to the part of an expression that it is about.

use super::words::Words;
use opsgen::{
    diag::Diagnostic,
    infer::Facts,
    model::{Model, Spanned},
    promql::{
        ast::{Expr, Matcher, Node, Range, Selector},
        walk::parts,
    },
    text::Sources,
};

/// A part of an expression.
pub struct Place<'a> {
    /// The expressions around the part, the whole one first, the part itself last.
    pub path: Vec<&'a Expr>,
    /// What the finding says.
    pub message: &'a str,
    /// What it adds.
    pub notes: String,
    /// What is written at the place.
    written: String,
    /// The place of the finding in the expression's text.
    range: Range,
}

impl<'a> Place<'a> {
    /// The place of a finding; `None` when it is not about an expression that the user wrote.
    pub fn find(model: &'a Model, sources: &Sources, finding: &'a Diagnostic) -> Option<Self> {
        let span = finding.primary.span;
        expressions(model).into_iter().find_map(|(root, written)| {
            let around = written.span;
            if around.file != span.file || span.start < around.start || span.end > around.end {
                return None;
            }
            let offsets = sources.expression_offsets(around);
            let find = |at: u32| {
                offsets
                    .iter()
                    .position(|offset| around.start + offset == at)
            };
            let range = match (find(span.start), find(span.end)) {
                (Some(start), Some(end)) => Range {
                    start: u32::try_from(start).ok()?,
                    end: u32::try_from(end).ok()?,
                },
                // The whole string, its quotes too.
                _ => root.range,
            };
            Some(Self {
                path: path(root, range),
                written: sources.slice(span).to_string(),
                message: &finding.message,
                notes: finding.notes.join("; "),
                range,
            })
        })
    }

    /// The whole expression.
    pub fn root(&self) -> &'a Expr {
        self.path[0]
    }

    /// The innermost part that holds the place.
    pub fn part(&self) -> &'a Expr {
        self.path[self.path.len() - 1]
    }

    /// The innermost call or aggregation around the place that has one of these names.
    pub fn operator(&self, names: &[&str]) -> Option<&'a Expr> {
        let named = |expr: &&&Expr| match &expr.node {
            Node::Call(call) => names.contains(&call.function.as_str()),
            Node::Aggregate(aggregate) => names.contains(&aggregate.op.as_str()),
            _ => false,
        };
        self.path.iter().rev().find(named).copied()
    }

    /// The name at the place.
    pub fn label(&self) -> String {
        self.written.clone()
    }

    /// The selector at the place.
    pub fn selector(&self) -> Option<&'a Selector> {
        self.path.iter().rev().find_map(|expr| match &expr.node {
            Node::Selector(selector) => Some(selector),
            _ => None,
        })
    }

    /// The matcher at the place, with its index.
    pub fn matcher(&self) -> Option<(usize, &'a Matcher)> {
        let mut matchers = self.selector()?.matchers.iter().enumerate();
        matchers.find(|(_, matcher)| {
            matcher.range.start <= self.range.start && self.range.end <= matcher.range.end
        })
    }
}

/// The expressions of a model that the user wrote.
pub fn expressions(model: &Model) -> Vec<(&Expr, &Spanned<String>)> {
    let mut found = Vec::new();
    for group in &model.groups {
        let recordings = group
            .recordings
            .iter()
            .map(|recording| &recording.expression);
        let alerts = group.alerts.iter().map(|alert| &alert.expression);
        found.extend(
            recordings
                .chain(alerts)
                .map(|expression| (&expression.expr, &expression.written)),
        );
    }
    for dashboard in &model.dashboards {
        let annotations = dashboard.annotations.iter();
        found.extend(annotations.map(|annotation| (&annotation.expr, &annotation.written)));
        let queries = dashboard.panels().flat_map(|panel| &panel.queries);
        let targets = queries.flat_map(|query| &query.targets);
        found.extend(targets.filter_map(|target| Some((&target.expr, target.written.as_ref()?))));
    }
    found
}

/// Whether an expression can be evaluated as it stands.
pub fn is_complete(expr: &Expr) -> bool {
    let placeholder = matches!(expr.node, Node::Placeholder(_) | Node::Invalid);
    !placeholder
        && !opsgen::promql::print::print(expr).contains('$')
        && parts(expr).into_iter().all(is_complete)
}

fn path(root: &Expr, range: Range) -> Vec<&Expr> {
    let holds = |expr: &Expr| {
        expr.range != Range::default()
            && expr.range.start <= range.start
            && range.end <= expr.range.end
    };
    let mut path = vec![root];
    while let Some(part) = parts(path[path.len() - 1])
        .into_iter()
        .find(|part| holds(part))
    {
        path.push(part);
    }
    path
}

/// The words of some expressions.
pub fn words(facts: &Facts, exprs: &[&Expr]) -> Words {
    let mut words = Words::default();
    exprs.iter().for_each(|expr| words.add(facts, expr));
    words
}
