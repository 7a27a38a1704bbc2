//! Texts of alerts that say another limit, time or window than the rule.

use crate::{
    check::{
        Check, Owner, Scope, Sink, Subject,
        quantity::{Measure, Quantity, sentences},
        shape, times,
        times::Times,
    },
    diag::{Diagnostic, Level, Rule},
    infer::{Inferred, SECONDS, Unit},
    model::{Alert, Model, template::Text},
    promql::ast::BinaryOp,
};

/// The check.
pub static CHECK: Check = Check {
    rule: Rule {
        name: "alert/contradicting-text",
        level: Level::Warn,
        docs: r#"Finds summaries and descriptions that name a limit, a time or a window which the rule does not have: "more than 90%" beside `> 0.95`, "has been
down for 10 minutes" beside `for = "5m"`, "in the last 5 minutes" beside `[10m]`.

## Why it matters

Who is woken by the alert believes the text. It is reported only where the sentence surely speaks of the rule: one number with a unit of the same kind
as the expression's behind words such as "more than", after "for" in a sentence that says what has been, or after "the last"; and where no number,
window or time of the rule agrees with it.

## Example

```toml
[metrics.disk_used_ratio]
type = "gauge"
help = "Used part of the disk."

[alerts.DiskFull]
expr = 'disk_used_ratio > 0.95'
summary = "More than 90% of the disk is used."
```

## Use instead

```toml
[metrics.disk_used_ratio]
type = "gauge"
help = "Used part of the disk."

[alerts.DiskFull]
expr = 'disk_used_ratio > 0.95'
summary = "More than 95% of the disk is used."
```
"#,
    },
    scope: Scope::Expression(check),
};

/// Words before a number that is a limit, with the direction: above it, below it, or either.
const LIMITS: [(&str, Option<bool>); 30] = [
    ("more than", Some(true)),
    ("above", Some(true)),
    ("over", Some(true)),
    ("exceed", Some(true)),
    ("exceeds", Some(true)),
    ("exceeded", Some(true)),
    ("exceeding", Some(true)),
    ("greater than", Some(true)),
    ("higher than", Some(true)),
    ("larger than", Some(true)),
    ("longer than", Some(true)),
    ("slower than", Some(true)),
    ("older than", Some(true)),
    ("at least", Some(true)),
    (">", Some(true)),
    (">=", Some(true)),
    ("less than", Some(false)),
    ("below", Some(false)),
    ("under", Some(false)),
    ("fewer than", Some(false)),
    ("lower than", Some(false)),
    ("shorter than", Some(false)),
    ("smaller than", Some(false)),
    ("at most", Some(false)),
    ("<", Some(false)),
    ("<=", Some(false)),
    ("threshold of", None),
    ("limit of", None),
    ("threshold is", None),
    ("limit is", None),
];

/// Words before those of a limit with which it is none.
const OTHERWISE: [&str; 12] = [
    "after", "by", "during", "every", "for", "last", "no", "not", "past", "since", "until",
    "within",
];

/// Words of a sentence that speaks of what should be, of another case, or not exactly.
const VAGUE: [&str; 33] = [
    "about",
    "after",
    "almost",
    "approximately",
    "around",
    "budget",
    "can",
    "critical",
    "every",
    "example",
    "expected",
    "if",
    "kept",
    "may",
    "must",
    "nearly",
    "never",
    "normal",
    "normally",
    "objective",
    "otherwise",
    "recommended",
    "retained",
    "roughly",
    "should",
    "silence",
    "slo",
    "typically",
    "unless",
    "until",
    "usually",
    "wait",
    "warning",
];

/// Words between `for` and a time.
const FOR: [&str; 5] = [
    "for",
    "for more than",
    "for at least",
    "for over",
    "for longer than",
];

/// Words of a sentence that says what has been.
const STATES: [&str; 5] = [
    " are down ",
    " been ",
    " has not ",
    " have not ",
    " is down ",
];

/// Words before the length of a window.
const WINDOWS: [&str; 8] = [
    "in the last",
    "in the past",
    "over the last",
    "over the past",
    "within the last",
    "within the past",
    "during the last",
    "during the past",
];

fn check(subject: &Subject, _: &Model, sink: &mut Sink) {
    let Owner::Alert(alert) = subject.owner else {
        return;
    };
    let mut reported = None;
    for text in [alert.summary(), alert.description()].into_iter().flatten() {
        let read = sentences(&text.value);
        if read.iter().all(|(_, quantities)| quantities.is_empty()) {
            continue;
        }
        let rule = Rules {
            alert,
            text,
            times: times::of(subject),
            subject,
        };
        let found = rule.limit(&read).or_else(|| {
            let mut all = sure(&read);
            all.find_map(|(sentence, quantity)| {
                rule.duration(sentence, quantity)
                    .or_else(|| rule.window(quantity))
            })
        });
        // Two texts may say the same.
        if let Some(finding) = found.filter(|found| reported != Some(found.primary.span)) {
            reported = Some(finding.primary.span);
            sink.report(finding);
        }
    }
}

/// The quantities of sentences that speak of what is.
fn sure(read: &[(String, Vec<Quantity>)]) -> impl Iterator<Item = (&str, &Quantity)> {
    let clear = read
        .iter()
        .filter(|(sentence, _)| !has_word(sentence, &VAGUE));
    clear.flat_map(|(sentence, quantities)| {
        quantities
            .iter()
            .map(move |quantity| (sentence.as_str(), quantity))
    })
}

/// Whether a sentence has one of these words.
fn has_word(sentence: &str, words: &[&str]) -> bool {
    let mut all = sentence.split(|c: char| !c.is_alphanumeric());
    all.any(|word| words.contains(&word)) || sentence.contains('~') || sentence.contains("n't")
}

/// A rule with one of its texts.
struct Rules<'s, 'a> {
    alert: &'a Alert,
    text: &'a Text,
    times: Times,
    subject: &'s Subject<'a>,
}

impl Rules<'_, '_> {
    /// The finding about the limit, when one sentence surely says it.
    fn limit(&self, read: &[(String, Vec<Quantity>)]) -> Option<Diagnostic> {
        let binary = shape::comparison(self.subject.expr)?;
        let (_, op, limit) = shape::threshold(binary).filter(|(_, _, limit)| *limit != 0.0)?;
        let [left, right] = self.subject.inferred().bare().parts.as_slice() else {
            return None;
        };
        let is_left = shape::number(left.expr).is_none();
        let (side, number) = if is_left {
            (left, right)
        } else {
            (right, left)
        };
        let (measure, factor) = measure(side)?;
        let all = || read.iter().flat_map(|(_, quantities)| quantities);
        let mut said = sure(read).filter_map(|(_, quantity)| {
            let direction = limit_words(quantity)?;
            (quantity.measure == measure).then_some((quantity, direction))
        });
        let (quantity, direction) = said.next()?;
        let is_alone = said.next().is_none()
            && (measure == Measure::Time
                || all().filter(|other| other.measure == measure).count() == 1);
        if !is_alone || !agrees(direction, op) {
            return None;
        }
        let value = limit * factor;
        let equal = |other: f64| quantity.values.iter().any(|said| is_near(*said, other));
        if equal(value) || self.is_told(quantity) {
            return None;
        }
        Some(self.other_limit(quantity, number, value))
    }

    /// The finding about a text that says for how long something has been.
    fn duration(&self, sentence: &str, quantity: &Quantity) -> Option<Diagnostic> {
        let said = quantity.measure == Measure::Time
            && quantity.is_last
            && FOR.iter().any(|words| ends_with(&quantity.before, words))
            && STATES.iter().any(|words| sentence.contains(words));
        if !said || !self.times.is_whole || self.is_told(quantity) {
            return None;
        }
        if self.times.may_compare {
            return self.age(quantity);
        }
        let text = &quantity.text;
        let finding = match &self.alert.for_ {
            Some(for_) => {
                let message = format!("the text says for `{text}`, `for` is `{}`", for_.value.text);
                let finding = Diagnostic::new(&CHECK.rule, for_.span, message);
                finding.label(self.text.span, format!("for `{text}` here"))
            }
            None if self.times.windows.is_empty() => {
                let message = format!("the text says for `{text}`, and the alert has no `for`");
                Diagnostic::new(&CHECK.rule, self.text.span, message)
            }
            None => return None,
        };
        Some(finding.help("write the same time in both"))
    }

    /// The finding about a text that says for how long something has been, when the expression compares an age with another one.
    fn age(&self, quantity: &Quantity) -> Option<Diagnostic> {
        let binary = shape::comparison(self.subject.expr)?;
        let (_, op, limit) = shape::threshold(binary)?;
        let is_above = matches!(op, BinaryOp::Greater | BinaryOp::GreaterEq) && limit > 0.0;
        let [side, number] = self.subject.inferred().bare().parts.as_slice() else {
            return None;
        };
        let (measure, factor) = measure(side).filter(|_| is_above)?;
        let is_number = shape::number(number.expr).is_some();
        (measure == Measure::Time && is_number)
            .then(|| self.other_limit(quantity, number, limit * factor))
    }

    /// The finding about a limit in the text that is another one in the expression.
    fn other_limit(&self, quantity: &Quantity, number: &Inferred, value: f64) -> Diagnostic {
        let message = format!(
            "the text says `{}`, the expression compares with {}",
            quantity.text,
            in_words(quantity.measure, value)
        );
        let place = self.subject.place(number.expr.range);
        Diagnostic::new(&CHECK.rule, place, message)
            .label(self.text.span, format!("`{}` here", quantity.text))
            .help("say in the text what the expression asks, or the other way round")
    }

    /// The finding about a text that says another window.
    fn window(&self, quantity: &Quantity) -> Option<Diagnostic> {
        let said = quantity.measure == Measure::Time
            && WINDOWS
                .iter()
                .any(|words| ends_with(&quantity.before, words));
        if !said || !self.times.is_whole || self.is_told(quantity) {
            return None;
        }
        let (range, _) = self.times.windows.first()?;
        let text = &quantity.text;
        let message = format!("the text says the last `{text}`, and no window is so long");
        let finding = Diagnostic::new(&CHECK.rule, self.subject.place(*range), message)
            .label(self.text.span, format!("the last `{text}` here"));
        Some(finding.help("write the same time in both"))
    }

    /// Whether any number of the rule says the same.
    fn is_told(&self, quantity: &Quantity) -> bool {
        let times = [&self.alert.for_, &self.alert.keep_firing_for];
        let own = times.into_iter().flatten().map(|time| time.value.seconds());
        let waits = self
            .alert
            .for_
            .as_ref()
            .map_or(0.0, |time| time.value.seconds());
        let known = self.times.all();
        let sums = known.clone().map(|time| time + waits);
        let shares = known.clone().map(|number| number * 100.0);
        let mut all = own.chain(known).chain(sums).chain(shares);
        all.any(|known| quantity.values.iter().any(|said| is_near(*said, known)))
    }
}

/// What an expression measures, and by how much its values must be multiplied to be seconds, percent or bytes.
fn measure(side: &Inferred) -> Option<(Measure, f64)> {
    let Unit::Of(_) = side.known.unit else {
        return None;
    };
    let measures = [
        (Measure::Time, SECONDS),
        (Measure::Share, "percent"),
        (Measure::Data, "bytes"),
    ];
    measures
        .into_iter()
        .find_map(|(measure, unit)| Some((measure, side.known.unit.factor_to(unit)?)))
}

/// The direction of a limit, when the words before a number say that it is one.
fn limit_words(quantity: &Quantity) -> Option<Option<bool>> {
    let (words, direction) = LIMITS
        .iter()
        .find(|(words, _)| ends_with(&quantity.before, words))?;
    let count = words.split(' ').count();
    let earlier = quantity.before.len() - count;
    let before = earlier
        .checked_sub(1)
        .map(|at| quantity.before[at].as_str());
    // "Over five minutes" may be a window.
    let window = *words == "over" && quantity.measure == Measure::Time;
    let other = before.is_some_and(|word| OTHERWISE.contains(&word));
    (!window && !other).then_some(*direction)
}

/// Whether the words before a number end so.
fn ends_with(before: &[String], words: &str) -> bool {
    let words: Vec<&str> = words.split(' ').collect();
    before.len() >= words.len()
        && before[before.len() - words.len()..]
            .iter()
            .zip(&words)
            .all(|(word, wanted)| word.trim_start_matches('(') == *wanted)
}

fn agrees(direction: Option<bool>, op: BinaryOp) -> bool {
    match op {
        BinaryOp::Greater | BinaryOp::GreaterEq => direction != Some(false),
        BinaryOp::Less | BinaryOp::LessEq => direction != Some(true),
        _ => false,
    }
}

fn in_words(measure: Measure, value: f64) -> String {
    // Not `94.99999999999999`.
    let value = (value * 1e6).round() / 1e6;
    match measure {
        Measure::Time => format!("{value} seconds"),
        Measure::Share => format!("{value}%"),
        Measure::Data => format!("{value} bytes"),
    }
}

fn is_near(left: f64, right: f64) -> bool {
    (left - right).abs() <= 1e-6 * right.abs()
}
