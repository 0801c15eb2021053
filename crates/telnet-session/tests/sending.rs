//! What the application cannot get wrong when it sends.

use telnet_session::{
    Command, Config, Newline, Policy, Session, Side, TelnetOption,
};

#[test]
fn a_line_in_binary_is_sent_as_it_is() {
    for (newline, end) in
        [(Newline::CrLf, &b"\r\n"[..]), (Newline::CrNul, b"\r")]
    {
        let config = Config::default().newline(newline).policy(
            Side::Local,
            TelnetOption::BINARY,
            Policy::Accept,
        );
        let mut session = Session::new(config);
        session.receive(b"\xFF\xFD\0");
        session.transmitted(3);
        session.send_line(b"a\rb\n\xFF").unwrap();
        let expected = [b"a\rb\n\xFF\xFF", end].concat();
        assert_eq!(session.transmit(), expected);
    }
}

#[test]
fn what_is_no_command_is_not_sent() {
    let mut session = Session::new(Config::default());
    for code in 0..=255 {
        let command = Command::from(code);
        let sent = session.send_command(command);
        assert_eq!(sent.is_ok(), command.is_simple(), "{command}");
        let octets = session.transmit().len();
        assert_eq!(octets, if sent.is_ok() { 2 } else { 0 });
        session.transmitted(octets);
    }
}
