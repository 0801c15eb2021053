//! What an option callback sees, and what it may do.

use std::sync::mpsc;

use telnet_session::{
    Command, Config, OptionHandle, Policy, Session, Side, TelnetOption,
};

const TTYPE: TelnetOption = TelnetOption::TTYPE;

/// What is sent in answer to this, where the callback does that.
fn answers(
    stream: &[u8],
    callback: impl FnMut(&mut OptionHandle<'_>, Command, TelnetOption)
    + Send
    + 'static,
) -> Vec<u8> {
    let mut session = Session::new(Config::default());
    session.set_option_negotiation_callback(callback);
    session.receive(stream);
    session.transmit().to_vec()
}

#[test]
fn a_callback_may_send_what_the_application_may() {
    let sent = answers(b"\xFF\xF6", |handle, command, option| {
        assert_eq!((command, option), (Command::AYT, TelnetOption::NOOPT));
        handle.send_command(Command::NOP).unwrap();
        assert!(handle.send_command(Command::WILL).is_err());
        assert_eq!(handle.send(b"\xFF"), 1);
        handle.send_subnegotiation(TTYPE, [&b"x"[..], b"y"]).unwrap();
    });
    assert_eq!(sent, b"\xFF\xF1\xFF\xFF\xFF\xFA\x18xy\xFF\xF0");
}

#[test]
fn a_callback_is_told_of_the_marks_behind_prompts() {
    let (tell, told) = mpsc::channel();
    let sent =
        answers(b"> \xFF\xF9> \xFF\xEF", move |_handle, command, option| {
            tell.send((command, option)).unwrap();
        });
    let nothing = TelnetOption::NOOPT;
    assert_eq!(
        told.iter().collect::<Vec<_>>(),
        [(Command::GA, nothing), (Command::EOR, nothing)]
    );
    assert_eq!(sent, b"");
}

#[test]
fn what_a_callback_decides_counts_once_and_for_requests_alone() {
    let both = |accept_first: bool| {
        move |handle: &mut OptionHandle<'_>, _command, _option| {
            if accept_first {
                handle.accept();
            }
            handle.refuse();
            handle.accept();
        }
    };
    let stream = b"\xFF\xFD\x18\xFF\xF1\xFF\xFB\x03";
    assert_eq!(answers(stream, both(true)), b"\xFF\xFB\x18\xFF\xFD\x03");
    assert_eq!(answers(stream, both(false)), b"\xFF\xFC\x18\xFF\xFE\x03");
}

/// What it leaves open is decided by policy.
#[test]
fn what_a_callback_leaves_open_meets_the_policy() {
    let stream = b"\xFF\xFD\x18\xFF\xFB\x03";
    let sent = answers(stream, |_handle, _command, _option| {});
    assert_eq!(sent, b"\xFF\xFC\x18\xFF\xFD\x03");
}

#[test]
fn a_callback_sees_the_session_as_it_is_then() {
    let (tell, told) = mpsc::channel();
    let mut session = Session::new(Config::default());
    session.set_policy(Side::Local, TTYPE, Policy::Accept);
    session.set_option_negotiation_callback(move |handle, command, option| {
        let text = handle.session().unread().to_vec();
        let is_on = handle.session().is_enabled(Side::Local, TTYPE);
        let payload = handle.read_sb_data();
        tell.send((command, option, text, is_on, payload)).unwrap();
    });
    session.receive(b"a\xFF\xFD\x18b\xFF\xFA\x18\x01\xFF\xF0c");
    let nothing = TelnetOption::NOOPT;
    let seen = |command, option, text: &[u8], is_on, payload: &'static [u8]| {
        (command, option, text.to_vec(), is_on, payload.into())
    };
    assert_eq!(
        told.try_iter().collect::<Vec<_>>(),
        [
            seen(Command::DO, TTYPE, b"a", false, b""),
            seen(Command::SB, nothing, b"ab", true, b""),
            seen(Command::SE, nothing, b"ab", true, b"\x18\x01"),
        ]
    );
    session.clear_option_negotiation_callback();
    session.receive(b"\xFF\xF1");
    assert!(told.try_recv().is_err());
}
