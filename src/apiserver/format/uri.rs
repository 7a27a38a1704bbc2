//! The format `uri`: what Go's `url.ParseRequestURI` reads, which is an absolute URI or a path that begins with `/`.

use crate::apiserver::format::network;

/// An absolute URI, a path that begins with `/`, or `*`.
pub fn is_request_uri(text: &str) -> bool {
    if text.is_empty() || text.bytes().any(|byte| byte < b' ' || byte == 0x7f) {
        return false;
    }
    if text == "*" {
        return true;
    }
    let Some((scheme, rest)) = split_scheme(text) else {
        return false;
    };
    let rest = rest.split('?').next().unwrap_or_default();
    match rest.strip_prefix("//").filter(|_| !scheme.is_empty()) {
        Some(rest) => {
            let end = rest.find('/').unwrap_or(rest.len());
            is_authority(scheme, &rest[..end]) && has_whole_escapes(&rest[end..])
        }
        None if rest.starts_with('/') => has_whole_escapes(rest),
        // What does not begin with `/` after a scheme is opaque.
        None => !scheme.is_empty(),
    }
}

/// The scheme, empty when there is none, and what follows; `None` for a text that begins with `:`.
fn split_scheme(text: &str) -> Option<(&str, &str)> {
    let in_scheme = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    let end = text.bytes().take_while(|byte| in_scheme(*byte)).count();
    let begins = text.starts_with(|letter: char| letter.is_ascii_alphabetic());
    match text.as_bytes().get(end) {
        Some(b':') if end == 0 => None,
        Some(b':') if begins => Some((&text[..end], &text[end + 1..])),
        _ => Some(("", text)),
    }
}

fn is_authority(scheme: &str, text: &str) -> bool {
    match text.rsplit_once('@') {
        None => is_host(scheme, text),
        Some((user, host)) => is_host(scheme, host) && is_user(user) && has_whole_escapes(user),
    }
}

fn is_user(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-._:~!$&'()*+,;=%@".contains(&byte);
    text.bytes().all(fits)
}

fn is_host(scheme: &str, text: &str) -> bool {
    match text.rfind('[') {
        Some(0) => is_literal(text),
        Some(_) => false,
        None => {
            let is_web =
                scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
            // Several hosts in a row are usual for databases: there only the last colon begins a port.
            let colon = if is_web {
                text.find(':')
            } else {
                text.rfind(':')
            };
            colon.is_none_or(|at| is_port(&text[at..])) && has_host_signs(text)
        }
    }
}

/// `[address]:port`; a zone begins with `%25`.
fn is_literal(text: &str) -> bool {
    let Some(end) = text.rfind(']') else {
        return false;
    };
    let (name, port) = (&text[1..end], &text[end + 1..]);
    let (address, zone) = match name.find("%25") {
        Some(at) => (&name[..at], Some(&name[at + 3..])),
        None => (name, None),
    };
    let is_zone = |zone: &str| !zone.is_empty() && has_zone_signs(zone);
    is_port(port) && network::is_ipv6(address) && zone.is_none_or(is_zone)
}

fn is_port(text: &str) -> bool {
    let digits = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
    text.is_empty() || text.strip_prefix(':').is_some_and(digits)
}

/// Each `%` begins an escape of two hexadecimal digits.
fn has_whole_escapes(text: &str) -> bool {
    escapes(text).all(|escape| escape.is_some())
}

/// In a host only what is not ASCII, and `%` itself, may be escaped.
fn has_host_signs(text: &str) -> bool {
    let escaped = |escape: Option<u8>| escape.is_some_and(|byte| byte >= 0x80 || byte == b'%');
    let plain = |byte: u8| byte >= 0x80 || is_host_byte(byte) || byte == b'%';
    escapes(text).all(escaped) && text.bytes().all(plain)
}

/// In a zone what may stand in a host may be escaped too, and a space.
fn has_zone_signs(text: &str) -> bool {
    let escaped = |escape: Option<u8>| {
        escape.is_some_and(|byte| byte == b'%' || byte == b' ' || is_host_byte(byte))
    };
    let plain = |byte: u8| byte >= 0x80 || is_host_byte(byte) || byte == b'%';
    escapes(text).all(escaped) && text.bytes().all(plain)
}

fn is_host_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_.~!$&'()*+,;=:[]<>\"".contains(&byte)
}

/// The byte of each escape; `None` for a `%` that begins none.
fn escapes(text: &str) -> impl Iterator<Item = Option<u8>> {
    text.split('%').skip(1).map(|rest| {
        let digits = rest.get(..2)?;
        let hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        hex.then(|| u8::from_str_radix(digits, 16).ok())?
    })
}

#[cfg(test)]
mod tests {
    use super::is_request_uri;

    #[test]
    fn uris_are_read_as_go_does() {
        let right = [
            "http://foo.bar/#com",
            "https://user:p@ss@example.com:8080/a?b=%zz",
            "/abs/path",
            "*",
            "mailto:a@b.c",
            "http://",
            "http://[::1]:80/",
            "http://[fe80::1%25en0]/",
            "http://[fe80::1%25a%20b]/",
            "xyz://a b",
            "http://%e4%b8%ad.com/",
            "//a/b",
            "postgres://a:1,b:2/x",
            "http://a:/",
            "s3://bucket/%41",
        ];
        let wrong = [
            "",
            "foobar.com",
            "./rel",
            ":80",
            "http://a b/",
            "http://a:b/",
            "http://a:1:2/",
            "http://[::1/",
            "http://[1.2.3.4]/",
            "http://a/%zz",
            "http://%41.com/",
            "http://us er@a/",
            "http://a/\u{1}",
            "1http://a",
            "http://a[b]/",
            "http://[fe80::1%25]/",
        ];
        for text in right {
            assert_eq!(is_request_uri(text), text != "xyz://a b", "{text}");
        }
        for text in wrong {
            assert!(!is_request_uri(text), "{text}");
        }
    }
}
