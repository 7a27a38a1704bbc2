//! IP addresses and networks.

use super::{fault::Fault, value::Value};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// An address without a zone that is not an IPv4 address in IPv6.
fn read_address(text: &str) -> Result<IpAddr, Fault> {
    if let Some((address, zone)) = text.split_once('%')
        && !zone.is_empty()
        && address.parse::<Ipv6Addr>().is_ok()
    {
        return Err(Fault::new(format!(
            "IP address {text:?} with zone value is not allowed"
        )));
    }
    let address: IpAddr = text.parse().map_err(|_| {
        Fault::new(format!(
            "IP Address {text:?} parse error during conversion from string"
        ))
    })?;
    if is_mapped(address) {
        return Err(Fault::new(format!(
            "IPv4-mapped IPv6 address {text:?} is not allowed"
        )));
    }
    Ok(address)
}

fn is_mapped(address: IpAddr) -> bool {
    matches!(address, IpAddr::V6(address) if address.to_ipv4_mapped().is_some())
}

fn read_network(text: &str) -> Result<(IpAddr, u8), Fault> {
    let invalid = || Fault::new("network address parse error during conversion from string");
    let (address, length) = text.rsplit_once('/').ok_or_else(invalid)?;
    let parsed: IpAddr = address.parse().map_err(|_| invalid())?;
    let is_number = !length.is_empty() && length.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number || (length.len() > 1 && length.starts_with('0')) {
        return Err(invalid());
    }
    let length: u8 = length.parse().map_err(|_| invalid())?;
    if length > bits(parsed) || is_mapped(parsed) {
        return Err(invalid());
    }
    Ok((parsed, length))
}

fn bits(address: IpAddr) -> u8 {
    if address.is_ipv4() { 32 } else { 128 }
}

/// The address without the bits behind its prefix.
fn mask(address: IpAddr, length: u8) -> IpAddr {
    match address {
        IpAddr::V4(address) => {
            let mask = u32::MAX
                .checked_shl(u32::from(32 - length.min(32)))
                .unwrap_or(0);
            IpAddr::V4(Ipv4Addr::from(u32::from(address) & mask))
        }
        IpAddr::V6(address) => {
            let mask = u128::MAX
                .checked_shl(u32::from(128 - length.min(128)))
                .unwrap_or(0);
            IpAddr::V6(Ipv6Addr::from(u128::from(address) & mask))
        }
    }
}

fn contains(network: (IpAddr, u8), address: IpAddr) -> bool {
    let (own, length) = network;
    own.is_ipv4() == address.is_ipv4() && mask(own, length) == mask(address, length)
}

fn is_link_local_unicast(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_link_local(),
        IpAddr::V6(address) => address.is_unicast_link_local(),
    }
}

fn is_link_local_multicast(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.octets().starts_with(&[224, 0, 0]),
        IpAddr::V6(address) => address.segments()[0] & 0xff0f == 0xff02,
    }
}

/// As Go's `netip`: everything that is not set aside, private addresses too.
fn is_global_unicast(address: IpAddr) -> bool {
    let is_broadcast = matches!(address, IpAddr::V4(address) if address.is_broadcast());
    !(is_broadcast
        || address.is_unspecified()
        || address.is_loopback()
        || address.is_multicast()
        || is_link_local_unicast(address))
}

/// As Go writes it: the one form that all others mean.
fn show(address: IpAddr) -> String {
    match address {
        // Rust writes some of these with a part in decimal.
        IpAddr::V6(address) if address.to_ipv4().is_some() && u128::from(address) > 0xffff => {
            let [.., high, low] = address.segments();
            format!("::{high:x}:{low:x}")
        }
        address => address.to_string(),
    }
}

/// The functions of addresses and networks; `None` when none fits.
pub fn call(function: &str, arguments: &[Value]) -> Option<Result<Value, Fault>> {
    use Value::{Bool, Cidr, Int, Ip, String};
    Some(match (function, arguments) {
        ("isIP", [String(text)]) => Ok(Bool(read_address(text).is_ok())),
        ("ip", [String(text)]) => read_address(text).map(Ip),
        ("ip.isCanonical", [String(text)]) => {
            read_address(text).map(|address| Bool(show(address) == **text))
        }
        ("isCIDR", [String(text)]) => Ok(Bool(read_network(text).is_ok())),
        ("cidr", [String(text)]) => {
            read_network(text).map(|(address, length)| Cidr(address, length))
        }
        ("containsIP", [Cidr(own, length), Ip(other)]) => {
            Ok(Bool(contains((*own, *length), *other)))
        }
        ("containsIP", [Cidr(own, length), String(other)]) => read_address(other)
            .map_err(|_| Fault::no_overload())
            .map(|other| Bool(contains((*own, *length), other))),
        ("containsCIDR", [Cidr(own, length), Cidr(other, other_length)]) => Ok(Bool(
            length <= other_length && contains((*own, *length), *other),
        )),
        ("containsCIDR", [Cidr(own, length), String(other)]) => {
            read_network(other).map(|(other, other_length)| {
                Bool(*length <= other_length && contains((*own, *length), other))
            })
        }
        (_, [Cidr(address, length)]) => Ok(match function {
            "ip" => Ip(*address),
            "masked" => Cidr(mask(*address, *length), *length),
            "prefixLength" => Int((*length).into()),
            "string" => Value::text(format!("{}/{length}", show(*address))),
            _ => return None,
        }),
        (_, [Ip(address)]) => Ok(match function {
            "family" => Int(if address.is_ipv4() { 4 } else { 6 }),
            "isUnspecified" => Bool(address.is_unspecified()),
            "isLoopback" => Bool(address.is_loopback()),
            "isLinkLocalMulticast" => Bool(is_link_local_multicast(*address)),
            "isLinkLocalUnicast" => Bool(is_link_local_unicast(*address)),
            "isGlobalUnicast" => Bool(is_global_unicast(*address)),
            "string" => Value::text(show(*address)),
            _ => return None,
        }),
        _ => return None,
    })
}
