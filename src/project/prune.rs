//! What `enabled = false` removes.

use super::Project;

/// Removes what `enabled = false` removes.
pub fn prune(project: &mut Project) {
    project.metrics.retain(|_, metric| metric.enabled);
    project.scrape.retain(|_, scrape| scrape.enabled);
    for scrape in project.scrape.values_mut() {
        scrape.endpoints.retain(|_, endpoint| endpoint.enabled);
        if let Some(service) = &mut scrape.service {
            service.value.ports.retain(|_, port| port.enabled);
        }
    }
    project.workloads.retain(|_, workload| workload.enabled);
    project.recordings.retain(|_, recording| recording.enabled);
    project.alerts.retain(|_, alert| alert.enabled);
    for alert in project.alerts.values_mut() {
        alert.tests.retain(|_, test| test.enabled);
    }
    project.crds.retain(|_, crd| crd.enabled);
    for crd in project.crds.values_mut() {
        crd.samples.retain(|_, sample| sample.enabled);
        crd.versions.retain(|_, version| version.enabled);
        for version in crd.versions.values_mut() {
            version.columns.retain(|_, column| column.enabled);
        }
    }
    project.dashboards.retain(|_, dashboard| dashboard.enabled);
    for dashboard in project.dashboards.values_mut() {
        dashboard
            .annotations
            .retain(|_, annotation| annotation.enabled);
        dashboard.variables.retain(|_, variable| variable.enabled);
        dashboard.rows.retain(|_, row| row.enabled);
        for row in dashboard.rows.values_mut() {
            row.panels.retain(|_, panel| panel.enabled);
            row.panels
                .values_mut()
                .for_each(|panel| panel.queries.retain(|_, query| query.enabled));
        }
    }
}
