//! The metric and its labels.

use super::item::shortened;
use super::{Label, MOST_ERRORS, NAME_LABEL, SERIES, SeriesDescription, is_blank};
use crate::promql::Error;
use crate::promql::ast::{Range, Text};
use crate::promql::lex::Lexer;
use crate::promql::placeholder::range;
use crate::promql::text::read_text;
use crate::promql::token::{Kind, Token};

/// Reads the metric and its labels, and where the values begin: `None` when that cannot be told.
pub fn read(text: &str, errors: &mut Vec<Error>) -> (SeriesDescription, Option<usize>) {
    let mut head = Head {
        text,
        lexer: Lexer::new(text, false),
        peeked: None,
        errors,
        labels: Vec::new(),
    };
    let mut series = SeriesDescription::default();
    let end = head.whole(&mut series);
    series.labels = head.labels;
    (series, end)
}

struct Head<'a, 'e> {
    text: &'a str,
    lexer: Lexer<'a>,
    peeked: Option<Token>,
    errors: &'e mut Vec<Error>,
    labels: Vec<Label>,
}

impl Head<'_, '_> {
    fn whole(&mut self, series: &mut SeriesDescription) -> Option<usize> {
        let first = self.take();
        let at = first.range.start as usize;
        if first.kind.is_metric_name() {
            series.metric_range = first.range;
            series.name = Some(self.name(first));
            let end = first.range.end as usize;
            if !self.text[end..].starts_with('{') {
                return Some(end);
            }
            self.take();
        } else if first.kind != Kind::LeftBrace {
            return self.no_metric(first);
        }
        let end = self.braces(first.range.end as usize);
        series.metric_range = range(at, end.unwrap_or(self.text.len()));
        end
    }

    /// Reports a series that does not begin with a metric; the values are read all the same, when there may be some.
    fn no_metric(&mut self, first: Token) -> Option<usize> {
        let at = first.range.start as usize;
        if first.kind == Kind::End && !self.lexer.has_failed() {
            return Some(self.text.len());
        }
        if !self.lexer.has_failed() {
            let written = &self.text[at..first.range.end as usize];
            let message = format!("expected a metric, found `{}`", shortened(written));
            self.errors
                .push(Error::new(first.range, message).with_help(SERIES));
        }
        let is_value = matches!(first.kind, Kind::Number | Kind::Duration | Kind::End);
        let blank = self.text[at..].bytes().position(is_blank);
        blank.filter(|_| !is_value).map(|length| at + length)
    }

    /// Reads labels up to the closing brace and returns where that ends.
    fn braces(&mut self, open: usize) -> Option<usize> {
        loop {
            if self.peek().kind == Kind::RightBrace {
                return Some(self.take().range.end as usize);
            }
            let many = self.errors.len() >= MOST_ERRORS;
            if many || !self.label() || !self.separator() {
                return self.after_braces(open);
            }
        }
    }

    /// Takes the comma behind a label, or stands in front of the closing brace.
    fn separator(&mut self) -> bool {
        match self.peek().kind {
            Kind::RightBrace => true,
            Kind::Comma => {
                self.take();
                true
            }
            _ => {
                self.unexpected("`,` or `}`");
                // What is wrong with one label says nothing about the next.
                self.skip_label()
            }
        }
    }

    fn label(&mut self) -> bool {
        let token = self.peek();
        let name = match token.kind {
            Kind::Identifier => {
                self.take();
                self.name(token)
            }
            Kind::String => {
                self.take();
                let text = self.string(token);
                if self.peek().kind != Kind::Assign {
                    self.metric_name(text);
                    return true;
                }
                text
            }
            _ => {
                self.unexpected("a label or `}`");
                return self.skip_label();
            }
        };
        let sign = self.peek();
        if sign.kind != Kind::Assign {
            self.no_assignment(&name);
            return self.skip_label();
        }
        self.take();
        let value = self.peek();
        if value.kind != Kind::String {
            self.unexpected("a string");
            return self.skip_label();
        }
        self.take();
        let value = self.string(value);
        let range = Range {
            start: name.range.start,
            end: value.range.end,
        };
        self.labels.push(Label { name, value, range });
        true
    }

    fn metric_name(&mut self, value: Text) {
        let range = value.range;
        let name = Text {
            value: NAME_LABEL.to_owned(),
            placeholders: Vec::new(),
            range,
        };
        self.labels.push(Label { name, value, range });
    }

    fn no_assignment(&mut self, name: &Text) {
        let found = self.peek();
        let compares = matches!(
            found.kind,
            Kind::Operator(_) | Kind::RegexMatch | Kind::RegexNoMatch
        );
        if !compares {
            return self.unexpected("`=`");
        }
        let label = shortened(&name.value);
        let message = format!("a series has one value of `{label}`");
        let help = format!("write `{label}=\"…\"`");
        self.errors
            .push(Error::new(found.range, message).with_help(help));
    }

    /// Skips to the comma or brace behind a label; `false` when there is none.
    fn skip_label(&mut self) -> bool {
        loop {
            match self.peek().kind {
                Kind::Comma | Kind::RightBrace => return true,
                Kind::End => return false,
                _ => drop(self.take()),
            }
        }
    }

    /// Where the values may begin when the braces could not be read to their end.
    fn after_braces(&self, open: usize) -> Option<usize> {
        let failed = self.errors.last().map_or(0, |error| error.range.end);
        let from = open.max(failed as usize);
        let close = self.text.get(from..)?.find('}')?;
        Some(from + close + 1)
    }

    fn peek(&mut self) -> Token {
        if let Some(token) = self.peeked {
            return token;
        }
        let token = self.lexer.next_token().unwrap_or_else(|error| {
            self.errors.push(error);
            Token {
                kind: Kind::End,
                range: range(self.text.len(), self.text.len()),
            }
        });
        self.peeked = Some(token);
        token
    }

    fn take(&mut self) -> Token {
        let token = self.peek();
        self.peeked = None;
        token
    }

    fn unexpected(&mut self, expected: &str) {
        let token = self.peek();
        if self.lexer.has_failed() {
            return;
        }
        let written = &self.text[token.range.start as usize..token.range.end as usize];
        let message = format!("expected {expected}, found `{}`", shortened(written));
        self.errors.push(Error::new(token.range, message));
    }

    fn name(&self, token: Token) -> Text {
        Text {
            value: self.text[token.range.start as usize..token.range.end as usize].to_owned(),
            placeholders: Vec::new(),
            range: token.range,
        }
    }

    fn string(&mut self, token: Token) -> Text {
        let written = &self.text[token.range.start as usize..token.range.end as usize];
        read_text(written, token.range, false).unwrap_or_else(|| {
            let message = "the string holds an escape sequence without a value";
            self.errors.push(Error::new(token.range, message));
            Text {
                range: token.range,
                ..Text::default()
            }
        })
    }
}
