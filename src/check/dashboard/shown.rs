//! How Grafana shows the series of a query: what its panel says, unless an override says otherwise.
//!
//! Invariant: where it is not certain which series an override is for, nothing is said. Deliberately absent: what the values are.

use crate::model::{
    PanelType,
    dashboard::{
        Panel, Target,
        looks::Looks,
        overrides::{Matched, Override},
    },
};

/// Begins what Grafana fills in a legend.
const FILLED: [&str; 4] = ["{{", "$", "[[", "__auto"];

/// A look of all series of a query, such as its unit: the last that somebody says. `None` when nobody says it or when only some
/// of the series may have it.
pub fn look<'p, T>(
    panel: &'p Panel,
    target: &Target,
    of: impl Fn(&'p Looks) -> Option<&'p T>,
) -> Option<&'p T> {
    let mut found = of(&panel.looks);
    for change in &panel.overrides {
        let Some(changed) = of(&change.looks) else {
            continue;
        };
        match is_for(change, panel, target) {
            Some(true) => found = Some(changed),
            Some(false) => {}
            None => return None,
        }
    }
    found
}

/// Whether an override is for all series of a query, or for none; `None` when that is not certain.
fn is_for(change: &Override, panel: &Panel, target: &Target) -> Option<bool> {
    let plain = panel.transformations.is_none()
        && panel.columns.is_none()
        && panel.panel_type != PanelType::Table;
    match &change.matched {
        Matched::Target(ref_id) => Some(*ref_id == target.ref_id),
        Matched::Name(name) => {
            let legend = &target.legend;
            let filled = legend.is_empty() || FILLED.iter().any(|word| legend.contains(word));
            (plain && !filled).then_some(name == legend)
        }
        Matched::Regexp(_) | Matched::Type(_) => None,
    }
}
