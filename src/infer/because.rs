//! Why a fact holds: small values while inferring, words when somebody asks.

use super::{
    Inferred,
    labels::{Origin, Presence},
};
use crate::{
    model::names,
    promql::{
        ast::{Expr, Node, Range},
        print::operator_name,
    },
};

/// Why a node has its unit, range or kind.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Because<'a> {
    /// Nobody says it.
    #[default]
    Unsaid,
    /// Nothing of the project has this name.
    Undeclared(&'a str),
    /// The metric is a classic histogram, whose series have other names.
    NoSeries(&'a str),
    /// The metric declares it.
    Metric(&'a str),
    /// The metric's name ends so.
    Suffix(&'a str),
    /// The metric's type has it.
    Type(&'a str),
    /// Prometheus writes the metric so.
    Prometheus(&'a str),
    /// The recording declares it.
    Declared(&'a str),
    /// The recording's expression has it.
    Recorded(&'a str),
    /// It was written.
    Written,
    /// The part with this index has it, and the node keeps it.
    Kept(u8),
    /// The node does this.
    Does(&'static str),
}

/// One step of a chain of reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The node, by its place in the expression's text; empty for one that was made.
    pub range: Range,
    /// Why: a clause such as "metric `x` declares it".
    pub words: String,
}

/// What can be asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fact {
    /// The unit.
    Unit,
    /// The range of values.
    Range,
    /// The kind.
    Kind,
}

impl<'a> Inferred<'a> {
    /// Why the node has a fact: its own reason first, then that of the part which it comes from, down to who declares it.
    pub fn why(&self, fact: Fact) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut node = self;
        loop {
            let because = node.because(fact);
            if !node.is_frame() {
                steps.push(node.step(words(node.expr, because)));
            }
            let next = match because {
                Because::Kept(index) => node.parts.get(usize::from(index)),
                Because::Does(_) => node.parts.iter().find(|part| part.says(fact)),
                _ => None,
            };
            match next {
                Some(part) => node = part,
                None => return steps,
            }
        }
    }

    /// Why the node has a fact, in words: the reason of the first that does more than keep it.
    pub fn reason(&self, fact: Fact) -> String {
        let mut node = self;
        while let Because::Kept(index) = node.because(fact) {
            match node.parts.get(usize::from(index)) {
                Some(part) => node = part,
                None => break,
            }
        }
        words(node.expr, node.because(fact))
    }

    /// Why a label exists here, or who removed it; empty when nothing is known about it.
    pub fn why_label(&self, name: &str) -> Vec<Step> {
        if let Some(node) = self.find_removal(name) {
            return vec![node.step(format!("{} drops it", head(node.expr)))];
        }
        let mut steps = Vec::new();
        let mut node = self;
        while let Some(origin) = node.origin(name) {
            let made = origin == Origin::Written(node.expr.range);
            let from = node.parts.iter().find(|part| part.origin(name).is_some());
            match from.filter(|_| !made) {
                Some(part) => {
                    if !node.is_frame() {
                        steps.push(node.step(format!("{} keeps it", head(node.expr))));
                    }
                    node = part;
                }
                None => {
                    let words = match made {
                        true => format!("{} writes it", head(node.expr)),
                        false => origin_words(origin, name),
                    };
                    steps.push(node.step(words));
                    break;
                }
            }
        }
        steps
    }

    /// The innermost node that removes a label which its part may have; `None` when none does.
    pub fn find_removal(&self, name: &str) -> Option<&Inferred<'a>> {
        if self.known.labels.presence(name) > Presence::Never {
            return None;
        }
        let has = |part: &&Inferred| part.known.labels.presence(name) > Presence::Never;
        match self.parts.iter().find(has) {
            Some(_) => Some(self),
            None => self.parts.iter().find_map(|part| part.find_removal(name)),
        }
    }

    /// Who put a label there that may exist and is listed.
    fn origin(&self, name: &str) -> Option<Origin<'a>> {
        let label = self.known.labels.get(name)?;
        (label.presence > Presence::Never).then_some(label.origin)
    }

    /// Whether it only frames what it keeps.
    fn is_frame(&self) -> bool {
        matches!(self.expr.node, Node::Matrix(..) | Node::Paren(_))
    }

    fn step(&self, words: String) -> Step {
        Step {
            range: self.expr.range,
            words,
        }
    }

    fn because(&self, fact: Fact) -> Because<'a> {
        match fact {
            Fact::Unit => self.known.unit_because,
            Fact::Range => self.known.range_because,
            Fact::Kind => self.known.kind_because,
        }
    }

    /// Whether it says anything about a fact that somebody declared.
    fn says(&self, fact: Fact) -> bool {
        !matches!(self.because(fact), Because::Unsaid | Because::Written)
    }
}

/// The clause of a reason at a node.
pub fn words(expr: &Expr, because: Because) -> String {
    match because {
        Because::Unsaid => "nothing says it".to_string(),
        Because::Undeclared(name) => format!("nothing declares `{name}`"),
        Because::NoSeries(name) => {
            format!("only `{name}_bucket`, `{name}_sum` and `{name}_count` have series")
        }
        Because::Metric(name) => format!("metric `{name}` declares it"),
        Because::Suffix(name) => format!("the name of `{name}` says it"),
        Because::Type(name) => format!("the type of `{name}` says it"),
        Because::Prometheus(name) => format!("Prometheus writes `{name}` so"),
        Because::Declared(name) => format!("recording `{name}` declares it"),
        Because::Recorded(name) => format!("recording `{name}` yields it"),
        Because::Written => "it is written".to_string(),
        Because::Kept(_) => format!("{} keeps it", head(expr)),
        Because::Does(what) => format!("{} {what}", head(expr)),
    }
}

/// Who put a label there, as a clause.
pub fn origin_words(origin: Origin, name: &str) -> String {
    match origin {
        Origin::Process(metric) => format!("metric `{}` declares it", metric.name),
        Origin::Prometheus(metric) => format!("Prometheus writes it to `{}`", metric.name),
        Origin::Scrape(None) => "the scrape adds it".to_string(),
        Origin::Scrape(Some(scrape)) => {
            let adds = names::TARGET_LABELS.contains(&name);
            let relabeled = scrape.endpoints.iter().any(|endpoint| {
                let steps = endpoint
                    .relabelings
                    .iter()
                    .chain(&endpoint.metric_relabelings);
                let mut steps = steps.map(|relabeling| &relabeling.step.target_label);
                steps.any(|target| target == name)
            });
            match relabeled || !adds {
                true => format!("scrape `{}` adds it by relabeling", scrape.key.value),
                false => format!("scrape `{}` adds it", scrape.key.value),
            }
        }
        Origin::Recording(recording) => {
            format!("recording `{}` sets it", recording.name.value)
        }
        Origin::Written(_) => "the expression writes it".to_string(),
        Origin::Named => "the expression names it".to_string(),
    }
}

/// How a node is called: its function or operator in backticks.
pub fn head(expr: &Expr) -> String {
    match &expr.node {
        Node::Call(call) => format!("`{}`", call.function),
        Node::Aggregate(aggregate) => match &aggregate.grouping {
            None => format!("`{}`", aggregate.op),
            Some(grouping) => {
                let word = if grouping.without { "without" } else { "by" };
                let labels: Vec<&str> = grouping
                    .labels
                    .iter()
                    .map(|label| label.value.as_str())
                    .collect();
                format!("`{} {word} ({})`", aggregate.op, labels.join(", "))
            }
        },
        Node::Binary(binary) => format!("`{}`", operator_name(binary.op)),
        Node::Unary(..) => "the sign".to_string(),
        Node::Subquery(_) => "the subquery".to_string(),
        Node::Matrix(..) => "the range".to_string(),
        Node::Selector(_) => "the selector".to_string(),
        Node::Paren(_) => "the parenthesis".to_string(),
        Node::Number(_) | Node::String(_) | Node::Placeholder(_) | Node::Invalid => {
            "this".to_string()
        }
    }
}
