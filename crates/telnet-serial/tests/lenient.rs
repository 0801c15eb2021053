//! A client and servers that do not do as RFC 2217 says: what is asked for comes
//! about all the same, no wait goes on behind its deadline, and what was bent is
//! told.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a server that is not there is to fail loudly"
)]

use std::io::{self, ErrorKind};
use std::task::Poll;
use std::time::Duration;

use telnet_serial::client::Client;
use telnet_serial::session::{Config, Session, Side, TelnetOption, Wait};
use telnet_serial::{
    Flow, Kind, LineState, ModemState, Outcome, Parity, Purge, Quirk, Report,
    Request, Setting, Settings, Subject,
};
use telnet_testkit::clock::Clock;

const WAIT: Duration = Duration::from_secs(3);
const OPEN: &[u8] =
    b"\xFF\xFD\x2C\xFF\xFB\x00\xFF\xFD\x00\xFF\xFB\x03\xFF\xFD\x03";

/// A server that answers each payload as a function says, and what has come of
/// it.
struct Fake<F> {
    client: Client,
    session: Session,
    clock: Clock,
    answer: F,
    /// What the client sent, payloads and data.
    heard: Vec<Vec<u8>>,
}

impl<F: FnMut(&[u8]) -> Vec<Vec<u8>>> Fake<F> {
    fn new(answer: F) -> Self {
        let clock = Clock::new();
        let session = Session::new(Client::config(Config::new()));
        let client = Client::new();
        let heard = Vec::new();
        Self { client, session, clock, answer, heard }
    }

    /// One that has agreed to all options.
    fn opened(answer: F) -> Self {
        let mut fake = Self::new(answer);
        fake.session.receive(OPEN);
        fake
    }

    fn say(&mut self, payload: &[u8]) {
        say(&mut self.session, payload);
    }

    /// Answers what was sent, with at most one payload at a time.
    fn listen(session: &mut Session, answer: &mut F, heard: &mut Vec<Vec<u8>>) {
        let sent = session.transmit().to_vec();
        session.transmitted(sent.len());
        let mut rest = &sent[..];
        while let Some(begin) =
            rest.windows(3).position(|it| it == [255, 250, 44])
        {
            let end = rest.windows(2).position(|it| it == [255, 240]).unwrap();
            let payload = rest[begin + 3..end].to_vec();
            for payload in answer(&payload) {
                say(session, &payload);
            }
            heard.push(payload);
            rest = &rest[end + 2..];
        }
    }
}

/// Runs a wait: what comes of it, and how long that takes.
macro_rules! run {
    ($fake:expr, |$client:ident| $wait:expr) => {{
        let Fake { client: $client, session, clock, answer, heard, .. } =
            &mut $fake;
        let began = clock.now();
        let mut wait = $wait;
        loop {
            let now = clock.now();
            if let Poll::Ready(it) = wait.poll(session, now) {
                break (it, now - began);
            }
            if session.wants_write() {
                Fake::<_>::listen(session, answer, heard);
            } else {
                let at = wait.deadline().expect("nothing would wake it");
                assert!(at > now, "it would go round for ever");
                clock.advance(at - now);
            }
        }
    }};
}

fn say(session: &mut Session, payload: &[u8]) {
    let escaped: Vec<u8> = payload
        .iter()
        .flat_map(|&it| std::iter::repeat_n(it, if it == 255 { 2 } else { 1 }))
        .collect();
    let whole = [&[255, 250, 44], &escaped[..], &[255, 240]].concat();
    session.receive(&whole);
}

/// An answer as RFC 2217 wants it.
fn acknowledge(payload: &[u8]) -> Vec<Vec<u8>> {
    let mut answer = payload.to_vec();
    answer[0] += 100;
    vec![answer]
}

fn set(settings: Settings) -> Vec<Request> {
    settings.iter().map(Request::Set).collect()
}

fn outcomes(report: &Report) -> Vec<Outcome> {
    report.replies().iter().map(|it| it.1).collect()
}

#[test]
fn a_server_as_it_should_be_answers_all_at_once() {
    let mut fake = Fake::opened(acknowledge);
    let (opened, took) = run!(fake, |client| client.open(WAIT));
    opened.unwrap();
    let all = Settings::eight_n_one(115_200)
        .flow(Flow::Hardware)
        .dtr(true)
        .rts(false);
    let (report, time) = run!(fake, |client| client.ask(set(all), WAIT));
    let report = report.unwrap();
    report.check().unwrap();
    assert_eq!(outcomes(&report), [Outcome::Done; 7]);
    assert_eq!(took + time, Duration::ZERO);
    assert_eq!(fake.heard.len(), 7);
    assert_eq!(fake.client.quirks(), []);
    assert_eq!(
        fake.client.known(Kind::BaudRate),
        Some(Setting::BaudRate(115_200))
    );
    assert_eq!(fake.client.known(Kind::Break), None);
}

#[test]
fn what_the_server_set_instead_is_told() {
    let mut fake = Fake::opened(|payload: &[u8]| match payload {
        [1, ..] => vec![vec![101, 0, 0, 0x25, 0x80]],
        _ => acknowledge(payload),
    });
    let wanted = set(Settings::eight_n_one(300_000));
    let (report, _) = run!(fake, |client| client.ask(wanted, WAIT));
    let report = report.unwrap();
    let instead = Outcome::Is(Setting::BaudRate(9600));
    assert_eq!(outcomes(&report)[0], instead);
    let error = report.check().unwrap_err();
    assert_eq!(
        error.to_string(),
        "baud rate 300000 was asked for, the server set baud rate 9600"
    );
    assert_eq!(io::Error::from(error).kind(), ErrorKind::InvalidInput);
}

#[test]
fn a_server_that_takes_one_at_a_time_gets_one_at_a_time() {
    // It hears the first command of what comes together, and no other.
    let mut fake = Fake::opened(acknowledge);
    fake.client.set_patience(Duration::from_millis(500));
    let mut taken = 0;
    let mut answer = |payload: &[u8]| {
        taken += 1;
        if (2..=4).contains(&taken) { vec![] } else { acknowledge(payload) }
    };
    let mut fake = Fake {
        client: fake.client,
        session: fake.session,
        clock: fake.clock,
        answer: &mut answer,
        heard: vec![],
    };
    let wanted = set(Settings::eight_n_one(9600));
    let (report, time) = run!(fake, |client| client.ask(wanted, WAIT));
    report.unwrap().check().unwrap();
    assert_eq!(time, Duration::from_millis(500));
    assert_eq!(fake.heard.len(), 7);
    assert_eq!(fake.client.quirks(), [Quirk::OneByOne]);
    // And from now on.
    let wanted = set(Settings::eight_n_one(300));
    let (report, time) = run!(fake, |client| client.ask(wanted, WAIT));
    report.unwrap().check().unwrap();
    assert_eq!(time, Duration::ZERO);
}

#[test]
fn what_is_not_needed_is_waited_for_once() {
    // sredird and ser2net over a pseudo-terminal do not answer SET-CONTROL.
    let mut fake = Fake::opened(|payload: &[u8]| match payload {
        [5, _] => vec![],
        _ => acknowledge(payload),
    });
    let wanted = set(Settings::eight_n_one(9600).dtr(true));
    let (report, time) = run!(fake, |client| client.ask(wanted, WAIT));
    let report = report.unwrap();
    report.check().unwrap();
    assert_eq!(outcomes(&report)[4], Outcome::Unanswered);
    assert_eq!(time, Duration::from_secs(1));
    let dtr = Subject::Set(Kind::Dtr);
    assert_eq!(fake.client.quirks(), [Quirk::Unanswered(dtr)]);
    for on in [false, true, false] {
        let dtr = [Request::Set(Setting::Dtr(on))];
        let (report, time) = run!(fake, |client| client.ask(dtr, WAIT));
        report.unwrap().check().unwrap();
        assert_eq!(time, Duration::ZERO);
    }
    let Fake { session, answer, heard, .. } = &mut fake;
    Fake::<_>::listen(session, answer, heard);
    assert_eq!(fake.heard.len(), 8, "they are sent all the same");
    // It answers after all: it is waited for again.
    fake.say(&[105, 9]);
    let ask = [Request::Set(Setting::Dtr(true))];
    let (_, time) = run!(fake, |client| client.ask(ask, WAIT));
    assert_eq!(time, Duration::from_secs(1));
}

#[test]
fn what_is_needed_has_until_the_deadline_and_is_an_error_then() {
    let mut fake = Fake::opened(|payload: &[u8]| match payload {
        [3, _] => vec![],
        _ => acknowledge(payload),
    });
    let wanted = set(Settings::eight_n_one(9600));
    let (report, time) = run!(fake, |client| client.ask(wanted, WAIT));
    assert_eq!(time, WAIT);
    let error = report.unwrap().check().unwrap_err();
    assert_eq!(error.wanted(), Setting::Parity(Parity::None));
    assert_eq!(io::Error::from(error).kind(), ErrorKind::TimedOut);
}

#[test]
fn an_answer_that_comes_late_is_not_taken_for_the_next_one() {
    let mut fake = Fake::opened(|_: &[u8]| vec![]);
    let rate = |rate| [Request::Set(Setting::BaudRate(rate))];
    let (report, _) = run!(fake, |client| client.ask(rate(9600), WAIT));
    report.unwrap().check().unwrap_err();
    let mut fake = Fake {
        client: fake.client,
        session: fake.session,
        clock: fake.clock,
        heard: vec![],
        // Both answers, in the order of the requests.
        answer: |payload: &[u8]| {
            [vec![vec![101, 0, 0, 0x25, 0x80]], acknowledge(payload)].concat()
        },
    };
    let (report, time) = run!(fake, |client| client.ask(rate(300), WAIT));
    report.unwrap().check().unwrap();
    assert_eq!(time, Duration::ZERO);
    // Where only the late one comes, it is all that is known at the end.
    let mut fake = Fake::opened(|_: &[u8]| vec![]);
    let (_, _) = run!(fake, |client| client.ask(rate(9600), WAIT));
    let mut fake = Fake {
        client: fake.client,
        session: fake.session,
        clock: fake.clock,
        heard: vec![],
        answer: |_: &[u8]| vec![vec![101, 0, 0, 0x25, 0x80]],
    };
    let (report, time) = run!(fake, |client| client.ask(rate(300), WAIT));
    let is = report.unwrap().check().unwrap_err().is();
    assert_eq!(is, Some(Setting::BaudRate(9600)));
    assert_eq!(time, WAIT);
}

#[test]
fn forms_of_answers_that_are_not_quite_right_are_read() {
    let long = |payload: &[u8]| {
        let mut answer = acknowledge(payload);
        answer[0].extend([0; 4]);
        answer
    };
    let rate = [Request::Set(Setting::BaudRate(9600))];
    let mut fake = Fake::opened(long);
    let (report, _) = run!(fake, |client| client.ask(rate, WAIT));
    report.unwrap().check().unwrap();
    assert_eq!(fake.client.quirks(), [Quirk::LongBaudRate]);

    let mut fake = Fake::opened(|payload: &[u8]| vec![payload.to_vec()]);
    let all = set(Settings::eight_n_one(9600).dtr(true));
    let (report, _) = run!(fake, |client| client.ask(all, WAIT));
    report.unwrap().check().unwrap();
    assert_eq!(fake.client.quirks(), [Quirk::ClientCodes]);

    // ser2net 4.3 with BREAK.
    let mut fake = Fake::opened(|_: &[u8]| vec![vec![105, 5]]);
    let off = [Request::Set(Setting::Break(false))];
    let (report, _) = run!(fake, |client| client.ask(off, WAIT));
    assert_eq!(outcomes(&report.unwrap()), [Outcome::Done]);
    assert_eq!(fake.client.quirks(), [Quirk::BreakOffAnsweredOn]);

    // Questions that come back, and values without a meaning.
    let mut fake = Fake::opened(acknowledge);
    let ask = [Request::Get(Kind::Dtr), Request::Get(Kind::BaudRate)];
    let (report, time) = run!(fake, |client| client.ask(ask, WAIT));
    assert_eq!(outcomes(&report.unwrap()), [Outcome::Unanswered; 2]);
    assert_eq!(time, Duration::ZERO);
    let mut fake = Fake::opened(|_: &[u8]| vec![vec![103, 77], vec![103]]);
    let none = [Request::Set(Setting::Parity(Parity::None))];
    let (report, _) = run!(fake, |client| client.ask(none, WAIT));
    report.unwrap().check().unwrap_err();
    let what = Subject::Set(Kind::Parity);
    assert!(fake.client.quirks().contains(&Quirk::UnknownValue(what)));
}

#[test]
fn a_mask_may_be_answered_by_the_state() {
    let mut fake = Fake::opened(|_: &[u8]| vec![vec![107, 0xB1]]);
    let mask = [Request::ModemMask(0xF0)];
    let (report, time) = run!(fake, |client| client.ask(mask, WAIT));
    assert_eq!(outcomes(&report.unwrap()), [Outcome::Done]);
    assert_eq!(time, Duration::ZERO);
    let lines = fake.client.modem().unwrap().lines();
    assert_eq!(lines, ModemState::of(true, true, false, true));
    let mask = Subject::ModemMask;
    assert_eq!(fake.client.quirks(), [Quirk::MaskAnsweredByState(mask)]);
    // A change wakes who waits for it.
    fake.say(&[107, 0x31]);
    let seen = Some(lines);
    let (state, _) = run!(fake, |client| client.await_lines(seen, WAIT));
    assert!(!state.unwrap().carrier());
    let seen = fake.client.modem();
    let (state, time) = run!(fake, |client| client.await_lines(seen, WAIT));
    assert_eq!(state.unwrap_err().kind(), ErrorKind::TimedOut);
    assert_eq!(time, WAIT);
    // What happens on the line is kept until it is taken.
    fake.say(&[106, 16]);
    fake.say(&[106, 4]);
    fake.client.tend(&mut fake.session);
    assert_eq!(fake.client.take_line_state(), LineState::from_bits(20));
    assert_eq!(fake.client.take_line_state(), LineState::default());
}

#[test]
fn a_purge_throws_away_what_came_before_its_answer_and_nothing_else() {
    let mut fake = Fake::opened(acknowledge);
    fake.session.receive(b"old");
    let purge = [Request::Purge(Purge::Received)];
    let (report, _) = run!(fake, |client| client.ask(purge, WAIT));
    report.unwrap().check().unwrap();
    fake.session.receive(b"new");
    assert_eq!(fake.session.unread(), b"new");
    let purge = [Request::Purge(Purge::ToTransmit)];
    let (report, _) = run!(fake, |client| client.ask(purge, WAIT));
    report.unwrap().check().unwrap();
    assert_eq!(fake.session.unread(), b"new");
    // Without an answer all is old that came in time.
    let mut fake = Fake::opened(|_: &[u8]| vec![]);
    fake.session.receive(b"old");
    let purge = [Request::Purge(Purge::Both)];
    let (report, _) = run!(fake, |client| client.ask(purge, WAIT));
    report.unwrap().check().unwrap();
    assert_eq!(fake.session.unread(), b"");
}

#[test]
fn silence_is_kept_while_the_server_asks_for_it() {
    let mut fake = Fake::opened(acknowledge);
    fake.say(&[108]);
    let (sent, time) = run!(fake, |client| client.transfer(b"data", WAIT));
    assert_eq!(sent.unwrap_err().kind(), ErrorKind::TimedOut);
    assert_eq!(time, WAIT);
    let rate = [Request::Set(Setting::BaudRate(9600))];
    let (report, time) = run!(fake, |client| client.ask(rate, WAIT));
    report.unwrap().check().unwrap_err();
    assert_eq!((time, fake.heard.len()), (WAIT, 0));
    assert!(fake.client.is_suspended());
    fake.say(&[109]);
    let (report, _) = run!(fake, |client| client.ask(rate, WAIT));
    report.unwrap().check().unwrap();
    // An echo of our own is none.
    fake.client.suspend(&mut fake.session, true).unwrap();
    fake.say(&[108]);
    let (sent, _) = run!(fake, |client| client.transfer(b"data", WAIT));
    sent.unwrap();
    assert_eq!(fake.client.quirks().last(), Some(&Quirk::SuspendEchoed));
}

#[test]
fn a_host_without_the_option_is_named() {
    let refusals =
        b"\xFF\xFE\x2C\xFF\xFC\x00\xFF\xFE\x00\xFF\xFC\x03\xFF\xFE\x03";
    let mut fake = Fake::new(acknowledge);
    let now = fake.clock.now();
    let mut open = fake.client.open(WAIT);
    assert!(open.poll(&mut fake.session, now).is_pending());
    fake.session.receive(refusals);
    let Poll::Ready(opened) = open.poll(&mut fake.session, now) else {
        panic!("it is refused");
    };
    let error = opened.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    assert!(error.to_string().contains("2217"), "{error}");
    // A raw stream says nothing at all.
    let mut fake = Fake::new(acknowledge);
    let (opened, time) = run!(fake, |client| client.open(WAIT));
    assert_eq!(opened.unwrap_err().kind(), ErrorKind::TimedOut);
    assert_eq!(time, WAIT);
    // One that closes.
    let mut fake = Fake::new(acknowledge);
    fake.session.receive_eof();
    let (opened, _) = run!(fake, |client| client.open(WAIT));
    assert_eq!(opened.unwrap_err().kind(), ErrorKind::UnexpectedEof);
    // A session whose events are off would hear no answer.
    let mut fake = Fake::new(acknowledge);
    fake.session = Session::new(Config::new());
    let (opened, _) = run!(fake, |client| client.open(WAIT));
    assert_eq!(opened.unwrap_err().kind(), ErrorKind::InvalidInput);
}

#[test]
fn a_server_may_have_the_option_as_its_own_and_no_binary() {
    let mut fake = Fake::new(acknowledge);
    // WILL COM-PORT-OPTION, and nothing of BINARY.
    fake.session.receive(b"\xFF\xFB\x2C");
    let (opened, time) = run!(fake, |client| client.open(WAIT));
    opened.unwrap();
    assert_eq!(time, Duration::from_secs(1));
    assert!(
        fake.session.is_enabled(Side::Remote, TelnetOption::COM_PORT_OPTION)
    );
    let quirks = [
        Quirk::NoBinary(Side::Local),
        Quirk::NoBinary(Side::Remote),
        Quirk::OptionIsTheServers,
    ];
    assert_eq!(fake.client.quirks(), quirks);
    // CR is exact all the same.
    let mut wait = fake.client.transfer(b"\r\na\r\r\0\xFF", WAIT);
    let mut sent = Vec::new();
    while wait.poll(&mut fake.session, fake.clock.now()).is_pending() {
        sent.extend_from_slice(fake.session.transmit());
        fake.session.transmitted(fake.session.transmit().len());
        fake.clock.advance(Duration::from_millis(500));
    }
    let sent = sent.strip_prefix(b"\xFF\xFE\x00").unwrap_or(&sent);
    assert!(sent.ends_with(b"\r\0\na\r\0\r\0\0\xFF\xFF"), "{sent:?}");
}
