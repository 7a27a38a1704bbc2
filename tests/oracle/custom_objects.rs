//! Custom objects, good and changed: our verdict, fields and stored object beside those of the server's own packages, and of a server.
//!
//! Objects are made from the schemas of definitions (fixtures, what gen emits, `shared/corpora` beside a folder above where it is there) and
//! changed in the ways of `custom_objects/mutations.rs` and `heads.rs`. `OBJECTS` says how many there are (default 5,000), `SEED` which.

mod formats;
mod heads;
mod judge;
mod make;
mod mutations;
mod places;
mod schemas;

use std::collections::{BTreeMap, BTreeSet};

use opsgen::apiserver::Cause;
use opsgen::apiserver::object::{Definition, Judged, Strictness, judge as judge_object};
use serde_json::Value;

use crate::custom_objects::heads::HEADS;
use crate::custom_objects::judge::{Verdict, ask_packages, ask_server};
use crate::custom_objects::mutations::CHANGES;
use crate::custom_objects::places::places;
use crate::definitions::seeds;
use crate::difference::differences;
use crate::language::number;
use crate::random::Random;
use crate::yaml;

/// What the server refuses, accepts or stores otherwise than gen, with the reason.
const KNOWN: [(&str, &str); 0] = [];

/// A definition, and the objects made for it.
pub struct Group {
    /// The definition as it is written.
    pub definition: Value,
    /// Its objects.
    pub cases: Vec<Case>,
}

/// An object.
pub struct Case {
    /// What was changed.
    pub name: String,
    /// How strictly it is judged.
    pub strictness: Strictness,
    /// The object.
    pub object: Value,
}

#[test]
#[ignore = "needs ci/oracles.sh"]
fn changed_objects_are_judged_as_the_servers_packages_judge_them() {
    let groups = grow(count("OBJECTS", 5_000));
    let verdicts = ask_packages(&groups);
    let mut report = Report::default();
    report.compare(&groups, &verdicts);
    report.end(2_000);
}

#[test]
#[ignore = "needs ci/oracles.sh"]
fn changed_objects_are_judged_as_a_server_judges_them() {
    let mut groups = grow(count("ASKED", 1_200));
    for group in &mut groups {
        // Strict and lenient alike; what the packages tell of lenient decoding is enough for the rest.
        group
            .cases
            .retain(|case| case.object.to_string().len() < 100_000);
    }
    let verdicts = ask_server(&groups);
    let mut report = Report::default();
    report.compare(&groups, &verdicts);
    report.end(300);
}

fn count(variable: &str, default: u64) -> usize {
    usize::try_from(number(variable, default)).expect("a small number")
}

/// Definitions with objects: for each, a third unchanged, the rest changed once or twice.
fn grow(count: usize) -> Vec<Group> {
    let mut definitions: Vec<Value> = yaml::split(include_str!("custom_objects/rich.yaml"))
        .into_iter()
        .map(yaml::value)
        .collect();
    let mut names: BTreeSet<String> = definitions
        .iter()
        .map(|each| yaml::word(each, "/metadata/name").to_owned())
        .collect();
    // The same definition as an example emits it and as its project wrote it is asked once.
    definitions.extend(
        seeds::all()
            .into_iter()
            .filter(|seed| names.insert(seed.name.clone()))
            .map(|seed| seed.object),
    );
    let mut random = Random::new(number("SEED", 1));
    let share = count.div_ceil(definitions.len() + 12);
    let mut groups = Vec::new();
    for (index, mut definition) in definitions.into_iter().enumerate() {
        // A webhook for conversion would have to answer.
        definition["spec"]
            .as_object_mut()
            .expect("it has a spec")
            .shift_remove("conversion");
        // The fixtures hold what is rare.
        let share = if index < 4 { share * 4 } else { share };
        let cases = (0..share)
            .map(|turn| case(&definition, turn, &mut random))
            .collect();
        groups.push(Group { definition, cases });
    }
    groups
}

fn case(definition: &Value, turn: usize, random: &mut Random) -> Case {
    let versions = definition["spec"]["versions"]
        .as_array()
        .expect("there are versions");
    let served: Vec<&Value> = versions
        .iter()
        .filter(|version| version["served"] == true)
        .collect();
    let version = served[random.below(served.len())];
    let mut object = make::resource(definition, version, random);
    let mut names = Vec::new();
    let changes = [0, 1, 1, 1, 1, 2][random.below(6)];
    for _ in 0..changes {
        let kinds = CHANGES.len() + HEADS.len();
        let kind = (turn * 7 + random.below(kinds)) % kinds;
        match CHANGES.get(kind) {
            Some(change) => {
                let schema = &version["schema"]["openAPIV3Schema"];
                let mut fitting = places(&object, schema);
                fitting.retain(|place| {
                    let value = object.pointer(&place.pointer).expect("it was found");
                    !place.pointer.is_empty() && (change.fits)(place.schema, value)
                });
                if fitting.is_empty() {
                    continue;
                }
                let place = &fitting[random.below(fitting.len())];
                let value = object.pointer(&place.pointer).expect("it was found");
                let other = (change.other)(place.schema, value, random);
                names.push(format!("{} at {}", change.name, place.pointer));
                *object.pointer_mut(&place.pointer).expect("it was found") = other;
            }
            None => {
                let head = &HEADS[kind - CHANGES.len()];
                if object["metadata"].is_object() && object["spec"].is_object() {
                    (head.apply)(&mut object);
                    names.push(head.name.to_owned());
                }
            }
        }
    }
    let strictness = if random.below(3) == 0 {
        Strictness::Lenient
    } else {
        Strictness::Strict
    };
    let name = format!(
        "{}: {}",
        yaml::word(definition, "/metadata/name"),
        names.join(" and ")
    );
    Case {
        name,
        strictness,
        object,
    }
}

/// What was counted.
#[derive(Default)]
struct Report {
    accepted: usize,
    refused: usize,
    kinds: BTreeMap<String, usize>,
    differences: Vec<String>,
}

impl Report {
    fn compare(&mut self, groups: &[Group], verdicts: &[Verdict]) {
        let mut verdicts = verdicts.iter();
        for group in groups {
            let definition = Definition::read(&group.definition);
            for case in &group.cases {
                let verdict = verdicts.next().expect("one for each");
                let judged = judge_object(&definition, &case.object, case.strictness);
                self.add(case, verdict, &judged);
            }
        }
        assert!(verdicts.next().is_none(), "as many verdicts as objects");
    }

    fn add(&mut self, case: &Case, verdict: &Verdict, judged: &Judged) {
        if verdict.accepted {
            self.accepted += 1;
        } else {
            self.refused += 1;
        }
        for name in case
            .name
            .split(": ")
            .skip(1)
            .flat_map(|names| names.split(" and "))
        {
            let kind = name.split(" at /").next().unwrap_or_default().to_owned();
            *self.kinds.entry(kind).or_default() += 1;
        }
        if KNOWN.iter().any(|(name, _)| case.name.contains(name)) {
            return;
        }
        let wrong = wrong(verdict, judged);
        if !wrong.is_empty() {
            let findings: Vec<&str> = judged
                .findings
                .iter()
                .map(|finding| finding.message.as_str())
                .collect();
            self.differences.push(format!(
                "{} ({:?})\n  {}\n  server: {}\n  ours: {findings:?}\n  object: {}",
                case.name,
                case.strictness,
                wrong.join("\n  "),
                verdict.story,
                case.object
                    .to_string()
                    .chars()
                    .take(1500)
                    .collect::<String>()
            ));
        }
    }

    fn end(&self, least: usize) {
        self.tell();
        assert!(self.accepted + self.refused >= least, "too few were asked");
        let kinds = self.kinds.len();
        assert!(kinds > 100, "too few kinds of changes: {:?}", self.kinds);
    }

    /// Tells the counts; panics when something differs.
    fn tell(&self) {
        let (accepted, refused) = (self.accepted, self.refused);
        let kinds = self.kinds.len();
        eprintln!(
            "{} objects: {accepted} accepted, {refused} refused, {kinds} kinds",
            accepted + refused
        );
        let shown: Vec<&str> = self
            .differences
            .iter()
            .take(20)
            .map(String::as_str)
            .collect();
        assert!(
            self.differences.is_empty(),
            "{} differ\n\n{}",
            self.differences.len(),
            shown.join("\n\n")
        );
    }
}

/// What differs, one line for each.
fn wrong(verdict: &Verdict, judged: &Judged) -> Vec<String> {
    let mut wrong = Vec::new();
    if verdict.accepted != judged.findings.is_empty() {
        wrong.push(format!("accepted: expected {}", verdict.accepted));
        return wrong;
    }
    let fields: BTreeSet<String> = judged
        .findings
        .iter()
        .map(|finding| finding.field.clone())
        .collect();
    let undecodable = judged
        .findings
        .iter()
        .all(|finding| finding.cause == Cause::Undecodable || finding.rule == "unserved-version");
    if let Some(mut expected) = verdict.fields.clone() {
        // The name that the server makes of a wrong beginning is wrong too: gen tells of the beginning only.
        if fields.contains("metadata.generateName") && !fields.contains("metadata.name") {
            expected.remove("metadata.name");
        }
        if expected != fields {
            wrong.push(format!("fields: expected {expected:?}, found {fields:?}"));
        }
    }
    if verdict.fields.is_none() && !undecodable {
        wrong.push("expected an error of decoding".to_owned());
    }
    if let Some(stored) = &verdict.object {
        wrong.extend(differences(stored, &judged.object));
    }
    wrong
}
