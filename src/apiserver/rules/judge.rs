//! The expressions of a schema: whether the server takes them, and what they cost.

use super::{
    Declared,
    advice::{GENERAL, Trial, advise, advise_at},
    cost::{Cost, Costs, MOST_PER_EXPRESSION, MOST_PER_SCHEMA, amount},
    expression::{compile_message, compile_rule, find_old_self},
    site::{Site, visit},
};
use crate::{
    apiserver::{Cause, Finding, Path, Schema, Validation},
    cel::Error,
};
use std::{collections::BTreeSet, ops::Range};

/// gen's names for what is wrong with an expression.
const EXPRESSION: &str = "rule-expression";
const TRANSITION: &str = "transition-rule";
const COST: &str = "rule-cost";

/// For how many expressions of a schema bounds are looked for at most: trying takes time.
const MOST_ADVISED: usize = 50;

/// Judges the expressions below a node. The server skips those of nodes at or below which the schema itself is refused: `refused` are these
/// findings of the schema's walk (with [`super::check_form`]), without those of structure and defaults, which hide all expressions.
pub fn judge(root: &Schema, path: &Path<'_>, refused: &[Finding]) -> (Vec<Finding>, Costs) {
    let mut judge = Judge::default();
    let refused: BTreeSet<&str> = refused.iter().map(|finding| &finding.field[..]).collect();
    visit(root, path, &mut |site| {
        if refused.is_empty() || !is_at_or_above(&site.path.field(), &refused) {
            judge.site(site);
        }
    });
    judge.total(root, path);
    (judge.findings, judge.costs)
}

/// Whether a field is one of others, or one of them is below it.
fn is_at_or_above(field: &str, others: &BTreeSet<&str>) -> bool {
    let from = others.range(field..);
    let mut below = from.map_while(|other| other.strip_prefix(field));
    below.any(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

#[derive(Default)]
struct Judge {
    findings: Vec<Finding>,
    costs: Costs,
    /// How many expressions were tried with other bounds.
    advised: usize,
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
            let old_self = self.rule(site, declared, rule, &path);
            self.transition(site, rule, &path, old_self);
        }
    }

    /// Returns where the rule uses `oldSelf`; a wrong one does not.
    fn rule(
        &mut self,
        site: &Site<'_>,
        declared: &Declared,
        rule: &Validation,
        path: &Path<'_>,
    ) -> Option<Range<usize>> {
        let own = path.child("rule");
        let checked = match compile_rule(rule, declared) {
            Ok(checked) => checked,
            Err(errors) => {
                self.wrong(&own, errors);
                self.costs.observe(Cost::of_wrong(&own));
                return None;
            }
        };
        let trial = Trial {
            site,
            declared,
            checked: &checked,
            is_multiplied: true,
        };
        self.limit(Cost::of_rule(&trial, &own), &own, &trial);
        if !rule.message_expression.is_empty() {
            self.message(site, declared, rule, &path.child("messageExpression"));
        }
        find_old_self(&checked)
    }

    fn message(
        &mut self,
        site: &Site<'_>,
        declared: &Declared,
        rule: &Validation,
        path: &Path<'_>,
    ) {
        match compile_message(rule, declared) {
            Ok(checked) => {
                let trial = Trial {
                    site,
                    declared,
                    checked: &checked,
                    is_multiplied: false,
                };
                self.limit(Cost::of_message(&trial, path), path, &trial);
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

    /// Notes a cost, and that it is too high.
    fn limit(&mut self, cost: Cost, path: &Path<'_>, trial: &Trial<'_>) {
        if cost.cost > MOST_PER_EXPRESSION {
            let (found, most) = (amount(cost.cost), amount(MOST_PER_EXPRESSION));
            let message =
                format!("the expression may cost {found}, and at most {most} are allowed");
            let help = match self.advised {
                MOST_ADVISED.. => GENERAL.to_owned(),
                _ => advise(trial, MOST_PER_EXPRESSION),
            };
            self.advised += 1;
            let finding = Finding::new(path, Cause::Forbidden, COST, message);
            self.findings.push(finding.with_help(help));
        }
        self.costs.observe(cost);
    }

    fn transition(
        &mut self,
        site: &Site<'_>,
        rule: &Validation,
        path: &Path<'_>,
        old_self: Option<Range<usize>>,
    ) {
        if old_self.is_some() {
            let Some(list) = site.around.find_uncorrelatable() else {
                return;
            };
            let message = format!(
                "`oldSelf` is unknown here: items of the list `{}` are not found again in the old object",
                list.way()
            );
            let finding = Finding::new(&path.child("rule"), Cause::Invalid, TRANSITION, message);
            let help = "give the list `x-kubernetes-list-type: map` and its keys, or write the rule at the list or above it";
            self.findings.push(Finding {
                range: old_self,
                ..finding.with_help(help)
            });
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
            if cost.cost > MOST_PER_EXPRESSION {
                continue; // that was told already
            }
            let message = format!(
                "the expression adds {} to a sum of {found}, and at most {most} are allowed in a schema",
                amount(cost.cost)
            );
            let left = MOST_PER_SCHEMA.checked_sub(self.costs.sum_without(index));
            let help = left.and_then(|left| advise_at(root, path, cost, left));
            self.findings.push(Finding {
                field: cost.field.clone(),
                pointer: cost.pointer.clone(),
                help: help.or_else(|| Some(GENERAL.to_owned())),
                ..Finding::new(path, Cause::Forbidden, COST, message)
            });
        }
        let message = format!(
            "the expressions of the schema may cost {found}, and at most {most} are allowed"
        );
        let finding = Finding::new(path, Cause::Forbidden, COST, message);
        let help = self.costs.show_dearest(&path.field());
        self.findings.push(Finding { help, ..finding });
    }
}
