//! The parser: recursive descent with operator precedence.
//!
//! Tokens are lexed one at a time and only when a decision needs them, so that errors come in the order in which Prometheus's
//! parser finds them. After an error nothing more is reported until the parser stands at a comma or a closing bracket of the
//! construct that failed. Recursion ends at [`MAX_DEPTH`], trees end at [`MAX_HEIGHT`].

mod binary;
mod call;
mod duration;
mod expression;
mod postfix;
mod selector;

use crate::promql::ast::{Expr, Node, Range, Text};
use crate::promql::history::{self, Construct, History, Lack};
use crate::promql::lex::Lexer;
use crate::promql::placeholder::{range, read_all};
use crate::promql::text::read_text;
use crate::promql::token::{Kind, Token};
use crate::promql::types::check;
use crate::promql::{Error, Options, hint, number};
use std::fmt::Display;

pub use expression::{precedence, right_precedence};

/// How deep parentheses, calls and signs may nest; the parser's own stack is bounded by it.
pub const MAX_DEPTH: u32 = 250;

/// How many bytes an expression may have: those of an object that etcd takes (`--max-request-bytes`). A tree needs up to 160 times the
/// memory of its text.
pub const MAX_LENGTH: usize = 3 << 19;

/// How high a tree may be: a chain of operators is as high as it is long.
pub const MAX_HEIGHT: u32 = 500;

/// Returns the expression of a text and the errors of its syntax; types are only checked when all of the text could be lexed.
pub fn parse_expression(input: &str, options: &Options) -> (Expr, Vec<Error>) {
    let mut parser = Parser {
        input,
        options: *options,
        lexer: Lexer::new(input, options.placeholders),
        peeked: None,
        errors: Vec::new(),
        recovering: false,
        depth: 0,
        height: 0,
        end: 0,
    };
    let mut expr = parser.whole();
    if !parser.lexer.has_failed() {
        check(&mut expr, &mut parser.errors);
    }
    (expr, without_follow_ups(parser.errors, input.len()))
}

/// What an expression lacks at its end follows from the mistake before it.
fn without_follow_ups(mut errors: Vec<Error>, end: usize) -> Vec<Error> {
    let mut first = true;
    errors.retain(|error| std::mem::take(&mut first) || (error.range.start as usize) < end);
    errors
}

/// The state of a parser.
struct Parser<'a> {
    input: &'a str,
    options: Options,
    lexer: Lexer<'a>,
    peeked: Option<Token>,
    errors: Vec<Error>,
    /// An error was reported and no place to go on from was reached.
    recovering: bool,
    /// How many expressions are being parsed inside each other.
    depth: u32,
    /// The height of the tree that was made last.
    height: u32,
    /// The end of the token that was taken last.
    end: u32,
}

impl<'a> Parser<'a> {
    fn whole(&mut self) -> Expr {
        if self.input.len() > MAX_LENGTH {
            let error = Error::new(Range::default(), "the expression is longer than 1.5 MiB");
            let help = "no object of Kubernetes can hold it";
            self.errors.push(error.with_help(help));
            return self.invalid();
        }
        if self.peek() == Kind::End {
            if !self.lexer.has_failed() {
                self.error(Range::default(), "expected an expression, found nothing");
            }
            return self.invalid();
        }
        let expr = self.expression(0);
        if !self.recovering && self.peek() != Kind::End {
            self.unexpected("an operator or the end of the expression");
        }
        expr
    }

    fn peek(&mut self) -> Kind {
        self.peek_token().kind
    }

    fn peek_token(&mut self) -> Token {
        if let Some(token) = self.peeked {
            return token;
        }
        let token = self.lexer.next_token().unwrap_or_else(|error| {
            self.errors.push(error);
            Token {
                kind: Kind::End,
                range: range(self.input.len(), self.input.len()),
            }
        });
        self.peeked = Some(token);
        token
    }

    fn take(&mut self) -> Token {
        let token = self.peek_token();
        self.peeked = None;
        self.end = token.range.end;
        token
    }

    fn accept(&mut self, kind: Kind) -> bool {
        let found = self.peek() == kind;
        if found {
            self.take();
        }
        found
    }

    /// Takes a token of the kind or reports that `expected` is missing.
    fn expect(&mut self, kind: Kind, expected: &str) -> bool {
        let found = self.accept(kind);
        if !found {
            self.unexpected(expected);
        }
        found
    }

    fn written(&self, token: Token) -> &'a str {
        &self.input[token.range.start as usize..token.range.end as usize]
    }

    fn error(&mut self, range: Range, message: impl Into<String>) {
        self.errors.push(Error::new(range, message));
    }

    /// Gives the last error its help.
    fn help(&mut self, help: &str) {
        if let Some(error) = self.errors.last_mut() {
            error.help = Some(help.to_owned());
        }
    }

    /// Notes that a part of the grammar is used; `false` with an error when the target lacks it.
    fn uses(&mut self, construct: &Construct, range: Range) -> bool {
        self.allows(&construct.history, construct.name, range)
    }

    /// Whether the target has what `name` stands for; reports what it lacks.
    fn allows(&mut self, history: &History, name: impl Display, range: Range) -> bool {
        let Some(lack) = history.lacks(&self.options) else {
            return true;
        };
        self.errors.push(match lack {
            Lack::Needs(needs) => {
                let message = format!("{name} {}", needs.phrase(self.options.target));
                let mut error = Error::new(range, message);
                error.needs = Some(needs);
                error
            }
            Lack::Gone(since, instead) => {
                Error::new(range, format!("{name} is gone since Prometheus {since}"))
                    .with_help(format!("write `{instead}`"))
            }
        });
        false
    }

    /// Reports the next token, unless an error was already reported for this place.
    fn unexpected(&mut self, expected: &str) {
        let token = self.peek_token();
        if self.recovering {
            return;
        }
        self.recovering = true;
        if token.kind == Kind::End && self.lexer.has_failed() {
            return;
        }
        let found = if token.kind == Kind::End {
            "the end of the expression".to_owned()
        } else {
            let written = self.written(token);
            match written.char_indices().nth(40) {
                Some((end, _)) => format!("`{}…`", &written[..end]),
                None => format!("`{written}`"),
            }
        };
        let before = &self.input[..token.range.start as usize];
        let mut error = Error::new(token.range, format!("expected {expected}, found {found}"));
        error.help = hint::of_token(expected, token.kind, self.written(token), before);
        self.errors.push(error);
    }

    /// Skips to one of `stops` that is not nested in other brackets; `false` when there is none.
    fn recover(&mut self, stops: &[Kind]) -> bool {
        let mut nested = 0usize;
        loop {
            let kind = self.peek();
            if nested == 0 && stops.contains(&kind) {
                self.recovering = false;
                return true;
            }
            match kind {
                Kind::End => return false,
                Kind::LeftParen | Kind::LeftBrace | Kind::LeftBracket => nested += 1,
                Kind::RightParen | Kind::RightBrace | Kind::RightBracket if nested == 0 => {
                    return false;
                }
                Kind::RightParen | Kind::RightBrace | Kind::RightBracket => nested -= 1,
                _ => {}
            }
            self.take();
        }
    }

    /// Goes one level deeper; `false` with an error when that is too deep.
    fn enter(&mut self) -> bool {
        if self.depth >= MAX_DEPTH {
            self.too_deep(MAX_DEPTH);
            return false;
        }
        self.depth += 1;
        true
    }

    /// Notes that a tree was made over one of `height`; `false` with an error when it is too high.
    fn grow(&mut self, height: u32) -> bool {
        self.height = height + 1;
        if self.height < MAX_HEIGHT {
            return true;
        }
        self.too_deep(MAX_HEIGHT);
        false
    }

    fn too_deep(&mut self, limit: u32) {
        let token = self.peek_token();
        if !self.recovering && !self.lexer.has_failed() {
            self.error(
                token.range,
                format!("the expression is nested more than {limit} levels deep"),
            );
        }
        self.recovering = true;
        self.lexer.stop();
        self.peeked = None;
    }

    /// Returns an expression that stands for what could not be parsed.
    fn invalid(&mut self) -> Expr {
        self.height = 1;
        Expr {
            node: Node::Invalid,
            range: Range {
                start: self.end,
                end: self.end,
            },
        }
    }

    /// Returns the text of a name.
    fn name(&self, token: Token) -> Text {
        let value = self.written(token);
        let placeholders = match token.kind {
            Kind::Template | Kind::Placeholder => read_all(value, token.range.start as usize),
            _ => Vec::new(),
        };
        Text {
            value: value.to_owned(),
            placeholders,
            range: token.range,
        }
    }

    /// Returns the text of a string literal.
    fn string(&mut self, token: Token) -> Text {
        read_text(self.written(token), token.range, self.options.placeholders).unwrap_or_else(
            || {
                self.error(
                    token.range,
                    "the string holds an escape sequence without a value",
                );
                Text {
                    range: token.range,
                    ..Text::default()
                }
            },
        )
    }

    /// Returns the value of a number where a duration is a number too.
    fn scalar(&mut self, token: Token) -> f64 {
        if token.kind == Kind::Duration {
            self.uses(&history::DURATION_AS_NUMBER, token.range);
        }
        self.number(token)
    }

    /// Returns the value of a number or duration in seconds.
    fn number(&mut self, token: Token) -> f64 {
        let written = self.written(token);
        let (value, problem) = if token.kind == Kind::Duration {
            let seconds = number::read_duration(written).map(number::seconds);
            (seconds, "is no duration, or too long a one")
        } else {
            if written.contains('_') {
                self.uses(&history::UNDERSCORED_NUMBER, token.range);
            }
            (
                number::read_number(written),
                "is no number, or too large a one",
            )
        };
        value.unwrap_or_else(|| {
            self.errors.push(number_error(token, written, problem));
            1.0
        })
    }
}

fn number_error(token: Token, written: &str, problem: &str) -> Error {
    let error = Error::new(token.range, format!("`{written}` {problem}"));
    if token.kind == Kind::Duration {
        return error.with_help("units are `y`, `w`, `d`, `h`, `m`, `s` and `ms`, each once and from the largest to the smallest");
    }
    error
}
