//! From byte offsets to offsets in characters, for files of any size.

/// Bytes between two marks.
const STEP: usize = 1024;

/// How many characters begin before each multiple of [`STEP`].
#[derive(Debug)]
pub struct Characters<'a> {
    text: &'a str,
    marks: Vec<usize>,
}

impl<'a> Characters<'a> {
    /// The offsets of a text.
    pub fn new(text: &'a str) -> Self {
        let mut marks = vec![0];
        let mut count = 0;
        for chunk in text.as_bytes().chunks(STEP) {
            count += beginnings(chunk);
            marks.push(count);
        }
        Self { text, marks }
    }

    /// How many characters begin before a byte; an offset behind the end counts as the end.
    pub fn before(&self, offset: usize) -> usize {
        let offset = offset.min(self.text.len());
        let mark = offset / STEP;
        self.marks[mark] + beginnings(&self.text.as_bytes()[mark * STEP..offset])
    }
}

/// How many bytes begin a character of UTF-8.
fn beginnings(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .filter(|byte| **byte & 0b1100_0000 != 0b1000_0000)
        .count()
}

#[cfg(test)]
mod tests {
    use super::Characters;

    #[test]
    fn every_offset_is_that_of_its_character() {
        let text = "aß€😀\n".repeat(500);
        let characters = Characters::new(&text);
        for (count, (at, _)) in text.char_indices().enumerate() {
            assert_eq!(characters.before(at), count, "byte {at}");
        }
        assert_eq!(characters.before(usize::MAX), text.chars().count());
        assert_eq!(Characters::new("").before(0), 0);
    }
}
