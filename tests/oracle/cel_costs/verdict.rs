//! What the server and we say of the rules of a schema.

use crate::judge::{accepted, judge};
use opsgen::apiserver::{Cause, Finding, Path, Schema, rules};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

/// What the server or we say of the rules of one schema.
#[derive(Debug, Default, PartialEq)]
pub struct Verdict {
    /// The costs by their fields: of one call, how often, whether bounds say so, all together; without what is wrong or costs nothing.
    costs: BTreeMap<String, [u64; 4]>,
    total: u64,
    /// The fields of errors, without those of `blamed`.
    pub refused: BTreeSet<String>,
    /// What the expressions cost, ascending, that are named only because of the sum; which ones of equal cost is up to chance.
    blamed: Vec<u64>,
}

/// Why an expression is refused, by its field.
pub type Reasons = BTreeMap<String, Vec<String>>;

/// Compares what the server says of schemas with what we say. Panics with what differs.
pub fn compare(schemas: &[Value]) {
    let (mut rules, mut refused, mut differences) = (0, 0, Vec::new());
    for (schema, (theirs, reasons)) in schemas.iter().zip(judged(schemas)) {
        let ours = ours(schema);
        rules += theirs.costs.len();
        refused += usize::from(!theirs.refused.is_empty());
        if ours != theirs {
            differences.push(difference(schema, [&ours, &theirs], &reasons));
        }
    }
    eprintln!(
        "{} schemas, {refused} of them refused, {rules} expressions, {} schemas differ",
        schemas.len(),
        differences.len()
    );
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

fn difference(schema: &Value, [ours, theirs]: [&Verdict; 2], reasons: &Reasons) -> String {
    let mut lines = vec![];
    let fields: BTreeSet<&String> = ours.costs.keys().chain(theirs.costs.keys()).collect();
    for field in fields {
        let (own, their) = (ours.costs.get(field), theirs.costs.get(field));
        if own != their {
            let text = text_at(schema, field);
            lines.push(format!(
                "{field} {text}\n  ours   {own:?}\n  theirs {their:?}"
            ));
        }
    }
    for field in ours.refused.symmetric_difference(&theirs.refused) {
        let text = text_at(schema, field);
        let why = match reasons
            .get(field)
            .filter(|_| theirs.refused.contains(field))
        {
            Some(reasons) => format!("only they refuse it: {reasons:?}"),
            None => format!("only we refuse it: {:?}", complaints(schema, field)),
        };
        lines.push(format!("{field} {text}\n  {why}"));
    }
    if ours.blamed != theirs.blamed {
        lines.push(format!("blamed {:?} and {:?}", ours.blamed, theirs.blamed));
    }
    if ours.total != theirs.total {
        lines.push(format!("total {} and {}", ours.total, theirs.total));
    }
    lines.join("\n")
}

/// The text of an expression at a field of the server.
fn text_at(schema: &Value, field: &str) -> String {
    let findings = rules::costs(&Schema::read(schema), &whole());
    let own = findings.expressions.iter().find(|cost| cost.field == field);
    let text = own.and_then(|cost| schema.pointer(&cost.pointer));
    text.map(Value::to_string).unwrap_or_default()
}

/// What we say at a field.
fn complaints(schema: &Value, field: &str) -> Vec<String> {
    let findings = rules::check(&Schema::read(schema), &whole(), &[]).into_iter();
    let own = findings.filter(|finding| finding.field == field);
    own.map(|finding| finding.message).collect()
}

/// What we refuse because of its cost.
pub fn refusals(schema: &Value) -> Vec<Finding> {
    let findings = rules::check(&Schema::read(schema), &whole(), &[]).into_iter();
    findings
        .filter(|finding| finding.cause == Cause::Forbidden)
        .collect()
}

fn whole() -> Path<'static> {
    Path::root("spec.validation.openAPIV3Schema", "")
}

fn ours(schema: &Value) -> Verdict {
    let read = Schema::read(schema);
    let costs = rules::costs(&read, &whole());
    let mut verdict = Verdict {
        total: costs.total,
        ..Verdict::default()
    };
    for cost in costs
        .expressions
        .into_iter()
        .filter(|cost| cost.per_call > 0)
    {
        let figures = [
            cost.per_call,
            cost.cardinality,
            u64::from(cost.is_bounded),
            cost.cost,
        ];
        verdict.costs.insert(cost.field, figures);
    }
    let mut reasons = Reasons::new();
    for finding in rules::check(&read, &whole(), &[]) {
        reasons
            .entry(finding.field)
            .or_default()
            .push(finding.message);
    }
    verdict.with_refused(&reasons, "the expression adds")
}

impl Verdict {
    /// `blame` begins the reason of what is named only because of the sum.
    fn with_refused(mut self, reasons: &Reasons, blame: &str) -> Self {
        for (field, reasons) in reasons {
            if reasons.iter().all(|reason| reason.starts_with(blame)) {
                self.blamed.push(self.costs[field][3]);
            } else {
                self.refused.insert(field.clone());
            }
        }
        self.blamed.sort_unstable();
        self
    }
}

/// What the server says of each schema.
pub fn judged(schemas: &[Value]) -> Vec<(Verdict, Reasons)> {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let path = folder.path().join("in.jsonl");
    let lines = schemas
        .iter()
        .map(|schema| json!({"id": "", "object": definition(schema)}).to_string() + "\n");
    fs::write(&path, lines.collect::<String>()).expect("the definitions can be written");
    let file = fs::File::open(&path).expect("it was written");
    let out = accepted(judge("celcost").arg("-verdict").stdin(file));
    let verdicts: Vec<(Verdict, Reasons)> = out.lines().map(theirs).collect();
    assert_eq!(verdicts.len(), schemas.len(), "one verdict for each schema");
    verdicts
}

fn definition(schema: &Value) -> Value {
    json!({
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": "boxes.example.com"},
        "spec": {
            "group": "example.com",
            "names": {"kind": "Box", "listKind": "BoxList", "plural": "boxes", "singular": "box"},
            "scope": "Namespaced",
            "versions": [{"name": "v1", "served": true, "storage": true, "schema": {"openAPIV3Schema": schema}}],
        },
    })
}

fn theirs(line: &str) -> (Verdict, Reasons) {
    let said: Value = serde_json::from_str(line).expect("the judge writes JSON");
    let amount = |value: &Value| match value {
        Value::String(text) => text.parse().expect("a number"),
        value => value.as_u64().unwrap_or_default(),
    };
    let mut verdict = Verdict::default();
    for schema in said["schemas"].as_array().into_iter().flatten() {
        verdict.total = amount(&schema["total"]);
        for rule in schema["rules"].as_array().into_iter().flatten() {
            let field = rule["path"].as_str().expect("a rule has a path").to_owned();
            // The server multiplies the cost of a rule, and not that of a message.
            let (times, is_bounded) = match rule["kind"] == "rule" {
                true => (amount(&rule["cardinality"]), rule["bounded"] == true),
                false => (1, true),
            };
            let per_call = amount(&rule["per_call"]);
            let figures = [
                per_call,
                times,
                u64::from(is_bounded),
                amount(&rule["cost"]),
            ];
            if per_call > 0 {
                verdict.costs.insert(field, figures);
            }
        }
    }
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut reasons = Reasons::new();
    for error in said["errors"].as_array().into_iter().flatten() {
        reasons
            .entry(text(&error["field"]))
            .or_default()
            .push(text(&error["detail"]));
    }
    let verdict = verdict.with_refused(&reasons, "contributed to estimated rule cost");
    (verdict, reasons)
}
