//! The panel that an alert names: `dashboard.panel`.

use super::Inputs;
use crate::{
    diag::Diagnostic,
    model::{
        Context, Name, address,
        context::{BAD_VALUE, UNKNOWN_NAME},
    },
    project::{self, Dashboard},
    text::{Span, literal::Shape},
};

/// A panel that shows an alert.
#[derive(Clone, Debug)]
pub struct PanelReference {
    /// Key of the dashboard.
    pub dashboard: String,
    /// Key of the panel.
    pub panel: String,
    /// Title of the dashboard.
    pub dashboard_title: String,
    /// Title of the panel, as written.
    pub panel_title: String,
    /// Its address; `None` when the project does not say where Grafana is.
    pub url: Option<String>,
    /// Where it is written.
    pub span: Span,
}

/// Reads a reference; `None` when it leads nowhere, which is reported at the half that is wrong.
pub fn read(ctx: &mut Context, inputs: Inputs, written: &Name) -> Option<PanelReference> {
    let project = ctx.project;
    let Some((dashboard, panel)) = written.value.split_once('.') else {
        report_half(ctx, written);
        return None;
    };
    let middle = dashboard.len();
    let Some(found) = project.dashboards.get(dashboard) else {
        let span = ctx.inside(written, Shape::Exact, 0..middle);
        let known = project.dashboards.keys().map(Name::as_str);
        let message = format!("there is no dashboard `{dashboard}`");
        let diagnostic = Diagnostic::new(&UNKNOWN_NAME, span, message);
        ctx.report(diagnostic.suggest(dashboard, known, Some(span)));
        return None;
    };
    let Some(shown) = panels(found).find(|(key, _)| key.value == panel) else {
        let span = ctx.inside(written, Shape::Exact, middle + 1..written.value.len());
        let known = panels(found).map(|(key, _)| key.as_str());
        let message = format!("the dashboard `{dashboard}` has no panel `{panel}`");
        let diagnostic = Diagnostic::new(&UNKNOWN_NAME, span, message);
        ctx.report(diagnostic.suggest(panel, known, Some(span)));
        return None;
    };
    let url = inputs.grafana.url.as_ref().and_then(|grafana| {
        let uid = address::dashboard_uid(project, dashboard);
        let id = address::panel_ids(found).get(panel).copied()?;
        Some(address::panel_url(grafana, &uid, id))
    });
    Some(PanelReference {
        dashboard: dashboard.to_string(),
        panel: panel.to_string(),
        dashboard_title: found.title.value.clone(),
        panel_title: shown.1.title.value.clone(),
        url,
        span: written.span,
    })
}

fn panels(dashboard: &Dashboard) -> impl Iterator<Item = (&Name, &project::Panel)> {
    dashboard.rows.values().flat_map(|row| &row.panels)
}

/// A reference without a dot: where the panel's name is known, its dashboard is offered.
fn report_half(ctx: &mut Context, written: &Name) {
    let message = format!(
        "`{}` does not name a panel: write `dashboard.panel`",
        written.value
    );
    let diagnostic = Diagnostic::new(&BAD_VALUE, written.span, message);
    let mut dashboards = ctx.project.dashboards.iter();
    let found = dashboards.find(|(_, dashboard)| {
        let mut keys = panels(dashboard).map(|(key, _)| key);
        keys.any(|key| key.value == written.value)
    });
    ctx.report(match found {
        Some((dashboard, _)) => {
            let whole = format!("{}.{}", dashboard.value, written.value);
            let quoted = format!("\"{whole}\"");
            diagnostic.propose(format!("did you mean `{whole}`?"), written.span, quoted)
        }
        None => diagnostic,
    });
}
