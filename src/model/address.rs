//! Where dashboards and panels are found: ids that stay while a panel moves, uids, addresses.

use super::names;
use crate::project::{Dashboard, Project};
use std::collections::{BTreeMap, BTreeSet};

/// Panel ids lie below this: short enough to read, large enough that two keys rarely meet.
const IDS: u32 = 1_000_000;

/// Longest uid that Grafana takes, in characters. Source: Grafana, `util.MaxUIDLength`.
const UID_LENGTH: usize = 40;

/// The ids of a dashboard's panels by key, and of its rows by `row:<key>`: from the key alone, so that a panel that moves keeps
/// its id. Ids are 1-based and unique; two keys that meet are told apart in the order of the keys.
pub fn panel_ids(dashboard: &Dashboard) -> BTreeMap<String, u32> {
    let rows = dashboard
        .rows
        .keys()
        .map(|key| format!("row:{}", key.value));
    let panels = dashboard
        .rows
        .values()
        .flat_map(|row| row.panels.keys())
        .map(|key| key.value.clone());
    let keys: BTreeSet<String> = rows.chain(panels).collect();
    let mut used = BTreeSet::new();
    let mut ids = BTreeMap::new();
    for key in keys {
        let mut id = fnv1a(&key) % IDS + 1;
        while !used.insert(id) {
            id = id % IDS + 1;
        }
        ids.insert(key, id);
    }
    ids
}

/// The uid of a dashboard: as declared, or `<project>-<key>`, shortened with a hash when it is too long.
pub fn dashboard_uid(project: &Project, key: &str) -> String {
    let declared = project
        .dashboards
        .get(key)
        .and_then(|dashboard| dashboard.uid.as_ref());
    let derived = || {
        let whole = names::object(&project.project.name.value, key);
        if whole.len() <= UID_LENGTH {
            return whole;
        }
        let kept: String = whole.chars().take(UID_LENGTH - 9).collect();
        format!("{kept}-{:08x}", fnv1a(&whole))
    };
    declared.map_or_else(derived, |uid| uid.value.clone())
}

/// The address of a panel, alone on the screen.
pub fn panel_url(grafana: &str, uid: &str, panel: u32) -> String {
    format!("{grafana}/d/{uid}?viewPanel={panel}")
}

/// The 32-bit FNV-1a hash. Source: RFC 9923.
fn fnv1a(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}
