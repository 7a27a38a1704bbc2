//! Addresses, as Go's `net/url` takes them apart.

use super::{
    fault::Fault,
    value::{Key, Value},
};
use indexmap::IndexMap;
use std::sync::Arc;

/// An address that was found to be valid.
#[derive(Clone, Debug)]
pub struct Url {
    text: String,
}

/// The parts of an address.
struct Parts<'a> {
    scheme: &'a str,
    host: &'a str,
    path: &'a str,
    query: &'a str,
}

impl Url {
    /// As it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    fn parts(&self) -> Parts<'_> {
        let text = self.text.split('#').next().unwrap_or_default();
        let is_scheme = |name: &str| {
            let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
            name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(letter)
        };
        let (scheme, rest) = text
            .split_once(':')
            .filter(|(name, _)| is_scheme(name))
            .unwrap_or(("", text));
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let mut parts = Parts {
            scheme,
            host: "",
            path: rest,
            query,
        };
        let authority = rest
            .strip_prefix("//")
            .filter(|_| !scheme.is_empty() || !rest.starts_with("///"));
        if let Some(authority) = authority {
            let end = authority.find('/').unwrap_or(authority.len());
            let (host, path) = authority.split_at(end);
            parts.host = host.rsplit_once('@').map_or(host, |(_, host)| host);
            parts.path = path;
        } else if !rest.starts_with('/') && !scheme.is_empty() {
            // What follows the scheme is opaque.
            parts.path = "";
        }
        parts
    }
}

impl Parts<'_> {
    /// The host and the port.
    fn split_host(&self) -> (&str, &str) {
        let end = self.host.rfind(']').map_or(0, |end| end + 1);
        let (name, port) = match self.host[end..].rfind(':') {
            Some(colon) => (&self.host[..end + colon], &self.host[end + colon + 1..]),
            None => (self.host, ""),
        };
        let name = name
            .strip_prefix('[')
            .and_then(|name| name.strip_suffix(']'))
            .unwrap_or(name);
        (name, port)
    }

    fn escaped_path(&self) -> String {
        let is_plain =
            |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~!$&'()*+,;=:@[]/%".contains(&byte);
        if self.path.bytes().all(is_plain) {
            return self.path.to_owned();
        }
        let mut escaped = String::new();
        for byte in unescape(self.path, false).unwrap_or_default() {
            if byte.is_ascii_alphanumeric() || b"-_.~$&+,/:;=@".contains(&byte) {
                escaped.push(byte.into());
            } else {
                escaped.push_str(&format!("%{byte:02X}"));
            }
        }
        escaped
    }

    fn query_values(&self) -> Value {
        let mut values: IndexMap<String, Vec<Value>> = IndexMap::new();
        for pair in self
            .query
            .split('&')
            .filter(|pair| !pair.is_empty() && !pair.contains(';'))
        {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let text = |part: &str| String::from_utf8(unescape(part, true)?).ok();
            if let (Some(key), Some(value)) = (text(key), text(value)) {
                values.entry(key).or_default().push(Value::text(value));
            }
        }
        let entries = values
            .into_iter()
            .map(|(key, values)| (Key::String(key.into()), Value::list(values)));
        Value::map(entries.collect())
    }
}

fn unescape(text: &str, is_query: bool) -> Option<Vec<u8>> {
    let (bytes, mut at, mut out) = (text.as_bytes(), 0, Vec::new());
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'%' => {
                let digits = text.get(at + 1..at + 3)?;
                out.push(u8::from_str_radix(digits, 16).ok()?);
                at += 2;
            }
            b'+' if is_query => out.push(b' '),
            other => out.push(*other),
        }
        at += 1;
    }
    Some(out)
}

/// The functions of addresses; `None` when none fits.
pub fn call(
    function: &str,
    arguments: &[Value],
    is_format: super::IsFormat,
) -> Option<Result<Value, Fault>> {
    let is_valid = |text: &str| is_format("uri", text).unwrap_or(false);
    let value = match (function, arguments) {
        ("isURL", [Value::String(text)]) => Value::Bool(is_valid(text)),
        ("url", [Value::String(text)]) => {
            if !is_valid(text) {
                return Some(Err(Fault::new(
                    "URL parse error during conversion from string",
                )));
            }
            let text = text.to_string();
            Value::Url(Arc::new(Url { text }))
        }
        (_, [Value::Url(url)]) => {
            let parts = url.parts();
            match function {
                "getScheme" => Value::text(parts.scheme.to_ascii_lowercase()),
                "getHost" => Value::text(parts.host),
                "getHostname" => Value::text(parts.split_host().0),
                "getPort" => Value::text(parts.split_host().1),
                "getEscapedPath" => Value::text(parts.escaped_path()),
                "getQuery" => parts.query_values(),
                _ => return None,
            }
        }
        _ => return None,
    };
    Some(Ok(value))
}
