//! Places in text: the files of a run, spans in them, lines and columns.
//!
//! Invariants: offsets are bytes, lines and columns are 1-based and columns count characters; a [`Span`] is 12 bytes and `Copy`;
//! every offset of a decoded string literal maps exactly to bytes of its file. Knows no file system.

mod line_index;
pub mod literal;

pub use line_index::{LineIndex, Position};

/// One file of a run, by its index in [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// Bytes `start..end` of a file; `end` is exclusive, `start == end` is a place between two characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
}

impl Span {
    /// The span of the bytes `start..end`, which must be below 4 GiB.
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        Self {
            file,
            start: to_u32(start),
            end: to_u32(end),
        }
    }

    /// The bytes as a range, to slice the file's text with.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

fn to_u32(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// A file as it was read.
#[derive(Debug)]
pub struct Source {
    /// What the project calls it: its path from the project's folder.
    pub key: String,
    /// The name that reports show, as the user would write it.
    pub name: String,
    /// The whole text.
    pub text: String,
    lines: LineIndex,
}

impl Source {
    /// Line and column (1-based, in characters) of a byte offset; an offset behind the end counts as the end.
    pub fn position(&self, offset: usize) -> Position {
        self.lines.position(&self.text, offset)
    }
}

/// Every file of a run: the project, schema files, samples.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    /// Keeps a file that stands in the project's folder where the program was started, and returns its id.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> FileId {
        let name = name.into();
        self.add_as(name.clone(), name, text)
    }

    /// Keeps a file with what the project calls it and the name that reports show, and returns its id.
    pub fn add_as(
        &mut self,
        key: impl Into<String>,
        name: impl Into<String>,
        text: impl Into<String>,
    ) -> FileId {
        let text = text.into();
        let lines = LineIndex::new(&text);
        self.files.push(Source {
            key: key.into(),
            name: name.into(),
            text,
            lines,
        });
        FileId(to_u32(self.files.len() - 1))
    }

    /// Every file, the project first.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.files.iter()
    }

    /// The file of an id that [`Sources::add`] returned.
    pub fn get(&self, file: FileId) -> &Source {
        &self.files[file.0 as usize]
    }

    /// The file that the project calls so, if it was added.
    pub fn find(&self, key: &str) -> Option<FileId> {
        self.files
            .iter()
            .position(|source| source.key == key)
            .map(|index| FileId(to_u32(index)))
    }

    /// The text of a span; empty when the span does not fit the file.
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.file)
            .text
            .get(span.range())
            .unwrap_or_default()
    }
}
