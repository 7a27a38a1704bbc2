//! Types of expressions and the rules on them.
//!
//! [`ValueType::Unknown`] never yields an error, so that one mistake has one message.

mod call;
mod help;
mod operator;
mod selector;

use crate::promql::ast::{Aggregate, Expr, Node, Range};
use crate::promql::functions::{find_aggregator, find_function};
use crate::promql::{Error, ValueType};

/// Returns the type of an expression's value.
pub fn type_of(expr: &Expr) -> ValueType {
    match &expr.node {
        Node::Number(_) => ValueType::Scalar,
        Node::String(_) => ValueType::String,
        Node::Selector(_) | Node::Aggregate(_) => ValueType::Vector,
        Node::Matrix(..) | Node::Subquery(_) => ValueType::Matrix,
        Node::Call(call) => {
            find_function(&call.function).map_or(ValueType::Unknown, |function| function.result)
        }
        Node::Binary(binary) => operator::result(type_of(&binary.lhs), type_of(&binary.rhs)),
        Node::Unary(_, inner) | Node::Paren(inner) => type_of(inner),
        Node::Placeholder(_) | Node::Invalid => ValueType::Unknown,
    }
}

/// Checks the types in an expression, and drops the matching of operators that have none (`1 + on () 2`), as Prometheus does.
pub fn check(expr: &mut Expr, errors: &mut Vec<Error>) -> ValueType {
    match &mut expr.node {
        Node::Selector(selector) => {
            selector::check(selector, expr.range, errors);
            ValueType::Vector
        }
        Node::Matrix(selector, _) => {
            check(selector, errors);
            ValueType::Matrix
        }
        Node::Subquery(subquery) => {
            let found = check(&mut subquery.expr, errors);
            if !is(found, ValueType::Vector) {
                let message = format!(
                    "expected an instant vector in a subquery, found {}",
                    found.phrase()
                );
                errors.push(Error {
                    help: help::help(&subquery.expr, ValueType::Vector, found).map(Into::into),
                    ..Error::new(expr.range, message)
                });
            }
            ValueType::Matrix
        }
        Node::Call(call) => call::check(call, expr.range, errors),
        Node::Aggregate(aggregate) => check_aggregate(aggregate, errors),
        Node::Binary(binary) => operator::check(binary, expr.range, errors),
        Node::Unary(_, inner) => {
            let found = check(inner, errors);
            if matches!(found, ValueType::Matrix | ValueType::String) {
                let message = format!(
                    "expected a scalar or an instant vector behind the sign, found {}",
                    found.phrase()
                );
                errors.push(Error {
                    help: help::help(inner, ValueType::Vector, found).map(Into::into),
                    ..Error::new(expr.range, message)
                });
            }
            found
        }
        Node::Paren(inner) => check(inner, errors),
        Node::Number(_) | Node::String(_) | Node::Placeholder(_) | Node::Invalid => type_of(expr),
    }
}

/// Whether a type is the wanted one, or not known.
fn is(found: ValueType, wanted: ValueType) -> bool {
    found == wanted || found == ValueType::Unknown
}

/// Returns the type of an expression, checked; `place` tells in a message where another was wanted.
fn expect(expr: &mut Expr, wanted: ValueType, place: &str, errors: &mut Vec<Error>) -> ValueType {
    let found = check(expr, errors);
    if !is(found, wanted) {
        let message = format!(
            "expected {} {place}, found {}",
            wanted.phrase(),
            found.phrase()
        );
        errors.push(Error {
            help: help::help(expr, wanted, found).map(Into::into),
            ..Error::new(expr.range, message)
        });
    }
    found
}

fn check_aggregate(aggregate: &mut Aggregate, errors: &mut Vec<Error>) -> ValueType {
    let name = &aggregate.op;
    let known = errors.len();
    let place = format!("in `{name}`");
    let found = expect(&mut aggregate.expr, ValueType::Vector, &place, errors);
    let wanted = find_aggregator(name).and_then(|aggregator| aggregator.param);
    if let (Some(param), Some(wanted)) = (&mut aggregate.param, wanted) {
        let place = format!("as the parameter of `{name}`");
        let first = expect(param, wanted, &place, errors);
        if let Some(order) = help::order(name, &[wanted, ValueType::Vector], &[first, found]) {
            let places = [param.range, aggregate.expr.range];
            tell_order(errors, known, &places, &order);
        }
    }
    ValueType::Vector
}

/// Of the errors behind `known` that say that arguments have other types, leaves the first, with their order as its help.
fn tell_order(errors: &mut Vec<Error>, known: usize, places: &[Range], order: &str) {
    let mut told = errors.split_off(known);
    let mut first = true;
    told.retain_mut(|error| {
        if !places.contains(&error.range) {
            return true;
        }
        error.help = Some(order.to_owned());
        std::mem::take(&mut first)
    });
    errors.append(&mut told);
}
