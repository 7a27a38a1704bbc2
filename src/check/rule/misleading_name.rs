//! Recordings whose name says another window, unit or type than the expression has.

use crate::{
    check::{Check, Owner, Scope, Sink, Subject, times},
    diag::{Diagnostic, Level, Rule},
    infer::{Kind, RATIO, Unit},
    model::{Model, Recording, duration, unit},
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "rule/misleading-name",
        level: Level::Warn,
        docs: r#"Finds recordings that are named for another window (`:rate5m` over ten minutes), another unit (`:ratio` of seconds, `_bytes` of a ratio), or as a
counter (`_total`) when they hold something else.

## Why it matters

Whoever reads the recording in an alert or panel knows no more of it than its name.

## Example

```toml
[metrics.jobs_total]
type = "counter"
help = "Jobs."

[recordings."job:jobs:rate5m"]
expr = 'sum by (job) (rate(jobs_total[10m]))'
```

## Use instead

```toml
[metrics.jobs_total]
type = "counter"
help = "Jobs."

[recordings."job:jobs:rate10m"]
expr = 'sum by (job) (rate(jobs_total[10m]))'
```
"#,
    },
    scope: Scope::Expression(check),
};

/// Words that stand before a window at the end of a name.
const WORDS: [&str; 12] = [
    "avg",
    "count",
    "delta",
    "deriv",
    "increase",
    "irate",
    "max",
    "mean",
    "min",
    "ratio_rate",
    "rate",
    "sum",
];

/// Operations at the end of a name that leave the unit as it is.
const KEEPING: [&str; 5] = ["avg", "max", "mean", "min", "sum"];

fn check(subject: &Subject, _: &Model, sink: &mut Sink) {
    let Owner::Recording(recording) = subject.owner else {
        return;
    };
    let name = recording.name.as_str();
    let found = window(name, subject)
        .or_else(|| unit_of(name, subject))
        .or_else(|| total(name, subject));
    if let Some((message, what)) = found {
        sink.report(finding(recording, &message, &what, subject));
    }
}

fn finding(recording: &Recording, message: &str, what: &str, subject: &Subject) -> Diagnostic {
    let place = subject.place(subject.expr.range);
    Diagnostic::new(&CHECK.rule, recording.name.span, message)
        .label(place, what)
        .help("name it for what it holds, and everything that reads it, or correct the expression")
}

/// A window that the name ends with and the expression lacks.
fn window(name: &str, subject: &Subject) -> Option<(String, String)> {
    let last = name.rsplit(':').next()?;
    let start = last
        .rfind(|c: char| !c.is_ascii_digit() && !"smhdwy".contains(c))
        .map_or(0, |at| at + 1);
    // In `rate5m` the number begins behind the last letter that is none of a unit's.
    let digits = last[start..].find(|c: char| c.is_ascii_digit())? + start;
    let word = last[..digits].trim_end_matches('_');
    let is_word = WORDS
        .iter()
        .any(|known| word == *known || word.ends_with(&format!("_{known}")));
    let millis = duration::parse(&last[digits..]).filter(|millis| is_word && *millis > 0)?;
    let times = times::of(subject);
    #[expect(
        clippy::cast_precision_loss,
        reason = "durations are far below 2^53 milliseconds"
    )]
    let said = millis as f64 / 1000.0;
    let has = times.all().any(|known| (known - said).abs() < 1e-6);
    if has || !times.is_whole {
        return None;
    }
    let text = &last[digits..];
    let message = format!("`{name}` says {text}, and no window of the expression is so long");
    Some((message, format!("nothing of {text} here")))
}

/// A unit that the name ends with and the expression's contradicts.
fn unit_of(name: &str, subject: &Subject) -> Option<(String, String)> {
    let mut parts = name.rsplit(':');
    let last = parts.next()?;
    let stem = match KEEPING.contains(&last) {
        true => parts.next()?,
        false => last,
    };
    let said = match stem {
        "ratio" | "percent" => stem,
        _ => unit::of_name(stem).filter(|_| !stem.ends_with("_total"))?,
    };
    let known = &subject.inferred().known;
    let declared = match subject.owner {
        Owner::Recording(recording) => recording.unit.as_ref().map(|unit| Unit::read(&unit.value)),
        _ => None,
    };
    let found = declared.unwrap_or(known.unit);
    let per = matches!(found, Unit::Per(Some(_), _)) && said == RATIO;
    if !per && !found.contradicts(&Unit::Of(said)) {
        return None;
    }
    let message = format!("`{name}` says {said}, and its unit is {}", found.name());
    Some((message, found.name()))
}

/// A name of a counter for something else.
fn total(name: &str, subject: &Subject) -> Option<(String, String)> {
    let kind = subject.inferred().known.kind;
    let unsure = kind.is_total() || matches!(kind, Kind::Unknown | Kind::Number);
    if unsure || !name.ends_with("_total") {
        return None;
    }
    let message = format!("`{name}` is named as a counter and is none");
    Some((message, kind.name().to_string()))
}
