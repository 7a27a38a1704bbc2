//! Which PromQL is spoken: the release of Prometheus, its feature flags, and placeholders.

use crate::{
    cli::args::Dialect,
    diag::nearest,
    promql::{
        Options,
        features::{FEATURES, find_feature},
        history::{Feature, Features, OLDEST},
    },
};
use anyhow::bail;

/// Every flag.
const ALL: &str = "all";

/// No flag.
const NONE: &str = "none";

/// The options of a dialect; `Err` for a release that is too old, and with the nearest flag for one that Prometheus does not have.
pub fn options(dialect: &Dialect) -> anyhow::Result<Options> {
    if dialect.target < OLDEST {
        bail!(
            "gen knows PromQL from Prometheus {OLDEST} on, not of {}",
            dialect.target
        );
    }
    let names = || dialect.features.iter().map(String::as_str);
    for name in names() {
        check(name)?;
    }
    let features = if names().any(|name| name == ALL) {
        Features::ALL
    } else {
        Features::named(names())
    };
    Ok(Options {
        target: dialect.target,
        features,
        placeholders: dialect.placeholders,
    })
}

fn check(name: &str) -> anyhow::Result<()> {
    if name == ALL || name == NONE || find_feature(name).is_some() {
        return Ok(());
    }
    let flags = FEATURES.iter().map(|(flag, _)| *flag);
    match nearest(name, flags.chain([ALL, NONE])) {
        Some(near) => bail!("there is no feature `{name}`, did you mean `{near}`?"),
        None => {
            let flags = Feature::ALL.iter().map(|flag| flag.name());
            let known: Vec<&str> = flags.chain([ALL, NONE]).collect();
            bail!(
                "there is no feature `{name}`, those that change PromQL: {}",
                known.join(", ")
            )
        }
    }
}
