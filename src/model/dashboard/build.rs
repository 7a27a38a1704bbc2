//! PromQL trees that are made of matchers and windows.

use crate::promql::{
    ast::{Expr, MatchOp, Matcher, Node, Range, Text},
    build::{duration_placeholder, range},
    placeholder::read_all,
};

/// `label=~"$variable"`.
pub fn variable_matcher(label: &str, variable: &str) -> Matcher {
    matcher(label, MatchOp::Regex, format!("${variable}"))
}

/// `label="value"`.
pub fn equal_matcher(label: &str, value: &str) -> Matcher {
    matcher(label, MatchOp::Equal, value.to_string())
}

fn matcher(label: &str, op: MatchOp, value: String) -> Matcher {
    Matcher {
        label: Text {
            value: label.to_string(),
            ..Text::default()
        },
        op,
        value: Text {
            placeholders: read_all(&value, 0),
            value,
            ..Text::default()
        },
        range: Range::default(),
    }
}

/// `series{matchers}`.
pub fn selector(series: &str, matchers: Vec<Matcher>) -> Expr {
    let mut expr = Expr::selector(series);
    if let Node::Selector(selector) = &mut expr.node {
        selector.matchers = matchers;
    }
    expr
}

/// `selector[window]`; the window is a placeholder, such as `$__rate_interval`.
pub fn matrix(selector: Expr, window: &str) -> Expr {
    match duration_placeholder(window) {
        Some(duration) => range(selector, duration),
        None => Expr::made(Node::Invalid),
    }
}
