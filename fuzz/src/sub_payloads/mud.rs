//! The options of MUDs.

use telnet_proto::sub::{
    aardwolf::Toggle,
    atcp::Atcp,
    gmcp::Gmcp,
    mccp::{self, Verdict, Version1},
    msdp::{self, MAX_DEPTH, Msdp},
    msp::{MAX_ARGUMENTS, Trigger},
    mssp::{self, Mssp},
    mxp::{self, Mode},
    zmp::{self, Zmp},
};

use super::{all, join};

pub(super) fn mccp(payload: &[u8]) {
    let read = mccp::Start::parse(payload);
    assert_eq!(read.is_ok(), payload.is_empty());
}

/// Fed whole or octet by octet, the marker is found or nothing is lost.
pub(super) fn mccp_version_1(stream: &[u8]) {
    let marker = &Version1::MARKER[3..];
    let mut whole = Version1::new();
    match whole.feed(stream) {
        Verdict::Start(rest) => {
            assert_eq!(stream.strip_prefix(marker), Some(rest));
        }
        Verdict::Other(held) => {
            assert!(held.is_empty() && !stream.starts_with(marker));
        }
        Verdict::Incomplete => assert!(marker.starts_with(stream)),
    }
    let mut parted = Version1::new();
    for (at, octet) in stream.iter().enumerate() {
        match parted.feed(core::slice::from_ref(octet)) {
            Verdict::Incomplete => continue,
            Verdict::Start(rest) => {
                assert!(rest.is_empty() && stream[..=at] == *marker);
            }
            Verdict::Other(held) => {
                assert_eq!(join([held, &[*octet]]), stream[..=at]);
                assert!(!stream.starts_with(marker));
            }
        }
        assert_eq!(parted, Version1::new(), "not at its beginning");
        return;
    }
    assert!(marker.starts_with(stream) && stream != marker);
}

/// What may be read but not sent.
fn cannot_be_sent(payload: &[u8]) -> bool {
    payload.contains(&0) || payload.contains(&255)
}

pub(super) fn msdp(payload: &[u8]) {
    let (it, fault) = Msdp::parse_lenient(payload);
    assert_eq!(Msdp::parse(payload).err(), fault);
    let good = it.as_bytes();
    assert!(payload.starts_with(good) && Msdp::parse(good) == Ok(it));
    assert!(fault.is_some() || good == payload);
    let payload = good;
    let tokens = all(it.tokens(), payload.len());
    let mut open = Vec::new();
    for token in &tokens {
        match token {
            msdp::Token::TableOpen => open.push(msdp::Token::TableClose),
            msdp::Token::ArrayOpen => open.push(msdp::Token::ArrayClose),
            msdp::Token::TableClose | msdp::Token::ArrayClose => {
                assert_eq!(open.pop(), Some(*token));
            }
            msdp::Token::Var(_) => {
                assert_ne!(open.last(), Some(&msdp::Token::ArrayClose));
            }
            msdp::Token::Val(_) => {}
        }
        assert!(open.len() <= MAX_DEPTH);
    }
    assert_eq!(open, []);
    let written = msdp::encode(tokens).map(join);
    assert_eq!(written.is_err(), cannot_be_sent(payload));
    assert!(written.is_err() || written.as_deref() == Ok(payload));
}

pub(super) fn mssp(payload: &[u8]) {
    let (it, fault) = Mssp::parse_lenient(payload);
    assert_eq!(Mssp::parse(payload).err(), fault);
    let tokens = all(it.tokens(), payload.len());
    let mut told = Vec::new();
    let variables = all(it.variables(), payload.len());
    for variable in &variables {
        told.push(mssp::Token::Var(variable.name()));
        let values = all(variable.values(), payload.len());
        assert_eq!(values.last(), Some(&variable.value()));
        told.extend(values.into_iter().map(mssp::Token::Val));
        let same = |it: &&mssp::Variable<'_>| it.name() == variable.name();
        let last = variables.iter().rfind(same).map(|it| it.value());
        assert_eq!(it.get(variable.name()), last);
    }
    assert_eq!(told, tokens);
    let written = mssp::encode(tokens).map(join);
    if fault.is_some() {
        assert!(written.is_ok() || cannot_be_sent(payload));
        return;
    }
    assert_eq!(written.is_err(), cannot_be_sent(payload));
    assert!(written.is_err() || written.as_deref() == Ok(payload));
}

pub(super) fn aardwolf(payload: &[u8]) {
    let Ok(it) = Toggle::parse(payload) else { return };
    assert_eq!(it.to_payload(), payload);
}

pub(super) fn msp(line: &[u8]) {
    let Some(it) = Trigger::find(line) else { return };
    let written = join(it.to_parts());
    assert!(line.starts_with(&written));
    assert_eq!(Trigger::find(&written), Some(it));
    let (Trigger::Sound(arguments) | Trigger::Music(arguments)) = it;
    assert!(arguments.len() <= MAX_ARGUMENTS);
}

pub(super) fn mxp(payload: &[u8]) {
    assert_eq!(mxp::Start::parse(payload).is_ok(), payload.is_empty());
    let Ok(mode) = Mode::parse(payload) else { return };
    assert_eq!(Mode::new(mode.number()), Some(mode));
    assert_eq!(Mode::parse(&join(mode.to_parts())), Ok(mode));
}

pub(super) fn gmcp(payload: &[u8]) {
    let Ok(it) = Gmcp::parse(payload) else { return };
    assert_eq!(join(it.to_parts()), payload);
    let segments = all(it.segments(), payload.len() + 1);
    assert_eq!(segments.join(&b'.'), it.name());
    if let Some(data) = it.data_str() {
        assert_eq!(Some(data.as_bytes()), it.data());
    }
    if let Ok(name) = core::str::from_utf8(it.name()) {
        assert!(it.is(&name.to_ascii_uppercase()));
    }
    if let Ok(sent) = Gmcp::new(it.name(), it.data()) {
        assert_eq!(sent, it);
    }
}

pub(super) fn atcp(payload: &[u8]) {
    let Ok(it) = Atcp::parse(payload) else { return };
    let again = Atcp::new(it.name(), it.arguments(), it.content());
    assert_eq!(again, Ok(it));
    let written = join(it.to_parts());
    assert_eq!(written.len(), payload.len());
    assert_eq!(Atcp::parse(&written), Ok(it));
}

pub(super) fn zmp(payload: &[u8]) {
    let Ok(it) = Zmp::parse(payload) else { return };
    let parameters = all(it.parameters(), payload.len());
    let written = zmp::encode(it.command(), parameters).map(join);
    let fits = payload.len() <= zmp::MIN_ACCEPTED;
    assert_eq!(written.is_ok(), fits);
    assert!(!fits || written.as_deref() == Ok(payload));
}
