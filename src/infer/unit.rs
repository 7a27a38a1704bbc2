//! Units and their algebra.
//!
//! Invariant: a unit is known only where every step on the way to it is a known one; whatever a factor has changed into nothing
//! that has a name is unknown. Deliberately absent: units of more than one length of time below the line.

/// The unit of a result. What is counted is a plain noun such as `requests`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Unit<'a> {
    /// Not known.
    #[default]
    Unknown,
    /// A number that was written: it fits any unit.
    Number,
    /// This: `seconds`, `bytes`, `ratio`, `timestamp` (seconds since 1970), `requests`.
    Of(&'a str),
    /// So much of this per `second`, `minute`, `hour` or `day`; `None` when it is not known what.
    Per(Option<&'a str>, &'static str),
}

/// What a unit measures, and how large it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measure<'a> {
    /// The unit, or what is counted: `seconds`, `requests`.
    pub thing: &'a str,
    /// What it measures, such as `time`, `data`, `ratio`; `None` for a noun.
    pub group: Option<&'a str>,
    /// How many of the first unit of its group it is: seconds, bytes, 1.
    pub size: f64,
    /// The seconds that stand below the line.
    pub per: Option<f64>,
}

/// No unit besides: one by one.
pub const RATIO: &str = "ratio";
/// A length of time.
pub const SECONDS: &str = "seconds";
/// Seconds since 1970.
pub const TIMESTAMP: &str = "timestamp";
/// What a count of series counts.
pub const SERIES: &str = "series";
/// What the `_count` of a histogram or summary counts.
pub const OBSERVATIONS: &str = "observations";

/// Units that are the multiple of another: the name, what it measures, how many of the first in this group it is.
/// Sources: SI prefixes; IEC 80000-13 for those of 1024.
const SCALES: [(&str, &str, f64); 22] = [
    ("seconds", "time", 1.0),
    ("milliseconds", "time", 1e-3),
    ("microseconds", "time", 1e-6),
    ("nanoseconds", "time", 1e-9),
    ("minutes", "time", 60.0),
    ("hours", "time", 3600.0),
    ("days", "time", 86_400.0),
    ("weeks", "time", 604_800.0),
    ("bytes", "data", 1.0),
    ("bits", "data", 0.125),
    ("kilobytes", "data", 1e3),
    ("megabytes", "data", 1e6),
    ("gigabytes", "data", 1e9),
    ("kibibytes", "data", 1024.0),
    ("mebibytes", "data", 1_048_576.0),
    ("gibibytes", "data", 1_073_741_824.0),
    ("tebibytes", "data", 1_099_511_627_776.0),
    ("ratio", "ratio", 1.0),
    ("percent", "ratio", 0.01),
    ("volts", "voltage", 1.0),
    ("watts", "power", 1.0),
    ("joules", "energy", 1.0),
];

/// Lengths of time that stand below the line, in seconds.
const PERIODS: [(&str, f64); 4] = [
    ("second", 1.0),
    ("minute", 60.0),
    ("hour", 3600.0),
    ("day", 86_400.0),
];

/// Further units that are no nouns.
const PHYSICAL: [&str; 7] = [
    "timestamp",
    "celsius",
    "kelvin",
    "meters",
    "amperes",
    "grams",
    "hertz",
];

impl<'a> Unit<'a> {
    /// The unit that a declaration means: `seconds`, `bytes`, a noun, `tokens/s`, `tokens per minute`.
    pub fn read(text: &'a str) -> Self {
        let per = |thing: &'a str, period: &str| {
            let thing = thing.trim();
            let found = PERIODS.iter().find(|(name, _)| name.starts_with(period));
            found.map(|(name, _)| Self::Per(Some(thing), name))
        };
        let parted = text.split_once('/').or_else(|| text.split_once(" per "));
        let rate = parted.and_then(|(thing, period)| per(thing, period.trim()));
        match text {
            "" => Self::Unknown,
            _ => rate.unwrap_or(Self::Of(text)),
        }
    }

    /// Its name: `bytes`, `bytes per second`; `number` for what was written as a number, `unknown`.
    pub fn name(&self) -> String {
        match self {
            Self::Unknown => "unknown".to_string(),
            Self::Number => "number".to_string(),
            Self::Of(thing) => (*thing).to_string(),
            Self::Per(thing, period) => {
                format!("{} per {period}", thing.unwrap_or("something"))
            }
        }
    }

    /// What it measures; `None` for what is not known, and for a number.
    pub fn measure(self) -> Option<Measure<'a>> {
        let (thing, per) = match self {
            Self::Of(thing) => (thing, None),
            Self::Per(Some(thing), period) => {
                let (_, seconds) = PERIODS.iter().find(|(name, _)| *name == period)?;
                (thing, Some(*seconds))
            }
            _ => return None,
        };
        let physical = PHYSICAL.contains(&thing).then_some((thing, 1.0));
        let scaled = scale(thing).map(|(_, group, size)| (*group, *size));
        let known = scaled.or(physical);
        Some(Measure {
            thing,
            group: known.map(|(group, _)| group),
            size: known.map_or(1.0, |(_, size)| size),
            per,
        })
    }

    /// Whether nothing is known.
    pub fn is_unknown(&self) -> bool {
        *self == Self::Unknown
    }

    /// The unit of a sum, a difference, or of values from here or there: the same, or unknown.
    #[must_use]
    pub fn same(self, other: Self) -> Self {
        match (self, other) {
            (Self::Number, known) | (known, Self::Number) => known,
            (left, right) if left == right => left,
            _ => Self::Unknown,
        }
    }

    /// The unit of `self - other`: between two instants lies a length of time. What is declared in seconds may be an instant too, so
    /// that it is not known what the difference to one is.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        match (self, other) {
            (Self::Of(TIMESTAMP), Self::Of(TIMESTAMP)) => Self::Of(SECONDS),
            _ => self.same(other),
        }
    }

    /// The unit of `self + other`.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        match (self, other) {
            (Self::Of(TIMESTAMP), Self::Of(SECONDS)) | (Self::Of(SECONDS), Self::Of(TIMESTAMP)) => {
                Self::Of(TIMESTAMP)
            }
            (Self::Of(TIMESTAMP), Self::Of(TIMESTAMP)) => Self::Unknown,
            _ => self.same(other),
        }
    }

    /// The unit after the number was multiplied by a factor: the one that this makes, if it has a name.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        let factor = factor.abs();
        if is_near(factor, 1.0) {
            return self;
        }
        match self {
            Self::Number => Self::Number,
            Self::Unknown => Self::Unknown,
            Self::Of(thing) => multiple(thing, factor).map_or(Self::Unknown, Self::Of),
            Self::Per(thing, period) => {
                let longer = longer(period, factor).map(|period| Self::Per(thing, period));
                let scaled = thing.and_then(|thing| multiple(thing, factor));
                let scaled = scaled.map(|thing| Self::Per(Some(thing), period));
                longer.or(scaled).unwrap_or_default()
            }
        }
    }

    /// By which number one of this must be multiplied to be so many of another unit; `None` when they measure different things.
    pub fn factor_to(self, other: &str) -> Option<f64> {
        let Self::Of(thing) = self else { return None };
        let ((_, measures, size), (_, others, of)) = (scale(thing)?, scale(other)?);
        (measures == others).then_some(size / of)
    }

    /// The unit of a product.
    #[must_use]
    pub fn times(self, other: Self) -> Self {
        match (self, other) {
            (Self::Of(RATIO), known) | (known, Self::Of(RATIO)) => known,
            (Self::Number, Self::Number) => Self::Number,
            (Self::Of(time), Self::Per(Some(thing), period))
            | (Self::Per(Some(thing), period), Self::Of(time))
                if is_period(time, period) =>
            {
                Self::Of(thing)
            }
            _ => Self::Unknown,
        }
    }

    /// The unit of a quotient. What is divided by the number of observations is a mean, in the same unit.
    #[must_use]
    pub fn over(self, other: Self) -> Self {
        match (self, other) {
            (Self::Number, Self::Number) => Self::Number,
            (known, Self::Of(RATIO)) if known != Self::Number => known,
            (Self::Of(left), Self::Of(right)) if left == right => Self::Of(RATIO),
            (Self::Per(left, above), Self::Per(right, below)) if above == below => {
                match (left, right) {
                    (Some(left), Some(right)) => Self::Of(left).over(Self::Of(right)),
                    _ => Self::Unknown,
                }
            }
            // What is `seconds per second` was a number of seconds, shared out among so many observations per second.
            (Self::Of(RATIO), Self::Per(Some(OBSERVATIONS), period)) => Self::Of(time_of(period)),
            (Self::Of(left), Self::Of(OBSERVATIONS)) if left != TIMESTAMP => self,
            (Self::Of(thing), Self::Of(time)) => {
                let found = PERIODS.iter().find(|(period, _)| is_period(time, period));
                found.map_or(Self::Unknown, |(period, _)| Self::Per(Some(thing), period))
            }
            (Self::Of(left), Self::Per(Some(right), period)) if left == right => {
                Self::Of(time_of(period))
            }
            _ => Self::Unknown,
        }
    }

    /// The unit of the change per second: seconds per second have none.
    #[must_use]
    pub fn per_second(self) -> Self {
        match self {
            Self::Of(SECONDS | TIMESTAMP) => Self::Of(RATIO),
            Self::Of(thing) => Self::Per(Some(thing), "second"),
            Self::Unknown | Self::Number | Self::Per(..) => Self::Unknown,
        }
    }
}

/// Whether a unit is more than a noun.
pub fn is_physical(thing: &str) -> bool {
    scale(thing).is_some() || PHYSICAL.contains(&thing)
}

/// What a unit with multiples measures: `time`, `data` …
pub fn measures(thing: &str) -> Option<&'static str> {
    scale(thing).map(|(_, measures, _)| *measures)
}

fn scale(thing: &str) -> Option<&'static (&'static str, &'static str, f64)> {
    SCALES.iter().find(|(name, ..)| *name == thing)
}

/// The unit of which a number is `factor` times larger.
fn multiple(thing: &str, factor: f64) -> Option<&'static str> {
    let (_, measures, size) = scale(thing)?;
    let found = SCALES
        .iter()
        .find(|(_, other, of)| other == measures && is_near(of * factor, *size));
    found.map(|(name, ..)| *name)
}

/// The period in which `factor` times as much happens.
fn longer(period: &str, factor: f64) -> Option<&'static str> {
    let (_, length) = PERIODS.iter().find(|(name, _)| *name == period)?;
    let found = PERIODS
        .iter()
        .find(|(_, other)| is_near(*other, length * factor));
    found.map(|(name, _)| *name)
}

/// Whether a unit of time is a period: `seconds`, `second`.
fn is_period(time: &str, period: &str) -> bool {
    time.strip_suffix('s') == Some(period)
}

fn time_of(period: &str) -> &'static str {
    let found = SCALES.iter().find(|(name, ..)| is_period(name, period));
    found.map_or(SECONDS, |(name, ..)| name)
}

/// Whether two factors are the same but for rounding.
fn is_near(left: f64, right: f64) -> bool {
    (left - right).abs() <= 1e-9 * right.abs()
}
