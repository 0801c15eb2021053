//! LINEMODE between two ends, and what each answers to a peer's octets.

use std::time::Duration;

use telnet_session::linemode::LinemodeSettings;
use telnet_session::proto::sub::Role;
use telnet_session::proto::sub::linemode::{
    Function, Level, Mode, Modifiers, Setting,
};
use telnet_session::{Config, EventKind, Policy, Session, Side, TelnetOption};
use telnet_testkit::clock::Clock;
use telnet_testkit::split;
use telnet_testkit::talk::talk;

const BOTH: Mode = Mode::EDIT.with(Mode::TRAPSIG);

fn value(octet: u8) -> Setting {
    Setting::new(Level::Value, octet)
}

/// The interrupt key of a Unix host, which flushes both ways.
fn interrupt() -> Setting {
    let flags = Modifiers::FLUSHIN.with(Modifiers::FLUSHOUT);
    let modifiers = Modifiers::new(Level::Value).with(flags);
    Setting { modifiers, value: 3 }
}

fn with(settings: LinemodeSettings) -> Config {
    Config::default().events(true).linemode(settings)
}

fn client() -> LinemodeSettings {
    LinemodeSettings::client()
        .character(Function::IP, interrupt())
        .character(Function::SUSP, value(26))
        .character(Function::EC, value(127))
        .character(Function::FORW1, value(b'?'))
        .takes_forward_masks()
}

fn server() -> LinemodeSettings {
    LinemodeSettings::server(BOTH)
        .character(Function::IP, value(3))
        .character(Function::EOF, value(4))
        .forward_at(b"\t\xFE")
}

fn modes(session: &mut Session) -> Vec<Mode> {
    let events = std::iter::from_fn(|| session.poll_event());
    let mode = |kind| {
        if let EventKind::Linemode(mode) = kind { Some(mode) } else { None }
    };
    events.filter_map(|it| mode(it.kind)).collect()
}

/// What is answered to octets.
fn answer(session: &mut Session, octets: &[u8]) -> Vec<u8> {
    session.receive(octets);
    let answer = session.transmit().to_vec();
    session.transmitted(answer.len());
    answer
}

fn sub(payload: &[u8]) -> Vec<u8> {
    [b"\xFF\xFA\x22", payload, b"\xFF\xF0"].concat()
}

/// One that LINEMODE is agreed with, and what it said then.
fn agreed(config: Config) -> (Session, Vec<u8>) {
    let mut session = Session::new(config);
    let is_server = session.wants_write();
    let (verb, own) = if is_server { (251, 253) } else { (253, 251) };
    let said = answer(&mut session, &[255, verb, 34]);
    assert!(session.linemode().is_some());
    // The first three octets ask, or agree.
    let (begin, said) = said.split_at(3);
    assert_eq!(begin, [255, own, 34]);
    (session, said.to_vec())
}

#[test]
fn two_ends_agree_on_mode_characters_and_mask_however_it_is_cut() {
    for step in [1, 2, 3, 7, 1000] {
        let mut client = Session::new(with(client()));
        let mut server = Session::new(with(server()));
        talk(&mut server, &mut client, step);
        for (session, role) in
            [(&mut client, Role::Client), (&mut server, Role::Server)]
        {
            assert_eq!(modes(session), [BOTH]);
            let state = session.linemode().unwrap();
            assert_eq!((state.role(), state.mode()), (role, BOTH));
            assert_eq!(state.setting(Function::IP), interrupt());
            assert_eq!(state.setting(Function::EC), value(127));
            // The server has none of it, and the client gives way.
            let none = state.setting(Function::SUSP);
            assert_eq!(none.level(), Level::NoSupport);
            let mask = state.forward_mask().unwrap();
            assert!(mask.contains(b'\t') && mask.contains(0xFE));
        }
        // What changes later is agreed on, too.
        assert!(server.request_mode(Mode::EDIT).unwrap());
        assert!(client.request_character(Function::EC, value(8)).unwrap());
        assert!(server.request_forward_mask(None).unwrap());
        talk(&mut server, &mut client, step);
        for session in [&mut client, &mut server] {
            assert_eq!(modes(session), [Mode::EDIT]);
            let state = session.linemode().unwrap();
            assert_eq!(state.setting(Function::EC), value(8));
            assert_eq!(state.forward_mask(), None);
        }
        // A client may ask for a mode, too.
        assert!(client.request_mode(BOTH).unwrap());
        talk(&mut server, &mut client, step);
        assert_eq!(server.linemode().unwrap().mode(), BOTH);
        // It ends.
        server.request(Side::Remote, TelnetOption::LINEMODE, false);
        talk(&mut server, &mut client, step);
        assert_eq!((client.linemode(), server.linemode()), (None, None));
    }
}

#[test]
fn a_client_tells_its_characters_at_once_or_asks_for_the_server_s() {
    let settings =
        LinemodeSettings::client().character(Function::EC, value(255));
    let (_, said) = agreed(with(settings));
    assert_eq!(said, b"\xFF\xFA\x22\x03\x0A\x02\xFF\xFF\xFF\xF0");
    let (mut session, said) = agreed(with(LinemodeSettings::client()));
    assert_eq!(said, sub(&[3, 0, 3, 0]));
    // It takes what the server tells, as far as it can.
    let told = answer(&mut session, &sub(&[3, 10, 2, 127]));
    assert_eq!(told, sub(&[3, 10, 0, 0]));
    assert!(session.import_characters().unwrap());
    assert_eq!(session.transmit(), sub(&[3, 0, 3, 0]));
}

#[test]
fn a_server_asks_for_its_mode_and_its_mask_at_once() {
    let (_, said) = agreed(with(LinemodeSettings::server(BOTH)));
    assert_eq!(said, sub(&[1, 3]));
    let (_, said) = agreed(with(LinemodeSettings::server(Mode::NONE)));
    assert_eq!(said, b"");
    let settings = LinemodeSettings::server(Mode::EDIT).forward_at(&[0]);
    let (_, said) = agreed(with(settings));
    let mut mask = [0; 34];
    mask[..3].copy_from_slice(&[253, 2, 128]);
    assert_eq!(said, [sub(&[1, 1]), sub(&mask)].concat());
}

/// A question, and the answer of a client and of a server.
type Asked = (&'static [u8], &'static [u8], &'static [u8]);

const ASKED: [Asked; 14] = [
    // MODE: agreed to, a subset, as it is, confirmed.
    (&[1, 1], &[1, 5], &[1, 5]),
    (&[1, 0], &[], &[1, 4]),
    (&[1, 9], &[1, 1], &[1, 1]),
    (&[1, 7], &[], &[]),
    (&[1, 3, 3], &[], &[]),
    // SLC: as it is, another value, a confirmation, no such function.
    (&[3, 10, 2, 127], &[], &[3, 10, 130, 127]),
    (&[3, 10, 2, 8], &[3, 10, 130, 8], &[3, 10, 130, 8]),
    (&[3, 10, 130, 8], &[], &[]),
    (&[3, 99, 2, 8], &[], &[]),
    // All characters: a client is not asked.
    (&[3, 0, 3, 0], &[], ALL),
    // FORWARDMASK.
    (&[253, 2, 1], &[251, 2], &[]),
    (&[254, 2], &[252, 2], &[]),
    (&[251, 2], &[], &[]),
    (&[252, 2], &[], &[]),
];

/// The default characters of the server below: IP, EOF, and all editing
/// functions, which it leaves to the client.
const ALL: &[u8] = &[
    3, 3, 2, 3, 8, 2, 4, 10, 3, 0, 11, 3, 0, 12, 3, 0, 13, 3, 0, 14, 3, 0, 15,
    3, 0, 16, 3, 0, 17, 3, 0, 18, 3, 0, 19, 3, 0, 20, 3, 0, 21, 3, 0, 22, 3, 0,
    23, 3, 0, 24, 3, 0, 25, 3, 0, 26, 3, 0, 27, 3, 0, 28, 3, 0, 29, 3, 0, 30,
    3, 0,
];

#[test]
fn what_is_asked_is_answered_by_the_rules_however_it_is_cut() {
    for (asked, by_client, by_server) in ASKED {
        for (settings, wanted) in [(client(), by_client), (server(), by_server)]
        {
            let wanted = if wanted.is_empty() { vec![] } else { sub(wanted) };
            split::every("linemode", &sub(asked), |chunks| {
                let (mut session, _) = agreed(with(settings.clone()));
                let mut given = Vec::new();
                for chunk in chunks {
                    given.extend(answer(&mut session, chunk));
                }
                assert_eq!(given, wanted, "{asked:?}");
                // Once: what is so already is met with silence, but for masks, for
                // what a client may ask for again and again, and for a mode that
                // cannot be.
                let again = answer(&mut session, &sub(asked));
                let repeats =
                    matches!(*asked, [3, 0, ..] | [253 | 254, ..] | [1, 9]);
                assert_eq!(!again.is_empty(), repeats && !wanted.is_empty());
            });
        }
    }
}

#[test]
fn a_server_that_insists_sets_the_bits_again() {
    let settings = LinemodeSettings::server(BOTH).insists_on(Mode::EDIT);
    let (mut session, _) = agreed(with(settings));
    assert_eq!(answer(&mut session, &sub(&[1, 0])), sub(&[1, 1]));
}

#[test]
fn more_bits_are_agreed_to_where_they_are_supported() {
    let settings = LinemodeSettings::client().supports(Mode::SOFT_TAB);
    let (mut session, _) = agreed(with(settings));
    assert_eq!(answer(&mut session, &sub(&[1, 9])), sub(&[1, 13]));
    assert_eq!(modes(&mut session), [Mode::from(9)]);
}

#[test]
fn a_mask_is_refused_unless_it_is_taken() {
    let (mut session, _) = agreed(with(LinemodeSettings::client()));
    assert_eq!(answer(&mut session, &sub(&[253, 2, 1])), sub(&[252, 2]));
    assert_eq!(session.linemode().unwrap().forward_mask(), None);
    // It is not for a client to ask for one.
    assert!(!session.request_forward_mask(Some(b"x")).unwrap());
}

#[test]
fn keys_are_functions_as_the_mode_has_it() {
    let (mut session, _) = agreed(with(client()));
    let of = |session: &Session, octet| {
        session.linemode().and_then(|it| it.function_of(octet))
    };
    assert_eq!((of(&session, 3), of(&session, 127)), (None, None));
    answer(&mut session, &sub(&[1, 1]));
    assert_eq!(of(&session, 3), None);
    assert_eq!(of(&session, 127), Some(Function::EC));
    assert!(session.forwards_at(b'?') && !session.forwards_at(b'\t'));
    answer(&mut session, &sub(&[1, 2]));
    assert_eq!(of(&session, 3), Some(Function::IP));
    assert_eq!(of(&session, 127), None);
    assert_eq!(of(&session, b'x'), None);
    // A mask: TAB and 254.
    let mut mask = [0; 34];
    mask[..2].copy_from_slice(&[253, 2]);
    mask[3] = 0x40;
    mask[33] = 0x02;
    answer(&mut session, &sub(&mask));
    assert!(session.forwards_at(b'\t') && !session.forwards_at(254));
    session.set_policy(Side::Remote, TelnetOption::BINARY, Policy::Accept);
    answer(&mut session, b"\xFF\xFB\0");
    assert!(session.forwards_at(254));
}

#[test]
fn a_function_is_sent_with_what_flushes_as_its_setting_says() {
    let (mut session, _) = agreed(with(client()));
    let mut sent = |function| {
        let is_command = session.send_function(function).unwrap();
        let mut all = Vec::new();
        while session.wants_write() {
            all.extend_from_slice(session.transmit());
            session.transmitted(session.transmit().len());
        }
        (is_command, all)
    };
    // "IAC XXX IAC DM IAC DO TIMING-MARK" (section 5.8).
    let whole = b"\xFF\xF4\xFF\xF2\xFF\xFD\x06".to_vec();
    assert_eq!(sent(Function::IP), (true, whole));
    assert_eq!(sent(Function::SUSP), (true, b"\xFF\xED".to_vec()));
    assert_eq!(sent(Function::ABORT), (true, b"\xFF\xEE".to_vec()));
    assert_eq!(sent(Function::EOF), (true, b"\xFF\xEC".to_vec()));
    assert_eq!(sent(Function::SYNCH), (true, b"\xFF\xF2".to_vec()));
    assert_eq!(sent(Function::EC), (false, vec![]));
    // Without LINEMODE it is the command.
    let mut session = Session::new(Config::default());
    assert_eq!(session.send_function(Function::IP), Ok(true));
    assert_eq!(session.transmit(), b"\xFF\xF4");
}

/// "Once it is sent, all data is discarded until" the mark comes (section 5.8);
/// commands are not.
#[test]
fn what_was_written_before_a_function_that_flushes_is_discarded() {
    let stream = b"old\r\xFF\xFD\x01old\xFF\xFC\x06\0new\xFF\xFC\x06";
    split::every("flush", stream, |chunks| {
        let (mut session, _) = agreed(with(client()));
        session.receive(b"before");
        assert_eq!(session.send_function(Function::IP), Ok(true));
        assert!(session.is_discarding());
        chunks.iter().for_each(|chunk| session.receive(chunk));
        assert!(!session.is_discarding());
        assert_eq!(session.unread(), b"before\0new");
        // A function without the flag discards nothing.
        assert_eq!(session.send_function(Function::SUSP), Ok(true));
        assert!(!session.is_discarding());
    });
}

#[test]
fn a_mark_that_does_not_come_is_given_up() {
    let (mut session, _) = agreed(with(client()));
    let clock = Clock::new();
    assert_eq!(session.send_function(Function::IP), Ok(true));
    session.tick(clock.now());
    session.receive(b"old");
    let time = session.config().synch_timeout;
    session.tick(clock.now() + time / 2);
    assert!(session.is_discarding());
    session.tick(clock.now() + time);
    assert!(!session.is_discarding());
    session.receive(b"new");
    assert_eq!(session.unread(), b"new");
    let mut events = std::iter::from_fn(|| session.poll_event());
    assert!(events.any(|it| it.kind == EventKind::SynchAbandoned));
    // Nor is there one where nothing is sent any more.
    session.close_output();
    assert_eq!(session.send_function(Function::IP), Ok(true));
    assert!(!session.is_discarding());
}

#[test]
fn without_linemode_nothing_is_asked_and_nothing_answered() {
    let mut session = Session::new(Config::default());
    assert_eq!(session.request_mode(BOTH), Ok(false));
    assert_eq!(session.export_characters(), Ok(false));
    assert_eq!(session.import_characters(), Ok(false));
    let wish = session.request_character(Function::EC, value(8));
    assert_eq!(wish, Ok(false));
    assert_eq!(answer(&mut session, b"\xFF\xFD\x22"), b"\xFF\xFC\x22");
    assert_eq!(answer(&mut session, &sub(&[1, 3])), b"");
    // A policy alone leaves it to the application.
    session.set_policy(Side::Local, TelnetOption::LINEMODE, Policy::Accept);
    assert_eq!(answer(&mut session, b"\xFF\xFD\x22"), b"\xFF\xFB\x22");
    assert_eq!(session.linemode(), None);
    assert_eq!(answer(&mut session, &sub(&[1, 3])), b"");
    // And a client is no server.
    let mut session = Session::new(with(client()));
    assert_eq!(answer(&mut session, b"\xFF\xFB\x22"), b"\xFF\xFE\x22");
}

#[test]
fn what_has_no_room_changes_nothing() {
    let mut config = with(client());
    config.max_output = 80;
    let (mut session, _) = agreed(config);
    while session.send(b"x") > 0 {}
    assert!(session.request_mode(BOTH).is_err());
    assert!(session.request_character(Function::EC, value(8)).is_err());
    let state = session.linemode().unwrap();
    assert_eq!(state.mode(), Mode::NONE);
    assert_eq!(state.setting(Function::EC), value(127));
}

/// A new mode each time: as many are answered as the budget has.
#[test]
fn who_asks_for_ever_draws_no_more_than_the_budget() {
    let (mut session, _) = agreed(with(client()));
    let clock = Clock::new();
    session.tick(clock.now());
    let mut answers = 0;
    for mode in [1, 2].into_iter().cycle().take(2000) {
        let given = answer(&mut session, &sub(&[1, mode]));
        answers += usize::from(!given.is_empty());
        while session.poll_event().is_some() {}
    }
    assert!((200..=256).contains(&answers), "{answers}");
    assert!(!session.wants_read());
    session.tick(clock.now() + Duration::from_secs(1));
    assert!(session.wants_write());
}
