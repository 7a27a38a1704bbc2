//! Every shape error of a table, each at its place: the derived schema finds them, the table knows where they stand.

mod instance;
mod place;

pub use place::place;

use super::{schema, spanned::span_of};
use crate::{
    diag::{Diagnostic, Level, Rule, nearest, same_word},
    schema::{Schema, Violation, ViolationKind},
    text::Span,
};
use place::{Place, find};
use serde_json::{Value, json};
use std::{collections::BTreeSet, sync::OnceLock};
use toml::{Spanned, de::DeTable, value::Datetime};

/// A key that no table has.
pub static UNKNOWN_KEY: Rule = Rule {
    name: "project/unknown-key",
    level: Level::Deny,
    docs: r#"Finds keys and tables that gen.toml does not have.

## Why it matters

A misspelt key would be ignored, and the setting with it. `gen schema` lists every key with a description; editors complete from it.

## Example

```toml
[alerts.QueueLong]
expr = 'up == 0'
summery = "The queue is long."
```

## Use instead

```toml
[alerts.QueueLong]
expr = 'up == 0'
summary = "The queue is long."
```
"#,
};

/// A key that must be there is not.
pub static MISSING_KEY: Rule = Rule {
    name: "project/missing-key",
    level: Level::Deny,
    docs: r#"Finds tables without a key that they need.

## Why it matters

gen does not guess what only the author knows, such as the expression of an alert. An item that an environment adds must be complete too.

## Example

```toml
[alerts.QueueLong]
summary = "The queue is long."
```

## Use instead

```toml
[alerts.QueueLong]
expr = 'up == 0'
summary = "The queue is long."
```
"#,
};

/// A value of another type.
pub static WRONG_TYPE: Rule = Rule {
    name: "project/wrong-type",
    level: Level::Deny,
    docs: r#"Finds values of another type than their key takes: a number where a string must stand, a string where a list must stand.

## Why it matters

Each key has one type, so that a value never means two things. Durations, versions and quantities are strings.

## Example

```toml
[alerts.QueueLong]
expr = 'up == 0'
for = 5
```

## Use instead

```toml
[alerts.QueueLong]
expr = 'up == 0'
for = "5m"
```
"#,
};

/// A value that is not among the possible ones.
pub static BAD_VALUE: Rule = Rule {
    name: "project/bad-value",
    level: Level::Deny,
    docs: r#"Finds values that are not among those that their key takes.

## Why it matters

The possible values are few and known. The report lists them.

## Example

```toml
[metrics.queue_jobs]
type = "guage"
help = "Jobs that wait."
```

## Use instead

```toml
[metrics.queue_jobs]
type = "gauge"
help = "Jobs that wait."
```
"#,
};

/// How many shape errors are told: a file with more is something else than a project.
const MOST: usize = 1000;

/// The shape errors of a table; `fallback` is what the typed reader said, reported when the schema finds nothing.
/// `earlier` is the layer below: an item that it lacks is most likely a misspelt name.
pub fn errors(
    table: &Spanned<DeTable<'_>>,
    earlier: Option<&Spanned<DeTable<'_>>>,
    fallback: &toml::de::Error,
) -> Vec<Diagnostic> {
    let (schema, compiled) = compiled();
    let (instance, mut beyond) = instance::instance(table.get_ref());
    let mut violations = compiled.violations(&instance);
    let more = violations.len().saturating_sub(MOST);
    violations.truncate(MOST);
    let mut found: Vec<Diagnostic> = violations
        .iter()
        .filter(|violation| !is_misspelt(violation, &violations))
        .map(|violation| {
            let finding = diagnostic(violation, table, schema);
            match (&violation.kind, earlier) {
                (ViolationKind::MissingKey { .. }, Some(earlier)) => {
                    name_existing(finding, &violation.pointer, earlier)
                }
                _ => finding,
            }
        })
        .collect();
    // What the schema says of a value is plainer.
    let told: BTreeSet<Span> = found.iter().map(|finding| finding.primary.span).collect();
    beyond.retain(|finding| !told.contains(&finding.primary.span));
    found.extend(beyond);
    if let Some(last) = found.pop() {
        found.push(match more {
            0 => last,
            _ => last.note(format!("{more} more keys and values of the file are wrong")),
        });
        return found;
    }
    let span = span_of(&fallback.span().unwrap_or(0..0));
    vec![Diagnostic::new(
        &BAD_VALUE,
        span,
        fallback.message().to_string(),
    )]
}

/// Whether the key that a violation misses stands there misspelt, which another of `all` tells as an unknown key.
pub fn is_misspelt(violation: &Violation, all: &[Violation]) -> bool {
    let ViolationKind::MissingKey { key: missing } = &violation.kind else {
        return false;
    };
    all.iter().any(|other| match &other.kind {
        ViolationKind::UnknownKey { key, .. } => {
            other.pointer == violation.pointer && nearest(key, [missing.as_str()]).is_some()
        }
        _ => false,
    })
}

/// Adds to a finding about an incomplete item that the layer below lacks it, with the nearest item that it has.
fn name_existing(finding: Diagnostic, pointer: &str, earlier: &Spanned<DeTable<'_>>) -> Diagnostic {
    let mut here = Some(earlier.get_ref());
    for token in pointer.split('/').skip(1) {
        let name = token.replace("~1", "/").replace("~0", "~");
        let Some(table) = here else { break };
        match table.get(name.as_str()) {
            Some(value) => here = value.get_ref().as_table(),
            None => {
                let existing = table.keys().map(|key| key.get_ref().as_ref());
                let item = pointer.rsplit('/').next().unwrap_or(&name);
                let note = format!("`{item}` is new in this environment, so it must be complete");
                let near = nearest(&name, existing).map(str::to_string);
                let new = finding.note(note);
                return match near {
                    Some(near) => new.help(format!("did you mean the existing `{near}`?")),
                    None => new,
                };
            }
        }
    }
    finding
}

fn compiled() -> &'static (Value, Schema) {
    static COMPILED: OnceLock<(Value, Schema)> = OnceLock::new();
    COMPILED.get_or_init(|| {
        let schema = schema::json_schema();
        let mut judging = schema.clone();
        dates_are_null(&mut judging);
        let compiled =
            Schema::compile(judging).expect("the derived schema is valid, a test compiles it");
        (schema, compiled)
    })
}

/// Changes a schema for editors, where a date is a string of that format, into one for [`instance::instance`].
fn dates_are_null(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(dates_are_null),
        Value::Object(entries) if entries.get("format").is_some_and(|name| name == "date") => {
            entries.remove("format");
            entries.insert("type".to_string(), json!("null"));
        }
        Value::Object(entries) => entries.values_mut().for_each(dates_are_null),
        _ => {}
    }
}

fn diagnostic(violation: &Violation, table: &Spanned<DeTable<'_>>, schema: &Value) -> Diagnostic {
    let place = find(table, &violation.pointer);
    match &violation.kind {
        ViolationKind::UnknownKey { key, known } => unknown_key(key, known, &place),
        ViolationKind::MissingKey { key } => {
            let text = describe(schema, &format!("{}/{key}", violation.pointer));
            missing_key(key, text, &place)
        }
        ViolationKind::WrongType { expected, found } => {
            let text = describe(schema, &violation.pointer);
            wrong_type(expected, found, text, &place)
        }
        ViolationKind::NotInEnum { allowed, found } => not_possible(allowed, found, place.value),
        ViolationKind::Other | ViolationKind::NoSchema => {
            Diagnostic::new(&BAD_VALUE, place.value, violation.message.clone())
        }
    }
}

fn missing_key(key: &str, described: Option<String>, place: &Place) -> Diagnostic {
    let span = place.key.unwrap_or(place.value);
    let message = format!("{} needs `{key}`", owner(place));
    let missing = Diagnostic::new(&MISSING_KEY, span, message);
    match described {
        Some(text) => missing.note(format!("`{key}`: {text}")),
        None => missing,
    }
}

fn wrong_type(
    expected: &[String],
    found: &str,
    described: Option<String>,
    place: &Place,
) -> Diagnostic {
    let expected: Vec<&str> = expected.iter().map(|name| in_toml(name)).collect();
    let message = format!(
        "expected {}, found {}",
        expected.join(" or "),
        in_toml(found)
    );
    let wrong = Diagnostic::new(&WRONG_TYPE, place.value, message);
    let wrong = described.into_iter().fold(wrong, Diagnostic::note);
    if expected == [A_DATE] {
        unquoted(wrong, place)
    } else {
        wrong
    }
}

fn not_possible(allowed: &[String], found: &str, span: Span) -> Diagnostic {
    let names: Vec<&str> = allowed.iter().map(String::as_str).collect();
    let wrong = Diagnostic::new(&BAD_VALUE, span, format!("`{found}` is not possible here"))
        .note(format!("possible: {}", all(&names)));
    let text = |word: &str| (format!("did you mean `{word}`?"), format!("\"{word}\""));
    if let Some(word) = same_word(found, names.iter().copied()) {
        let (question, text) = text(word);
        return wrong.edit(question, span, text);
    }
    match nearest(found, names).map(text) {
        Some((question, text)) => wrong.propose(question, span, text),
        None => wrong,
    }
}

/// What has or lacks a key, in words.
fn owner(place: &Place) -> String {
    match &place.name {
        Some(name) => format!("`{name}`"),
        None => "the project".to_string(),
    }
}

/// What to do where a date must stand.
const DATE_HELP: &str = "write a date without quotes, such as `2027-06-30`";

/// Adds how a date is written.
fn unquoted(finding: Diagnostic, place: &Place) -> Diagnostic {
    let written = place.text.unwrap_or_default();
    match written.parse::<Datetime>() {
        Ok(date) if instance::is_date(&date) => {
            finding.edit("write it without quotes", place.value, written)
        }
        _ => finding.help(DATE_HELP),
    }
}

fn all(names: &[&str]) -> String {
    names
        .iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ")
}

fn unknown_key(key: &str, known: &[String], place: &Place) -> Diagnostic {
    let span = place
        .keys
        .and_then(|keys| keys.get_key_value(key))
        .map_or(place.value, |(found, _)| span_of(&found.span()));
    let is_free = |name: &&str| place.keys.is_none_or(|keys| !keys.contains_key(*name));
    let mut free = known.iter().map(String::as_str).filter(is_free);
    let wrong = format!("{} has no key `{key}`", owner(place));
    let wrong = Diagnostic::new(&UNKNOWN_KEY, span, wrong);
    match same_word(key, free.clone()).filter(|_| is_alone(key, place)) {
        Some(word) => wrong.edit(format!("did you mean `{word}`?"), span, word),
        None => wrong.suggest(key, free.by_ref(), Some(span)),
    }
}

/// Whether no other key beside is the same word: two would become one.
fn is_alone(key: &str, place: &Place) -> bool {
    let keys = place.keys.into_iter().flatten();
    same_word(key, keys.map(|(key, _)| key.get_ref().as_ref())).is_some()
}

/// The first sentence that the schema says about a place.
fn describe(schema: &Value, pointer: &str) -> Option<String> {
    let (parent, key) = pointer.rsplit_once('/')?;
    let property = schema::find(schema, parent)?
        .get("properties")?
        .get(key.replace("~1", "/").replace("~0", "~"))?;
    let text = property
        .get("description")
        .or_else(|| schema::find(schema, pointer)?.get("description"))?
        .as_str()?;
    Some(text.trim_end_matches('.').to_string())
}

/// The type of dates, in words.
const A_DATE: &str = "a date";

/// A type of JSON in TOML's words; `null` stands for dates, see [`instance::instance`].
fn in_toml(json: &str) -> &str {
    match json {
        "object" => "a table",
        "array" => "a list",
        "string" => "a string",
        "integer" => "an integer",
        "number" => "a number",
        "boolean" => "a boolean",
        "null" => A_DATE,
        other => other,
    }
}
