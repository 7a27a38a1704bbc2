//! Texts that nearly have a format: which of them the server's packages accept.

use std::collections::BTreeSet;

use opsgen::apiserver::format::matches;
use opsgen::apiserver::object::Strictness;
use serde_json::{Map, Value, json};

use crate::custom_objects::judge::ask_packages;
use crate::custom_objects::{Case, Group};
use crate::language::number;
use crate::random::Random;

/// Formats with texts that have them, or nearly.
const FORMATS: &[(&str, &[&str])] = &[
    ("bsonobjectid", &["507f1f77bcf86cd799439011"]),
    ("byte", &["c2VjcmV0", "c2VjcmU=", "c2VjcQ==", "+/8="]),
    (
        "cidr",
        &[
            "10.0.0.0/8",
            "2001:db8::/32",
            "::ffff:1.2.3.4/96",
            "010.1.1.1/032",
            "0.0.0.0/0",
        ],
    ),
    (
        "creditcard",
        &[
            "4220 8554 2622 2389",
            "5139288802098206",
            "374953669708156",
            "6011464355444102",
            "3548209662790989",
        ],
    ),
    (
        "date",
        &["2026-05-31", "2024-02-29", "1900-02-28", "0000-01-01"],
    ),
    (
        "date-time",
        &[
            "2026-05-31T12:00:00Z",
            "2026-05-31t23:59:59.999+23:59",
            "2024-02-29T00:00:00,1-00:00",
        ],
    ),
    (
        "duration",
        &[
            "1h30m",
            "-1.5h",
            "+0",
            "5 days",
            "2wk",
            "3 Weeks 1us",
            "1\u{b5}s",
            "1\u{3bc}s",
            "2562047h47m16.854775807s",
            "9223372036854775807ns",
            ".5s",
        ],
    ),
    (
        "email",
        &[
            "a@b",
            "Team <a.b@example.com>",
            "\"A B\" <a@b>",
            "a@[127.0.0.1]",
            "g: a@b;",
            "\"a\\\"b\"@c",
            "a@b (c (d))",
            "A (c) B <a@b>",
            "J\u{f6}rg <a@b>",
        ],
    ),
    ("hexcolor", &["#ff8800", "fff"]),
    (
        "hostname",
        &[
            "www.example.com",
            "localhost",
            "a-b.c1.de",
            "b\u{fc}cher.example",
            "\u{1f600}.com",
            "a-b",
        ],
    ),
    (
        "ipv4",
        &[
            "10.0.0.1",
            "010.000.0.001",
            "::ffff:1.2.3.4",
            "255.255.255.255",
        ],
    ),
    (
        "ipv6",
        &[
            "2001:db8::1",
            "::",
            "::1",
            "1:2:3:4:5:6:7:8",
            "::ffff:1.2.3.4",
            "1::2:3",
        ],
    ),
    ("isbn", &["978-0321751041", "3 401 01319 X"]),
    ("isbn10", &["0321751043", "3 401 01319 X"]),
    ("isbn13", &["978-0321751041"]),
    ("k8s-long-name", &["a.example.com", "a-b"]),
    ("k8s-short-name", &["my-name", "a1"]),
    (
        "mac",
        &[
            "00:00:5e:00:53:01",
            "00-00-5E-00-53-01",
            "0000.5e00.5301",
            "00005e005301",
            "00:00:00:00:fe:80:00:00",
        ],
    ),
    ("rgbcolor", &["rgb(1,2,3)", "rgb( 0 , 255 , 19 )"]),
    ("ssn", &["111-22-3333", "111 22 3333"]),
    (
        "uri",
        &[
            "https://example.com/a?b=c",
            "http://[::1]:80/",
            "http://[fe80::1%25en0]/",
            "/path%41",
            "mailto:a@b",
            "postgres://a:1,b:2/x",
            "http://u:p@h:80",
            "s3://bucket/key",
            "*",
            "//a/b",
        ],
    ),
    (
        "uuid",
        &[
            "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
            "f81d4fae7dec11d0a76500a0c91e6bf6",
        ],
    ),
    ("uuid3", &["f81d4fae-7dec-31d0-a765-00a0c91e6bf6"]),
    ("uuid4", &["f81d4fae-7dec-41d0-a765-00a0c91e6bf6"]),
    ("uuid5", &["f81d4fae-7dec-51d0-b765-00a0c91e6bf6"]),
];

/// What is put into texts.
const SIGNS: [&str; 48] = [
    "0",
    "1",
    "5",
    "9",
    "00",
    "a",
    "f",
    "g",
    "A",
    "Z",
    "T",
    "t",
    "z",
    "X",
    ".",
    "..",
    ",",
    ":",
    "::",
    ";",
    "-",
    "--",
    "_",
    "/",
    "//",
    "%",
    "%25",
    "%zz",
    "[",
    "]",
    "<",
    ">",
    "(",
    ")",
    "\"",
    "\\",
    "@",
    "#",
    "?",
    "+",
    "=",
    " ",
    "\t",
    "\n",
    "\u{e9}",
    "\u{1f600}",
    "\u{7f}",
    "&",
];

#[test]
#[ignore = "needs ci/oracles.sh"]
fn texts_have_a_format_when_the_servers_packages_say_so() {
    let mut random = Random::new(number("SEED", 1));
    let rounds = number("TEXTS", 1_000);
    let texts: Vec<Vec<String>> = FORMATS
        .iter()
        .map(|(_, seeds)| (0..rounds).map(|_| text(seeds, &mut random)).collect())
        .collect();
    let properties: Map<String, Value> = FORMATS
        .iter()
        .map(|(name, _)| {
            (
                (*name).to_owned(),
                json!({ "type": "array", "items": { "type": "string", "format": name } }),
            )
        })
        .collect();
    let definition = json!({
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": { "name": "texts.example.com" },
        "spec": {
            "group": "example.com",
            "names": { "kind": "Text", "plural": "texts" },
            "scope": "Cluster",
            "versions": [{ "name": "v1", "served": true, "storage": true, "schema": { "openAPIV3Schema": { "type": "object", "properties": properties } } }],
        },
    });
    let cases = FORMATS.iter().zip(&texts).map(|((name, _), texts)| {
        let mut object =
            json!({ "apiVersion": "example.com/v1", "kind": "Text", "metadata": { "name": "a" } });
        object[*name] = json!(texts);
        Case {
            name: (*name).to_owned(),
            strictness: Strictness::Strict,
            object,
        }
    });
    let groups = [Group {
        definition,
        cases: cases.collect(),
    }];
    let verdicts = ask_packages(&groups);
    let mut wrong = Vec::new();
    let mut accepted = 0;
    for (((name, _), texts), verdict) in FORMATS.iter().zip(&texts).zip(&verdicts) {
        let refused: &BTreeSet<String> = verdict.fields.as_ref().expect("it can be decoded");
        for (index, text) in texts.iter().enumerate() {
            let expected = !refused.contains(&format!("{name}[{index}]"));
            accepted += usize::from(expected);
            if matches(name, text) != Some(expected) {
                wrong.push(format!(
                    "{name}: {text:?} is {}",
                    if expected { "right" } else { "wrong" }
                ));
            }
        }
    }
    eprintln!(
        "{} texts of {} formats, {accepted} accepted",
        texts.iter().map(Vec::len).sum::<usize>(),
        FORMATS.len()
    );
    assert!(
        wrong.is_empty(),
        "{} differ\n{}",
        wrong.len(),
        wrong
            .iter()
            .take(60)
            .cloned()
            .collect::<Vec<_>>()
            .join("\n")
    );
}

/// A seed with up to three edits.
fn text(seeds: &[&str], random: &mut Random) -> String {
    let mut signs: Vec<char> = random.pick(seeds).chars().collect();
    for _ in 0..random.below(4) {
        let at = random.below(signs.len() + 1);
        let end = (at + random.below(3)).min(signs.len());
        match random.below(3) {
            0 => drop(signs.drain(at..end)),
            1 => drop(signs.splice(at..at, random.pick(&SIGNS).chars())),
            _ => drop(signs.splice(at..end, random.pick(&SIGNS).chars())),
        }
    }
    signs.into_iter().collect()
}
