//! Rule tests that expect nothing of queries, run by promtool.

use crate::judge::{Answer, ask, judge};
use serde_json::{Value, json};
use std::{fs, path::PathBuf};

/// Queries that must yield nothing on these series.
#[derive(Clone, Debug)]
pub struct Trial {
    /// The check and where its finding is.
    pub title: String,
    /// In the notation of rule tests, a value each minute.
    pub series: Vec<String>,
    /// The queries.
    pub queries: Vec<String>,
}

/// Characters of a series that are shown.
const WIDTH: usize = 200;

/// When queries are evaluated, in minutes.
pub const MINUTES: [u32; 3] = [12, 31, 60];

/// The trials that promtool refutes, with what it says.
pub fn refuted(trials: &[Trial]) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let half = trials.len().div_ceil(2).max(1);
    let files = trials.chunks(half).enumerate().map(|(index, some)| {
        let path = folder.path().join(format!("{index}.test.yaml"));
        fs::write(&path, file(some).to_string()).expect("a temporary file can be written");
        path
    });
    let files: Vec<PathBuf> = files.collect();
    let answers = std::thread::scope(|scope| {
        let runs = files.iter().map(|path| scope.spawn(|| run(path)));
        let runs: Vec<_> = runs.collect();
        let answers = runs
            .into_iter()
            .map(|run| run.join().expect("it does not panic"));
        answers.collect::<Vec<Answer>>()
    });
    let refusals = answers.iter().filter(|answer| !answer.accepted);
    refusals
        .flat_map(|answer| stories(trials, answer))
        .collect()
}

fn run(path: &PathBuf) -> Answer {
    let features = "--enable-feature=promql-experimental-functions";
    ask(judge("promtool")
        .args(["test", "rules", features])
        .arg(path))
}

/// JSON is YAML.
fn file(trials: &[Trial]) -> Value {
    let test = |trial: &Trial| {
        let series = trial.series.iter().map(|line| {
            let (name, values) = line.rsplit_once("} ").expect("a series has values");
            json!({ "series": format!("{name}}}"), "values": values })
        });
        let queries = trial.queries.iter();
        let queries = queries.flat_map(|query| {
            MINUTES.map(|minute| json!({ "expr": query, "eval_time": format!("{minute}m") }))
        });
        json!({
            "name": trial.title,
            "interval": "1m",
            "input_series": series.collect::<Vec<_>>(),
            "promql_expr_test": queries.collect::<Vec<_>>(),
        })
    };
    json!({ "evaluation_interval": "1m", "tests": trials.iter().map(test).collect::<Vec<_>>() })
}

/// Which trials the queries belong to that promtool complains of; all it says, when that cannot be told.
fn stories(trials: &[Trial], answer: &Answer) -> Vec<String> {
    let named = |trial: &&Trial| {
        let mut queries = trial.queries.iter();
        queries.any(|query| answer.err.contains(&format!("expr: {query:?}")))
    };
    let found = trials.iter().filter(named);
    let stories: Vec<String> = found
        .map(|trial| {
            let queries = trial.queries.join("\n  ");
            let series = trial
                .series
                .iter()
                .map(|line| line.chars().take(WIDTH).collect());
            let series = series.collect::<Vec<String>>().join("\n    ");
            let says = answer.err.lines().filter(|line| {
                trial
                    .queries
                    .iter()
                    .any(|query| line.contains(&format!("{query:?}")))
            });
            let says: Vec<&str> = says.collect();
            format!(
                "{}\n  {queries}\n  promtool: {}\n  on\n    {series}",
                trial.title,
                says.join("\n")
            )
        })
        .collect();
    match stories.is_empty() {
        true => vec![answer.story.clone()],
        false => stories,
    }
}
