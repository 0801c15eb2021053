//! The terminal's options.

use telnet_proto::sub::{
    lflow::FlowControl,
    mtts::Mtts,
    naws::WindowSize,
    sndloc::{self, Location},
    start_tls::Follows,
    tspeed::TerminalSpeed,
    ttype::{self, TerminalType},
    xdisploc::{self, DisplayLocation},
};

use super::{all, join};

pub(super) fn naws(payload: &[u8]) {
    let Ok(size) = WindowSize::parse(payload) else { return };
    assert_eq!(size.to_payload(), payload);
}

pub(super) fn ttype(payload: &[u8]) {
    let Ok(it) = TerminalType::parse(payload) else { return };
    let written = join(it.to_parts());
    if it == TerminalType::Send {
        // What stands behind it is passed over.
        assert!(payload.starts_with(&written));
    } else {
        assert_eq!(written, payload);
    }
    if let TerminalType::Is(name) = it {
        assert!(name.len() <= ttype::MAX_NAME);
        let plain = name.iter().all(|it| matches!(it, b' '..=b'~'));
        let ends = [name.first(), name.last()];
        let valid = plain && !name.is_empty() && !ends.contains(&Some(&b' '));
        assert_eq!(ttype::is_valid_name(name), valid);
    }
}

pub(super) fn mtts(payload: &[u8]) {
    let Ok(it) = Mtts::parse(payload) else { return };
    let mut room = [0xAA; Mtts::MAX_LEN];
    let written = it.write(&mut room);
    assert!(written.len() <= payload.len(), "leading zeros come back");
    assert_eq!(Mtts::parse(written), Ok(it));
    assert_eq!(Mtts::from_bits(it.bits()), it);
    assert!(TerminalType::parse(&join([&[0], written])).is_ok());
}

pub(super) fn tspeed(payload: &[u8]) {
    let Ok(it) = TerminalSpeed::parse(payload) else { return };
    assert_eq!(all(it.to_parts(), 22).concat(), payload);
}

pub(super) fn xdisploc(payload: &[u8]) {
    let Ok(it) = DisplayLocation::parse(payload) else { return };
    assert_eq!(join(it.to_parts()), payload);
    if let DisplayLocation::Is(location) = it {
        assert!(location.len() <= xdisploc::MAX_LOCATION);
        if xdisploc::is_valid_location(location) {
            assert!(location.iter().all(u8::is_ascii_graphic));
            assert!(location.contains(&b':'));
        }
    }
}

pub(super) fn sndloc(payload: &[u8]) {
    let Ok(it) = Location::parse(payload) else {
        assert!(payload.len() > sndloc::MAX_LOCATION);
        return;
    };
    assert_eq!(join(it.to_parts()), payload);
    assert_eq!(it.as_bytes(), payload);
    let plain = |it: &u8| it.is_ascii_graphic() || *it == b' ';
    let valid = !payload.is_empty() && payload.iter().all(plain);
    assert_eq!(sndloc::is_valid_location(payload), valid);
}

pub(super) fn lflow(payload: &[u8]) {
    let Ok(it) = FlowControl::parse(payload) else { return };
    assert_eq!(it.to_payload(), payload);
}

pub(super) fn start_tls(payload: &[u8]) {
    let Ok(it) = Follows::parse(payload) else { return };
    assert_eq!(it.to_payload(), payload);
}
