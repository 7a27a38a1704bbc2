//! Formats by name, `apiserver/pkg/cel/library/format.go`.

use super::{IsFormat, fault::Fault, value::Value};

/// The names, and the formats of schemas that some of them are.
const FORMATS: [(&str, &str); 13] = [
    ("dns1123Label", ""),
    ("dns1123LabelPrefix", ""),
    ("dns1123Subdomain", ""),
    ("dns1123SubdomainPrefix", ""),
    ("dns1035Label", ""),
    ("dns1035LabelPrefix", ""),
    ("qualifiedName", ""),
    ("labelValue", ""),
    ("uri", "uri"),
    ("uuid", "uuid"),
    ("byte", "byte"),
    ("date", "date"),
    ("datetime", "date-time"),
];

/// The functions of formats; `None` when none fits.
pub fn call(
    function: &str,
    arguments: &[Value],
    is_format: IsFormat,
) -> Option<Result<Value, Fault>> {
    let find = |name: &str| {
        FORMATS
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(known, _)| *known)
    };
    match (function, arguments) {
        ("format.named", [Value::String(name)]) => {
            let found = find(name).map(|name| Value::some(Value::Format(name)));
            Some(Ok(found.unwrap_or(Value::Optional(None))))
        }
        ("validate", [Value::Format(name), Value::String(text)]) => {
            let problems: Vec<Value> = problems(name, text, is_format)
                .into_iter()
                .map(Value::text)
                .collect();
            Some(Ok(match problems.is_empty() {
                true => Value::Optional(None),
                false => Value::some(Value::list(problems)),
            }))
        }
        (_, []) => find(function.strip_prefix("format.")?).map(|name| Ok(Value::Format(name))),
        _ => None,
    }
}

/// What is wrong with a text; the server has other words.
fn problems(name: &str, text: &str, is_format: IsFormat) -> Vec<String> {
    let prefix = text.strip_suffix('-').filter(|_| name.ends_with("Prefix"));
    // A name that begins a generated one may end with a hyphen.
    let masked = prefix.map(|prefix| format!("{prefix}a"));
    let text = masked.as_deref().unwrap_or(text);
    let valid = match name {
        "dns1123Label" | "dns1123LabelPrefix" => text.len() <= 63 && is_label(text),
        "dns1123Subdomain" | "dns1123SubdomainPrefix" => {
            text.len() <= 253 && text.split('.').all(is_label)
        }
        "dns1035Label" | "dns1035LabelPrefix" => {
            text.len() <= 63
                && is_label(text)
                && text.starts_with(|letter: char| letter.is_ascii_lowercase())
        }
        "qualifiedName" => is_qualified(text),
        "labelValue" => text.len() <= 63 && (text.is_empty() || is_name(text)),
        _ => {
            let format = FORMATS.iter().find(|(known, _)| *known == name);
            format
                .and_then(|(_, format)| is_format(format, text))
                .unwrap_or(true)
        }
    };
    if valid {
        Vec::new()
    } else {
        vec![format!("`{text}` is no {name}")]
    }
}

fn is_label(text: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let ends = |byte: Option<u8>| byte.is_some_and(is_letter);
    ends(text.bytes().next())
        && ends(text.bytes().last())
        && text.bytes().all(|byte| is_letter(byte) || byte == b'-')
}

fn is_name(text: &str) -> bool {
    let ends = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric());
    let inner = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    ends(text.bytes().next()) && ends(text.bytes().last()) && text.bytes().all(inner)
}

fn is_qualified(text: &str) -> bool {
    let (prefix, name) = match text.split_once('/') {
        Some((prefix, name)) => (Some(prefix), name),
        None => (None, text),
    };
    let is_prefix = |prefix: &str| prefix.len() <= 253 && prefix.split('.').all(is_label);
    prefix.is_none_or(is_prefix) && name.len() <= 63 && is_name(name)
}
