//! Filter variables: matchers that are added to every selector they fit.

use super::{Scene, build, facts::Facts};
use crate::{
    model::{Context, LabelSource, Name},
    promql::{
        ast::{Expr, Node, Selector},
        walk::{metric_name, walk_mut},
    },
};

/// A variable that filters.
#[derive(Clone, Debug)]
pub struct Filter {
    /// The variable.
    pub variable: String,
    /// The label that it matches.
    pub label: String,
    /// Who puts that label on the variable's metric; selectors whose label comes from elsewhere are left alone.
    pub source: LabelSource,
}

/// The filters that a row, panel or query names; all of the outer ones when it names none. Unknown names are reported.
pub fn narrowed<'f>(
    ctx: &mut Context,
    scene: &'f Scene,
    outer: &[&'f Filter],
    named: Option<&Vec<Name>>,
) -> Vec<&'f Filter> {
    let Some(named) = named else {
        return outer.to_vec();
    };
    for name in named {
        if !scene.filtering.contains(&name.value) {
            let known = scene.filtering.iter().map(String::as_str);
            ctx.unknown("filter variable", name, known);
        }
    }
    let named = |filter: &&Filter| named.iter().any(|name| name.value == filter.variable);
    scene.filters.iter().filter(named).collect()
}

/// Adds the matchers of the filters to every selector of an expression that they fit.
pub fn apply(expr: &mut Expr, filters: &[&Filter], facts: &Facts) {
    walk_mut(expr, &mut |expr| {
        if let Node::Selector(selector) = &mut expr.node {
            restrict(selector, filters, facts);
        }
    });
}

/// Adds the matchers of the filters that fit a selector.
pub fn restrict(selector: &mut Selector, filters: &[&Filter], facts: &Facts) {
    let Some(name) = metric_name(selector).map(|name| name.value.clone()) else {
        return;
    };
    for filter in filters {
        let fits = facts.label_source(&name, &filter.label) == Some(filter.source);
        let matched = |label: &str| {
            let mut matchers = selector.matchers.iter();
            matchers.any(|matcher| matcher.label.value == label)
        };
        if fits && !matched(&filter.label) {
            let matcher = build::variable_matcher(&filter.label, &filter.variable);
            selector.matchers.push(matcher);
        }
    }
}
