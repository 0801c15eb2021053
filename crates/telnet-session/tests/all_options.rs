//! All options on, in both roles, compression among them: where the stream is cut
//! does not matter, and two such ends agree.
#![cfg(feature = "mccp")]
#![expect(clippy::unwrap_used, reason = "a test is to fail loudly")]

use std::io::Write as _;

use proptest::{collection::vec, prelude::*, sample::select};
use telnet_session::linemode::LinemodeSettings;
use telnet_session::proto::encode::subnegotiation;
use telnet_session::proto::sub::Role;
use telnet_session::proto::sub::linemode::{Function, Level, Mode, Setting};
use telnet_session::watch::Direction;
use telnet_session::{
    Config, Event, Policy, Session, Side, TelnetOption, WindowSize,
};
use telnet_testkit::split;
use telnet_testkit::talk::talk;

/// The options that a session says more of than that they are in force.
const OPTIONS: [TelnetOption; 16] = [
    TelnetOption::STATUS,
    TelnetOption::TM,
    TelnetOption::LOGOUT,
    TelnetOption::SNDLOC,
    TelnetOption::TTYPE,
    TelnetOption::EOR,
    TelnetOption::NAWS,
    TelnetOption::TSPEED,
    TelnetOption::LFLOW,
    TelnetOption::LINEMODE,
    TelnetOption::XDISPLOC,
    TelnetOption::OLD_ENVIRON,
    TelnetOption::NEW_ENVIRON,
    TelnetOption::CHARSET,
    TelnetOption::MCCP2,
    TelnetOption::MCCP3,
];

const MODE: Mode = Mode::EDIT.with(Mode::TRAPSIG);

fn config(role: Role) -> Config {
    let mut config = match role {
        Role::Client => Config::default(),
        Role::Server => Config::server(),
    };
    config = config.terminal_types(["A", "B"]).unwrap();
    config = config.terminal_speed(9600, 1200);
    config = config.display("h:0").unwrap();
    config = config.location("here").unwrap();
    config = config.environment([("USER", "guest"), ("C", "\u{1}")]).unwrap();
    config = config.charsets(["UTF-8", "KOI8-R"]).unwrap();
    config = config.ask_variables(["USER", "C", "D"]).unwrap();
    config = config.tell_status();
    config.window_size = Some(WindowSize { columns: 255, rows: 24 });
    config.ask_peer = true;
    for option in OPTIONS {
        config = config.policy(Side::Local, option, Policy::Accept);
        config = config.policy(Side::Remote, option, Policy::Accept);
    }
    let settings = match role {
        Role::Client => LinemodeSettings::client().takes_forward_masks(),
        Role::Server => LinemodeSettings::server(MODE).forward_at(b"\t"),
    };
    let key = Setting::new(Level::Value, 255);
    config = config.linemode(settings.character(Function::EC, key));
    config.events = true;
    config.max_events = usize::MAX;
    config.max_subnegotiation = 1 << 20;
    config.max_option_changes = 1000;
    // What these do depends on what was transmitted before.
    config.abort_output = false;
    config.ayt_answer = None;
    config
}

/// Text, output and events.
type Given = (Vec<u8>, Vec<u8>, Vec<Event>);

fn given(role: Role, chunks: &[&[u8]]) -> Given {
    let mut session = Session::new(config(role));
    let mut events = Vec::new();
    for chunk in chunks {
        session.receive(chunk);
        events.extend(std::iter::from_fn(|| session.poll_event()));
    }
    session.receive_eof();
    events.extend(std::iter::from_fn(|| session.poll_event()));
    let mut output = Vec::new();
    while session.wants_write() {
        output.extend_from_slice(session.transmit());
        session.transmitted(session.transmit().len());
    }
    (session.take_all().to_vec(), output, events)
}

fn option() -> impl Strategy<Value = u8> {
    select(OPTIONS.map(TelnetOption::code).to_vec())
}

/// Mostly what one of the options has a meaning for.
fn payload() -> impl Strategy<Value = Vec<u8>> {
    let known: [&[u8]; 24] = [
        b"\x01",
        b"\0",
        b"\x01;X;UTF-8",
        b"\x02utf-8",
        b"\x03",
        b"\x04\x01t",
        b"\x01\x03",
        b"\x01\x07",
        b"\x01\x1B",
        b"\x03\x0A\x02\x08",
        b"\x03\x0A\x82\x08\x03\x02\x03",
        b"\x03\0\x03\0",
        b"\xFD\x02\x01\xFF",
        b"\xFE\x02",
        b"\xFB\x02",
        b"\x01\0USER\x03C",
        b"\x01\x01USER",
        b"\0\0USER\x01x\x03D",
        b"\0\0\x01v\x03C\x01y",
        b"\x02\x03C",
        b"\0\x50\0\xFF",
        b"\0XTERM",
        b"\x009600,9600",
        b"",
    ];
    prop_oneof![
        6 => select(known.map(<[u8]>::to_vec).to_vec()),
        1 => vec(any::<u8>(), 0..8),
    ]
}

fn piece() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        4 => (select(vec![251_u8, 253]), option())
            .prop_map(|(verb, code)| vec![255, verb, code]),
        1 => (251..=254_u8, option())
            .prop_map(|(verb, code)| vec![255, verb, code]),
        6 => (option(), payload()).prop_map(|(code, payload)| {
            let parts = [&payload[..]];
            subnegotiation(code.into(), parts).flatten().copied().collect()
        }),
        2 => select(vec![&b"text"[..], b"\r\0", b"\xFF\xF9", b"\xFF\xEF"])
            .prop_map(<[u8]>::to_vec),
    ]
}

fn pieces() -> impl Strategy<Value = Vec<u8>> {
    vec(piece(), 0..16).prop_map(|pieces| pieces.concat())
}

/// What comes, and what comes compressed behind it.
fn stream() -> impl Strategy<Value = Vec<u8>> {
    (pieces(), proptest::option::of((any::<bool>(), pieces(), pieces())))
        .prop_map(|(mut plain, packed)| {
            let Some((is_server, within, behind)) = packed else {
                return plain;
            };
            let (verb, code) = if is_server { (251, 86) } else { (253, 87) };
            plain.extend([255, verb, code, 255, 250, code, 255, 240]);
            let level = flate2::Compression::default();
            let mut zlib = flate2::write::ZlibEncoder::new(plain, level);
            zlib.write_all(&within).unwrap();
            let mut all = zlib.finish().unwrap();
            all.extend(behind);
            all
        })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 2048,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn where_the_stream_is_cut_does_not_matter(
        stream in stream(),
        cuts in vec(0..300_usize, 0..12),
    ) {
        for role in [Role::Client, Role::Server] {
            let whole = given(role, &[&stream]);
            let run = |chunks: &[&[u8]]| {
                assert_eq!(given(role, chunks), whole, "{role:?}");
            };
            split::octets("all options", &stream, run);
            split::at("all options", &stream, &cuts, run);
        }
    }
}

#[test]
fn two_ends_with_all_options_on_agree_however_it_is_cut() {
    for step in [1, 2, 3, 7, 1000] {
        let mut client = Session::new(config(Role::Client));
        let mut server = Session::new(config(Role::Server));
        for option in OPTIONS {
            // For MCCP2 the server compresses, for MCCP3 the client.
            let side = match option {
                TelnetOption::MCCP2 | TelnetOption::MCCP3 => Side::Local,
                _ => Side::Remote,
            };
            server.request(side, option, true);
        }
        talk(&mut server, &mut client, step);
        assert!(server.is_settled() && client.is_settled());
        for way in [Direction::Sent, Direction::Received] {
            assert!(server.is_compressed(way) && client.is_compressed(way));
        }
        let peer = server.peer().unwrap();
        assert_eq!(peer.terminal_types().collect::<Vec<_>>(), ["A", "B"]);
        assert_eq!(peer.terminal_speed(), Some((9600, 1200)));
        assert_eq!(peer.display(), Some("h:0"));
        assert_eq!(peer.location(), Some("here"));
        let told: Vec<_> = peer.environment().collect();
        assert_eq!(told, [("USER", "guest"), ("C", "\u{1}")]);
        assert!(peer.window_size().is_some());
        let [ours, its] = [&server, &client].map(|it| it.linemode().unwrap());
        assert_eq!((ours.mode(), its.mode()), (MODE, MODE));
        assert_eq!(ours.forward_mask(), its.forward_mask());
        let flow = client.flow_control(Side::Local);
        assert_eq!(flow, server.flow_control(Side::Remote));
        // Text goes both ways behind all that.
        server.send_prompt(b"name: \xFF").unwrap();
        client.send_line(b"guest").unwrap();
        talk(&mut server, &mut client, step);
        assert_eq!(client.unread(), b"name: \xFF");
        assert_eq!(server.unread(), b"guest\r\n");
    }
}
