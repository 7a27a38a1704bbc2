//! Values: names, calls, parentheses, lists, maps, messages.

use crate::cel::Error;
use crate::cel::ast::{Call, Entry, ExprKind, Field};
use crate::cel::parse::{Parsed, Parser, Result};
use crate::cel::token::{Kind, RESERVED};

impl Parser<'_> {
    /// Reads a value without what stands behind it.
    pub(super) fn primary(&mut self) -> Result<Parsed> {
        match self.kind() {
            Kind::Identifier => self.name(),
            Kind::Dot if self.kind_after(1) == Kind::Identifier => self.name(),
            Kind::LeftParen => {
                self.take();
                let inside = self.expr()?;
                self.expect(Kind::RightParen, "an operator or `)`")?;
                Ok(inside)
            }
            Kind::LeftBracket => self.list(),
            Kind::LeftBrace => self.map(),
            _ => self.literal(),
        }
    }

    /// Reads a name, a call, or a message.
    fn name(&mut self) -> Result<Parsed> {
        if let Some(length) = self.message_name() {
            return self.message(length);
        }
        let start = self.range().start;
        let dot = self.take_if(Kind::Dot).map_or("", |_| ".");
        let word_range = self.take();
        let word = &self.text[word_range.clone()];
        let name = format!("{dot}{word}");
        let reserved = RESERVED.contains(&word).then(|| reserved(word));
        let (arguments, height) = match self.kind() {
            Kind::LeftParen => {
                let (arguments, height) = self.arguments()?;
                (Some(arguments), height)
            }
            _ => (None, 0),
        };
        let range = start..self.end();
        let expr = if let Some((message, help)) = reserved {
            self.mistake(Error::new(word_range, message).with_help(help));
            self.node(ExprKind::Broken, range)
        } else if let Some(arguments) = arguments {
            let call = Call {
                function: name,
                name_range: word_range,
                target: None,
                arguments,
            };
            self.call_or_macro(call, range)
        } else {
            self.node(ExprKind::Ident(name), range)
        };
        Ok(Parsed { expr, height })
    }

    /// How many tokens the name of a message takes that comes next; `None` when another thing comes.
    fn message_name(&self) -> Option<usize> {
        let mut length = usize::from(self.kind() == Kind::Dot) + 1;
        while self.kind_after(length) == Kind::Dot
            && self.kind_after(length + 1) == Kind::Identifier
        {
            length += 2;
        }
        (self.kind_after(length) == Kind::LeftBrace).then_some(length)
    }

    /// Reads `Name{field: value}`.
    fn message(&mut self, name_length: usize) -> Result<Parsed> {
        let start = self.range().start;
        let mut name = String::new();
        for _ in 0..name_length {
            let range = self.take();
            name.push_str(&self.text[range]);
        }
        self.take();
        let mut fields = Vec::new();
        let height = self.items(Kind::RightBrace, "an operator, `,` or `}`", |parser| {
            let is_optional = parser.optional_sign().is_some();
            let (name, _) = parser.field_name()?;
            parser.expect(Kind::Colon, "`:`")?;
            let value = parser.expr()?;
            fields.push(Field {
                id: parser.id(),
                name,
                value: value.expr,
                is_optional,
            });
            Ok(value.height)
        })?;
        let range = start..self.end();
        let expr = self.node(ExprKind::Struct { name, fields }, range);
        Ok(Parsed { expr, height })
    }

    fn list(&mut self) -> Result<Parsed> {
        let start = self.take().start;
        let (mut items, mut optional) = (Vec::new(), Vec::new());
        let height = self.items(Kind::RightBracket, "an operator, `,` or `]`", |parser| {
            if parser.optional_sign().is_some() {
                optional.push(items.len());
            }
            let item = parser.expr()?;
            items.push(item.expr);
            Ok(item.height)
        })?;
        let range = start..self.end();
        let expr = self.node(ExprKind::List { items, optional }, range);
        Ok(Parsed { expr, height })
    }

    fn map(&mut self) -> Result<Parsed> {
        let start = self.take().start;
        let mut entries = Vec::new();
        let height = self.items(Kind::RightBrace, "an operator, `,` or `}`", |parser| {
            let is_optional = parser.optional_sign().is_some();
            let key = parser.expr()?;
            parser.expect(Kind::Colon, "an operator or `:`")?;
            let value = parser.expr()?;
            entries.push(Entry {
                id: parser.id(),
                key: key.expr,
                value: value.expr,
                is_optional,
            });
            Ok(key.height.max(value.height))
        })?;
        let range = start..self.end();
        let expr = self.node(ExprKind::Map(entries), range);
        Ok(Parsed { expr, height })
    }

    /// Reads items up to the closing sign, before which one comma may stand, also when there is no item.
    fn items(
        &mut self,
        close: Kind,
        expected: &str,
        mut read: impl FnMut(&mut Self) -> Result<usize>,
    ) -> Result<usize> {
        let mut height = 0;
        let mut more = self.kind() != close && self.kind() != Kind::Comma;
        while more {
            height = height.max(read(self)?);
            more = self.kind() == Kind::Comma && self.kind_after(1) != close;
            if more {
                self.take();
            }
        }
        self.take_if(Kind::Comma);
        self.expect(close, expected)?;
        Ok(height)
    }
}

/// What is wrong with a reserved word as a name, and what to write instead.
fn reserved(word: &str) -> (String, String) {
    let message = format!("`{word}` is a reserved word and names no variable or function");
    let help = match word {
        "if" | "else" => "a choice is written `condition ? a : b`".to_owned(),
        "for" | "while" | "loop" => {
            "items are looked at by `list.all(item, …)`, `list.exists(item, …)`".to_owned()
        }
        _ => format!("a field with this name is reached by `self.{word}`"),
    };
    (message, help)
}
