//! Keys that a Go type does not have, and what was probably meant.

use crate::{
    apiserver::{
        decode::{
            RULE,
            table::{Fields, SCHEMA},
        },
        finding::{Cause, Finding},
        path::Path,
    },
    promql::nearest::find_nearest,
};

/// Longer names are not compared with known ones.
const LONGEST: usize = 60;

/// More names are not listed.
const MOST_LISTED: usize = 6;

/// Keywords of JSON Schema and OpenAPI that Kubernetes does not have, with what does their work.
const FOREIGN: &[(&str, &str)] = &[
    ("const", "an `enum` with one value says the same"),
    ("examples", "there is `example`, with one value"),
    ("$defs", "write each schema where it is used"),
    (
        "$comment",
        "`description` is what `kubectl explain` shows; comments of YAML are free",
    ),
    ("if", "a rule in `x-kubernetes-validations` can say it"),
    ("then", "a rule in `x-kubernetes-validations` can say it"),
    ("else", "a rule in `x-kubernetes-validations` can say it"),
    (
        "propertyNames",
        "a rule such as `self.all(key, key.matches('^[a-z]+$'))` can say it",
    ),
    (
        "contains",
        "a rule such as `self.exists(item, item == 'a')` can say it",
    ),
    (
        "readOnly",
        "the rule `self == oldSelf` keeps a value from changing",
    ),
    (
        "writeOnly",
        "the server returns whatever it stores: keep secrets in a `Secret`",
    ),
    (
        "deprecated",
        "say it in the `description`; only versions can be deprecated",
    ),
    (
        "dependentRequired",
        "a rule such as `!has(self.a) || has(self.b)` can say it",
    ),
    (
        "unevaluatedProperties",
        "unknown fields are dropped unless `x-kubernetes-preserve-unknown-fields` keeps them",
    ),
];

/// The finding about the key of an object, at the key.
pub fn finding(key: &str, known: &Fields, path: &Path<'_>) -> Finding {
    let message = format!("unknown field `{key}` of {}", known.name);
    let finding = Finding::new(&path.child(key), Cause::Undecodable, RULE, message).at_key();
    match advice(key, known) {
        Some(help) => finding.with_help(help),
        None => finding,
    }
}

fn advice(key: &str, known: &Fields) -> Option<String> {
    let names = || known.rows.iter().map(|(name, _)| *name);
    let foreign = FOREIGN.iter().find(|(name, _)| *name == key);
    if let (Some((_, help)), "a schema") = (foreign, known.name) {
        return Some((*help).to_owned());
    }
    if let Some(nearest) = find_near(key, names()) {
        return Some(format!("write `{nearest}`"));
    }
    if SCHEMA.find(key).is_some() {
        return Some("a keyword of schemas stands below `openAPIV3Schema`".to_owned());
    }
    match names().count() {
        0 => Some("it has no fields: write `{}`".to_owned()),
        count if count <= MOST_LISTED => {
            let names: Vec<String> = names().map(|name| format!("`{name}`")).collect();
            Some(format!("its fields are {}", names.join(", ")))
        }
        _ => None,
    }
}

/// The known name that was meant: the same but for case, or with a slip in it.
fn find_near<'a>(key: &str, mut names: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    if key.len() > LONGEST {
        return None;
    }
    let same = |name: &&str| name.eq_ignore_ascii_case(key);
    names
        .clone()
        .find(same)
        .or_else(|| find_nearest(key, &mut names))
}

#[cfg(test)]
mod tests {
    use super::{advice, find_near};
    use crate::apiserver::decode::table::{DEFINITION, SCHEMA};

    #[test]
    fn the_help_names_what_was_meant() {
        let cases = [
            ("tpye", Some("write `type`")),
            ("maxlength", Some("write `maxLength`")),
            ("const", Some("an `enum` with one value says the same")),
            ("somethingElse", None),
        ];
        for (key, expected) in cases {
            assert_eq!(advice(key, &SCHEMA).as_deref(), expected, "{key}");
        }
        let help = advice("pattern", &DEFINITION).expect("a keyword of schemas");
        assert!(help.contains("openAPIV3Schema"), "{help}");
        assert_eq!(find_near(&"t".repeat(1000), ["type"].into_iter()), None);
    }
}
