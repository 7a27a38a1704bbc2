//! Thousands of strings that YAML readers stumble over are written and read back unchanged.

use opsgen::artifact::{Artifact, Format, Node, Place};
use opsgen::document;
use opsgen::output;
use serde_json::Value;
use std::collections::BTreeSet;

/// Pieces that mean something to some YAML reader, as a whole or at the edge of a text.
const PIECES: &[&str] = &[
    "",
    "a",
    "y",
    "Y",
    "yes",
    "Yes",
    "YES",
    "n",
    "no",
    "NO",
    "true",
    "True",
    "TRUE",
    "false",
    "on",
    "On",
    "ON",
    "off",
    "OFF",
    "null",
    "Null",
    "NULL",
    "~",
    "=",
    "<<",
    "0",
    "1",
    "-1",
    "+1",
    "012",
    "08",
    "0o17",
    "0x1F",
    "0b101",
    "0b-1",
    "1_000",
    "_1",
    "1_",
    "_",
    "1e3",
    "1E+3",
    "1.10",
    "1.",
    ".5",
    ".",
    "..",
    "...",
    "-",
    "--",
    "---",
    "--- a",
    "... a",
    ".inf",
    "-.Inf",
    "+.INF",
    ".nan",
    ".NaN",
    "12:30:45",
    "1:2",
    "190:20:30.15",
    "2001-01-01",
    "2001-12-14t21:59:43.10-05:00",
    "2001-12-14 21:59:43",
    "1.2.3",
    "10.0.0.1",
    "5m",
    "1d",
    "1Gi",
    ":",
    ": ",
    " :",
    "a:",
    "a: b",
    "a:b",
    ":a",
    "#",
    " #",
    "a #b",
    "a#b",
    "#a",
    "?",
    "? ",
    "?a",
    "-a",
    "- a",
    ",",
    ",a",
    "a, b",
    "[",
    "]",
    "[a]",
    "{",
    "}",
    "{a: b}",
    "{{ $labels.pod }}",
    "&",
    "&a",
    "*",
    "*a",
    "!",
    "!!str a",
    "!a",
    "|",
    "|-",
    ">",
    ">-",
    "'",
    "''",
    "it's",
    "\"",
    "\"a\"",
    "\\",
    "\\n",
    "%",
    "%YAML 1.2",
    "@",
    "@a",
    "`",
    "`a`",
    "$",
    "$__rate_interval",
    "\t",
    "\ta",
    "a\t",
    "a\tb",
    " ",
    "  ",
    " a",
    "a ",
    "a  b",
    "\n",
    "\n\n",
    "a\n",
    "a\n\n",
    "a\n\n\n",
    "\na",
    "\n\na",
    "a\nb",
    "a\n b",
    " a\nb",
    "  a\n b\n",
    "\ta\nb",
    "\n\ta",
    "\n a",
    " \na",
    "a\n\tb",
    "a\nb ",
    "a \nb",
    "a\n \nb",
    "a\n ",
    "a\n  \n",
    "a\n\t",
    "a\n#b",
    "# a\nb",
    "- a\n- b",
    "a: b\nc: d",
    "---\na",
    "a\n---\nb",
    "a\n...\n",
    "%a\nb",
    "a\r",
    "a\rb",
    "a\r\nb",
    "\r",
    "\r\n",
    "\u{0}",
    "\u{1}",
    "\u{7}",
    "\u{8}",
    "\u{b}",
    "\u{c}",
    "\u{1b}",
    "\u{1f}",
    "\u{7f}",
    "\u{80}",
    "\u{85}",
    "a\u{85}b",
    "\u{9f}",
    "\u{a0}",
    "a\u{a0}",
    "\u{ad}",
    "\u{200b}",
    "\u{2028}",
    "a\u{2028}b",
    "\u{2029}",
    "\u{feff}",
    "\u{feff}a",
    "a\u{feff}",
    "\u{fffd}",
    "\u{fffe}",
    "\u{ffff}",
    "\u{d7ff}",
    "\u{e000}",
    "\u{10000}",
    "\u{1fffe}",
    "\u{10ffff}",
    "grüße",
    "日本語",
    "😀",
    "👩‍👩‍👧",
    "e\u{301}",
    "\u{202e}abc",
    "$(date)",
    "<!-- -->",
    "sum(rate(x{a=\"b\"}[5m])) by (c) > 0.5",
];

/// Every piece, every pair of pieces with nothing, a blank and a line break between, and texts of great length.
fn nasty() -> BTreeSet<String> {
    let mut texts: BTreeSet<String> = PIECES.iter().map(ToString::to_string).collect();
    for left in PIECES {
        for right in PIECES.iter().step_by(4) {
            texts.extend(["", " ", "\n"].map(|between| format!("{left}{between}{right}")));
        }
    }
    texts.extend(
        (0..=0x2ff_u32)
            .filter_map(char::from_u32)
            .map(|c| format!("{c}")),
    );
    texts.extend(
        (0..=0x2ff_u32)
            .filter_map(char::from_u32)
            .map(|c| format!("a{c}b\nc")),
    );
    texts.extend(["a", "a b ", "ß", "- ", "a\n", "a: #"].map(|part| part.repeat(5_000)));
    texts
}

/// One document with the texts as keys, values, items and nested, or `None` for the texts of a nested list.
fn tree(texts: &[String]) -> Node {
    let text = |text: &String| Node::from(text.clone());
    let keys = texts
        .iter()
        .fold(Node::map(), |map, key| map.with(key.clone(), text(key)));
    let deep = texts.iter().map(|item| {
        let inner = Node::map()
            .with("b", text(item))
            .with("c", Node::list([text(item)]));
        Node::list([
            Node::map().with("a", text(item)).with("d", inner),
            text(item),
        ])
    });
    Node::map()
        .with("keys", keys)
        .with("items", Node::list(texts.iter().map(text)))
        .with("deep", Node::list(deep))
        .with("number", 0.1)
}

fn encode(format: Format, tree: Node) -> String {
    output::encode(&Artifact {
        path: String::new(),
        place: Place::Base,
        format,
        tree,
        pack: None,
    })
}

#[test]
fn nasty_strings_read_back_unchanged() {
    let texts: Vec<String> = nasty().into_iter().collect();
    assert!(texts.len() > 20_000, "{}", texts.len());
    for chunk in texts.chunks(50) {
        let tree = tree(chunk);
        let expected = Value::from(&tree);
        let yaml = encode(Format::Yaml, tree.clone());
        assert_eq!(
            document::yaml::read(&yaml).unwrap(),
            std::slice::from_ref(&expected)
        );
        let json = encode(Format::Json, tree);
        assert_eq!(serde_json::from_str::<Value>(&json).unwrap(), expected);
    }
}

#[test]
fn no_line_is_folded() {
    let long = "sum by (job) (rate(http_requests_total[5m])) / ".repeat(200);
    let yaml = encode(
        Format::Yaml,
        Node::map().with("expr", long.trim_end().to_owned()),
    );
    assert_eq!(yaml.lines().count(), 2);
}

/// From the characters of a string's value to the bytes that say them, for every style of YAML and JSON.
#[cfg(test)]
mod literals {
    use opsgen::{
        document::{Tree, TreeValue, yaml},
        text::{Language, Sources, Span, literal::Shape},
    };

    /// All texts of a document.
    fn texts<'t>(tree: &'t Tree, found: &mut Vec<(&'t Tree, &'t str)>) {
        match &tree.value {
            TreeValue::String(text) => found.push((tree, text)),
            TreeValue::List(items) => items.iter().for_each(|item| texts(item, found)),
            TreeValue::Map(entries) => entries.iter().for_each(|entry| texts(&entry.value, found)),
            _ => {}
        }
    }

    /// Every text of the document is decoded as the parser does, and each of its characters maps to what says it.
    fn check(text: &str) {
        let trees = yaml::read_spanned(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        let mut sources = Sources::default();
        let file = sources.add_yaml("x.yaml", text);
        assert_eq!(sources.get(file).language, Language::Yaml);
        let mut found = Vec::new();
        trees.iter().for_each(|tree| texts(tree, &mut found));
        assert!(!found.is_empty(), "{text}");
        for (tree, value) in found {
            let span = Span::new(file, tree.start, tree.end);
            let raw = &text[tree.start..];
            if raw.starts_with('*') {
                continue;
            }
            let map = sources.offsets(span, Shape::Exact);
            assert_eq!(map.len(), value.len() + 1, "{value:?} of\n{text:?}");
            for (at, character) in value.char_indices() {
                let place = map[at] as usize..map[at + character.len_utf8()] as usize;
                let written = &raw[place.clone()];
                let is_itself = written.starts_with(character);
                let is_end = place.start == raw.len();
                let is_break = matches!(character, ' ' | '\n')
                    && (is_end || written.starts_with(['\n', '\r']));
                let is_escape = raw.starts_with('"') && written.starts_with('\\');
                assert!(
                    is_itself || is_break || is_escape,
                    "{character:?} is {written:?} at {place:?} in\n{text}"
                );
            }
        }
    }

    #[test]
    fn every_style_maps_back() {
        for text in [
            "a: sum(x) by (y)",
            "a: sum(x)\n  by\n\n\n  (y)   \nb: 'it''s'\n",
            "a: 'it''s\n\n  a ''line'' \n  b '",
            "a: \" x\\t\\\"\\u00df\\x41\\U0001F600 \\\n   y\\\n\n   z \\  \n  w\"",
            "a: \"\\ud83d\\ude00 \\/ \\e\\N\"",
            "{\"a\": \"\\ud83d\\ude00 \\/\", \"b\": [\"ß x\"]}",
            "a: !!str &x 5 5\nb: *x",
            "- - |2-\n     x\n    y\n  - b",
            "- |2\n    x\n   y\n",
            "a:\n  b: |2\n      x\n     y\n",
            "a: |\n  x\n\n   y \n  \nb: 1c",
            "a: |+\n  x\n\n\nb: c",
            "a: |-\n\n\n  x\n\n",
            "a: |\n  x",
            "a: |\n  x\n    ",
            "a: >\n  x\n  y\n\n  z\n    w\n  v\n\n    u\n\n\n  t\n",
            "a: >-  # why > not\n\n  x\n\n   y\n   z\n",
            "a: >+\n  x\n\n",
            "a: >2\n   x\n  y\n  z\n",
            "a:\n  - b: |\n      ß\n      😀 x\n    c: plain ß\n",
            "a: |\r\n  x\r\n  y\r\nb: \"c\r\n  d\"\r\n",
            "|\n x\n",
            "--- >\n x\n y\n",
        ] {
            check(text);
        }
    }

    /// A small generator: the same numbers on every machine.
    struct Numbers(u64);

    impl Numbers {
        fn below(&mut self, limit: usize) -> usize {
            self.0 = self
                .0
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            usize::try_from(self.0 >> 33).unwrap() % limit
        }
    }

    #[test]
    fn generated_scalars_map_back() {
        const WORDS: [&str; 12] = [
            "sum(x)", " ", "  ", "ß", "😀", "by", "a:b", "\n", "\n\n", "'", "-1", "x#y",
        ];
        let mut numbers = Numbers(5);
        let mut tried = 0;
        for _ in 0..5_000 {
            let count = 1 + numbers.below(9);
            let words: String = (0..count)
                .map(|_| WORDS[numbers.below(WORDS.len())])
                .collect();
            let indent = " ".repeat(3 + numbers.below(3));
            let body = words.replace('\n', &format!("\n{indent}"));
            let chomp = ["", "-", "+"][numbers.below(3)];
            let text = match numbers.below(6) {
                0 => format!("a:\n  b: |{chomp}\n{indent}{body}\n  c: 1\n"),
                1 => format!("a:\n  b: >{chomp}\n{indent}{body}\n  c: 1\n"),
                2 => format!("a:\n- b: |1{chomp}\n{indent}{body}\n  c: 1\n"),
                3 => format!("a:\n- b: '{}'\n", body.replace('\'', "''")),
                4 => format!("a:\n- b: \"{}\"\n", body.replace('\'', "\\\"")),
                _ => format!("a:\n- b: x{body}\n"),
            };
            let is_text = |tree: &Tree| {
                let mut found = Vec::new();
                texts(tree, &mut found);
                !found.is_empty()
            };
            if yaml::read_spanned(&text).is_ok_and(|trees| trees.iter().any(is_text)) {
                check(&text);
                tried += 1;
            }
        }
        assert!(tried > 2_500, "{tried}");
    }
}
