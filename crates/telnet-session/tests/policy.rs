//! Policy that changes while the connection is up.

use telnet_session::{Config, Policy, Session, Side, TelnetOption};

const TTYPE: TelnetOption = TelnetOption::TTYPE;

/// What it sends when the peer sends this.
fn answers(session: &mut Session, stream: &[u8]) -> Vec<u8> {
    session.receive(stream);
    let output = session.transmit().to_vec();
    session.transmitted(output.len());
    output
}

#[test]
fn requests_meet_the_policy_of_their_time() {
    let mut session = Session::new(Config::default());
    for (policy, answer) in [
        (None, &b"\xFF\xFC\x18"[..]),
        (Some(Policy::Accept), b"\xFF\xFB\x18"),
        (Some(Policy::Refuse), b"\xFF\xFC\x18"),
        (Some(Policy::Ask), b""),
    ] {
        if let Some(policy) = policy {
            session.set_policy(Side::Local, TTYPE, policy);
        }
        let given = answers(&mut session, b"\xFF\xFD\x18");
        assert_eq!(given, answer, "{policy:?}");
        // Off again, for the next one.
        let _ = answers(&mut session, b"\xFF\xFE\x18");
    }
    // The other side has its own.
    let given = answers(&mut session, b"\xFF\xFB\x18");
    assert_eq!(given, b"\xFF\xFE\x18");
}

#[test]
fn what_is_on_stays_on_though_it_would_be_refused_now() {
    let mut session = Session::new(Config::default());
    session.set_policy(Side::Local, TTYPE, Policy::Accept);
    let _ = answers(&mut session, b"\xFF\xFD\x18");
    session.set_policy(Side::Local, TTYPE, Policy::Refuse);
    assert!(session.is_enabled(Side::Local, TTYPE));
    assert_eq!(answers(&mut session, b"\xFF\xFD\x18"), b"");
}

/// The answer of a callback is for one request alone.
#[test]
fn what_a_callback_accepts_leaves_the_policy_as_it_is() {
    let mut session = Session::new(Config::default());
    session.set_option_negotiation_callback(|handle, _command, _option| {
        handle.accept();
    });
    let given = answers(&mut session, b"\xFF\xFD\x18");
    assert_eq!(given, b"\xFF\xFB\x18");
    session.clear_option_negotiation_callback();
    let given = answers(&mut session, b"\xFF\xFE\x18\xFF\xFD\x18");
    assert_eq!(given, b"\xFF\xFC\x18\xFF\xFC\x18");
}
