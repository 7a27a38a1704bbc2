//! `gen diff`: what changed in custom resource definitions, and whom it breaks.

mod sides;

use super::{
    Outcome,
    args::{Diff, Global},
    print,
};
use crate::{
    compare::Effect,
    compile,
    report::{self, Style},
    text::Sources,
};

/// Tells the changes in the wanted format; one that breaks is a finding.
pub fn run(global: &Global, options: &Diff) -> anyhow::Result<Outcome> {
    let mut sources = Sources::default();
    let (old, new) = sides::read(global, options, &mut sources)?;
    let changes = compile::diff(&old, &new);
    let formats = report::CHANGE_FORMATS.iter();
    let found = formats.copied().find(|(name, _)| *name == options.format);
    let (name, render) = found.unwrap_or(report::CHANGE_FORMATS[0]);
    if name == report::CHANGE_FORMATS[0].0 {
        print::changes(global, &sources, &changes, render);
    } else {
        let style = Style {
            color: false,
            width: 0,
        };
        print::product(&render(&sources, &changes, style))?;
    }
    let breaks = changes
        .iter()
        .any(|change| change.effect == Effect::Breaking);
    Ok(if breaks {
        Outcome::Findings
    } else {
        Outcome::Clean
    })
}
