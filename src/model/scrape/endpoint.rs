//! Endpoints: the scrape's defaults put in, values parsed.

use super::{Access, Endpoint, Port, relabeling};
use crate::{
    catalog,
    diag::Diagnostic,
    model::{
        Context, MonitorKind, Name, Prometheus, Spanned,
        context::CONFLICT,
        duration::{self, Duration},
        names,
    },
    project,
    relabel::Names,
};

/// What the endpoints of a scrape share.
#[derive(Clone, Copy)]
pub struct Shared<'a> {
    /// The scrape.
    pub scrape: &'a project::Scrape,
    /// Names that labels may have.
    pub names: Names,
    /// What scrapes.
    pub prometheus: &'a Prometheus,
}

/// Reads an endpoint; `None` when its port is none, which is reported.
pub fn resolve(
    ctx: &mut Context,
    shared: Shared,
    key: &Name,
    written: &project::Endpoint,
) -> Option<Endpoint> {
    let scrape = shared.scrape;
    check_catalogs(ctx, written.catalogs.iter().flatten());
    let port = port(ctx, scrape.kind.value, written.port.as_ref().unwrap_or(key));
    let interval = spanned(ctx, written.interval.as_ref().or(scrape.interval.as_ref()));
    let scrape_timeout = spanned(
        ctx,
        written
            .scrape_timeout
            .as_ref()
            .or(scrape.scrape_timeout.as_ref()),
    );
    check_timeout(ctx, shared, interval.as_ref(), scrape_timeout.as_ref());
    let params = written.params.as_ref().unwrap_or(&scrape.params);
    let steps = written.relabelings.as_ref().or(scrape.relabelings.as_ref());
    let metric_steps = written
        .metric_relabelings
        .as_ref()
        .or(scrape.metric_relabelings.as_ref());
    Some(Endpoint {
        key: key.clone(),
        port: port?,
        serves: written.serves.clone().or_else(|| scrape.serves.clone()),
        catalogs: written
            .catalogs
            .as_ref()
            .unwrap_or(&scrape.catalogs)
            .clone(),
        honor_labels: or(&written.honor_labels, &scrape.honor_labels),
        honor_timestamps: or(&written.honor_timestamps, &scrape.honor_timestamps),
        interval,
        scrape_timeout,
        path: path(ctx, or(&written.path, &scrape.path)),
        scheme: scheme(ctx, or(&written.scheme, &scrape.scheme)),
        params: params
            .iter()
            .map(|(name, values)| (name.clone(), values.clone()))
            .collect(),
        tls: or(&written.tls, &scrape.tls),
        access: access(ctx, scrape, written),
        relabelings: relabeling::resolve(ctx, shared.names, steps.map(Vec::as_slice)),
        metric_relabelings: relabeling::resolve(ctx, shared.names, metric_steps.map(Vec::as_slice)),
        raw: written.raw.clone(),
    })
}

fn or<T: Clone>(own: &Option<Spanned<T>>, default: &Option<Spanned<T>>) -> Option<Spanned<T>> {
    own.clone().or_else(|| default.clone())
}

/// A port: all digits are a number.
pub fn port(ctx: &mut Context, kind: MonitorKind, written: &Name) -> Option<Spanned<Port>> {
    let text = &written.value;
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let number = text.parse().ok().filter(|number| *number > 0);
        if number.is_none() {
            ctx.bad_value(written.span, format!("`{text}` is not a port: 1 to 65535"));
        }
        return number.map(|number| Spanned::new(Port::Number(number), written.span));
    }
    let valid = match kind {
        MonitorKind::ServiceMonitor => names::is_rfc1123_label(text),
        MonitorKind::PodMonitor => names::is_port_name(text),
    };
    if !valid {
        let what = match kind {
            MonitorKind::ServiceMonitor => "a Service's port: up to 63",
            MonitorKind::PodMonitor => "a container's port: up to 15",
        };
        ctx.bad_value(
            written.span,
            format!("`{text}` is not the name of {what} of `a-z`, `0-9` and `-`"),
        );
    }
    valid.then(|| Spanned::new(Port::Name(text.clone()), written.span))
}

fn spanned(ctx: &mut Context, written: Option<&Name>) -> Option<Spanned<Duration>> {
    let written = written?;
    duration::read(ctx, written).map(|duration| Spanned::new(duration, written.span))
}

/// A timeout above the interval makes the operator refuse the monitor.
/// Source: prometheus-operator, `CompareScrapeTimeoutToScrapeInterval`.
fn check_timeout(
    ctx: &mut Context,
    shared: Shared,
    interval: Option<&Spanned<Duration>>,
    timeout: Option<&Spanned<Duration>>,
) {
    let Some(timeout) = timeout else { return };
    let longest = interval.map_or(&shared.prometheus.scrape_interval, |interval| {
        &interval.value
    });
    if timeout.millis <= longest.millis {
        return;
    }
    let message = format!(
        "the scrape timeout `{}` is longer than the interval `{}`",
        timeout.text, longest.text
    );
    let finding = Diagnostic::new(&CONFLICT, timeout.span, message);
    let place = interval.map(|interval| interval.span).or_else(|| {
        let global = ctx.project.prometheus.scrape_interval.as_ref();
        global.map(|global| global.span)
    });
    let finding = match place {
        Some(span) => finding.label(span, "the interval is set here"),
        None => finding.note("the interval is Prometheus's default"),
    };
    ctx.report(finding.help("a scrape must end before the next one begins"));
}

fn path(ctx: &mut Context, path: Option<Name>) -> Option<Name> {
    if let Some(path) = path.as_ref().filter(|path| !path.value.starts_with('/')) {
        ctx.bad_value(
            path.span,
            format!("the path `{}` must begin with `/`", path.value),
        );
    }
    path
}

fn scheme(ctx: &mut Context, scheme: Option<Name>) -> Option<Name> {
    if let Some(scheme) = &scheme
        && !matches!(scheme.as_str(), "http" | "https")
    {
        ctx.bad_value(
            scheme.span,
            format!(
                "the scheme `{}` is neither `http` nor `https`",
                scheme.value
            ),
        );
    }
    scheme
}

/// An endpoint that says how it proves who asks takes nothing of that from the scrape.
fn access(ctx: &mut Context, scrape: &project::Scrape, written: &project::Endpoint) -> Access {
    let own = Access {
        authorization: written.authorization.clone(),
        basic_auth: written.basic_auth.clone(),
        oauth2: written.oauth2.clone(),
        bearer_token_file: written.bearer_token_file.clone(),
    };
    let access = if own.ways().is_empty() {
        Access {
            authorization: scrape.authorization.clone(),
            basic_auth: scrape.basic_auth.clone(),
            oauth2: scrape.oauth2.clone(),
            bearer_token_file: scrape.bearer_token_file.clone(),
        }
    } else {
        own
    };
    if let [first, second, ..] = access.ways()[..] {
        let message = format!("`{}` and `{}` exclude each other", first.0, second.0);
        ctx.report(
            Diagnostic::new(&CONFLICT, second.1, message)
                .label(first.1, "the other way is set here"),
        );
    }
    if let (MonitorKind::PodMonitor, Some(file)) = (scrape.kind.value, &access.bearer_token_file) {
        let finding = Diagnostic::new(
            &CONFLICT,
            file.span,
            "a PodMonitor takes no `bearer-token-file`",
        );
        let finding = finding.label(scrape.kind.span, "the kind is set here");
        ctx.report(finding.help("use `authorization = { credentials = { name, key } }`"));
    }
    access
}

/// Reports catalogues that are neither the project's nor built in.
pub fn check_catalogs<'a>(ctx: &mut Context, written: impl IntoIterator<Item = &'a Name>) {
    let project = ctx.project;
    for name in written {
        let own = project.catalogs.contains_key(name.as_str());
        if !own && !catalog::names().contains(&name.as_str()) {
            let own = project.catalogs.keys().map(Name::as_str);
            let known: Vec<&str> = own.chain(catalog::names()).collect();
            ctx.unknown("catalogue", name, known);
        }
    }
}
