//! Pipelines: declarations, then commands with `|` between them. Parentheses are read without recursion.

use super::action::Place;
use super::{Parser, Stop, hint};
use crate::gotemplate::ast::{Kind as NodeKind, NodeId};
use crate::gotemplate::lex::range;
use crate::gotemplate::token::{Keyword, Kind, Token};
use crate::promql::Error;
use crate::promql::ast::Range;

/// How deep parentheses may nest. Source: Go, `text/template/parse`, `maxStackDepth`.
pub const MAX_DEPTH: usize = 10_000;

/// A pipeline that is being read.
struct Frame {
    place: Place,
    start: usize,
    /// The first of its nodes, and of its current command's, among the pending ones.
    mark: usize,
    command: usize,
    /// How many commands are complete.
    commands: usize,
    /// The first operand of a later command that cannot be called.
    literal: Option<(Range, usize)>,
}

/// What comes next.
enum Step {
    /// A command, or the end of the pipeline.
    Command,
    /// An operand, or the end of the command.
    Operand,
    /// What follows an operand.
    AfterOperand,
    /// Nothing.
    Done,
}

impl Parser<'_> {
    /// Reads a pipeline up to the end of the action, and makes its node.
    pub fn pipeline(&mut self, place: Place) -> Result<(), Stop> {
        let mut frames = vec![self.begin(place)?];
        let mut step = Step::Command;
        while let Some(frame) = frames.last_mut() {
            step = match step {
                Step::Command => self.command(frame)?,
                Step::Operand => {
                    let paren = self.peek_word();
                    if paren.kind == Kind::LeftParen {
                        let inner = self.open_paren(frames.len())?;
                        frames.push(inner);
                        Step::Command
                    } else {
                        self.operand()?;
                        Step::AfterOperand
                    }
                }
                Step::AfterOperand => self.after_operand(frame)?,
                Step::Done => {
                    frames.pop();
                    if frames.is_empty() {
                        break;
                    }
                    self.fields()?;
                    Step::AfterOperand
                }
            };
        }
        Ok(())
    }

    fn open_paren(&mut self, depth: usize) -> Result<Frame, Stop> {
        let paren = self.take();
        if depth > MAX_DEPTH {
            let message = format!("parentheses are nested more than {MAX_DEPTH} levels deep");
            self.error(paren.range, message);
            return Err(Stop);
        }
        self.parens.push(paren.range);
        self.begin(Place::Parentheses)
    }

    fn begin(&mut self, place: Place) -> Result<Frame, Stop> {
        let paren = self.parens.last().filter(|_| place == Place::Parentheses);
        let start = match paren {
            Some(paren) => paren.start,
            None => self.peek_word().range.start,
        };
        let mark = self.pending.len();
        self.declarations(place)?;
        Ok(Frame {
            place,
            start: start as usize,
            mark,
            command: self.pending.len(),
            commands: 0,
            literal: None,
        })
    }

    /// Reads `$x :=`, `$x =`, and in a range `$x, $y :=`.
    fn declarations(&mut self, place: Place) -> Result<(), Stop> {
        let mut before: Option<Range> = None;
        loop {
            let variable = self.peek_word();
            if variable.kind != Kind::Variable {
                break;
            }
            let back = (self.lexer, self.peeked);
            self.take();
            let next = self.peek_word();
            if !matches!(next.kind, Kind::Assign | Kind::Declare | Kind::Comma) {
                (self.lexer, self.peeked) = back;
                if before.is_some() && !self.variables.has(self.written(variable.range)) {
                    return Err(self.undeclared(variable));
                }
                break;
            }
            self.take();
            self.variables.declare(self.written(variable.range));
            let kind = if next.kind == Kind::Assign {
                NodeKind::Assigned
            } else {
                NodeKind::Declared
            };
            if kind == NodeKind::Assigned && before.is_some() {
                self.reassign();
            }
            self.leaf(kind, variable.range);
            if next.kind != Kind::Comma {
                break;
            }
            self.check_comma(place, next, before)?;
            before = Some(variable.range);
        }
        Ok(())
    }

    /// A second variable that nothing declares was meant to be declared.
    fn undeclared(&mut self, variable: Token) -> Stop {
        let name = self.written(variable.range);
        self.take();
        self.variables.declare(name);
        let message = format!("expected `:=` behind `{}`", hint::short(name));
        self.push_error(
            Error::new(variable.range, message).with_help("write `range $key, $item := …`"),
        );
        Stop
    }

    /// `$x, $y =` assigns both.
    fn reassign(&mut self) {
        if let Some(NodeId(first)) = self.pending.last().copied() {
            self.nodes[first as usize].kind = NodeKind::Assigned;
        }
    }

    fn check_comma(
        &mut self,
        place: Place,
        comma: Token,
        before: Option<Range>,
    ) -> Result<(), Stop> {
        let is_range = matches!(place, Place::After(Keyword::Range));
        if !is_range || before.is_some() {
            let error = Error::new(comma.range, "there is one variable too many");
            let help = "`range` declares up to two variables, everything else one";
            self.push_error(error.with_help(help));
            return Err(Stop);
        }
        match self.peek_word().kind {
            Kind::Variable | Kind::RightDelimiter | Kind::RightParen => Ok(()),
            _ => {
                let token = self.peek();
                Err(self.unexpected(token, "a second variable after the comma"))
            }
        }
    }

    /// Begins a command, or ends the pipeline.
    fn command(&mut self, frame: &mut Frame) -> Result<Step, Stop> {
        let token = self.peek_word();
        let end = match frame.place {
            Place::Parentheses => Kind::RightParen,
            _ => Kind::RightDelimiter,
        };
        if token.kind == end {
            self.take();
            return self.end_pipeline(frame, token).map(|()| Step::Done);
        }
        let begins = matches!(
            token.kind,
            Kind::Bool
                | Kind::CharacterConstant
                | Kind::Complex
                | Kind::Dot
                | Kind::Field
                | Kind::Name
                | Kind::Number
                | Kind::Keyword(Keyword::Nil)
                | Kind::Raw
                | Kind::Quoted
                | Kind::Variable
                | Kind::LeftParen
        );
        if !begins {
            self.take();
            return Err(self.unexpected(token, "a value or a function"));
        }
        frame.command = self.pending.len();
        Ok(Step::Operand)
    }

    fn after_operand(&mut self, frame: &mut Frame) -> Result<Step, Stop> {
        let token = self.peek();
        match token.kind {
            Kind::Space => {
                self.take();
                return Ok(Step::Operand);
            }
            Kind::RightDelimiter | Kind::RightParen => {}
            Kind::Pipe => {
                self.take();
            }
            _ => {
                self.take();
                return Err(self.unexpected(token, "a space, `|` or the end of the action"));
            }
        }
        self.end_command(frame);
        Ok(Step::Command)
    }

    fn end_command(&mut self, frame: &mut Frame) {
        let children = &self.pending[frame.command..];
        let ends = [children.first(), children.last()];
        let [Some(first), Some(last)] = ends.map(|id| id.map(|id| self.nodes[id.0 as usize]))
        else {
            return;
        };
        let constant = matches!(
            first.kind,
            NodeKind::Bool | NodeKind::Dot | NodeKind::Nil | NodeKind::Number | NodeKind::String
        );
        frame.commands += 1;
        if constant && frame.commands > 1 && frame.literal.is_none() {
            frame.literal = Some((first.range, frame.commands));
        }
        let place = Range {
            start: first.range.start,
            end: last.range.end,
        };
        self.node(NodeKind::Command, place, frame.command);
    }

    fn end_pipeline(&mut self, frame: &Frame, end: Token) -> Result<(), Stop> {
        let paren = frame.place == Place::Parentheses;
        if paren {
            self.parens.pop();
        }
        if frame.commands == 0 {
            let place = match frame.place {
                Place::Parentheses => range(frame.start, end.range.end as usize),
                _ => range(self.action, end.range.end as usize),
            };
            self.push_error(hint::missing(frame.place, place));
        }
        if let Some((place, _)) = frame.literal {
            let written = self.written(place);
            let message = format!(
                "`{}` cannot stand after `|`: it takes no value",
                hint::short(written)
            );
            self.push_error(Error::new(place, message).with_help(
                "a function stands there, which takes what is before the `|` as its last argument",
            ));
        }
        let stop = match (paren, self.pending.last()) {
            (true, _) | (_, None) => end.range.end as usize,
            (false, Some(last)) if self.pending.len() > frame.mark => {
                self.nodes[last.0 as usize].range.end as usize
            }
            _ => frame.start,
        };
        self.node(
            NodeKind::Pipeline,
            range(frame.start, stop.max(frame.start)),
            frame.mark,
        );
        Ok(())
    }
}
