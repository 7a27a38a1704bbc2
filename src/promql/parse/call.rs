//! Function calls and aggregations.

use crate::promql::ast::{Aggregate, Call, Expr, Grouping, Node, Range};
use crate::promql::functions::{AGGREGATORS, FUNCTIONS, find_aggregator, find_function};
use crate::promql::nearest::find_nearest;
use crate::promql::parse::Parser;
use crate::promql::token::{Kind, Token};
use crate::promql::{Error, hint};

impl Parser<'_> {
    /// Parses the arguments of the function `name`.
    pub fn call(&mut self, name: Token) -> Expr {
        let mut args = self.arguments();
        let function = self.written(name).to_owned();
        let range = Range {
            start: name.range.start,
            end: self.end,
        };
        match find_function(&function) {
            None => self.unknown_function(name.range, &function),
            Some(known) => {
                let shown = format_args!("`{function}`");
                self.allows(&known.history, shown, name.range);
            }
        }
        if function == "label_replace" {
            args.iter_mut().for_each(leave_string);
        }
        self.grow(self.height);
        Expr {
            node: Node::Call(Call {
                function,
                name_range: name.range,
                args,
            }),
            range,
        }
    }

    /// Reports a name that is no function, with the nearest name that the target knows.
    fn unknown_function(&mut self, range: Range, name: &str) {
        let target = self.options.target;
        let functions = FUNCTIONS.iter().map(|known| (known.name, &known.history));
        let aggregators = AGGREGATORS.iter().map(|known| (known.name, &known.history));
        let known = functions
            .chain(aggregators)
            .filter(|(_, history)| history.knows(target))
            .map(|(name, _)| name);
        let mut error = Error::new(range, format!("unknown function `{name}`"));
        if let Some(nearest) = find_nearest(name, known.chain(hint::WITH_PARENTHESES)) {
            error.help = Some(format!("did you mean `{nearest}`?"));
            // What follows would be right behind the word that was meant.
            self.recovering |= hint::WITH_PARENTHESES.contains(&nearest);
        }
        self.errors.push(error);
    }

    /// Parses the grouping and the arguments of the aggregator `op`.
    pub fn aggregate(&mut self, op: Token) -> Expr {
        let mut grouping = self.grouping();
        let (mut args, mut height) = (Vec::new(), 1);
        if self.peek() == Kind::LeftParen {
            args = self.arguments();
            height = self.height;
        } else {
            self.unexpected("`(`");
        }
        let mut end = self.end;
        if grouping.is_none() && !self.recovering {
            grouping = self.grouping();
            end = self.end;
        }
        let range = Range {
            start: op.range.start,
            end,
        };
        let name = self.written(op).to_ascii_lowercase();
        let wanted = self.check_aggregate(&name, args.len(), range);
        // A single argument is the aggregated one: its type would be wrong as a parameter.
        let has_param = wanted == 2 && args.len() > 1;
        let mut args = args.into_iter();
        let param = if has_param { args.next() } else { None };
        let expr = args.next().unwrap_or(Expr {
            node: Node::Invalid,
            range: Range { start: end, end },
        });
        self.grow(height);
        let aggregate = Aggregate {
            op: name,
            op_range: op.range,
            grouping,
            param,
            expr,
        };
        Expr {
            node: Node::Aggregate(Box::new(aggregate)),
            range,
        }
    }

    fn grouping(&mut self) -> Option<Grouping> {
        let without = match self.peek() {
            Kind::By => false,
            Kind::Without => true,
            _ => return None,
        };
        self.take();
        Some(Grouping {
            without,
            labels: self.labels(),
        })
    }

    /// Reports a wrong number of arguments; returns the right one.
    fn check_aggregate(&mut self, name: &str, found: usize, range: Range) -> usize {
        let Some(aggregator) = find_aggregator(name) else {
            return 1;
        };
        let wanted = 1 + usize::from(aggregator.param.is_some());
        if self.recovering || self.lexer.has_failed() {
            return wanted;
        }
        if found == 0 {
            self.error(
                range,
                format!("expected an argument for `{name}`, found none"),
            );
        } else if self.allows(&aggregator.history, format_args!("`{name}`"), range)
            && found != wanted
        {
            let noun = if wanted == 1 { "argument" } else { "arguments" };
            self.error(
                range,
                format!("expected {wanted} {noun} for `{name}`, found {found}"),
            );
        }
        wanted
    }

    /// Parses arguments in parentheses.
    fn arguments(&mut self) -> Vec<Expr> {
        self.take();
        let mut args = Vec::new();
        let mut height = 0;
        if self.accept(Kind::RightParen) {
            self.height = height;
            return args;
        }
        loop {
            args.push(self.expression(0));
            height = height.max(self.height);
            let at_stop = !self.recovering && matches!(self.peek(), Kind::Comma | Kind::RightParen);
            if !at_stop {
                self.unexpected("an operator, `,` or `)`");
                // An argument that is not valid keeps the number of arguments from being judged.
                if let Some(last) = args.last_mut() {
                    last.node = Node::Invalid;
                }
                if !self.recover(&[Kind::Comma, Kind::RightParen]) {
                    break;
                }
            }
            if !self.comma() {
                self.accept(Kind::RightParen);
                break;
            }
        }
        self.height = height;
        args
    }

    /// Takes the commas in front of the next argument; `false` when none follows.
    fn comma(&mut self) -> bool {
        let mut found = false;
        while self.peek() == Kind::Comma {
            let comma = self.take();
            found = !matches!(self.peek(), Kind::Comma | Kind::RightParen);
            if !found {
                self.error(comma.range, "expected an argument behind the `,`");
            }
        }
        found
    }
}

/// Drops the placeholders of a string argument: `$1` and the like belong to the function.
fn leave_string(arg: &mut Expr) {
    match &mut arg.node {
        Node::String(text) => text.placeholders.clear(),
        Node::Paren(inner) => leave_string(inner),
        _ => {}
    }
}
