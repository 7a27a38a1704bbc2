//! What Prometheus's engine makes of expressions on series.

use crate::judge::{accepted, judge};
use serde::Deserialize;
use serde_json::json;
use std::{collections::BTreeMap, fs};

/// Series, and expressions to evaluate on them.
#[derive(Clone, Debug)]
pub struct Task {
    /// In the notation of rule tests, a value each minute.
    pub series: Vec<String>,
    /// In seconds.
    pub times: Vec<u32>,
    /// The expressions.
    pub exprs: Vec<String>,
}

/// What an expression yields at one time.
#[derive(Debug, Deserialize)]
pub struct Outcome {
    /// Why it cannot be evaluated; empty when it can.
    #[serde(default)]
    pub error: String,
    /// Its number, when it is a scalar.
    scalar: Option<String>,
    /// Its series.
    #[serde(default)]
    vector: Vec<Sample>,
}

/// A series of a result.
#[derive(Clone, Debug, Deserialize)]
pub struct Sample {
    /// Its labels, the name among them.
    pub labels: BTreeMap<String, String>,
    /// Its number; `None` for a native histogram.
    value: Option<String>,
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    error: String,
    outcomes: Option<Vec<Vec<Outcome>>>,
}

impl Outcome {
    /// The series of the result; a scalar is one without labels.
    pub fn samples(&self) -> Vec<Sample> {
        match &self.scalar {
            Some(value) => vec![Sample {
                labels: BTreeMap::new(),
                value: Some(value.clone()),
            }],
            None => self.vector.clone(),
        }
    }
}

impl Sample {
    /// Its number; `None` for a native histogram.
    pub fn number(&self) -> Option<f64> {
        let read = |text: &String| text.parse().expect("the judge writes numbers");
        self.value.as_ref().map(read)
    }
}

/// For each task, each of its expressions and each time what it yields. Panics when the judge cannot take the series.
pub fn evaluate(tasks: &[Task]) -> Vec<Vec<Vec<Outcome>>> {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let path = folder.path().join("tasks.jsonl");
    let lines: Vec<String> = tasks
        .iter()
        .map(|task| {
            json!({ "series": task.series, "times": task.times, "exprs": task.exprs }).to_string()
                + "\n"
        })
        .collect();
    fs::write(&path, lines.concat()).expect("the tasks can be written");
    let file = fs::File::open(&path).expect("it was written");
    let out = accepted(judge("promoracle").arg("-eval").stdin(file));
    let answers = out.lines().map(|line| {
        let answer: Answer = serde_json::from_str(line).expect("the judge writes JSON");
        assert_eq!(answer.error, "", "the judge cannot take the series");
        answer.outcomes.expect("there is an answer or an error")
    });
    let answers: Vec<_> = answers.collect();
    assert_eq!(answers.len(), tasks.len(), "one answer for each task");
    answers
}
