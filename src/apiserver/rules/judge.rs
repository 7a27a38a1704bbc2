//! The expressions of a schema: whether the server takes them, and what they cost.

use super::{
    Declared, advice,
    expression::{OLD_SELF, compile_message, compile_rule, cost_with},
    site::{Site, factor, visit},
    types::LARGEST_REQUEST,
};
use crate::{
    apiserver::{Cause, Finding, Path, Schema, Validation},
    cel::{Error, types::Checked},
};

/// gen's names for what is wrong with an expression.
const EXPRESSION: &str = "rule-expression";
const TRANSITION: &str = "transition-rule";
const COST: &str = "rule-cost";

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

/// Judges the expressions below a node. The server skips those of nodes at or below which the schema itself is refused: `refused` are these
/// findings of the schema's walk (with [`super::check_form`]), without those of structure and defaults, which hide all expressions.
pub fn judge(root: &Schema, path: &Path<'_>, refused: &[Finding]) -> (Vec<Finding>, Costs) {
    let mut judge = Judge::default();
    visit(root, path, &mut |site| {
        let own = site.path.field();
        if !refused
            .iter()
            .any(|finding| is_within(&finding.field, &own))
        {
            judge.site(site);
        }
    });
    judge.total(root, path);
    (judge.findings, judge.costs)
}

/// Whether a field is another or below it.
fn is_within(field: &str, own: &str) -> bool {
    let rest = field.strip_prefix(own);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

#[derive(Default)]
struct Judge {
    findings: Vec<Finding>,
    costs: Costs,
}

impl Judge {
    fn site(&mut self, site: &Site<'_>) {
        let list = site.path.child("x-kubernetes-validations");
        let Some(declared) = site.declared else {
            let message = "the server knows no type for the values that the rules are about";
            let finding = Finding::new(&list, Cause::Internal, EXPRESSION, message);
            let help = "give the schema a `type`, and the items or values below it too, or move the rules to a part that has one";
            self.findings.push(finding.with_help(help));
            return;
        };
        for (index, rule) in site.schema.validations.iter().enumerate() {
            let path = list.index(index);
            let uses_old_self = self.rule(site, declared, rule, &path);
            self.transition(site, rule, &path, uses_old_self);
        }
    }

    /// Returns whether the rule uses `oldSelf`; it does not when it is wrong.
    fn rule(
        &mut self,
        site: &Site<'_>,
        declared: &Declared,
        rule: &Validation,
        path: &Path<'_>,
    ) -> bool {
        let own = path.child("rule");
        let checked = match compile_rule(rule, declared) {
            Ok(checked) => checked,
            Err(errors) => {
                self.wrong(&own, errors);
                self.costs.observe(Cost::of_wrong(&own));
                return false;
            }
        };
        let cost = Cost::of_rule(site, declared, &checked, &own);
        self.limit(&cost, &own, || {
            advice::advise(site, declared, &checked, MOST_PER_EXPRESSION)
        });
        self.costs.observe(cost);
        if !rule.message_expression.is_empty() {
            self.message(declared, rule, &path.child("messageExpression"));
        }
        checked.uses(OLD_SELF)
    }

    fn message(&mut self, declared: &Declared, rule: &Validation, path: &Path<'_>) {
        match compile_message(rule, declared) {
            Ok(checked) => {
                let cost = Cost::of_message(declared, &checked, path);
                self.limit(&cost, path, || None);
                self.costs.observe(cost);
            }
            Err(errors) => {
                self.wrong(path, errors);
                self.costs.observe(Cost::of_wrong(path));
            }
        }
    }

    fn wrong(&mut self, path: &Path<'_>, errors: Vec<Error>) {
        self.findings
            .extend(errors.into_iter().map(|error| Finding {
                range: Some(error.range),
                help: error.help,
                ..Finding::new(path, Cause::Invalid, EXPRESSION, error.message)
            }));
    }

    fn limit(&mut self, cost: &Cost, path: &Path<'_>, advise: impl FnOnce() -> Option<String>) {
        if cost.cost <= MOST_PER_EXPRESSION {
            return;
        }
        let (found, most) = (amount(cost.cost), amount(MOST_PER_EXPRESSION));
        let message = format!("the expression may cost {found}, and at most {most} are allowed");
        let finding = Finding::new(path, Cause::Forbidden, COST, message);
        let help = advise().unwrap_or_else(|| SIMPLER.to_owned());
        self.findings.push(finding.with_help(help));
    }

    fn transition(
        &mut self,
        site: &Site<'_>,
        rule: &Validation,
        path: &Path<'_>,
        uses_old_self: bool,
    ) {
        if uses_old_self {
            let Some(list) = site.around.find_uncorrelatable() else {
                return;
            };
            let message = format!(
                "`oldSelf` is unknown here: items of the list `{}` are not found again in the old object",
                list.way()
            );
            let finding = Finding::new(&path.child("rule"), Cause::Invalid, TRANSITION, message);
            let help = "give the list `x-kubernetes-list-type: map` and its keys, or write the rule at the list or above it";
            self.findings.push(finding.with_help(help));
        } else if rule.optional_old_self.is_some() {
            let message = "`optionalOldSelf` is set for a rule that does not use `oldSelf`";
            let finding = Finding::new(
                &path.child("optionalOldSelf"),
                Cause::Invalid,
                TRANSITION,
                message,
            );
            self.findings.push(finding.with_help("leave it out"));
        }
    }

    /// The sum; the server blames the dearest expressions beside it.
    fn total(&mut self, root: &Schema, path: &Path<'_>) {
        let (found, most) = (amount(self.costs.total), amount(MOST_PER_SCHEMA));
        if self.costs.total <= MOST_PER_SCHEMA {
            return;
        }
        for index in self.costs.find_dearest() {
            let cost = &self.costs.expressions[index];
            let message = format!(
                "the expression adds {} to a sum of {found}, and at most {most} are allowed in a schema",
                amount(cost.cost)
            );
            let left = MOST_PER_SCHEMA.checked_sub(self.costs.sum_without(index));
            let help = left.and_then(|left| advice::advise_at(root, path, cost, left));
            self.findings.push(Finding {
                field: cost.field.clone(),
                pointer: cost.pointer.clone(),
                help: help.or_else(|| Some(SIMPLER.to_owned())),
                ..Finding::new(path, Cause::Forbidden, COST, message)
            });
        }
        let message = format!(
            "the expressions of the schema may cost {found}, and at most {most} are allowed"
        );
        let finding = Finding::new(path, Cause::Forbidden, COST, message);
        self.findings.push(finding.with_help(SIMPLER));
    }
}

/// What to do when no bounds are known that help.
const SIMPLER: &str = "make the expression simpler: the server knows no bound for what some functions yield, such as `string()` and `format()`";

impl Costs {
    /// The indices of those that the server blames for the sum: the four dearest of at least a hundredth of what is allowed.
    fn find_dearest(&self) -> Vec<usize> {
        let mut dear: Vec<usize> = (0..self.expressions.len()).collect();
        dear.retain(|index| self.expressions[*index].cost >= MOST_PER_SCHEMA / 100);
        dear.sort_by_key(|index| std::cmp::Reverse(self.expressions[*index].cost));
        dear.truncate(4);
        dear
    }

    fn sum_without(&self, index: usize) -> u64 {
        let others = self
            .expressions
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != index);
        others.fold(0, |sum, (_, cost)| sum.saturating_add(cost.cost))
    }

    fn observe(&mut self, cost: Cost) {
        self.total = self.total.saturating_add(cost.cost);
        self.expressions.push(cost);
    }
}

impl Cost {
    fn of_rule(site: &Site<'_>, declared: &Declared, checked: &Checked, path: &Path<'_>) -> Self {
        let bound = site.around.count(|_, schema| factor(schema));
        let cardinality = bound.unwrap_or_else(|| fitting(declared));
        let per_call = cost_at(checked, declared);
        Self {
            is_bounded: bound.is_some(),
            cardinality,
            per_call,
            cost: per_call.saturating_mul(cardinality),
            ..Self::of_wrong(path)
        }
    }

    fn of_message(declared: &Declared, checked: &Checked, path: &Path<'_>) -> Self {
        let cost = cost_at(checked, declared);
        Self {
            per_call: cost,
            cost,
            ..Self::of_wrong(path)
        }
    }

    fn of_wrong(path: &Path<'_>) -> Self {
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

fn cost_at(checked: &Checked, declared: &Declared) -> u64 {
    cost_with(checked, &|steps| declared.size_at(steps))
}

/// How many values of a node fit into a request.
pub fn fitting(declared: &Declared) -> u64 {
    let comma = 1;
    (LARGEST_REQUEST / declared.least_bytes.saturating_add(comma)).unsigned_abs()
}

/// A cost for people.
pub fn amount(cost: u64) -> String {
    if cost == u64::MAX {
        return "without bound".to_owned();
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
