//! Options that carry the negotiation of something else.

use telnet_proto::sub::Role;
use telnet_proto::sub::authentication::{self, Authentication};
use telnet_proto::sub::charset::{self, Charset, MAX_LIST, MAX_NAMES, Names};
use telnet_proto::sub::com_port::{ComPort, MAX_SIGNATURE};
use telnet_proto::sub::encrypt::{Encrypt, MAX_KEY_ID};
use telnet_proto::sub::tn3270e::{MAX_NAME, RecordHeader, Tn3270e};

use super::{all, join};

pub(super) fn charset(payload: &[u8]) {
    if let Some(refusal) = charset::refusal(payload) {
        assert_eq!(charset::refusal(&join(refusal.to_parts())), None);
    }
    let Ok(it) = Charset::parse(payload) else { return };
    assert_eq!(join(it.to_parts()), payload);
    let Charset::Request { ttable, names } = it else { return };
    let list = list(names);
    assert!(!list.is_empty());
    if ttable.is_some() || payload.starts_with(b"\x01[TTABLE]") {
        return;
    }
    // Once more, name by name. Separators in a row become one.
    let separator = payload[1];
    let written = join(charset::request(separator, list.iter().copied()));
    match Charset::parse(&written) {
        Ok(Charset::Request { ttable: None, names }) => {
            assert_eq!(self::list(names), list);
        }
        // `;[TTABLE]` is none, but `[` as separator can be read as one.
        other => assert_eq!(separator, b'[', "{other:?}"),
    }
}

fn list(names: Names<'_>) -> Vec<&[u8]> {
    let list = all(names.iter(), MAX_NAMES);
    for name in &list {
        assert!(!name.is_empty() && name.len() < MAX_LIST);
        let first = list.iter().find(|it| it.eq_ignore_ascii_case(name));
        assert_eq!(names.find(name).as_ref(), first);
    }
    list
}

pub(super) fn com_port(payload: &[u8]) {
    for from in [Role::Client, Role::Server] {
        let Ok(it) = ComPort::parse(payload, from) else { continue };
        // The request for a signature may come from either side with the
        // client's code, which is written with the sender's.
        let written = join(it.to_parts(from));
        assert_eq!(ComPort::parse(&written, from), Ok(it));
        assert_eq!(written[0], it.code(from));
        let signature = matches!(it, ComPort::Signature(_));
        // A baud rate may have four octets of zero behind it.
        let wide = matches!(it, ComPort::BaudRate(_))
            && payload.strip_prefix(&*written) == Some(&[0; 4]);
        let same = written == payload;
        assert!(same || wide || signature && payload[0] == 0);
        assert!(payload.len() <= MAX_SIGNATURE + 1);
    }
}

pub(super) fn authentication(payload: &[u8]) {
    let Ok(it) = Authentication::parse(payload) else { return };
    assert_eq!(join(it.to_parts()), payload);
    let _ = it.sender();
    if let Authentication::Send(pairs) = it {
        let pairs = all(pairs.iter(), payload.len() / 2);
        assert_eq!(join(authentication::send(pairs)), payload);
    }
}

pub(super) fn encrypt(payload: &[u8]) {
    let Ok(it) = Encrypt::parse(payload) else { return };
    assert_eq!(join(it.to_parts()), payload);
    let _ = it.sender();
    if let Encrypt::Start(id) | Encrypt::RequestStart(id) = it {
        assert!(id.octets().len() <= MAX_KEY_ID);
    }
}

pub(super) fn tn3270e(payload: &[u8]) {
    if let Ok((header, data)) = RecordHeader::parse(payload) {
        assert_eq!(join([&header.to_payload(), data]), payload);
    }
    let Ok(it) = Tn3270e::parse(payload) else { return };
    assert_eq!(join(it.to_parts()), payload);
    let _ = it.sender();
    match it {
        Tn3270e::DeviceTypeIs { device_type, device_name } => {
            for name in [device_type, device_name] {
                assert!((1..=MAX_NAME).contains(&name.octets().len()));
            }
        }
        Tn3270e::FunctionsRequest(functions) => {
            let list = all(functions.iter(), payload.len());
            assert!(list.iter().all(|it| functions.contains(*it)));
            assert!(functions.is_same_set(functions));
        }
        _ => {}
    }
}
