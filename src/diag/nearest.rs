//! The known name that a user most likely meant.

/// Longer names are not compared letter by letter: nobody sees which of a hundred letters is wrong, and the work grows with the square.
const LONGEST: usize = 100;

/// The name with the smallest edit distance to `found`, when that is at most a third of its length (at least one); the first of
/// several. Case and the difference between `-` and `_` count little. `None` for names of more than a hundred characters.
pub fn nearest<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let letters: Vec<char> = found.chars().take(LONGEST + 1).collect();
    if letters.len() > LONGEST {
        return None;
    }
    let limit = (letters.len() / 3).max(1);
    let mut other = Vec::with_capacity(LONGEST);
    let mut best: Option<(usize, &str)> = None;
    for name in known {
        other.clear();
        other.extend(name.chars().take(letters.len() + limit + 1));
        let distance = if fold(found).eq(fold(name)) {
            0
        } else {
            distance(&letters, &other, limit)
        };
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, name));
        }
    }
    best.map(|(_, name)| name)
}

/// Whether one name is most likely the other one with a slip in it: at most two letters differ, and more than four are the same. Names
/// that differ in a number or its unit are two names: `rate1m`, `rate5m`.
pub fn is_slip(found: &str, name: &str) -> bool {
    const MOST: usize = 2;
    let (left, right) = (numbers(found), numbers(name));
    // A unit may be missing, but not another one.
    let same = |(left, right): (&&str, &&str)| left.starts_with(*right) || right.starts_with(*left);
    if left.len() != right.len() || !left.iter().zip(&right).all(same) {
        return false;
    }
    let letters = |name: &str| name.chars().take(LONGEST + 1).collect::<Vec<char>>();
    let (found, name) = (letters(found), letters(name));
    let longest = found.len().max(name.len());
    (MOST + 4..=LONGEST).contains(&longest) && distance(&found, &name, MOST) <= MOST
}

/// The numbers in a name, each with the letter behind it.
fn numbers(name: &str) -> Vec<&str> {
    let is_digit = |c: char| c.is_ascii_digit();
    let mut rest = name;
    let mut found = Vec::new();
    while let Some(start) = rest.find(is_digit) {
        let digits = rest[start..].trim_start_matches(is_digit);
        let letter = digits.chars().next().map_or(0, char::len_utf8);
        let end = rest.len() - digits.len() + letter;
        found.push(&rest[start..end]);
        rest = &rest[end..];
    }
    found
}

/// The known name that differs in nothing but case, `-` and `_`; `None` when there is none, or more than one.
pub fn same_word<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let mut same = known.into_iter().filter(|name| fold(found).eq(fold(name)));
    same.next().filter(|_| same.next().is_none())
}

/// Up to five names in backticks, and how many more there are.
pub fn list(names: &[&str]) -> String {
    let shown: Vec<String> = names
        .iter()
        .take(5)
        .map(|name| format!("`{name}`"))
        .collect();
    let more = names.len().saturating_sub(5);
    if more > 0 {
        format!("{} and {more} more", shown.join(", "))
    } else {
        shown.join(", ")
    }
}

fn fold(name: &str) -> impl Iterator<Item = char> {
    name.chars()
        .filter(|c| !matches!(c, '-' | '_'))
        .flat_map(char::to_lowercase)
}

/// Damerau-Levenshtein distance with adjacent transpositions, or a number above `limit` when it is above `limit`.
fn distance(left: &[char], right: &[char], limit: usize) -> usize {
    if left.len().abs_diff(right.len()) > limit {
        return limit + 1;
    }
    // The rows of the last two letters and of this one.
    let mut rows = [const { [0; 2 * LONGEST] }; 3];
    for (index, cell) in rows[0].iter_mut().enumerate() {
        *cell = index;
    }
    for i in 1..=left.len() {
        let (now, last, before) = (i % 3, (i + 2) % 3, (i + 1) % 3);
        rows[now][0] = i;
        let mut least = i;
        for j in 1..=right.len() {
            let substitution = rows[last][j - 1] + usize::from(left[i - 1] != right[j - 1]);
            let mut best = substitution
                .min(rows[last][j] + 1)
                .min(rows[now][j - 1] + 1);
            if i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1] {
                best = best.min(rows[before][j - 2] + 1);
            }
            rows[now][j] = best;
            least = least.min(best);
        }
        if least > limit + 1 {
            return least;
        }
    }
    rows[left.len() % 3][right.len()]
}

#[cfg(test)]
mod tests {
    use super::{is_slip, nearest, same_word};

    #[test]
    fn small_slips_are_recognized() {
        let known = ["severity", "summary", "keep-firing-for", "for"];
        assert_eq!(nearest("severty", known), Some("severity"));
        assert_eq!(nearest("keep_firing_for", known), Some("keep-firing-for"));
        assert_eq!(nearest("fro", known), Some("for"));
        assert_eq!(nearest("colour", known), None);
        assert_eq!(nearest("", ["a"]), Some("a"));
        assert_eq!(nearest("abcdef", ["badcfe", "bacdfe"]), Some("bacdfe"));
    }

    #[test]
    fn a_word_in_another_spelling_is_the_same_unless_two_are() {
        assert_eq!(
            same_word("keep_firing_for", ["for", "keep-firing-for"]),
            Some("keep-firing-for")
        );
        assert_eq!(same_word("Gauge", ["gauge", "gauges"]), Some("gauge"));
        assert_eq!(same_word("a_b", ["a-b", "ab"]), None);
        assert_eq!(same_word("guage", ["gauge"]), None);
    }

    #[test]
    fn another_number_is_no_slip() {
        for (found, name, slip) in [
            ("job:request:rate5m", "job:requests:rate5m", true),
            ("job:requests:rate1m", "job:requests:rate5m", false),
            ("job:requests:rate5h", "job:requests:rate5m", false),
            ("job:requests:rate5", "job:requests:rate5m", true),
            ("queue_1_jobs", "queue_2_jobs", false),
            ("queue_jbos", "queue_jobs", true),
        ] {
            assert_eq!(is_slip(found, name), slip, "{found}");
        }
    }

    #[test]
    fn long_names_are_not_compared() {
        let (long, longer) = ("x".repeat(1_000_000), "x".repeat(1_000_001));
        assert_eq!(nearest(&long, [longer.as_str(), "x"]), None);
        let most = "x".repeat(100);
        assert_eq!(
            nearest(&most[1..], [long.as_str(), &most]),
            Some(most.as_str())
        );
    }
}
