//! What alerts bring to the panels that they name: a threshold and a link to the runbook.

use super::{
    Scene,
    link::{Link, Target},
    looks::{Looks, Step, base},
    query::Query,
};
use crate::{
    model::{Alert, Group, Name, PanelType, rule::PanelReference},
    promql::ast::BinaryOp,
    text::Span,
};
use std::collections::BTreeMap;

/// An alert that names a panel.
#[derive(Clone, Debug)]
pub struct PanelAlert {
    /// Key of the panel.
    pub panel: String,
    /// Name of the alert.
    pub alert: String,
    /// Its severity, if it has one.
    pub severity: Option<String>,
    /// The number at the root of its expression; `None` when there is none.
    pub threshold: Option<f64>,
    /// On which side of the number it fires.
    pub fires: Fires,
    /// Where its runbook is.
    pub runbook_url: Option<String>,
    /// Where it names the panel.
    pub span: Span,
}

/// On which side of its threshold an alert fires.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fires {
    /// Above it, or at it.
    Above,
    /// Below it.
    Below,
}

/// Alerts that name a panel, by the key of its dashboard.
pub type PanelAlerts = BTreeMap<String, Vec<PanelAlert>>;

/// The alerts of all groups that name a panel.
pub fn panel_alerts(groups: &[Group]) -> PanelAlerts {
    let mut result = PanelAlerts::new();
    for alert in groups.iter().flat_map(|group| &group.alerts) {
        if let Some(panel) = &alert.panel {
            let of_dashboard = result.entry(panel.dashboard.clone()).or_default();
            of_dashboard.push(panel_alert(alert, panel));
        }
    }
    result
}

fn panel_alert(alert: &Alert, panel: &PanelReference) -> PanelAlert {
    let below = |op| matches!(op, BinaryOp::Less | BinaryOp::LessEq);
    let fires_below = alert.threshold.is_some_and(|threshold| below(threshold.op));
    PanelAlert {
        panel: panel.panel.clone(),
        alert: alert.name.value.clone(),
        severity: alert
            .severity
            .as_ref()
            .map(|severity| severity.value.clone()),
        threshold: alert.threshold.map(|threshold| threshold.value),
        fires: if fires_below {
            Fires::Below
        } else {
            Fires::Above
        },
        runbook_url: alert.runbook_url.as_ref().map(|url| url.value.clone()),
        span: panel.span,
    }
}

/// Colors by severity, the gravest first. Source: the severities of kube-prometheus.
const COLORS: [(&str, &str); 5] = [
    ("critical", "red"),
    ("page", "red"),
    ("error", "red"),
    ("warning", "orange"),
    ("info", "blue"),
];

/// Color of an alert of another severity.
const OTHER_COLOR: &str = "yellow";

/// Draws the thresholds of the alerts that name a panel, unless the panel or one of its queries has its own.
pub fn draw(
    scene: &Scene,
    panel: &Name,
    panel_type: PanelType,
    queries: &[Query],
    looks: &mut Looks,
) {
    let declared = queries.iter().any(|query| query.looks.thresholds.is_some());
    if looks.thresholds.is_some() || declared {
        return;
    }
    let mut drawn: Vec<(&PanelAlert, f64)> = of_panel(scene, panel)
        .filter_map(|alert| Some((alert, alert.threshold?)))
        .filter(|(_, value)| *value != 0.0 && value.is_finite())
        .collect();
    if drawn.is_empty() {
        return;
    }
    // Of several alerts at one number the gravest is drawn.
    drawn.sort_by(|left, right| {
        let gravity = rank(left.0).cmp(&rank(right.0));
        left.1.total_cmp(&right.1).then(gravity)
    });
    drawn.dedup_by(|later, earlier| later.1.total_cmp(&earlier.1).is_eq());
    looks.thresholds = Some(steps(&drawn, panel_type));
}

/// Steps for alerts by ascending number. A graph draws a line of the alert's color at its number; elsewhere the color is that of
/// the values for which the alert fires.
fn steps(drawn: &[(&PanelAlert, f64)], panel_type: PanelType) -> Vec<Step> {
    let step = |value: Option<f64>, color: &str, alert: &PanelAlert| Step {
        value,
        color: color.to_string(),
        span: Some(alert.span),
    };
    let mut steps = vec![base()];
    for (alert, value) in drawn {
        let color = color(alert);
        if alert.fires == Fires::Above || panel_type == PanelType::Timeseries {
            steps.push(step(Some(*value), color, alert));
            continue;
        }
        if let Some(below) = steps.last_mut() {
            below.color = color.to_string();
        }
        steps.push(step(Some(*value), base().color.as_str(), alert));
    }
    steps
}

/// Links to the runbooks of the alerts that name a panel.
pub fn runbooks(scene: &Scene, panel: &Name) -> Vec<Link> {
    of_panel(scene, panel)
        .filter_map(|alert| {
            Some(Link {
                title: format!("Runbook: {}", alert.alert),
                target: Target::Url(alert.runbook_url.clone()?),
                span: alert.span,
            })
        })
        .collect()
}

fn of_panel<'a>(scene: &Scene<'a>, panel: &'a Name) -> impl Iterator<Item = &'a PanelAlert> {
    let of_dashboard = scene.inputs.alerts.get(scene.key).into_iter().flatten();
    of_dashboard.filter(move |alert| alert.panel == panel.value)
}

fn rank(alert: &PanelAlert) -> usize {
    let severity = alert.severity.as_deref().unwrap_or_default();
    COLORS
        .iter()
        .position(|(known, _)| *known == severity)
        .unwrap_or(COLORS.len())
}

fn color(alert: &PanelAlert) -> &'static str {
    COLORS
        .get(rank(alert))
        .map_or(OTHER_COLOR, |(_, color)| color)
}

#[cfg(test)]
mod tests {
    use super::{Fires, PanelAlert, steps};
    use crate::{
        model::PanelType,
        text::{FileId, Span},
    };

    fn alert(severity: &str, fires: Fires) -> PanelAlert {
        PanelAlert {
            panel: "p".into(),
            alert: "Slow".into(),
            severity: Some(severity.into()),
            threshold: None,
            fires,
            runbook_url: None,
            span: Span::new(FileId(0), 0, 0),
        }
    }

    fn check(fires: Fires, panel_type: PanelType, expected: &[(Option<f64>, &str)]) {
        let (warning, critical) = (alert("warning", fires), alert("critical", fires));
        let found = steps(&[(&warning, 1.0), (&critical, 2.0)], panel_type);
        let found: Vec<(Option<f64>, &str)> = found
            .iter()
            .map(|step| (step.value, step.color.as_str()))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn numbers_of_alerts_are_colored_by_severity() {
        check(
            Fires::Above,
            PanelType::Stat,
            &[(None, "green"), (Some(1.0), "orange"), (Some(2.0), "red")],
        );
    }

    #[test]
    fn an_alert_below_its_number_colors_what_is_below() {
        check(
            Fires::Below,
            PanelType::Stat,
            &[(None, "orange"), (Some(1.0), "red"), (Some(2.0), "green")],
        );
        check(
            Fires::Below,
            PanelType::Timeseries,
            &[(None, "green"), (Some(1.0), "orange"), (Some(2.0), "red")],
        );
    }
}
