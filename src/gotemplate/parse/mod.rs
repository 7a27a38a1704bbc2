//! The parser: texts, actions and blocks, in the order in which Go's `text/template/parse` reads them.
//!
//! Blocks and parentheses that are open stand on stacks of the parser, never on that of the machine. After a mistake in an action
//! the parser goes on behind it, with the block that the action opens or closes, so that one mistake gives one message.

mod action;
mod block;
mod hint;
mod operand;
mod pipeline;
mod variables;

use crate::gotemplate::MOST_ERRORS;
use crate::gotemplate::ast::{Kind as NodeKind, Node, NodeId, Template};
use crate::gotemplate::lex::{Lexer, range};
use crate::gotemplate::token::{Fault, Kind, Token};
use crate::promql::Error;
use crate::promql::ast::Range;
use block::Block;
use std::collections::BTreeMap;
use variables::{GIVEN, Variables};

/// Returns the template of a text and its errors in the order in which Go finds them. `alert` is the name of the alert.
pub fn parse_template<'a>(input: &'a str, alert: &str) -> (Template<'a>, Vec<Error>) {
    let mut parser = Parser::new(input);
    if u32::try_from(input.len()).is_err() {
        parser.error(Range::default(), "the template is longer than 4 GiB");
        parser.lexer.leave_action(input.len());
    }
    parser.template(alert);
    let template = Template {
        text: input,
        nodes: parser.nodes,
        edges: parser.edges,
    };
    (template, parser.errors)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "there are fewer nodes than bytes, and longer texts are refused"
)]
fn count(items: usize) -> u32 {
    items as u32
}

/// A mistake that was reported: the rest of the action is not understood.
struct Stop;

/// The state of a parser.
struct Parser<'a> {
    input: &'a str,
    lexer: Lexer<'a>,
    peeked: Option<Token>,
    errors: Vec<Error>,
    nodes: Vec<Node>,
    edges: Vec<NodeId>,
    /// Nodes without a parent yet.
    pending: Vec<NodeId>,
    blocks: Vec<Block<'a>>,
    variables: Variables<'a>,
    /// How many `range` are open in this definition.
    ranges: u32,
    /// The templates by name, with the place of those that are not empty.
    definitions: BTreeMap<Vec<u8>, Option<Range>>,
    /// Where the action stands that is being read, and its first word.
    action: usize,
    first_word: u32,
    /// The end of the token that was taken last.
    end: usize,
    /// The parentheses that are open in it.
    parens: Vec<Range>,
    /// Words that were meant to open or close a block, and were reported.
    misspelt_openers: usize,
    misspelt_ends: usize,
    /// The text ended inside something that was reported.
    cut: bool,
}

impl<'a> Parser<'a> {
    fn new(input: &'a str) -> Self {
        Parser {
            input,
            lexer: Lexer::new(input),
            peeked: None,
            errors: Vec::new(),
            nodes: Vec::new(),
            edges: Vec::new(),
            pending: Vec::new(),
            blocks: Vec::new(),
            variables: Variables::new(&GIVEN),
            ranges: 0,
            definitions: BTreeMap::new(),
            action: 0,
            first_word: 0,
            end: 0,
            parens: Vec::new(),
            misspelt_openers: 0,
            misspelt_ends: 0,
            cut: false,
        }
    }

    fn template(&mut self, alert: &str) {
        loop {
            let token = self.take();
            match token.kind {
                Kind::Text => {
                    self.leaf(NodeKind::Text, token.range);
                    if !self.written(token.range).trim().is_empty() {
                        self.fill();
                    }
                }
                Kind::LeftDelimiter => {
                    self.action = token.range.start as usize;
                    self.parens.clear();
                    self.read_action();
                }
                Kind::Fault(fault) => {
                    self.fault(fault, token.range);
                    match fault {
                        Fault::UnclosedComment => self.lexer.leave_action(self.input.len()),
                        _ => self.skip_text(token.range.end as usize),
                    }
                }
                _ => break,
            }
        }
        self.close_all();
        self.check_name(alert);
        self.node(NodeKind::List, range(0, self.input.len()), 0);
    }

    fn peek(&mut self) -> Token {
        match self.peeked {
            Some(token) => token,
            None => *self.peeked.insert(self.lexer.next_token()),
        }
    }

    fn take(&mut self) -> Token {
        let token = self.peek();
        self.peeked = None;
        self.end = token.range.end as usize;
        token
    }

    fn peek_word(&mut self) -> Token {
        if self.peek().kind == Kind::Space {
            self.take();
        }
        self.peek()
    }

    fn take_word(&mut self) -> Token {
        self.peek_word();
        self.take()
    }

    fn written(&self, range: Range) -> &'a str {
        &self.input[range.start as usize..range.end as usize]
    }

    fn error(&mut self, range: Range, message: impl Into<String>) {
        self.push_error(Error::new(range, message));
    }

    /// Whether further errors are not kept, so that nothing need be said about them.
    fn is_full(&self) -> bool {
        self.errors.len() >= MOST_ERRORS
    }

    fn push_error(&mut self, error: Error) {
        if !self.is_full() {
            self.errors.push(error);
        }
    }

    /// Makes a node of the pending ones after the first `mark`.
    fn node(&mut self, kind: NodeKind, range: Range, mark: usize) {
        let start = count(self.edges.len());
        self.edges.extend(self.pending.drain(mark..));
        let id = NodeId(count(self.nodes.len()));
        self.nodes.push(Node {
            kind,
            range,
            children: (start, count(self.edges.len())),
        });
        self.pending.push(id);
    }

    fn leaf(&mut self, kind: NodeKind, range: Range) {
        self.node(kind, range, self.pending.len());
    }

    /// Reports a token that cannot stand here.
    fn unexpected(&mut self, token: Token, expected: &str) -> Stop {
        if let Kind::Fault(fault) = token.kind {
            self.fault(fault, token.range);
        } else {
            let error = hint::unexpected(self.input, token, expected);
            self.push_error(error);
        }
        Stop
    }

    fn fault(&mut self, fault: Fault, place: Range) {
        let place = match (fault, self.parens.last()) {
            (Fault::UnclosedParen, Some(paren)) => *paren,
            (Fault::UnclosedAction, _) => range(self.action, self.action + 2),
            _ => place,
        };
        self.push_error(hint::fault(self.input, fault, place));
        self.cut |= matches!(fault, Fault::UnclosedAction | Fault::UnclosedComment);
    }

    /// Goes on behind the action in which there was a mistake. Variables that it declares are known from here on.
    fn skip_action(&mut self) {
        let mut variable = None;
        while self.lexer.is_inside() || self.peeked.is_some() {
            let token = self.take();
            let start = token.range.start as usize;
            let opens = self.input[..start].ends_with('{') && token.kind == Kind::Character;
            match token.kind {
                Kind::Fault(_) => return self.skip_text(start),
                Kind::Character if self.written(token.range) == "{" && opens => {
                    return self.skip_text(start - 1);
                }
                Kind::Declare | Kind::Assign | Kind::Comma => {
                    if let Some(name) = variable.take() {
                        self.variables.declare(name);
                    }
                }
                Kind::Variable => variable = Some(self.written(token.range)),
                Kind::Space => {}
                _ => variable = None,
            }
        }
    }

    /// Goes on behind the next `}}`, or at the next `{{` when that comes first.
    fn skip_text(&mut self, from: usize) {
        self.peeked = None;
        let mut pairs = self.input.as_bytes()[from..].windows(2);
        let found = pairs.position(|pair| matches!(pair, b"{{" | b"}}"));
        self.cut |= found.is_none();
        let at = match found.map(|found| from + found) {
            Some(at) if self.input[at..].starts_with("}}") => at + 2,
            Some(at) => at,
            None => self.input.len(),
        };
        self.lexer.leave_action(at);
        self.end = at;
    }
}
