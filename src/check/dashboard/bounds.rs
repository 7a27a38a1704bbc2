//! Which values the queries have that share a look, such as the thresholds of a panel.

use super::shown;
use crate::{
    check::Subject,
    infer::Interval,
    model::{
        PanelType,
        dashboard::{Panel, looks::Looks},
    },
};

/// A look of the subject's panel, and all values of the queries that are shown with it. `None` unless this is the first of these
/// queries, and it is certain which they are.
pub fn shared<'a, T>(
    subject: &Subject<'a>,
    of: impl Fn(&'a Looks) -> Option<&'a T>,
) -> Option<(&'a T, Interval)> {
    let (panel, target) = subject.owner.drawn()?;
    if panel.computed || !draws_values(panel) {
        return None;
    }
    let look = shown::look(panel, target, &of)?;
    let mut values: Option<Interval> = None;
    for other in panel.queries.iter().flat_map(|query| &query.targets) {
        match shown::look(panel, other, &of) {
            Some(same) if std::ptr::eq(same, look) => {
                if values.is_none() && other.ref_id != target.ref_id {
                    return None;
                }
                let range = subject.facts().expression(&other.expr).known.range;
                values = Some(values.map_or(range, |values| values.or(range)));
            }
            // Whether a query has the panel's look is not certain.
            None if of(&panel.looks).is_some() => return None,
            _ => {}
        }
    }
    Some((look, values?))
}

/// Whether thresholds and bounds of a panel are about the values of single series.
fn draws_values(panel: &Panel) -> bool {
    let stacked = panel.looks.stack.is_some()
        || panel
            .overrides
            .iter()
            .any(|change| change.looks.stack.is_some());
    let draws = matches!(
        panel.panel_type,
        PanelType::Timeseries
            | PanelType::Stat
            | PanelType::Gauge
            | PanelType::Bargauge
            | PanelType::Table
            | PanelType::Barchart
            | PanelType::StateTimeline
            | PanelType::StatusHistory
    );
    draws && !stacked
}
