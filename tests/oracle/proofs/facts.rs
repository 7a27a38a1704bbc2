//! Everything inferred of an expression and its parts is true of what they yield.

use super::{
    catalogue::{Extent, series},
    evaluate::{Outcome, Sample, Task, evaluate},
    grounds::grounds,
    words::Words,
};
use crate::{language::number, random::Random};
use opsgen::{
    infer::{Facts, Inferred, Interval, Kind, Known, Naming, Presence, Unit},
    promql::{ValueType, ast::Expr, print::print, types::type_of},
};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Expressions that are evaluated on the same series.
const TOGETHER: usize = 25;

/// When they are evaluated, in seconds.
const TIMES: [u32; 2] = [1500, 3600];

/// How many wrong facts are shown.
const SHOWN: usize = 40;

#[test]
#[ignore = "needs ci/oracles.sh"]
fn what_is_inferred_is_true_of_what_expressions_yield() {
    let mut random = Random::new(number("SEED", 1));
    let count = usize::try_from(number("PROOFS", 1_500)).expect("it is small");
    let grounds = grounds();
    let mut tally = Tally::default();
    for ground in &grounds {
        let facts = Facts::of(&ground.judged.model);
        let exprs = (0..count / grounds.len()).map(|_| ground.vector(&mut random).1);
        tally.hold_all(&facts, &exprs.collect::<Vec<Expr>>(), &mut random);
    }
    tally.report();
}

/// What came of holding facts against results.
#[derive(Default)]
struct Tally {
    expressions: usize,
    parts: usize,
    failed: usize,
    empty: usize,
    samples: usize,
    facts: usize,
    /// By what is wrong where: how often, and the shortest example.
    wrong: BTreeMap<String, (usize, String)>,
}

impl Tally {
    fn hold_all(&mut self, facts: &Facts, exprs: &[Expr], random: &mut Random) {
        self.expressions += exprs.len();
        let chunks: Vec<&[Expr]> = exprs.chunks(TOGETHER).collect();
        for chunks in chunks.chunks(40) {
            let inferred: Vec<Vec<Inferred>> = chunks
                .iter()
                .map(|exprs| exprs.iter().map(|expr| facts.expression(expr)).collect())
                .collect();
            let nodes: Vec<Vec<&Inferred>> = inferred.iter().map(|roots| instant(roots)).collect();
            let tasks = chunks.iter().zip(&nodes).map(|(exprs, nodes)| {
                let mut words = Words::default();
                exprs.iter().for_each(|expr| words.add(facts, expr));
                Task {
                    series: series(facts, &words, Extent::Some, random),
                    times: TIMES.to_vec(),
                    exprs: nodes.iter().map(|node| print(node.expr)).collect(),
                }
            });
            let tasks: Vec<Task> = tasks.collect();
            for ((task, nodes), answers) in tasks.iter().zip(&nodes).zip(evaluate(&tasks)) {
                let mut blamed = BTreeSet::new();
                for (node, outcomes) in nodes.iter().zip(answers) {
                    let parts = node.parts.iter().flat_map(Inferred::nodes);
                    let is_follow_up = parts
                        .map(|part| print(part.expr))
                        .any(|part| blamed.contains(&part));
                    for outcome in outcomes.iter().filter(|_| !is_follow_up) {
                        if self.hold(task, node, outcome) {
                            blamed.insert(print(node.expr));
                        }
                    }
                }
            }
        }
    }

    /// Whether something is wrong.
    fn hold(&mut self, task: &Task, node: &Inferred, outcome: &Outcome) -> bool {
        self.parts += 1;
        if !outcome.error.is_empty() {
            self.failed += 1;
            return false;
        }
        let samples = outcome.samples();
        self.empty += usize::from(samples.is_empty());
        self.samples += samples.len();
        let lies = lies(&node.known, &samples, &mut self.facts);
        for (what, sample) in &lies {
            let text = print(node.expr);
            let example = format!("{text}\n    {sample}\n    on {}", task.series.len());
            let head = text
                .split(['(', '{'])
                .next()
                .unwrap_or_default()
                .to_string();
            let kind = format!("{what} · {head}");
            let known = self.wrong.entry(kind).or_insert((0, example.clone()));
            known.0 += 1;
            if example.len() < known.1.len() {
                known.1 = example;
            }
        }
        !lies.is_empty()
    }

    fn report(&self) {
        eprintln!(
            "{} expressions, {} evaluations of parts ({} failed, {} empty), {} series, {} facts, {} kinds of wrong facts",
            self.expressions,
            self.parts,
            self.failed,
            self.empty,
            self.samples,
            self.facts,
            self.wrong.len()
        );
        // Facts about nothing are true.
        assert!(self.samples > self.parts / 4, "the series are too weak");
        let shown = self.wrong.iter().take(SHOWN);
        let shown: Vec<String> = shown
            .map(|(what, (count, example))| format!("{what} ({count} times)\n  {example}"))
            .collect();
        assert!(shown.is_empty(), "{}", shown.join("\n"));
    }
}

/// The parts that yield vectors or scalars, each text once, the shorter first: inner ones before outer ones.
fn instant<'i, 'a>(roots: &'i [Inferred<'a>]) -> Vec<&'i Inferred<'a>> {
    let nodes = roots.iter().flat_map(Inferred::nodes);
    let nodes =
        nodes.filter(|node| matches!(type_of(node.expr), ValueType::Vector | ValueType::Scalar));
    let by_text: BTreeMap<String, &Inferred> = nodes.map(|node| (print(node.expr), node)).collect();
    let mut nodes: Vec<(String, &Inferred)> = by_text.into_iter().collect();
    nodes.sort_by_key(|(text, _)| text.len());
    nodes.into_iter().map(|(_, node)| node).collect()
}

/// What is wrong with what is known, each with the series that shows it. Counts the facts.
fn lies(known: &Known, samples: &[Sample], facts: &mut usize) -> Vec<(String, String)> {
    let mut wrong = Vec::new();
    let mut say = |what: String, sample: &Sample| wrong.push((what, format!("{sample:?}")));
    for sample in samples {
        name(known, sample, &mut say);
        labels(known, sample, facts, &mut say);
        value(known, sample, facts, &mut say);
    }
    if let Some(key) = &known.key {
        *facts += 1;
        let mut seen = BTreeMap::new();
        for sample in samples {
            let values: Vec<_> = key
                .labels
                .iter()
                .map(|label| sample.labels.get(*label))
                .collect();
            if seen.insert(values, sample).is_some() {
                say(format!("not unique by {:?}", key.labels), sample);
            }
        }
    }
    wrong
}

fn name(known: &Known, sample: &Sample, say: &mut dyn FnMut(String, &Sample)) {
    let name = sample.labels.get("__name__").map(String::as_str);
    let wrong = match known.name {
        Naming::Dropped => name.is_some(),
        Naming::Is(known) => name != Some(known),
        Naming::Unknown => false,
    };
    if wrong {
        say(format!("name is not {:?}", known.name), sample);
    }
}

fn labels(known: &Known, sample: &Sample, facts: &mut usize, say: &mut dyn FnMut(String, &Sample)) {
    for label in known.labels.iter() {
        *facts += 1;
        match sample.labels.get(label.name) {
            None if label.presence == Presence::Must => say(format!("no {}", label.name), sample),
            Some(value) if !label.values.may_be(value) => {
                say(
                    format!("{} is none of {:?}", label.name, label.values),
                    sample,
                );
            }
            _ => {}
        }
    }
    for name in sample.labels.keys().filter(|name| *name != "__name__") {
        if known.labels.presence(name) == Presence::Never {
            say(format!("{name} exists"), sample);
        }
    }
}

fn value(known: &Known, sample: &Sample, facts: &mut usize, say: &mut dyn FnMut(String, &Sample)) {
    let Some(number) = sample.number() else {
        if !known.kind.is_native() && known.kind != Kind::Unknown {
            say(format!("histogram is a {}", known.kind.name()), sample);
        }
        return;
    };
    *facts += 1;
    if known.kind.is_native() {
        say("number is a native histogram".to_string(), sample);
    }
    let range = &known.range;
    let inside = match number.is_nan() {
        true => range.nan,
        false => {
            range.contains(number) || is_near(number, range.low) || is_near(number, range.high)
        }
    };
    if !inside {
        say(
            format!("{number} is not in {}, NaN {}", range.name(), range.nan),
            sample,
        );
    }
}

/// Whether two numbers are the same but for rounding, which depends on the order of steps.
fn is_near(left: f64, right: f64) -> bool {
    (left - right).abs() <= 1e-9 * right.abs().max(1e-9)
}

#[test]
fn wrong_facts_are_seen() {
    let known = Known::number(Unit::Number, Interval::new(0.0, 1.0));
    let sample = |labels: Value, value: &str| -> Sample {
        let sample = json!({ "labels": labels, "value": value });
        serde_json::from_value(sample).expect("it is a sample")
    };
    let count = |samples: &[Sample]| lies(&known, samples, &mut 0).len();
    let right = sample(json!({}), "0.5");
    assert_eq!(count(std::slice::from_ref(&right)), 0);
    assert_eq!(count(&[sample(json!({ "job": "a" }), "0.5")]), 1, "a label");
    assert_eq!(count(&[sample(json!({}), "1.5")]), 1, "too large");
    assert_eq!(count(&[sample(json!({}), "NaN")]), 1, "NaN");
    assert_eq!(count(&[right.clone(), right]), 1, "two series");
    let name = json!({ "__name__": "a" });
    assert_eq!(count(&[sample(name, "0.5")]), 1, "a name");
}
