//! Documentation in Markdown: metrics, alerts, runbooks. It describes the base; what an environment changes is not told.
//!
//! Invariants: a relative link leads to a page, or a heading of one, that is emitted too; texts of the project stand as they are
//! written, Markdown included. The layout is in `templates/docs/`; here is what goes into it.

mod alerts;
mod markdown;
mod metrics;
mod runbook;
mod uses;

use crate::{
    artifact::{Artifact, Format, Node, Place},
    model::Model,
};
use minijinja::{AutoEscape, Environment, UndefinedBehavior, syntax::SyntaxConfig, value::Serde};
use serde::Serialize;

/// The templates by name.
const TEMPLATES: [(&str, &str); 3] = [
    (
        "metrics",
        include_str!("../../../templates/docs/metrics.md"),
    ),
    ("alerts", include_str!("../../../templates/docs/alerts.md")),
    (
        "runbook",
        include_str!("../../../templates/docs/runbook.md"),
    ),
];

/// `metrics.md`, `alerts.md` and a page per alert with a runbook, as far as there is something to say; nothing for an environment.
pub fn emit(model: &Model) -> Vec<Artifact> {
    if model.environment.is_some() {
        return Vec::new();
    }
    let templates = templates();
    let mut pages = Vec::new();
    pages.extend(
        metrics::page(model).map(|page| document(&templates, "metrics", "metrics.md", &page)),
    );
    pages
        .extend(alerts::page(model).map(|page| document(&templates, "alerts", "alerts.md", &page)));
    let runbooks = runbook::pages(model).into_iter();
    pages.extend(runbooks.map(|page| {
        let path = markdown::runbook_path(&page.name);
        document(&templates, "runbook", &path, &page)
    }));
    pages
}

fn templates() -> Environment<'static> {
    let mut templates = Environment::new();
    templates.set_undefined_behavior(UndefinedBehavior::Strict);
    templates.set_auto_escape_callback(|_| AutoEscape::None);
    let syntax = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .build();
    templates.set_syntax(syntax.expect("the delimiters are the usual ones"));
    for (name, source) in TEMPLATES {
        templates
            .add_template(name, source)
            .expect("the embedded templates are read by a test");
    }
    templates
}

fn document(
    templates: &Environment,
    template: &str,
    path: &str,
    page: &impl Serialize,
) -> Artifact {
    let text = templates
        .get_template(template)
        .and_then(|template| template.render(Serde(page)))
        .expect("a page has all that its template names");
    Artifact {
        path: path.to_string(),
        place: Place::Docs,
        format: Format::Markdown,
        tree: Node::from(markdown::tidy(&text)),
        pack: None,
    }
}
