//! What clients of others tell a server of ours, and what a server of others is
//! told: variables, a character set; and compression in both directions.

use std::io::Write as _;
use std::net::TcpStream;
use std::sync::mpsc;

use telnet_blocking::session::EventKind;
use telnet_blocking::wait::Settled;
use telnet_blocking::watch::Direction;
use telnet_blocking::{Config, Policy, Side, Telnet, TelnetOption, WindowSize};

use super::linemode::at_terminal;
use super::{WAIT, connect, telnetlib3_client, until};

/// A server that asks for variables.
fn server(variables: &[&str]) -> Config {
    Config::server()
        .ask_peer(true)
        .request(Side::Remote, TelnetOption::NEW_ENVIRON)
        .ask_variables(variables.iter().copied())
        .unwrap()
}

#[test]
fn telnetlib3_s_client_tells_its_variables_and_compresses() {
    let config = server(&["LANG", "TERM", "NONE"])
        .charsets(["UTF-8", "ISO-8859-1"])
        .unwrap()
        .request(Side::Local, TelnetOption::CHARSET)
        .request(Side::Local, TelnetOption::MCCP2)
        .request(Side::Local, TelnetOption::MCCP3);
    let client = telnetlib3_client();
    let options = "--compression --send-environ LANG,TERM";
    let command = format!("{client} {options} 127.0.0.1 PORT");
    let (mut user, mut tn) = at_terminal(&command, config);
    assert!(tn.wait(&mut Settled::new(WAIT)).unwrap());
    let peer = tn.session().peer().unwrap();
    // It makes that one of the encoding that it has; what it does not tell is empty.
    assert_eq!(peer.variable("LANG"), Some("en_US.utf8"));
    assert_eq!(peer.variable("TERM"), Some("xterm"));
    assert_eq!(peer.variable("NONE"), Some(""));
    assert_eq!(peer.charset(), Some("UTF-8"));
    // What is typed comes compressed, and so does what is shown go.
    let keyboard = user.0.stdin.as_mut().unwrap();
    keyboard.write_all(b"hello\r").unwrap();
    until(&mut tn, "hello");
    for way in [Direction::Sent, Direction::Received] {
        assert!(tn.session().is_compressed(way), "{way:?}");
    }
    tn.close().unwrap();
}

/// A name that was given for the login is a variable, and asked for it tells no
/// other.
#[test]
fn plink_tells_who_its_user_is() {
    let command = "plink -telnet -l fred -P PORT 127.0.0.1";
    let (_user, mut tn) = at_terminal(command, server(&["USER", "LANG"]));
    assert!(tn.wait(&mut Settled::new(WAIT)).unwrap());
    let peer = tn.session().peer().unwrap();
    let told: Vec<_> = peer.environment().collect();
    assert_eq!(told, [("USER", "fred")]);
    tn.close().unwrap();
}

#[test]
fn telnetlib3_s_server_is_told_and_takes_a_charset() {
    let config = Config::default()
        .events(true)
        .terminal_types(["xterm"])
        .unwrap()
        .window_size(WindowSize { columns: 80, rows: 24 })
        .environment([("LANG", "de_DE.UTF-8")])
        .unwrap()
        .charsets(["UTF-8"])
        .unwrap()
        .policy(Side::Remote, TelnetOption::MCCP2, Policy::Accept);
    let mut tn = connect("TELNETLIB3_MCCP_ADDR", config);
    let (lines, trace) = mpsc::channel();
    tn.session_mut().set_trace(move |line| {
        let _gone = lines.send(line.to_string());
    });
    until(&mut tn, "tel:sh> ");
    tn.write("writer\r\n").unwrap();
    let told = until(&mut tn, "tel:sh> ");
    let on = "client-will:CHARSET,NAWS,NEW_ENVIRON,TTYPE";
    assert!(told.contains(on), "{told}");
    // It asks for all by VAR.
    let trace: Vec<_> = trace.try_iter().collect();
    let is_told = |it: &String| {
        it.starts_with("SENT SB NEW_ENVIRON")
            && it.contains(r"\x00LANG\x01de_DE.UTF-8")
    };
    assert!(trace.iter().any(is_told), "{trace:#?}");
    assert!(tn.session().is_compressed(Direction::Received));
    assert_eq!(charset(&mut tn).as_deref(), Some("UTF-8"));
}

#[test]
fn tinymux_takes_a_charset() {
    let config = Config::default()
        .events(true)
        .charsets(["UTF-8"])
        .unwrap()
        .policy(Side::Local, TelnetOption::NEW_ENVIRON, Policy::Accept);
    let mut tn = connect("TINYMUX_ADDR", config);
    until(&mut tn, "<password>");
    tn.send_line("connect wizard potrzebie").unwrap();
    tn.send_line("think BE[strcat(GI,N)]").unwrap();
    until(&mut tn, "BEGIN");
    assert_eq!(charset(&mut tn).as_deref(), Some("UTF-8"));
}

/// The character set that was agreed on.
fn charset(tn: &mut Telnet<TcpStream>) -> Option<Box<str>> {
    let mut charset = None;
    while let Some(event) = tn.session_mut().poll_event() {
        if let EventKind::Charset(name) = event.kind {
            charset = Some(name);
        }
    }
    charset
}
