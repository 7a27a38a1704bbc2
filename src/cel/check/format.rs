//! Constant texts of `format`: their clauses, and the types of the arguments that these take.
//!
//! `stringFormatValidator` in cel-go's `ext/formatting.go`, which the API server asks since Kubernetes 1.29.

use crate::cel::Error;
use crate::cel::ast::{Expr, ExprKind, Literal};
use crate::cel::types::{Checked, Reference, Type};
use std::ops::Range;

/// The overload of the function.
const OVERLOAD: &str = "string_format";

/// Returns what is wrong with the calls of `format`.
pub(super) fn check(checked: &Checked) -> Vec<Error> {
    let mut errors = Vec::new();
    visit(&checked.ast.root, checked, &mut errors);
    errors
}

fn visit(expr: &Expr, checked: &Checked, errors: &mut Vec<Error>) {
    if let Some((text, place, arguments)) = find_call(expr, checked) {
        errors.extend(check_call(text, place, arguments, checked).err());
    }
    for part in expr.parts() {
        visit(part, checked, errors);
    }
}

/// The text, its place, and the arguments of a call of `format` with both written out.
fn find_call<'a>(expr: &'a Expr, checked: &Checked) -> Option<(&'a str, Range<usize>, &'a [Expr])> {
    let ExprKind::Call(call) = &expr.kind else {
        return None;
    };
    let Reference::Overloads(ids) = &checked.references[expr.id] else {
        return None;
    };
    let target = call.target.as_deref().filter(|_| ids.contains(&OVERLOAD))?;
    match (&target.kind, &call.arguments[..]) {
        (
            ExprKind::Literal(Literal::String(text)),
            [
                Expr {
                    kind: ExprKind::List { items, .. },
                    ..
                },
            ],
        ) => Some((text, target.range.clone(), items)),
        _ => None,
    }
}

fn check_call(
    text: &str,
    place: Range<usize>,
    arguments: &[Expr],
    checked: &Checked,
) -> Result<(), Error> {
    let wrong = |message: String| Err(Error::new(place.clone(), message));
    let mut rest = text;
    let mut count = 0;
    while let Some(at) = rest.find('%') {
        rest = &rest[at + 1..];
        if let Some(behind) = rest.strip_prefix('%') {
            rest = behind;
            continue;
        }
        let Some(argument) = arguments.get(count) else {
            return wrong(format!(
                "the text has more clauses than the {count} arguments behind it"
            ));
        };
        count += 1;
        rest = match precision(rest) {
            Some(behind) => behind,
            None => return wrong("a precision is digits behind a dot: `%.2f`".to_owned()),
        };
        let Some(clause) = rest.chars().next() else {
            return wrong(
                "the text ends within a clause: write `%s`, or `%%` for the sign".to_owned(),
            );
        };
        let Some((_, takes)) = CLAUSES.iter().find(|(known, _)| *known == clause) else {
            let error = Error::new(place, format!("unknown clause `%{clause}` of `format`"));
            return Err(
                error.with_help("known: `%s`, `%d`, `%f`, `%e`, `%b`, `%x`, `%X`, `%o`, `%%`")
            );
        };
        check_argument(clause, *takes, argument, checked)?;
        rest = &rest[1..];
    }
    if arguments.len() > count {
        let range = arguments[count].range.clone();
        return Err(Error::new(
            range,
            format!("no clause for this argument, the text has {count}"),
        ));
    }
    Ok(())
}

/// Returns what stands behind the precision, if there is one; `None` when it is none.
fn precision(rest: &str) -> Option<&str> {
    let Some(behind) = rest.strip_prefix('.') else {
        return Some(rest);
    };
    let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
    behind[..digits].parse::<i64>().ok()?;
    Some(&behind[digits..])
}

/// Whether a clause takes a type.
type Takes = fn(&Type) -> bool;

/// The clauses; all take `dyn` too.
const CLAUSES: [(char, Takes); 8] = [
    ('s', is_text),
    ('d', |kind| matches!(kind, Type::Int | Type::Uint)),
    ('f', |kind| matches!(kind, Type::Double | Type::String)),
    ('e', |kind| matches!(kind, Type::Double | Type::String)),
    ('b', |kind| {
        matches!(kind, Type::Int | Type::Uint | Type::Bool)
    }),
    ('x', is_hex),
    ('X', is_hex),
    ('o', |kind| matches!(kind, Type::Int | Type::Uint)),
];

fn is_hex(kind: &Type) -> bool {
    matches!(kind, Type::Int | Type::Uint | Type::String | Type::Bytes)
}

fn is_text(kind: &Type) -> bool {
    !matches!(kind, Type::Opaque(..) | Type::Object(_))
}

fn check_argument(
    clause: char,
    takes: Takes,
    argument: &Expr,
    checked: &Checked,
) -> Result<(), Error> {
    let kind = &checked.types[argument.id];
    if *kind != Type::Dyn && !takes(kind) {
        let message = format!("`%{clause}` does not take `{kind}`");
        let error = Error::new(argument.range.clone(), message);
        return Err(match clause {
            'd' | 'o' if *kind == Type::Double => error.with_help("write `%f`, or `int(…)`"),
            'f' | 'e' => error.with_help("write `%s`, or `double(…)`"),
            _ => error.with_help("convert it: `string(…)`"),
        });
    }
    let is_literal = matches!(argument.kind, ExprKind::List { .. } | ExprKind::Map(_));
    if clause == 's' && is_literal {
        for part in argument.parts() {
            check_argument(clause, takes, part, checked)?;
        }
    }
    Ok(())
}
