//! Conversion between versions: none, or by a webhook.

use crate::apiserver::{
    definition::{
        parts::{Client, Conversion, Definition, Service},
        rule::CONVERSION,
    },
    finding::{Cause, Finding},
    metadata::{Syntax, name_problem},
    path::Path,
    url,
};

/// The strategies there are.
const STRATEGIES: [&str; 2] = ["None", "Webhook"];

/// The versions of `ConversionReview` that the server speaks; a webhook must know one of them.
const REVIEWS: [&str; 2] = ["v1", "v1beta1"];

/// Where the server spells fields otherwise than they are written.
struct Spelling<'a> {
    client: Path<'a>,
    reviews: Path<'a>,
}

/// Judges `spec.conversion`.
pub fn check(definition: &Definition, findings: &mut Vec<Finding>) {
    let conversion = &definition.conversion;
    let path = Path::root("spec.conversion", "/spec/conversion");
    let webhook = Path::root("spec.conversion", "/spec/conversion/webhook");
    let spelling = Spelling {
        client: webhook.spelled("webhookClientConfig", "clientConfig"),
        reviews: webhook.child("conversionReviewVersions"),
    };
    check_strategy(definition, &path.child("strategy"), findings);
    if conversion.strategy == "Webhook" {
        match &conversion.client {
            Some(client) => check_client(client, &spelling.client, findings),
            None => {
                let message = "the webhook has no `clientConfig`";
                let finding = required(&spelling.client, message);
                findings.push(finding.with_help("tell where it listens: `service` or `url`"));
            }
        }
        check_reviews(&conversion.review_versions, &spelling.reviews, findings);
    } else {
        check_unused(conversion, &spelling, findings);
    }
}

fn invalid(path: &Path<'_>, message: String) -> Finding {
    Finding::new(path, Cause::Invalid, CONVERSION, message)
}

fn required(path: &Path<'_>, message: &str) -> Finding {
    Finding::new(path, Cause::Required, CONVERSION, message)
}

fn check_strategy(definition: &Definition, path: &Path<'_>, findings: &mut Vec<Finding>) {
    let strategy = &definition.conversion.strategy;
    if strategy.is_empty() {
        let finding = required(path, "the conversion has no strategy");
        findings.push(finding.with_help("write `None` or `Webhook`"));
    } else if !STRATEGIES.contains(&strategy.as_str()) {
        let message =
            format!("the conversion strategy `{strategy}` is neither `None` nor `Webhook`");
        let finding = Finding::new(path, Cause::NotSupported, CONVERSION, message);
        let meant = STRATEGIES
            .iter()
            .find(|known| known.eq_ignore_ascii_case(strategy));
        findings.push(match meant {
            Some(meant) => finding.with_help(format!("write `{meant}`")),
            None => finding,
        });
    }
    if strategy != "None" && definition.preserves_unknown_fields {
        let message =
            format!("the conversion strategy is `{strategy}` and `preserveUnknownFields` is true");
        findings.push(invalid(path, message));
    }
}

/// What only webhooks have.
fn check_unused(conversion: &Conversion, spelling: &Spelling<'_>, findings: &mut Vec<Finding>) {
    let rows = [
        (
            conversion.client.is_some(),
            &spelling.client,
            "clientConfig",
        ),
        (
            !conversion.review_versions.is_empty(),
            &spelling.reviews,
            "conversionReviewVersions",
        ),
    ];
    for (is_there, path, key) in rows {
        if is_there {
            let strategy = &conversion.strategy;
            let message = format!("`{key}` is for webhooks, and the strategy is `{strategy}`");
            let finding = Finding::new(path, Cause::Forbidden, CONVERSION, message);
            findings.push(finding.with_help("write `strategy: Webhook`, or remove `webhook`"));
        }
    }
}

fn check_client(client: &Client, path: &Path<'_>, findings: &mut Vec<Finding>) {
    match (&client.url, &client.service) {
        (Some(url), None) => check_url(url, &path.child("url"), findings),
        (None, Some(service)) => check_service(service, &path.child("service"), findings),
        (Some(_), Some(_)) => {
            findings.push(required(
                path,
                "`clientConfig` has both `url` and `service`",
            ));
        }
        (None, None) => {
            findings.push(required(
                path,
                "`clientConfig` has neither `url` nor `service`",
            ));
        }
    }
}

fn check_url(text: &str, path: &Path<'_>, findings: &mut Vec<Finding>) {
    let help = "write it as `https://host:port/path`";
    let url = match url::parse(text) {
        Ok(url) => url,
        Err(why) => {
            let message = format!("the address `{text}` cannot be read: {why}");
            findings.push(required(path, &message).with_help(help));
            return;
        }
    };
    let rows = [
        (url.scheme != "https", "does not begin with `https://`"),
        (url.host.is_empty(), "has no host"),
        (url.has_user, "holds a user"),
        (!url.fragment.is_empty(), "holds a fragment after `#`"),
        (!url.query.is_empty(), "holds a query after `?`"),
    ];
    for (is_wrong, why) in rows {
        if is_wrong {
            let finding = invalid(path, format!("the address `{text}` {why}"));
            findings.push(finding.with_help(help));
        }
    }
}

fn check_service(service: &Service, path: &Path<'_>, findings: &mut Vec<Finding>) {
    // The server mixes up the two names: it reports each at the field of the other.
    let rows = [
        ("name", "namespace", &service.name),
        ("namespace", "name", &service.namespace),
    ];
    for (key, reported, value) in rows {
        if value.is_empty() {
            let message = format!("`{key}` of the service is missing");
            let finding = required(&path.child(reported), &message);
            findings.push(finding.written_at(&path.child(key)));
        }
    }
    let port = service.port;
    if !(1..=65535).contains(&port) {
        let message = format!("the port {port} is not between 1 and 65535");
        findings.push(invalid(&path.child("port"), message));
    }
    if let Some(text) = &service.path {
        check_path(text, &path.child("path"), findings);
    }
}

fn check_path(text: &str, path: &Path<'_>, findings: &mut Vec<Finding>) {
    if matches!(text, "" | "/") {
        return;
    }
    if !text.starts_with('/') {
        let finding = invalid(path, format!("the path `{text}` does not begin with `/`"));
        findings.push(finding.with_help(format!("write `/{text}`")));
        return;
    }
    let inner = text.strip_prefix('/').unwrap_or(text);
    let inner = inner.strip_suffix('/').unwrap_or(inner);
    for segment in inner.split('/') {
        let why = match segment {
            "" => Some("is empty".to_owned()),
            _ => name_problem(segment, Syntax::Subdomain),
        };
        if let Some(why) = why {
            let message = format!("the segment `{segment}` of the path `{text}` {why}");
            findings.push(invalid(path, message));
        }
    }
}

fn check_reviews(versions: &[String], path: &Path<'_>, findings: &mut Vec<Finding>) {
    let known = versions
        .iter()
        .any(|version| REVIEWS.contains(&version.as_str()));
    if versions.is_empty() {
        let finding = required(path, "the webhook has no `conversionReviewVersions`");
        findings.push(finding.with_help("write `[v1]`"));
    } else if !known {
        let message = format!(
            "`conversionReviewVersions` is [{}], without `v1` or `v1beta1`",
            versions.join(", ")
        );
        findings.push(invalid(path, message).with_help("write `[v1]`"));
    }
    for (index, version) in versions.iter().enumerate() {
        let path = path.index(index);
        if versions[..index].contains(version) {
            findings.push(invalid(&path, format!("`{version}` is there twice")));
        } else if let Some(why) = name_problem(version, Syntax::LetterLabel) {
            findings.push(invalid(&path, format!("the version `{version}` {why}")));
        }
    }
}
