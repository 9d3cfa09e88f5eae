//! Which addresses lie on this machine or in a network of its own.
//!
//! A server outside may not send the reader there: what answers in a house (a router, a printer, the database on this very
//! machine) trusts whoever asks from inside.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// True for all that is not reachable from everywhere: loopback, private, link-local, shared, unspecified, multicast.
pub fn is_private(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_private_v4(ip),
        IpAddr::V6(ip) => match carried(ip) {
            Some(ip) => is_private_v4(ip),
            None => {
                ip.is_loopback()
                    || ip.is_unspecified()
                    || ip.is_multicast()
                    || ip.is_unique_local()
                    || ip.is_unicast_link_local()
            }
        },
    }
}

/// The IPv4 address in an IPv6 one: mapped, or translated by NAT64 (RFC 6052).
fn carried(ip: Ipv6Addr) -> Option<Ipv4Addr> {
    const NAT64: u128 = 0x64_FF9B << 96;
    let bits = ip.to_bits();
    let translated = bits >> 32 == NAT64 >> 32;
    ip.to_ipv4_mapped().or_else(|| translated.then(|| Ipv4Addr::from_bits(bits as u32)))
}

fn is_private_v4(ip: Ipv4Addr) -> bool {
    let [a, b, ..] = ip.octets();
    ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_multicast()
        || ip.is_broadcast()
        || a == 0
        // Shared address space of providers (RFC 6598) and what is reserved.
        || (a == 100 && b & 0xC0 == 64)
        || a >= 240
}

/// True for names that are only ever given at home.
pub fn is_private_name(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    ["localhost", "local", "internal", "home.arpa"]
        .iter()
        .any(|home| name.strip_suffix(home).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_at_home() {
        let check = |ip: &str, expected: bool| assert_eq!(is_private(ip.parse().unwrap()), expected, "{ip}");
        for home in ["127.0.0.1", "127.9.9.9", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0"] {
            check(home, true);
        }
        for home in ["100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fd00::1", "ff02::1"] {
            check(home, true);
        }
        check("::ffff:127.0.0.1", true);
        check("64:ff9b::c0a8:101", true);
        for public in ["8.8.8.8", "172.32.0.1", "100.128.0.1", "2001:db8::1", "::ffff:8.8.8.8", "64:ff9b::808:808"] {
            check(public, false);
        }
    }

    #[test]
    fn names_given_at_home() {
        for home in ["localhost", "localhost.", "imprimante.local", "api.localhost", "metadata.google.internal"] {
            assert!(is_private_name(home), "{home}");
        }
        for public in ["exemple.fr", "local.exemple.fr", "monlocal", "notlocalhost"] {
            assert!(!is_private_name(public), "{public}");
        }
    }
}
