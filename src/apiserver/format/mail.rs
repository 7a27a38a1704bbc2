//! The format `email`: what Go's `mail.ParseAddress` reads, which is one address of RFC 5322 with or without a name.
//!
//! Deliberately absent: words encoded by RFC 2047; one in an unknown character set is accepted here and refused there.

use crate::apiserver::format::network;

/// One address: `a@b`, `Name <a@b>`, or a group of one, with comments where Go allows them.
pub fn is_address(text: &str) -> bool {
    let mut reader = Reader { rest: text };
    let addresses = reader.addresses(Groups::Allowed);
    addresses == Some(1) && reader.skip_comments() && reader.rest.is_empty()
}

#[derive(Clone, Copy, PartialEq)]
enum Groups {
    Allowed,
    Forbidden,
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn eat(&mut self, sign: char) -> bool {
        let rest = self.rest.strip_prefix(sign);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn skip_spaces(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t']);
    }

    /// Whether the comments that follow are closed.
    fn skip_comments(&mut self) -> bool {
        self.skip_spaces();
        while self.rest.starts_with('(') {
            if !self.skip_comment() {
                return false;
            }
            self.skip_spaces();
        }
        true
    }

    fn skip_comment(&mut self) -> bool {
        let (mut depth, mut escaped) = (0_usize, false);
        for (at, sign) in self.rest.char_indices() {
            match sign {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                self.rest = &self.rest[at + 1..];
                return true;
            }
        }
        false
    }

    /// How many addresses the next one stands for: several in a group.
    fn addresses(&mut self, groups: Groups) -> Option<usize> {
        self.skip_spaces();
        if self.rest.is_empty() {
            return None;
        }
        let begin = self.rest;
        if self.specification().is_some() {
            self.skip_spaces();
            return (!self.rest.starts_with('(') || self.skip_comment()).then_some(1);
        }
        self.rest = begin;
        if !self.rest.starts_with('<') {
            self.phrase()?;
        }
        self.skip_spaces();
        if groups == Groups::Allowed && self.eat(':') {
            return self.group();
        }
        if !self.eat('<') {
            return None;
        }
        self.specification()?;
        self.eat('>').then_some(1)
    }

    fn group(&mut self) -> Option<usize> {
        self.skip_spaces();
        if self.eat(';') {
            return self.skip_comments().then_some(0);
        }
        let mut count = 0;
        loop {
            self.skip_spaces();
            count += self.addresses(Groups::Forbidden)?;
            if !self.skip_comments() {
                return None;
            }
            if self.eat(';') {
                return self.skip_comments().then_some(count);
            }
            if !self.eat(',') {
                return None;
            }
        }
    }

    /// `local@domain`
    fn specification(&mut self) -> Option<()> {
        self.skip_spaces();
        if self.rest.starts_with('"') {
            self.quoted().filter(|text| !text.is_empty())?;
        } else {
            self.dotted_atom()?;
        }
        if !self.eat('@') {
            return None;
        }
        self.skip_spaces();
        let Some(literal) = self.rest.strip_prefix('[') else {
            return self.dotted_atom();
        };
        let (address, rest) = literal.split_once(']')?;
        self.rest = rest;
        network::is_address(address).then_some(())
    }

    fn dotted_atom(&mut self) -> Option<()> {
        let atom = self.atom()?;
        let dots = atom.starts_with('.') || atom.contains("..") || atom.ends_with('.');
        (!dots).then_some(())
    }

    fn atom(&mut self) -> Option<&'a str> {
        let end = self
            .rest
            .find(|sign| !is_atom_sign(sign))
            .unwrap_or(self.rest.len());
        let (atom, rest) = self.rest.split_at(end);
        self.rest = rest;
        (!atom.is_empty()).then_some(atom)
    }

    /// What stands between quotes, with its escapes.
    fn quoted(&mut self) -> Option<&'a str> {
        let inner = self.rest.strip_prefix('"')?;
        let mut escaped = false;
        for (at, sign) in inner.char_indices() {
            match sign {
                ' ' | '\t' | '!'..='~' | '\u{80}'.. if escaped => escaped = false,
                '"' => {
                    self.rest = &inner[at + 1..];
                    return Some(&inner[..at]);
                }
                '\\' => escaped = true,
                ' ' | '\t' | '!'..='~' | '\u{80}'.. => {}
                _ => return None,
            }
        }
        None
    }

    /// One or more words; what follows the first may be anything.
    fn phrase(&mut self) -> Option<()> {
        let mut words = 0;
        loop {
            if words > 0 && !self.skip_comments() {
                return None;
            }
            self.skip_spaces();
            if self.rest.is_empty() {
                return Some(());
            }
            let word = if self.rest.starts_with('"') {
                self.quoted()
            } else {
                self.atom()
            };
            match word {
                Some(_) => words += 1,
                None => return (words > 0).then_some(()),
            }
        }
    }
}

fn is_atom_sign(sign: char) -> bool {
    let is_special = matches!(
        sign,
        '(' | ')' | '<' | '>' | '[' | ']' | ':' | ';' | '@' | '\\' | ',' | '"'
    );
    !is_special && matches!(sign, '!'..='~' | '\u{80}'..)
}

#[cfg(test)]
mod tests {
    use super::is_address;

    #[test]
    fn addresses_are_read_as_go_does() {
        let right = [
            "a@b",
            " a.b@example.com ",
            "Team <a@b>",
            "\"A B\" <a@b>",
            "a@b (comment)",
            "a@[127.0.0.1]",
            "\"a b\"@c",
            "g: a@b;",
            "J\u{f6}rg <j\u{f6}rg@example.com>",
            "a . b <a@b>",
            "a@b (x (y) \\) z)",
            "A (c) B <a@b>",
            "<a@b>",
        ];
        let wrong = [
            "",
            "a",
            "@b",
            "a@",
            "a..b@c",
            ".a@b",
            "a@b.",
            "a b@c",
            "Team <a@b",
            "a@b, c@d",
            "a@[1.2.3]",
            "\"\"@b",
            "a@b (",
            "g: a@b, c@d;",
            "g:;",
            "a\u{1}@b",
            "\"a",
            "A ( <a@b>",
        ];
        for text in right {
            assert!(is_address(text), "{text}");
        }
        for text in wrong {
            assert!(!is_address(text), "{text}");
        }
    }
}
