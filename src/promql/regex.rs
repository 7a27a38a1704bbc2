//! Regular expressions of matchers: whether Prometheus accepts them, and whether they match the empty string.

use crate::{promql::text::is_utf8, regexp};

/// Returns whether a pattern matches the empty string, or what is wrong with it.
pub fn inspect(pattern: &str) -> Result<bool, String> {
    // A choice of texts is compared by its bytes and never compiled.
    if !is_utf8(pattern) && !regexp::is_plain(pattern) {
        return Err("it holds bytes that are no UTF-8".to_owned());
    }
    let facts = regexp::inspect(pattern).map_err(|error| error.message)?;
    // Prometheus compiles it a second time with anchors around it, which nests it deeper.
    if pattern.len() > regexp::MOST_HEIGHT {
        regexp::inspect(&format!("^(?s:{pattern})$")).map_err(|error| error.message)?;
    }
    Ok(facts.matches_empty)
}

#[cfg(test)]
mod tests {
    use crate::promql::{Options, parse};

    #[test]
    fn bytes_that_are_no_text_stand_in_choices_of_texts_alone() {
        let errors = |text: &str| parse(text, &Options::default()).1.len();
        assert_eq!(errors(r#"up{a=~"\xff"}"#), 0);
        assert_eq!(errors(r#"up{a=~"b|\xff"}"#), 0);
        assert_eq!(errors(r#"up{a=~"\xff.*"}"#), 1);
    }
}
