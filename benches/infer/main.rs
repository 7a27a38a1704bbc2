//! How long inference takes over every expression of a project: `cargo bench --bench infer [-- N …]`.
//!
//! For each N (1000 unless told) the project of N alerts and N dashboards of 12 panels that `render` measures is compiled; then all its
//! expressions are inferred. Times are wall time, the least of several runs.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a benchmark reads the clock, and prints"
)]

#[path = "../render/project.rs"]
mod project;

use opsgen::{
    compile::{self, Settings},
    infer::Facts,
    model::{Dashboard, Model},
    promql::ast::Expr,
    text::Sources,
};
use std::time::{Duration, Instant};

const RUNS: usize = 9;

fn main() {
    let numbers: Vec<usize> = std::env::args()
        .filter_map(|argument| argument.parse().ok())
        .collect();
    let sizes = if numbers.is_empty() {
        vec![1000]
    } else {
        numbers
    };
    for size in sizes {
        let model = model(size);
        let expressions = expressions(&model);
        let facts = least(|| drop(Facts::of(&model)));
        let known = Facts::of(&model);
        let mut nodes = 0;
        let inferred = least(|| {
            let counts = expressions
                .iter()
                .map(|expr| known.expression(expr).nodes().len());
            nodes = counts.sum();
        });
        println!(
            "{size} alerts, {} expressions of {nodes} nodes: {facts:.1?} for the facts, {inferred:.1?} for the expressions",
            expressions.len()
        );
    }
}

fn model(size: usize) -> Model {
    let mut sources = Sources::default();
    let file = sources.add("gen.toml", project::project(size));
    let (layered, findings) = compile::read(&sources, file);
    let layered = layered.unwrap_or_else(|| panic!("{findings:#?}"));
    let (compiled, findings) = compile::compile(&sources, layered, &Settings::default());
    let compiled = compiled.unwrap_or_else(|| panic!("{findings:#?}"));
    let mut models = compiled.models.into_iter();
    models.next().expect("a project has a base")
}

fn expressions(model: &Model) -> Vec<&Expr> {
    let alerts = model.alerts().map(|alert| &alert.expression.expr);
    let recordings = model.recordings().map(|rule| &rule.expression.expr);
    let panels = model.dashboards.iter().flat_map(Dashboard::panels);
    let targets = panels
        .flat_map(|panel| &panel.queries)
        .flat_map(|query| &query.targets);
    alerts
        .chain(recordings)
        .chain(targets.map(|target| &target.expr))
        .collect()
}

fn least(mut run: impl FnMut()) -> Duration {
    let times = (0..RUNS).map(|_| {
        let start = Instant::now();
        run();
        start.elapsed()
    });
    times.min().unwrap_or_default()
}
