//! Broken dashboards by the hundred, from a fixed seed: no panic, no hang, and every finding has a place in its text.

use super::{cases::plain_texts, lint::lint, random::Random};
use serde_json::{Value, json};

/// How many broken dashboards are tried.
const COUNT: usize = 2000;

/// How many are linted in one run.
const AT_ONCE: usize = 50;

/// The value of a random node, changed.
fn change(random: &mut Random, value: &mut Value) {
    match value {
        Value::Object(fields) if !fields.is_empty() && random.below(6) > 0 => {
            let keys: Vec<String> = fields.keys().cloned().collect();
            let key = &keys[random.below(keys.len())];
            match random.below(8) {
                0 => {
                    fields.remove(key);
                }
                1 => {
                    let value = fields[key].clone();
                    fields.insert(keys[random.below(keys.len())].clone(), value);
                }
                _ => change(random, &mut fields[key]),
            }
        }
        Value::Array(items) if !items.is_empty() && random.below(6) > 0 => {
            let index = random.below(items.len());
            match random.below(6) {
                0 => {
                    items.remove(index);
                }
                1 => items.push(items[index].clone()),
                _ => change(random, &mut items[index]),
            }
        }
        other => *other = instead(random, other),
    }
}

/// A value of another kind, or a broken text.
fn instead(random: &mut Random, value: &Value) -> Value {
    let nested = (0..random.below(60)).fold(json!(1), |inner, _| json!([{ "panels": inner }]));
    let broken = value.as_str().map(|text| {
        let at = text.floor_char_boundary(random.below(text.len() + 1));
        let more = random.pick(&[
            "$",
            "${",
            "[[",
            "\"",
            "{{",
            "(",
            "é\u{1f600}",
            "${a:",
            "\n",
            "[1m]",
        ]);
        json!(format!("{}{more}{}", &text[..at], &text[at..]))
    });
    match random.below(9) {
        0 => json!(null),
        1 => json!(-1.5e300),
        2 => json!(true),
        3 => json!([value]),
        4 => json!({ "expr": value, "spec": value }),
        5 => nested,
        6 => json!("${x:y}.[[z]] $$hashKey"),
        _ => broken.unwrap_or(json!("")),
    }
}

/// A dashboard as it is, or in a block of a ConfigMap.
fn in_object(random: &mut Random, text: &str) -> String {
    if random.below(3) > 0 {
        return text.to_string();
    }
    let lines = text.replace('\n', "\n    ");
    format!(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a}}\ndata:\n  a.json: |\n    {lines}\n"
    )
}

#[test]
fn no_broken_dashboard_makes_lint_panic_or_lose_a_place() {
    let texts: Vec<Value> = plain_texts()
        .iter()
        .filter_map(|text| serde_json::from_str(text).ok())
        .collect();
    assert!(texts.len() > 10, "{} dashboards to break", texts.len());
    let mut random = Random::new(5);
    for _ in 0..COUNT / AT_ONCE {
        let broken: Vec<String> = (0..AT_ONCE)
            .map(|_| {
                let mut value = texts[random.below(texts.len())].clone();
                for _ in 0..=random.below(3) {
                    change(&mut random, &mut value);
                }
                in_object(&mut random, &serde_json::to_string_pretty(&value).unwrap())
            })
            .collect();
        let files: Vec<(&str, &str)> = broken.iter().map(|text| ("board.json", &**text)).collect();
        let linted = lint(None, &files, &[]);
        for finding in &linted.findings {
            let span = finding.primary.span;
            let index = linted.files.iter().position(|file| *file == span.file);
            let text = index.map_or("", |index| &broken[index]);
            assert!(
                index.is_some() && text.get(span.range()).is_some(),
                "{}: {span:?}\n{text}",
                finding.message
            );
        }
    }
}
