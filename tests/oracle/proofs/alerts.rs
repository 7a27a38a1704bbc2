//! What is found in random alerts is held against what Prometheus makes of them.

use super::{
    findings::{Judged, Tally, yielding},
    grammar::Grammar,
};
use crate::{
    cases::cases,
    judge::none_refused,
    language::number,
    mutate::Seeds,
    random::Random,
    support::{compiled, root},
};
use opsgen::{
    check,
    infer::Facts,
    promql::{self, Options, ValueType, history::Features, types::type_of},
};
use std::{fs, path::Path};

/// Alerts that stand in one project.
const TOGETHER: usize = 250;

/// Refutations that are shown.
const SHOWN: usize = 25;

/// A project that random alerts are added to, and where they come from.
struct Ground {
    toml: String,
    source: Source,
}

enum Source {
    Grammar(Grammar),
    Mutations(Seeds),
}

impl Ground {
    fn next(&self, random: &mut Random) -> String {
        match &self.source {
            Source::Grammar(grammar) => {
                let depth = 1 + random.below(3);
                grammar.vector(random, depth)
            }
            Source::Mutations(seeds) => seeds.mutation(random),
        }
    }

    /// An expression that may stand in an alert.
    fn expression(&self, random: &mut Random) -> String {
        loop {
            let text = self.next(random);
            let options = Options {
                features: Features::ALL,
                placeholders: false,
                ..Options::default()
            };
            let (expr, errors) = promql::parse(&text, &options);
            let plain = !text.contains(['\'', '$', '\0']) && text.chars().all(|c| !c.is_control());
            if errors.is_empty()
                && plain
                && type_of(&expr) == ValueType::Vector
                && text.len() < 1_000
            {
                return text;
            }
        }
    }

    fn project(&self, random: &mut Random) -> String {
        let mut toml = self.toml.clone();
        for index in 0..TOGETHER {
            let expr = self.expression(random);
            toml += &format!("\n[alerts.Random{index}]\nexpr = '{expr}'\n");
        }
        toml
    }
}

fn grounds() -> Vec<Ground> {
    let shop = include_str!("shop.toml");
    let compiled = compiled(shop, Path::new(".")).unwrap_or_else(|found| panic!("{found}"));
    let facts = Facts::of(&compiled.models[0]);
    let grammar = Grammar::over(&facts);
    let mut grounds = vec![Ground {
        toml: shop.to_string(),
        source: Source::Grammar(grammar),
    }];
    let path = root().join("tests/check/promql.cases");
    let text = fs::read_to_string(path).expect("there are cases");
    let (shared, _) = text.split_once("\n=== ").expect("there is a case");
    let all: Vec<String> = cases()
        .iter()
        .flat_map(|case| written(&case.plain()))
        .collect();
    grounds.push(Ground {
        toml: format!(
            "[targets]\nprometheus = \"3.15\"\nfeatures = [\"promql-experimental-functions\"]\n{}",
            crate::cases::whole(shared)
        ),
        source: Source::Mutations(Seeds::new(
            all,
            &["0", "1", "2", "1.5", "<", ">", "==", "le", "job"],
        )),
    });
    grounds
}

/// The expressions of a project as they stand in its text.
fn written(toml: &str) -> Vec<String> {
    let lines = toml.lines().filter_map(|line| line.split_once("expr = '"));
    let exprs = lines.filter_map(|(_, rest)| rest.strip_suffix('\''));
    exprs
        .filter(|expr| !expr.contains('$'))
        .map(String::from)
        .collect()
}

#[test]
#[ignore = "needs ci/oracles.sh"]
fn what_is_found_in_random_alerts_is_true() {
    let checks: Vec<&str> = check::all().map(|check| check.rule.name).collect();
    let grounds = grounds();
    let count = usize::try_from(number("PROOFS", 1_500)).expect("it is small");
    let mut random = Random::new(number("SEED", 1));
    let (mut tally, mut refuted, mut tried) = (Tally::default(), Vec::new(), 0);
    for round in 0..count.div_ceil(TOGETHER) {
        let ground = &grounds[round % grounds.len()];
        let judged = Judged::new("a random alert", &ground.project(&mut random), &checks);
        let trials = judged.trials(round as u64, &mut tally);
        tried += trials.len();
        refuted.extend(yielding(&trials));
    }
    println!("{count} alerts, {tried} claims, {} refuted", refuted.len());
    tally.print();
    refuted.sort_by_key(String::len);
    refuted.truncate(SHOWN);
    none_refused(&refuted);
}
