//! Where two JSON values differ, as pointers that a person can follow.

use serde_json::Value;

/// One line per place that differs: its JSON pointer, what is expected there, and what was found.
pub fn differences(expected: &Value, found: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    compare(expected, found, &mut String::new(), &mut lines);
    lines
}

fn compare(expected: &Value, found: &Value, pointer: &mut String, lines: &mut Vec<String>) {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => {
            for (key, value) in expected {
                step(pointer, key, |pointer| match found.get(key) {
                    Some(other) => compare(value, other, pointer, lines),
                    None => lines.push(format!("{pointer}: missing {}", short(value))),
                });
            }
            for (key, value) in found.iter().filter(|(key, _)| !expected.contains_key(*key)) {
                step(pointer, key, |pointer| {
                    lines.push(format!("{pointer}: unexpected {}", short(value)));
                });
            }
        }
        (Value::Array(expected), Value::Array(found)) if expected.len() == found.len() => {
            for (index, (value, other)) in expected.iter().zip(found).enumerate() {
                step(pointer, &index.to_string(), |pointer| {
                    compare(value, other, pointer, lines);
                });
            }
        }
        _ if expected == found => {}
        _ => lines.push(format!(
            "{pointer}: expected {}, found {}",
            short(expected),
            short(found)
        )),
    }
}

/// Runs `act` one key deeper.
fn step(pointer: &mut String, key: &str, act: impl FnOnce(&mut String)) {
    let length = pointer.len();
    pointer.push('/');
    pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
    act(pointer);
    pointer.truncate(length);
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(160) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[test]
fn each_difference_has_its_pointer() {
    let expected = serde_json::json!({ "a": [1, 2], "b/c": { "d": 1 }, "e": 1, "f": [1] });
    let found = serde_json::json!({ "a": [1, 3], "b/c": {}, "e": 1, "f": [], "g": null });
    assert_eq!(
        differences(&expected, &found),
        [
            "/a/1: expected 2, found 3",
            "/b~1c/d: missing 1",
            "/f: expected [1], found []",
            "/g: unexpected null",
        ]
    );
}
