//! The rules on a selector's name and matchers.

use crate::promql::ast::{MatchOp, Matcher, Range, Selector};
use crate::promql::{Error, regex};

/// Checks that the name is set once and that not every series is selected.
pub fn check(selector: &Selector, range: Range, errors: &mut Vec<Error>) {
    check_names(selector, range, errors);
    let named = selector
        .name
        .as_ref()
        .is_some_and(|name| !selector.quoted || !name.value.is_empty());
    if named || selector.matchers.iter().any(excludes_empty) {
        return;
    }
    let error = Error::new(
        range,
        "expected at least one matcher that does not match the empty string",
    );
    errors.push(error.with_help("such a selector would select every series"));
}

/// Checks that a name in front of the braces is not set again inside.
pub fn check_names(selector: &Selector, range: Range, errors: &mut Vec<Error>) {
    let (Some(name), false) = (&selector.name, selector.quoted) else {
        return;
    };
    for matcher in selector
        .matchers
        .iter()
        .filter(|matcher| matcher.label.value == "__name__")
    {
        let message = format!(
            "the metric's name is set twice: `{}` and `{}`",
            name.value, matcher.value.value
        );
        errors.push(Error::new(range, message));
    }
}

fn excludes_empty(matcher: &Matcher) -> bool {
    let value = &matcher.value;
    if !value.placeholders.is_empty() {
        return true;
    }
    match matcher.op {
        MatchOp::Equal => !value.value.is_empty(),
        MatchOp::NotEqual => value.value.is_empty(),
        // A pattern that is not valid was reported already.
        MatchOp::Regex => regex::inspect(&value.value).map_or(true, |matches_empty| !matches_empty),
        MatchOp::NotRegex => regex::inspect(&value.value).unwrap_or(true),
    }
}
