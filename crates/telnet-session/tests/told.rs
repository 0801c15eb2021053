//! What the peer is told of this end, and when.
#![expect(clippy::unwrap_used, reason = "a test is to fail loudly")]

use std::task::Poll;
use std::time::Duration;

use telnet_session::wait::{ReadNext, Received};
use telnet_session::{
    Command, Config, EventKind, Policy, Session, Side, TelnetOption, Wait,
};
use telnet_testkit::clock::Clock;

fn config() -> Config {
    let mut config = Config::default();
    config = config.terminal_speed(38_400, 19_200);
    config = config.display("host.example:0.0").unwrap();
    config = config.location("room 5").unwrap();
    let variables = [("USER", "guest"), ("LANG", "C"), ("EMPTY", "")];
    config = config.environment(variables).unwrap();
    config = config.charsets(["UTF-8", "ISO-8859-1"]).unwrap();
    config = config.tell_status();
    config.events = true;
    config
}

/// What is answered to octets.
fn answer(session: &mut Session, octets: &[u8]) -> Vec<u8> {
    session.receive(octets);
    let answer = session.transmit().to_vec();
    session.transmitted(answer.len());
    answer
}

/// One that has agreed to an option on its side.
fn agreed(config: Config, option: TelnetOption) -> (Session, Vec<u8>) {
    let mut session = Session::new(config);
    let answer = answer(&mut session, &[255, 253, option.code()]);
    (session, answer)
}

/// The question and the answer of each option.
const ASKED: [(TelnetOption, &[u8], &[u8]); 13] = [
    (TelnetOption::TSPEED, b"\x01", b"\x0038400,19200"),
    (TelnetOption::XDISPLOC, b"\x01", b"\0host.example:0.0"),
    // One variable that there is, one that is not to be told.
    (
        TelnetOption::NEW_ENVIRON,
        b"\x01\0USER\x03SHELL",
        b"\0\0USER\x01guest\x03SHELL",
    ),
    (
        TelnetOption::NEW_ENVIRON,
        b"\x01",
        b"\0\0USER\x01guest\x03LANG\x01C\x03EMPTY\x01",
    ),
    // By VAR, as MUD servers ask for all (MNES).
    (TelnetOption::NEW_ENVIRON, b"\x01\0LANG", b"\0\0LANG\x01C"),
    // The same of old, by the RFC's codes and by those of BSD; where a question
    // does not tell, by the RFC's.
    (
        TelnetOption::OLD_ENVIRON,
        b"\x01\0USER\x03SHELL",
        b"\0\0USER\x01guest\x03SHELL",
    ),
    (
        TelnetOption::OLD_ENVIRON,
        b"\x01\x01USER\x03SHELL",
        b"\0\x01USER\0guest\x03SHELL",
    ),
    (TelnetOption::OLD_ENVIRON, b"\x01\x03LANG", b"\0\x03LANG\x01C"),
    (
        TelnetOption::OLD_ENVIRON,
        b"\x01",
        b"\0\0USER\x01guest\x03LANG\x01C\x03EMPTY\x01",
    ),
    (TelnetOption::CHARSET, b"\x01;KOI8-R;utf-8;iso-8859-1", b"\x02utf-8"),
    (TelnetOption::CHARSET, b"\x01;KOI8-R", b"\x03"),
    (TelnetOption::CHARSET, b"\x04\x01table", b"\x05"),
    (TelnetOption::STATUS, b"\x01", b"\0\xFB\x05"),
];

#[test]
fn what_was_set_is_told_to_who_asks_however_it_is_cut() {
    for (option, question, told) in ASKED {
        let begin = [255, 250, option.code()];
        let wire = [&begin[..], question, b"\xFF\xF0"].concat();
        for at in 0..=wire.len() {
            let (mut session, will) = agreed(config(), option);
            assert_eq!(will, [255, 251, option.code()]);
            let (one, two) = wire.split_at(at);
            let mut given = answer(&mut session, one);
            given.extend(answer(&mut session, two));
            assert_eq!(given, [&begin[..], told, b"\xFF\xF0"].concat());
        }
    }
}

#[test]
fn nothing_is_told_that_was_not_set() {
    for (option, question, _) in ASKED {
        let (mut session, wont) = agreed(Config::default(), option);
        assert_eq!(wont, [255, 252, option.code()]);
        let begin = [255, 250, option.code()];
        let wire = [&begin[..], question, b"\xFF\xF0"].concat();
        assert_eq!(answer(&mut session, &wire), b"");
    }
    let (_, wont) = agreed(Config::default(), TelnetOption::SNDLOC);
    assert_eq!(wont, b"\xFF\xFC\x17");
}

/// Questions that have an answer of who has nothing to tell.
const NOTHING: [(TelnetOption, &[u8], &[u8]); 8] = [
    (TelnetOption::TTYPE, b"\x01", b"\0UNKNOWN"),
    (TelnetOption::NEW_ENVIRON, b"\x01", b"\0"),
    (TelnetOption::NEW_ENVIRON, b"\x01\0USER\x03X", b"\0\0USER\x03X"),
    (TelnetOption::OLD_ENVIRON, b"\x01", b"\0"),
    // By the codes of BSD, too.
    (TelnetOption::OLD_ENVIRON, b"\x01\x01USER", b"\0\x01USER"),
    (TelnetOption::CHARSET, b"\x01;UTF-8", b"\x03"),
    (TelnetOption::CHARSET, b"\x04\x01table", b"\x05"),
    (TelnetOption::LINEMODE, b"\x01\x03", b""),
];

fn question(option: TelnetOption, payload: &[u8]) -> Vec<u8> {
    [&[255, 250, option.code()], payload, b"\xFF\xF0"].concat()
}

/// A peer that is not answered waits for ever: both telnetds do.
#[test]
fn who_agrees_and_has_nothing_to_tell_says_so_however_it_is_cut() {
    for (option, asked, told) in NOTHING {
        let wire = question(option, asked);
        let wanted = match told {
            b"" => Vec::new(),
            _ => question(option, told),
        };
        for at in 0..=wire.len() {
            let config =
                Config::new().policy(Side::Local, option, Policy::Accept);
            let (mut session, will) = agreed(config, option);
            assert_eq!(will, [255, 251, option.code()]);
            let (one, two) = wire.split_at(at);
            // Asked again it has not changed.
            for _ in 0..2 {
                let mut given = answer(&mut session, one);
                given.extend(answer(&mut session, two));
                assert_eq!(given, wanted, "{option}");
            }
        }
    }
}

/// What is set counts for nothing then.
#[test]
fn what_is_left_to_the_application_is_answered_by_it_alone() {
    let questions = ASKED.iter().chain(&NOTHING);
    for (option, asked, _) in questions.copied() {
        let config = config()
            .policy(Side::Local, option, Policy::Accept)
            .leave_to_application(option);
        let (mut session, _) = agreed(config, option);
        let wire = question(option, asked);
        assert_eq!(answer(&mut session, &wire), b"", "{option}");
        let mut payloads = Vec::new();
        while let Some(event) = session.poll_event() {
            if let EventKind::Subnegotiation { payload, .. } = event.kind {
                payloads.push(payload);
            }
        }
        assert_eq!(payloads, [asked]);
        session.send_subnegotiation(option, [&b"mine"[..]]).unwrap();
        assert_eq!(session.transmit(), question(option, b"mine"));
    }
}

/// As scripts for telnetlib do: SE, `read_sb_data`, an answer.
#[test]
fn what_a_callback_answers_is_answered_once() {
    for (option, asked, _) in NOTHING {
        let config = Config::new().policy(Side::Local, option, Policy::Accept);
        let (mut session, _) = agreed(config, option);
        session.set_option_negotiation_callback(|handle, command, _| {
            if command == Command::SE {
                let payload = handle.read_sb_data();
                let code = TelnetOption::from(payload[0]);
                handle.send_subnegotiation(code, [&b"mine"[..]]).unwrap();
            }
        });
        let wire = question(option, asked);
        assert_eq!(answer(&mut session, &wire), question(option, b"mine"));
    }
}

#[test]
fn what_is_no_question_gets_no_answer() {
    for (option, question) in [
        (TelnetOption::TSPEED, &b"\x0038400,38400"[..]),
        (TelnetOption::TSPEED, b"\x01\x01"),
        (TelnetOption::XDISPLOC, b"\0x:0"),
        (TelnetOption::NEW_ENVIRON, b"\0\0USER\x01root"),
        (TelnetOption::OLD_ENVIRON, b"\0\0USER\x01root"),
        (TelnetOption::STATUS, b"\0\xFB\x01"),
        (TelnetOption::CHARSET, b"\x02UTF-8"),
        (TelnetOption::CHARSET, b"\x03"),
    ] {
        let (mut session, _) = agreed(config(), option);
        let begin = [255, 250, option.code()];
        let wire = [&begin[..], question, b"\xFF\xF0"].concat();
        assert_eq!(answer(&mut session, &wire), b"", "{option}");
    }
}

/// telnetd of GNU inetutils asks for both, and waits for the answers to both, but
/// puts a question by the new one alone.
#[test]
fn who_has_new_environ_has_no_old_one() {
    let (mut session, _) = agreed(config(), TelnetOption::NEW_ENVIRON);
    assert_eq!(answer(&mut session, b"\xFF\xFD\x24"), b"\xFF\xFC\x24");
    // Where the new one is given up, the old one may be had.
    answer(&mut session, b"\xFF\xFE\x27");
    assert_eq!(answer(&mut session, b"\xFF\xFD\x24"), b"\xFF\xFB\x24");
}

/// "From that point on" (RFC 1571, page 1): until the peer tells otherwise.
#[test]
fn the_codes_of_old_that_a_peer_has_shown_are_kept() {
    let (mut session, _) = agreed(config(), TelnetOption::OLD_ENVIRON);
    let ask = |session: &mut Session, question: &[u8]| {
        let wire = [b"\xFF\xFA\x24\x01", question, b"\xFF\xF0"].concat();
        answer(session, &wire)
    };
    ask(&mut session, b"\x01ACCT");
    let told = ask(&mut session, b"\x03LANG");
    assert_eq!(told, b"\xFF\xFA\x24\0\x03LANG\0C\xFF\xF0");
    ask(&mut session, b"\0ACCT");
    let told = ask(&mut session, b"\x03LANG");
    assert_eq!(told, b"\xFF\xFA\x24\0\x03LANG\x01C\xFF\xF0");
}

#[test]
fn the_location_is_told_at_once() {
    let (_, told) = agreed(config(), TelnetOption::SNDLOC);
    assert_eq!(told, b"\xFF\xFB\x17\xFF\xFA\x17room 5\xFF\xF0");
}

#[test]
fn the_character_set_that_was_taken_is_an_event() {
    let mut session = Session::new(config());
    // On the peer's side it may be, too.
    assert_eq!(answer(&mut session, b"\xFF\xFB\x2A"), b"\xFF\xFD\x2A");
    assert!(session.is_enabled(Side::Remote, TelnetOption::CHARSET));
    answer(&mut session, b"\xFF\xFA\x2A\x01;X;UTF-8\xFF\xF0");
    let events = std::iter::from_fn(|| session.poll_event());
    let kinds: Vec<_> = events.map(|it| it.kind).collect();
    assert!(kinds.contains(&EventKind::Charset("UTF-8".into())), "{kinds:?}");
}

#[test]
fn names_that_cannot_be_told_are_errors_that_say_why() {
    for (error, words) in [
        (Config::new().display("no number").err(), "HOST:NUMBER"),
        (Config::new().location("two\nlines").err(), "one line"),
        (Config::new().environment([("", "x")]).err(), "name of 1 to 256"),
        (Config::new().environment([("USER", "-froot")]).err(), "a minus"),
        (Config::new().charsets(["a;b"]).err(), "without `;`"),
        (Config::new().terminal_types([""]).err(), "terminal type"),
    ] {
        let error = error.unwrap().to_string();
        assert!(error.contains(words), "{error}");
    }
}

/// However much is asked, the answers are bounded, and come back with time.
#[test]
fn who_asks_for_ever_draws_no_more_than_the_budget() {
    let accepted = |option| {
        let config = Config::new().events(true);
        agreed(config.policy(Side::Local, option, Policy::Accept), option)
    };
    let set = ASKED.map(|it| (agreed(config(), it.0), it));
    let [nothing @ .., _linemode] = NOTHING;
    let unset = nothing.map(|it| (accepted(it.0), it));
    for (agreed, (option, asked, told)) in set.into_iter().chain(unset) {
        let (mut session, _) = agreed;
        let clock = Clock::new();
        session.tick(clock.now());
        let wire = question(option, asked);
        let mut octets = 0;
        for _ in 0..2000 {
            octets += answer(&mut session, &wire).len();
            while session.poll_event().is_some() {}
        }
        let most = 256 * question(option, told).len();
        assert!((most / 2..=most).contains(&octets), "{option}: {octets}");
        assert!(!session.wants_read());
        session.tick(clock.now() + Duration::from_secs(1));
        assert!(!session.transmit().is_empty());
    }
}

#[test]
fn text_and_events_come_in_their_order() {
    let clock = Clock::new();
    let config = Config::default().events(true);
    let mut session = Session::new(config);
    session.receive(b"one\xFF\xF9two\xFF\xF9\xFF\xF1three");
    let next = |session: &mut Session| {
        let mut wait = ReadNext::new(Duration::from_secs(1));
        let Poll::Ready(next) = wait.poll(session, clock.now()) else {
            return "nothing yet".to_owned();
        };
        match next.unwrap() {
            Some(Received::Text(text)) => text.escape_ascii().to_string(),
            Some(Received::Event(it)) => format!("{} {:?}", it.offset, it.kind),
            None => "the end".to_owned(),
        }
    };
    for wanted in [
        "one",
        "3 Command(GA)",
        "two",
        "6 Command(GA)",
        "6 Command(NOP)",
        "three",
        "nothing yet",
    ] {
        assert_eq!(next(&mut session), wanted);
    }
    session.receive_eof();
    assert_eq!(next(&mut session), "the end");
}
