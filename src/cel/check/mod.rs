//! The checker: which type each part of an expression has, and what its names mean.
//!
//! As cel-go 0.26 does it (`checker/checker.go`), and behind it what the API server asks before it runs an expression: literals in one
//! list have one type (`cel/validator.go`), and what is constant can be worked out (`interpreter/planner.go`).

mod aggregate;
mod call;
mod constant;
mod explain;
mod format;
mod name;
mod operation;
mod solve;
mod uniform;

use std::collections::BTreeSet;

use crate::cel::ast::{Ast, Expr, ExprKind, Literal};
use crate::cel::check::solve::Solver;
use crate::cel::types::{Checked, Reference, Type};
use crate::cel::{Environment, Error, parse, stack};

/// The minor release of Kubernetes 1 since which constant texts of `format` are looked at.
const FORMAT_SINCE: u32 = 29;

/// Reads an expression and returns what is known of it, or what is wrong with it: never both, and never neither.
pub fn compile(text: &str, environment: &Environment) -> (Option<Checked>, Vec<Error>) {
    let (ast, errors) = parse(text, environment);
    if !errors.is_empty() {
        return (None, errors);
    }
    let levels = ast.levels;
    stack::run(levels, || check(text, ast, environment))
}

/// Checks what was read without errors.
fn check(text: &str, mut ast: Ast, environment: &Environment) -> (Option<Checked>, Vec<Error>) {
    let mut checker = Checker {
        text,
        environment,
        solver: Solver::default(),
        types: vec![Type::Dyn; ast.nodes],
        references: vec![Reference::Nothing; ast.nodes],
        scopes: Vec::new(),
        has_looped: false,
        errors: Vec::new(),
        told: BTreeSet::new(),
    };
    checker.check(&mut ast.root);
    let mut solver = checker.solver;
    let mut errors = checker.errors;
    let types = checker.types.iter();
    let types = types.map(|kind| solver.substitute(kind, true)).collect();
    if solver.is_exhausted() {
        errors = vec![Error::new(
            0..text.len(),
            "the types of the expression grow too large",
        )];
    }
    if !errors.is_empty() {
        errors.sort_by_key(|error| error.range.start);
        return (None, errors);
    }
    let checked = Checked {
        ast,
        types,
        references: checker.references,
    };
    errors = uniform::check(&checked, environment.minor);
    if environment.minor >= FORMAT_SINCE {
        errors.extend(format::check(&checked));
    }
    errors.extend(constant::check(&checked, text, environment.minor));
    errors.sort_by_key(|error| error.range.start);
    errors.dedup();
    (errors.is_empty().then_some(checked), errors)
}

/// The state of the checker.
struct Checker<'a> {
    text: &'a str,
    environment: &'a Environment,
    solver: Solver,
    /// By node; `dyn` for those that were not visited.
    types: Vec<Type>,
    references: Vec<Reference>,
    /// The variables of the loops around, the innermost last.
    scopes: Vec<(String, Type)>,
    /// Whether a loop was visited: from there on cel-go forgets that it does not compare numbers of different types.
    has_looped: bool,
    errors: Vec<Error>,
    /// The places and messages of the errors.
    told: BTreeSet<((usize, usize), String)>,
}

impl Checker<'_> {
    /// Notes the types and meanings of the expression and its parts.
    fn check(&mut self, expr: &mut Expr) {
        let kind = match &mut expr.kind {
            ExprKind::Literal(literal) => type_of(literal),
            ExprKind::Ident(_) => return self.ident(expr),
            ExprKind::Select(_) => return self.select(expr),
            ExprKind::Call(_) => return self.call(expr),
            ExprKind::List { items, optional } => self.list(items, optional),
            ExprKind::Map(entries) => self.map(entries),
            ExprKind::Struct { .. } => return self.message(expr),
            ExprKind::Comprehension(inner) => self.comprehension(inner),
            ExprKind::Broken => Type::Error,
        };
        self.types[expr.id] = kind;
    }

    /// The type of a node that was visited.
    fn type_of(&self, expr: &Expr) -> Type {
        self.types[expr.id].clone()
    }

    /// The type of a node with what its parameters stand for.
    fn known_type_of(&mut self, expr: &Expr) -> Type {
        let kind = &self.types[expr.id];
        self.solver.substitute(kind, false)
    }

    /// The type of a node as a message shows it.
    fn shown_type_of(&mut self, expr: &Expr) -> Type {
        let kind = &self.types[expr.id];
        self.solver.substitute(kind, true)
    }

    /// Keeps an error, once: macros repeat parts of the expression.
    fn error(&mut self, error: Error) {
        let place = (error.range.start, error.range.end);
        if self.told.insert((place, error.message.clone())) {
            self.errors.push(error);
        }
    }
}

fn type_of(literal: &Literal) -> Type {
    match literal {
        Literal::Null => Type::Null,
        Literal::Bool(_) => Type::Bool,
        Literal::Int(_) => Type::Int,
        Literal::Uint(_) => Type::Uint,
        Literal::Double(_) => Type::Double,
        Literal::String(_) => Type::String,
        Literal::Bytes(_) => Type::Bytes,
    }
}
