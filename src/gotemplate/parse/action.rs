//! Actions: what stands between `{{` and `}}`.

use super::block::{BlockKind, Opening};
use super::{Parser, Stop, hint};
use crate::gotemplate::ast::Kind as NodeKind;
use crate::gotemplate::lex::range;
use crate::gotemplate::literal::read_string;
use crate::gotemplate::token::{Keyword, Kind};
use crate::promql::Error;
use crate::promql::ast::Range;

/// What expects a pipeline, for messages.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// An action without a keyword.
    Action,
    /// Parentheses.
    Parentheses,
    /// `if`, `range`, `with`, `block`, `template`.
    After(Keyword),
}

impl Parser<'_> {
    /// Reads the action whose left delimiter was taken.
    pub fn read_action(&mut self) {
        let token = self.peek_word();
        self.first_word = token.range.start;
        let keyword = match token.kind {
            Kind::Keyword(keyword) if keyword != Keyword::Nil => keyword,
            _ => return self.plain_action(),
        };
        self.take();
        match keyword {
            Keyword::If => self.control(BlockKind::If, false),
            Keyword::Range => self.control(BlockKind::Range, false),
            Keyword::With => self.control(BlockKind::With, false),
            Keyword::Block => self.definition(BlockKind::Block),
            Keyword::Define => {
                if !self.blocks.is_empty() {
                    let message = "`define` stands at the top of a template, not inside a block";
                    self.error(token.range, message);
                }
                self.definition(BlockKind::Define);
            }
            Keyword::Template => self.template_action(),
            Keyword::Break => self.jump(token.range, NodeKind::Break, "break"),
            Keyword::Continue => self.jump(token.range, NodeKind::Continue, "continue"),
            Keyword::Else => self.else_action(token.range),
            Keyword::End => self.end_action(token.range),
            Keyword::Nil => {}
        }
    }

    fn plain_action(&mut self) {
        let (start, mark) = (self.action, self.pending.len());
        self.pipeline_or_skip(Place::Action);
        self.node(NodeKind::Action, range(start, self.end), mark);
        self.fill();
    }

    /// Reads the pipeline and the end of its action; after a mistake an `Invalid` stands for it.
    fn pipeline_or_skip(&mut self, place: Place) {
        let (start, mark) = (self.end, self.pending.len());
        if self.pipeline(place).is_err() {
            self.parens.clear();
            self.pending.truncate(mark);
            self.skip_action();
            let end = self.end;
            self.leaf(NodeKind::Invalid, range(start.min(end), end));
        }
    }

    fn control(&mut self, kind: BlockKind, chained: bool) {
        let (mark, variables) = (self.pending.len(), self.variables.mark());
        self.pipeline_or_skip(Place::After(kind.keyword()));
        self.open(Opening {
            kind,
            mark,
            variables,
            name: None,
            chained,
        });
    }

    /// Reads `define "name"` or `block "name" pipeline`.
    fn definition(&mut self, kind: BlockKind) {
        let (mark, variables) = (self.pending.len(), self.variables.mark());
        let name = match kind {
            BlockKind::Define => self.template_name("define").and_then(|name| {
                self.end_of_action("`}}`")?;
                Ok(name)
            }),
            _ => self.template_name("block"),
        };
        match (&name, kind) {
            (Err(Stop), _) => self.skip_action(),
            (Ok(_), BlockKind::Block) => {
                self.pipeline_or_skip(Place::After(Keyword::Block));
            }
            _ => {}
        }
        self.open(Opening {
            kind,
            mark,
            variables,
            name: name.ok(),
            chained: false,
        });
    }

    fn template_action(&mut self) {
        let (start, mark) = (self.action, self.pending.len());
        match self.template_name("template") {
            Err(Stop) => self.skip_action(),
            Ok(_) if self.peek_word().kind == Kind::RightDelimiter => {
                self.take();
            }
            Ok(_) => self.pipeline_or_skip(Place::After(Keyword::Template)),
        }
        self.node(NodeKind::Template, range(start, self.end), mark);
        self.fill();
    }

    /// Reads the name of a template.
    fn template_name(&mut self, keyword: &str) -> Result<(Vec<u8>, Range), Stop> {
        let token = self.take_word();
        if !matches!(token.kind, Kind::Quoted | Kind::Raw) {
            let expected = format!("the name of the template in quotes after `{keyword}`");
            return Err(self.unexpected(token, &expected));
        }
        self.leaf(NodeKind::String, token.range);
        match read_string(self.written(token.range)) {
            Ok(value) => Ok((value.bytes, token.range)),
            Err(problem) => {
                self.literal_error(token.range, &problem);
                Ok((self.written(token.range).as_bytes().to_vec(), token.range))
            }
        }
    }

    fn end_of_action(&mut self, expected: &str) -> Result<(), Stop> {
        let token = self.take_word();
        if token.kind == Kind::RightDelimiter {
            return Ok(());
        }
        Err(self.unexpected(token, expected))
    }

    /// Reads the end of an action, and goes on behind it in any case.
    fn ends(&mut self, expected: &str) -> bool {
        let ends = self.end_of_action(expected).is_ok();
        if !ends {
            self.skip_action();
        }
        ends
    }

    fn jump(&mut self, place: Range, kind: NodeKind, word: &str) {
        let start = self.action;
        if self.ends(&format!("`}}}}` after `{word}`")) && self.ranges == 0 {
            let message = format!("`{word}` stands outside of `range`");
            self.error(place, message);
        }
        self.leaf(kind, range(start, self.end));
        self.fill();
    }

    fn end_action(&mut self, place: Range) {
        self.ends("`}}` after `end`");
        if self.close() {
            return;
        }
        if self.misspelt_openers > 0 {
            self.misspelt_openers -= 1;
        } else {
            let error = Error::new(place, "`end` closes nothing: no block is open here");
            self.push_error(
                error.with_help("drop it, or open the block with `if`, `range` or `with`"),
            );
        }
    }

    fn else_action(&mut self, place: Range) {
        let next = self.peek_word();
        let chain = match next.kind {
            Kind::Keyword(Keyword::If) => Some(BlockKind::If),
            Kind::Keyword(Keyword::With) => Some(BlockKind::With),
            _ => None,
        };
        if chain.is_none() {
            self.ends("`}}`, `if` or `with` after `else`");
        }
        match (self.innermost(), chain) {
            (Some((kind, false)), None) if kind.branches() => self.begin_else(self.end),
            (Some((kind, false)), Some(other)) if kind.branches() && kind == other => {
                self.take();
                self.begin_else(self.action);
                self.control(kind, true);
            }
            (Some((kind, false)), Some(other)) if kind.branches() => {
                self.push_error(hint::wrong_chain(next.range, kind, other));
                self.skip_action();
                self.begin_else(self.end);
            }
            (innermost, chain) => {
                if self.misspelt_openers == 0 {
                    let second = innermost.is_some_and(|(kind, _)| kind.branches());
                    self.push_error(hint::misplaced_else(place, second));
                }
                if chain.is_some() {
                    self.skip_action();
                }
            }
        }
    }
}
