//! The cost of a call, by its overloads (`functionCost` of cel-go's `checker/cost.go`).

use super::{
    Range, extension, kubernetes,
    path::Path,
    walk::{Entries, Walk},
};
use crate::cel::{
    ast::{Call, Expr},
    types::{Reference, Type},
};

/// The cost of looking at every character of a text, by its length.
pub const TRAVERSAL: f64 = 0.1;

/// The cost of a regular expression, by its length.
pub const REGEX: f64 = 0.25;

/// A call as the tables of functions see it.
pub struct Called<'a> {
    /// The function.
    pub function: &'a str,
    /// What stands before the dot.
    pub target: Option<Operand<'a>>,
    /// The arguments.
    pub arguments: Vec<Operand<'a>>,
    /// What the arguments cost, in their order.
    costs: Vec<Range>,
}

/// A target or an argument.
pub struct Operand<'a> {
    /// The node.
    pub expr: &'a Expr,
    /// Its type.
    pub kind: &'a Type,
    /// The way to its value.
    pub path: Path,
    /// Its size, where one was computed.
    pub size: Option<Range>,
}

/// What a call costs, and the size of its result when it has one.
#[derive(Clone, Copy)]
pub struct Estimate {
    /// The cost.
    pub cost: Range,
    /// The size.
    pub size: Option<Range>,
}

impl Estimate {
    /// A cost with a result whose size is of no interest, or not known.
    pub const fn costs(cost: Range) -> Self {
        Self { cost, size: None }
    }
}

impl<'a> Walk<'a> {
    /// The cost of a call; the size of its result is remembered.
    pub fn call(&mut self, expr: &'a Expr, call: &'a Call) -> Range {
        if let ("dyn", [argument, ..]) = (call.function.as_str(), &call.arguments[..]) {
            let cost = self.cost(argument);
            self.copy_sizes(expr, argument);
            return cost.plus(Range::fixed(1));
        }
        let mut called = Called {
            function: &call.function,
            target: None,
            arguments: Vec::with_capacity(call.arguments.len()),
            costs: Vec::with_capacity(call.arguments.len()),
        };
        for argument in &call.arguments {
            called.costs.push(self.cost(argument));
            called.arguments.push(self.operand(argument));
        }
        let Some(Reference::Overloads(overloads)) = self.references().get(expr.id) else {
            return Range::ZERO;
        };
        let mut before = Range::ZERO;
        if let Some(target) = &call.target {
            before = self.cost(target);
            called.target = Some(self.operand(target));
        }
        before.plus(self.overloads(expr, &called, overloads))
    }

    /// The range that covers all overloads.
    fn overloads(&mut self, expr: &'a Expr, called: &Called<'a>, overloads: &[&str]) -> Range {
        let (mut cost, mut size) = (Range::EMPTY, None::<Range>);
        for overload in overloads {
            let estimate = self.overload(expr, called, overload);
            cost = cost.union(estimate.cost);
            if let Some(other) = estimate.size {
                size = Some(size.map_or(other, |size| size.union(other)));
            }
            let step = match *overload {
                "index_list" => Some("@items"),
                "index_map" => Some("@values"),
                _ => None,
            };
            if let (Some(step), [operand, ..]) = (step, &called.arguments[..]) {
                size = self.entries(operand.expr).map(Entries::value);
                self.enter(expr, operand.expr, step);
            }
            size = size.or_else(|| self.size(expr));
        }
        self.remember_size(expr, size);
        cost
    }

    fn operand(&mut self, expr: &'a Expr) -> Operand<'a> {
        Operand {
            expr,
            kind: self.kind(expr),
            path: self.visible_path(expr),
            size: self.size(expr),
        }
    }

    fn overload(&mut self, expr: &'a Expr, called: &Called<'a>, overload: &str) -> Estimate {
        let known = extension::estimate(self, called, overload)
            .or_else(|| kubernetes::estimate(self, called, overload));
        if let Some(Estimate { cost, size }) = known {
            let cost = cost.plus(called.arguments_cost());
            return Estimate { cost, size };
        }
        if let Some(estimate) = self.operator(expr, called, overload) {
            return estimate;
        }
        let Estimate { cost, size } =
            standard(called, overload).unwrap_or(Estimate::costs(Range::fixed(1)));
        let cost = cost.plus(called.arguments_cost());
        Estimate { cost, size }
    }

    /// Operators whose arguments are not all evaluated, or whose result holds what theirs do.
    fn operator(
        &mut self,
        expr: &'a Expr,
        called: &Called<'a>,
        overload: &str,
    ) -> Option<Estimate> {
        match (overload, &called.costs[..], &called.arguments[..]) {
            ("logical_or" | "logical_and", [left, right], _) => {
                let most = left.plus(*right).most;
                Some(Estimate::costs(Range::new(left.least, most)))
            }
            ("conditional", [condition, yes, no], [_, then, otherwise]) => {
                let entries = self.entries(then.expr).zip(self.entries(otherwise.expr));
                self.remember_entries(expr, entries.map(|(then, otherwise)| then.union(otherwise)));
                let cost = condition.plus(yes.union(*no));
                let size = Some(then.known_size().union(otherwise.known_size()));
                Some(Estimate { cost, size })
            }
            ("add_string" | "add_bytes" | "add_list", _, [left, right]) => {
                let entries = self.entries(left.expr).zip(self.entries(right.expr));
                self.remember_entries(expr, entries.map(|(left, right)| left.union(right)));
                let size = left.known_size().plus(right.known_size());
                let own = if overload == "add_list" {
                    Range::fixed(1)
                } else {
                    size.scaled(TRAVERSAL)
                };
                let cost = own.plus(called.arguments_cost());
                Some(Estimate {
                    cost,
                    size: Some(size),
                })
            }
            _ => None,
        }
    }
}

impl Called<'_> {
    fn arguments_cost(&self) -> Range {
        self.costs
            .iter()
            .fold(Range::ZERO, |sum, cost| sum.plus(*cost))
    }
}

impl Operand<'_> {
    /// The size that was computed; cel-go asks no one else here.
    pub fn known_size(&self) -> Range {
        self.size.unwrap_or(Range::UNKNOWN)
    }
}

/// The functions of the standard library whose cost depends on sizes. Sums and products that are not saturated here wrap in cel-go.
fn standard(called: &Called<'_>, overload: &str) -> Option<Estimate> {
    let traversal = |size: Range| size.scaled(TRAVERSAL);
    let known = |operand: &Operand<'_>| operand.known_size();
    let of_text = |size: Range, least: u64, most: u64| Estimate {
        cost: traversal(size),
        size: Some(Range::new(least, most)),
    };
    let estimate = match (overload, &called.target, &called.arguments[..]) {
        ("string_format", Some(target), _) => Estimate::costs(traversal(known(target))),
        ("string_to_bytes", _, [text]) => {
            let size = known(text);
            of_text(size, size.least, size.most.wrapping_mul(4))
        }
        ("bytes_to_string", _, [bytes]) => {
            let size = known(bytes);
            of_text(size, size.least / 4, size.most)
        }
        ("strings_quote", _, [text]) => {
            let size = known(text);
            let most = size.most.wrapping_mul(2).wrapping_add(2);
            of_text(size, size.least.wrapping_add(2), most)
        }
        ("starts_with_string" | "ends_with_string", _, [part]) => {
            Estimate::costs(traversal(known(part)))
        }
        ("in_list", _, [_, list]) => Estimate::costs(known(list)),
        ("matches_string", Some(text), [pattern]) => {
            Estimate::costs(regex(known(text), known(pattern)))
        }
        ("contains_string", Some(text), [part]) => {
            Estimate::costs(traversal(known(text)).times(traversal(known(part))))
        }
        _ if is_comparison(overload) => {
            let [left, right] = &called.arguments[..] else {
                return None;
            };
            let most = known(left).most.min(known(right).most);
            Estimate::costs(traversal(Range::new(most.min(1), most)))
        }
        _ => return None,
    };
    Some(estimate)
}

/// The cost of a search: one is added to the text, so that a pattern costs something on an empty one.
pub fn regex(text: Range, pattern: Range) -> Range {
    let text = text.plus(Range::fixed(1)).scaled(TRAVERSAL);
    text.times(pattern.scaled(REGEX))
}

/// Whether an overload compares what may be long.
fn is_comparison(overload: &str) -> bool {
    let ordering = overload
        .strip_suffix("_string")
        .or_else(|| overload.strip_suffix("_bytes"));
    let orderings = ["less", "less_equals", "greater", "greater_equals"];
    matches!(overload, "equals" | "not_equals")
        || ordering.is_some_and(|ordering| orderings.contains(&ordering))
}
