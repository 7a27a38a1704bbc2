//! Vector selectors: a name and matchers in braces.

use crate::promql::Error;
use crate::promql::ast::{Expr, MatchOp, Matcher, Node, Range, Selector, Text};
use crate::promql::history;
use crate::promql::parse::Parser;
use crate::promql::regex;
use crate::promql::token::{Kind, Token};

/// The label that holds a metric's name.
const NAME_LABEL: &str = "__name__";

impl Parser<'_> {
    /// Parses the braces behind a name that was taken, or alone.
    pub fn selector(&mut self, name: Option<Text>) -> Expr {
        let first = self.peek_token();
        let mut range = name.as_ref().map_or(first.range, |name| name.range);
        let named = name.is_some();
        let mut selector = Selector {
            name,
            ..Selector::default()
        };
        if first.kind == Kind::LeftBrace {
            self.take();
            let valid = self.matchers(&mut selector, named);
            range.end = self.end;
            if !valid {
                self.height = 1;
                return Expr {
                    node: Node::Invalid,
                    range,
                };
            }
        }
        self.height = 1;
        Expr {
            node: Node::Selector(selector),
            range,
        }
    }

    /// Parses matchers up to the closing brace; `false` when one of them is not valid.
    fn matchers(&mut self, selector: &mut Selector, named: bool) -> bool {
        let mut valid = true;
        while !self.accept(Kind::RightBrace) {
            self.matcher(selector, named);
            let kind = if self.recovering {
                Kind::End
            } else {
                self.peek()
            };
            match kind {
                Kind::RightBrace => {}
                Kind::Comma => {
                    self.take();
                }
                _ => {
                    valid = false;
                    self.unexpected("`,` or `}`");
                    if !self.recover(&[Kind::Comma, Kind::RightBrace]) {
                        break;
                    }
                    self.accept(Kind::Comma);
                }
            }
        }
        valid
    }

    fn matcher(&mut self, selector: &mut Selector, named: bool) {
        let token = self.peek_token();
        match token.kind {
            Kind::Identifier | Kind::Template | Kind::Placeholder => {
                self.take();
                let label = self.name(token);
                match match_op(self.peek()) {
                    Some(op) => self.comparison(selector, label, op),
                    None => self.unexpected("`=`, `!=`, `=~` or `!~`"),
                }
            }
            Kind::String => {
                self.take();
                self.uses(&history::QUOTED_NAME, token.range);
                let text = self.string(token);
                match match_op(self.peek()) {
                    Some(op) => self.comparison(selector, text, op),
                    None => quoted_name(selector, text, named),
                }
            }
            _ => self.unexpected("a label or `}`"),
        }
    }

    /// Reports what stands where a matcher's string should.
    fn unexpected_value(&mut self, token: Token) {
        let known = self.errors.len();
        self.unexpected("a string");
        let written = self.written(token);
        if let (Kind::Identifier, Some(error)) = (token.kind, self.errors.get_mut(known)) {
            error.help = Some(format!("quote it: `\"{written}\"`"));
        }
    }

    fn comparison(&mut self, selector: &mut Selector, label: Text, op: MatchOp) {
        self.take();
        let token = self.peek_token();
        if token.kind != Kind::String {
            return self.unexpected_value(token);
        }
        self.take();
        let value = self.string(token);
        if matches!(op, MatchOp::Regex | MatchOp::NotRegex) && value.placeholders.is_empty() {
            self.check_regex(&value.value, token);
        }
        let range = Range {
            start: label.range.start,
            end: token.range.end,
        };
        selector.matchers.push(Matcher {
            label,
            op,
            value,
            range,
        });
    }

    fn check_regex(&mut self, pattern: &str, token: Token) {
        if let Err(problem) = regex::inspect(pattern) {
            self.errors.push(Error::new(
                token.range,
                format!("the regular expression is not valid: {problem}"),
            ));
        }
    }
}

fn match_op(kind: Kind) -> Option<MatchOp> {
    use crate::promql::ast::BinaryOp::NotEq;
    match kind {
        Kind::Assign => Some(MatchOp::Equal),
        Kind::Operator(NotEq) => Some(MatchOp::NotEqual),
        Kind::RegexMatch => Some(MatchOp::Regex),
        Kind::RegexNoMatch => Some(MatchOp::NotRegex),
        _ => None,
    }
}

/// Sets the name, or adds a matcher on the name where one is set.
fn quoted_name(selector: &mut Selector, text: Text, named: bool) {
    if selector.name.is_none() && !named {
        selector.name = Some(text);
        selector.quoted = true;
        return;
    }
    let range = text.range;
    let label = Text {
        value: NAME_LABEL.to_owned(),
        placeholders: Vec::new(),
        range,
    };
    selector.matchers.push(Matcher {
        label,
        op: MatchOp::Equal,
        value: text,
        range,
    });
}
