//! Which PromQL is spoken: the feature flags of Prometheus, and placeholders.

use crate::{cli::args::Dialect, diag::nearest, promql::Options};
use anyhow::bail;

/// Switches a flag on.
type Switch = fn(&mut Options);

/// Prometheus's feature flags that change its PromQL.
const FLAGS: [(&str, Switch); 3] = [
    ("promql-experimental-functions", |options| {
        options.experimental_functions = true;
    }),
    ("promql-extended-range-selectors", |options| {
        options.extended_ranges = true;
    }),
    ("promql-binop-fill-modifiers", |options| {
        options.fill_modifiers = true;
    }),
];

/// Every flag.
const ALL: &str = "all";

/// No flag.
const NONE: &str = "none";

/// The options of a dialect; `Err` with the nearest flag for one that Prometheus does not have.
pub fn options(dialect: &Dialect) -> anyhow::Result<Options> {
    let mut options = Options {
        placeholders: dialect.placeholders,
        ..Options::default()
    };
    for name in &dialect.features {
        let is_named = |flag: &str| name == ALL || name == flag;
        let switches = FLAGS.iter().filter(|(flag, _)| is_named(flag));
        let count = switches.map(|(_, switch)| switch(&mut options)).count();
        if count == 0 && name != NONE {
            let flags = FLAGS.iter().map(|(flag, _)| *flag);
            let known: Vec<&str> = flags.chain([ALL, NONE]).collect();
            match nearest(name, known.iter().copied()) {
                Some(near) => bail!("there is no feature `{name}`, did you mean `{near}`?"),
                None => bail!(
                    "there is no feature `{name}` that changes PromQL, known: {}",
                    known.join(", ")
                ),
            }
        }
    }
    Ok(options)
}
