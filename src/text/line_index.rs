//! From byte offsets to lines and columns.

/// A place for people: both numbers are 1-based, the column counts characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// The offsets at which the lines of a text start.
#[derive(Debug)]
pub struct LineIndex {
    starts: Vec<usize>,
}

impl LineIndex {
    /// The index of a text.
    pub fn new(text: &str) -> Self {
        let breaks = text
            .bytes()
            .enumerate()
            .filter(|(_, byte)| *byte == b'\n')
            .map(|(at, _)| at + 1);
        Self {
            starts: std::iter::once(0).chain(breaks).collect(),
        }
    }

    /// The position of a byte offset in the text that the index was made of; inside a character it is that character's.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let offset = text.floor_char_boundary(offset.min(text.len()));
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts[line - 1];
        Position {
            line,
            column: text[start..offset].chars().count() + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{LineIndex, Position};

    #[test]
    fn columns_count_characters() {
        let text = "a\nßb\r\nc";
        let index = LineIndex::new(text);
        let place = |offset| index.position(text, offset);
        assert_eq!(place(0), Position { line: 1, column: 1 });
        assert_eq!(place(4), Position { line: 2, column: 2 });
        assert_eq!(
            place(3),
            Position { line: 2, column: 1 },
            "inside a character"
        );
        assert_eq!(place(99), Position { line: 3, column: 2 });
    }
}
