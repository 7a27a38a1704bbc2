//! Conversion between versions, in Kubernetes' words.
//!
//! Source: apiextensions-apiserver, `validateCustomResourceConversion`.

use crate::{
    diag::{Diagnostic, nearest},
    model::{
        Context,
        context::{BAD_VALUE, UNKNOWN_NAME},
    },
    project::{self, Spanned, Table, Words},
};

/// What may stand where: the path of a table, then its keys; a key with `!` must be there.
const KEYS: [(&str, &[&str]); 4] = [
    ("", &["strategy!", "webhook"]),
    (
        "webhook",
        &["client-config!", "conversion-review-versions!"],
    ),
    ("webhook.client-config", &["ca-bundle", "service", "url"]),
    (
        "webhook.client-config.service",
        &["name!", "namespace!", "path", "port"],
    ),
];

/// The conversion of a custom resource, checked.
pub fn check(ctx: &mut Context, crd: &project::Crd) -> Option<Spanned<Words>> {
    let written = crd.conversion.as_ref()?;
    let before = ctx.errors();
    check_keys(ctx, written, "");
    if ctx.errors() > before {
        return None;
    }
    let strategy = entry(written, "strategy")?;
    let webhook = entry(written, "webhook");
    match (&strategy.value, webhook) {
        (Words::String(text), Some(webhook)) if text == "None" => {
            let message = "a webhook converts only with `strategy = \"Webhook\"`";
            ctx.bad_value(webhook.span, message);
        }
        (Words::String(text), _) if text == "None" => {}
        (Words::String(text), Some(webhook)) if text == "Webhook" => check_webhook(ctx, webhook),
        (Words::String(text), None) if text == "Webhook" => {
            ctx.bad_value(strategy.span, "a conversion by webhook needs `webhook`");
        }
        _ => report_strategy(ctx, strategy),
    }
    Some(written.clone())
}

fn report_strategy(ctx: &mut Context, strategy: &Spanned<Words>) {
    let finding = Diagnostic::new(
        &BAD_VALUE,
        strategy.span,
        "the strategy is `None` or `Webhook`",
    );
    let near = match &strategy.value {
        Words::String(text) => nearest(text, ["None", "Webhook"]),
        _ => None,
    };
    ctx.report(match near {
        Some(near) => finding.propose(
            format!("did you mean `{near}`?"),
            strategy.span,
            format!("\"{near}\""),
        ),
        None => finding,
    });
}

fn table(words: &Spanned<Words>) -> Option<&Table<Spanned<Words>>> {
    match &words.value {
        Words::Table(table) => Some(table),
        _ => None,
    }
}

fn entry<'a>(words: &'a Spanned<Words>, key: &str) -> Option<&'a Spanned<Words>> {
    table(words)?.get(key)
}

fn check_keys(ctx: &mut Context, words: &Spanned<Words>, path: &str) {
    let Some((_, keys)) = KEYS.iter().find(|(known, _)| *known == path) else {
        return;
    };
    let Some(table) = table(words) else {
        ctx.bad_value(words.span, format!("`{path}` is a table"));
        return;
    };
    let bare = |key: &&'static str| key.trim_end_matches('!');
    let known: Vec<&str> = keys.iter().map(bare).collect();
    let is_free = |key: &&str| !table.contains_key(*key);
    let mut misspelt = Vec::new();
    for (name, value) in table {
        if !known.contains(&name.as_str()) {
            let free = known.iter().copied().filter(is_free);
            misspelt.extend(nearest(&name.value, free.clone()));
            ctx.report(
                Diagnostic::new(
                    &UNKNOWN_NAME,
                    name.span,
                    format!("a conversion has no `{}` here", name.value),
                )
                .suggest(&name.value, free, Some(name.span)),
            );
            continue;
        }
        let inner = if path.is_empty() {
            name.value.clone()
        } else {
            format!("{path}.{}", name.value)
        };
        check_keys(ctx, value, &inner);
    }
    for key in keys.iter().filter(|key| key.ends_with('!')).map(bare) {
        if is_free(&key) && !misspelt.contains(&key) {
            ctx.bad_value(words.span, format!("the conversion lacks `{key}`"));
        }
    }
}

fn check_webhook(ctx: &mut Context, webhook: &Spanned<Words>) {
    if let Some(config) = entry(webhook, "client-config") {
        let targets = [entry(config, "service"), entry(config, "url")];
        if targets.iter().flatten().count() != 1 {
            ctx.bad_value(
                config.span,
                "a webhook is reached by either `service` or `url`",
            );
        }
    }
    let Some(versions) = entry(webhook, "conversion-review-versions") else {
        return;
    };
    let known = |item: &Spanned<Words>| matches!(&item.value, Words::String(text) if text == "v1" || text == "v1beta1");
    let accepted = matches!(&versions.value, Words::List(items) if items.iter().any(known));
    if !accepted {
        ctx.report(
            Diagnostic::new(
                &BAD_VALUE,
                versions.span,
                "the API server speaks `v1` and `v1beta1` with webhooks",
            )
            .help("write `conversion-review-versions = [\"v1\"]`"),
        );
    }
}
