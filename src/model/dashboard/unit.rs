//! Units of metrics in Grafana's words.

use super::show::Shown;

/// Grafana's ids of units. Source: grafana/data, `valueFormats/categories.ts`.
const UNITS: [(&str, &str); 20] = [
    ("amperes", "amp"),
    ("bits", "bits"),
    ("bytes", "bytes"),
    ("celsius", "celsius"),
    ("days", "d"),
    ("grams", "massg"),
    ("hertz", "hertz"),
    ("hours", "h"),
    ("joules", "joule"),
    ("kelvin", "kelvin"),
    ("meters", "lengthm"),
    ("microseconds", "µs"),
    ("milliseconds", "ms"),
    ("minutes", "m"),
    ("nanoseconds", "ns"),
    ("percent", "percent"),
    ("ratio", "percentunit"),
    ("seconds", "s"),
    ("volts", "volt"),
    ("watts", "watt"),
];

/// Ids of units per second; what is not listed is `<noun>/s`. A second per second has no unit.
const RATES: [(&str, &str); 6] = [
    ("bits", "bps"),
    ("bytes", "Bps"),
    ("operations", "ops"),
    ("ratio", "short"),
    ("requests", "reqps"),
    ("seconds", "short"),
];

/// A plain number, shortened to thousands and millions.
const PLAIN: &str = "short";

/// What a metric counts or measures.
#[derive(Clone, Copy, Debug)]
pub struct Measure<'a> {
    /// The name.
    pub name: &'a str,
    /// The declared or derived unit.
    pub unit: Option<&'a str>,
    /// Whether its rate counts observations, whose unit is another one.
    pub observations: bool,
}

/// The id of a unit, or the noun itself, which Grafana shows behind the number.
pub fn id(unit: &str) -> &str {
    find(&UNITS, unit).unwrap_or(unit)
}

/// The unit of what is shown of a metric; `None` when nothing is certain.
pub fn of(shown: &Shown, measure: Measure) -> Option<String> {
    let counted = if measure.observations {
        None
    } else {
        measure.unit
    };
    match shown {
        Shown::Rate => Some(rate(counted, measure.name)),
        Shown::Increase if counted.is_none() => Some(noun_of(measure.name).unwrap_or(PLAIN).into()),
        Shown::Increase => counted.map(|unit| id(unit).to_string()),
        Shown::State(_) => Some(PLAIN.to_string()),
        Shown::Quantiles(_) | Shown::Heatmap | Shown::Mean | Shown::Fold(_) | Shown::Last => {
            value(measure)
        }
    }
}

fn value(measure: Measure) -> Option<String> {
    match measure.unit {
        Some(unit) => Some(id(unit).to_string()),
        // Seconds since 1970 are no plain number, and Grafana's dates want milliseconds.
        None if measure.name.contains("_timestamp") => None,
        None => Some(PLAIN.to_string()),
    }
}

fn rate(unit: Option<&str>, name: &str) -> String {
    match unit.or_else(|| noun_of(name)) {
        Some(unit) => find(&RATES, unit).map_or_else(|| format!("{unit}/s"), str::to_string),
        None => "ops".to_string(),
    }
}

/// What a metric without unit counts, where its name says so.
fn noun_of(name: &str) -> Option<&'static str> {
    let mut words = name.split('_');
    words
        .any(|word| matches!(word, "request" | "requests"))
        .then_some("requests")
}

fn find<'a>(table: &'a [(&str, &'a str)], unit: &str) -> Option<&'a str> {
    table
        .iter()
        .find(|(known, _)| *known == unit)
        .map(|(_, id)| *id)
}
