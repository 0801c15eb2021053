//! What the peer is asked, and what is kept of its answers.
#![expect(clippy::unwrap_used, reason = "a test is to fail loudly")]

use std::task::Poll;
use std::time::Duration;

use telnet_session::proto::sub::mtts::Mtts;
use telnet_session::proto::sub::ttype::TerminalType;
use telnet_session::wait::Settled;
use telnet_session::{
    Config, Policy, Session, Side, TelnetOption, Wait, WindowSize,
};
use telnet_testkit::clock::Clock;
use telnet_testkit::talk::talk;

const ASKED: [TelnetOption; 6] = [
    TelnetOption::TTYPE,
    TelnetOption::NAWS,
    TelnetOption::TSPEED,
    TelnetOption::XDISPLOC,
    TelnetOption::SNDLOC,
    TelnetOption::NEW_ENVIRON,
];

fn server() -> Session {
    let mut config = Config::server();
    config.ask_peer = true;
    for option in ASKED {
        config = config.request(Side::Remote, option);
    }
    Session::new(config)
}

fn client() -> Session {
    let config = Config::default()
        .terminal_types(["TinTin++", "xterm", "MTTS 137"])
        .unwrap()
        .window_size(WindowSize { columns: 100, rows: 40 })
        .terminal_speed(9600, 1200)
        .display("h:0")
        .unwrap()
        .location("here")
        .unwrap()
        .environment([("USER", "guest"), ("A", "\u{e9}")])
        .unwrap();
    Session::new(config)
}

#[test]
fn what_the_peer_tells_is_kept_however_it_is_cut() {
    for step in [1, 2, 3, 1000] {
        let (mut server, mut client) = (server(), client());
        assert!(!server.is_settled());
        talk(&mut server, &mut client, step);
        assert!(server.is_settled());
        let peer = server.peer().unwrap();
        let types: Vec<_> = peer.terminal_types().collect();
        assert_eq!(types, ["TinTin++", "xterm", "MTTS 137"]);
        assert_eq!(peer.mtts().map(Mtts::bits), Some(137));
        let size = WindowSize { columns: 100, rows: 40 };
        assert_eq!(peer.window_size(), Some(size));
        assert_eq!(peer.terminal_speed(), Some((9600, 1200)));
        assert_eq!(peer.display(), Some("h:0"));
        assert_eq!(peer.location(), Some("here"));
        assert_eq!(peer.variable("USER"), Some("guest"));
        assert_eq!(peer.variable("A"), Some("\u{e9}"));
        assert_eq!(peer.variable("B"), None);
        assert_eq!(client.peer(), None);
        // What changes is kept, too.
        let size = WindowSize { columns: 80, rows: 24 };
        client.set_window_size(Some(size));
        talk(&mut server, &mut client, step);
        assert_eq!(server.peer().unwrap().window_size(), Some(size));
        server.receive(b"\xFF\xFA\x27\x02\0USER\x03A\x01x\xFF\xF0");
        let peer = server.peer().unwrap();
        let all: Vec<_> = peer.environment().collect();
        assert_eq!(all, [("A", "x")]);
    }
}

#[test]
fn who_refuses_all_is_settled_with_nothing() {
    let (mut server, mut client) = (server(), Session::new(Config::default()));
    talk(&mut server, &mut client, 7);
    assert!(server.is_settled());
    let peer = server.peer().unwrap();
    assert_eq!(peer.terminal_types().count(), 0);
    assert_eq!(peer.environment().count(), 0);
}

#[test]
fn who_never_answers_is_waited_for_no_longer_than_said() {
    let clock = Clock::new();
    let mut server = server();
    server.receive(b"\xFF\xFB\x18");
    let second = Duration::from_secs(1);
    let mut wait = Settled::new(second);
    assert!(wait.poll(&mut server, clock.now()).is_pending());
    let end = clock.now() + second;
    assert_eq!(wait.deadline(), Some(end));
    assert_eq!(wait.poll(&mut server, end), Poll::Ready(false));
    // One whose answer is refused later is settled by that.
    let mut wait = Settled::new(second);
    for option in ASKED {
        server.receive(&[255, 252, option.code()]);
    }
    server.receive(b"\xFF\xFE\x01\xFF\xFE\x03\xFF\xFC\x03");
    assert_eq!(wait.poll(&mut server, clock.now()), Poll::Ready(true));
}

/// A new name for each question: sixteen are kept, and no more is asked.
#[test]
fn a_list_without_end_is_ended() {
    let config = Config::default().ask_peer(true).policy(
        Side::Remote,
        TelnetOption::TTYPE,
        Policy::Accept,
    );
    let mut server = Session::new(config);
    server.receive(b"\xFF\xFB\x18");
    let mut questions = 0;
    for at in 0..100 {
        let sent = server.transmit().to_vec();
        server.transmitted(sent.len());
        if sent.ends_with(b"\xFF\xFA\x18\x01\xFF\xF0") {
            questions += 1;
        }
        let name = format!("\u{0}NAME-{at}");
        let wire = [b"\xFF\xFA\x18", name.as_bytes(), b"\xFF\xF0"].concat();
        server.receive(&wire);
    }
    assert_eq!(questions, 16);
    assert_eq!(server.peer().unwrap().terminal_types().count(), 16);
    assert!(server.is_settled());
    // A list that goes round is ended by its first name.
    server.receive(b"\xFF\xFC\x18\xFF\xFB\x18");
    for name in ["a", "b", "a", "b", "a"] {
        let wire = [b"\xFF\xFA\x18\0", name.as_bytes(), b"\xFF\xF0"].concat();
        server.receive(&wire);
    }
    let types: Vec<_> = server.peer().unwrap().terminal_types().collect();
    assert_eq!(types, ["a", "b"]);
}

/// However much a peer tells, what is kept is bounded.
#[test]
fn variables_without_end_are_not_kept() {
    let mut server = server();
    server.receive(b"\xFF\xFB\x27");
    for at in 0..1000 {
        let name = format!("\u{2}\u{3}N{at}\u{1}v");
        let wire = [b"\xFF\xFA\x27", name.as_bytes(), b"\xFF\xF0"].concat();
        server.receive(&wire);
    }
    assert_eq!(server.peer().unwrap().environment().count(), 64);
}

#[test]
fn without_the_wish_nobody_is_asked() {
    let mut server = Session::new(Config::server());
    let n = server.transmit().len();
    server.transmitted(n);
    server.receive(b"\xFF\xFB\x18");
    assert!(server.transmit().is_empty());
    assert_eq!(server.peer(), None);
}

/// The names of a SEND.
fn asked(wire: &[u8]) -> Vec<String> {
    let payload = wire.strip_prefix(b"\xFF\xFA\x27\x01").unwrap();
    let payload = payload.strip_suffix(b"\xFF\xF0").unwrap();
    let names = payload.split(|it| matches!(it, 0 | 3)).skip(1);
    names.map(|it| String::from_utf8(it.to_vec()).unwrap()).collect()
}

/// Peers of old have a buffer of 256 octets for a subnegotiation.
#[test]
fn variables_are_asked_for_by_name_in_pieces_below_256_octets() {
    let long: Vec<_> = (0..40)
        .map(|at| format!("VARIABLE_{at:0>width$}", width = at))
        .collect();
    let all = ["USER", "LANG"].into_iter().chain(long.iter().map(|it| &**it));
    let all: Vec<_> = all.collect();
    let mut config = Config::default();
    config.ask_peer = true;
    config =
        config.policy(Side::Remote, TelnetOption::NEW_ENVIRON, Policy::Accept);
    config = config.ask_variables(all.iter().copied()).unwrap();
    let mut server = Session::new(config);
    server.receive(b"\xFF\xFB\x27");
    server.transmitted(3);
    let mut names = Vec::new();
    let mut pieces = 0;
    while server.wants_write() {
        let wire = server.transmit().to_vec();
        server.transmitted(wire.len());
        assert!(wire.len() < 256, "{}", wire.len());
        names.extend(asked(&wire));
        pieces += 1;
        assert!(!server.is_settled());
        // What changes is no answer.
        server.receive(b"\xFF\xFA\x27\x02\x03A\x01x\xFF\xF0");
        assert!(!server.wants_write() && !server.is_settled());
        let answer = format!("\u{3}{}\u{1}v", names.last().unwrap());
        let told = [b"\xFF\xFA\x27\0", answer.as_bytes(), b"\xFF\xF0"];
        server.receive(&told.concat());
    }
    assert!(server.is_settled());
    assert_eq!(names, all);
    assert!(pieces >= 5, "{pieces}");
    let peer = server.peer().unwrap();
    assert_eq!(peer.variable(names.last().unwrap()), Some("v"));
    // An answer more asks for nothing.
    server.receive(b"\xFF\xFA\x27\0\x03B\x01x\xFF\xF0");
    assert!(!server.wants_write());

    for bad in ["", &"x".repeat(121)] {
        let error = Config::new().ask_variables([bad]).unwrap_err().to_string();
        assert!(error.contains("1 to 120"), "{error}");
    }
}

#[test]
fn of_the_variables_that_were_asked_for_two_ends_agree_however_it_is_cut() {
    for step in [1, 2, 3, 1000] {
        let config = Config::server()
            .ask_peer(true)
            .request(Side::Remote, TelnetOption::NEW_ENVIRON)
            .ask_variables(["A", "HOME"])
            .unwrap();
        let (mut server, mut client) = (Session::new(config), client());
        talk(&mut server, &mut client, step);
        assert!(server.is_settled());
        let peer = server.peer().unwrap();
        let all: Vec<_> = peer.environment().collect();
        assert_eq!(all, [("A", "\u{e9}")]);
    }
}

/// RFC 1091, page 5: a server that wants another type asks once more.
#[test]
fn a_terminal_type_is_asked_for_again_later() {
    let option = TelnetOption::TTYPE;
    let config = Config::server().events(true).ask_peer(true);
    let (mut server, mut client) = (Session::new(config), client());
    talk(&mut server, &mut client, 1);
    assert!(server.is_settled());
    while server.poll_event().is_some() {}
    let send = TerminalType::Send.to_parts();
    server.send_subnegotiation(option, send).unwrap();
    talk(&mut server, &mut client, 1);
    // From the top: the last one was told twice.
    let event = server.poll_event().unwrap();
    let told = event.payload::<TerminalType<'_>>();
    assert_eq!(told, Some(Ok(TerminalType::Is(b"TinTin++"))));
    let types = server.peer().unwrap().terminal_types();
    assert_eq!(types.collect::<Vec<_>>(), ["TinTin++", "xterm", "MTTS 137"]);
}
