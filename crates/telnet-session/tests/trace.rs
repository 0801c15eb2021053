//! What a trace shows, and what it must not.
#![expect(clippy::unwrap_used, reason = "a test is to fail loudly")]

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use telnet_session::{
    Command, Config, Policy, Session, Side, TelnetOption, WindowSize,
};

/// The lines of a trace.
#[derive(Clone, Debug, Default)]
struct Lines(Arc<Mutex<Vec<String>>>);

impl Lines {
    fn on(session: &mut Session) -> Self {
        let lines = Self::default();
        let sink = Arc::clone(&lines.0);
        session.set_trace(move |line| {
            sink.lock().unwrap().push(line.to_string());
        });
        lines
    }

    /// Those since the last call.
    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

fn traced(config: Config) -> (Session, Lines) {
    let mut session = Session::new(config);
    let lines = Lines::on(&mut session);
    (session, lines)
}

#[test]
fn all_that_crosses_the_wire_is_named_in_order() {
    let config =
        Config::default().window_size(WindowSize { columns: 80, rows: 24 });
    let (mut session, lines) = traced(config);
    session.receive(b"login: \xFF\xFD\x1F\xFF\xFB\x03\xFF\xF1");
    assert_eq!(
        lines.take(),
        [
            r#"RCVD "login: ""#,
            "RCVD DO NAWS",
            "SENT WILL NAWS",
            r#"SENT SB NAWS "\x00P\x00\x18""#,
            "RCVD WILL SGA",
            "SENT DO SGA",
            "RCVD NOP",
        ]
    );
    session.send_line(b"guest").unwrap();
    assert_eq!(session.send(b"\xFFx"), 2);
    session.send_command(Command::AYT).unwrap();
    session.send_synch();
    let naws = [&b"\0\x50"[..], b"\0\x18"];
    session.send_subnegotiation(TelnetOption::NAWS, naws).unwrap();
    session.msg(format_args!("{} of ours", 1));
    assert_eq!(
        lines.take(),
        [
            r#"SENT "guest\r\n""#,
            r#"SENT "\xffx""#,
            "SENT AYT",
            "SENT DM",
            r#"SENT SB NAWS "\x00P\x00\x18""#,
            "1 of ours",
        ]
    );
}

#[test]
fn a_secret_is_counted_and_never_shown() {
    for config in [Config::default(), Config::server(), Config::telnetlib()] {
        let (mut session, lines) = traced(config);
        lines.take();
        assert_eq!(session.send_secret(b"sesame"), 6);
        session.send_secret_line(b"sesame").unwrap();
        let shown = lines.take();
        assert_eq!(shown.len(), 2, "{shown:?}");
        for line in shown {
            assert!(line.starts_with("SENT ") && line.ends_with("not shown"));
            assert!(!line.contains("sesame"), "{line}");
        }
    }
}

/// Of a text that does not fit, what was taken is shown; of nothing, nothing.
#[test]
fn what_does_not_fit_is_not_shown() {
    let (mut session, lines) = traced(Config::default().max_output(6));
    assert_eq!(session.send(b"show run"), 6);
    assert_eq!(session.send(b"un"), 0);
    assert_eq!(lines.take(), [r#"SENT "show r""#]);
}

/// The line that may echo a secret has ended before anybody looked.
#[test]
fn what_comes_behind_an_echo_that_was_not_traced_is_shown() {
    let mut session = Session::new(Config::default());
    assert_eq!(session.send_secret(b"sesame\r\n"), 8);
    session.receive(b"sesame\r\n");
    let lines = Lines::on(&mut session);
    session.receive(b"$ ");
    assert_eq!(lines.take(), [r#"RCVD "$ ""#]);
}

/// In telnetlib's profile octets are shown as they come, and not those of a line
/// that may echo a secret, however it is cut.
#[test]
fn an_echo_of_a_secret_is_not_among_telnetlib_s_octets() {
    let (mut session, lines) = traced(Config::telnetlib());
    session.trace_octets(true);
    assert_eq!(session.send_secret(b"sesame\r\n"), 8);
    lines.take();
    for octets in ["ses", "ame", "\r\n", "$ "] {
        session.receive(octets.as_bytes());
    }
    let shown = lines.take().concat();
    assert!(!shown.contains("ses") && !shown.contains("ame"), "{shown}");
    assert!(shown.contains("$ "), "{shown}");
}

/// Passwords are typed while the peer echoes, or says that it does.
#[test]
fn what_is_typed_while_the_peer_echoes_is_not_shown() {
    let (mut session, lines) = traced(Config::default());
    session.receive(b"\xFF\xFB\x01Password: ");
    lines.take();
    assert_eq!(session.send(b"sesame"), 6);
    session.send_line(b"sesame").unwrap();
    assert_eq!(
        lines.take(),
        ["SENT 6 octets, not shown", "SENT 8 octets, not shown"]
    );
    // Once it does not, lines are lines again.
    session.receive(b"\xFF\xFC\x01");
    lines.take();
    session.send_line(b"ls").unwrap();
    assert_eq!(lines.take(), [r#"SENT "ls\r\n""#]);
}

#[test]
fn octets_of_the_peer_are_escaped_and_cut() {
    let config = Config::default().policy(
        Side::Remote,
        TelnetOption::GMCP,
        Policy::Accept,
    );
    let (mut session, lines) = traced(config);
    session.receive(b"\x1b]0;title\x07\x9b\r\n");
    assert_eq!(lines.take(), [r#"RCVD "\x1b]0;title\x07\x9b\r\n""#]);
    session.receive(b"\xFF\xFB\xC9\xFF\xFA\xC9\x1b[31m\xFF\xF0");
    assert_eq!(lines.take()[2], r#"RCVD SB GMCP "\x1b[31m""#);
    session.receive(&[0x1b; 2000]);
    let [line] = &lines.take()[..] else { unreachable!() };
    assert!(line.ends_with(r#"\x1b" and 976 octets more"#), "{line}");
    assert!(line.bytes().all(|octet| (b' '..=b'~').contains(&octet)));
}

/// Whose the end was.
#[test]
fn an_end_is_told_as_whose_it_is() {
    let (mut session, lines) = traced(Config::default());
    session.receive(b"\xFF");
    session.receive_eof();
    let told = lines.take();
    assert_eq!(told.len(), 2, "{told:?}");
    assert_eq!(told[1], "RCVD end of stream");

    let (mut session, lines) = traced(Config::default());
    session.receive(b"\xFF");
    session.close();
    session.receive_eof();
    // That we cut a command off is no fault of the peer.
    assert_eq!(lines.take(), ["SENT end of stream"]);
    assert!(session.is_eof());

    let (mut session, lines) = traced(Config::telnetlib());
    session.close();
    assert!(lines.take().is_empty(), "telnetlib said nothing");
}

/// A trace of the caller's that fails, and one that is taken away.
#[test]
fn the_debug_level_writes_lines_with_a_label_and_0_ends_them() {
    #[derive(Clone, Default)]
    struct Out(Arc<Mutex<Vec<u8>>>);
    impl Write for Out {
        fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(octets)
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let out = Out::default();
    let mut session = Session::new(Config::default());
    session.set_debuglevel(1, "192.0.2.1:23", out.clone());
    session.receive(b"hi");
    session.set_debuglevel(0, "192.0.2.1:23", out.clone());
    session.receive(b"there");
    let text = String::from_utf8(out.0.lock().unwrap().clone()).unwrap();
    assert_eq!(text, "Telnet(192.0.2.1:23): RCVD \"hi\"\n");
    let broken: &'static mut [u8] = &mut [];
    session.set_debuglevel(1, "full", broken);
    session.receive(b"!");
    assert_eq!(session.unread(), b"hithere!");
}
