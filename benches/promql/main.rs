//! How long an expression takes, with its types and places, beside Prometheus's own parser: `cargo bench --bench promql`.
//!
//! The expressions are `promql/rules.jsonl` of `shared/corpora` beside a folder above; where that is missing, those of Prometheus's
//! own tests that `ci/oracles.sh` collects. Each accepted expression is parsed in [`PASSES`] passes, by gen in the least time of all
//! passes and by `promoracle -bench` in the mean of them, one after the other in this run.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a benchmark reads the clock and files, and prints"
)]

use opsgen::promql::{Options, parse, print, type_of};
use serde_json::Value;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

const PASSES: u32 = 50;

const OPTIONS: Options = Options {
    experimental_functions: true,
    extended_ranges: true,
    fill_modifiers: true,
    placeholders: false,
};

fn main() {
    let oracles = std::env::var_os("ORACLES").map_or_else(default_oracles, PathBuf::from);
    let path = corpus().unwrap_or_else(|| oracles.join("promql-seeds.jsonl"));
    let Ok(text) = fs::read_to_string(&path) else {
        println!("!!! there are neither corpora nor seeds: run ci/oracles.sh");
        return;
    };
    let lines = text
        .lines()
        .map(|line| serde_json::from_str(line).expect("a line is JSON"));
    let accepted: Vec<String> = lines
        .filter_map(|line: Value| Some(line["input"].as_str()?.to_owned()))
        .filter(|input| parse(input, &OPTIONS).1.is_empty())
        .collect();
    let bytes: usize = accepted.iter().map(String::len).sum();
    println!(
        "{} expressions of {} bytes on average",
        accepted.len(),
        bytes / accepted.len().max(1)
    );
    let parsed = least(&accepted, |input| {
        black_box(type_of(&parse(input, &OPTIONS).0));
    });
    println!("gen, parsed and typed       {parsed:>8.2} µs each");
    let printed = least(&accepted, |input| {
        black_box(print(&parse(input, &OPTIONS).0));
    });
    println!("gen, printed as well        {printed:>8.2} µs each");
    prometheus(&oracles, &path);
}

/// The microseconds that each takes in the quickest pass.
fn least(inputs: &[String], work: impl Fn(&str)) -> f64 {
    let pass = || {
        let begin = Instant::now();
        inputs.iter().for_each(|input| work(input));
        begin.elapsed()
    };
    let least = (0..PASSES).map(|_| pass()).min().unwrap_or(Duration::ZERO);
    least.as_secs_f64() * 1e6 / inputs.len().max(1) as f64
}

fn prometheus(oracles: &Path, path: &Path) {
    let input = fs::File::open(path).expect("it was read before");
    let answer = Command::new(oracles.join("promoracle"))
        .args(["-bench", &PASSES.to_string()])
        .stdin(input)
        .output();
    match answer {
        Ok(output) => print!(
            "Prometheus's parser: {}",
            String::from_utf8_lossy(&output.stdout)
        ),
        Err(error) => println!("!!! Prometheus's parser is not there ({error}): run ci/oracles.sh"),
    }
}

fn corpus() -> Option<PathBuf> {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|folder| folder.join("shared/corpora/promql/rules.jsonl"))
        .find(|path| path.exists())
}

fn default_oracles() -> PathBuf {
    PathBuf::from(std::env::var_os("HOME").unwrap_or_default()).join(".cache/oracles")
}
