//! The formats of strings that kube-apiserver enforces, each as Go's libraries read it (the registry `strfmt` of kube-openapi).
//!
//! Invariants: a name counts without its dashes, as in the server; what a format's author meant does not matter, what the server
//! accepts does. Deliberately absent: formats of numbers, which are ranges (`object::validate`), and formats that the server ignores.

mod code;
mod mail;
mod network;
mod time;
mod uri;

pub use time::{is_go_duration, read_loose_duration, to_utc};

/// A format of strings.
struct Format {
    /// Its name without dashes.
    name: &'static str,
    /// Whether a text has it.
    accepts: fn(&str) -> bool,
    /// What such a text looks like.
    looks: &'static str,
}

/// The formats that the server enforces on strings; those that begin with `k8s` since 1.34 (`validation/formats.go`).
const FORMATS: [Format; 26] = [
    Format {
        name: "bsonobjectid",
        accepts: code::is_object_id,
        looks: "24 hexadecimal digits",
    },
    Format {
        name: "byte",
        accepts: code::is_base64,
        looks: "base64 with padding, such as `c2VjcmV0`",
    },
    Format {
        name: "cidr",
        accepts: network::is_cidr,
        looks: "an address and the length of its prefix, such as `10.0.0.0/8`",
    },
    Format {
        name: "creditcard",
        accepts: code::is_credit_card,
        looks: "a credit card number",
    },
    Format {
        name: "date",
        accepts: time::is_date,
        looks: "a date such as `2026-05-31`",
    },
    Format {
        name: "datetime",
        accepts: time::is_date_time,
        looks: "a time of RFC 3339, such as `2026-05-31T12:00:00Z`",
    },
    Format {
        name: "duration",
        accepts: time::is_duration,
        looks: "a duration such as `1h30m`",
    },
    Format {
        name: "email",
        accepts: mail::is_address,
        looks: "a mail address such as `team@example.com`",
    },
    Format {
        name: "hexcolor",
        accepts: code::is_hex_color,
        looks: "a color such as `#ff8800`",
    },
    Format {
        name: "hostname",
        accepts: network::is_host_name,
        looks: "a host name such as `www.example.com`",
    },
    Format {
        name: "ipv4",
        accepts: network::is_ipv4,
        looks: "an address such as `10.0.0.1`",
    },
    Format {
        name: "ipv6",
        accepts: network::is_ipv6,
        looks: "an address such as `2001:db8::1`",
    },
    Format {
        name: "isbn",
        accepts: code::is_isbn,
        looks: "an ISBN such as `978-0321751041`",
    },
    Format {
        name: "isbn10",
        accepts: code::is_isbn10,
        looks: "an ISBN such as `0321751043`",
    },
    Format {
        name: "isbn13",
        accepts: code::is_isbn13,
        looks: "an ISBN such as `978-0321751041`",
    },
    Format {
        name: "k8slongname",
        accepts: network::is_long_name,
        looks: "lowercase letters, digits, `-` and `.`, such as `a.example.com`",
    },
    Format {
        name: "k8sshortname",
        accepts: network::is_short_name,
        looks: "lowercase letters, digits and `-`, 63 at most, such as `my-name`",
    },
    Format {
        name: "mac",
        accepts: network::is_mac,
        looks: "a hardware address such as `00:00:5e:00:53:01`",
    },
    Format {
        name: "password",
        accepts: |_| true,
        looks: "any text",
    },
    Format {
        name: "rgbcolor",
        accepts: code::is_rgb_color,
        looks: "a color such as `rgb(255,136,0)`",
    },
    Format {
        name: "ssn",
        accepts: code::is_social_security_number,
        looks: "a number such as `111-22-3333`",
    },
    Format {
        name: "uri",
        accepts: uri::is_request_uri,
        looks: "an absolute URI or path, such as `https://example.com/a`",
    },
    Format {
        name: "uuid",
        accepts: code::is_uuid,
        looks: "a UUID such as `f81d4fae-7dec-11d0-a765-00a0c91e6bf6`",
    },
    Format {
        name: "uuid3",
        accepts: code::is_uuid3,
        looks: "a UUID of version 3",
    },
    Format {
        name: "uuid4",
        accepts: code::is_uuid4,
        looks: "a UUID of version 4",
    },
    Format {
        name: "uuid5",
        accepts: code::is_uuid5,
        looks: "a UUID of version 5",
    },
];

/// Whether the server enforces a format on strings.
pub fn is_known(name: &str) -> bool {
    find(name).is_some()
}

/// Whether a text has a format; `None` for a format that the server does not know, and ignores.
pub fn matches(name: &str, text: &str) -> Option<bool> {
    find(name).map(|format| (format.accepts)(text))
}

/// What a text of the format looks like, as a phrase; `None` for an unknown format.
pub fn describe(name: &str) -> Option<&'static str> {
    find(name).map(|format| format.looks)
}

fn find(name: &str) -> Option<&'static Format> {
    let plain = |letter: &char| *letter != '-';
    FORMATS
        .iter()
        .find(|format| name.chars().filter(plain).eq(format.name.chars()))
}
