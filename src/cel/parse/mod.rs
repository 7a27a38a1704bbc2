//! The parser: from tokens to a tree whose macros are expanded.
//!
//! The grammar is that of cel-go 0.26, with its limits. Reading ends at the first token that cannot stand where it stands; mistakes
//! of another kind (a reserved name, a macro's arguments) are all told.

mod depth;
mod literal;
mod member;
mod operator;
mod primary;

use crate::cel::ast::{Ast, Call, Expr, ExprKind};
use crate::cel::lex::lex;
use crate::cel::parse::depth::Depth;
use crate::cel::token::{Kind, Token};
use crate::cel::{Environment, Error, stack};
use std::ops::Range;

/// The most characters that an expression may have; cel-go, `expressionSizeCodePointLimit`.
const MOST_CHARACTERS: usize = 100_000;

/// Reads an expression. The tree is whole when there is no error; where something could not be read it has [`ExprKind::Broken`].
pub fn parse(text: &str, environment: &Environment) -> (Ast, Vec<Error>) {
    let length = text.chars().count();
    if length > MOST_CHARACTERS {
        let message =
            format!("the expression has {length} characters, {MOST_CHARACTERS} are allowed");
        let root = Expr {
            id: 0,
            kind: ExprKind::Broken,
            range: 0..text.len(),
        };
        return (Ast::new(root, 1), vec![Error::new(0..text.len(), message)]);
    }
    let (tokens, unknown) = lex(text);
    let levels = nesting(&tokens);
    let parser = Parser {
        text,
        environment,
        tokens,
        at: 0,
        nodes: 0,
        depth: Depth::default(),
        errors: Vec::new(),
    };
    stack::run(levels, || parser.read(unknown))
}

/// How deep brackets are nested in each other.
fn nesting(tokens: &[Token]) -> usize {
    let (mut level, mut deepest) = (0_usize, 0);
    for token in tokens {
        match token.kind {
            Kind::LeftParen | Kind::LeftBracket | Kind::LeftBrace | Kind::Question => level += 1,
            Kind::RightParen | Kind::RightBracket | Kind::RightBrace => {
                level = level.saturating_sub(1);
            }
            _ => {}
        }
        deepest = deepest.max(level);
    }
    deepest
}

/// A syntax error was told: nothing more is read.
pub(in crate::cel) struct Stop;

/// What was read and how many levels cel-go counts in it.
struct Parsed {
    expr: Expr,
    /// See [`depth`].
    height: usize,
}

type Result<T> = std::result::Result<T, Stop>;

/// The state of the parser.
struct Parser<'a> {
    text: &'a str,
    environment: &'a Environment,
    tokens: Vec<Token>,
    /// The index of the next token.
    at: usize,
    /// How many nodes there are.
    nodes: usize,
    depth: Depth,
    errors: Vec<Error>,
}

impl Parser<'_> {
    /// Reads all of the text, in which the lexer found `unknown`.
    fn read(mut self, unknown: Vec<Error>) -> (Ast, Vec<Error>) {
        let root = self.expr().ok().and_then(|read| {
            self.expect(Kind::End, "an operator or the end").ok()?;
            Some(read.expr)
        });
        if let Some(first) = unknown.first() {
            // What was stepped over is missed behind it.
            self.errors
                .retain(|error| error.range.start < first.range.start);
        }
        let root = root.unwrap_or_else(|| self.node(ExprKind::Broken, 0..self.text.len()));
        self.errors.extend(unknown);
        self.errors.sort_by_key(|error| error.range.start);
        (Ast::new(root, self.nodes), self.errors)
    }

    /// Returns a new node.
    fn node(&mut self, kind: ExprKind, range: Range<usize>) -> Expr {
        let id = self.id();
        Expr { id, kind, range }
    }

    /// Returns the index of a new node.
    fn id(&mut self) -> usize {
        self.nodes += 1;
        self.nodes - 1
    }

    /// Returns a new call of a function or an operator without a target.
    fn call(
        &mut self,
        function: &str,
        name_range: Range<usize>,
        arguments: Vec<Expr>,
        range: Range<usize>,
    ) -> Expr {
        let call = Call {
            function: function.to_owned(),
            name_range,
            target: None,
            arguments,
        };
        self.node(ExprKind::Call(call), range)
    }

    fn kind(&self) -> Kind {
        self.kind_after(0)
    }

    /// The kind of the token that stands `count` behind the next one.
    fn kind_after(&self, count: usize) -> Kind {
        self.tokens
            .get(self.at + count)
            .map_or(Kind::End, |token| token.kind)
    }

    /// The range of the next token.
    fn range(&self) -> Range<usize> {
        let end = self.text.len();
        self.tokens
            .get(self.at)
            .map_or(end..end, |token| token.range.clone())
    }

    /// Where the token before the next one ends.
    fn end(&self) -> usize {
        let before = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        before.map_or(0, |token| token.range.end)
    }

    /// Takes the next token and returns its range.
    fn take(&mut self) -> Range<usize> {
        let range = self.range();
        if self.kind() != Kind::End {
            self.at += 1;
        }
        range
    }

    /// Takes the next token when it is of this kind.
    fn take_if(&mut self, kind: Kind) -> Option<Range<usize>> {
        (self.kind() == kind).then(|| self.take())
    }

    /// Takes the next token, which must be of this kind.
    fn expect(&mut self, kind: Kind, expected: &str) -> Result<Range<usize>> {
        if self.kind() == kind {
            return Ok(self.take());
        }
        Err(self.unexpected(expected))
    }

    /// Tells that the next token cannot stand here.
    fn unexpected(&mut self, expected: &str) -> Stop {
        let range = self.range();
        let found = match self.kind() {
            Kind::End => "the end of the expression".to_owned(),
            _ => format!("`{}`", shortened(&self.text[range.clone()])),
        };
        let error = Error::new(range, format!("expected {expected}, found {found}"));
        self.errors.push(match self.hint() {
            Some(help) => error.with_help(help),
            None => error,
        });
        Stop
    }

    /// What people mean who write the next token here.
    fn hint(&self) -> Option<&'static str> {
        let before = self
            .at
            .checked_sub(1)
            .map_or(Kind::End, |at| self.tokens[at].kind);
        let range = self.range();
        match (before, self.kind(), &self.text[range]) {
            (Kind::Identifier, Kind::Identifier, _) if self.word_before() == "not" => {
                Some("not is written `!`: `!(a in b)`")
            }
            (_, Kind::Identifier, "and") => Some("both conditions: `a && b`"),
            (_, Kind::Identifier, "or") => Some("one of the conditions: `a || b`"),
            (_, Kind::Identifier, "not") => Some("not is written `!`: `!(a in b)`"),
            (_, Kind::Identifier, "is") => Some("values are compared by `==`"),
            (Kind::Dot, Kind::In | Kind::True | Kind::False | Kind::Null, _) => Some(
                "a field with this name is written `__in__`, `__true__`, `__false__` or `__null__`",
            ),
            (Kind::Not | Kind::Minus, Kind::Not | Kind::Minus, _) => {
                Some("put it into parentheses: `!(-a)`")
            }
            (Kind::Identifier | Kind::RightParen, Kind::LeftBrace, _) => {
                Some("a map stands alone: `{'key': value}`")
            }
            _ => None,
        }
    }

    fn word_before(&self) -> &str {
        let before = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        before.map_or("", |token| &self.text[token.range.clone()])
    }

    /// Tells a mistake that does not hinder reading on.
    fn mistake(&mut self, error: Error) {
        self.errors.push(error);
    }
}

/// The first characters of a token.
fn shortened(token: &str) -> String {
    const MOST: usize = 30;
    if token.chars().count() <= MOST {
        return token.to_owned();
    }
    token.chars().take(MOST).chain(['…']).collect()
}
