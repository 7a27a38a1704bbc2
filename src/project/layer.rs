//! Layers: the project, then the changes of an environment, merged as TOML.
//!
//! Tables are merged key by key, everything else is replaced. Every value keeps its place. Places of another file than the first
//! carry the file's number in the upper half of their ranges.

use super::syntax::key_path;
use crate::{diag::nearest, text::Span};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// Merges `over` into `base`. The keys of tables that both have stay where `base` wrote them.
pub fn merge<'i>(base: &mut DeTable<'i>, over: DeTable<'i>) {
    for (key, value) in over {
        match base.get_mut(key.get_ref().as_ref()) {
            Some(below) if below.get_ref().is_table() && value.get_ref().is_table() => {
                if let (DeValue::Table(below), DeValue::Table(value)) =
                    (below.get_mut(), value.into_inner())
                {
                    merge(below, value);
                }
            }
            Some(below) => *below = value,
            None => {
                base.insert(key, value);
            }
        }
    }
}

/// The table of a file without merging: the project, then what each environment changes.
pub fn layers<'a, 'i>(whole: &'a DeTable<'i>) -> Vec<&'a DeTable<'i>> {
    let environments = whole
        .get("environments")
        .and_then(|value| value.get_ref().as_table());
    let changes = environments
        .into_iter()
        .flat_map(|table| table.values())
        .filter_map(|value| value.get_ref().as_table());
    std::iter::once(whole).chain(changes).collect()
}

/// A path of `unset` that leads nowhere.
pub struct Unknown {
    /// The path as written.
    pub path: String,
    /// Where it is written.
    pub span: Span,
    /// The path with the unknown part replaced by the nearest known key.
    pub nearest: Option<String>,
}

/// Removes what `unset` names from `base`.
pub fn unset(base: &mut DeTable<'_>, paths: &Spanned<DeValue<'_>>) -> Vec<Unknown> {
    let items = paths.get_ref().as_array().into_iter().flatten();
    let written = items.filter_map(|item| {
        Some((
            item.get_ref().as_str()?,
            super::spanned::span_of(&item.span()),
        ))
    });
    written
        .filter_map(|(path, span)| remove(base, path, span).err())
        .collect()
}

fn remove(base: &mut DeTable<'_>, path: &str, span: Span) -> Result<(), Unknown> {
    let parts = key_path(path);
    if parts.is_empty() {
        return Err(Unknown {
            path: path.to_string(),
            span,
            nearest: None,
        });
    }
    let mut here = base;
    for (index, part) in parts.iter().enumerate() {
        let unknown = |table: &DeTable<'_>| {
            let found = nearest(part, table.keys().map(|key| key.get_ref().as_ref()));
            let near = found.map(|found| {
                [&parts[..index], &[found.to_string()], &parts[index + 1..]]
                    .concat()
                    .join(".")
            });
            Unknown {
                path: path.to_string(),
                span,
                nearest: near,
            }
        };
        if index + 1 == parts.len() {
            let known = unknown(here);
            return here.remove(part.as_str()).map(drop).ok_or(known);
        }
        if here
            .get(part.as_str())
            .is_none_or(|value| !value.get_ref().is_table())
        {
            return Err(unknown(here));
        }
        let Some(DeValue::Table(next)) = here.get_mut(part.as_str()).map(Spanned::get_mut) else {
            return Ok(());
        };
        here = next;
    }
    Ok(())
}
