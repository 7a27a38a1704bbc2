//! Queries that yield something where a claim is wrong.

use super::places::Place;
use opsgen::promql::{
    ValueType,
    ast::{Binary, BinaryOp, Expr, MatchOp, Modifiers, Node},
    print::print,
    types::type_of,
    walk::walk,
};

/// The selector matches nothing; with a negative matcher, the matcher excludes nothing.
pub fn nothing_selected(place: &Place) -> Vec<String> {
    let Some(selector) = place.selector() else {
        return Vec::new();
    };
    let node = |selector| print(&Expr::made(Node::Selector(selector)));
    match place.matcher() {
        Some((index, matcher)) if matches!(matcher.op, MatchOp::NotEqual | MatchOp::NotRegex) => {
            let mut others = selector.clone();
            others.matchers.remove(index);
            vec![format!(
                "{} unless {}",
                node(others),
                node(selector.clone())
            )]
        }
        _ => vec![node(selector.clone())],
    }
}

/// The call around the place yields nothing.
pub fn quantile(place: &Place) -> Vec<String> {
    let functions = [
        "histogram_quantile",
        "histogram_fraction",
        "histogram_avg",
        "histogram_count",
        "histogram_stddev",
        "histogram_stdvar",
        "histogram_sum",
    ];
    place.operator(&functions).map(print).into_iter().collect()
}

/// Every value is the infinity, or NaN, that the finding names.
pub fn infinite(place: &Place) -> Vec<String> {
    let functions = ["histogram_quantile", "quantile_over_time", "quantile"];
    let Some(call) = place.operator(&functions).map(print) else {
        return Vec::new();
    };
    let says = |end: &str| place.notes.contains(&format!("always `{end}`"));
    vec![match (says("+Inf"), says("-Inf")) {
        (true, _) => format!("({call}) != Inf"),
        (_, true) => format!("({call}) != -Inf"),
        _ => format!("({call}) == ({call})"),
    }]
}

/// The comparison ends as the finding says.
pub fn constant(place: &Place) -> Vec<String> {
    let Node::Binary(binary) = &place.part().node else {
        return Vec::new();
    };
    let text = match type_of(place.part()) {
        ValueType::Scalar => format!("vector({})", print(place.part())),
        _ => format!("({})", print(place.part())),
    };
    let always = place.message.contains("always");
    vec![match (binary.return_bool, always) {
        (true, true) => format!("{text} != 1"),
        (true, false) => format!("{text} != 0"),
        (false, true) => format!("vector(1) unless on () {text}"),
        (false, false) => text,
    }]
}

/// The function only orders: it yields what its argument yields.
pub fn sorted(place: &Place) -> Vec<String> {
    let Some(Expr {
        node: Node::Call(call),
        ..
    }) = place.operator(&["sort", "sort_by_label", "sort_by_label_desc", "sort_desc"])
    else {
        return Vec::new();
    };
    let sorted = print(place.operator(&[&call.function]).expect("it was found"));
    let plain = print(&call.args[0]);
    vec![
        format!("({plain}) unless ({sorted})"),
        format!("({sorted}) unless ({plain})"),
    ]
}

/// The whole expression yields something where each of its selectors does.
pub fn always(place: &Place) -> Vec<String> {
    // Two sides may have series and none that match.
    if joins(place.root()) {
        return Vec::new();
    }
    let mut exist = String::new();
    walk(place.root(), &mut |part| match &part.node {
        Node::Subquery(_) => {
            exist += &format!(" and on () (count_over_time({}) > 1)", print(part));
        }
        Node::Matrix(inner, _) if matches!(inner.node, Node::Selector(_)) => {
            exist += &format!(" and on () (count_over_time({}) > 1)", print(part));
        }
        Node::Selector(_) => {
            exist += &format!(
                " and on () (count_over_time({}[5m]) > 0)",
                print(&unmoved(part))
            );
        }
        _ => {}
    });
    vec![format!(
        "vector(1){exist} unless on () ({})",
        print(place.root())
    )]
}

/// The selector without `offset` and `@`: before the first series there is nothing.
fn unmoved(expr: &Expr) -> Expr {
    let mut unmoved = expr.clone();
    if let Node::Selector(selector) = &mut unmoved.node {
        selector.modifiers = Modifiers::default();
    }
    unmoved
}

/// A comparison with `bool` keeps every series.
pub fn everything(place: &Place) -> Vec<String> {
    let Node::Binary(binary) = &bare(place.root()).node else {
        return Vec::new();
    };
    let root = print(place.root());
    match (type_of(&binary.lhs), type_of(&binary.rhs)) {
        (ValueType::Scalar, ValueType::Scalar) => Vec::new(),
        (ValueType::Scalar, _) => vec![format!("({}) unless ({root})", print(&binary.rhs))],
        (_, ValueType::Scalar) => vec![format!("({}) unless ({root})", print(&binary.lhs))],
        _ => vec![format!("count({}) != count({root})", print(&sum(binary)))],
    }
}

/// The comparison as a sum: it has a value for every pair that matches.
fn sum(binary: &Binary) -> Expr {
    let mut sum = binary.clone();
    sum.op = BinaryOp::Add;
    sum.return_bool = false;
    Expr::made(Node::Binary(Box::new(sum)))
}

fn bare(expr: &Expr) -> &Expr {
    match &expr.node {
        Node::Paren(inner) => bare(inner),
        _ => expr,
    }
}

fn joins(expr: &Expr) -> bool {
    let mut found = false;
    walk(expr, &mut |part| {
        if let Node::Binary(binary) = &part.node {
            let vector = |side: &Expr| type_of(side) == ValueType::Vector;
            found |= vector(&binary.lhs) && vector(&binary.rhs);
        }
    });
    found
}
