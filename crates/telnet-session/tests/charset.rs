//! A character set that we ask for (RFC 2066).
#![expect(clippy::unwrap_used, reason = "a test is to fail loudly")]

use telnet_session::proto::sub::Role;
use telnet_session::{Config, EventKind, Session, Side, TelnetOption};
use telnet_testkit::split;
use telnet_testkit::talk::talk;

const CHARSET: TelnetOption = TelnetOption::CHARSET;

fn config(role: Role, charsets: &[&str]) -> Config {
    let mut config = Config::default();
    config.role = role;
    config.ask_peer = true;
    config.events = true;
    config = config.charsets(charsets.iter().copied()).unwrap();
    config
}

fn sub(payload: &[u8]) -> Vec<u8> {
    [b"\xFF\xFA\x2A", payload, b"\xFF\xF0"].concat()
}

fn answer(session: &mut Session, octets: &[u8]) -> Vec<u8> {
    session.receive(octets);
    let answer = session.transmit().to_vec();
    session.transmitted(answer.len());
    answer
}

/// One that has asked.
fn asking(role: Role) -> Session {
    let mut session = Session::new(config(role, &["UTF-8", "KOI8-R"]));
    let said = answer(&mut session, b"\xFF\xFD\x2A");
    let request = sub(b"\x01;UTF-8;KOI8-R");
    assert_eq!(said, [b"\xFF\xFB\x2A", &request[..]].concat());
    assert!(!session.is_settled());
    session
}

fn charset(session: &Session) -> Option<&str> {
    session.peer().unwrap().charset()
}

fn noted(session: &mut Session) -> Vec<EventKind> {
    let events = std::iter::from_fn(|| session.poll_event());
    let kinds = events.map(|it| it.kind);
    kinds.filter(|it| matches!(it, EventKind::Charset(_))).collect()
}

#[test]
fn the_answer_to_a_request_is_kept_however_it_is_cut() {
    for (told, charset_now, answered) in [
        (&b"\x02koi8-r"[..], Some("KOI8-R"), &b""[..]),
        (b"\x03", None, b""),
        // One that was never offered.
        (b"\x02EBCDIC", None, b""),
        // Tables are refused, which ends it.
        (b"\x04\x01;UTF-8;", None, b"\x05"),
        (b"\x04", None, b"\x05"),
    ] {
        for role in [Role::Client, Role::Server] {
            split::every("charset", &sub(told), |chunks| {
                let mut session = asking(role);
                let mut given = Vec::new();
                for chunk in chunks {
                    given.extend(answer(&mut session, chunk));
                }
                let wanted = match answered {
                    b"" => Vec::new(),
                    answered => sub(answered),
                };
                assert_eq!(given, wanted);
                assert!(session.is_settled());
                assert_eq!(charset(&session), charset_now);
                let noted = noted(&mut session).len();
                assert_eq!(noted, usize::from(charset_now.is_some()));
                // It is over: another answer is none.
                answer(&mut session, &sub(b"\x02UTF-8"));
                assert_eq!(charset(&session), charset_now);
            });
        }
    }
}

#[test]
fn what_is_no_answer_leaves_the_request_open() {
    let mut session = asking(Role::Client);
    for payload in [&b"\x06"[..], b"\x07", b"\x09", b"", b"\x02"] {
        assert_eq!(answer(&mut session, &sub(payload)), b"");
        assert!(!session.is_settled(), "{payload:?}");
    }
    // Until the option is off.
    answer(&mut session, b"\xFF\xFE\x2A");
    assert!(session.is_settled());
}

/// "The server side MUST issue a negative acknowledgment. The client side MUST
/// respond to the one from the server" (page 4).
#[test]
fn of_two_requests_at_once_the_server_s_counts() {
    for step in [1, 2, 3, 1000] {
        let mut server =
            Session::new(config(Role::Server, &["KOI8-R", "UTF-8"]));
        let mut client =
            Session::new(config(Role::Client, &["UTF-8", "KOI8-R"]));
        server.request(Side::Local, CHARSET, true);
        client.request(Side::Local, CHARSET, true);
        talk(&mut server, &mut client, step);
        assert!(server.is_settled() && client.is_settled());
        assert_eq!(charset(&client), charset(&server));
        let shown = [noted(&mut server), noted(&mut client)];
        assert_eq!(shown[0].last(), shown[1].last());
    }
    let mut server = asking(Role::Server);
    assert_eq!(answer(&mut server, &sub(b"\x01;UTF-8")), sub(b"\x03"));
    assert_eq!(charset(&server), None);
    let mut client = asking(Role::Client);
    assert_eq!(answer(&mut client, &sub(b"\x01;KOI8-R")), sub(b"\x02KOI8-R"));
    assert_eq!(charset(&client), Some("KOI8-R"));
    // Its own is open until the server rejects it.
    assert!(!client.is_settled());
    answer(&mut client, &sub(b"\x03"));
    assert!(client.is_settled());
    assert_eq!(charset(&client), Some("KOI8-R"));
}

#[test]
fn who_has_no_charsets_or_does_not_ask_asks_for_none() {
    let accept = telnet_session::Policy::Accept;
    let without = config(Role::Client, &[]);
    let without = without.policy(Side::Local, CHARSET, accept);
    let mut quiet = config(Role::Client, &["UTF-8"]);
    quiet.ask_peer = false;
    for config in [without, quiet] {
        let mut session = Session::new(config);
        let said = answer(&mut session, b"\xFF\xFD\x2A");
        assert_eq!(said, b"\xFF\xFB\x2A");
        assert!(session.is_settled());
    }
    // What the peer asks for is kept, too.
    let mut session = Session::new(config(Role::Server, &["UTF-8"]));
    answer(&mut session, b"\xFF\xFB\x2A");
    let said = answer(&mut session, &sub(b"\x01 US-ASCII utf-8"));
    assert_eq!(said, sub(b"\x02utf-8"));
    assert_eq!(charset(&session), Some("utf-8"));
}
