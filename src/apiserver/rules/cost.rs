//! What the expressions of a schema cost, one by one and together.

use super::{Declared, advice::Trial, expression::cost_with, site::factor, types::LARGEST_REQUEST};
use crate::apiserver::Path;

/// The most that one expression may cost (`StaticEstimatedCostLimit` of `apis/apiextensions/validation/validation.go`).
pub const MOST_PER_EXPRESSION: u64 = 10_000_000;

/// The most that all expressions of a schema may cost (`StaticEstimatedCRDCostLimit`).
pub const MOST_PER_SCHEMA: u64 = 100_000_000;

/// The expressions of a schema and what they cost.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Costs {
    /// The expressions in the order in which the server looks at them.
    pub expressions: Vec<Cost>,
    /// The sum of all costs, which saturates.
    pub total: u64,
}

/// An expression and what it costs at most, in units of cel-go.
#[derive(Clone, Debug, PartialEq)]
pub struct Cost {
    /// The field in the server's spelling.
    pub field: String,
    /// The JSON pointer of the text.
    pub pointer: String,
    /// Of one evaluation; 0 when the expression is wrong.
    pub per_call: u64,
    /// How often it may be evaluated in one object; 1 for the expression of a message, which the server does not multiply.
    pub cardinality: u64,
    /// Whether bounds in the schema say how often, or only the size of a request.
    pub is_bounded: bool,
    /// What the server adds up.
    pub cost: u64,
}

impl Costs {
    /// The indices of those that the server blames for the sum: the four dearest of at least a hundredth of what is allowed.
    pub(super) fn find_dearest(&self) -> Vec<usize> {
        let mut dear: Vec<usize> = (0..self.expressions.len()).collect();
        dear.retain(|index| self.expressions[*index].cost >= MOST_PER_SCHEMA / 100);
        dear.sort_by_key(|index| std::cmp::Reverse(self.expressions[*index].cost));
        dear.truncate(4);
        dear
    }

    /// The expressions that the server blames, with their fields below `own`; `None` when there are none.
    pub(super) fn show_dearest(&self, own: &str) -> Option<String> {
        let shown = self.find_dearest().into_iter().map(|index| {
            let Cost { field, cost, .. } = &self.expressions[index];
            let below = field.strip_prefix(own).unwrap_or(field);
            format!("`{}` with {}", below.trim_start_matches('.'), amount(*cost))
        });
        let shown: Vec<String> = shown.collect();
        (!shown.is_empty()).then(|| format!("make the dearest cheaper: {}", shown.join(", ")))
    }

    /// What all others cost.
    pub(super) fn sum_without(&self, index: usize) -> u64 {
        let others = self
            .expressions
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != index);
        others.fold(0, |sum, (_, cost)| sum.saturating_add(cost.cost))
    }

    /// Adds an expression.
    pub(super) fn observe(&mut self, cost: Cost) {
        self.total = self.total.saturating_add(cost.cost);
        self.expressions.push(cost);
    }
}

impl Cost {
    /// That of a rule, whose field is `path`.
    pub(super) fn of_rule(trial: &Trial<'_>, path: &Path<'_>) -> Self {
        let bound = trial.site.around.count(|_, schema| factor(schema));
        let cardinality = bound.unwrap_or_else(|| fitting(trial.declared));
        let per_call = per_call(trial);
        Self {
            is_bounded: bound.is_some(),
            cardinality,
            per_call,
            cost: per_call.saturating_mul(cardinality),
            ..Self::of_wrong(path)
        }
    }

    /// That of the expression of a message.
    pub(super) fn of_message(trial: &Trial<'_>, path: &Path<'_>) -> Self {
        let cost = per_call(trial);
        Self {
            per_call: cost,
            cost,
            ..Self::of_wrong(path)
        }
    }

    /// That of an expression that is wrong.
    pub(super) fn of_wrong(path: &Path<'_>) -> Self {
        Self {
            field: path.field(),
            pointer: path.pointer(),
            per_call: 0,
            cardinality: 1,
            is_bounded: true,
            cost: 0,
        }
    }
}

fn per_call(trial: &Trial<'_>) -> u64 {
    cost_with(trial.checked, &|steps| trial.declared.size_at(steps))
}

/// How many values of a node fit into a request.
pub fn fitting(declared: &Declared) -> u64 {
    let comma = 1;
    (LARGEST_REQUEST / declared.least_bytes.saturating_add(comma)).unsigned_abs()
}

/// A cost for people. What no bound of a schema or a request leads to comes from functions whose result has none.
pub fn amount(cost: u64) -> String {
    const UNBOUNDED: u64 = 1_000_000_000_000_000;
    if cost >= UNBOUNDED {
        return "an unbounded amount".to_owned();
    }
    let digits = cost.to_string();
    let mut shown = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}
