//! Projects on which random expressions stand: one with metrics of every type, the examples, and the one that the cases share.

use super::{
    findings::Judged,
    grammar::Grammar,
    places::{expressions, is_complete},
};
use crate::{
    cases::{cases, whole},
    mutate::Seeds,
    random::Random,
    support::{examples, root},
};
use opsgen::{
    infer::Facts,
    promql::{self, Options, ValueType, ast::Expr, print::print, types::type_of},
};
use std::fs;

/// A project with what random expressions over it are made from.
pub struct Ground {
    /// The project, as a user writes it.
    pub toml: String,
    /// The project, compiled.
    pub judged: Judged,
    grammar: Grammar,
    seeds: Seeds,
}

/// Words that mutations put into expressions.
const WORDS: [&str; 12] = [
    "0", "1", "2", "1.5", "<", ">", "==", "le", "job", "\"a\"", "bool", "sum",
];

impl Ground {
    fn new(title: &str, toml: &str, further: Vec<String>) -> Self {
        let judged = Judged::new(title, toml, &[]);
        let all = expressions(&judged.model).into_iter();
        let own = all.filter(|(expr, _)| is_complete(expr));
        let mut texts: Vec<String> = own.map(|(expr, _)| print(expr)).collect();
        texts.extend(further);
        Self {
            toml: toml.to_string(),
            grammar: Grammar::over(&Facts::of(&judged.model)),
            seeds: Seeds::new(texts, &WORDS),
            judged,
        }
    }

    /// An instant vector without faults: made by the grammar, or one of the project's own, changed.
    pub fn vector(&self, random: &mut Random) -> (String, Expr) {
        loop {
            let text = match random.below(3) {
                0 => self.seeds.mutation(random),
                _ => {
                    let depth = 1 + random.below(4);
                    self.grammar.vector(random, depth)
                }
            };
            let options = Options {
                placeholders: false,
                ..self.judged.model.targets.promql
            };
            // Matchers are printed in another order, which `absent` tells apart.
            let text = promql::parse(&text, &options).0.to_string();
            let (expr, errors) = promql::parse(&text, &options);
            let plain = !text.contains(['\'', '$']) && text.chars().all(|c| !c.is_control());
            if errors.is_empty()
                && plain
                && type_of(&expr) == ValueType::Vector
                && text.len() < 1_000
            {
                return (text, expr);
            }
        }
    }
}

/// The projects.
pub fn grounds() -> Vec<Ground> {
    let mut grounds = vec![Ground::new("shop", include_str!("shop.toml"), Vec::new())];
    for name in examples() {
        let path = root().join(format!("examples/{name}.toml"));
        let toml = fs::read_to_string(path).expect("an example can be read");
        grounds.push(Ground::new(&name, &toml, Vec::new()));
    }
    let path = root().join("tests/check/promql.cases");
    let text = fs::read_to_string(path).expect("there are cases");
    let (shared, _) = text.split_once("\n=== ").expect("there is a case");
    let features =
        "[targets]\nprometheus = \"3.15\"\nfeatures = [\"promql-experimental-functions\"]\n";
    let texts = cases()
        .iter()
        .flat_map(|case| written(&case.plain()))
        .collect();
    grounds.push(Ground::new(
        "cases",
        &whole(&format!("{features}\n{shared}")),
        texts,
    ));
    grounds
}

/// The expressions of a case as they stand in its text.
fn written(toml: &str) -> Vec<String> {
    let lines = toml.lines().filter_map(|line| line.split_once("expr = '"));
    let exprs = lines.filter_map(|(_, rest)| rest.strip_suffix('\''));
    let exprs = exprs.filter(|expr| !expr.contains('$'));
    exprs.map(String::from).collect()
}
