//! What expressions speak of: the names, values and numbers that series need so that something is selected.

use opsgen::{
    infer::Facts,
    promql::{
        ast::{Expr, MatchOp, Node},
        walk::{metric_name, walk},
    },
};
use std::collections::{BTreeMap, BTreeSet};

/// The words of some expressions.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// Names of series.
    pub series: BTreeSet<String>,
    /// Names of labels with the values that matchers ask for.
    pub labels: BTreeMap<String, BTreeSet<String>>,
    /// Numbers that values may be compared with.
    pub numbers: Vec<f64>,
}

impl Words {
    /// The words of an expression, and of the recordings that it reads.
    pub fn add(&mut self, facts: &Facts, expr: &Expr) {
        walk(expr, &mut |part| match &part.node {
            Node::Number(number) if !self.numbers.contains(&number.value) => {
                self.numbers.push(number.value);
            }
            Node::Selector(selector) => {
                for matcher in &selector.matchers {
                    self.matcher(&matcher.label.value, matcher.op, &matcher.value.value);
                }
                if let Some(name) = metric_name(selector) {
                    self.name(facts, &name.value);
                }
            }
            Node::Aggregate(aggregate) => {
                let labels = aggregate.grouping.iter().flat_map(|by| &by.labels);
                labels.for_each(|label| self.label(&label.value));
            }
            Node::Binary(binary) => {
                let matching = binary.matching.iter();
                let listed = matching.clone().filter_map(|found| found.labels.as_ref());
                let copied = matching.filter_map(|found| found.group.as_ref());
                let listed = listed.map(|(_, labels)| labels);
                let copied = copied.map(|(_, labels)| labels);
                let labels = listed.chain(copied).flatten();
                labels.for_each(|label| self.label(&label.value));
            }
            _ => {}
        });
    }

    fn name(&mut self, facts: &Facts, name: &str) {
        if self.series.insert(name.to_string()) {
            for recording in facts.recordings(name) {
                self.add(facts, &recording.expression.expr);
            }
        }
    }

    fn label(&mut self, name: &str) {
        if !name.starts_with("__") {
            self.labels.entry(name.to_string()).or_default();
        }
    }

    fn matcher(&mut self, label: &str, op: MatchOp, value: &str) {
        let regex = matches!(op, MatchOp::Regex | MatchOp::NotRegex);
        let values = value.split(if regex { '|' } else { '\n' });
        let values = values.filter(|value| !value.is_empty());
        // What a pattern can match, roughly.
        let values = values.map(|value| value.replace(".*", "").replace(".+", "x"));
        if label == "__name__" {
            self.series.extend(values);
        } else {
            self.label(label);
            let known = self.labels.entry(label.to_string()).or_default();
            known.extend(values.filter(|value| !value.is_empty()));
        }
    }
}
