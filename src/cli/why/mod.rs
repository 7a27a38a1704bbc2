//! `gen why`: what gen knows about every part of an expression, and why.

mod find;
mod json;
mod tree;

use super::{
    Outcome,
    args::{Global, Why},
    print, project_file,
};
use crate::{
    compile::{Compilation, Settings},
    diag::{list, nearest},
    infer::Facts,
    model::Model,
    report,
};
use anyhow::bail;
use find::{Item, items};

/// The name of the project without the changes of an environment.
const BASE: &str = "base";

/// Explains an alert, a recording, a panel or one of its queries.
pub fn run(global: &Global, options: &Why) -> anyhow::Result<Outcome> {
    let loaded = project_file::load(global, &Settings::default())?;
    print::findings(
        global,
        &loaded.sources,
        &loaded.diagnostics,
        report::FORMATS[0].1,
    );
    let Some(compilation) = &loaded.compilation else {
        return Ok(Outcome::Findings);
    };
    let model = find_model(compilation, &options.environment)?;
    let items = items(model);
    let item = find_item(&items, &options.name)?;
    let facts = Facts::of(model);
    let text = if options.json {
        json::render(&facts, item, &loaded.sources)
    } else {
        tree::render(&facts, item, &loaded.sources, print::colors_product(global))
    };
    print::product(&text)?;
    Ok(Outcome::Clean)
}

fn find_model<'c>(compilation: &'c Compilation, name: &str) -> anyhow::Result<&'c Model> {
    let of = |model: &'c Model| {
        model
            .environment
            .as_ref()
            .map_or(BASE, |name| name.as_str())
    };
    let models = &compilation.models;
    if let Some(model) = models.iter().find(|model| of(model) == name) {
        return Ok(model);
    }
    let known: Vec<&str> = models.iter().map(of).collect();
    match nearest(name, known.iter().copied()) {
        Some(near) => bail!("there is no environment `{name}`, did you mean `{near}`?"),
        None => bail!("there is no environment `{name}`, known: {}", list(&known)),
    }
}

/// The only item of a name.
fn find_item<'i, 'a>(items: &'i [Item<'a>], name: &str) -> anyhow::Result<&'i Item<'a>> {
    let found: Vec<&Item> = items.iter().filter(|item| item.is_called(name)).collect();
    match found.as_slice() {
        [item] => Ok(item),
        [] => {
            let known: Vec<&str> = items.iter().flat_map(Item::names).collect();
            match nearest(name, known.iter().copied()) {
                Some(near) => {
                    bail!("there is no alert, recording or panel `{name}`, did you mean `{near}`?")
                }
                None if known.is_empty() => {
                    bail!("the project has no alerts, recordings or panels")
                }
                None => bail!(
                    "there is no alert, recording or panel `{name}`, known: {}",
                    list(&known)
                ),
            }
        }
        several => {
            let names: Vec<String> = several.iter().map(|item| item.full_name()).collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            bail!("`{name}` may be {}: name one of them", list(&names))
        }
    }
}
