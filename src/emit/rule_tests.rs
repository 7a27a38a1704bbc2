//! Alert tests as promtool's rule tests, with the rule files that they run on.
//!
//! What promtool does (3.15, `cmd/promtool/unittest.go`): every group is evaluated at the file's `evaluation_interval`, in random
//! order unless `group_eval_order` names it; `alert_rule_test` compares all labels but `alertname` and all annotations, so an alert
//! whose texts a test leaves open is looked up in `ALERTS` instead, where a query sees only the last five minutes.

use super::rule_group::group;
use crate::{
    artifact::{Map, Node, Value},
    model::{
        Alert, Group, Model, Name,
        names::{ALERT_NAME, ALERT_STATE, ALERTS},
        rule::{Firing, Test, Texts},
    },
    promql::{
        self,
        ast::{Expr, MatchOp},
    },
};
use indexmap::IndexMap;
use std::{borrow::Cow, collections::BTreeMap};

/// Labels or annotations by name.
type Pairs<'a> = BTreeMap<&'a str, &'a str>;

/// The base's name where an environment's stands.
const BASE: &str = "base";

/// Rule files and test files for `promtool test rules`, by the name under which a test file finds its rules; without tests none.
///
/// The tests of the base run on the rules of the environment that they name, with what that environment changes of them; tests
/// that only an environment has run on its rules. Groups that are evaluated at different intervals have files of their own.
pub fn rule_tests(base: &Model, environments: &[Model]) -> Vec<(String, Node)> {
    let mut files = Vec::new();
    for model in std::iter::once(base).chain(environments) {
        let mut by_interval: IndexMap<i64, Vec<Node>> = IndexMap::new();
        for case in cases(model, base) {
            let interval = case
                .group
                .interval
                .as_ref()
                .map_or(model.prometheus.evaluation_interval.millis, |own| {
                    own.value.millis
                });
            by_interval
                .entry(interval)
                .or_default()
                .push(case.node(model, interval));
        }
        if by_interval.is_empty() {
            continue;
        }
        let environment = model.environment.as_ref().map_or(BASE, Name::as_str);
        let rules = format!("{environment}.rules.yaml");
        let alone = by_interval.len() == 1;
        for (interval, tests) in by_interval {
            let mark = if alone {
                String::new()
            } else {
                format!(".{}", milliseconds(interval))
            };
            let file = test_file(model, &rules, interval, tests);
            files.push((format!("{environment}{mark}.test.yaml"), file));
        }
        let groups = Node::list(model.groups.iter().map(plain));
        files.push((rules, Node::map().with("groups", groups)));
    }
    files
}

fn test_file(model: &Model, rules: &str, interval: i64, tests: Vec<Node>) -> Node {
    let groups = model.groups.iter().map(|group| &group.name.value);
    Node::map()
        .with("rule_files", Node::list([rules.to_string()]))
        .with("evaluation_interval", milliseconds(interval))
        .with("group_eval_order", Node::list(groups))
        .with("tests", tests)
}

/// Field of a group that the operator knows for Thanos, and Prometheus does not.
const THANOS: &str = "partial_response_strategy";

/// A group as Prometheus takes it.
fn plain(of: &Group) -> Node {
    let mut tree = group(of);
    if let Value::Map(entries) = &mut tree.value {
        entries.retain(|(key, _)| key != THANOS);
    }
    tree
}

/// A test with the alert as it is where it runs.
struct Case<'a> {
    group: &'a Group,
    alert: &'a Alert,
    test: &'a Test,
}

/// The tests that run on the rules of a model.
fn cases<'a>(model: &'a Model, base: &'a Model) -> Vec<Case<'a>> {
    let Some(environment) = &model.environment else {
        return every(model)
            .filter(|case| case.test.environment.is_none())
            .collect();
    };
    let named = |case: &Case| case.test.environment.as_ref() == Some(environment);
    let is_in_base = |case: &Case| every(base).any(|known| known.key() == case.key());
    let own = every(model).filter(|case| named(case) || !is_in_base(case));
    let is_here = |case: &Case| model.alerts().any(|alert| alert.key == case.alert.key);
    // An alert that the environment does not have cannot fire there, which a test may say.
    let removed = every(base).filter(|case| named(case) && !is_here(case));
    own.chain(removed).collect()
}

fn every(model: &Model) -> impl Iterator<Item = Case<'_>> {
    let alerts = model
        .groups
        .iter()
        .flat_map(|group| group.alerts.iter().map(move |alert| (group, alert)));
    alerts.flat_map(|(group, alert)| {
        alert
            .tests
            .iter()
            .map(move |test| Case { group, alert, test })
    })
}

impl<'a> Case<'a> {
    /// What tells it from the other tests of the project.
    fn key(&self) -> (&'a str, &'a str) {
        (self.alert.key.as_str(), self.test.name.as_str())
    }

    fn node(&self, model: &Model, evaluation_interval: i64) -> Node {
        let series = self.test.series.iter().map(|series| {
            Node::map()
                .with("series", &series.selector)
                .with("values", &series.values)
                .at(series.written.span)
        });
        // promtool asks for alerts by name, so it cannot tell two of one name apart.
        let of_name = model.alerts().filter(|alert| alert.name == self.alert.name);
        let is_alone = of_name.count() < 2;
        let texts_known = self
            .test
            .fires
            .iter()
            .all(|firing| self.says_all_texts(firing));
        let (kind, question) = if is_alone && texts_known {
            ("alert_rule_test", self.by_name())
        } else {
            ("promql_expr_test", self.by_series(evaluation_interval))
        };
        let external = &model.prometheus.external_labels;
        let external = external
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()));
        Node::map()
            .with("name", format!("{} / {}", self.key().0, self.key().1))
            .with("interval", milliseconds(self.test.interval.millis))
            .with_filled("external_labels", map(external.collect()))
            .with("input_series", Node::list(series))
            .with(kind, Node::list([question]))
            .at(self.test.name.span)
    }

    /// Whether every text of the alert is known, so that promtool can compare them.
    fn says_all_texts(&self, firing: &Firing) -> bool {
        let mut texts = self.alert.annotations.iter();
        texts.all(|(name, text)| text.is_static() || firing.annotations.contains_key(name))
    }

    fn by_name(&self) -> Node {
        let alerts = self.test.fires.iter().map(|firing| {
            let mut texts = constants(&self.alert.annotations);
            texts.extend(
                firing
                    .annotations
                    .iter()
                    .map(|(name, text)| (name.as_str(), text.as_str())),
            );
            Node::map()
                .with("exp_labels", map(self.labels(firing)))
                .with("exp_annotations", map(texts))
                .at(firing.span)
        });
        Node::map()
            .with("eval_time", milliseconds(self.test.at.millis))
            .with("alertname", &self.alert.name.value)
            .with("exp_alerts", Node::list(alerts))
    }

    /// The same question without the texts, at the last evaluation before the instant, for the alerts with the rule's labels.
    fn by_series(&self, evaluation_interval: i64) -> Node {
        let state = [
            (ALERT_NAME, self.alert.name.as_str()),
            (ALERT_STATE, "firing"),
        ];
        let step = evaluation_interval.max(1);
        let mut asked = self.constants();
        asked.extend(state);
        let samples = self.test.fires.iter().map(|firing| {
            let mut labels = self.labels(firing);
            labels.extend(state);
            Node::map()
                .with("labels", series(&labels))
                .with("value", 1_i64)
                .at(firing.span)
        });
        Node::map()
            .with("expr", series(&asked))
            .with("eval_time", milliseconds(self.test.at.millis / step * step))
            .with("exp_samples", Node::list(samples))
    }

    /// The labels of an alert that fires: its group's, its own, those of its series. One without a text is none.
    fn labels(&self, firing: &'a Firing) -> Pairs<'a> {
        let mut labels = self.constants();
        labels.extend(
            firing
                .labels
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str())),
        );
        labels.retain(|_, value| !value.is_empty());
        labels
    }

    /// The labels that every alert of the rule has.
    fn constants(&self) -> Pairs<'a> {
        let mut labels = constants(&self.group.labels);
        for (name, text) in &self.alert.labels {
            // What the rule sets wins over its group, also where it says it anew for every series.
            labels.remove(name.as_str());
            if text.is_static() {
                labels.insert(name, &text.value);
            }
        }
        labels
    }
}

/// The texts that say the same for every series.
fn constants(texts: &Texts) -> Pairs<'_> {
    let constants = texts.iter().filter(|(_, text)| text.is_static());
    constants
        .map(|(name, text)| (name.as_str(), text.value.as_str()))
        .collect()
}

fn map(pairs: Pairs) -> Node {
    let entries = pairs
        .into_iter()
        .map(|(name, value)| (Cow::Owned(name.to_string()), Node::from(value.to_string())));
    Value::Map(entries.collect::<Map>()).into()
}

/// `ALERTS` with labels, as PromQL.
fn series(labels: &Pairs) -> String {
    let selector = labels
        .iter()
        .fold(Expr::selector(ALERTS), |selector, (name, value)| {
            selector.with_matcher(name, MatchOp::Equal, value)
        });
    promql::print(&selector)
}

fn milliseconds(length: i64) -> String {
    if length % 1000 == 0 {
        format!("{}s", length / 1000)
    } else {
        format!("{length}ms")
    }
}
