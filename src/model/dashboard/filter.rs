//! Filter variables: matchers that are added to every selector they fit.

use super::{build, facts::Facts};
use crate::{
    model::{Context, LabelSource, Name},
    promql::ast::{Call, Expr, Node, Selector},
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
    all: &'f [Filter],
    outer: &[&'f Filter],
    named: Option<&Vec<Name>>,
) -> Vec<&'f Filter> {
    let Some(named) = named else {
        return outer.to_vec();
    };
    for name in named {
        if !all.iter().any(|filter| filter.variable == name.value) {
            let known = all.iter().map(|filter| filter.variable.as_str());
            ctx.unknown("filter variable", name, known);
        }
    }
    let named = |filter: &&Filter| named.iter().any(|name| name.value == filter.variable);
    all.iter().filter(named).collect()
}

/// Adds the matchers of the filters to every selector of an expression that they fit.
pub fn apply(expr: &mut Expr, filters: &[&Filter], facts: &Facts) {
    match &mut expr.node {
        Node::Selector(selector) => restrict(selector, filters, facts),
        Node::Matrix(inner, _) | Node::Unary(_, inner) | Node::Paren(inner) => {
            apply(inner, filters, facts);
        }
        Node::Subquery(subquery) => apply(&mut subquery.expr, filters, facts),
        Node::Call(Call { args, .. }) => {
            for arg in args {
                apply(arg, filters, facts);
            }
        }
        Node::Aggregate(aggregate) => {
            if let Some(param) = &mut aggregate.param {
                apply(param, filters, facts);
            }
            apply(&mut aggregate.expr, filters, facts);
        }
        Node::Binary(binary) => {
            apply(&mut binary.lhs, filters, facts);
            apply(&mut binary.rhs, filters, facts);
        }
        Node::Number(_) | Node::String(_) | Node::Placeholder(_) | Node::Invalid => {}
    }
}

/// Adds the matchers of the filters that fit a selector.
pub fn restrict(selector: &mut Selector, filters: &[&Filter], facts: &Facts) {
    let Some(name) = &selector.name else {
        return;
    };
    for filter in filters {
        let fits = facts.label_source(&name.value, &filter.label) == Some(filter.source);
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
