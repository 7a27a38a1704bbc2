//! Formats of addresses and names in networks.

use regex::Regex;
use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    sync::LazyLock,
};

/// An address with a `.`: also one of IPv6 that ends in one of IPv4. Numbers may have leading zeros.
pub fn is_ipv4(text: &str) -> bool {
    text.contains('.') && is_sloppy_address(text)
}

/// An address with a `:`, without a zone and without needless zeros.
pub fn is_ipv6(text: &str) -> bool {
    text.contains(':') && is_address(text)
}

/// An address of either kind as Go's `net.ParseIP` reads it.
pub fn is_address(text: &str) -> bool {
    text.parse::<IpAddr>().is_ok()
}

fn is_sloppy_address(text: &str) -> bool {
    without_zeros(text).parse::<IpAddr>().is_ok()
}

/// An address and how many bits of it count; numbers may have leading zeros.
pub fn is_cidr(text: &str) -> bool {
    let Some((address, bits)) = text.split_once('/') else {
        return false;
    };
    let address = without_zeros(address);
    let most = if address.parse::<Ipv4Addr>().is_ok() {
        32
    } else if address.parse::<Ipv6Addr>().is_ok() {
        128
    } else {
        return false;
    };
    let digits = !bits.is_empty() && bits.bytes().all(|byte| byte.is_ascii_digit());
    digits
        && without_zeros(bits)
            .parse::<u8>()
            .is_ok_and(|bits| bits <= most)
}

/// The text without the zeros that begin a number of several digits.
fn without_zeros(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut number = String::new();
    for letter in text.chars().chain(['/']) {
        if letter.is_ascii_alphanumeric() {
            number.push(letter);
            continue;
        }
        let digits = number.trim_start_matches('0');
        plain.push_str(if digits.is_empty() && !number.is_empty() {
            "0"
        } else {
            digits
        });
        plain.push(letter);
        number.clear();
    }
    plain.pop();
    plain
}

/// 6, 8 or 20 bytes in hexadecimal digits: pairs parted by `:` or `-`, fours parted by `.`, or without any.
pub fn is_mac(text: &str) -> bool {
    let (separator, digits) = match (text.as_bytes().get(2), text.as_bytes().get(4)) {
        (Some(b':'), _) => (":", 2),
        (Some(b'-'), _) => ("-", 2),
        (_, Some(b'.')) => (".", 4),
        _ => return is_hex(text) && matches!(text.len(), 12 | 16 | 40),
    };
    let groups: Vec<&str> = text.split(separator).collect();
    let bytes = groups.len() * digits / 2;
    matches!(bytes, 6 | 8 | 20)
        && groups
            .iter()
            .all(|group| group.len() == digits && is_hex(group))
}

fn is_hex(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// One label, or labels and a last one of letters. Letters and symbols of any script are allowed.
static HOST_NAME: LazyLock<Regex> = LazyLock::new(|| {
    let sign = r"[a-zA-Z0-9\p{S}\p{L}]";
    let inner = r"[-a-zA-Z0-9\p{S}\p{L}]";
    let alone = format!("{sign}-?{sign}{{0,62}}");
    let label = format!(r"{sign}(?:{inner}{{0,61}}{sign})?\.");
    Regex::new(&format!(
        r"^(?:{alone}|(?:{label})+[a-zA-Z\p{{L}}]{{2,63}})$"
    ))
    .expect("the pattern is constant")
});

/// A host name; an underscore and a dot at the end are not allowed.
pub fn is_host_name(text: &str) -> bool {
    // The lengths of labels and of the whole are in bytes.
    text.len() <= 255 && text.split('.').all(|label| label.len() <= 63) && HOST_NAME.is_match(text)
}

/// A label of RFC 1123: lowercase letters, digits and `-`, neither first nor last, 63 bytes at most.
pub fn is_short_name(text: &str) -> bool {
    text.len() <= 63 && is_label(text)
}

/// Labels parted by dots, 253 bytes at most in all; how long one label is does not matter.
pub fn is_long_name(text: &str) -> bool {
    text.len() <= 253 && text.split('.').all(is_label)
}

fn is_label(text: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !text.is_empty() && text.bytes().all(inner) && !text.starts_with('-') && !text.ends_with('-')
}

#[cfg(test)]
mod tests {
    use crate::apiserver::format::matches;

    #[test]
    fn addresses_are_read_as_the_server_does() {
        let cases = [
            ("ipv4", "10.0.0.1", true),
            ("ipv4", "010.00.0.001", true),
            ("ipv4", "10.0.0.256", false),
            ("ipv4", "10.0.0", false),
            ("ipv4", "::ffff:1.2.3.4", true),
            ("ipv4", "1.2.3.4\u{e9}", false),
            ("ipv6", "2001:db8::1", true),
            ("ipv6", "2001:0db8::00001", false),
            ("ipv6", "fe80::1%eth0", false),
            ("ipv6", "::", true),
            ("ipv6", "10.0.0.1", false),
            ("cidr", "10.0.0.0/8", true),
            ("cidr", "10.0.0.0/033", false),
            ("cidr", "010.0.0.0/032", true),
            ("cidr", "2001:0db8::00001/128", true),
            ("cidr", "10.0.0.0/", false),
            ("cidr", "10.0.0.0/+8", false),
            ("mac", "00:00:5e:00:53:01", true),
            ("mac", "00-00-5E-00-53-01", true),
            ("mac", "00:00-5e:00:53:01", false),
            ("mac", "0000.5e00.5301", true),
            ("mac", "00005e005301", true),
            ("mac", "00005e0053", false),
            ("mac", "\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}", false),
        ];
        for (format, text, expected) in cases {
            assert_eq!(matches(format, text), Some(expected), "{format} {text}");
        }
    }

    #[test]
    fn names_are_read_as_the_server_does() {
        let long = "a".repeat(64);
        let cases = [
            ("hostname", "www.example.com", true),
            ("hostname", "localhost", true),
            ("hostname", "1.2.3.4", false),
            ("hostname", "a_b.example.com", false),
            ("hostname", "-a.example.com", false),
            ("hostname", "example.c", false),
            ("hostname", "example.com.", false),
            ("hostname", "", false),
            ("hostname", "b\u{fc}cher.example", true),
            ("hostname", &long, false),
            ("k8s-short-name", "my-name", true),
            ("k8s-short-name", "my.name", false),
            ("k8s-short-name", &long, false),
            ("k8s-long-name", "a.example.com", true),
            ("k8s-long-name", &long, true),
            ("k8s-long-name", "a.-", false),
            ("k8s-long-name", "", false),
        ];
        for (format, text, expected) in cases {
            assert_eq!(matches(format, text), Some(expected), "{format} {text}");
        }
    }
}
