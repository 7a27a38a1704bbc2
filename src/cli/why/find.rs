//! What can be explained: alerts, recordings, panels and their queries, by name.

use crate::{
    model::{
        Dashboard, Model, Name, Spanned,
        dashboard::{Panel, Query, Target},
        expression::Expression,
    },
    promql::ast::Expr,
    text::Span,
};

/// Something with expressions.
pub struct Item<'a> {
    /// `alert`, `recording`, `panel`, `query`.
    pub kind: &'static str,
    /// Its key: `QueueLong`, `job:requests:rate5m`, `overview.backlog`, `overview.backlog.p99`.
    pub key: String,
    /// Its name, where that is another.
    name: Option<&'a str>,
    /// Where its key is written.
    pub span: Span,
    /// Its expressions.
    pub expressions: Vec<Part<'a>>,
}

/// One expression of an item.
pub struct Part<'a> {
    /// What tells it from the others; `None` when it is the only one.
    pub name: Option<String>,
    /// The expression, with its parameters put in.
    pub expr: &'a Expr,
    /// What was written; `None` when gen made the expression.
    pub written: Option<&'a Spanned<String>>,
}

impl Item<'_> {
    /// Its key, and its name where that is another.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.key.as_str()).chain(self.name)
    }

    /// `recording:job:requests:rate5m`: its kind and its key.
    pub fn full_name(&self) -> String {
        format!("{}:{}", self.kind, self.key)
    }

    /// Whether it has this name or key, or the key behind its kind.
    pub fn is_called(&self, name: &str) -> bool {
        self.names().any(|known| known == name) || self.full_name() == name
    }
}

/// Everything of a model that has expressions, in the order written.
pub fn items(model: &Model) -> Vec<Item<'_>> {
    let mut items = Vec::new();
    for alert in model.alerts() {
        items.push(rule("alert", (&alert.key, &alert.name), &alert.expression));
    }
    for recording in model.recordings() {
        let names = (&recording.key, &recording.name);
        items.push(rule("recording", names, &recording.expression));
    }
    for dashboard in &model.dashboards {
        for panel in dashboard.panels() {
            items.extend(panel_items(dashboard, panel));
        }
    }
    items
}

fn rule<'a>(
    kind: &'static str,
    (key, name): (&'a Name, &'a Name),
    expression: &'a Expression,
) -> Item<'a> {
    Item {
        kind,
        key: key.value.clone(),
        name: (key.value != name.value).then_some(name.as_str()),
        span: key.span,
        expressions: vec![Part {
            name: None,
            expr: &expression.expr,
            written: Some(&expression.written),
        }],
    }
}

/// A panel, and each of its queries if it has several.
fn panel_items<'a>(dashboard: &'a Dashboard, panel: &'a Panel) -> Vec<Item<'a>> {
    let key = format!("{}.{}", dashboard.key.value, panel.key.value);
    let targets = panel
        .queries
        .iter()
        .flat_map(|query| query.targets.iter().map(move |target| (query, target)));
    let targets: Vec<(&Query, &Target)> = targets.collect();
    let alone = targets.len() == 1;
    let expressions = targets
        .iter()
        .map(|(query, target)| part(query.key.as_ref(), target, alone));
    let mut items = vec![Item {
        kind: "panel",
        key: key.clone(),
        name: None,
        span: panel.key.span,
        expressions: expressions.collect(),
    }];
    for query in &panel.queries {
        let Some(name) = &query.key else { continue };
        let alone = query.targets.len() == 1;
        let targets = query.targets.iter();
        items.push(Item {
            kind: "query",
            key: format!("{key}.{}", name.value),
            name: None,
            span: name.span,
            expressions: targets.map(|target| part(None, target, alone)).collect(),
        });
    }
    items
}

fn part<'a>(query: Option<&Name>, target: &'a Target, alone: bool) -> Part<'a> {
    let names = [query.map_or("", |name| name.as_str()), &target.suffix];
    let names: Vec<&str> = names.into_iter().filter(|name| !name.is_empty()).collect();
    Part {
        name: (!alone && !names.is_empty()).then(|| names.join(" ")),
        expr: &target.expr,
        written: target.written.as_ref(),
    }
}
