//! Variables that texts mention, and those among them that the dashboard does not declare.
//!
//! Only a mention that can be nothing else counts: names of Grafana's own begin with `__`, what stands in a `label_replace` may be a
//! group of its regular expression, and `${UPPER_CASE}` may be put in by whoever provisions the dashboard.

use super::Scene;
use crate::{
    model::Name,
    promql::{
        ast::{Embedded, Expr, Node, Placeholder, Range},
        placeholder::{find_length, range, read, read_all},
        walk::walk,
    },
    text::literal::Shape,
};

/// Calls whose strings have placeholders of their own.
const REPLACING: [&str; 2] = ["label_replace", "label_join"];

/// Before this schema (Grafana 4) `$interval` was Grafana's own.
const OWN_INTERVAL: u32 = 14;

/// Notes the variables that an expression mentions and nobody declares.
pub fn of_expression(scene: &mut Scene, written: &Name, expr: &Expr) {
    let outside = outside_of_strings(&written.value);
    let mut own = outside.comments;
    walk(expr, &mut |part| {
        if let Node::Call(call) = &part.node
            && REPLACING.contains(&call.function.as_str())
        {
            own.extend(call.args.iter().skip(1).map(|arg| arg.range));
        }
    });
    let is_own = |range: Range| {
        own.iter()
            .any(|own| own.start <= range.start && range.end <= own.end)
    };
    for embedded in read_all(&written.value, 0) {
        // In a regular expression `[[a]]` is a class of characters.
        let may_be_class = embedded.placeholder.written.starts_with("[[")
            && !outside.placeholders.contains(&embedded);
        if !may_be_class && !is_own(embedded.placeholder.range) {
            note(scene, written, &embedded.placeholder);
        }
    }
}

/// Notes the variables that a query of a variable mentions and nobody declares.
pub fn of_query(scene: &mut Scene, written: &Name) {
    for embedded in read_all(&written.value, 0) {
        if embedded.placeholder.written.starts_with('$') {
            note(scene, written, &embedded.placeholder);
        }
    }
}

fn note(scene: &mut Scene, written: &Name, placeholder: &Placeholder) {
    // Fields of a variable stand behind a dot.
    let name = placeholder.name.split('.').next().unwrap_or_default();
    let braces = placeholder.written.starts_with("${");
    let is_provisioned = braces && !name.bytes().any(|byte| byte.is_ascii_lowercase());
    let is_old = name == "interval" && scene.schema_version < OWN_INTERVAL;
    if scene.knows(name) || is_provisioned || is_old {
        return;
    }
    let is_plain = !braces && placeholder.written.starts_with('$');
    let sign = if is_plain { 1 } else { 2 };
    let start = placeholder.range.start as usize + sign;
    let place = scene
        .reader
        .ctx
        .inside(written, Shape::Trimmed, start..start + name.len());
    scene.unknown.push(Name::new(name.to_string(), place));
}

/// What stands outside of the strings of an expression.
#[derive(Debug, Default)]
pub struct Outside {
    /// The placeholders there.
    pub placeholders: Vec<Embedded>,
    /// Comments, which hold none.
    comments: Vec<Range>,
}

/// Finds what stands outside of the strings of an expression.
pub fn outside_of_strings(text: &str) -> Outside {
    let mut found = Outside::default();
    let mut at = 0;
    while let Some(character) = text[at..].chars().next() {
        at += match character {
            '"' | '\'' | '`' => string_length(&text[at..], character),
            '#' => {
                let length = text[at..].find('\n').unwrap_or(text.len() - at);
                found.comments.push(range(at, at + length));
                length
            }
            '$' | '[' => match find_length(&text[at..]) {
                Some(length) => {
                    let placeholder = read(&text[at..at + length], at);
                    found.placeholders.push(Embedded { at, placeholder });
                    length
                }
                None => 1,
            },
            other => other.len_utf8(),
        };
    }
    found
}

/// The length of a string with its quotes; the rest when it has no end.
fn string_length(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        if escaped {
            escaped = false;
        } else if character == '\\' && quote != '`' {
            escaped = true;
        } else if character == quote {
            return at + 1;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::outside_of_strings;

    #[test]
    fn placeholders_in_strings_and_comments_are_left_out() {
        let text = "a{b=\"$c\\\"$d\", e=~'$f', g=`\\`}[$h] # $i\n > ${j:k}";
        let found = outside_of_strings(text);
        let found: Vec<&str> = found
            .placeholders
            .iter()
            .map(|one| one.placeholder.written.as_str())
            .collect();
        assert_eq!(found, ["$h", "${j:k}"]);
    }
}
