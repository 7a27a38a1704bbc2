//! The walk: what is known of every value, from the operands up, with the variables and the dot of each place.

use super::query::read_query;
use super::scope::Scope;
use super::{Analysis, LabelUse};
use crate::gotemplate::MOST_ERRORS;
use crate::gotemplate::ast::{Kind, NodeId, Template};
use crate::gotemplate::functions::{Owner, Type};
use crate::gotemplate::number::{Number, read_complex, read_number};
use crate::promql::ast::Range;
use crate::promql::{Error, Options};
use std::collections::BTreeSet;

/// A node whose children are being walked.
struct Frame<'a> {
    id: NodeId,
    next: usize,
    /// How many variables there were before it, and behind its pipeline.
    mark: usize,
    body: usize,
    /// What the dot was.
    dot: Type,
    /// What was known outside a definition.
    outside: Option<Scope<'a>>,
}

/// The state of a walk.
pub struct Values<'t, 'a> {
    pub template: &'t Template<'a>,
    options: &'t Options,
    analysis: Analysis,
    /// By node.
    types: Vec<Type>,
    scope: Scope<'a>,
    dot: Type,
    /// Variables of which nothing is known, because they are assigned somewhere.
    assigned: BTreeSet<&'a str>,
    frames: Vec<Frame<'a>>,
}

impl<'t, 'a> Values<'t, 'a> {
    pub fn new(template: &'t Template<'a>, options: &'t Options) -> Self {
        let assigned = template
            .ids()
            .filter(|id| template.node(*id).kind == Kind::Assigned);
        let assigned = assigned.map(|id| template.written(id)).collect();
        let mut scope = Scope::of_rule();
        scope.blur(&assigned);
        Values {
            template,
            options,
            analysis: Analysis::default(),
            types: vec![Type::Unknown; template.ids().count()],
            scope,
            dot: Type::Data,
            assigned,
            frames: Vec::new(),
        }
    }

    pub fn walk(mut self) -> Analysis {
        self.enter(self.template.root());
        while let Some(frame) = self.frames.last_mut() {
            let (id, next) = (frame.id, frame.next);
            frame.next += 1;
            match self.template.children(id).get(next) {
                Some(child) => {
                    self.before(id, *child);
                    self.enter(*child);
                }
                None => self.leave(id),
            }
        }
        self.analysis
    }

    fn enter(&mut self, id: NodeId) {
        let mark = self.scope.mark();
        self.frames.push(Frame {
            id,
            next: 0,
            mark,
            body: mark,
            dot: self.dot,
            outside: None,
        });
    }

    /// Sets the dot and the variables of a list in a block.
    fn before(&mut self, id: NodeId, child: NodeId) {
        let is_list = self.template.node(child).kind == Kind::List;
        let children = self.template.children(id);
        let (Some(frame), true) = (self.frames.last_mut(), is_list) else {
            return;
        };
        let kind = self.template.node(id).kind;
        let branches = matches!(kind, Kind::If | Kind::Range | Kind::With);
        if branches && frame.next > 2 {
            self.scope.forget(frame.body);
            self.dot = frame.dot;
            return;
        }
        frame.body = self.scope.mark();
        let value = children
            .first()
            .map_or(Type::Unknown, |first| self.types[first.0 as usize]);
        match kind {
            Kind::With => self.dot = value,
            Kind::Range => {
                self.dot = element(value).1;
                self.check_range(children[0], value);
            }
            Kind::Define | Kind::Block => {
                frame.outside = Some(std::mem::take(&mut self.scope));
                self.dot = Type::Unknown;
            }
            _ => {}
        }
    }

    fn check_range(&mut self, pipeline: NodeId, value: Type) {
        // A duration is an integer to Go, and counts.
        let fails = matches!(
            value,
            Type::Bool
                | Type::Float
                | Type::Complex
                | Type::String
                | Type::Html
                | Type::Value
                | Type::Data
                | Type::Sample
                | Type::Time
        );
        if fails {
            let place = self.template.node(pipeline).range;
            self.fail(place, format!("{} has no elements", value.phrase()));
        }
    }

    fn leave(&mut self, id: NodeId) {
        self.types[id.0 as usize] = self.value(id);
        let Some(frame) = self.frames.pop() else {
            return;
        };
        match self.template.node(id).kind {
            Kind::If | Kind::Range | Kind::With => self.scope.forget(frame.mark),
            Kind::Define | Kind::Block => {
                if let Some(outside) = frame.outside {
                    self.scope = outside;
                }
            }
            Kind::Pipeline => self.declare(id),
            _ => return,
        }
        self.dot = frame.dot;
    }

    fn declare(&mut self, id: NodeId) {
        let value = self.types[id.0 as usize];
        let parent = self
            .frames
            .last()
            .map(|frame| self.template.node(frame.id).kind);
        let kind = |id: &&NodeId| self.template.node(**id).kind == Kind::Declared;
        let declared: Vec<NodeId> = self
            .template
            .children(id)
            .iter()
            .filter(kind)
            .copied()
            .collect();
        for (index, variable) in declared.iter().enumerate() {
            let name = self.template.written(*variable);
            let value = match (parent, declared.len() - index) {
                _ if self.assigned.contains(name) => Type::Unknown,
                (Some(Kind::Range), 2) => element(value).0,
                (Some(Kind::Range), _) => element(value).1,
                _ => value,
            };
            self.scope.declare(name, value);
        }
    }

    /// What is known of a node whose children were left.
    fn value(&mut self, id: NodeId) -> Type {
        let written = self.template.written(id);
        let node = *self.template.node(id);
        match node.kind {
            Kind::Dot => self.dot,
            Kind::Nil => Type::Nil,
            Kind::Bool => Type::Bool,
            Kind::String => Type::String,
            Kind::Number => match read_number(written).or_else(|| read_complex(written)) {
                Some(Number::Float) => Type::Float,
                Some(Number::Complex) => Type::Complex,
                Some(Number::Unsigned) => Type::Unknown,
                // Character constants are numbers too.
                Some(Number::Integer) | None => Type::Integer,
            },
            Kind::Field => self.fields(self.dot, written, node.range.start),
            Kind::Variable => {
                let end = written.find('.').unwrap_or(written.len());
                let value = self.scope.get(&written[..end]);
                self.fields(value, &written[end..], node.range.start + length(end))
            }
            Kind::Function => self.function(id),
            Kind::Chain => {
                let operand = self.template.children(id)[0];
                let end = self.template.node(operand).range.end;
                let fields = &self.template.text[end as usize..node.range.end as usize];
                self.fields(self.types[operand.0 as usize], fields, end)
            }
            Kind::Command => self.command(id),
            Kind::Pipeline => {
                let last = self.template.children(id).last();
                let last = last.filter(|last| self.template.node(**last).kind == Kind::Command);
                last.map_or(Type::Unknown, |last| self.types[last.0 as usize])
            }
            _ => Type::Unknown,
        }
    }

    /// A function that is no command's first operand is called without arguments.
    fn function(&mut self, id: NodeId) -> Type {
        let first = self.frames.iter().nth_back(1).is_some_and(|parent| {
            self.template.node(parent.id).kind == Kind::Command && parent.next == 1
        });
        if first {
            Type::Unknown
        } else {
            self.call(id, &[], None)
        }
    }

    /// The command before the one being left, in the same pipeline.
    fn stage_before(&self) -> Option<NodeId> {
        let parent = self.frames.iter().nth_back(1)?;
        let before = self
            .template
            .children(parent.id)
            .get(parent.next.checked_sub(2)?)?;
        (self.template.node(*before).kind == Kind::Command).then_some(*before)
    }

    fn command(&mut self, id: NodeId) -> Type {
        let piped = self.stage_before();
        let operands = self.template.children(id);
        let Some((first, args)) = operands.split_first() else {
            return Type::Unknown;
        };
        let node = *self.template.node(*first);
        if node.kind == Kind::Function {
            return self.call(*first, args, piped);
        }
        let value = self.types[first.0 as usize];
        if node.kind == Kind::Nil && args.is_empty() && piped.is_none() {
            self.fail(node.range, "`nil` alone is no value of an action");
        }
        let with_fields = matches!(node.kind, Kind::Field | Kind::Chain)
            || (node.kind == Kind::Variable && self.template.written(*first).contains('.'));
        // Only methods, of which nothing is known, take arguments.
        if (!args.is_empty() || piped.is_some()) && (!with_fields || value != Type::Unknown) {
            let written = self.template.written(*first);
            let message = format!("`{written}` is no function and takes no arguments");
            self.fail(node.range, message);
            return Type::Unknown;
        }
        value
    }

    /// What the fields `.a.b`, which stand at `start`, of a value are.
    fn fields(&mut self, mut value: Type, fields: &str, start: u32) -> Type {
        let mut at = start;
        for name in fields.split('.').skip(1) {
            let place = Range {
                start: at + 1,
                end: at + 1 + length(name.len()),
            };
            at = place.end;
            value = self.field(value, name, place);
        }
        value
    }

    fn field(&mut self, value: Type, name: &str, place: Range) -> Type {
        match (value, name) {
            (Type::Labels(owner), _) => {
                self.label(name, place, owner);
                return Type::String;
            }
            (Type::Data, "Labels") => return Type::Labels(Owner::Series),
            (Type::Data, "ExternalLabels") => return Type::Labels(Owner::External),
            (Type::Data, "ExternalURL") => return Type::String,
            (Type::Sample, "Labels") => return Type::Labels(Owner::Query),
            (Type::Data | Type::Sample, "Value") => return Type::Value,
            // They have methods, and a histogram has fields.
            (
                Type::Unknown | Type::Nil | Type::Map | Type::Time | Type::Duration | Type::Value,
                _,
            ) => {
                return Type::Unknown;
            }
            _ => {}
        }
        let error = Error::new(place, format!("{} has no field `{name}`", value.phrase()));
        self.fail_with(match value {
            Type::Data => {
                error.with_help("it has `Labels`, `ExternalLabels`, `ExternalURL` and `Value`")
            }
            Type::Sample => error.with_help("it has `Labels` and `Value`"),
            Type::Results => error.with_help("take one of them with `first`, or all with `range`"),
            _ => error,
        });
        Type::Unknown
    }

    pub fn type_of(&self, id: NodeId) -> Type {
        self.types[id.0 as usize]
    }

    pub fn label(&mut self, name: &str, range: Range, owner: Owner) {
        self.analysis.labels.push(LabelUse {
            name: name.to_owned(),
            range,
            owner,
        });
    }

    pub fn query(&mut self, literal: NodeId) {
        let range = self.template.node(literal).range;
        if let Some(query) = read_query(self.template.written(literal), range, self.options) {
            query
                .errors
                .iter()
                .for_each(|error| self.fail_with(error.clone()));
            self.analysis.queries.push(query);
        }
    }

    pub fn fail(&mut self, range: Range, message: impl Into<String>) {
        self.fail_with(Error::new(range, message));
    }

    pub fn fail_with(&mut self, error: Error) {
        if self.analysis.failures.len() < MOST_ERRORS {
            self.analysis.failures.push(error);
        }
    }
}

/// The key and the value of each element that `range` takes from a value.
fn element(value: Type) -> (Type, Type) {
    match value {
        Type::Labels(_) => (Type::String, Type::String),
        Type::Results => (Type::Integer, Type::Sample),
        Type::Map => (Type::String, Type::Unknown),
        _ => (Type::Unknown, Type::Unknown),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "longer texts are refused")]
fn length(bytes: usize) -> u32 {
    bytes as u32
}
