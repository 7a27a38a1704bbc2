//! Expressions at random, of a wanted type: every function of the libraries has a row.

use super::{schema::Kind, table::ROWS};
use crate::random::Random;

/// The variables that an expression may use.
#[derive(Clone)]
struct Scope {
    variables: Vec<(String, Kind)>,
}

/// An expression of the type with this letter about `self`, with calls nested up to `depth`.
pub fn expression(random: &mut Random, own: &Kind, letter: char, depth: usize) -> String {
    let mut scope = Scope {
        variables: vec![("self".to_owned(), own.clone())],
    };
    if random.below(10) == 0 {
        scope.variables.push(("oldSelf".to_owned(), own.clone()));
    }
    scope.expression(random, letter, depth)
}

impl Scope {
    fn expression(&self, random: &mut Random, letter: char, depth: usize) -> String {
        self.found(random, letter, depth).0
    }

    /// An expression, and what it is where that is known better than by its letter.
    fn found(&self, random: &mut Random, letter: char, depth: usize) -> (String, Kind) {
        let leaves = self.leaves(letter);
        if !leaves.is_empty() && (depth == 0 || random.below(2) == 0) {
            return leaves[random.below(leaves.len())].clone();
        }
        let letter = match letter {
            'L' => ['S', 'I'][random.below(2)],
            'M' => 'm',
            _ => letter,
        };
        let fits = |row: &&(char, &str)| row.0 == letter && (depth > 0 || !row.1.contains('«'));
        let rows: Vec<_> = ROWS.iter().filter(fits).collect();
        let (_, template) = rows[random.below(rows.len())];
        (
            self.filled(random, template, depth.saturating_sub(1)),
            kind_of(letter),
        )
    }

    /// A template with its holes filled: `«s»` a text, `§` a new variable for the items of the last list or the values of the last map,
    /// `¶` one for its indices or keys.
    fn filled(&self, random: &mut Random, template: &str, depth: usize) -> String {
        let mut scope = self.clone();
        let mut last = Kind::Simple('s');
        let mut text = String::new();
        let mut letters = template.chars();
        while let Some(letter) = letters.next() {
            match letter {
                '«' => {
                    let wanted = letters.next().expect("a hole has a letter");
                    letters.next();
                    let (part, kind) = scope.found(random, wanted, depth);
                    text += &part;
                    if matches!(kind, Kind::List(_) | Kind::Map(_)) {
                        last = kind;
                    }
                }
                '§' | '¶' => {
                    let name = format!("v{}", scope.variables.len());
                    text += &name;
                    scope.variables.push((name, part_of(&last, letter)));
                }
                _ => text.push(letter),
            }
        }
        text
    }

    /// The variables and their fields that fit a letter.
    fn leaves(&self, letter: char) -> Vec<(String, Kind)> {
        let mut leaves = Vec::new();
        for (name, kind) in &self.variables {
            collect(name, kind, letter, &mut leaves);
        }
        leaves
    }
}

fn collect(way: &str, kind: &Kind, letter: char, leaves: &mut Vec<(String, Kind)>) {
    if fits(kind, letter) {
        leaves.push((way.to_owned(), kind.clone()));
    }
    if let Kind::Object(fields) = kind {
        for (name, field) in fields {
            collect(&format!("{way}.{name}"), field, letter, leaves);
        }
    }
}

fn fits(kind: &Kind, letter: char) -> bool {
    match (kind, letter) {
        (Kind::Simple(own), _) => *own == letter,
        (Kind::List(_), 'L') | (Kind::Map(_), 'M') => true,
        (Kind::List(items), 'S') => **items == Kind::Simple('s'),
        (Kind::List(items), 'I') => **items == Kind::Simple('i'),
        (Kind::Map(values), 'm') => **values == Kind::Simple('s'),
        _ => false,
    }
}

fn kind_of(letter: char) -> Kind {
    let of = |letter| Box::new(Kind::Simple(letter));
    match letter {
        'S' => Kind::List(of('s')),
        'I' => Kind::List(of('i')),
        'm' => Kind::Map(of('s')),
        letter => Kind::Simple(letter),
    }
}

/// What a variable of a loop over a list or a map is.
fn part_of(kind: &Kind, sign: char) -> Kind {
    match (kind, sign) {
        (Kind::List(part) | Kind::Map(part), '§') => (**part).clone(),
        (Kind::List(_), _) => Kind::Simple('i'),
        _ => Kind::Simple('s'),
    }
}
