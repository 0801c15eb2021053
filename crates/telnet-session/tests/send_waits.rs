//! Writes that wait, and what a transport's reads and writes may give.
#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test is to fail loudly"
)]

use std::io::ErrorKind;
use std::task::Poll;
use std::time::Duration;

use telnet_session::error::{CommandError, UnsentError};
use telnet_session::wait::{SendData, SendItem};
use telnet_session::{Command, Config, Deadline, Session, Wait};
use telnet_testkit::clock::Clock;

fn small() -> Session {
    let config = Config::default().max_output(4);
    Session::new(config)
}

/// What it sends, two octets at a time.
fn run<W: Wait>(session: &mut Session, wait: &mut W) -> (W::Output, Vec<u8>) {
    let mut sent = Vec::new();
    for _ in 0..100 {
        if let Poll::Ready(output) = wait.poll(session, Clock::new().now()) {
            return (output, sent);
        }
        let n = session.transmit().len().min(2);
        sent.extend_from_slice(&session.transmit()[..n]);
        session.transmitted(n);
    }
    panic!("it never ends");
}

#[test]
fn data_longer_than_the_queue_goes_out_whole_and_in_order() {
    let (sent, octets) =
        run(&mut small(), &mut SendData::new(b"abcdef\xFFgh", Deadline::Never));
    sent.unwrap();
    assert_eq!(octets, b"abcdef\xFF\xFFgh");
}

#[test]
fn data_that_runs_out_of_time_says_how_much_is_queued() {
    let mut session = small();
    let now = Clock::new().now();
    let mut wait = SendData::new(b"abcdef", Some(now));
    assert_eq!(wait.deadline(), Some(now));
    // The first poll never times out.
    assert!(wait.poll(&mut session, now + Duration::from_secs(1)).is_pending());
    let Poll::Ready(Err(error)) = wait.poll(&mut session, now) else {
        panic!("it is over");
    };
    assert_eq!(error.kind(), ErrorKind::TimedOut);
    let inner = error.get_ref().unwrap().downcast_ref::<UnsentError>().unwrap();
    assert_eq!((inner.queued, inner.len), (3, 6));
    let said = "deadline passed; 3 of 6 are queued to be sent, no more";
    assert_eq!(error.to_string(), said);
    assert_eq!(wait.queued(), 3);
    assert_eq!(session.transmit(), b"abc");
}

#[test]
fn an_item_waits_for_room_and_is_never_cut() {
    let mut session = small();
    assert_eq!(session.send(b"xyz"), 3);
    let mut item = SendItem::new(|s| s.send_line(b"ab"), Deadline::Never);
    assert!(item.poll(&mut session, Clock::new().now()).is_pending());
    assert_eq!(session.transmit(), b"xyz", "there is no room yet");
    let (sent, octets) = run(&mut session, &mut item);
    sent.unwrap();
    assert_eq!(octets, b"xyzab\r\n");
}

#[test]
fn an_item_that_is_too_long_or_wrong_is_an_error_at_once() {
    let mut session = small();
    let mut long = SendItem::new(|s| s.send_line(b"abcde"), Deadline::Never);
    let (sent, octets) = run(&mut session, &mut long);
    assert_eq!(sent.unwrap_err().kind(), ErrorKind::QuotaExceeded);
    assert_eq!(octets, b"");
    let mut wrong =
        SendItem::new(|s| s.send_command(Command::DO), Deadline::Never);
    let (sent, _) = run(&mut session, &mut wrong);
    let error = sent.unwrap_err();
    let inner = error.get_ref().unwrap().downcast_ref::<CommandError>();
    assert_eq!(inner, Some(&CommandError::NotWhole(Command::DO)));
}

#[test]
fn an_item_that_runs_out_of_time_says_whether_it_is_queued() {
    for (before, queued) in [(&b""[..], 1), (b"xyz", 0)] {
        let mut session = small();
        assert_eq!(session.send(before), before.len());
        let now = Clock::new().now();
        let mut item =
            SendItem::new(|s| s.send_command(Command::AYT), Some(now));
        assert!(item.poll(&mut session, now).is_pending());
        let Poll::Ready(Err(error)) = item.poll(&mut session, now) else {
            panic!("it is over");
        };
        let inner =
            error.get_ref().unwrap().downcast_ref::<UnsentError>().unwrap();
        assert_eq!((inner.queued, inner.len), (queued, 1));
    }
}

#[test]
fn data_leaves_room_for_the_answers_to_input() {
    for data in [[b'x'; 200], [255; 200]] {
        let mut session = Session::new(Config::default());
        let max = session.config().max_output;
        let mut queued = 0;
        loop {
            match session.send_part(&data) {
                0 => break,
                n => queued += n,
            }
        }
        assert!(queued >= max / 4, "{queued}");
        assert!(session.transmit().len() <= max * 3 / 4 + 2);
        assert!(session.wants_read());
    }
}

const WAIT: Duration = Duration::from_secs(1);

#[test]
fn what_is_lent_is_plain_and_much_and_next_on_the_wire() {
    for (data, lent) in [
        (vec![b'x'; 400_000], 256 << 10),
        (vec![b'x'; 16 << 10], 16 << 10),
        (vec![b'x'; (16 << 10) - 1], 0),
        ([&[b'x'; 20_000][..], b"\xFF", &[b'x'; 20_000]].concat(), 20_000),
        ([&b"\xFF"[..], &[b'x'; 20_000]].concat(), 0),
    ] {
        let mut session = Session::new(Config::default());
        let mut wait: Box<dyn Wait<Output = _>> =
            Box::new(SendData::new(&data, WAIT));
        assert!(wait.transmit(&session) == &data[..lent]);
        assert_eq!(session.send(b"before"), 6);
        assert!(wait.transmit(&session).is_empty(), "it goes before");
        session.transmitted(6);
        assert_eq!(wait.transmit(&session).len(), lent);
        wait.transmitted(&mut session, lent);
        let is_ready = wait.poll(&mut session, Clock::new().now()).is_ready();
        assert_eq!(is_ready, lent == data.len());
        // What is not lent is queued; what is, is not.
        assert_eq!(session.wants_write(), lent == 0);
    }
    let mut session = Session::new(Config::default());
    session.close_output();
    assert!(SendData::new(&[b'x'; 20_000], WAIT).transmit(&session).is_empty());
}

#[cfg(feature = "mccp")]
#[test]
fn what_is_to_be_compressed_is_not_lent() {
    use telnet_session::{Side, TelnetOption};
    let option = TelnetOption::MCCP2;
    let config = Config::default().request(Side::Local, option);
    let mut session = Session::new(config);
    session.receive(&[255, 253, option.code()]);
    while session.wants_write() {
        session.transmitted(session.transmit().len());
    }
    let data = vec![b'x'; 100_000];
    assert!(session.is_compressed(telnet_session::watch::Direction::Sent));
    assert!(SendData::new(&data, WAIT).transmit(&session).is_empty());
}

#[test]
fn data_that_flows_is_not_queued_and_has_a_deadline_and_a_trace() {
    let mut session = Session::new(Config::default());
    let (line, lines) = std::sync::mpsc::channel();
    session.set_trace(move |it| line.send(it.to_string()).unwrap());
    let clock = Clock::new();
    let data = vec![b'x'; 600_000];
    let mut wait = SendData::new(&data, Some(clock.now()));
    for n in 1..=2 {
        let lent = wait.transmit(&session).len();
        assert_eq!(lent, 256 << 10);
        wait.transmitted(&mut session, lent);
        assert_eq!(wait.queued(), n * (256 << 10));
        // The first poll never times out.
        let end = wait.poll(&mut session, clock.now());
        assert_eq!(end.is_ready(), n == 2);
        assert!(!session.wants_write());
        if let Poll::Ready(end) = end {
            assert_eq!(end.unwrap_err().kind(), ErrorKind::TimedOut);
        }
    }
    assert_eq!(lines.try_iter().filter(|it| it.contains("xxx")).count(), 2);
    // Whoever does not ask has it queued.
    assert!(wait.poll(&mut session, clock.now()).is_ready());
    assert!(wait.queued() > 2 * (256 << 10));
    assert!(session.wants_write());
}
