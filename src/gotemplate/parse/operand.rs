//! Operands: literals, names and the fields behind them.

use super::{Parser, Stop, hint};
use crate::gotemplate::ast::Kind as NodeKind;
use crate::gotemplate::functions::find_function;
use crate::gotemplate::lex::range;
use crate::gotemplate::literal::{Problem, check_character, read_string};
use crate::gotemplate::number::{read_complex, read_number};
use crate::gotemplate::token::{Keyword, Kind};
use crate::promql::Error;
use crate::promql::ast::Range;

impl Parser<'_> {
    /// Reads an operand with its fields, if one stands here.
    pub fn operand(&mut self) -> Result<(), Stop> {
        let token = self.peek_word();
        let place = token.range;
        let kind = match token.kind {
            Kind::Name => {
                self.check_function(place);
                NodeKind::Function
            }
            Kind::Variable => {
                self.check_variable(place);
                NodeKind::Variable
            }
            Kind::Number | Kind::Complex | Kind::CharacterConstant => {
                self.number(token.kind, place)
            }
            Kind::Quoted | Kind::Raw => {
                if let Err(problem) = read_string(self.written(place)) {
                    self.literal_error(place, &problem);
                }
                NodeKind::String
            }
            Kind::Dot => NodeKind::Dot,
            Kind::Field => NodeKind::Field,
            Kind::Bool => NodeKind::Bool,
            Kind::Keyword(Keyword::Nil) => NodeKind::Nil,
            _ => return Ok(()),
        };
        self.take();
        self.leaf(kind, place);
        self.fields()
    }

    /// Reads the fields behind the last operand.
    pub fn fields(&mut self) -> Result<(), Stop> {
        let mut end = None;
        while self.peek().kind == Kind::Field {
            end = Some(self.take().range.end);
        }
        let (Some(end), Some(operand)) = (end, self.pending.last().copied()) else {
            return Ok(());
        };
        let node = &mut self.nodes[operand.0 as usize];
        let place = Range {
            start: node.range.start,
            end,
        };
        match node.kind {
            NodeKind::Field | NodeKind::Variable => node.range = place,
            NodeKind::Function | NodeKind::Pipeline => {
                self.node(NodeKind::Chain, place, self.pending.len() - 1);
            }
            NodeKind::Invalid => {}
            _ => {
                let (fields, constant) = (node.range.end as usize, node.range);
                let written = hint::short(self.written(constant));
                let message = format!("`{written}` has no fields");
                self.error(range(fields, end as usize), message);
            }
        }
        Ok(())
    }

    fn check_function(&mut self, place: Range) {
        let name = self.written(place);
        if find_function(name).is_some() || self.is_full() {
            return;
        }
        let starts = place.start == self.first_word;
        let variable = format!("${name}");
        let error = Error::new(
            place,
            format!("there is no function `{}`", hint::short(name)),
        );
        if starts && let Some((meant, opens)) = hint::misspelt_keyword(name) {
            *(if opens {
                &mut self.misspelt_openers
            } else {
                &mut self.misspelt_ends
            }) += 1;
            return self.push_error(error.with_help(format!("did you mean `{meant}`?")));
        }
        let known = self.variables.has(&variable);
        let meant = known.then_some(variable);
        self.push_error(hint::function(error, name, meant));
    }

    fn check_variable(&mut self, place: Range) {
        let name = self.written(place);
        if self.variables.has(name) || self.is_full() {
            return;
        }
        let error = Error::new(
            place,
            format!("there is no variable `{}`", hint::short(name)),
        );
        let inside = self.is_in_definition();
        let near = self.variables.nearest(name);
        self.push_error(hint::variable(error, name, near, inside));
    }

    fn number(&mut self, kind: Kind, place: Range) -> NodeKind {
        let written = self.written(place);
        let found = match kind {
            Kind::Complex => read_complex(written).is_some(),
            Kind::Number => read_number(written).is_some(),
            _ => {
                if let Err(problem) = check_character(written) {
                    self.literal_error(place, &problem);
                    return NodeKind::Invalid;
                }
                true
            }
        };
        if !found {
            self.push_error(hint::number(place, written));
            return NodeKind::Invalid;
        }
        NodeKind::Number
    }

    /// Reports what is wrong with a string or character constant.
    pub fn literal_error(&mut self, place: Range, problem: &Problem) {
        let start = place.start as usize;
        let written = self.written(place);
        let error = Error::new(
            range(start + problem.start, start + problem.end),
            problem.message.clone(),
        );
        self.push_error(hint::literal(error, written));
    }
}
