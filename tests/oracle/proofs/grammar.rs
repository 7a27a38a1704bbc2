//! Expressions at random: of the right types, over the names, labels and values of a project.

use crate::random::Random;
use opsgen::{
    infer::Facts,
    promql::{
        ValueType,
        functions::{AGGREGATORS, FUNCTIONS},
    },
};

/// What expressions are made from.
pub struct Grammar {
    series: Vec<String>,
    labels: Vec<String>,
    values: Vec<String>,
}

const NUMBERS: [&str; 20] = [
    "0", "1", "0.5", "0.9", "2", "5", "100", "-1", "1.5", "10", "0.99", "60", "1e6", "-0.5",
    "1.7e9", "7", "3", "0.1", "NaN", "Inf",
];
const RANGES: [&str; 6] = ["[5m]", "[10m]", "[1h]", "[2m]", "[10m:1m]", "[30m:5m]"];
const PATTERNS: [&str; 9] = [
    "(.*)", "(.+)", "a", "a|b", ".*", ".+", "(a)(.*)", "[0-9]+", "",
];
const REPLACEMENTS: [&str; 6] = ["$1", "x", "", "${1}-y", "a", "$0$2"];
const SETS: [&str; 3] = [" and ", " or ", " unless "];
const ARITHMETIC: [&str; 7] = [" + ", " - ", " * ", " / ", " % ", " ^ ", " atan2 "];
const COMPARISONS: [&str; 6] = [" == ", " != ", " > ", " < ", " >= ", " <= "];

impl Grammar {
    /// Over all series of a project that it declares or records and some others, the labels of each and their values.
    pub fn over(facts: &Facts) -> Self {
        let model = facts.model;
        let declared = model.metrics.iter().filter(|metric| metric.span.is_some());
        let parts =
            declared.flat_map(|metric| metric.parts().iter().map(|part| part.series(&metric.name)));
        let recordings = model.groups.iter().flat_map(|group| &group.recordings);
        let recordings = recordings.map(|recording| recording.name.value.clone());
        let others = ["up", "ALERTS", "unheard_of"].map(String::from);
        let bases = model
            .metrics
            .iter()
            .filter(|metric| metric.span.is_some())
            .map(|metric| metric.name.clone());
        let mut series: Vec<String> = parts.chain(recordings).chain(others).chain(bases).collect();
        series.sort();
        series.dedup();
        let (mut labels, mut values) = (Vec::new(), vec!["a".to_string(), "b".to_string()]);
        for known in series.iter().filter_map(|name| facts.all(name)) {
            for label in known.labels.iter() {
                labels.push(label.name.to_string());
                values.extend(
                    label
                        .values
                        .list()
                        .into_iter()
                        .flatten()
                        .map(ToString::to_string),
                );
            }
        }
        labels.extend(["extra".to_string(), "none".to_string()]);
        for list in [&mut labels, &mut values] {
            list.sort();
            list.dedup();
        }
        Self {
            series,
            labels,
            values,
        }
    }

    /// An instant vector.
    pub fn vector(&self, random: &mut Random, depth: usize) -> String {
        if depth == 0 {
            return match random.below(12) {
                0 => format!("vector({})", random.pick(&NUMBERS)),
                _ => self.selector(random),
            };
        }
        match random.below(20) {
            0..=2 => self.selector(random),
            3..=6 => self.aggregate(random, depth - 1),
            7..=10 => self.call(random, depth - 1),
            11 => format!("-{}", self.vector(random, depth - 1)),
            12..=14 => self.comparison(random, depth - 1),
            15 | 16 => self.computation(random, depth - 1),
            17 => self.with_scalar(random, depth - 1),
            18 => format!("({})", self.vector(random, depth - 1)),
            _ => self.sets(random, depth - 1),
        }
    }

    fn one<'s>(&'s self, random: &mut Random, list: &'s [String]) -> &'s str {
        &list[random.below(list.len())]
    }

    fn selector(&self, random: &mut Random) -> String {
        let mut text = self.one(random, &self.series).to_string();
        let count = [0, 0, 0, 1, 1, 2][random.below(6)];
        let matchers: Vec<String> = (0..count).map(|_| self.matcher(random)).collect();
        if count > 0 {
            text += &format!("{{{}}}", matchers.join(", "));
        }
        if random.below(15) == 0 {
            text += " offset 5m";
        }
        text
    }

    fn matcher(&self, random: &mut Random) -> String {
        let label = self.one(random, &self.labels);
        let value = match random.below(8) {
            0 => String::new(),
            _ => self.one(random, &self.values).to_string(),
        };
        match random.below(6) {
            0 => format!("{label}!={value:?}"),
            1 => format!("{label}=~{:?}", random.pick(&PATTERNS)),
            2 => format!("{label}!~{:?}", random.pick(&PATTERNS)),
            3 => format!(
                "{label}=~{:?}",
                format!("{value}|{}", self.one(random, &self.values))
            ),
            _ => format!("{label}={value:?}"),
        }
    }

    fn labels(&self, random: &mut Random) -> String {
        let count = random.below(4);
        let labels: Vec<&str> = (0..count).map(|_| self.one(random, &self.labels)).collect();
        labels.join(", ")
    }

    fn grouping(&self, random: &mut Random) -> String {
        match random.below(5) {
            0 => String::new(),
            1 => format!(" without ({})", self.labels(random)),
            2 if random.below(6) == 0 => " by (__name__)".to_string(),
            _ => format!(" by ({})", self.labels(random)),
        }
    }

    fn aggregate(&self, random: &mut Random, depth: usize) -> String {
        let aggregator = &AGGREGATORS[random.below(AGGREGATORS.len())];
        let param = match aggregator.param {
            Some(ValueType::String) => format!("{:?}, ", self.one(random, &self.labels)),
            Some(_) => format!("{}, ", random.pick(&NUMBERS)),
            None => String::new(),
        };
        format!(
            "{}{} ({param}{})",
            aggregator.name,
            self.grouping(random),
            self.vector(random, depth)
        )
    }

    fn call(&self, random: &mut Random, depth: usize) -> String {
        let vectors = || {
            FUNCTIONS
                .iter()
                .filter(|function| function.result == ValueType::Vector && function.name != "info")
        };
        let function = vectors()
            .nth(random.below(vectors().count()))
            .expect("it is below the count");
        let (least, most) = function.arity();
        let count = least + random.below(most.unwrap_or(least + 2) - least + 1);
        let args: Vec<String> = (0..count)
            .map(|index| match function.argument(index) {
                Some(ValueType::Matrix) => self.matrix(random, depth),
                Some(ValueType::Scalar) => self.scalar(random, depth),
                Some(ValueType::String) => self.string(random, function.name, index),
                _ => self.vector(random, depth),
            })
            .collect();
        format!("{}({})", function.name, args.join(", "))
    }

    fn string(&self, random: &mut Random, function: &str, index: usize) -> String {
        let text = match (function, index) {
            ("label_replace", 2) => random.pick(&REPLACEMENTS),
            ("label_replace", 4) => random.pick(&PATTERNS),
            ("label_join", 2) => random.pick(&["", "-", "/"]),
            ("label_replace" | "label_join", _) if random.below(12) == 0 => {
                random.pick(&["__name__", "le"])
            }
            _ => self.one(random, &self.labels),
        };
        format!("{text:?}")
    }

    fn matrix(&self, random: &mut Random, depth: usize) -> String {
        let range = random.pick(&RANGES);
        match range.contains(':') {
            true => format!("({}){range}", self.vector(random, depth)),
            false => {
                let selector = self.selector(random);
                match selector.strip_suffix(" offset 5m") {
                    Some(plain) => format!("{plain}{range} offset 5m"),
                    None => selector + range,
                }
            }
        }
    }

    fn scalar(&self, random: &mut Random, depth: usize) -> String {
        match random.below(12) {
            0 => format!("scalar({})", self.vector(random, depth)),
            1 => [
                "time()",
                "pi()",
                "(1 + 1)",
                "-(2)",
                "max_of(1, 2)",
                "(2 > bool 1)",
            ][random.below(6)]
            .to_string(),
            _ => random.pick(&NUMBERS).to_string(),
        }
    }

    fn with_scalar(&self, random: &mut Random, depth: usize) -> String {
        let (vector, scalar) = (self.vector(random, depth), self.scalar(random, depth));
        let op = random.pick(&ARITHMETIC);
        match random.below(2) {
            0 => format!("({vector}){op}{scalar}"),
            _ => format!("{scalar}{op}({vector})"),
        }
    }

    fn comparison(&self, random: &mut Random, depth: usize) -> String {
        let op = random.pick(&COMPARISONS);
        let bool = if random.below(4) == 0 { "bool " } else { "" };
        let left = self.vector(random, depth);
        match random.below(3) {
            0 => format!(
                "({left}){op}{bool}{}({})",
                self.matching(random, true),
                self.vector(random, depth)
            ),
            1 => format!("({left}){op}{bool}{}", self.scalar(random, depth)),
            _ => format!("{}{op}{bool}({left})", self.scalar(random, depth)),
        }
    }

    fn computation(&self, random: &mut Random, depth: usize) -> String {
        let left = self.vector(random, depth);
        // The same on both sides joins at least with itself.
        let right = match random.below(3) {
            0 => left.clone(),
            _ => self.vector(random, depth),
        };
        format!(
            "({left}){}{}({right})",
            random.pick(&ARITHMETIC),
            self.matching(random, true)
        )
    }

    fn sets(&self, random: &mut Random, depth: usize) -> String {
        let (left, right) = (self.vector(random, depth), self.vector(random, depth));
        format!(
            "({left}){}{}({right})",
            random.pick(&SETS),
            self.matching(random, false)
        )
    }

    fn matching(&self, random: &mut Random, group: bool) -> String {
        let mut text = match random.below(4) {
            0 => return String::new(),
            1 => format!("ignoring ({}) ", self.labels(random)),
            _ => format!("on ({}) ", self.labels(random)),
        };
        if group && random.below(3) > 0 {
            let side = ["group_left", "group_right"][random.below(2)];
            text += &format!("{side} ({}) ", self.labels(random));
        }
        text
    }
}
