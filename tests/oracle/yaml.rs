//! YAML documents, as text for the judges and as values for comparisons. They are read by a library of its own and not by gen: a fault
//! of our reader must not hide a fault of our writer.

use serde_json::Value;

/// The documents of a stream as they are written. A `---` inside a block scalar is indented, so a line of its own parts documents.
pub fn split(stream: &str) -> Vec<&str> {
    let mut documents = Vec::new();
    let (mut start, mut place) = (0, 0);
    for line in stream.split_inclusive('\n') {
        if line.trim_end() == "---" {
            documents.push(&stream[start..place]);
            start = place + line.len();
        }
        place += line.len();
    }
    documents.push(&stream[start..]);
    documents.retain(|document| document.lines().any(is_content));
    documents
}

fn is_content(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && !line.starts_with('#')
}

/// The value of one document, as Kubernetes reads it. A panic shows where it begins when it is not YAML.
pub fn value(document: &str) -> Value {
    serde_yaml::from_str(document).unwrap_or_else(|error| {
        let begin: Vec<&str> = document.lines().take(8).collect();
        panic!("not YAML: {error}\n{}", begin.join("\n"))
    })
}

/// The text at a path of keys, empty where there is none.
pub fn word<'a>(document: &'a Value, pointer: &str) -> &'a str {
    document
        .pointer(pointer)
        .and_then(Value::as_str)
        .unwrap_or("")
}

/// `Kind/name`, to speak of a document.
pub fn title(document: &Value) -> String {
    format!(
        "{}/{}",
        word(document, "/kind"),
        word(document, "/metadata/name")
    )
}

/// What a document says below the top-level key `key`, moved to the left margin: the bytes that were written, for a judge that
/// wants this part alone.
pub fn section(document: &str, key: &str) -> String {
    let head = format!("{key}:");
    let lines: Vec<&str> = document
        .lines()
        .skip_while(|line| line.trim_end() != head)
        .skip(1)
        .take_while(|line| line.is_empty() || line.starts_with([' ', '#']))
        .map(|line| line.strip_prefix("  ").unwrap_or(line))
        .collect();
    assert!(
        !lines.is_empty(),
        "no block `{head}` at the left margin of:\n{document}"
    );
    lines.join("\n") + "\n"
}

#[test]
fn a_section_keeps_its_bytes() {
    let document = "kind: A\nspec:\n  groups:\n  - expr: |2-\n       a\n\n      b\nstatus: {}\n";
    assert_eq!(
        section(document, "spec"),
        "groups:\n- expr: |2-\n     a\n\n    b\n"
    );
}

#[test]
fn documents_are_parted_at_lines_of_their_own() {
    let stream = "# head\n---\na: |\n  ---\n---\nb: 1\n---\n";
    assert_eq!(split(stream), ["a: |\n  ---\n", "b: 1\n"]);
}
