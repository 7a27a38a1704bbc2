//! Addresses as Go's `net/url` reads them, as far as kube-apiserver asks.
//!
//! Deliberately absent: decoding of what is percent-encoded, and relative references.

use std::net::Ipv6Addr;

/// The parts of an address that the server looks at.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Url<'a> {
    /// In lowercase; empty when there is none.
    pub scheme: String,
    /// Whether there is something before an `@`.
    pub has_user: bool,
    /// With the port.
    pub host: &'a str,
    /// What follows `?`.
    pub query: &'a str,
    /// What follows `#`.
    pub fragment: &'a str,
}

/// Reads an address as `url.Parse`. The error is a phrase that says what is wrong.
pub fn parse(text: &str) -> Result<Url<'_>, &'static str> {
    let (rest, fragment) = text.split_once('#').unwrap_or((text, ""));
    let url = parse_rest(rest, false)?;
    check_escapes(fragment)?;
    Ok(Url { fragment, ..url })
}

/// Reads an address as `url.ParseRequestURI`: absolute, and with `#` as a letter like others.
pub fn parse_request(text: &str) -> Result<Url<'_>, &'static str> {
    if text.is_empty() {
        return Err("it is empty");
    }
    parse_rest(text, true)
}

fn parse_rest(text: &str, is_request: bool) -> Result<Url<'_>, &'static str> {
    if text.bytes().any(|b| b < 0x20 || b == 0x7f) {
        return Err("it holds a control character");
    }
    if text == "*" {
        return Ok(Url::default());
    }
    let (scheme, rest) = split_scheme(text)?;
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let mut url = Url {
        scheme: scheme.to_ascii_lowercase(),
        query,
        ..Url::default()
    };
    if !rest.starts_with('/') {
        return match rest.split('/').next() {
            _ if !scheme.is_empty() => Ok(url),
            _ if is_request => Err("it is not absolute"),
            Some(segment) if segment.contains(':') => Err("its first segment holds a colon"),
            _ => check_escapes(rest).map(|()| url),
        };
    }
    let has_authority = !scheme.is_empty() || !is_request && !rest.starts_with("///");
    let path = match rest.strip_prefix("//") {
        Some(after) if has_authority => {
            let end = after.find('/').unwrap_or(after.len());
            let (authority, path) = after.split_at(end);
            set_authority(&mut url, authority)?;
            path
        }
        _ => rest,
    };
    check_escapes(path)?;
    Ok(url)
}

/// The scheme, empty when there is none, and what follows its colon.
fn split_scheme(text: &str) -> Result<(&str, &str), &'static str> {
    let is_scheme = |b: u8| b.is_ascii_alphanumeric() || b"+-.".contains(&b);
    let end = text.bytes().take_while(|b| is_scheme(*b)).count();
    let begins = text.bytes().next().is_some_and(|b| b.is_ascii_alphabetic());
    match text[end..].strip_prefix(':') {
        Some(_) if end == 0 => Err("it has no scheme before the colon"),
        Some(rest) if begins => Ok((&text[..end], rest)),
        _ => Ok(("", text)),
    }
}

fn set_authority<'a>(url: &mut Url<'a>, authority: &'a str) -> Result<(), &'static str> {
    let (user, host) = match authority.rsplit_once('@') {
        Some((user, host)) => (Some(user), host),
        None => (None, authority),
    };
    check_host(&url.scheme, host)?;
    url.host = host;
    if let Some(user) = user {
        let is_letter = |b: u8| b.is_ascii_alphanumeric() || b"-._:~!$&'()*+,;=%@".contains(&b);
        if !user.bytes().all(is_letter) {
            return Err("its user information holds a character that is not allowed");
        }
        check_escapes(user)?;
        url.has_user = true;
    }
    Ok(())
}

fn check_host(scheme: &str, host: &str) -> Result<(), &'static str> {
    if let Some(open) = host.rfind('[') {
        let inner = host[open + 1..].rsplit_once(']');
        return match inner {
            _ if open > 0 => Err("a `[` stands within its host"),
            None => Err("a `]` is missing in its host"),
            Some((address, port)) => check_port(port).and_then(|()| check_address(address)),
        };
    }
    if let Some(first) = host.find(':') {
        let is_web = matches!(scheme, "http" | "https");
        let last = host.rfind(':').unwrap_or(first);
        check_port(&host[if is_web { first } else { last }..])?;
    }
    check_host_letters(host)
}

fn check_port(port: &str) -> Result<(), &'static str> {
    let is_port = |port: &str| port.bytes().all(|b| b.is_ascii_digit());
    match port.strip_prefix(':') {
        Some(port) if is_port(port) => Ok(()),
        None if port.is_empty() => Ok(()),
        _ => Err("its port is not a number"),
    }
}

/// An address of IPv6, with an optional zone.
fn check_address(address: &str) -> Result<(), &'static str> {
    let (address, zone) = match address.split_once("%25") {
        Some((address, zone)) => (address, Some(zone)),
        None => (address, None),
    };
    let is_right = address.parse::<Ipv6Addr>().is_ok() && zone != Some("");
    is_right
        .then_some(())
        .ok_or("its host in brackets is no address of IPv6")
}

/// Which bytes may stand in a host (RFC 3986 section 3.2.2 and what Go adds); only bytes beyond ASCII may be percent-encoded.
fn check_host_letters(host: &str) -> Result<(), &'static str> {
    check_escapes(host)?;
    let bytes = host.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        let is_allowed = match byte {
            b'%' => bytes[at + 1] >= b'8' || &bytes[at..at + 3] == b"%25",
            0x80.. => true,
            _ => byte.is_ascii_alphanumeric() || b"-_.~!$&'()*+,;=:[]<>\"".contains(byte),
        };
        if !is_allowed {
            return Err("its host holds a character that is not allowed");
        }
    }
    Ok(())
}

fn check_escapes(text: &str) -> Result<(), &'static str> {
    let is_escape = |after: &str| {
        let digits = after.as_bytes().get(..2);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    let mut pieces = text.split('%').skip(1);
    pieces
        .all(is_escape)
        .then_some(())
        .ok_or("a `%` is not followed by two hexadecimal digits")
}

#[cfg(test)]
mod tests {
    use super::{parse, parse_request};

    #[test]
    fn addresses_are_read_as_go_reads_them() {
        let cases = [
            ("https://a.b:8443/c", Ok(("https", "a.b:8443"))),
            ("HTTPS://a", Ok(("https", "a"))),
            ("https://[::1]:1/", Ok(("https", "[::1]:1"))),
            ("https://u@h", Ok(("https", "h"))),
            ("mailto:x", Ok(("mailto", ""))),
            ("a/b", Ok(("", ""))),
            ("//h/x", Ok(("", "h"))),
            ("", Ok(("", ""))),
            ("https://a:b/", Err(())),
            ("https://a:1:2/", Err(())),
            ("https://a b/", Err(())),
            ("https://a/%zz", Err(())),
            ("https://a%41/", Err(())),
            ("https://[1.2.3.4]/", Err(())),
            ("://a", Err(())),
            ("a:b", Ok(("a", ""))),
            ("1:b", Err(())),
            ("https://a/\n", Err(())),
            ("https://a/#%", Err(())),
        ];
        for (text, expected) in cases {
            let found = parse(text).map(|url| (url.scheme.clone(), url.host));
            let found = found
                .as_ref()
                .map(|(scheme, host)| (scheme.as_str(), *host));
            assert_eq!(found.map_err(|_| ()), expected, "{text}");
        }
        assert!(parse_request("a/b").is_err());
        assert_eq!(parse_request("https://a/b").map(|url| url.host), Ok("a"));
    }
}
