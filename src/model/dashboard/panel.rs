//! Panels: their queries, kind, looks, links; what is derived when nobody said it.

use super::{
    Scene, columns,
    columns::Columns,
    computed, filter,
    filter::Filter,
    layout::Place,
    link::{self, Link},
    looks::{self, Looks, Mapping},
    meaning, overrides,
    overrides::Override,
    query::{self, Draft, Frame, Query},
    threshold,
};
use crate::{
    diag::Diagnostic,
    model::{
        Allows, Context, Name, PanelType, Spanned, Words,
        context::{BAD_VALUE, CONFLICT},
        duration,
        expression::Scope,
        template,
    },
    project,
    text::Span,
};

/// A panel.
#[derive(Clone, Debug)]
pub struct Panel {
    /// Its key.
    pub key: Name,
    /// Its id, unique in the dashboard.
    pub id: u32,
    /// Title.
    pub title: Name,
    /// What it shows.
    pub description: Option<Name>,
    /// Its kind.
    pub panel_type: PanelType,
    /// Where it stands.
    pub place: Place,
    /// Its queries; empty for a text panel.
    pub queries: Vec<Query>,
    /// Markdown of a text panel.
    pub text: Option<Name>,
    /// How values look, unless an override says otherwise.
    pub looks: Looks,
    /// Texts and colors for values.
    pub mappings: Vec<Mapping>,
    /// Looks of single queries, series or columns, later ones win.
    pub overrides: Vec<Override>,
    /// The columns of a table.
    pub columns: Option<Columns>,
    /// Transformations in Grafana's words, after those of the columns.
    pub transformations: Option<Spanned<Words>>,
    /// Shortest time between two points, such as `1m`, or a variable; `None` for the datasource's.
    pub interval: Option<Name>,
    /// Whether Grafana shows other values than the answers: what it computes from them, or what `raw` changes.
    pub computed: bool,
    /// Links.
    pub links: Vec<Link>,
    /// Variable for each of whose values it is repeated.
    pub repeat: Option<Name>,
    /// What is shown without a value.
    pub no_value: Option<Name>,
    /// Merged last.
    pub raw: Option<Spanned<Words>>,
    /// Exceptions from checks.
    pub allow: Allows,
}

/// What a panel gets from its row.
#[derive(Clone, Debug)]
pub struct Site<'r> {
    /// Where it stands.
    pub place: Place,
    /// Its id.
    pub id: u32,
    /// The filters of the row.
    pub filters: Vec<&'r Filter>,
}

/// Reads a panel. `None` when it has errors that leave nothing to show, which are reported.
pub fn panel(
    ctx: &mut Context,
    scene: &Scene,
    key: &Name,
    written: &project::Panel,
    site: &Site,
) -> Option<Panel> {
    let title = read(ctx, scene, &written.title);
    let filters = filter::narrowed(ctx, scene, &site.filters, written.filters.as_ref());
    let own = own_query(written);
    let Some(drafts) = drafts(ctx, scene, key, written, &own) else {
        check_legends(ctx, scene, written);
        return None;
    };
    let panel_type = panel_type(ctx, written, &drafts);
    let frame = Frame {
        panel_type,
        title: &title.value,
        several: drafts.len() > 1,
        filters,
    };
    let mut queries: Vec<Query> = Vec::with_capacity(drafts.len());
    for draft in &drafts {
        let first = queries.iter().map(|query| query.targets.len()).sum();
        queries.push(query::query(ctx, scene, &frame, draft, first));
    }
    let mut looks = Looks::of_panel(ctx, written);
    overrides::settle(ctx, scene, &mut looks, &drafts, &mut queries);
    threshold::draw(scene, key, panel_type, &queries, &mut looks);
    let columns = columns::columns(ctx, written, panel_type, &queries);
    let overrides = overrides::overrides(ctx, scene, written, &queries, columns.as_ref());
    check_repeat(ctx, scene, written.repeat.as_ref());
    check_transformations(ctx, written);
    let mut links = link::links(ctx, scene, &written.links);
    links.extend(threshold::runbooks(scene, key));
    Some(Panel {
        key: key.clone(),
        id: site.id,
        description: description(ctx, scene, written, &drafts),
        panel_type,
        place: site.place,
        queries,
        text: written.text.as_ref().map(|text| read(ctx, scene, text)),
        looks,
        mappings: looks::mappings(ctx, &written.mappings),
        overrides,
        columns,
        transformations: written.transformations.clone(),
        interval: read_interval(ctx, scene, written.interval.as_ref()),
        computed: computed::is_computed(written),
        links,
        repeat: written.repeat.clone(),
        no_value: written.no_value.clone(),
        raw: written.raw.clone(),
        allow: written.allow.clone(),
        title,
    })
}

/// A text of a dashboard, with its place.
pub fn read(ctx: &mut Context, scene: &Scene, written: &Name) -> Name {
    let scope = Scope::Dashboard(&scene.variables);
    let text = template::read(ctx, scene.inputs.params, scope, written);
    Spanned::new(text, written.span)
}

/// A shortest time between two points: a duration, or a variable.
pub fn read_interval(ctx: &mut Context, scene: &Scene, written: Option<&Name>) -> Option<Name> {
    let interval = read(ctx, scene, written?);
    if !interval.value.contains('$') && duration::parse(&interval.value).is_none() {
        let message = format!("`{}` is not a duration, write it as `1m`", interval.value);
        ctx.bad_value(interval.span, message);
    }
    Some(interval)
}

/// The query that stands at the panel itself. Its looks are the panel's.
fn own_query(panel: &project::Panel) -> project::Query {
    project::Query {
        enabled: true,
        expr: panel.expr.clone(),
        legend: panel.legend.clone(),
        format: panel.format.clone(),
        instant: panel.instant.clone(),
        metric: panel.metric.clone(),
        show: panel.show.clone(),
        by: panel.by.clone(),
        quantiles: panel.quantiles.clone(),
        where_: panel.where_.clone(),
        ..project::Query::default()
    }
}

/// The first word of an own query that a panel has, to show it.
fn own_word(panel: &project::Panel) -> Option<(&'static str, Span)> {
    let by = panel.by.as_ref().and_then(|by| by.first());
    let quantile = panel.quantiles.as_ref().and_then(|list| list.first());
    let words = [
        ("expr", panel.expr.as_ref().map(|text| text.span)),
        ("metric", panel.metric.as_ref().map(|text| text.span)),
        ("show", panel.show.as_ref().map(|show| show.span)),
        ("by", by.map(|label| label.span)),
        ("quantiles", quantile.map(|quantile| quantile.span)),
        ("where", panel.where_.as_ref().map(|text| text.span)),
        ("legend", panel.legend.as_ref().map(|text| text.span)),
        ("format", panel.format.as_ref().map(|format| format.span)),
        ("instant", panel.instant.as_ref().map(|flag| flag.span)),
    ];
    words
        .into_iter()
        .find_map(|(word, span)| Some((word, span?)))
}

/// The queries of a panel and what they mean. `None` when one has errors.
fn drafts<'a>(
    ctx: &mut Context,
    scene: &Scene<'a>,
    key: &'a Name,
    panel: &'a project::Panel,
    own: &'a project::Query,
) -> Option<Vec<Draft<'a>>> {
    let is_text = panel.text.is_some()
        || panel
            .panel_type
            .as_ref()
            .is_some_and(|written| written.value == PanelType::Text);
    if is_text {
        return text_panel(ctx, key, panel);
    }
    if panel.queries.is_empty() {
        let meaning = meaning::meaning(ctx, scene, own, key.span)?;
        return Some(vec![draft(None, own, meaning, key.span)]);
    }
    if let (Some((word, span)), Some(first)) = (own_word(panel), panel.queries.keys().next()) {
        let message = format!("`{word}` belongs to one query, and this panel has `queries`");
        let diagnostic = Diagnostic::new(&CONFLICT, span, message);
        ctx.report(
            diagnostic
                .label(first.span, "the first of its queries")
                .help("move it into that query"),
        );
        return None;
    }
    let mut drafts = Vec::with_capacity(panel.queries.len());
    for (name, query) in &panel.queries {
        let meaning = meaning::meaning(ctx, scene, query, name.span);
        drafts.extend(meaning.map(|meaning| draft(Some(name), query, meaning, name.span)));
    }
    (drafts.len() == panel.queries.len()).then_some(drafts)
}

fn draft<'a>(
    key: Option<&'a Name>,
    written: &'a project::Query,
    meaning: meaning::Meaning<'a>,
    at: Span,
) -> Draft<'a> {
    let source = written.expr.as_ref().or(written.metric.as_ref());
    Draft {
        key,
        written,
        meaning,
        span: source.map_or(at, |source| source.span),
    }
}

/// A text panel has text and no query.
fn text_panel<'a>(ctx: &mut Context, key: &Name, panel: &project::Panel) -> Option<Vec<Draft<'a>>> {
    let query = own_word(panel).or_else(|| {
        let first = panel.queries.keys().next()?;
        Some(("queries", first.span))
    });
    if let Some((word, span)) = query {
        let message = format!("`{word}` belongs to a query, and a text panel has none");
        ctx.report(Diagnostic::new(&CONFLICT, span, message));
        return None;
    }
    match (&panel.text, &panel.panel_type) {
        (None, _) => {
            let diagnostic = Diagnostic::new(&BAD_VALUE, key.span, "a text panel needs `text`");
            ctx.report(diagnostic);
            None
        }
        (Some(text), Some(kind)) if kind.value != PanelType::Text => {
            let diagnostic = Diagnostic::new(
                &CONFLICT,
                text.span,
                "only a panel of the type `text` has `text`",
            );
            ctx.report(diagnostic.label(kind.span, "the type is set here"));
            None
        }
        _ => Some(Vec::new()),
    }
}

fn panel_type(ctx: &mut Context, panel: &project::Panel, drafts: &[Draft]) -> PanelType {
    let derived = || match drafts.first() {
        None => PanelType::Text,
        Some(_) if panel.columns.is_some() => PanelType::Table,
        Some(first) => first.meaning.panel_type(),
    };
    let panel_type = panel
        .panel_type
        .as_ref()
        .map_or_else(derived, |written| written.value);
    if let (Some((column, _)), false) = (
        panel.columns.as_ref().and_then(|columns| columns.first()),
        panel_type == PanelType::Table,
    ) {
        ctx.bad_value(column.span, "only a table has `columns`");
    }
    panel_type
}

/// What a panel shows: as written, else what its metric measures.
fn description(
    ctx: &mut Context,
    scene: &Scene,
    panel: &project::Panel,
    drafts: &[Draft],
) -> Option<Name> {
    match &panel.description {
        Some(text) => Some(read(ctx, scene, text)),
        None => help(drafts),
    }
}

/// What the metric measures, when all queries show the same one.
fn help(drafts: &[Draft]) -> Option<Name> {
    let first = drafts.first()?;
    let help = first.meaning.help()?;
    let same = drafts
        .iter()
        .all(|draft| draft.meaning.name() == first.meaning.name());
    same.then(|| Spanned::new(help.to_string(), first.span))
}

fn check_transformations(ctx: &mut Context, panel: &project::Panel) {
    if let Some(words) = &panel.transformations
        && !matches!(words.value, Words::List(_))
    {
        let diagnostic = Diagnostic::new(&BAD_VALUE, words.span, "`transformations` is a list");
        ctx.report(diagnostic.help("write `[{ id = \"…\", options = { … } }]`"));
    }
}

/// Reports what is wrong with the legends of a panel whose queries cannot be read.
fn check_legends(ctx: &mut Context, scene: &Scene, written: &project::Panel) {
    let legends = written
        .queries
        .values()
        .filter_map(|query| query.legend.as_ref());
    for legend in written.legend.iter().chain(legends) {
        read(ctx, scene, legend);
    }
}

/// Reports a repetition over something that is no variable.
pub fn check_repeat(ctx: &mut Context, scene: &Scene, repeat: Option<&Name>) {
    if let Some(name) = repeat
        && !scene.variables.contains(&name.value)
    {
        let known = scene.variables.iter().map(String::as_str);
        ctx.unknown("variable", name, known);
    }
}
