//! `gen build`: the flat manifests of one environment.

use super::{
    Outcome,
    args::{Build, Global},
    print, project_file,
};
use crate::{
    artifact::Place,
    compile::{Compilation, Settings},
    diag::{list, nearest},
    output, report,
};
use anyhow::bail;

/// Prints the objects of an environment, of the base or of the CRDs, in Kustomize's order.
pub fn run(global: &Global, options: &Build) -> anyhow::Result<Outcome> {
    let loaded = project_file::load(global, &Settings::default())?;
    print::findings(
        global,
        &loaded.sources,
        &loaded.diagnostics,
        report::FORMATS[0].1,
    );
    let Some(compilation) = loaded.compilation.as_ref().filter(|_| !loaded.failed()) else {
        return Ok(Outcome::Findings);
    };
    let (place, name) = match options.environment.as_str() {
        "crds" => (Place::Crds, None),
        "base" => (Place::Base, None),
        name => (Place::Base, Some(name)),
    };
    let found = compilation
        .environments
        .iter()
        .find(|(known, _)| known.as_deref() == name);
    let Some((_, artifacts)) = found else {
        bail!("{}", unknown(compilation, &options.environment))
    };
    print::product(&output::flat(artifacts, &place))?;
    Ok(Outcome::Clean)
}

fn unknown(compilation: &Compilation, name: &str) -> String {
    let environments = compilation
        .environments
        .iter()
        .filter_map(|(name, _)| name.as_deref());
    let known: Vec<&str> = ["base", "crds"].into_iter().chain(environments).collect();
    match nearest(name, known.iter().copied()) {
        Some(near) => format!("there is no environment `{name}`, did you mean `{near}`?"),
        None => format!("there is no environment `{name}`, known: {}", list(&known)),
    }
}
