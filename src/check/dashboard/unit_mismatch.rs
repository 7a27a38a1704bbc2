//! Units of panels that are not those of their expressions.

use super::{
    certain_unit,
    grafana_units::{self, DATES, EVENTS, GrafanaUnit, is_near},
    shown,
};
use crate::{
    check::{Check, Scope, Sink, Subject},
    diag::{Diagnostic, Level, Rule},
    infer::{Fact, Facts, Inferred, Measure, RATIO, TIMESTAMP, Unit},
    model::{
        Model, Name, PanelType,
        dashboard::{Panel, Target},
    },
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "dashboard/unit-mismatch",
        level: Level::Warn,
        docs: r#"Finds units of panels that are not those of what their expressions yield.

## Why it matters

Grafana takes the unit at its word: a ratio of 0.5 shown as `percent` reads 0.5 %, seconds shown as `ms` are a thousand times too small, and dates
expect milliseconds. It is reported when the unit of every metric in the expression is declared, or told by a base unit at the end of its name.
Suffixes that are no unit of Grafana, and `short` and `none`, fit everything.

## Example

```toml
[metrics.pool_usage_ratio]
type = "gauge"
help = "Share of the pool in use."
unit = "ratio"

[dashboards.overview]
title = "Shop / Overview"

[dashboards.overview.rows.pool.panels.usage]
title = "Usage"
expr = 'max(pool_usage_ratio)'
unit = "percent"
```

## Use instead

```toml
[metrics.pool_usage_ratio]
type = "gauge"
help = "Share of the pool in use."
unit = "ratio"

[dashboards.overview]
title = "Shop / Overview"

[dashboards.overview.rows.pool.panels.usage]
title = "Usage"
expr = 'max(pool_usage_ratio)'
unit = "percentunit"
```
"#,
    },
    scope: Scope::Expression(check),
};

/// Parts of nouns that may be another word for a unit: `millisecs`, `kbytes`, `octets`.
const STEMS: [&str; 9] = [
    "sec", "byte", "bit", "octet", "min", "hour", "day", "percent", "unit",
];

/// How much a multiple of 1024 may differ from that of 1000 without being called a mistake: up to petabytes.
const BINARY: f64 = 1.13;

fn check(subject: &Subject, _: &Model, sink: &mut Sink) {
    let Some((panel, target)) = subject.owner.drawn() else {
        return;
    };
    let Some(unit) = unit(panel, target).filter(|unit| unit.span != target.span) else {
        return;
    };
    let facts = subject.facts();
    let Some((shown, measure)) = contradiction(unit, subject.inferred(), facts) else {
        return;
    };
    // One unit for several queries is one mistake.
    let before = panel.queries.iter().flat_map(|query| &query.targets);
    let mut before = before.take_while(|other| other.ref_id != target.ref_id);
    let told = before.any(|other| {
        self::unit(panel, other) == Some(unit)
            && contradiction(unit, &facts.expression(&other.expr), facts).is_some()
    });
    if !told {
        sink.report(finding(subject, unit, shown, measure));
    }
}

/// The unit in which all values of a query are shown, unless something else is shown.
fn unit<'p>(panel: &'p Panel, target: &Target) -> Option<&'p Name> {
    // A heatmap's unit is that of its axis, a histogram counts values.
    let other = matches!(
        panel.panel_type,
        PanelType::Heatmap | PanelType::Histogram | PanelType::Text
    );
    if panel.computed || other {
        return None;
    }
    shown::look(panel, target, |looks| looks.unit.as_ref())
}

/// What a unit of Grafana means and what the expression yields instead, when that is certain.
fn contradiction<'a>(
    unit: &Name,
    inferred: &Inferred<'a>,
    facts: &Facts<'a>,
) -> Option<(&'static GrafanaUnit, Measure<'a>)> {
    let shown = grafana_units::find(&unit.value)?;
    let measure = inferred.known.unit.measure()?;
    let differs = differs(&measure, shown, inferred.known.unit_declared);
    (differs && certain_unit::is_certain(inferred, facts)).then_some((shown, measure))
}

/// Whether a number of this unit surely means something else in that one.
fn differs(measure: &Measure, shown: &GrafanaUnit, declared: bool) -> bool {
    let Some(group) = measure.group else {
        return differs_from_noun(measure, shown);
    };
    match (group, shown.group) {
        // Seconds per second are time as well as a ratio.
        ("ratio", "time") => false,
        ("hertz", EVENTS) | (EVENTS, "hertz") => false,
        (own, other) if own != other => true,
        // A name that ends in `_bytes` may leave out `per second`.
        _ if !declared && measure.per.is_some() != shown.per.is_some() => false,
        _ => {
            let factor = factor(measure, shown);
            let same = measure.per.is_some() == shown.per.is_some();
            let binary = group == "data" && factor < BINARY && factor > 1.0 / BINARY;
            !same || !(binary || is_near(factor, 1.0))
        }
    }
}

/// What is counted has no unit; how often it happens has.
fn differs_from_noun(measure: &Measure, shown: &GrafanaUnit) -> bool {
    let noun = measure.thing;
    let is_noun = noun.len() > 3
        && noun.ends_with('s')
        && noun.chars().all(|c| c.is_ascii_lowercase())
        && !STEMS.iter().any(|stem| noun.contains(stem));
    match shown.group {
        _ if !is_noun => false,
        EVENTS => measure.per.is_some() && !is_near(factor(measure, shown), 1.0),
        "hertz" => false,
        // A part of a core is a percentage of it.
        "ratio" => measure.per.is_some(),
        _ => true,
    }
}

/// What a number must be multiplied by to be right.
fn factor(measure: &Measure, shown: &GrafanaUnit) -> f64 {
    let seconds = |per: Option<f64>| per.unwrap_or(1.0);
    (measure.size / seconds(measure.per)) / (shown.size / seconds(shown.per))
}

fn finding(subject: &Subject, unit: &Name, shown: &GrafanaUnit, measure: Measure) -> Diagnostic {
    let inferred = subject.inferred();
    let yields = match inferred.known.unit {
        Unit::Of(RATIO) => "a ratio".to_string(),
        Unit::Of(TIMESTAMP) => "seconds since 1970".to_string(),
        unit => unit.name(),
    };
    let message = format!(
        "`{}` shows {}, and the expression yields {yields}",
        unit.value,
        meaning(shown)
    );
    let whole = subject.place(inferred.expr.range);
    let finding =
        Diagnostic::new(&CHECK.rule, unit.span, message).label(whole, format!("yields {yields}"));
    let reasons = inferred.why(Fact::Unit);
    let reasons: Vec<&str> = reasons.iter().map(|step| step.words.as_str()).collect();
    advise(finding.note(reasons.join(", ")), unit, shown, &measure)
}

/// What to write instead: another unit, or another expression.
fn advise(finding: Diagnostic, unit: &Name, shown: &GrafanaUnit, measure: &Measure) -> Diagnostic {
    let id = measure
        .group
        .and_then(|group| grafana_units::find_id(group, measure.size, measure.per));
    let finding = match (id, measure.group) {
        (Some(id), _) => finding.propose(format!("write `{id}`"), unit.span, format!("\"{id}\"")),
        (None, None) => finding.help(format!(
            "write `{}`, which Grafana shows behind the number",
            suffix(measure)
        )),
        (None, Some(DATES)) if shown.group != DATES => finding
            .help("multiply it by 1000 and write `dateTimeAsIso`, or subtract it from `time()`"),
        _ => finding,
    };
    let same = measure.group == Some(shown.group) || shown.group == EVENTS;
    if !same || measure.per.is_some() != shown.per.is_some() {
        return finding;
    }
    let factor = factor(measure, shown);
    let words = match factor < 1.0 {
        true => format!("divide the expression by {}", rounded(1.0 / factor)),
        false => format!("multiply the expression by {}", rounded(factor)),
    };
    finding.help(format!("to keep `{}`, {words}", unit.value))
}

/// What is counted, as a suffix: `jobs`, `jobs/s`.
fn suffix(measure: &Measure) -> String {
    let letter = match measure.per {
        None => return measure.thing.to_string(),
        Some(1.0) => "s",
        Some(60.0) => "min",
        Some(3600.0) => "h",
        Some(_) => "d",
    };
    format!("{}/{letter}", measure.thing)
}

/// Without what the division of sizes left behind.
fn rounded(factor: f64) -> f64 {
    (factor * 1e6).round() / 1e6
}

/// What an id of Grafana makes of a number.
fn meaning(shown: &GrafanaUnit) -> String {
    let thing = match (shown.group, shown.size) {
        ("ratio", 1.0) => "ratios, where 1 is 100 %",
        ("ratio", _) => "percentages, where 100 is 100 %",
        ("time", 1.0) => "seconds",
        ("time", 1e-3) => "milliseconds",
        ("time", 1e-6) => "microseconds",
        ("time", 1e-9) => "nanoseconds",
        ("time", 60.0) => "minutes",
        ("time", 3600.0) => "hours",
        ("time", 86_400.0) => "days",
        ("time", _) => "a length of time",
        ("data", 1.0) => "bytes",
        ("data", 0.125) => "bits",
        ("data", _) => "an amount of data",
        (DATES, _) => "dates, from milliseconds since 1970",
        (EVENTS, _) => "events",
        ("celsius" | "fahrenheit" | "kelvin", _) => "temperatures",
        (group, _) => group,
    };
    match shown.per {
        None => thing.to_string(),
        Some(1.0) => format!("{thing} per second"),
        Some(_) => format!("{thing} per minute"),
    }
}
