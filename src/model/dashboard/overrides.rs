//! Looks of single queries, series and columns.

use super::{
    Scene,
    columns::Columns,
    link::{self, Link},
    looks::{self, Looks, Mapping},
    query::{Draft, Query},
};
use crate::{
    model::{Context, Name, Spanned},
    project,
    text::Span,
};

/// Looks of some series or columns.
#[derive(Clone, Debug)]
pub struct Override {
    /// Which ones.
    pub matched: Matched,
    /// The name that is shown.
    pub title: Option<Name>,
    /// How they look.
    pub looks: Looks,
    /// Width of a column in pixels.
    pub width: Option<Spanned<u32>>,
    /// What is shown without a value.
    pub no_value: Option<Name>,
    /// Texts and colors for values.
    pub mappings: Vec<Mapping>,
    /// Links.
    pub links: Vec<Link>,
    /// Where it is written.
    pub span: Option<Span>,
}

/// What an override is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Matched {
    /// The series or column that is shown under this name.
    Name(String),
    /// Those whose name matches.
    Regexp(String),
    /// Those of a type.
    Type(String),
    /// Those of a target.
    Target(String),
}

/// Gives panel and queries the units and bounds that follow from their metrics: what all queries share stands at the panel.
pub fn settle(
    ctx: &Context,
    scene: &Scene,
    panel: &mut Looks,
    drafts: &[Draft],
    queries: &mut [Query],
) {
    let derived = |draft: &Draft| {
        let recorded = |name: &str| recorded_unit(ctx, name);
        let unit = draft.meaning.unit(scene.inputs.metrics, recorded)?;
        Some(Spanned::new(unit, draft.span))
    };
    let units: Vec<Option<Name>> = drafts.iter().map(derived).collect();
    share(
        &mut panel.unit,
        units,
        queries.iter_mut().map(|query| &mut query.looks.unit),
    );
    let bound = |index: usize| {
        let bound = move |draft: &Draft| {
            let value = draft.meaning.range()?[index];
            value.is_finite().then(|| Spanned::new(value, draft.span))
        };
        drafts.iter().map(bound).collect()
    };
    share(
        &mut panel.min,
        bound(0),
        queries.iter_mut().map(|query| &mut query.looks.min),
    );
    share(
        &mut panel.max,
        bound(1),
        queries.iter_mut().map(|query| &mut query.looks.max),
    );
}

/// The declared unit of a recording.
fn recorded_unit<'a>(ctx: &Context<'a>, name: &str) -> Option<&'a str> {
    let mut recordings = ctx.project.recordings.iter();
    let (_, recording) = recordings.find(|(key, recording)| {
        let recorded = recording.record.as_ref().unwrap_or(key);
        recorded.value == name
    })?;
    recording.unit.as_ref().map(Spanned::as_str)
}

/// Distributes a property: declared at the panel it stays there; else what a query declares or derives is the panel's when all
/// agree, and the query's own when they differ.
fn share<'q, T: Clone + PartialEq + 'q>(
    panel: &mut Option<Spanned<T>>,
    derived: Vec<Option<Spanned<T>>>,
    queries: impl Iterator<Item = &'q mut Option<Spanned<T>>>,
) {
    if panel.is_some() {
        return;
    }
    let mut queries: Vec<&mut Option<Spanned<T>>> = queries.collect();
    for (own, derived) in queries.iter_mut().zip(derived) {
        if own.is_none() {
            **own = derived;
        }
    }
    let Some(first) = queries.first().and_then(|first| (**first).clone()) else {
        return;
    };
    if queries.iter().all(|own| own.as_ref() == Some(&first)) {
        *panel = Some(first);
        for own in queries {
            *own = None;
        }
    }
}

/// The overrides of a panel: those of its queries, then those that are written.
pub fn overrides(
    ctx: &mut Context,
    scene: &Scene,
    panel: &project::Panel,
    queries: &[Query],
    columns: Option<&Columns>,
) -> Vec<Override> {
    let mut result = Vec::new();
    for query in queries.iter().filter(|query| !query.looks.is_empty()) {
        for matched in matched(query, columns) {
            result.push(Override {
                matched,
                title: None,
                looks: query.looks.clone(),
                width: None,
                no_value: None,
                mappings: Vec::new(),
                links: Vec::new(),
                span: query.key.as_ref().map(|key| key.span),
            });
        }
    }
    for written in &panel.overrides {
        let found = targets(ctx, written, queries, columns);
        let read = self::read(ctx, scene, written);
        result.extend(found.into_iter().map(|matched| Override {
            matched,
            ..read.clone()
        }));
    }
    result
}

/// What the series of a query are found by. A table forgets which query its columns came from, but not how they are called.
fn matched(query: &Query, columns: Option<&Columns>) -> Vec<Matched> {
    let by_title = |columns: &Columns, ref_id: &str| columns.title(ref_id).map(str::to_string);
    query
        .targets
        .iter()
        .filter_map(|target| match columns {
            Some(columns) => by_title(columns, &target.ref_id).map(Matched::Name),
            None => Some(Matched::Target(target.ref_id.clone())),
        })
        .collect()
}

fn targets(
    ctx: &mut Context,
    written: &Spanned<project::Override>,
    queries: &[Query],
    columns: Option<&Columns>,
) -> Vec<Matched> {
    let name = written
        .by_name
        .as_ref()
        .map(|name| Matched::Name(name.value.clone()));
    let regexp = written
        .by_regexp
        .as_ref()
        .map(|regexp| Matched::Regexp(regexp.value.clone()));
    let by_type = written
        .by_type
        .as_ref()
        .map(|name| Matched::Type(name.value.clone()));
    let ways: Vec<Matched> = [name, regexp, by_type].into_iter().flatten().collect();
    if ways.len() + usize::from(written.by_query.is_some()) != 1 {
        ctx.bad_value(
            written.span,
            "an override has one of `by-name`, `by-regexp`, `by-type`, `by-query`",
        );
        return Vec::new();
    }
    let Some(name) = &written.by_query else {
        return ways;
    };
    let key = |query: &Query| query.key.as_ref().map(|key| key.value.clone());
    match queries
        .iter()
        .find(|query| key(query).as_ref() == Some(&name.value))
    {
        Some(query) => matched(query, columns),
        None => {
            let known: Vec<String> = queries.iter().filter_map(key).collect();
            ctx.unknown(
                "query of this panel called",
                name,
                known.iter().map(String::as_str),
            );
            Vec::new()
        }
    }
}

fn read(ctx: &mut Context, scene: &Scene, written: &Spanned<project::Override>) -> Override {
    Override {
        matched: Matched::Name(String::new()),
        title: written.title.clone(),
        looks: Looks::of_override(ctx, written),
        width: written.width.clone(),
        no_value: written.no_value.clone(),
        mappings: looks::mappings(ctx, &written.mappings),
        links: link::links(ctx, scene, &written.links),
        span: Some(written.span),
    }
}
