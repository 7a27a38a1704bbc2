//! Places in text: the files of a run, spans in them, lines and columns.
//!
//! Invariants: offsets are bytes, lines and columns are 1-based and columns count characters; a [`Span`] is 12 bytes and `Copy`;
//! every offset of a decoded string literal maps exactly to bytes of its file. Knows no file system.

mod line_index;
pub mod literal;

pub use line_index::{LineIndex, Position};

use literal::{Shape, Written};

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

/// How strings are written in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// TOML, and files without strings.
    #[default]
    Toml,
    /// YAML, and JSON, whose strings are strings of YAML.
    Yaml,
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
    /// How its strings are written.
    pub language: Language,
    /// Where it stands inside of another file; `None` for a file of the disk.
    inside: Option<Inside>,
    lines: LineIndex,
}

/// Where the text of a string stands, which is a file itself.
#[derive(Debug)]
struct Inside {
    /// The string with its quotes.
    literal: Span,
    /// Offsets in that file of every byte of the text and of its end.
    offsets: Vec<u32>,
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
        self.push(key.into(), name.into(), text.into(), Language::Toml)
    }

    /// Keeps a file of YAML or JSON that does not belong to the project, and returns its id.
    pub fn add_yaml(&mut self, name: impl Into<String>, text: impl Into<String>) -> FileId {
        let name = name.into();
        self.push(name.clone(), name, text.into(), Language::Yaml)
    }

    /// Keeps the value of a string in a file as a file of YAML or JSON itself, and returns its id. `span` is the literal with its quotes.
    /// `None` when the value does not stand there as it is.
    pub fn add_inside(&mut self, span: Span, text: &str) -> Option<FileId> {
        let offsets = self.offsets(span, Shape::Exact);
        if offsets.len() != text.len() + 1 {
            return None;
        }
        let outer = self.get(span.file);
        let (key, name) = (outer.key.clone(), outer.name.clone());
        let id = self.push(key, name, text.to_string(), Language::Yaml);
        let offsets = offsets.into_iter().map(|at| span.start + at);
        self.files[id.0 as usize].inside = Some(Inside {
            literal: span,
            offsets: offsets.collect(),
        });
        Some(id)
    }

    fn push(&mut self, key: String, name: String, text: String, language: Language) -> FileId {
        let lines = LineIndex::new(&text);
        self.files.push(Source {
            key,
            name,
            text,
            language,
            inside: None,
            lines,
        });
        FileId(to_u32(self.files.len() - 1))
    }

    /// The string, with its quotes, whose text a file is; `None` for a file of the disk.
    pub fn around(&self, file: FileId) -> Option<Span> {
        let inside = self.get(file).inside.as_ref();
        inside.map(|inside| inside.literal)
    }

    /// The same place in the file of the disk: a span of a text that stands inside of another file is carried outwards.
    pub fn on_disk(&self, span: Span) -> Span {
        let Some(inside) = &self.get(span.file).inside else {
            return span;
        };
        let last = inside.offsets.last().copied().unwrap_or_default();
        let at = |offset: u32| inside.offsets.get(offset as usize).copied();
        let start = at(span.start).unwrap_or(last);
        self.on_disk(Span {
            file: inside.literal.file,
            start,
            end: at(span.end).unwrap_or(last).max(start),
        })
    }

    /// Byte offsets behind the start of `span`, which is a string with its quotes, of every byte of its value and of the place behind
    /// the last. Empty when there is no string.
    pub fn offsets(&self, span: Span, shape: Shape) -> Vec<u32> {
        let source = self.get(span.file);
        let std::ops::Range { start, end } = span.range();
        let file = source.text.as_str();
        literal::offsets(Written { file, start, end }, source.language, shape)
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

    /// The same of an expression: in a project its indentation is dropped, in any other file nothing.
    pub fn expression_offsets(&self, span: Span) -> Vec<u32> {
        match self.get(span.file).language {
            Language::Toml => self.offsets(span, Shape::Trimmed),
            Language::Yaml => self.offsets(span, Shape::Exact),
        }
    }

    /// The text of a span; empty when the span does not fit the file.
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.file)
            .text
            .get(span.range())
            .unwrap_or_default()
    }
}
