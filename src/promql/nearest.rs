//! The nearest known name for a misspelt one.

/// Returns the candidate that is nearest to `name`, when at most a third of the letters differ.
pub fn find_nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (name.len() / 3).clamp(1, 3);
    let lower = name.to_ascii_lowercase();
    candidates
        .map(|candidate| (distance(&lower, candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Returns how many bytes must be inserted, dropped, replaced or swapped with their neighbor to make `left` of `right`.
fn distance(left: &str, right: &str) -> usize {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    if left.len().abs_diff(right.len()) > 3 {
        return usize::MAX;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=right.len()).collect();
    for (row, byte) in left.iter().enumerate() {
        let mut next = vec![row + 1];
        for (column, other) in right.iter().enumerate() {
            let mut best = (last[column] + usize::from(byte != other))
                .min(last[column + 1] + 1)
                .min(next[column] + 1);
            let swapped =
                row > 0 && column > 0 && left[row - 1] == *other && right[column - 1] == *byte;
            if swapped {
                best = best.min(before[column - 1] + 1);
            }
            next.push(best);
        }
        before = std::mem::replace(&mut last, next);
    }
    last[right.len()]
}

#[cfg(test)]
mod tests {
    use super::find_nearest;

    #[test]
    fn small_mistakes_find_the_name() {
        let names = ["rate", "irate", "histogram_quantile", "increase"];
        let cases = [
            ("rtae", Some("rate")),
            ("historgam_quantile", Some("histogram_quantile")),
            ("Rate", Some("rate")),
            ("increas", Some("increase")),
            ("something", None),
        ];
        for (name, expected) in cases {
            assert_eq!(find_nearest(name, names.into_iter()), expected, "{name}");
        }
    }
}
