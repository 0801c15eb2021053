//! What a router prints, always the same.

use crate::workload::Numbers;

/// The last lines: something for each set, and all that there is for any.
pub const TAIL: &[u8] = b"  4711 packets output\r\nPassword: \r\nrouter1# ";

/// `size` octets of interfaces, routes, configuration and log, rich in digits
/// and in `>` and `#`, which match no set before [`TAIL`].
///
/// # Panics
/// If there is no room for the tail.
#[must_use]
pub fn router_text(size: usize) -> Vec<u8> {
    let body = size.checked_sub(TAIL.len() + 2).expect("room for the tail");
    let mut numbers = Numbers::new(0x0407);
    let mut text = Vec::with_capacity(size + 1024);
    while text.len() < body {
        let block = match numbers.between(0, 8) {
            0..3 => interface(&mut numbers),
            3..5 => configuration(&mut numbers),
            5..7 => routes(&mut numbers),
            _ => log(&mut numbers),
        };
        text.extend_from_slice(block.as_bytes());
    }
    text.truncate(body);
    text.extend_from_slice(b"\r\n");
    text.extend_from_slice(TAIL);
    text
}

fn interface(numbers: &mut Numbers) -> String {
    let mut below = |n| numbers.between(0, n);
    let (slot, port, room) = (below(4), below(48), below(900));
    let (packets, errors) = (below(9_000_000), below(100));
    let state = if below(3) == 0 { "down" } else { "up" };
    format!(
        "Ethernet{slot}/{port} is {state}, line protocol is {state}\r\n\
         \x20 Description: room #{room} -> core {slot}, <spare>\r\n\
         \x20 Internet address is 10.{slot}.{port}.1/24, MTU 1500 octets\r\n\
         \x20 5 minute input rate {errors}000 bits/sec, {room} packets/sec\r\n\
         \x20    {packets} packets input, {room}{packets} octets\r\n\
         \x20    {errors} input errors, 0 CRC, {room} frame, 0 overrun\r\n"
    )
}

fn configuration(numbers: &mut Numbers) -> String {
    let mut below = |n| numbers.between(0, n);
    let (slot, port, room) = (below(4), below(48), below(900));
    format!(
        "interface Ethernet{slot}/{port}\r\n\
         \x20description to rack #{room} > panel {port}\r\n\
         \x20ip address 10.{slot}.{port}.1 255.255.255.0\r\n\
         \x20ip access-group {room} in\r\n\
         \x20no shutdown\r\n!\r\n"
    )
}

fn routes(numbers: &mut Numbers) -> String {
    let mut lines = String::new();
    for _ in 0..numbers.between(4, 12) {
        let mut below = |n| numbers.between(0, n);
        let (slot, port, cost) = (below(4), below(48), below(120));
        lines.push_str(&format!(
            "O    10.{port}.{slot}.0/24 [110/{cost}] via 10.{slot}.{port}.2, \
             {slot}d0{slot}h, Ethernet{slot}/{port}\r\n"
        ));
    }
    lines
}

fn log(numbers: &mut Numbers) -> String {
    let mut below = |n| numbers.between(0, n);
    let (slot, port, minute) = (below(4), below(48), below(50) + 10);
    format!(
        "*Mar 1 00:{minute}:{minute}.{port}: %LINK-3-UPDOWN: Interface \
         Ethernet{slot}/{port}, changed state to up\r\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_has_the_size_asked_for_and_never_changes() {
        for size in [100, 4096, 100_001] {
            let text = router_text(size);
            assert_eq!(text.len(), size);
            assert!(text.ends_with(TAIL));
            assert_eq!(text, router_text(size));
        }
        assert!(router_text(4096).is_ascii());
    }
}
