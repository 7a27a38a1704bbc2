//! Mutated definitions: our verdict and fields beside those of the server's own packages, and of a server.
//!
//! Good definitions (a fixture, what gen emits, `shared/corpora` beside a folder above where it is there) are changed in the ways of
//! `definitions/mutations.txt`, and anyhow (`graft`). `DEFINITIONS` says how many there are (default 5,000), `GRAFTS` how many of the
//! second sort (default 3,000), `ASKED` how many a server is asked about (default 600), and `SEED` which (default 1).

mod graft;
pub mod judge;
mod places;
pub mod seeds;
mod table;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use opsgen::apiserver::{Finding, definition};
use serde_json::Value;

use crate::definitions::judge::{Server, Verdict, ask_packages};
use crate::definitions::seeds::Seed;
use crate::definitions::table::Mutation;
use crate::language::number;
use crate::random::Random;

/// Larger definitions are changed seldom: the judge needs its time for each.
const LARGE: usize = 50_000;

/// The share of refused definitions for which every field of the server is among ours, in percent.
const LEAST_SHARE: f64 = 95.0;

/// What the server refuses or accepts otherwise than gen, with the reason.
const KNOWN: [(&str, &str); 0] = [];

/// A definition that was changed.
struct Case {
    /// The names of the changes, and of what was changed.
    name: String,
    /// The changes.
    mutations: Vec<usize>,
    object: Value,
}

#[test]
#[ignore = "needs ci/oracles.sh"]
fn mutated_definitions_are_judged_as_the_server_judges_them() {
    let mutations = table::read();
    let cases = grow(&mutations, count("DEFINITIONS", 5_000));
    let objects: Vec<Value> = cases.iter().map(|case| case.object.clone()).collect();
    let verdicts = ask_packages(&objects);
    let mut report = Report::default();
    for (case, verdict) in cases.iter().zip(&verdicts) {
        report.add(case, verdict, &definition::judge(&case.object));
    }
    eprintln!("{}", report.summary());
    report.require_all(&mutations);
    report.require_agreement();
}

#[test]
#[ignore = "needs ci/oracles.sh"]
fn definitions_changed_anyhow_are_judged_as_the_server_judges_them() {
    let mut seeds = seeds::all();
    seeds.retain(|seed| seed.size < LARGE);
    let mut random = Random::new(number("SEED", 1));
    let cases: Vec<Case> = (0..count("GRAFTS", 3_000))
        .map(|index| {
            let seed = &seeds[random.below(seeds.len())];
            let mut object = seed.object.clone();
            graft::graft(&mut object, &mut random);
            let name = format!("graft {index} of {}", seed.name);
            Case {
                name,
                mutations: Vec::new(),
                object,
            }
        })
        .collect();
    let objects: Vec<Value> = cases.iter().map(|case| case.object.clone()).collect();
    let mut report = Report::default();
    for (case, verdict) in cases.iter().zip(&ask_packages(&objects)) {
        report.add(case, verdict, &definition::judge(&case.object));
    }
    eprintln!("{}", report.summary());
    report.require_agreement();
}

#[test]
#[ignore = "needs ci/oracles.sh"]
fn a_server_gives_the_same_verdicts() {
    let mutations = table::read();
    let cases = grow(&mutations, mutations.len() * 3);
    let server = Server::start();
    let mut report = Report::default();
    let small = cases
        .iter()
        .filter(|case| case.object.to_string().len() < LARGE);
    for case in small.take(count("ASKED", 600)) {
        report.add(
            case,
            &server.ask(&case.object),
            &definition::judge(&case.object),
        );
    }
    eprintln!("{}", report.summary());
    assert!(report.count() >= 300, "too few were asked");
    report.require_agreement();
}

#[test]
#[ignore = "needs ci/oracles.sh"]
fn good_definitions_are_accepted() {
    let seeds = seeds::all();
    let objects: Vec<Value> = seeds.iter().map(|seed| seed.object.clone()).collect();
    let verdicts = ask_packages(&objects);
    for (seed, verdict) in seeds.iter().zip(&verdicts) {
        assert!(verdict.accepted, "{}: {:#?}", seed.name, verdict.errors);
        assert_eq!(definition::judge(&seed.object), [], "{}", seed.name);
    }
}

fn count(variable: &str, default: u64) -> usize {
    usize::try_from(number(variable, default)).expect("a small number")
}

/// Each kind of change on definitions in turn, at random places, and now and then two changes at once.
fn grow(mutations: &[Mutation], count: usize) -> Vec<Case> {
    let seeds = seeds::all();
    let (small, large): (Vec<Seed>, Vec<Seed>) =
        seeds.into_iter().partition(|seed| seed.size < LARGE);
    let mut random = Random::new(number("SEED", 1));
    let mut cases = Vec::new();
    while cases.len() < count {
        for first in 0..mutations.len() {
            let seeds = if large.is_empty() || random.below(20) > 0 {
                &small
            } else {
                &large
            };
            let seed = &seeds[random.below(seeds.len())];
            let mut chosen = vec![first];
            if random.below(4) == 0 {
                chosen.push(random.below(mutations.len()));
            }
            let mut object = seed.object.clone();
            chosen.retain(|index| mutations[*index].apply(&mut object, &mut random));
            let names: Vec<&str> = chosen.iter().map(|index| mutations[*index].name).collect();
            if !chosen.is_empty() {
                let name = format!("{} of {}", names.join(" and "), seed.name);
                cases.push(Case {
                    name,
                    mutations: chosen,
                    object,
                });
            }
        }
    }
    cases
}

/// What was counted.
#[derive(Default)]
struct Report {
    accepted: usize,
    refused: usize,
    /// Refused by both, and each field of the server is among ours.
    covered: usize,
    differences: Vec<String>,
    uncovered: Vec<String>,
    /// How often a change alone led to a refused or an accepted definition.
    alone: BTreeMap<(usize, bool), usize>,
}

impl Report {
    fn add(&mut self, case: &Case, verdict: &Verdict, findings: &[Finding]) {
        if let [mutation] = case.mutations[..] {
            *self.alone.entry((mutation, verdict.accepted)).or_default() += 1;
        }
        let is_known = KNOWN.iter().any(|(name, _)| case.name.contains(name));
        if verdict.accepted != findings.is_empty() && !is_known {
            self.differences.push(told(case, verdict, findings));
            return;
        }
        if verdict.accepted {
            self.accepted += 1;
            return;
        }
        self.refused += 1;
        let is_ours = |field: &String| findings.iter().any(|finding| finding.field == *field);
        if verdict.fields.iter().all(is_ours) {
            self.covered += 1;
        } else {
            self.uncovered.push(told(case, verdict, findings));
        }
    }

    fn count(&self) -> usize {
        self.accepted + self.refused + self.differences.len()
    }

    fn share(&self) -> f64 {
        100.0 * self.covered as f64 / self.refused.max(1) as f64
    }

    fn summary(&self) -> String {
        let mut text = format!(
            "{} definitions: {} accepted and {} refused by both, {} differences; every field of the server is ours on {:.2} % of the refused",
            self.count(),
            self.accepted,
            self.refused,
            self.differences.len(),
            self.share(),
        );
        for each in &self.differences {
            let _ = write!(
                text,
                "\nDIFFERENCE {}",
                each.lines().next().unwrap_or_default()
            );
        }
        for (title, list) in [
            ("DIFFERENT", &self.differences),
            ("FIELDS", &self.uncovered),
        ] {
            for each in list.iter().take(count("SHOWN", 20)) {
                let _ = write!(text, "\n\n{title} {each}");
            }
        }
        for (name, reason) in KNOWN {
            let _ = write!(text, "\nknown: {name}: {reason}");
        }
        text
    }

    /// Every kind of change was made, and had the effect that it is there for.
    fn require_all(&self, mutations: &[Mutation]) {
        let idle: Vec<&str> = (mutations.iter().enumerate())
            .filter(|(index, mutation)| !self.alone.contains_key(&(*index, !mutation.breaks)))
            .map(|(_, mutation)| mutation.name)
            .collect();
        assert!(idle.is_empty(), "without their effect: {idle:?}");
    }

    fn require_agreement(&self) {
        assert!(
            self.differences.is_empty(),
            "{} differences",
            self.differences.len()
        );
        assert!(self.share() >= LEAST_SHARE, "the fields of too few");
    }
}

fn told(case: &Case, verdict: &Verdict, findings: &[Finding]) -> String {
    let ours: Vec<String> = findings
        .iter()
        .map(|finding| format!("{}: {}", finding.field, finding.message))
        .collect();
    format!(
        "{}\n  server: {}\n  gen: {}",
        case.name,
        shortened(&verdict.errors),
        ours.join("\n       ")
    )
}

/// The errors one below the other, the first thousand characters of each.
fn shortened(errors: &[String]) -> String {
    let cut = |error: &String| error.chars().take(1000).collect::<String>();
    errors
        .iter()
        .map(cut)
        .collect::<Vec<_>>()
        .join("\n          ")
}
