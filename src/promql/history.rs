//! Which release of Prometheus knows what of PromQL, and which of its feature flags must be on.
//!
//! The facts were asked of the parsers of all minor releases from [`OLDEST`] to [`NEWEST`] (`ci/promql-history.sh`). What came and
//! went again counts from its last coming: a target is the oldest release that must accept an expression. Deliberately absent:
//! what means something else in another release (from 3.0 on `.` matches line breaks, and ranges leave out their oldest instant).

use crate::promql::Options;
use std::fmt::{self, Display, Formatter};
use std::str::FromStr;

/// A minor release of Prometheus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Release {
    /// The 3 of 3.15.
    pub major: u32,
    /// The 15 of 3.15.
    pub minor: u32,
}

impl Release {
    /// Returns a release by its numbers.
    pub const fn new(major: u32, minor: u32) -> Self {
        Release { major, minor }
    }
}

impl FromStr for Release {
    type Err = &'static str;

    /// Reads `3.0`, `v3.0.1` or `3`.
    fn from_str(written: &str) -> Result<Self, Self::Err> {
        let number = |part: &str| {
            let number = part.parse();
            number.map_err(|_| "this is not a version, write it as `3.0`")
        };
        let mut parts = written.trim_start_matches('v').split('.');
        let major = number(parts.next().unwrap_or_default())?;
        let minor = parts.next().map_or(Ok(0), number)?;
        Ok(Release { major, minor })
    }
}

impl Display for Release {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

/// The oldest release whose parser was asked.
pub const OLDEST: Release = Release::new(2, 35);

/// The newest release whose parser was asked; its grammar is this module's.
pub const NEWEST: Release = Release::new(3, 15);

/// A feature flag that decides what can be queried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Feature {
    ExperimentalFunctions,
    DurationExpressions,
    ExtendedRanges,
    FillModifiers,
    Utf8Names,
    NativeHistograms,
}

impl Feature {
    /// Every such flag.
    pub const ALL: [Feature; 6] = [
        Feature::ExperimentalFunctions,
        Feature::DurationExpressions,
        Feature::ExtendedRanges,
        Feature::FillModifiers,
        Feature::Utf8Names,
        Feature::NativeHistograms,
    ];

    /// Returns the name that `--enable-feature` takes.
    pub const fn name(self) -> &'static str {
        match self {
            Feature::ExperimentalFunctions => "promql-experimental-functions",
            Feature::DurationExpressions => "promql-duration-expr",
            Feature::ExtendedRanges => "promql-extended-range-selectors",
            Feature::FillModifiers => "promql-binop-fill-modifiers",
            Feature::Utf8Names => "utf8-names",
            Feature::NativeHistograms => "native-histograms",
        }
    }
}

/// A set of feature flags.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Features(u8);

impl Features {
    /// No flag.
    pub const NONE: Features = Features(0);

    /// Every flag.
    pub const ALL: Features = Features(u8::MAX);

    /// Returns the set of the flags with these names; other names are left out.
    pub fn named<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let find = |name| Feature::ALL.into_iter().find(|flag| flag.name() == name);
        names
            .into_iter()
            .filter_map(find)
            .fold(Features::NONE, Features::with)
    }

    /// Returns the set with one flag more.
    #[must_use]
    pub const fn with(self, feature: Feature) -> Self {
        Features(self.0 | 1 << feature as u8)
    }

    /// Whether a flag is on.
    pub const fn has(self, feature: Feature) -> bool {
        self.0 & 1 << feature as u8 != 0
    }
}

/// The releases that know something, and the flag that they ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct History {
    /// The first release that knows it; [`OLDEST`] for what may be older.
    pub since: Release,
    /// The flag that it is, or was, behind.
    pub flag: Option<Feature>,
    /// The first release that asks for no flag any more; `None` while all do, or for what never had one.
    pub stable: Option<Release>,
    /// The first release that does not know it any more, and what is written there instead.
    pub gone: Option<(Release, &'static str)>,
}

/// What every release knows.
pub const ALWAYS: History = since(OLDEST.major, OLDEST.minor);

/// Returns the history of what came with a release.
pub const fn since(major: u32, minor: u32) -> History {
    History {
        since: Release::new(major, minor),
        flag: None,
        stable: None,
        gone: None,
    }
}

impl History {
    /// Behind a flag.
    #[must_use]
    pub const fn behind(self, flag: Feature) -> Self {
        History {
            flag: Some(flag),
            ..self
        }
    }

    /// Without its flag from a release on.
    #[must_use]
    pub const fn stable(self, major: u32, minor: u32) -> Self {
        History {
            stable: Some(Release::new(major, minor)),
            ..self
        }
    }

    /// Gone in a release, where something else is written instead.
    #[must_use]
    pub const fn gone(self, major: u32, minor: u32, instead: &'static str) -> Self {
        History {
            gone: Some((Release::new(major, minor), instead)),
            ..self
        }
    }

    /// Whether a release knows it, with its flag or without.
    pub fn knows(&self, target: Release) -> bool {
        self.since <= target && self.gone.is_none_or(|(gone, _)| target < gone)
    }

    /// Returns what a target lacks for it; `None` when it may be used there.
    pub fn lacks(&self, options: &Options) -> Option<Lack> {
        let target = options.target.max(OLDEST);
        if let Some((gone, instead)) = self.gone.filter(|(gone, _)| target >= *gone) {
            return Some(Lack::Gone(gone, instead));
        }
        let is_stable = self.stable.is_some_and(|stable| target >= stable);
        let flag = self
            .flag
            .filter(|flag| !is_stable && !options.features.has(*flag));
        let too_old = target < self.since;
        (too_old || flag.is_some()).then_some(Lack::Needs(Needs {
            since: too_old.then_some(self.since),
            feature: flag,
            stable: flag.and(self.stable),
        }))
    }
}

/// Why something may not be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// A release or a flag is missing.
    Needs(Needs),
    /// It is gone since a release, where something else is written.
    Gone(Release, &'static str),
}

/// The release and the flag that are missing; at least one of the first two is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Needs {
    /// The target must be at least this.
    pub since: Option<Release>,
    /// The flag must be on.
    pub feature: Option<Feature>,
    /// From this release on the flag need not be on.
    pub stable: Option<Release>,
}

impl Needs {
    /// Returns the phrase behind the name of what needs it.
    pub fn phrase(&self, target: Release) -> String {
        let flag = self
            .feature
            .map(|feature| format!("`--enable-feature={}`", feature.name()))
            .unwrap_or_default();
        match (self.since, self.feature, self.stable) {
            (None, _, None) => format!("needs {flag}"),
            (None, _, Some(stable)) => {
                format!("needs {flag} before Prometheus {stable}; the target is {target}")
            }
            (Some(since), None, _) => {
                format!("needs Prometheus {since} or later; the target is {target}")
            }
            (Some(since), Some(_), None) => {
                format!("needs Prometheus {since} or later and {flag}; the target is {target}")
            }
            (Some(since), Some(_), Some(stable)) => format!(
                "needs Prometheus {stable} or later, or {since} with {flag}; the target is {target}"
            ),
        }
    }
}

/// A part of the grammar that not every release knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Construct {
    /// What it is called in messages.
    pub name: &'static str,
    /// An expression that uses it and nothing else that is new.
    pub example: &'static str,
    /// Who knows it.
    pub history: History,
}

/// Names and labels in quotes between braces.
pub const QUOTED_NAME: Construct = Construct {
    name: "a quoted name in braces",
    example: r#"{"a.b"}"#,
    history: since(2, 51),
};

/// Labels in quotes in `by`, `on` and the like.
pub const QUOTED_LABEL: Construct = Construct {
    name: "a quoted label in a list",
    example: r#"sum by ("a") (x)"#,
    history: since(2, 55),
};

/// Such labels, where they could not stand without the quotes.
pub const UTF8_LABEL: Construct = Construct {
    name: "a label that must be quoted",
    example: r#"sum by ("a.b") (x)"#,
    history: since(2, 55).behind(Feature::Utf8Names).stable(3, 0),
};

/// `1_000`.
pub const UNDERSCORED_NUMBER: Construct = Construct {
    name: "an underscore in a number",
    example: "1_000",
    history: since(2, 54),
};

/// Seconds without a unit in brackets and behind `offset`.
pub const NUMBER_AS_DURATION: Construct = Construct {
    name: "a number as a duration",
    example: "x[300]",
    history: since(2, 54),
};

/// Durations where the grammar asks for a number.
pub const DURATION_AS_NUMBER: Construct = Construct {
    name: "a duration as a number",
    example: "x > 10m",
    history: since(2, 54),
};

/// Signs in brackets, and a second one behind `offset`.
pub const SIGNED_DURATION: Construct = Construct {
    name: "a sign before this duration",
    example: "x[+5m]",
    history: since(3, 4),
};

/// A sign in front of a number in parentheses behind `offset`; before, the parser came to grief on it.
pub const SIGNED_PARENTHESES: Construct = Construct {
    name: "a sign before parentheses",
    example: "x offset -(5m)",
    history: since(3, 13),
};

/// `offset 0s`.
pub const ZERO_OFFSET: Construct = Construct {
    name: "an offset of 0",
    example: "x offset 0s",
    history: since(3, 4),
};

/// Operators and parentheses in durations.
pub const DURATION_ARITHMETIC: Construct = Construct {
    name: "arithmetic on durations",
    example: "x[2 * 5m]",
    history: since(3, 4)
        .behind(Feature::DurationExpressions)
        .stable(3, 14),
};

/// The step of the query.
pub const DURATION_STEP: Construct = Construct {
    name: "`step()` in a duration",
    example: "x[step()]",
    history: since(3, 6)
        .behind(Feature::DurationExpressions)
        .stable(3, 14),
};

/// The range of the query.
pub const DURATION_RANGE: Construct = Construct {
    name: "`range()` in a duration",
    example: "x[range()]",
    history: since(3, 10)
        .behind(Feature::DurationExpressions)
        .stable(3, 14),
};

/// The smaller or larger of two durations; from 3.6 to 3.12 they were called `min` and `max`.
pub const DURATION_BOUND: Construct = Construct {
    name: "`min_of` or `max_of` in a duration",
    example: "x[min_of(5m, 1m)]",
    history: since(3, 13)
        .behind(Feature::DurationExpressions)
        .stable(3, 14),
};

/// `anchored` and `smoothed`.
pub const EXTENDED_RANGE: Construct = Construct {
    name: "an extended range selector",
    example: "rate(x[5m] anchored)",
    history: since(3, 7).behind(Feature::ExtendedRanges),
};

/// `fill`, `fill_left` and `fill_right`.
pub const FILL: Construct = Construct {
    name: "a fill modifier",
    example: "x + fill (0) y",
    history: since(3, 10).behind(Feature::FillModifiers),
};

/// `</` and `>/`.
pub const HISTOGRAM_TRIM: Construct = Construct {
    name: "trimming of a histogram",
    example: "x </ 1",
    history: since(3, 11),
};

/// Every part of the grammar that came later or is behind a flag; functions and aggregators have their own tables.
pub const CONSTRUCTS: [Construct; 16] = [
    QUOTED_NAME,
    QUOTED_LABEL,
    UTF8_LABEL,
    UNDERSCORED_NUMBER,
    NUMBER_AS_DURATION,
    DURATION_AS_NUMBER,
    SIGNED_DURATION,
    SIGNED_PARENTHESES,
    ZERO_OFFSET,
    DURATION_ARITHMETIC,
    DURATION_STEP,
    DURATION_RANGE,
    DURATION_BOUND,
    EXTENDED_RANGE,
    FILL,
    HISTOGRAM_TRIM,
];
