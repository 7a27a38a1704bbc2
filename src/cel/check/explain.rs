//! What is said of names that are not known.

use crate::cel::Error;
use crate::cel::ast::{Call, Expr};
use crate::cel::check::Checker;
use crate::cel::declare;
use crate::cel::macros::{MACROS, Macro};
use crate::cel::types::{Object, Type};
use crate::promql::nearest::find_nearest;
use std::ops::Range;

/// How many names a message lists.
const MOST_NAMES: usize = 5;

/// Functions of other languages, and what to write here.
const HABITS: [(&str, &str); 18] = [
    ("any", "write `list.exists(item, …)`"),
    ("some", "write `list.exists(item, …)`"),
    ("every", "write `list.all(item, …)`"),
    ("none", "write `!list.exists(item, …)`"),
    ("count", "write `list.filter(item, …).size()`"),
    ("len", "write `size(…)`"),
    ("length", "write `size(…)`"),
    ("isEmpty", "write `size(…) == 0`"),
    ("includes", "write `item in list`, `text.contains(part)`"),
    ("match", "write `text.matches(pattern)`"),
    ("lower", "write `text.lowerAscii()`"),
    ("upper", "write `text.upperAscii()`"),
    ("toLowerCase", "write `text.lowerAscii()`"),
    ("toUpperCase", "write `text.upperAscii()`"),
    ("substr", "write `text.substring(from, to)`"),
    ("keys", "write `map.all(key, …)`, `map.map(key, key)`"),
    ("values", "write `map.transformList(key, value, value)`"),
    ("now", "rules do not know the time"),
];

impl Checker<'_> {
    /// A name that is no variable and no type.
    pub(super) fn undeclared(&self, name: &str, range: Range<usize>) -> Error {
        let error = Error::new(range, format!("unknown name `{name}`"));
        let own_field = |variable: &&(String, Type)| matches!(&variable.1, Type::Object(object) if object.find_field(name).is_some());
        if let Some((variable, _)) = self.environment.variables.iter().find(own_field) {
            return error.with_near(format!("{variable}.{name}"));
        }
        if declare::overloads(name, self.environment.minor)
            .next()
            .is_some()
        {
            return error.with_help(format!("`{name}` is a function: `{name}(…)`"));
        }
        let variables = self.scopes.iter().chain(&self.environment.variables);
        let variables = variables
            .map(|(name, _)| name.as_str())
            .filter(|name| !name.starts_with('@'));
        let known: Vec<&str> = variables.chain(["true", "false", "null"]).collect();
        match find_nearest(name, known.iter().copied()) {
            Some(near) => error.with_near(near),
            None => {
                let known = known.iter().rev().skip(3).rev();
                error.with_help(format!("known here: {}", listed(known.copied())))
            }
        }
    }

    /// A field that an object does not have.
    pub(super) fn undefined_field(
        &self,
        operand: &Expr,
        object: &Object,
        field: &str,
        place: Range<usize>,
    ) -> Error {
        let whole = &self.text[operand.range.clone()];
        let error = Error::new(place, format!("`{}` has no field `{field}`", whole.trim()));
        let names = || object.fields.iter().map(|(name, _)| name.as_str());
        match find_nearest(field, names()) {
            Some(near) => error.with_near(near),
            None if object.fields.is_empty() => {
                error.with_help("its schema declares no field that a rule can see")
            }
            None => error.with_help(format!("its fields: {}", listed(names()))),
        }
    }
}

/// A field of a value that has none.
pub(super) fn no_fields(kind: &Type, field: &str, place: Range<usize>) -> Error {
    let error = Error::new(place, format!("`{kind}` has no fields, found `.{field}`"));
    match kind {
        Type::List(_) => error
            .with_help("look at its items: `list.all(item, …)`, `list.exists(item, …)`, `list[0]`"),
        _ => error,
    }
}

/// A function that does not exist, or not yet, or a macro with other arguments.
pub(super) fn unknown_function(call: &Call, minor: u32) -> Error {
    let name = call.function.as_str();
    let range = call.name_range.clone();
    if let Some(since) = declare::find_release(name).filter(|since| *since > minor) {
        return too_new(name, since, range);
    }
    let forms: Vec<&Macro> = MACROS.iter().filter(|known| known.name == name).collect();
    let has_count = |known: &&&Macro| known.arguments == call.arguments.len();
    if let Some(newer) = forms
        .iter()
        .find(has_count)
        .filter(|known| known.since > minor)
    {
        return too_new(name, newer.since, range);
    }
    if !forms.is_empty() {
        let forms: Vec<&str> = forms.iter().map(|known| known.form).collect();
        let count = call.arguments.len();
        let message = format!("`{name}` is not called like this, with {count} arguments");
        return Error::new(range, message)
            .with_help(format!("write {}", listed(forms.into_iter())));
    }
    let error = Error::new(range, format!("unknown function `{name}`"));
    if let Some((_, instead)) = HABITS.iter().find(|(habit, _)| *habit == name) {
        return error.with_help(*instead);
    }
    let functions = declare::functions(minor).chain(MACROS.iter().map(|known| known.name));
    match find_nearest(
        name,
        functions.filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic())),
    ) {
        Some(near) => error.with_near(near),
        None => error,
    }
}

/// Something that a later release brought. A rule must be understood by the release before the server's too.
fn too_new(name: &str, since: u32, range: Range<usize>) -> Error {
    let message = format!(
        "`{name}` can be used in new rules since Kubernetes 1.{}",
        since + 1
    );
    Error::new(range, message)
}

/// Up to five names in backticks.
pub(super) fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.collect();
    let mut shown: Vec<String> = names
        .iter()
        .take(MOST_NAMES)
        .map(|name| format!("`{name}`"))
        .collect();
    if names.len() > MOST_NAMES {
        shown.push(format!("… ({} in all)", names.len()));
    }
    shown.join(", ")
}
