//! The cost of each kind of node (`checker/cost.go` of cel-go), and what is known of the sizes of its value.

use super::{
    Range, Sizes,
    path::{Path, Paths},
};
use crate::cel::{
    ast::{Comprehension, Entry, Expr, ExprKind, Literal, Select},
    types::{Checked, Type},
};

/// An access to a name or a field.
const ACCESS: Range = Range::fixed(1);
const NEW_LIST: Range = Range::fixed(10);
const NEW_MAP: Range = Range::fixed(30);
const NEW_STRUCT: Range = Range::fixed(40);

/// The variable of macros that has no way from `self`.
const ACCUMULATORS: [&str; 2] = ["__result__", "@result"];

/// What is known while an expression is walked through.
pub struct Walk<'a> {
    checked: &'a Checked,
    at_way: &'a Sizes<'a>,
    pub paths: Paths<'a>,
    facts: Vec<Facts>,
    variables: Vec<Variable<'a>>,
}

/// What is known of a node. Nothing of a size means that it was not computed.
#[derive(Clone, Copy, Default)]
struct Facts {
    path: Path,
    size: Option<Range>,
    entries: Option<Entries>,
}

/// The sizes of what a list or a map holds.
#[derive(Clone, Copy)]
pub struct Entries {
    is_list: bool,
    key: Range,
    value: Range,
}

impl Entries {
    /// What holds the entries of both.
    pub fn union(self, other: Self) -> Self {
        Self {
            is_list: self.is_list,
            key: self.key.union(other.key),
            value: self.value.union(other.value),
        }
    }

    /// The size of an item of a list or of a value of a map.
    pub fn value(self) -> Range {
        self.value
    }
}

/// A variable of a loop.
struct Variable<'a> {
    name: &'a str,
    facts: Facts,
}

/// Which of the two variables of a loop.
#[derive(Clone, Copy)]
enum Side {
    Key,
    Value,
}

impl<'a> Walk<'a> {
    /// The beginning, where nothing is known.
    pub fn new(checked: &'a Checked, at_way: &'a Sizes<'a>) -> Self {
        Self {
            checked,
            at_way,
            paths: Paths::default(),
            facts: vec![Facts::default(); checked.types.len()],
            variables: Vec::new(),
        }
    }

    /// The cost of a node.
    pub fn cost(&mut self, expr: &'a Expr) -> Range {
        match &expr.kind {
            ExprKind::Literal(_) | ExprKind::Broken => Range::ZERO,
            ExprKind::Ident(name) => {
                let local = self.find_variable(name).map(|variable| variable.facts.path);
                let path = local.unwrap_or_else(|| self.paths.variable(name));
                self.facts[expr.id].path = path;
                ACCESS
            }
            ExprKind::Select(select) => self.select(expr, select),
            ExprKind::Call(call) => self.call(expr, call),
            ExprKind::List { items, .. } => self.list(expr, items),
            ExprKind::Map(entries) => self.map(expr, entries),
            ExprKind::Struct { fields, .. } => {
                let costs = fields.iter().map(|field| self.cost(&field.value));
                costs.fold(NEW_STRUCT, Range::plus)
            }
            ExprKind::Comprehension(comprehension) if is_binding(comprehension) => {
                self.binding(expr, comprehension)
            }
            ExprKind::Comprehension(comprehension) => self.comprehension(expr, comprehension),
        }
    }

    /// `has()` is free on top of its operand: the server keeps what cel-go did before 0.17.7.
    fn select(&mut self, expr: &'a Expr, select: &'a Select) -> Range {
        let cost = self.cost(&select.operand);
        if select.is_test {
            return cost;
        }
        let operand = self.path(&select.operand);
        self.facts[expr.id].path = self.paths.append(operand, &select.field);
        match self.kind(&select.operand) {
            Type::Map(..) | Type::Object(_) | Type::Parameter(_) => cost.plus(ACCESS),
            _ => cost,
        }
    }

    fn list(&mut self, expr: &'a Expr, items: &'a [Expr]) -> Range {
        let mut cost = NEW_LIST;
        let mut value = if items.is_empty() {
            Range::ZERO
        } else {
            Range::EMPTY
        };
        for item in items {
            cost = cost.plus(self.cost(item));
            value = value.union(self.size_or_unknown(item));
        }
        let key = Range::fixed(1);
        self.facts[expr.id].entries = Some(Entries {
            is_list: true,
            key,
            value,
        });
        cost
    }

    fn map(&mut self, expr: &'a Expr, entries: &'a [Entry]) -> Range {
        let mut cost = NEW_MAP;
        let mut key = if entries.is_empty() {
            Range::ZERO
        } else {
            Range::EMPTY
        };
        let mut value = key;
        for entry in entries {
            cost = cost
                .plus(self.cost(&entry.key))
                .plus(self.cost(&entry.value));
            key = key.union(self.size_or_unknown(&entry.key));
            value = value.union(self.size_or_unknown(&entry.value));
        }
        self.facts[expr.id].entries = Some(Entries {
            is_list: false,
            key,
            value,
        });
        cost
    }

    fn comprehension(&mut self, expr: &'a Expr, of: &'a Comprehension) -> Range {
        let before = self.cost(&of.range).plus(self.cost(&of.start));
        self.push(&of.accumulator, &of.start);
        match &of.second_variable {
            Some(second) => {
                self.push_part(&of.variable, &of.range, Side::Key);
                self.push_part(second, &of.range, Side::Value);
            }
            None if self.is_list(&of.range) => self.push_part(&of.variable, &of.range, Side::Value),
            None => self.push_part(&of.variable, &of.range, Side::Key),
        }
        let condition = self.cost(&of.condition);
        let round = self.cost(&of.step).plus(condition);
        self.pop(&of.variable);
        if let Some(second) = &of.second_variable {
            self.pop(second);
        }
        let after = self.cost(&of.result);
        self.pop(&of.accumulator);
        let rounds = self.size_or_unknown(&of.range);
        self.remember_result(expr, of, rounds);
        before.plus(after).plus(rounds.times(round))
    }

    fn remember_result(&mut self, expr: &'a Expr, of: &'a Comprehension, rounds: Range) {
        match of.start.kind {
            ExprKind::Literal(_) => {
                let size = self.size(&of.start);
                self.remember_size(expr, size);
            }
            ExprKind::List { .. } | ExprKind::Map(_) => {
                self.facts[expr.id].size = Some(rounds);
                let entries = self.entries(&of.step);
                self.remember_entries(expr, entries);
            }
            _ => {}
        }
    }

    /// `cel.bind()` and what `optMap()` makes.
    fn binding(&mut self, expr: &'a Expr, of: &'a Comprehension) -> Range {
        let before = self.cost(&of.range).plus(self.cost(&of.start));
        self.push(&of.accumulator, &of.start);
        let cost = before.plus(self.cost(&of.result));
        self.pop(&of.accumulator);
        self.copy_sizes(expr, &of.result);
        cost
    }

    fn push(&mut self, name: &'a str, value: &'a Expr) {
        let facts = Facts {
            path: self.path(value),
            entries: self.entries(value),
            size: self.size(value),
        };
        self.variables.push(Variable { name, facts });
    }

    /// A variable for the keys or the values of what is looped over.
    fn push_part(&mut self, name: &'a str, range: &'a Expr, side: Side) {
        let entries = self.entries(range);
        let (size, step) = match (side, self.is_list(range)) {
            (Side::Key, true) => (entries.map(|entries| entries.key), "@indices"),
            (Side::Key, false) => (entries.map(|entries| entries.key), "@keys"),
            (Side::Value, true) => (entries.map(|entries| entries.value), "@items"),
            (Side::Value, false) => (entries.map(|entries| entries.value), "@values"),
        };
        let range = self.path(range);
        let path = self.paths.append(range, step);
        let facts = Facts {
            path,
            size,
            entries: None,
        };
        self.variables.push(Variable { name, facts });
    }

    fn pop(&mut self, name: &str) {
        if let Some(at) = self
            .variables
            .iter()
            .rposition(|variable| variable.name == name)
        {
            self.variables.remove(at);
        }
    }

    fn is_list(&self, range: &Expr) -> bool {
        let known = self.entries(range).map(|entries| entries.is_list);
        known.unwrap_or_else(|| matches!(self.kind(range), Type::List(_)))
    }

    fn find_variable(&self, name: &str) -> Option<&Variable<'a>> {
        self.variables
            .iter()
            .rev()
            .find(|variable| variable.name == name)
    }

    fn find_local(&self, expr: &Expr) -> Option<&Variable<'a>> {
        match &expr.kind {
            ExprKind::Ident(name) => self.find_variable(name),
            _ => None,
        }
    }

    /// The type of a node.
    pub fn kind(&self, expr: &Expr) -> &'a Type {
        &self.checked.types[expr.id]
    }

    /// The overloads that a call may mean.
    pub fn references(&self) -> &'a [crate::cel::types::Reference] {
        &self.checked.references
    }

    /// The way to the value of a node.
    pub fn path(&self, expr: &Expr) -> Path {
        let local = self.find_local(expr).map(|variable| variable.facts.path);
        local.unwrap_or(self.facts[expr.id].path)
    }

    /// The way as functions see it: that of an accumulator leads nowhere.
    pub fn visible_path(&self, expr: &Expr) -> Path {
        let path = self.path(expr);
        match self.paths.steps(path) {
            [first, ..] if ACCUMULATORS.contains(first) => Path::default(),
            _ => path,
        }
    }

    /// Notes the way to an item or a value.
    pub fn enter(&mut self, expr: &Expr, operand: &Expr, step: &'a str) {
        let operand = self.path(operand);
        self.facts[expr.id].path = self.paths.append(operand, step);
    }

    /// The size at a way, as the schema limits it.
    pub fn size_at(&self, path: Path) -> Option<Range> {
        let (_variable, steps) = self.paths.steps(path).split_first()?;
        let most = (self.at_way)(steps)?;
        Some(Range::new(0, most))
    }

    /// The size one step beyond a way; `None` for a way that leads nowhere.
    pub fn size_below(&self, path: Path, step: &str) -> Option<Range> {
        let (_variable, steps) = self.paths.steps(path).split_first()?;
        let steps: Vec<&str> = steps.iter().copied().chain([step]).collect();
        let most = (self.at_way)(&steps)?;
        Some(Range::new(0, most))
    }

    /// The size of the value of a node.
    pub fn size(&mut self, expr: &Expr) -> Option<Range> {
        if let Some(known) = self.facts[expr.id].size.or_else(|| size_of_literal(expr)) {
            return Some(known);
        }
        if let Some(limited) = self.size_at(self.path(expr)) {
            self.facts[expr.id].size = Some(limited);
            return Some(limited);
        }
        if is_scalar(self.kind(expr)) {
            return Some(Range::fixed(1));
        }
        self.find_local(expr)?.facts.size
    }

    /// The size of the value of a node, without bounds when it is not known.
    pub fn size_or_unknown(&mut self, expr: &Expr) -> Range {
        self.size(expr).unwrap_or(Range::UNKNOWN)
    }

    /// The sizes of what the value of a node holds.
    pub fn entries(&self, expr: &Expr) -> Option<Entries> {
        let known = self.facts[expr.id].entries;
        known.or_else(|| self.find_local(expr)?.facts.entries)
    }

    /// Keeps the size of a node, if there is one.
    pub fn remember_size(&mut self, expr: &Expr, size: Option<Range>) {
        let known = &mut self.facts[expr.id].size;
        *known = size.or(*known);
    }

    /// Keeps the sizes of what a node holds, if there are any.
    pub fn remember_entries(&mut self, expr: &Expr, entries: Option<Entries>) {
        let known = &mut self.facts[expr.id].entries;
        *known = entries.or(*known);
    }

    /// Keeps for one node what is known of another.
    pub fn copy_sizes(&mut self, to: &Expr, from: &Expr) {
        let (size, entries) = (self.size(from), self.entries(from));
        self.remember_size(to, size);
        self.remember_entries(to, entries);
    }
}

/// A loop over nothing that only names a value.
fn is_binding(of: &Comprehension) -> bool {
    matches!(&of.range.kind, ExprKind::List { items, .. } if items.is_empty())
        && matches!(of.condition.kind, ExprKind::Literal(Literal::Bool(false)))
        && of.accumulator != ACCUMULATORS[0]
}

fn size_of_literal(expr: &Expr) -> Option<Range> {
    let size = match &expr.kind {
        ExprKind::Literal(Literal::String(text)) => text.chars().count(),
        ExprKind::Literal(Literal::Bytes(bytes)) => bytes.len(),
        ExprKind::Literal(_) => 1,
        ExprKind::List { items, .. } => items.len(),
        ExprKind::Map(entries) => entries.len(),
        _ => return None,
    };
    Some(Range::fixed(size.try_into().unwrap_or(u64::MAX)))
}

/// Whether values of a type have one size.
fn is_scalar(kind: &Type) -> bool {
    match kind {
        Type::Bool | Type::Double | Type::Duration | Type::Int | Type::Timestamp | Type::Uint => {
            true
        }
        Type::Opaque("optional_type", parameters) => parameters.first().is_some_and(is_scalar),
        _ => false,
    }
}
