//! Columns of tables: what Grafana calls the fields of several instant queries, and what they are shown as.

use super::query::Query;
use crate::{
    model::{Context, Name, PanelType},
    project,
    text::Span,
};

/// Field of the values when a table has one query. Source: grafana/prometheus, `result_transformer.ts`.
const VALUE: &str = "Value";

/// Field of the time of an instant query.
pub const TIME: &str = "Time";

/// Key in `columns` for the values of the panel's own query.
const OWN_VALUE: &str = "value";

/// The columns of a table.
#[derive(Clone, Debug)]
pub struct Columns {
    /// Whether several queries are joined by their common labels.
    pub joined: bool,
    /// The columns in order.
    pub columns: Vec<Column>,
    /// Whether fields that are no column are hidden; without, they follow the columns, and only the time is hidden.
    pub closed: bool,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Grafana's name of the field.
    pub field: String,
    /// What is shown above it.
    pub title: String,
    /// The target whose values it shows; `None` for a label.
    pub ref_id: Option<String>,
    /// Where it is written.
    pub span: Option<Span>,
}

impl Columns {
    /// The title of the column with a target's values; `None` when it is hidden.
    pub fn title(&self, ref_id: &str) -> Option<&str> {
        self.columns
            .iter()
            .find(|column| column.ref_id.as_deref() == Some(ref_id))
            .map(|column| column.title.as_str())
    }
}

/// The columns of a table; `None` for other panels, and for tables with nothing but the user's transformations.
pub fn columns(
    ctx: &mut Context,
    panel: &project::Panel,
    panel_type: PanelType,
    queries: &[Query],
) -> Option<Columns> {
    if panel_type != PanelType::Table {
        return None;
    }
    let targets: usize = queries.iter().map(|query| query.targets.len()).sum();
    let joined = targets > 1;
    if let Some(written) = &panel.columns {
        let mut columns = Vec::new();
        for (key, title) in written {
            columns.extend(column(ctx, queries, joined, key, title));
        }
        return Some(Columns {
            joined,
            columns,
            closed: true,
        });
    }
    let columns = || {
        let named = queries.iter().filter_map(|query| {
            let key = query.key.as_ref()?;
            Some(values(query, joined, &key.value, key.span))
        });
        named.flatten().collect()
    };
    panel.transformations.is_none().then(|| Columns {
        joined,
        columns: columns(),
        closed: false,
    })
}

/// The columns that a key of `columns` stands for: a label, or the values of a query.
fn column(
    ctx: &mut Context,
    queries: &[Query],
    joined: bool,
    key: &Name,
    title: &Name,
) -> Vec<Column> {
    let own = |query: &&Query| match &query.key {
        Some(name) => name.value == key.value,
        None => key.value == OWN_VALUE,
    };
    if let Some(query) = queries.iter().find(own) {
        return values(query, joined, &title.value, title.span);
    }
    let certain: Option<Vec<&Vec<String>>> =
        queries.iter().map(|query| query.labels.as_ref()).collect();
    if let Some(labels) = certain
        && !labels.iter().any(|labels| labels.contains(&key.value))
    {
        let names = queries.iter().filter_map(|query| query.key.as_ref());
        let labels = labels.into_iter().flatten().map(String::as_str);
        let mut known: Vec<&str> = names.map(Name::as_str).chain(labels).collect();
        known.sort_unstable();
        known.dedup();
        ctx.unknown("label or query of this panel called", key, known);
        return Vec::new();
    }
    vec![Column {
        field: key.value.clone(),
        title: title.value.clone(),
        ref_id: None,
        span: Some(title.span),
    }]
}

/// The columns with a query's values: one, or one per quantile.
fn values(query: &Query, joined: bool, title: &str, span: Span) -> Vec<Column> {
    let column = |target: &super::query::Target| Column {
        field: if joined {
            format!("{VALUE} #{}", target.ref_id)
        } else {
            VALUE.to_string()
        },
        title: if target.suffix.is_empty() {
            title.to_string()
        } else {
            format!("{title} {}", target.suffix)
        },
        ref_id: Some(target.ref_id.clone()),
        span: Some(span),
    };
    query.targets.iter().map(column).collect()
}
