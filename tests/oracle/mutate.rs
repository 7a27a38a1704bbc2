//! Texts of a small language, broken: pieces and characters dropped, doubled, swapped, and borrowed from other texts.

use crate::random::Random;

/// Characters that lexers trip over.
const CHARACTERS: [&str; 63] = [
    " ", "\t", "\n", "\r", "\"", "'", "`", "\\", "{", "}", "[", "]", "(", ")", "<", ">", "=", "!",
    "~", "+", "-", "*", "/", "%", "^", "@", "$", "#", ",", ".", ":", ";", "&", "|", "?", "_", "0",
    "1", "7", "9", "e", "E", "x", "X", "b", "n", "u", "s", "m", "h", "d", "w", "y", "i", "N", "é",
    "界", "𝄞", "\u{0}", "\u{a0}", "\u{2028}", "\u{feff}", "\u{fffd}",
];

/// What texts are made from.
pub struct Seeds {
    texts: Vec<String>,
    pieces: Vec<String>,
}

impl Seeds {
    /// Texts to begin with, and words to put into them beside their own pieces. Panics without a text.
    pub fn new(texts: Vec<String>, words: &[&str]) -> Self {
        assert!(!texts.is_empty(), "nothing to mutate");
        let mut pieces: Vec<String> = texts
            .iter()
            .flat_map(|text| pieces(text))
            .chain(words.iter().copied())
            .map(String::from)
            .collect();
        pieces.sort();
        pieces.dedup();
        Seeds { texts, pieces }
    }

    /// A text with one or two changes, few of them faults in a text of words.
    pub fn mutation(&self, random: &mut Random) -> String {
        let mut text = self.text(random).to_string();
        for _ in 0..=random.below(2) {
            text = match random.below(6) {
                0 => with_other_character(random, &text),
                1..=3 => self.with_word_for_word(random, &text),
                _ => self.with_other_pieces(random, &text),
            };
        }
        text
    }

    fn text(&self, random: &mut Random) -> &str {
        &self.texts[random.below(self.texts.len())]
    }

    fn piece(&self, random: &mut Random) -> &str {
        &self.pieces[random.below(self.pieces.len())]
    }

    /// Puts another word, number, string or sign where there was one.
    fn with_word_for_word(&self, random: &mut Random, text: &str) -> String {
        let mut own = pieces(text);
        if own.is_empty() {
            return self.piece(random).to_string();
        }
        let at = random.below(own.len());
        let kind = |piece: &str| piece.chars().next().map(kind);
        for _ in 0..100 {
            let other = self.piece(random);
            if kind(other) == kind(own[at]) {
                own[at] = other;
                break;
            }
        }
        own.concat()
    }

    fn with_other_pieces(&self, random: &mut Random, text: &str) -> String {
        let mut own = pieces(text);
        if own.is_empty() {
            return self.piece(random).to_string();
        }
        let (at, other) = (random.below(own.len()), random.below(own.len()));
        match random.below(7) {
            0 => drop(own.remove(at)),
            1 => own.insert(other, own[at]),
            2 => own.swap(at, other),
            3 => drop(own.drain(at.min(other)..at.max(other))),
            4 => own[at] = self.piece(random),
            5 => own.insert(at, self.piece(random)),
            _ => {
                let donor = pieces(self.text(random));
                let from = random.below(donor.len().max(1));
                own.truncate(at);
                own.extend(donor.into_iter().skip(from));
            }
        }
        own.concat()
    }
}

/// A text's words, strings, runs of blanks, and single other characters: what a lexer sees, roughly.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let same: fn(char) -> bool = match first {
            '"' | '\'' | '`' => {
                let end = rest[1..].find(first).map_or(rest.len(), |end| end + 2);
                pieces.push(&rest[..end]);
                rest = &rest[end..];
                continue;
            }
            _ if is_word(first) => is_word,
            _ if first.is_whitespace() => char::is_whitespace,
            _ => |_| false,
        };
        let end = first.len_utf8();
        let end = rest[end..]
            .find(|c| !same(c))
            .map_or(rest.len(), |more| end + more);
        pieces.push(&rest[..end]);
        rest = &rest[end..];
    }
    pieces
}

/// Characters of one kind may well stand for each other.
fn kind(character: char) -> u8 {
    match character {
        '"' | '\'' | '`' => 0,
        '0'..='9' => 1,
        _ if is_word(character) => 2,
        _ if character.is_whitespace() => 3,
        _ => 4,
    }
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | ':' | '.')
}

fn with_other_character(random: &mut Random, text: &str) -> String {
    let start = text.floor_char_boundary(random.below(text.len() + 1));
    let end = text.ceil_char_boundary((start + random.below(2)).min(text.len()));
    let other = match random.below(4) {
        0 => "",
        _ => random.pick(&CHARACTERS),
    };
    [&text[..start], other, &text[end..]].concat()
}

#[test]
fn pieces_make_the_text_again() {
    let text = "sum by (a) (rate(x.y{b=\"c d\"}[5m])) > 'ü' \n`";
    assert_eq!(pieces(text).concat(), text);
    assert!(pieces(text).contains(&"\"c d\""));
}
