//! Fields of groups and rules that older versions of Prometheus and of its operator do not know.
//!
//! Source: Prometheus, `model/rulefmt` (`RuleGroup`, `Rule`), and prometheus-operator, `monitoring/v1` (`RuleGroup`, `Rule`), of the
//! first version that knows a field and of the one before it. Deliberately absent: what `raw` sets, which is taken as it is.

use super::Group;
use crate::{
    diag::Diagnostic,
    model::{Context, Name, Targets, context::CONFLICT},
    text::{Language, Span},
};

/// A version, major and minor.
type Version = (u32, u32);

/// A field, with the first versions that know it.
struct Field {
    name: &'static str,
    /// `None` where every version that a project is likely to name knows it.
    prometheus: Option<Version>,
    operator: Version,
}

const LIMIT: Field = Field {
    name: "limit",
    prometheus: None,
    operator: (0, 65),
};

const QUERY_OFFSET: Field = Field {
    name: "query-offset",
    prometheus: Some((2, 53)),
    operator: (0, 78),
};

const LABELS: Field = Field {
    name: "labels",
    prometheus: Some((3, 0)),
    operator: (0, 79),
};

const KEEP_FIRING_FOR: Field = Field {
    name: "keep-firing-for",
    prometheus: Some((2, 42)),
    operator: (0, 66),
};

/// Reports fields that a target does not know, once for each target.
pub fn check(ctx: &mut Context, targets: &Targets, groups: &[Group]) {
    for group in groups {
        let limit = group.limit.as_ref().map(|limit| limit.span);
        let offset = group.query_offset.as_ref().map(|offset| offset.span);
        let labels = group.labels.values().next().map(|text| text.span);
        let alerts = group.alerts.iter();
        let kept = alerts.filter_map(|alert| Some(alert.keep_firing_for.as_ref()?.span));
        let written = [(&LIMIT, limit), (&QUERY_OFFSET, offset), (&LABELS, labels)]
            .into_iter()
            .filter_map(|(field, span)| Some((field, span?)))
            .chain(kept.map(|span| (&KEEP_FIRING_FOR, span)));
        for (field, span) in written {
            check_field(ctx, targets, field, span);
        }
    }
}

fn check_field(ctx: &mut Context, targets: &Targets, field: &Field, span: Span) {
    let written = &ctx.project.targets;
    let programs = [
        (
            "Prometheus",
            targets.prometheus,
            field.prometheus,
            &written.prometheus,
        ),
        (
            "prometheus-operator",
            targets.prometheus_operator,
            Some(field.operator),
            &written.prometheus_operator,
        ),
    ];
    for (program, target, needed, place) in programs {
        let (Some(target), Some(needed), Some(place)) = (target, needed, place) else {
            continue;
        };
        if target < needed {
            let name = match ctx.sources.get(span.file).language {
                Language::Toml => field.name.to_string(),
                Language::Yaml => field.name.replace('-', "_"),
            };
            ctx.report(too_old(&name, (program, needed), place, span));
        }
    }
}

fn too_old(
    field: &str,
    (program, (major, minor)): (&str, Version),
    target: &Name,
    span: Span,
) -> Diagnostic {
    let message = format!("`{field}` needs {program} {major}.{minor}");
    Diagnostic::new(&CONFLICT, span, message)
        .label(target.span, "the oldest version that must accept it")
        .help("raise the target, or leave the field out")
}

#[cfg(test)]
mod tests {
    use crate::model::rule::tests::findings;

    #[test]
    fn fields_that_a_target_does_not_know_are_refused() {
        let rules = |targets: &str| {
            format!(
                r#"
    [targets]
    {targets}
    [groups.shop]
    limit = 10
    query-offset = "30s"
    labels = {{ team = "blue" }}
    [alerts.A]
    expr = 'up == 0'
    keep-firing-for = "5m"
    "#
            )
        };
        let told = |targets: &str| -> Vec<String> {
            let found = findings(&rules(targets));
            found
                .into_iter()
                .map(|(message, at)| format!("{message} @ {at}"))
                .collect()
        };
        let cases: [(&str, &[&str]); 9] = [
            ("", &[]),
            ("prometheus = \"3.0\"\nprometheus-operator = \"0.79\"", &[]),
            (
                "prometheus = \"2.55\"",
                &["`labels` needs Prometheus 3.0 @ \"blue\""],
            ),
            (
                "prometheus = \"2.52\"",
                &[
                    "`query-offset` needs Prometheus 2.53 @ \"30s\"",
                    "`labels` needs Prometheus 3.0 @ \"blue\"",
                ],
            ),
            (
                "prometheus = \"2.41\"",
                &[
                    "`query-offset` needs Prometheus 2.53 @ \"30s\"",
                    "`labels` needs Prometheus 3.0 @ \"blue\"",
                    "`keep-firing-for` needs Prometheus 2.42 @ \"5m\"",
                ],
            ),
            (
                "prometheus-operator = \"0.78\"",
                &["`labels` needs prometheus-operator 0.79 @ \"blue\""],
            ),
            (
                "prometheus-operator = \"0.77\"",
                &[
                    "`query-offset` needs prometheus-operator 0.78 @ \"30s\"",
                    "`labels` needs prometheus-operator 0.79 @ \"blue\"",
                ],
            ),
            (
                "prometheus-operator = \"0.65\"",
                &[
                    "`query-offset` needs prometheus-operator 0.78 @ \"30s\"",
                    "`labels` needs prometheus-operator 0.79 @ \"blue\"",
                    "`keep-firing-for` needs prometheus-operator 0.66 @ \"5m\"",
                ],
            ),
            (
                "prometheus-operator = \"0.64\"",
                &[
                    "`limit` needs prometheus-operator 0.65 @ 10",
                    "`query-offset` needs prometheus-operator 0.78 @ \"30s\"",
                    "`labels` needs prometheus-operator 0.79 @ \"blue\"",
                    "`keep-firing-for` needs prometheus-operator 0.66 @ \"5m\"",
                ],
            ),
        ];
        for (targets, expected) in cases {
            assert_eq!(told(targets), expected, "{targets}");
        }
    }
}
