//! Quantities of Kubernetes, as `apimachinery/pkg/api/resource` reads and adds them.

use super::{fault::Fault, value::Value};
use std::cmp::Ordering;

/// A quantity: `value` times ten to the power of `scale`.
#[derive(Clone, Copy, Debug)]
pub struct Quantity {
    value: i128,
    scale: i32,
    /// Whether the server holds it in a form that it never converts to an integer.
    is_decimal: bool,
}

/// The most digits that the server reads into 64 bits.
const MOST_DIGITS: usize = 18;

/// Suffixes and the power of ten that they stand for.
const DECIMAL: [(&str, i32); 10] = [
    ("n", -9),
    ("u", -6),
    ("m", -3),
    ("", 0),
    ("k", 3),
    ("M", 6),
    ("G", 9),
    ("T", 12),
    ("P", 15),
    ("E", 18),
];

/// Suffixes and the power of two that they stand for.
const BINARY: [(&str, u32); 6] = [
    ("Ki", 10),
    ("Mi", 20),
    ("Gi", 30),
    ("Ti", 40),
    ("Pi", 50),
    ("Ei", 60),
];

impl Quantity {
    /// Reads a quantity; `None` when it is none.
    pub fn read(text: &str) -> Option<Self> {
        let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
        let end = unsigned.find(|letter: char| !letter.is_ascii_digit() && letter != '.');
        let (number, suffix) = unsigned.split_at(end.unwrap_or(unsigned.len()));
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        // No digits are as good as a zero, for the server.
        if text.is_empty() || fraction.contains('.') {
            return None;
        }
        let whole = whole.trim_start_matches('0');
        let whole = if whole.is_empty() { "0" } else { whole };
        let (power, binary) = read_suffix(suffix)?;
        let sign = if text.starts_with('-') { -1 } else { 1 };
        let length = i32::try_from(fraction.len()).ok()?;
        let digits = whole.len() + fraction.len();
        let value = format!("{whole}{fraction}").parse::<i128>().ok();
        let exact = value.and_then(|value| value.checked_mul(1 << binary));
        // Fifteen digits, of which a power of two takes three for ten bits, and one more.
        let fits = match binary {
            0 => digits <= MOST_DIGITS && power - length >= -9,
            bits => fraction.is_empty() && whole.len() + usize::try_from(bits * 3 / 10).ok()? < 15,
        };
        let quantity = Self {
            value: sign * exact?,
            scale: power - length,
            is_decimal: !fits,
        };
        Some(quantity.rounded())
    }

    fn of(value: i64) -> Self {
        Self {
            value: value.into(),
            scale: 0,
            is_decimal: false,
        }
    }

    /// Nothing below a billionth is kept: it is rounded away from zero.
    fn rounded(self) -> Self {
        if self.scale >= -9 {
            return self;
        }
        let power = u32::try_from(-9 - self.scale).unwrap_or(u32::MAX);
        let value = match 10_i128.checked_pow(power) {
            Some(divisor) => {
                self.value / divisor + i128::from(self.value % divisor != 0) * self.value.signum()
            }
            None => self.value.signum(),
        };
        Self {
            value,
            scale: -9,
            is_decimal: true,
        }
    }

    /// Both values at the smaller scale.
    fn aligned(&self, other: &Self) -> Option<(i128, i128, i32)> {
        let scale = self.scale.min(other.scale);
        let at = |quantity: &Self| {
            let power = u32::try_from(quantity.scale - scale).ok()?;
            if quantity.value == 0 {
                return Some(0);
            }
            quantity.value.checked_mul(10_i128.checked_pow(power)?)
        };
        Some((at(self)?, at(other)?, scale))
    }

    /// Which is larger.
    pub fn compare(&self, other: &Self) -> Ordering {
        match self.aligned(other) {
            Some((own, other, _)) => own.cmp(&other),
            None => self.float().total_cmp(&other.float()),
        }
    }

    fn float(&self) -> f64 {
        self.value as f64 * 10_f64.powi(self.scale)
    }

    /// The sum, or with `sign` -1 the difference.
    fn add(&self, other: &Self, sign: i128) -> Result<Self, Fault> {
        let other = Self {
            value: sign * other.value,
            ..*other
        };
        let is_decimal = self.is_decimal || other.is_decimal;
        if !is_decimal && other.value == 0 {
            return Ok(*self);
        }
        if !is_decimal && self.value == 0 {
            return Ok(other);
        }
        let too_large = Fault::Unknown("a quantity beyond 38 digits");
        let (own, other, scale) = self.aligned(&other).ok_or(too_large)?;
        let value = own + other;
        let is_decimal = is_decimal || i64::try_from(value).is_err();
        Ok(Self {
            value,
            scale,
            is_decimal,
        })
    }

    fn integer(&self) -> Option<i64> {
        if self.is_decimal || self.scale < 0 {
            return None;
        }
        let power = 10_i128.checked_pow(u32::try_from(self.scale).ok()?)?;
        i64::try_from(self.value.checked_mul(power)?).ok()
    }
}

/// The power of ten and the power of two of a suffix.
fn read_suffix(suffix: &str) -> Option<(i32, u32)> {
    if let Some((_, power)) = DECIMAL.iter().find(|(name, _)| *name == suffix) {
        return Some((*power, 0));
    }
    if let Some((_, power)) = BINARY.iter().find(|(name, _)| *name == suffix) {
        return Some((0, *power));
    }
    let digits = suffix.strip_prefix(['e', 'E'])?;
    let plain = digits.strip_prefix(['-', '+']).unwrap_or(digits);
    let is_number = !plain.is_empty() && plain.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| {
        digits
            .trim_start_matches('+')
            .parse()
            .ok()
            .map(|power| (power, 0))
    })?
}

/// The functions of quantities; `None` when none fits.
pub fn call(function: &str, arguments: &[Value]) -> Option<Result<Value, Fault>> {
    use Value::{Bool, Int, String};
    let value = match (function, arguments) {
        ("isQuantity", [String(text)]) => Bool(Quantity::read(text).is_some()),
        ("quantity", [String(text)]) => match Quantity::read(text) {
            Some(quantity) => Value::Quantity(quantity),
            None => {
                let message = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
                return Some(Err(Fault::new(message)));
            }
        },
        ("sign", [Value::Quantity(own)]) => Int(own.value.signum() as i64),
        ("isInteger", [Value::Quantity(own)]) => Bool(own.integer().is_some()),
        ("asInteger", [Value::Quantity(own)]) => match own.integer() {
            Some(integer) => Int(integer),
            None => return Some(Err(Fault::new("cannot convert value to integer"))),
        },
        ("asApproximateFloat", [Value::Quantity(own)]) => Value::Double(own.float()),
        ("isGreaterThan", [Value::Quantity(own), Value::Quantity(other)]) => {
            Bool(own.compare(other).is_gt())
        }
        ("isLessThan", [Value::Quantity(own), Value::Quantity(other)]) => {
            Bool(own.compare(other).is_lt())
        }
        ("compareTo", [Value::Quantity(own), Value::Quantity(other)]) => {
            Int(own.compare(other) as i64)
        }
        ("add", [Value::Quantity(own), Value::Quantity(other)]) => {
            return Some(own.add(other, 1).map(Value::Quantity));
        }
        ("add", [Value::Quantity(own), Int(other)]) => {
            return Some(own.add(&Quantity::of(*other), 1).map(Value::Quantity));
        }
        ("sub", [Value::Quantity(own), Value::Quantity(other)]) => {
            return Some(own.add(other, -1).map(Value::Quantity));
        }
        ("sub", [Value::Quantity(own), Int(other)]) => {
            return Some(own.add(&Quantity::of(*other), -1).map(Value::Quantity));
        }
        _ => return None,
    };
    Some(Ok(value))
}
