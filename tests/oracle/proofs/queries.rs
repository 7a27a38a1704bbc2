//! Queries that yield something where a claim is wrong.

use super::places::Place;
use opsgen::promql::{
    ValueType,
    ast::{Binary, BinaryOp, Expr, MatchOp, Modifiers, Node, Side},
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

/// The selector matches nothing, whatever its matchers.
pub fn never_selected(place: &Place) -> Vec<String> {
    let selector = place.selector().cloned();
    let selector = selector.map(|selector| print(&Expr::made(Node::Selector(selector))));
    selector.into_iter().collect()
}

/// The matcher excludes nothing; of a part of a pattern, that alone selects nothing.
pub fn pointless(place: &Place) -> Vec<String> {
    let (Some(selector), Some((index, _))) = (place.selector(), place.matcher()) else {
        return Vec::new();
    };
    let node = |selector| print(&Expr::made(Node::Selector(selector)));
    let mut other = selector.clone();
    if place.message.contains("nothing is excluded") {
        other.matchers.remove(index);
        return vec![format!("{} unless {}", node(other), node(selector.clone()))];
    }
    let named = place.message.rsplit('`').nth(1).unwrap_or_default();
    other.matchers[index].op = MatchOp::Equal;
    other.matchers[index].value.value = named.to_string();
    vec![node(other)]
}

/// No two series match: the operator yields nothing, and `unless` removes nothing.
pub fn unmatched(place: &Place) -> Vec<String> {
    match &place.part().node {
        Node::Binary(binary) if binary.op == BinaryOp::Unless => vec![format!(
            "({}) unless ({})",
            print(&binary.lhs),
            print(place.part())
        )],
        Node::Binary(_) => vec![print(place.part())],
        _ => Vec::new(),
    }
}

/// The parts that a list of labels speaks of have not the label at the place.
pub fn lacking(place: &Place) -> Vec<String> {
    let parts: Vec<&Expr> = match &place.part().node {
        Node::Aggregate(aggregate) => vec![&aggregate.expr],
        Node::Binary(binary) => vec![&binary.lhs, &binary.rhs],
        _ => Vec::new(),
    };
    let label = place.label();
    let query = |part: &&Expr| {
        format!(
            "count by ({label}) ({}) unless on ({label}) vector(1)",
            print(part)
        )
    };
    parts.iter().map(query).collect()
}

/// The part has not the label at the place any longer; of an operator, one of its sides.
pub fn lost(place: &Place) -> Vec<String> {
    match lacking(place).as_slice() {
        [left, right] => vec![format!("({left}) and on () ({right})")],
        queries => queries.to_vec(),
    }
}

/// The side that labels are copied from has not the label at the place.
pub fn uncopied(place: &Place) -> Vec<String> {
    let label = place.label();
    let query = |one: &Expr| {
        format!(
            "count by ({label}) ({}) unless on ({label}) vector(1)",
            print(one)
        )
    };
    sides(place)
        .map(|(_, one)| query(one))
        .into_iter()
        .collect()
}

/// The series that are kept have the label at the place.
pub fn overwritten(place: &Place) -> Vec<String> {
    let label = place.label();
    let query = |many: &Expr| {
        format!(
            "count by ({label}) ({}) and on ({label}) vector(1)",
            print(many)
        )
    };
    sides(place)
        .map(|(many, _)| query(many))
        .into_iter()
        .collect()
}

/// The "many" and the "one" side of the operator at the place.
fn sides<'a>(place: &Place<'a>) -> Option<(&'a Expr, &'a Expr)> {
    let Node::Binary(binary) = &place.part().node else {
        return None;
    };
    match binary.matching.as_ref()?.group.as_ref()?.0 {
        Side::Left => Some((&binary.lhs, &binary.rhs)),
        Side::Right => Some((&binary.rhs, &binary.lhs)),
    }
}

/// `absent` yields nothing.
pub fn present(place: &Place) -> Vec<String> {
    let call = place.operator(&["absent", "absent_over_time"]);
    call.map(print).into_iter().collect()
}

/// The whole expression.
pub fn whole(place: &Place) -> Vec<String> {
    vec![print(place.root())]
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

/// The comparison around the place holds nowhere, where the finding says so; the others are about meaning.
pub fn held(place: &Place) -> Vec<String> {
    let mut around = place.path.iter().rev();
    let comparison = around.find_map(|part| match &part.node {
        Node::Binary(binary) => Some((print(part), binary.return_bool)),
        _ => None,
    });
    let claimed = comparison.filter(|_| place.message.starts_with("it never holds"));
    let query = claimed.map(|(text, return_bool)| match return_bool {
        true => format!("({text}) != 0"),
        false => text,
    });
    query.into_iter().collect()
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
    // Two sides may have series and none that match, and series that exist now may not have at another time.
    if joins(place.root()) || is_moved(place.root()) {
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
            exist += &format!(" and on () (count_over_time({}[5m]) > 0)", print(part));
        }
        _ => {}
    });
    vec![format!(
        "vector(1){exist} unless on () ({})",
        print(place.root())
    )]
}

/// Whether a selector asks for another time.
fn is_moved(expr: &Expr) -> bool {
    let mut is_moved = false;
    walk(expr, &mut |part| {
        if let Node::Selector(selector) = &part.node {
            is_moved |= selector.modifiers != Modifiers::default();
        }
    });
    is_moved
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
