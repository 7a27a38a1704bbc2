//! The characters of classes, as ranges.
//!
//! Go 1.26 knows Unicode 15.0 and the crate `regex` a later one: what came later is left out of properties and of foldings.

use super::{
    class::{Class, Folding, Set},
    names::Property,
};
use regex_syntax::hir::{self, ClassUnicode, ClassUnicodeRange, HirKind};
use std::sync::LazyLock;

/// The characters of a class.
pub fn characters(class: &Class) -> ClassUnicode {
    let mut all = ClassUnicode::empty();
    for member in &class.members {
        let mut characters = match member.set {
            Set::Span(low, high) => span(low, high),
            Set::Ascii(spans) => {
                let ranges = spans
                    .iter()
                    .map(|(low, high)| ClassUnicodeRange::new((*low).into(), (*high).into()));
                ClassUnicode::new(ranges)
            }
            Set::Property(property) => of_property(property),
        };
        // Go has no table of foldings for this one.
        let is_cased = matches!(member.set, Set::Property(Property::Category("LC")));
        if class.folding == Folding(true) && !is_cased {
            characters = fold(&characters);
        }
        if member.is_negated {
            characters = all_but(&characters);
        }
        all.union(&characters);
    }
    if class.is_negated { all_but(&all) } else { all }
}

/// The characters that a literal stands for.
pub fn folded(code: u32) -> ClassUnicode {
    fold(&span(code, code))
}

/// The other characters. `ClassUnicode::negate` makes an inverted range where one range ends before the surrogates and another begins
/// behind them.
fn all_but(characters: &ClassUnicode) -> ClassUnicode {
    let (mut others, mut next) = (Vec::new(), 0);
    for range in characters.ranges() {
        let start = u32::from(range.start());
        if next < start {
            others.extend_from_slice(span(next, start - 1).ranges());
        }
        next = u32::from(range.end()) + 1;
    }
    if next <= u32::from(char::MAX) {
        others.extend_from_slice(span(next, char::MAX.into()).ranges());
    }
    ClassUnicode::new(others)
}

/// The characters between two codes, without surrogates.
fn span(low: u32, high: u32) -> ClassUnicode {
    let low = char::from_u32(low).unwrap_or('\u{e000}');
    let high = char::from_u32(high).unwrap_or('\u{d7ff}');
    let range = (low <= high).then(|| ClassUnicodeRange::new(low, high));
    ClassUnicode::new(range)
}

/// With the characters that differ in case only.
fn fold(characters: &ClassUnicode) -> ClassUnicode {
    let mut known = characters.clone();
    let is_ascii = known.ranges().iter().all(|range| range.end().is_ascii());
    if !is_ascii {
        known.intersect(known_characters());
    }
    known.case_fold_simple();
    if !is_ascii {
        known.intersect(known_characters());
    }
    known.union(characters);
    known
}

fn of_property(property: Property) -> ClassUnicode {
    let mut characters = match property {
        Property::Any => span(0, char::MAX.into()),
        Property::Ascii => span(0, 0x7f),
        // No text holds a surrogate.
        Property::Category("Cs") => ClassUnicode::empty(),
        Property::Category("C") => {
            let mut all = of_property(Property::Category("Cn"));
            ["Cc", "Cf", "Co"]
                .iter()
                .for_each(|name| all.union(&of_property(Property::Category(name))));
            all
        }
        Property::Category("Cn") => all_but(&of_property(Property::Assigned)),
        Property::Assigned => {
            let mut all = all_but(&look_up("gc=Cn"));
            all.intersect(known_characters());
            all
        }
        Property::Category(name) => look_up(&format!("gc={name}")),
        Property::Script(name) => look_up(&format!("sc={name}")),
    };
    if matches!(property, Property::Category(name) if !name.starts_with('C'))
        || matches!(property, Property::Script(_))
    {
        characters.intersect(known_characters());
    }
    characters
}

/// The characters of Unicode 15.0, and those that it will never use.
fn known_characters() -> &'static ClassUnicode {
    static KNOWN: LazyLock<ClassUnicode> = LazyLock::new(|| look_up("age=15.0"));
    &KNOWN
}

fn look_up(property: &str) -> ClassUnicode {
    let parsed = regex_syntax::parse(&format!("\\p{{{property}}}"));
    match parsed.map(hir::Hir::into_kind) {
        Ok(HirKind::Class(hir::Class::Unicode(class))) => class,
        _ => ClassUnicode::empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::{look_up, of_property};
    use crate::regexp::names::{Property, find_property};

    #[test]
    fn every_known_name_has_characters() {
        for name in ["gc=Lu", "gc=LC", "sc=Nko", "sc=Yi", "age=15.0"] {
            assert!(!look_up(name).ranges().is_empty(), "{name}");
        }
        assert_eq!(find_property("old_italic"), None);
        assert_eq!(
            find_property("lower-case letter"),
            Some(Property::Category("Ll"))
        );
        assert!(of_property(Property::Category("Cs")).ranges().is_empty());
    }
}
