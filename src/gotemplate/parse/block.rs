//! Blocks: what is open, and what closes it.

use super::{Parser, Variables};
use crate::gotemplate::ast::Kind as NodeKind;
use crate::gotemplate::lex::range;
use crate::gotemplate::token::Keyword;
use crate::promql::Error;
use crate::promql::ast::Range;

/// The blocks that `{{ end }}` closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// `{{ if }}`.
    If,
    /// `{{ range }}`.
    Range,
    /// `{{ with }}`.
    With,
    /// `{{ define }}`.
    Define,
    /// `{{ block }}`.
    Block,
}

/// A block that is open.
#[derive(Debug)]
pub struct Block<'a> {
    kind: BlockKind,
    /// The action that opened it.
    opening: Range,
    /// The first of its nodes among the pending ones.
    mark: usize,
    /// The first node of its current list, and where that list starts.
    list: (usize, usize),
    /// The variables known before it.
    variables: usize,
    /// What is known outside a definition: inside, it is not.
    outside: Option<(Variables<'a>, u32)>,
    /// The name of a definition.
    name: Option<(Vec<u8>, Range)>,
    in_else: bool,
    /// It stands in an `else if` or `else with`: the end of it is also that of the block around it.
    chained: bool,
    /// Nothing but white space stands in it so far.
    empty: bool,
}

impl BlockKind {
    /// Returns the word that opens it.
    pub fn keyword(self) -> Keyword {
        match self {
            BlockKind::If => Keyword::If,
            BlockKind::Range => Keyword::Range,
            BlockKind::With => Keyword::With,
            BlockKind::Define => Keyword::Define,
            BlockKind::Block => Keyword::Block,
        }
    }

    /// Whether it may have an `else`.
    pub fn branches(self) -> bool {
        !matches!(self, BlockKind::Define | BlockKind::Block)
    }

    fn node(self) -> NodeKind {
        match self {
            BlockKind::If => NodeKind::If,
            BlockKind::Range => NodeKind::Range,
            BlockKind::With => NodeKind::With,
            BlockKind::Define => NodeKind::Define,
            BlockKind::Block => NodeKind::Block,
        }
    }
}

/// What an action says that opens a block.
pub struct Opening {
    pub kind: BlockKind,
    /// The first of its nodes among the pending ones.
    pub mark: usize,
    /// The variables known before it.
    pub variables: usize,
    pub name: Option<(Vec<u8>, Range)>,
    pub chained: bool,
}

impl<'a> Parser<'a> {
    /// Opens a block behind its action.
    pub fn open(&mut self, opening: Opening) {
        let end = self.end;
        let defines = matches!(opening.kind, BlockKind::Define | BlockKind::Block);
        let outside = defines.then(|| {
            let variables = std::mem::replace(&mut self.variables, Variables::new(&[]));
            (variables, std::mem::take(&mut self.ranges))
        });
        self.ranges += u32::from(opening.kind == BlockKind::Range);
        self.blocks.push(Block {
            kind: opening.kind,
            opening: range(self.action, end),
            mark: opening.mark,
            list: (self.pending.len(), end),
            variables: opening.variables,
            outside,
            name: opening.name,
            in_else: false,
            chained: opening.chained,
            empty: true,
        });
    }

    /// Whether a definition is open, in which the alert's variables are not known.
    pub fn is_in_definition(&self) -> bool {
        self.blocks.iter().any(|block| block.outside.is_some())
    }

    /// Notes that the innermost block is not empty.
    pub fn fill(&mut self) {
        if let Some(block) = self.blocks.last_mut() {
            block.empty = false;
        }
    }

    /// The kind of the innermost block, and whether its `else` was read.
    pub fn innermost(&self) -> Option<(BlockKind, bool)> {
        self.blocks.last().map(|block| (block.kind, block.in_else))
    }

    /// Begins the `else` of the innermost block; its list starts at `start`.
    pub fn begin_else(&mut self, start: usize) {
        self.close_list(self.action);
        let pending = self.pending.len();
        if let Some(block) = self.blocks.last_mut() {
            block.in_else = true;
            block.list = (pending, start);
            self.ranges -= u32::from(block.kind == BlockKind::Range);
        }
    }

    fn close_list(&mut self, end: usize) {
        if let Some((mark, start)) = self.blocks.last().map(|block| block.list) {
            self.node(NodeKind::List, range(start, end.max(start)), mark);
        }
    }

    /// Closes the innermost block, and those whose `else if` it is. `false` when none is open.
    pub fn close(&mut self) -> bool {
        let open = !self.blocks.is_empty();
        let (mut chained, mut end) = (true, self.action);
        while chained {
            self.close_list(end);
            end = self.end;
            let Some(block) = self.blocks.pop() else {
                break;
            };
            chained = block.chained;
            let place = range(block.opening.start as usize, self.end);
            self.node(block.kind.node(), place, block.mark);
            if block.kind == BlockKind::Range && !block.in_else {
                self.ranges -= 1;
            }
            match block.outside {
                Some(outside) => (self.variables, self.ranges) = outside,
                None => self.variables.forget(block.variables),
            }
            if let Some((name, place)) = block.name {
                self.define(name, place, block.empty);
            }
            if block.kind != BlockKind::Define {
                self.fill();
            }
        }
        open
    }

    /// Keeps a definition; a second one of the same name is an error when neither is empty.
    fn define(&mut self, name: Vec<u8>, place: Range, empty: bool) {
        let known = self.definitions.entry(name).or_default();
        if empty {
            return;
        }
        if known.is_some() {
            let written = self.written(place);
            self.push_error(
                Error::new(place, format!("the template {written} is defined twice"))
                    .with_help("give one of them another name"),
            );
        } else {
            *known = Some(place);
        }
    }

    /// The alert's own template has a name too.
    pub fn check_name(&mut self, alert: &str) {
        let name = format!("__alert_{alert}");
        if let Some(Some(place)) = self.definitions.get(name.as_bytes()) {
            let message = format!("`{name}` is the name of the alert's own template");
            self.push_error(Error::new(*place, message).with_help("give it another name"));
        }
    }

    /// Closes what is open at the end of the text, with an error for each block.
    pub fn close_all(&mut self) {
        self.action = self.input.len();
        self.end = self.input.len();
        // Closing a block closes those around it whose `else if` it is.
        while let Some(block) = self.blocks.iter().rfind(|block| !block.chained) {
            let (place, word) = (block.opening, block.kind.keyword().word());
            let silent = self.cut || self.misspelt_ends > 0;
            self.misspelt_ends = self.misspelt_ends.saturating_sub(1);
            if !silent {
                self.push_error(
                    Error::new(place, format!("`{word}` is never closed"))
                        .with_help("write `{{ end }}` where it ends"),
                );
            }
            self.close();
        }
    }
}
