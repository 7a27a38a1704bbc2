//! What Grafana's ids of units mean. What is not listed says nothing that could be wrong: plain numbers, suffixes, currencies.
//!
//! Source: grafana/data, `valueFormats/categories.ts` and the formatters that it names.

/// An id and what it makes of a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GrafanaUnit {
    /// The id.
    pub id: &'static str,
    /// What it measures, in the words of `infer::Measure`; [`EVENTS`] for whatever happens.
    pub group: &'static str,
    /// How many of the first unit of its group it is: seconds, bytes, 1.
    pub size: f64,
    /// The seconds that stand below the line.
    pub per: Option<f64>,
}

/// The group of what happens so often in a time: operations, requests, reads.
pub const EVENTS: &str = "events";

/// Dates, whose numbers are milliseconds since 1970.
pub const DATES: &str = "timestamp";

/// Begins the id of a date with a format of its own.
const DATE_FORMAT: &str = "time:";

const MINUTE: f64 = 60.0;
const HOUR: f64 = 3600.0;
const DAY: f64 = 86_400.0;

const fn of(id: &'static str, group: &'static str, size: f64) -> GrafanaUnit {
    GrafanaUnit {
        id,
        group,
        size,
        per: None,
    }
}

const fn per(id: &'static str, group: &'static str, size: f64, seconds: f64) -> GrafanaUnit {
    GrafanaUnit {
        per: Some(seconds),
        ..of(id, group, size)
    }
}

const fn date(id: &'static str) -> GrafanaUnit {
    of(id, DATES, 1e-3)
}

/// The ids. The first one of several that mean the same is the usual one.
const UNITS: [GrafanaUnit; 106] = [
    of("percentunit", "ratio", 1.0),
    of("percent", "ratio", 0.01),
    of("s", "time", 1.0),
    of("ns", "time", 1e-9),
    of("µs", "time", 1e-6),
    of("ms", "time", 1e-3),
    of("m", "time", MINUTE),
    of("h", "time", HOUR),
    of("d", "time", DAY),
    of("dtdurationms", "time", 1e-3),
    of("dtdurations", "time", 1.0),
    of("dthms", "time", 1.0),
    of("dtdhms", "time", 1.0),
    of("timeticks", "time", 0.01),
    of("clockms", "time", 1e-3),
    of("clocks", "time", 1.0),
    date("dateTimeAsIso"),
    date("dateTimeAsIsoNoDateIfToday"),
    date("dateTimeAsUS"),
    date("dateTimeAsUSNoDateIfToday"),
    date("dateTimeAsLocal"),
    date("dateTimeAsLocalNoDateIfToday"),
    date("dateTimeAsSystem"),
    date("dateTimeFromNow"),
    of("bytes", "data", 1.0),
    of("decbytes", "data", 1.0),
    of("bits", "data", 0.125),
    of("decbits", "data", 0.125),
    of("kbytes", "data", 1024.0),
    of("mbytes", "data", 1_048_576.0),
    of("gbytes", "data", 1_073_741_824.0),
    of("tbytes", "data", 1_099_511_627_776.0),
    of("pbytes", "data", 1_125_899_906_842_624.0),
    of("deckbytes", "data", 1e3),
    of("decmbytes", "data", 1e6),
    of("decgbytes", "data", 1e9),
    of("dectbytes", "data", 1e12),
    of("decpbytes", "data", 1e15),
    per("Bps", "data", 1.0, 1.0),
    per("binBps", "data", 1.0, 1.0),
    per("bps", "data", 0.125, 1.0),
    per("binbps", "data", 0.125, 1.0),
    per("KBs", "data", 1e3, 1.0),
    per("MBs", "data", 1e6, 1.0),
    per("GBs", "data", 1e9, 1.0),
    per("TBs", "data", 1e12, 1.0),
    per("PBs", "data", 1e15, 1.0),
    per("KiBs", "data", 1024.0, 1.0),
    per("MiBs", "data", 1_048_576.0, 1.0),
    per("GiBs", "data", 1_073_741_824.0, 1.0),
    per("TiBs", "data", 1_099_511_627_776.0, 1.0),
    per("PiBs", "data", 1_125_899_906_842_624.0, 1.0),
    per("Kbits", "data", 125.0, 1.0),
    per("Mbits", "data", 125e3, 1.0),
    per("Gbits", "data", 125e6, 1.0),
    per("Tbits", "data", 125e9, 1.0),
    per("Pbits", "data", 125e12, 1.0),
    per("Kibits", "data", 128.0, 1.0),
    per("Mibits", "data", 131_072.0, 1.0),
    per("Gibits", "data", 134_217_728.0, 1.0),
    per("Tibits", "data", 137_438_953_472.0, 1.0),
    per("Pibits", "data", 140_737_488_355_328.0, 1.0),
    per("ops", EVENTS, 1.0, 1.0),
    per("reqps", EVENTS, 1.0, 1.0),
    per("rps", EVENTS, 1.0, 1.0),
    per("wps", EVENTS, 1.0, 1.0),
    per("iops", EVENTS, 1.0, 1.0),
    per("cps", EVENTS, 1.0, 1.0),
    per("eps", EVENTS, 1.0, 1.0),
    per("mps", EVENTS, 1.0, 1.0),
    per("pps", EVENTS, 1.0, 1.0),
    per("recps", EVENTS, 1.0, 1.0),
    per("rowsps", EVENTS, 1.0, 1.0),
    per("opm", EVENTS, 1.0, MINUTE),
    per("reqpm", EVENTS, 1.0, MINUTE),
    per("rpm", EVENTS, 1.0, MINUTE),
    per("wpm", EVENTS, 1.0, MINUTE),
    per("cpm", EVENTS, 1.0, MINUTE),
    per("epm", EVENTS, 1.0, MINUTE),
    per("mpm", EVENTS, 1.0, MINUTE),
    per("recpm", EVENTS, 1.0, MINUTE),
    per("rowspm", EVENTS, 1.0, MINUTE),
    of("celsius", "celsius", 1.0),
    of("fahrenheit", "fahrenheit", 1.0),
    of("kelvin", "kelvin", 1.0),
    of("watt", "power", 1.0),
    of("mwatt", "power", 1e-3),
    of("kwatt", "power", 1e3),
    of("megwatt", "power", 1e6),
    of("gwatt", "power", 1e9),
    of("joule", "energy", 1.0),
    of("watth", "energy", HOUR),
    of("kwatth", "energy", 3.6e6),
    of("volt", "voltage", 1.0),
    of("mvolt", "voltage", 1e-3),
    of("kvolt", "voltage", 1e3),
    of("amp", "amperes", 1.0),
    of("mamp", "amperes", 1e-3),
    of("kamp", "amperes", 1e3),
    of("lengthm", "meters", 1.0),
    of("lengthmm", "meters", 1e-3),
    of("lengthkm", "meters", 1e3),
    of("massg", "grams", 1.0),
    of("massmg", "grams", 1e-3),
    of("masskg", "grams", 1e3),
    of("hertz", "hertz", 1.0),
];

/// What an id means; `None` for one that says nothing, and for what is no id but a suffix.
pub fn find(id: &str) -> Option<&'static GrafanaUnit> {
    let known = if id.starts_with(DATE_FORMAT) {
        "dateTimeAsIso"
    } else {
        id
    };
    UNITS.iter().find(|unit| unit.id == known)
}

/// The usual id for what has this group and size.
pub fn find_id(group: &str, size: f64, per: Option<f64>) -> Option<&'static str> {
    let is =
        |unit: &&GrafanaUnit| unit.group == group && is_near(unit.size, size) && unit.per == per;
    UNITS.iter().find(is).map(|unit| unit.id)
}

/// Whether two sizes are the same but for rounding.
pub fn is_near(left: f64, right: f64) -> bool {
    (left - right).abs() <= 1e-9 * right.abs()
}

#[cfg(test)]
mod tests {
    use super::{UNITS, find, find_id};

    #[test]
    fn every_id_is_there_once_and_the_usual_one_comes_first() {
        for unit in &UNITS {
            let same = UNITS.iter().filter(|other| other.id == unit.id);
            assert_eq!(same.count(), 1, "{}", unit.id);
        }
        assert_eq!(find_id("data", 1.0, None), Some("bytes"));
        assert_eq!(find_id("data", 1.0, Some(1.0)), Some("Bps"));
        assert_eq!(find("time:YYYY"), find("dateTimeAsIso"));
        for plain in ["short", "none", "", "suffix:s", "tasks", "currencyUSD"] {
            assert_eq!(find(plain), None);
        }
    }
}
