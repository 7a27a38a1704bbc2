//! Walks over an expression: every sub-expression, every selector, every placeholder.

use crate::promql::ast::{
    At, Duration, DurationNode, Expr, MatchOp, Matching, Modifiers, Node, Placeholder, Selector,
    Text,
};
use crate::promql::substitute::Position;

/// Returns the expressions that one is made of, from left to right; none for a leaf.
pub fn parts(expr: &Expr) -> Vec<&Expr> {
    let mut found = Vec::new();
    each_part(expr, &mut |part| found.push(part));
    found
}

/// Calls `visit` with the expressions that one is made of, from left to right.
fn each_part<'a>(expr: &'a Expr, visit: &mut dyn FnMut(&'a Expr)) {
    match &expr.node {
        Node::Matrix(inner, _) | Node::Unary(_, inner) | Node::Paren(inner) => visit(inner),
        Node::Subquery(subquery) => visit(&subquery.expr),
        Node::Call(call) => call.args.iter().for_each(visit),
        Node::Aggregate(aggregate) => {
            aggregate.param.iter().for_each(&mut *visit);
            visit(&aggregate.expr);
        }
        Node::Binary(binary) => {
            visit(&binary.lhs);
            visit(&binary.rhs);
        }
        Node::Number(_)
        | Node::String(_)
        | Node::Selector(_)
        | Node::Placeholder(_)
        | Node::Invalid => {}
    }
}

/// Calls `visit` with every expression, an outer one before its parts, from left to right. Nothing is allocated: checks walk
/// thousands of expressions.
pub fn walk<'a>(expr: &'a Expr, visit: &mut dyn FnMut(&'a Expr)) {
    visit(expr);
    each_part(expr, &mut |part| walk(part, visit));
}

/// Calls `visit` with every expression, the parts of an expression before it, so that `visit` may replace it.
pub fn walk_mut(expr: &mut Expr, visit: &mut dyn FnMut(&mut Expr)) {
    match &mut expr.node {
        Node::Matrix(inner, _) | Node::Unary(_, inner) | Node::Paren(inner) => {
            walk_mut(inner, visit);
        }
        Node::Subquery(subquery) => walk_mut(&mut subquery.expr, visit),
        Node::Call(call) => call.args.iter_mut().for_each(|arg| walk_mut(arg, visit)),
        Node::Aggregate(aggregate) => {
            aggregate
                .param
                .iter_mut()
                .for_each(|param| walk_mut(param, visit));
            walk_mut(&mut aggregate.expr, visit);
        }
        Node::Binary(binary) => {
            walk_mut(&mut binary.lhs, visit);
            walk_mut(&mut binary.rhs, visit);
        }
        Node::Number(_)
        | Node::String(_)
        | Node::Selector(_)
        | Node::Placeholder(_)
        | Node::Invalid => {}
    }
    visit(expr);
}

/// Returns every selector with the expression that it is, from left to right.
pub fn selectors(expr: &Expr) -> Vec<(&Expr, &Selector)> {
    let mut found = Vec::new();
    walk(expr, &mut |expr| {
        if let Node::Selector(selector) = &expr.node {
            found.push((expr, selector));
        }
    });
    found
}

/// Returns the metric that a selector names, before the braces or by a matcher on `__name__`; `None` when it names none, or
/// several by a regular expression.
pub fn metric_name(selector: &Selector) -> Option<&Text> {
    let matcher = || {
        selector
            .matchers
            .iter()
            .find(|matcher| matcher.label.value == "__name__" && matcher.op == MatchOp::Equal)
    };
    selector
        .name
        .as_ref()
        .or_else(|| matcher().map(|matcher| &matcher.value))
}

/// Returns every placeholder with the position that it fills.
pub fn placeholders(expr: &Expr) -> Vec<(&Placeholder, Position)> {
    let mut found = Vec::new();
    walk(expr, &mut |expr| collect(expr, &mut found));
    found
}

fn collect<'a>(expr: &'a Expr, found: &mut Vec<(&'a Placeholder, Position)>) {
    match &expr.node {
        Node::Placeholder(placeholder) => found.push((placeholder, Position::Expression)),
        Node::String(text) => collect_text(text, Position::Text, found),
        Node::Selector(selector) => {
            selector
                .name
                .iter()
                .for_each(|name| collect_text(name, Position::Name, found));
            for matcher in &selector.matchers {
                collect_text(&matcher.label, Position::Name, found);
                collect_text(&matcher.value, Position::Text, found);
            }
            collect_modifiers(&selector.modifiers, found);
        }
        Node::Matrix(_, range) => collect_duration(range, found),
        Node::Subquery(subquery) => {
            collect_duration(&subquery.range, found);
            subquery
                .step
                .iter()
                .for_each(|step| collect_duration(step, found));
            collect_modifiers(&subquery.modifiers, found);
        }
        Node::Aggregate(aggregate) => {
            let labels = aggregate
                .grouping
                .iter()
                .flat_map(|grouping| &grouping.labels);
            labels.for_each(|label| collect_text(label, Position::Name, found));
        }
        Node::Binary(binary) => {
            let labels = binary.matching.iter().flat_map(matching_labels);
            labels.for_each(|label| collect_text(label, Position::Name, found));
        }
        Node::Number(_) | Node::Call(_) | Node::Unary(..) | Node::Paren(_) | Node::Invalid => {}
    }
}

fn matching_labels(matching: &Matching) -> impl Iterator<Item = &Text> {
    let labels = matching.labels.iter().flat_map(|(_, labels)| labels);
    labels.chain(matching.group.iter().flat_map(|(_, labels)| labels))
}

fn collect_text<'a>(
    text: &'a Text,
    position: Position,
    found: &mut Vec<(&'a Placeholder, Position)>,
) {
    found.extend(
        text.placeholders
            .iter()
            .map(|embedded| (&embedded.placeholder, position)),
    );
}

fn collect_modifiers<'a>(modifiers: &'a Modifiers, found: &mut Vec<(&'a Placeholder, Position)>) {
    modifiers
        .offset
        .iter()
        .for_each(|offset| collect_duration(offset, found));
    if let Some(At::Placeholder(placeholder)) = &modifiers.at {
        found.push((placeholder, Position::At));
    }
}

fn collect_duration<'a>(duration: &'a Duration, found: &mut Vec<(&'a Placeholder, Position)>) {
    match &duration.node {
        DurationNode::Placeholder(placeholder) => found.push((placeholder, Position::Duration)),
        DurationNode::Binary(_, lhs, rhs) => {
            collect_duration(lhs, found);
            collect_duration(rhs, found);
        }
        DurationNode::Unary(_, inner) | DurationNode::Paren(inner) => {
            collect_duration(inner, found);
        }
        DurationNode::Call(_, args) => args.iter().for_each(|arg| collect_duration(arg, found)),
        DurationNode::Literal(_)
        | DurationNode::Number(_)
        | DurationNode::Step
        | DurationNode::Range => {}
    }
}
