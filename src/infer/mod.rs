//! What every part of an expression yields under a model: labels, unit, range of values, kind, and what identifies a series.
//!
//! A check makes [`Facts`] once per model and asks for an expression; the answer is a tree beside the expression's own:
//!
//! ```text
//! let facts = Facts::of(model);
//! let root = facts.expression(&alert.expression.expr);
//! for node in root.nodes() {                                // an outer one before its parts
//!     node.expr                                             // the expression and its place
//!     node.parts                                            // as `promql::walk::parts` orders them
//!     node.known.labels.presence("pod") == Presence::Never  // surely no such label
//!     node.known.unit.contradicts(&other.known.unit)        // surely another unit
//!     node.known.range.compare(op, &other.known.range)      // Always, Never, Sometimes
//!     node.known.kind.is_total()                            // surely a raw counter
//!     node.why(Fact::Unit), node.why_label("pod")           // reasons, in words
//! }
//! facts.subject(selector)                                   // the metric or recordings behind a selector
//! facts.all("up")                                           // all series of a name, before matchers narrow them
//! ```
//!
//! Invariants: a lattice, in which what is not known is *unknown* (`Presence::May`, `Values::Any`, `Unit::Unknown`, `Kind::Unknown`,
//! `Interval::ALL`), and unknown never makes a finding; total on every parsed expression; one transfer function per kind of node,
//! one row per function and aggregation; every fact knows why. A label of a project's own metric is taken to be on all its series.
//! Deliberately absent: findings; times and windows; external labels, which queries of the same Prometheus do not see.

mod aggregate;
mod because;
mod binary;
mod call;
mod contradiction;
mod key;
mod kind;
mod labels;
mod range;
mod recording;
mod selector;
mod series;
mod share;
mod unit;

pub use because::{Because, Fact, Step, head, origin_words, words};
pub use key::Key;
pub use kind::Kind;
pub use labels::{Label, Labels, Origin, Presence, Values};
pub use range::{Interval, Verdict};
pub use selector::{alternatives, select, selects_empty};
pub use series::Subject;
pub use unit::{Measure, OBSERVATIONS, RATIO, SECONDS, SERIES, TIMESTAMP, Unit};

use crate::{
    model::{Metric, Model, Recording, metric::Part},
    promql::{
        ValueType,
        ast::{Expr, Node, Selector, Sign},
        walk::metric_name,
    },
};
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

/// What a model says about series and recordings.
#[derive(Debug)]
pub struct Facts<'a> {
    /// The model.
    pub model: &'a Model,
    series: HashMap<String, Known<'a>>,
    recordings: BTreeMap<&'a str, recording::Recorded<'a>>,
}

/// A node of an expression with what is known about it.
#[derive(Clone, Debug)]
pub struct Inferred<'a> {
    /// The node.
    pub expr: &'a Expr,
    /// What is known about its result.
    pub known: Known<'a>,
    /// Its parts, as `promql::walk::parts` orders them: the parameter of an aggregation stands first.
    pub parts: Vec<Inferred<'a>>,
}

/// What is known about a result.
#[derive(Clone, Debug)]
pub struct Known<'a> {
    /// The type of its value.
    pub value_type: ValueType,
    /// What its series are called.
    pub name: Naming<'a>,
    /// Its labels, without the name.
    pub labels: Arc<Labels<'a>>,
    /// Its unit.
    pub unit: Unit<'a>,
    /// Whether every unit below was declared, none told by a name alone.
    pub unit_declared: bool,
    /// Its values.
    pub range: Interval,
    /// What its values are.
    pub kind: Kind,
    /// Labels that identify a series; `None` when no fewer than all are known to.
    pub key: Option<Arc<Key<'a>>>,
    /// The metric whose histogram (its buckets, what grew of them) or stateset it is.
    pub metric: Option<&'a Metric>,
    /// Why it has its unit.
    pub unit_because: Because<'a>,
    /// Why it has its range.
    pub range_because: Because<'a>,
    /// Why it has its kind.
    pub kind_because: Because<'a>,
}

/// What the series of a result are called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming<'a> {
    /// They have no name.
    Dropped,
    /// All have this.
    Is(&'a str),
    /// Not known.
    Unknown,
}

impl<'a> Known<'a> {
    /// Nothing but the type.
    pub fn unknown(value_type: ValueType) -> Self {
        Self {
            value_type,
            name: Naming::Unknown,
            labels: Labels::unknown(),
            unit: Unit::Unknown,
            unit_declared: false,
            range: Interval::ALL,
            kind: Kind::Unknown,
            key: None,
            metric: None,
            unit_because: Because::Unsaid,
            range_because: Because::Unsaid,
            kind_because: Because::Unsaid,
        }
    }

    /// A number without labels.
    pub fn number(unit: Unit<'a>, range: Interval) -> Self {
        Self {
            name: Naming::Dropped,
            labels: Labels::none(),
            unit,
            unit_declared: true,
            range,
            kind: Kind::Number,
            key: Some(Key::single()),
            unit_because: Because::Written,
            range_because: Because::Written,
            kind_because: Because::Written,
            ..Self::unknown(ValueType::Scalar)
        }
    }

    /// The same, whose facts come from the part with this index.
    #[must_use]
    pub fn kept(&self, part: u8) -> Self {
        Self {
            unit_because: Because::Kept(part),
            range_because: Because::Kept(part),
            kind_because: Because::Kept(part),
            ..self.clone()
        }
    }
}

impl<'a> Inferred<'a> {
    /// Every node, an outer one before its parts, from left to right.
    pub fn nodes(&self) -> Vec<&Inferred<'a>> {
        let (mut nodes, mut open) = (Vec::new(), vec![self]);
        while let Some(node) = open.pop() {
            nodes.push(node);
            open.extend(node.parts.iter().rev());
        }
        nodes
    }

    /// Calls `visit` with every node, an outer one before its parts, from left to right.
    pub fn visit<'i>(&'i self, visit: &mut dyn FnMut(&'i Inferred<'a>)) {
        visit(self);
        for part in &self.parts {
            part.visit(visit);
        }
    }

    /// What stands inside the parentheses around it.
    pub fn bare(&self) -> &Inferred<'a> {
        match (&self.expr.node, self.parts.first()) {
            (Node::Paren(_), Some(inner)) => inner.bare(),
            _ => self,
        }
    }
}

impl<'a> Facts<'a> {
    /// The facts of a model: its series, then its recordings in the order in which they depend on each other.
    pub fn of(model: &'a Model) -> Self {
        let mut facts = Self {
            model,
            series: series::series(model),
            recordings: BTreeMap::new(),
        };
        recording::infer(&mut facts);
        facts
    }

    /// What an expression yields, node by node.
    pub fn expression(&self, expr: &'a Expr) -> Inferred<'a> {
        let parts: Vec<Inferred> = crate::promql::walk::parts(expr)
            .into_iter()
            .map(|part| self.expression(part))
            .collect();
        let known = self.node(expr, &parts);
        Inferred { expr, known, parts }
    }

    /// What the model has under the name of a selector.
    pub fn subject(&self, selector: &Selector) -> Subject<'a> {
        match metric_name(selector) {
            Some(name) if name.placeholders.is_empty() => self.named(&name.value),
            _ => Subject::Unknown,
        }
    }

    /// What the model has under a name.
    pub fn named(&self, name: &str) -> Subject<'a> {
        series::subject(self, name)
    }

    /// The declared series whose whole names a regular expression matches; empty when it is none.
    pub fn matching(&self, pattern: &str) -> Vec<(&'a Metric, Part)> {
        series::matching(self.model, pattern)
    }

    /// What is known about all series of a name before matchers narrow them; `None` when nothing has the name, or both a metric and
    /// a recording.
    pub fn all(&self, name: &str) -> Option<&Known<'a>> {
        let recorded = self.recordings.get(name).map(|recorded| &recorded.known);
        match (self.series.get(name), recorded) {
            (Some(known), None) | (None, Some(known)) => Some(known),
            _ => None,
        }
    }

    /// The recordings of a name, in the order of the groups.
    pub fn recordings(&self, name: &str) -> &[&'a Recording] {
        self.recordings
            .get(name)
            .map_or(&[], |recorded| &recorded.recordings)
    }

    fn node(&self, expr: &'a Expr, parts: &[Inferred<'a>]) -> Known<'a> {
        match (&expr.node, parts) {
            (Node::Number(number), _) => {
                let unit = if number.duration {
                    Unit::Of(SECONDS)
                } else {
                    Unit::Number
                };
                Known::number(unit, Interval::point(number.value))
            }
            (Node::Selector(selector), _) => selector::infer(self, selector),
            (Node::Matrix(..) | Node::Subquery(_), [inner]) => Known {
                value_type: ValueType::Matrix,
                ..inner.known.kept(0)
            },
            (Node::Paren(_), [inner]) => inner.known.kept(0),
            (Node::Unary(sign, _), [inner]) => signed(*sign, &inner.known),
            (Node::Call(call), args) => call::infer(call, args, expr.range),
            (Node::Aggregate(aggregate), [.., inner]) => {
                aggregate::infer(aggregate, parts.first(), inner, expr.range)
            }
            (Node::Binary(binary), [left, right]) => binary::infer(binary, left, right),
            (Node::String(_), _) => Known::unknown(ValueType::String),
            _ => Known::unknown(ValueType::Unknown),
        }
    }
}

/// The result of a sign: a minus drops the name. Source: prometheus, `promql/engine.go`, `UnaryExpr`.
fn signed<'a>(sign: Sign, inner: &Known<'a>) -> Known<'a> {
    let kept = inner.kept(0);
    match sign {
        Sign::Plus => kept,
        Sign::Minus => Known {
            name: Naming::Dropped,
            range: inner.range.negated(),
            range_because: Because::Does("turns it around"),
            kind: inner.kind.combined(),
            ..kept
        },
    }
}
