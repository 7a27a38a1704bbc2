//! What findings claim is proved by promtool, on series that the project of the finding allows.

use super::{
    catalogue::{Extent, series},
    claims::{Claim, find_claim},
    evaluate::{Outcome, Task, evaluate},
    places::{Place, expressions, is_complete, words},
    promtool::{MINUTES, Trial, refuted},
};
use crate::{
    cases::{cases, example, whole},
    judge::none_refused,
    random::Random,
    support::root,
};
use opsgen::{
    check,
    compile::{self, Settings},
    diag::{Diagnostic, Level},
    infer::Facts,
    model::Model,
    promql::{
        Options,
        ast::{BinaryOp, Expr, Node},
        parse,
        print::print,
    },
    text::Sources,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

/// How often each finding is tried, on other series.
const SEEDS: u64 = 4;

/// On how many sets of series an expression may yield something.
const TRIES: u64 = 40;

/// A project, and what is found in it.
pub struct Judged {
    /// What its findings belong to.
    pub title: String,
    sources: Sources,
    /// The base of the project.
    pub model: Model,
    found: Vec<Diagnostic>,
}

impl Judged {
    /// Compiles a project with these checks on. Panics when it is none.
    pub fn new(title: &str, toml: &str, checks: &[&str]) -> Self {
        let mut sources = Sources::default();
        let file = sources.add("gen.toml", toml);
        let (layered, findings) = compile::read(&sources, file);
        let layered = layered.unwrap_or_else(|| panic!("{title}: {findings:#?}"));
        for path in layered.files() {
            let text = fs::read_to_string(root().join("examples").join(&path.value));
            if let (None, Ok(text)) = (sources.find(&path.value), text) {
                sources.add(path.value.clone(), text);
            }
        }
        let levels = checks
            .iter()
            .map(|check| ((*check).to_string(), Level::Deny));
        let settings = Settings {
            levels: levels.collect(),
            ..Settings::default()
        };
        let (compiled, found) = compile::compile(&sources, layered, &settings);
        let errors: Vec<&str> = found
            .iter()
            .map(|finding| finding.message.as_str())
            .collect();
        let compiled = compiled.unwrap_or_else(|| panic!("{title}: {errors:#?}"));
        Self {
            title: title.to_string(),
            sources,
            model: compiled.models.into_iter().next().expect("there is a base"),
            found,
        }
    }

    /// Trials of what the findings claim, and how many claim something about expressions.
    pub fn trials(&self, seed: u64, tally: &mut Tally) -> Vec<Trial> {
        let facts = Facts::of(&self.model);
        let mut random = Random::new(seed);
        let mut trials = Vec::new();
        // What is found in an environment alone is not about the base.
        for finding in self.found.iter().filter(|found| found.trace.is_empty()) {
            let Some(Claim::Never(queries) | Claim::NeverWithAll(queries)) =
                find_claim(finding.rule.name)
            else {
                continue;
            };
            let place = Place::find(&self.model, &self.sources, finding);
            let place = place.filter(|place| is_complete(place.root()));
            let queries = place.as_ref().map(queries).unwrap_or_default();
            tally.count(finding.rule.name, !queries.is_empty());
            let (Some(place), false) = (place, queries.is_empty()) else {
                continue;
            };
            let extent = match find_claim(finding.rule.name) {
                Some(Claim::NeverWithAll(_)) => Extent::All,
                _ => Extent::Some,
            };
            let words = words(&facts, &[place.root()]);
            let series = series(&facts, &words, extent, &mut random);
            trials.push(Trial {
                title: format!(
                    "{}: {} ({})",
                    finding.rule.name, finding.message, self.title
                ),
                series,
                queries,
            });
        }
        trials
    }

    /// What the findings claim to fail, which does on no series.
    fn unfailing(&self) -> Vec<String> {
        let facts = Facts::of(&self.model);
        let fails = |finding: &Diagnostic| {
            let Some(Claim::Fails(queries, words)) = find_claim(finding.rule.name) else {
                return None;
            };
            let place = Place::find(&self.model, &self.sources, finding)?;
            let task = |seed| Task {
                series: series(
                    &facts,
                    &super::places::words(&facts, &[place.root()]),
                    Extent::All,
                    &mut Random::new(seed),
                ),
                times: MINUTES.map(|minute| minute * 60).to_vec(),
                exprs: queries(&place),
            };
            let tasks: Vec<Task> = (0..TRIES).map(task).collect();
            let answers = evaluate(&tasks);
            let outcomes = answers.iter().flatten().flatten();
            let errors: BTreeSet<&str> = outcomes.map(|outcome| outcome.error.as_str()).collect();
            let failed = errors.iter().any(|error| error.contains(words));
            (!failed).then(|| {
                format!(
                    "{} ({})\n  {}\n  {errors:?}",
                    finding.message,
                    self.title,
                    print(place.root())
                )
            })
        };
        self.found.iter().filter_map(fails).collect()
    }

    /// The expressions that can be evaluated; a sum of vectors stands for each, since cases list what is right in sums.
    fn expressions(&self) -> Vec<&Expr> {
        let all = expressions(&self.model).into_iter();
        let all = all.flat_map(|(expr, _)| summands(expr));
        all.filter(|expr| is_complete(expr)).collect()
    }
}

fn summands(expr: &Expr) -> Vec<&Expr> {
    match &expr.node {
        Node::Binary(binary) if binary.op == BinaryOp::Add => {
            let sides = [&binary.lhs, &binary.rhs].into_iter();
            sides.flat_map(summands).collect()
        }
        _ => vec![expr],
    }
}

/// How many findings of each check were tried, and how many could not be.
#[derive(Debug, Default)]
pub struct Tally(BTreeMap<&'static str, (usize, usize)>);

impl Tally {
    fn count(&mut self, check: &'static str, tried: bool) {
        let (yes, no) = self.0.entry(check).or_default();
        *(if tried { yes } else { no }) += 1;
    }

    /// One line per check.
    pub fn print(&self) {
        for (check, (tried, not)) in &self.0 {
            println!("  {check}: {tried} claims tried, {not} not about an expression as it stands");
        }
    }
}

/// The projects of the cases and of the checks' own examples in which a check must find something, or must not.
fn projects(fires: bool) -> Vec<Judged> {
    let cases = cases().into_iter().filter(|case| case.fires() == fires);
    let cases = cases.filter(|case| claims_something(&case.check));
    let mut projects: Vec<Judged> = cases
        .map(|case| Judged::new(&case.title, &case.plain(), &[&case.check]))
        .collect();
    let section = if fires {
        "## Example"
    } else {
        "## Use instead"
    };
    let checks = check::all().filter(|check| claims_something(check.rule.name));
    projects.extend(checks.map(|check| {
        let title = format!(
            "{} of {}",
            section.trim_start_matches("## "),
            check.rule.name
        );
        Judged::new(
            &title,
            &whole(example(check.rule.docs, section)),
            &[check.rule.name],
        )
    }));
    projects
}

fn claims_something(check: &str) -> bool {
    matches!(
        find_claim(check),
        Some(Claim::Never(_) | Claim::NeverWithAll(_) | Claim::Fails(..))
    )
}

#[test]
#[ignore = "needs ci/oracles.sh"]
fn what_findings_claim_is_proved_by_promtool() {
    let mut tally = Tally::default();
    let projects = projects(true);
    let trials: Vec<Trial> = (0..SEEDS)
        .flat_map(|seed| {
            projects
                .iter()
                .enumerate()
                .map(move |(index, project)| (project, seed * 1000 + index as u64))
        })
        .flat_map(|(project, seed)| project.trials(seed, &mut tally))
        .collect();
    let queries: usize = trials
        .iter()
        .map(|trial| trial.queries.len() * MINUTES.len())
        .sum();
    println!(
        "{} projects, {} trials, {queries} queries",
        projects.len(),
        trials.len()
    );
    tally.print();
    let (evaluated, failing) = evaluable(trials);
    println!("{failing} queries cannot be evaluated on their series");
    let (known, experimental): (Vec<Trial>, Vec<Trial>) = evaluated
        .into_iter()
        .partition(|trial| trial.queries.iter().all(|query| is_plain(query)));
    let mut wrong = refuted(&known);
    wrong.extend(yielding(&experimental));
    none_refused(&wrong);
}

/// The trials with those of their queries that can be evaluated, such as no joins of many with many, and how many cannot.
fn evaluable(trials: Vec<Trial>) -> (Vec<Trial>, usize) {
    let tasks: Vec<Task> = trials.iter().map(task).collect();
    let mut failing = 0;
    let mut kept = Vec::new();
    for (mut trial, outcomes) in trials.into_iter().zip(evaluate(&tasks)) {
        let fails = outcomes
            .iter()
            .map(|times| times.iter().any(|outcome| !outcome.error.is_empty()));
        let mut fails = fails.collect::<Vec<bool>>().into_iter();
        let before = trial.queries.len();
        trial.queries.retain(|_| !fails.next().unwrap_or_default());
        failing += before - trial.queries.len();
        kept.push(trial);
    }
    (kept, failing)
}

fn task(trial: &Trial) -> Task {
    Task {
        series: trial.series.clone(),
        times: MINUTES.map(|minute| minute * 60).to_vec(),
        exprs: trial.queries.clone(),
    }
}

/// Whether promtool evaluates it, which knows no experimental functions in the queries of tests.
fn is_plain(query: &str) -> bool {
    let options = Options {
        placeholders: false,
        ..Options::default()
    };
    parse(query, &options).1.is_empty()
}

/// The trials that Prometheus's engine refutes, with what it yields.
pub fn yielding(trials: &[Trial]) -> Vec<String> {
    let answers = evaluate(&trials.iter().map(task).collect::<Vec<Task>>());
    let mut wrong = Vec::new();
    for (trial, outcomes) in trials.iter().zip(&answers) {
        for (query, times) in trial.queries.iter().zip(outcomes) {
            let mut samples = times.iter().flat_map(Outcome::samples);
            if let Some(sample) = samples.next() {
                wrong.push(format!("{}\n  {query}\n  yields {sample:?}", trial.title));
            }
        }
    }
    wrong
}

#[test]
#[ignore = "needs ci/oracles.sh"]
fn what_is_said_to_fail_does() {
    let projects = projects(true);
    none_refused(
        &projects
            .iter()
            .flat_map(Judged::unfailing)
            .collect::<Vec<_>>(),
    );
}

#[test]
#[ignore = "needs ci/oracles.sh"]
fn a_claim_that_is_wrong_is_refuted() {
    let project = Judged::new(
        "wrong",
        &whole(
            "[metrics.jobs]\ntype = \"gauge\"\nhelp = \"Jobs.\"\nrange = [0, 5]\n[alerts.A]\nexpr = 'jobs >= 0'\n",
        ),
        &[],
    );
    let facts = Facts::of(&project.model);
    let words = words(&facts, &project.expressions());
    let trial = |query: &str| Trial {
        title: "wrong".to_string(),
        series: series(&facts, &words, Extent::All, &mut Random::new(1)),
        queries: vec![query.to_string()],
    };
    assert_eq!(refuted(&[trial("jobs < 0")]), [""; 0]);
    assert_eq!(refuted(&[trial("jobs < 0"), trial("jobs >= 0")]).len(), 1);
    assert_eq!(refuted(&[trial("vector(")]).len(), 1);
}

/// What yields nothing although no check of the case speaks of it, and why.
const SILENT: [(&str, &str); 16] = [
    ("sum(up > bool 5) > 3", "`up` is 0 or 1"),
    ("up > 5", "`up` is 0 or 1"),
    ("topk(0, actions_total)", "not always, and so no finding"),
    ("histogram_count(actions_total)", "another check's finding"),
    (
        "histogram_quantile(0.9, sum(rate(wait_seconds_bucket[5m])))",
        "another check's finding",
    ),
    ("ceil(size_bytes)", "not always, and so no finding"),
    ("max(size_bytes)", "not always, and so no finding"),
    (
        "histogram_quantile(0.9, sum by (vmrange) (increase(http_seconds_bucket[5m])))",
        "of VictoriaMetrics",
    ),
    (
        "rate(arena_scenario_latency_seconds_bucket{le=\"10\"}[5m])",
        "another check's finding",
    ),
    (
        "rate(arena_scenario_latency_seconds_bucket{le=~\"2|3\"}[5m])",
        "patterns are not read as bounds",
    ),
    (
        "rate(arena_scenario_latency_seconds_bucket{le=\"3\"}[5m])",
        "another check's finding",
    ),
    (
        "backlog_seconds{job=~\"ow.\"}",
        "patterns are not asked of scrapes",
    ),
    (
        "clamp(actions_total, 2, 1)",
        "not always, and so no finding",
    ),
    ("rate(other_seconds_bucket{le=\"2\"}[5m])", "stored as 2.0"),
    ("size_bytes > bool 0.5", "not always, and so no finding"),
    (
        "backlog_seconds{job=\"\"}",
        "empty values are not asked of scrapes",
    ),
];

/// Otherwise a proof means little: it might be that nothing is ever selected.
#[test]
#[ignore = "needs ci/oracles.sh"]
fn what_is_nearly_wrong_yields_something_on_such_series() {
    let mut yields: BTreeMap<String, bool> = BTreeMap::new();
    for (index, project) in projects(false).iter().enumerate() {
        let facts = Facts::of(&project.model);
        let exprs = project.expressions();
        let words = words(&facts, &exprs);
        let task = |seed: u64| Task {
            series: series(
                &facts,
                &words,
                [Extent::Some, Extent::All][usize::from(seed.is_multiple_of(2))],
                &mut Random::new(seed * 1000 + index as u64),
            ),
            times: MINUTES.map(|minute| minute * 60).to_vec(),
            exprs: exprs.iter().map(|expr| print(expr)).collect(),
        };
        let tasks: Vec<Task> = (0..TRIES).map(task).collect();
        for (task, answers) in tasks.iter().zip(evaluate(&tasks)) {
            for (expr, outcomes) in task.exprs.iter().zip(answers) {
                let some = outcomes.iter().any(|outcome| !outcome.samples().is_empty());
                *yields.entry(expr.clone()).or_default() |= some;
            }
        }
    }
    let those = |wanted: bool| -> BTreeSet<&str> {
        let found = yields.iter().filter(|(_, yields)| **yields == wanted);
        found.map(|(expr, _)| expr.as_str()).collect()
    };
    let (yielding, silent) = (those(true), those(false));
    let expected: BTreeSet<&str> = SILENT.iter().map(|(expr, _)| *expr).collect();
    let surprising: Vec<&&str> = silent.difference(&expected).collect();
    println!(
        "{} expressions yield something, {} nothing, as is known of {}; of these it is not: {surprising:#?}",
        yielding.len(),
        silent.len(),
        expected.len()
    );
    let wrong: Vec<&&str> = expected.intersection(&yielding).collect();
    assert!(
        wrong.is_empty(),
        "in SILENT, and yet they yield something: {wrong:#?}"
    );
    assert!(
        surprising.len() * 4 < yielding.len(),
        "the series are too weak"
    );
}
