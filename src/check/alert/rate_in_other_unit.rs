//! Rates compared with a number that the text means for another time.

use crate::{
    check::{Check, Owner, Scope, Sink, Subject, shape},
    diag::{Diagnostic, Level, Rule},
    model::Model,
    promql::ast::Node,
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "alert/rate-in-other-unit",
        level: Level::Deny,
        docs: r#"Finds alerts that compare a `rate`, which is per second, with a number that their text says is per minute, hour or day.

## Why it matters

`rate` is per second whatever its window. "More than five per minute" as `rate(…) > 5` fires sixty times too late. It is reported only when the text
says the number of the comparison, or the value, and the time in one sentence, and nothing in the expression converts it.

## Example

```toml
[metrics.resolver_actions_total]
type = "counter"
help = "Actions."

[alerts.ResolverStorm]
expr = 'sum(rate(resolver_actions_total[5m])) > 5'
summary = "The resolver does more than five actions per minute."
```

## Use instead

```toml
[metrics.resolver_actions_total]
type = "counter"
help = "Actions."

[alerts.ResolverStorm]
expr = 'sum(rate(resolver_actions_total[5m])) * 60 > 5'
summary = "The resolver does more than five actions per minute."
```
"#,
    },
    scope: Scope::Expression(check),
};

/// How a text says a time other than a second, with the seconds of it. "An hour" may be a length of time: it is not among them.
const TIMES: [(&str, &str, u32); 5] = [
    ("per minute", "minute", 60),
    ("/min", "minute", 60),
    ("/minute", "minute", 60),
    ("per hour", "hour", 3600),
    ("per day", "day", 86_400),
];

/// Numbers that are written as words.
const WORDS: [&str; 13] = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve",
];

fn check(subject: &Subject, _: &Model, sink: &mut Sink) {
    let Owner::Alert(alert) = subject.owner else {
        return;
    };
    let Some((side, _, value)) = shape::comparison(subject.expr).and_then(shape::threshold) else {
        return;
    };
    let inner = shape::inside(side, &["sum", "avg", "max", "min"]);
    let Some((function, _)) = shape::call(inner, &["rate", "irate"]) else {
        return;
    };
    let Node::Call(call) = &inner.node else {
        return;
    };
    let texts = [alert.summary(), alert.description()];
    let said = texts
        .into_iter()
        .flatten()
        .find_map(|text| Some((text, find_time(&text.value, value)?)));
    let Some((text, (time, seconds))) = said else {
        return;
    };
    let message = format!("`{function}` is per second, the text says per {time}");
    let place = subject.place(call.name_range);
    sink.report(
        Diagnostic::new(&CHECK.rule, place, message)
            .label(text.span, format!("per {time} here"))
            .help(format!(
                "multiply the rate by {seconds}, or say in the text what it is per second"
            )),
    );
}

/// The time that a sentence gives for this number or for the value of the alert.
fn find_time(text: &str, value: f64) -> Option<(&'static str, u32)> {
    let text = text.to_lowercase();
    // A full stop ends a sentence, one inside a number does not.
    text.split(". ").find_map(|sentence| {
        let (at, time) = TIMES
            .iter()
            .find_map(|time| Some((find_word(sentence, time.0)?, time)))?;
        let before = &sentence[..at];
        let also_seconds = sentence.contains("second") || sentence.contains("/s");
        let meant = says(before, value) || before.contains("$value");
        (meant && !also_seconds).then_some((time.1, time.2))
    })
}

/// Where words stand that are no part of others.
fn find_word(text: &str, words: &str) -> Option<usize> {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let starts_free = !words.starts_with(char::is_alphabetic);
    let mut found = text.match_indices(words).map(|(at, _)| at);
    found.find(|at| {
        let before = text[..*at].chars().next_back();
        let after = text[at + words.len()..].chars().next();
        (starts_free || !is_letter(before)) && !is_letter(after)
    })
}

/// Whether a text has the number, in digits or as a word.
fn says(text: &str, value: f64) -> bool {
    let parts = text.split(|c: char| !(c.is_alphanumeric() || c == '.'));
    let mut parts = parts.map(|part| part.trim_matches('.'));
    parts.any(|part| {
        let word = WORDS.iter().zip(0_u8..).find(|(word, _)| **word == part);
        let number = word
            .map(|(_, number)| f64::from(number))
            .or_else(|| part.parse().ok());
        number == Some(value)
    })
}
