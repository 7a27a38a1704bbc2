//! Links of dashboards, panels and columns.

use super::Scene;
use crate::{
    model::{Context, Name, Spanned, address, expression::Scope, template},
    project,
    text::{Span, literal},
};

/// A link.
#[derive(Clone, Debug)]
pub struct Link {
    /// What is shown.
    pub title: String,
    /// Where it leads.
    pub target: Target,
    /// Where its target is written.
    pub span: Span,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A dashboard of this project, by uid; the shown time and the variables go along.
    Dashboard(String),
    /// An address.
    Url(String),
}

/// Reads links; what does not resolve is reported.
pub fn links(ctx: &mut Context, scene: &Scene, written: &[Spanned<project::Link>]) -> Vec<Link> {
    written
        .iter()
        .filter_map(|link| self::link(ctx, scene, link))
        .collect()
}

fn link(ctx: &mut Context, scene: &Scene, written: &Spanned<project::Link>) -> Option<Link> {
    let params = scene.inputs.params;
    let scope = Scope::Dashboard(&scene.variables);
    let title = template::read_some(ctx, params, scope, written.title.as_ref());
    let (title, target, span) = match (&written.dashboard, &written.url) {
        (Some(name), None) => {
            let (uid, own) = find_dashboard(ctx, name)?;
            (title.unwrap_or(own), Target::Dashboard(uid), name.span)
        }
        (None, Some(url)) => {
            let text = template::read(ctx, params, scope, url);
            let title = title.unwrap_or_else(|| text.clone());
            (title, Target::Url(text), url.span)
        }
        _ => {
            ctx.bad_value(written.span, "a link has one of `dashboard` and `url`");
            return None;
        }
    };
    Some(Link {
        title,
        target,
        span,
    })
}

/// Uid and title of a dashboard of the project.
fn find_dashboard(ctx: &mut Context, name: &Name) -> Option<(String, String)> {
    let project = ctx.project;
    let Some(dashboard) = project.dashboards.get(name.as_str()) else {
        let known = project.dashboards.keys().map(Name::as_str);
        ctx.unknown("dashboard", name, known);
        return None;
    };
    let uid = address::dashboard_uid(project, name.as_str());
    Some((uid, literal::trim(&dashboard.title.value)))
}
