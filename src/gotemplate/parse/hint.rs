//! What is said about mistakes: what was found, what was expected, what to write instead.

use super::action::Place;
use super::block::BlockKind;
use crate::gotemplate::functions::FUNCTIONS;
use crate::gotemplate::nearest::find_nearest;
use crate::gotemplate::token::{Fault, Kind, Token};
use crate::promql::Error;
use crate::promql::ast::Range;

/// Operators of other languages, with what a template has instead.
const OPERATORS: [(&str, &str); 13] = [
    ("==", "comparisons are functions: `eq $x \"text\"`"),
    ("!=", "comparisons are functions: `ne $x \"text\"`"),
    (">=", "comparisons are functions: `ge $value 0.5`"),
    ("<=", "comparisons are functions: `le $value 0.5`"),
    (">", "comparisons are functions: `gt $value 0.5`"),
    ("<", "comparisons are functions: `lt $value 0.5`"),
    ("&&", "logic is a function: `and $x $y`"),
    ("!", "logic is a function: `not $x`"),
    (
        "[",
        "elements are taken by a function: `index $labels \"name\"`",
    ),
    (
        "*",
        "templates do not calculate: do it in the expression of the alert",
    ),
    (
        "/",
        "templates do not calculate: do it in the expression of the alert",
    ),
    (
        "%",
        "templates do not calculate: do it in the expression of the alert",
    ),
    (
        "+",
        "templates do not calculate: do it in the expression of the alert",
    ),
];

/// Words that open, part or close blocks elsewhere, with the word of templates and whether it opens one.
const FOREIGN: [(&str, &str, bool); 10] = [
    ("elif", "else if", false),
    ("elseif", "else if", false),
    ("elsif", "else if", false),
    ("endfor", "end", false),
    ("endif", "end", false),
    ("endrange", "end", false),
    ("endwith", "end", false),
    ("fi", "end", false),
    ("for", "range", true),
    ("foreach", "range", true),
];

/// Functions of other templates (Sprig, Alertmanager), with what is nearest here.
const OTHERS: [(&str, &str); 5] = [
    ("default", "or"),
    ("lower", "toLower"),
    ("regexReplaceAll", "reReplaceAll"),
    ("replace", "reReplaceAll"),
    ("upper", "toUpper"),
];

/// At most 40 characters of what is written.
pub fn short(written: &str) -> String {
    match written.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &written[..end]),
        None => written.to_owned(),
    }
}

/// A token that cannot stand where it does.
pub fn unexpected(input: &str, token: Token, expected: &str) -> Error {
    let start = token.range.start as usize;
    let rest = &input[start..];
    if rest.starts_with("{{") {
        return Error::new(token.range, "expected `}}`, found the next `{{`")
            .with_help("close the action before another begins");
    }
    let operator = OPERATORS
        .iter()
        .find(|(operator, _)| rest.starts_with(operator));
    let found = match (token.kind, operator) {
        (Kind::RightDelimiter, _) => "the end of the action".to_owned(),
        // `==` begins with a token, `=`.
        (Kind::Character | Kind::Assign, Some((operator, _))) => format!("`{operator}`"),
        _ => format!("`{}`", short(&input[start..token.range.end as usize])),
    };
    let error = Error::new(token.range, format!("expected {expected}, found {found}"));
    match (token.kind, operator) {
        (Kind::Character | Kind::Assign, Some((_, help))) => error.with_help(*help),
        (Kind::Character, _) if rest.starts_with('}') => {
            error.with_help("an action ends with `}}`")
        }
        (Kind::Assign, _) => error.with_help("compare with `eq`; a variable is declared with `:=`"),
        _ => error,
    }
}

/// What is no token.
pub fn fault(input: &str, fault: Fault, place: Range) -> Error {
    let rest = &input[place.start as usize..];
    let found = short(&input[place.start as usize..place.end as usize]);
    let (message, help) = match fault {
        Fault::UnclosedComment => (
            "the comment is never closed".to_owned(),
            Some("write `*/}}` where it ends"),
        ),
        Fault::CommentEnd => (
            "expected `}}` behind the comment".to_owned(),
            Some("a comment stands alone: `{{/* text */}}`"),
        ),
        Fault::UnclosedAction => (
            "the action is never closed".to_owned(),
            Some("write `}}` where it ends"),
        ),
        Fault::UnclosedParen => ("the parenthesis is never closed".to_owned(), None),
        Fault::UnopenedParen => (
            "`)` closes nothing: no parenthesis is open here".to_owned(),
            None,
        ),
        Fault::LoneColon => ("expected `:=`, found `:`".to_owned(), None),
        Fault::UnclosedQuote if rest.starts_with('\'') => (
            "the character constant is never closed".to_owned(),
            Some("a string stands in double quotes or backticks"),
        ),
        Fault::UnclosedQuote => (
            "the string is never closed".to_owned(),
            Some("it ends on its line; a string in backticks may have several"),
        ),
        Fault::BadNumber => (format!("`{found}` is no number"), number_help(&found)),
        Fault::AfterName if rest.starts_with('[') => (
            "expected a space, `.` or the end of the action, found `[`".to_owned(),
            Some("elements are taken by a function: `index $labels \"name\"`"),
        ),
        Fault::AfterName => (
            format!("expected a space, `.` or the end of the action, found `{found}`"),
            after_name_help(rest),
        ),
        Fault::BadCharacter => (
            format!("`{}` has no meaning in an action", found.escape_debug()),
            None,
        ),
    };
    let error = Error::new(place, message);
    match help {
        Some(help) => error.with_help(help),
        None => error,
    }
}

fn after_name_help(rest: &str) -> Option<&'static str> {
    if rest.starts_with('-') {
        return Some(
            "a label with `-` in its name is `index $labels \"my-label\"`; a trim marker has a space before it: ` -}}`",
        );
    }
    if rest.starts_with('}') {
        return Some("an action ends with `}}`");
    }
    if rest.starts_with(":=") || rest.starts_with('=') {
        return Some("a variable is declared with spaces: `$x := 1`");
    }
    let operator = OPERATORS
        .iter()
        .find(|(operator, _)| rest.starts_with(operator));
    operator.map(|(_, help)| *help)
}

fn number_help(found: &str) -> Option<&'static str> {
    let mut last = found.chars().rev();
    let unit = last.next().is_some_and(char::is_alphabetic)
        && last.next().is_some_and(|c| c.is_ascii_digit());
    unit.then_some("a duration is a string: `parseDuration \"5m\"`")
}

/// A number that has no value.
pub fn number(place: Range, written: &str) -> Error {
    let error = Error::new(
        place,
        format!("`{}` is no number, or too large a one", short(written)),
    );
    if matches!(written, "+" | "-") {
        return error.with_help("templates do not calculate: do it in the expression of the alert");
    }
    let octal = written.len() > 1
        && written.starts_with('0')
        && written.bytes().all(|b| b.is_ascii_digit());
    if octal {
        return error.with_help("a number that begins with `0` is octal");
    }
    error
}

/// A string or character constant that has no value.
pub fn literal(error: Error, written: &str) -> Error {
    if written.starts_with('\'') {
        return error.with_help("a string stands in double quotes or backticks");
    }
    error.with_help("write `\\\\` for a backslash, or quote the string with backticks")
}

/// The keyword that the first word of an action was meant to be, and whether it opens a block.
pub fn misspelt_keyword(name: &str) -> Option<(&'static str, bool)> {
    if let Some((_, meant, opens)) = FOREIGN.iter().find(|(word, ..)| *word == name) {
        return Some((meant, *opens));
    }
    if FUNCTIONS
        .iter()
        .any(|function| function.name.eq_ignore_ascii_case(name))
    {
        return None;
    }
    let words = ["if", "range", "with", "define", "block", "end"];
    // Of two letters every word is near to `if`.
    let near = if name.len() < 3 {
        None
    } else {
        find_nearest(name, words.into_iter())
    };
    near.and_then(|near| words.into_iter().find(|word| *word == near))
        .map(|word| (word, word != "end"))
}

/// A function that nobody knows; `variable` is one with its name.
pub fn function(error: Error, name: &str, variable: Option<String>) -> Error {
    let other = OTHERS.iter().find(|(other, _)| *other == name);
    let near = other.map(|(_, near)| *near);
    let near = near.or_else(|| find_nearest(name, FUNCTIONS.iter().map(|each| each.name)));
    match (variable, near) {
        (Some(variable), _) => error.with_help(format!("did you mean the variable `{variable}`?")),
        (None, Some(near)) => error.with_help(format!("did you mean `{near}`?")),
        (None, None) => error.with_help(
            "a text stands in double quotes; the functions are those of Go and of Prometheus",
        ),
    }
}

/// A variable that nobody knows; `near` is the most similar known one, `inside` whether it stands in a definition.
pub fn variable(error: Error, name: &str, near: Option<&str>, inside: bool) -> Error {
    let given = super::GIVEN.contains(&name);
    match near {
        _ if inside && given => error.with_help(
            "inside `define` and `block` only `$`, the value passed, is known: pass `.` and write `.Labels.name` or `.Value`",
        ),
        Some(near) => error.with_help(format!("did you mean `{near}`?")),
        None => error.with_help("a variable is declared before it is used: `{{ $x := 1 }}`"),
    }
}

/// `else` without a block, or the second one of a block.
pub fn misplaced_else(place: Range, second: bool) -> Error {
    if second {
        return Error::new(place, "expected `end`, found a second `else`");
    }
    Error::new(place, "`else` stands outside of `if`, `range` and `with`")
        .with_help("open the block before it")
}

/// `else if` in a block that is no `if`, and so on.
pub fn wrong_chain(place: Range, kind: BlockKind, other: BlockKind) -> Error {
    let (block, word) = (kind.keyword().word(), other.keyword().word());
    let message = format!("expected `}}}}` after `else`, found `{word}`: the block is `{block}`");
    Error::new(place, message).with_help(format!(
        "write `{{{{ else }}}}{{{{ {word} … }}}} … {{{{ end }}}}`"
    ))
}

/// A pipeline without a command.
pub fn missing(kind: Place, place: Range) -> Error {
    match kind {
        Place::Action => Error::new(place, "the action is empty")
            .with_help("write a value: `{{ $labels.name }}`"),
        Place::Parentheses => Error::new(place, "the parentheses are empty"),
        Place::After(keyword) => Error::new(
            place,
            format!(
                "expected a value after `{}`, found the end of the action",
                keyword.word()
            ),
        ),
    }
}
