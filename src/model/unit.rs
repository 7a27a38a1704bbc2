//! Units of metrics.

/// Suffixes of names that tell a unit: Prometheus' base units (prometheus.io, "Metric and label naming"), and common others.
const SUFFIXES: [(&str, &str); 17] = [
    ("_seconds", "seconds"),
    ("_milliseconds", "milliseconds"),
    ("_microseconds", "microseconds"),
    ("_nanoseconds", "nanoseconds"),
    ("_minutes", "minutes"),
    ("_hours", "hours"),
    ("_days", "days"),
    ("_bytes", "bytes"),
    ("_bits", "bits"),
    ("_ratio", "ratio"),
    ("_percent", "percent"),
    ("_celsius", "celsius"),
    ("_meters", "meters"),
    ("_volts", "volts"),
    ("_amperes", "amperes"),
    ("_joules", "joules"),
    ("_grams", "grams"),
];

/// The unit that a metric's name ends with, before `_total`; `None` when it tells none.
pub fn of_name(name: &str) -> Option<&'static str> {
    let name = name.strip_suffix("_total").unwrap_or(name);
    let timestamp = name.ends_with("_timestamp_seconds");
    SUFFIXES
        .iter()
        .find(|(suffix, _)| name.ends_with(suffix) && !timestamp)
        .map(|(_, unit)| *unit)
}
