//! What is found in random alerts is held against what Prometheus makes of them.

use super::{
    findings::{Judged, Tally, yielding},
    grounds::grounds,
};
use crate::{judge::none_refused, language::number, random::Random};
use opsgen::check;

/// Alerts that stand in one project.
const TOGETHER: usize = 250;

/// Refutations that are shown.
const SHOWN: usize = 25;

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
        let mut toml = ground.toml.clone();
        for index in 0..TOGETHER {
            let (expr, _) = ground.vector(&mut random);
            toml += &format!("\n[alerts.Random{index}]\nexpr = '{expr}'\n");
        }
        let judged = Judged::new(&ground.judged.title, &toml, &checks);
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
