//! The tokens of templates.

use crate::promql::ast::Range;

/// A token and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub range: Range,
}

/// The kinds of tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text outside actions.
    Text,
    /// `{{` with its trim marker.
    LeftDelimiter,
    /// `}}` with its trim marker.
    RightDelimiter,
    /// White space inside an action.
    Space,
    /// `=`.
    Assign,
    /// `:=`.
    Declare,
    /// `|`.
    Pipe,
    /// `,`.
    Comma,
    /// A printable ASCII character that has no meaning.
    Character,
    /// `"text"`.
    Quoted,
    /// A string in backticks.
    Raw,
    /// `'x'`.
    CharacterConstant,
    /// A number, perhaps imaginary; perhaps none.
    Number,
    /// `1+2i`, or perhaps none.
    Complex,
    /// `true`, `false`.
    Bool,
    /// `.`.
    Dot,
    /// `.name`.
    Field,
    /// `$name`.
    Variable,
    /// A name that is no keyword.
    Name,
    /// `(`.
    LeftParen,
    /// `)`.
    RightParen,
    /// A keyword.
    Keyword(Keyword),
    /// The end of the text.
    End,
    /// What is no token.
    Fault(Fault),
}

/// The words with a meaning of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keyword {
    Block,
    Break,
    Continue,
    Define,
    Else,
    End,
    If,
    Nil,
    Range,
    Template,
    With,
}

/// Every keyword with its spelling.
pub const KEYWORDS: [(&str, Keyword); 11] = [
    ("block", Keyword::Block),
    ("break", Keyword::Break),
    ("continue", Keyword::Continue),
    ("define", Keyword::Define),
    ("else", Keyword::Else),
    ("end", Keyword::End),
    ("if", Keyword::If),
    ("nil", Keyword::Nil),
    ("range", Keyword::Range),
    ("template", Keyword::Template),
    ("with", Keyword::With),
];

impl Keyword {
    /// Returns its spelling.
    pub fn word(self) -> &'static str {
        let row = KEYWORDS.iter().find(|(_, keyword)| *keyword == self);
        row.map_or("", |(word, _)| word)
    }
}

/// Why there is no token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No `*/`; the range is that of `/*`.
    UnclosedComment,
    /// A comment with something behind it in its action; the range is what stands there.
    CommentEnd,
    /// The text ends inside an action.
    UnclosedAction,
    /// The action ends before a parenthesis does.
    UnclosedParen,
    /// `)` without `(`.
    UnopenedParen,
    /// `:` without `=`.
    LoneColon,
    /// A string or character constant without an end; the range is that of its quote.
    UnclosedQuote,
    /// A letter directly behind a number, or a sum that is no complex number.
    BadNumber,
    /// A character that cannot follow a name, a field or a variable.
    AfterName,
    /// A character that no token begins with.
    BadCharacter,
}
