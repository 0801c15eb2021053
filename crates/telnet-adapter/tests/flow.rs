//! The steps of the loop, over a transport that does what the test says.
#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test is to fail loudly"
)]

use std::collections::VecDeque;
use std::io::{self, ErrorKind};
use std::task::Poll;
use std::time::{Duration, Instant};

use telnet_adapter::session::{
    Config, ReadSome, SendData, SendItem, Session, Wait,
};
use telnet_adapter::{
    Closing, Drive, Eager, Flow, Progress, Purpose, QueueData, ReadInto,
    Transport,
};

const SECOND: Duration = Duration::from_secs(1);

type Read = Result<&'static [u8], ErrorKind>;

/// What the stream does, call by call; where nothing more is said it blocks.
#[derive(Default)]
struct Script {
    reads: VecDeque<Read>,
    /// How many octets each write takes.
    writes: VecDeque<Result<usize, ErrorKind>>,
    flushes: VecDeque<Result<(), ErrorKind>>,
    finish: Option<ErrorKind>,
    urgent: bool,
    /// What was called, in order, and what was written.
    calls: Vec<&'static str>,
    until: Vec<Option<Instant>>,
    written: Vec<u8>,
}

impl Transport for Script {
    fn read(
        &mut self,
        buffer: &mut [u8],
        until: Option<Instant>,
    ) -> io::Result<usize> {
        self.calls.push("read");
        self.until.push(until);
        let octets =
            self.reads.pop_front().unwrap_or(Err(ErrorKind::WouldBlock))?;
        buffer[..octets.len()].copy_from_slice(octets);
        Ok(octets.len())
    }

    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        self.calls.push("write");
        let n = self.writes.pop_front().unwrap_or(Ok(usize::MAX))?;
        let n = n.min(octets.len());
        self.written.extend_from_slice(&octets[..n]);
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.calls.push("flush");
        Ok(self.flushes.pop_front().unwrap_or(Ok(()))?)
    }

    fn is_urgent_ahead(&mut self) -> bool {
        self.urgent
    }

    fn pause(&mut self, until: Option<Instant>) -> io::Result<()> {
        self.calls.push("pause");
        self.until.push(until);
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        self.calls.push("finish");
        self.finish.map_or(Ok(()), |kind| Err(kind.into()))
    }
}

struct Line {
    flow: Flow,
    session: Session,
    script: Script,
    now: Instant,
}

impl Line {
    fn new() -> Self {
        Self::with(Config::default())
    }

    fn with(config: Config) -> Self {
        Self {
            flow: Flow::default(),
            session: Session::new(config),
            script: Script::default(),
            now: Instant::now(),
        }
    }

    fn reads<const N: usize>(mut self, reads: [Read; N]) -> Self {
        self.script.reads.extend(reads);
        self
    }

    fn step<W: Wait>(
        &mut self,
        wait: &mut W,
        purpose: Purpose,
    ) -> io::Result<Progress<W::Output>> {
        let mut drive = Drive::new(wait, purpose);
        let Self { flow, session, script, now } = self;
        drive.step(flow, session, script, *now)
    }

    fn look(&mut self, eager: &mut Eager) -> io::Result<Progress<()>> {
        let Self { flow, session, script, now } = self;
        eager.step(flow, session, script, *now)
    }

    fn close(&mut self, closing: &mut Closing) -> Progress<io::Result<()>> {
        let Self { flow, session, script, now } = self;
        closing.step(flow, session, script, *now)
    }

    fn input(&mut self) -> io::Result<bool> {
        let Self { flow, session, script, .. } = self;
        flow.input(session, script, None)
    }

    fn output(&mut self) -> io::Result<bool> {
        let Self { flow, session, script, .. } = self;
        flow.output(session, script)
    }

    fn calls(&mut self) -> Vec<&'static str> {
        std::mem::take(&mut self.script.calls)
    }
}

#[test]
fn only_some_errors_of_a_read_are_errors() {
    let mut line = Line::new().reads([
        Err(ErrorKind::Interrupted),
        Err(ErrorKind::WouldBlock),
        Err(ErrorKind::TimedOut),
        Ok(b"ab"),
        Ok(b""),
    ]);
    assert!(line.input().unwrap());
    assert!(!line.input().unwrap());
    // To a transport it is the connection that timed out.
    assert_eq!(line.input().unwrap_err().kind(), ErrorKind::TimedOut);
    let moves = line.flow.moves();
    assert!(line.input().unwrap());
    assert_eq!(line.flow.moves(), moves + 1);
    assert_eq!(line.session.unread(), b"ab");
    // And so is its end.
    assert_eq!(line.input().unwrap_err().kind(), ErrorKind::TimedOut);
    assert!(!line.session.is_eof());
}

#[test]
fn an_end_that_nothing_has_gone_before_is_orderly() {
    let mut line = Line::new().reads([Ok(b"")]);
    assert!(line.input().unwrap());
    assert!(line.session.is_eof());
}

#[test]
fn a_write_that_fails_ends_output_for_good() {
    for (kind, end_is_orderly) in
        [(ErrorKind::ConnectionReset, false), (ErrorKind::BrokenPipe, true)]
    {
        let mut line = Line::new().reads([Ok(b"text"), Ok(b"")]);
        line.script.writes.push_back(Err(kind));
        assert_eq!(line.session.send(b"x"), 1);
        assert_eq!(line.output().unwrap_err().kind(), kind);
        assert_eq!(line.output().unwrap_err().kind(), kind);
        assert_eq!(line.calls(), ["write"], "it is not tried again");
        let mut some = ReadSome::new(Some(line.now + SECOND));
        loop {
            match line.step(&mut some, Purpose::Read).unwrap() {
                Progress::Ready(text) => {
                    break assert_eq!(text.unwrap(), "text");
                }
                Progress::Moved => {}
                Progress::Stuck => panic!("there is text"),
            }
        }
        let mut some = ReadSome::new(Some(line.now + SECOND));
        let mut end = line.step(&mut some, Purpose::Read);
        if let Ok(Progress::Moved) = end {
            end = line.step(&mut some, Purpose::Read);
        }
        if end_is_orderly {
            let Ok(Progress::Ready(text)) = end else { panic!("{kind}") };
            assert!(text.unwrap().is_empty());
        } else {
            assert_eq!(end.unwrap_err().kind(), kind);
        }
    }
}

#[test]
fn errors_of_the_system_are_told_again_in_its_words() {
    struct Broken;
    impl Transport for Broken {
        fn read(
            &mut self,
            _buffer: &mut [u8],
            _until: Option<Instant>,
        ) -> io::Result<usize> {
            Ok(0)
        }
        fn write(&mut self, _octets: &[u8]) -> io::Result<usize> {
            Err(io::Error::from_raw_os_error(104))
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut session = Session::new(Config::default());
    let mut flow = Flow::default();
    assert_eq!(session.send(b"x"), 1);
    let first = flow.output(&mut session, &mut Broken).unwrap_err();
    let again = flow.output(&mut session, &mut Broken).unwrap_err();
    let read = flow.input(&mut session, &mut Broken, None).unwrap_err();
    for error in [first, again, read] {
        assert_eq!(error.raw_os_error(), Some(104));
    }
}

#[test]
fn a_write_of_nothing_is_an_error() {
    let mut line = Line::new();
    line.script.writes.push_back(Ok(0));
    assert_eq!(line.session.send(b"x"), 1);
    assert_eq!(line.output().unwrap_err().kind(), ErrorKind::WriteZero);
}

#[test]
fn a_stream_is_flushed_once_it_has_taken_all() {
    let mut line = Line::new();
    line.script.writes.extend([Ok(1), Err(ErrorKind::WouldBlock)]);
    line.script
        .flushes
        .extend([Err(ErrorKind::Interrupted), Err(ErrorKind::WouldBlock)]);
    assert_eq!(line.session.send(b"abc"), 3);
    assert!(!line.flow.has_sent());
    assert!(line.output().unwrap());
    assert_eq!(line.calls(), ["write", "write"]);
    assert!(line.flow.has_sent() && line.flow.is_unflushed());
    assert!(line.output().unwrap());
    assert_eq!(line.calls(), ["write", "flush"]);
    assert!(line.flow.is_unflushed());
    assert!(!line.output().unwrap(), "it refuses");
    assert!(line.output().unwrap());
    assert!(!line.flow.is_unflushed());
    assert_eq!(line.calls(), ["flush", "flush"]);
    assert!(!line.output().unwrap());
    assert_eq!(line.calls(), [""; 0], "nothing is left");
    assert_eq!(line.script.written, b"abc");
}

/// Nobody asks for more octets than there is room for, and output goes first.
#[test]
fn a_read_writes_then_reads_until_its_deadline() {
    let mut line = Line::new().reads([Ok(b"\xFF\xFD\x18a"), Ok(b"b")]);
    let end = line.now + SECOND;
    let mut wait = ReadSome::new(Some(end));
    let step = line.step(&mut wait, Purpose::Read).unwrap();
    assert!(matches!(step, Progress::Moved));
    assert_eq!(line.calls(), ["read"]);
    assert_eq!(line.script.until, [Some(end)]);
    let Progress::Ready(text) = line.step(&mut wait, Purpose::Read).unwrap()
    else {
        panic!("there is text");
    };
    assert_eq!(text.unwrap(), "a");
    assert_eq!(line.calls(), ["write", "flush"], "the answer goes out first");
    assert_eq!(line.script.written, b"\xFF\xFC\x18");
}

/// While output moves, input is only looked at.
#[test]
fn nothing_waits_while_output_is_on_its_way() {
    let mut line = Line::new();
    line.script.writes.extend([Ok(1), Err(ErrorKind::WouldBlock)]);
    assert_eq!(line.session.send(b"abc"), 3);
    let mut wait = ReadSome::new(Some(line.now + SECOND));
    let step = line.step(&mut wait, Purpose::Read).unwrap();
    assert!(matches!(step, Progress::Moved));
    assert_eq!(line.calls(), ["write", "write", "read"]);
    assert_eq!(line.script.until, [Some(line.now)]);
}

#[test]
fn a_write_that_is_stuck_reads_all_there_is() {
    let mut line = Line::new().reads([Ok(b"a"), Ok(b"b"), Ok(b"c")]);
    line.script.writes.extend([Err(ErrorKind::WouldBlock); 2]);
    let end = line.now + SECOND;
    let mut wait = SendData::new(b"data", Some(end));
    let step = line.step(&mut wait, Purpose::Send).unwrap();
    assert!(matches!(step, Progress::Moved));
    assert_eq!(line.session.unread(), b"abc");
    assert_eq!(line.script.until[0], Some(end));
    let now = Some(line.now);
    assert_eq!(line.script.until[1..], [now, now, now]);
    // Then it waits.
    let step = line.step(&mut wait, Purpose::Send).unwrap();
    assert!(matches!(step, Progress::Stuck));
    assert_eq!(line.script.until.last(), Some(&Some(end)));
}

#[test]
fn a_write_that_is_stuck_with_no_room_to_read_waits_without_reading() {
    let mut config = Config::default();
    config.max_unread = 1;
    let mut line = Line::with(config).reads([Ok(b"a")]);
    assert!(line.input().unwrap());
    line.calls();
    line.script.writes.push_back(Err(ErrorKind::WouldBlock));
    let mut wait = SendItem::nothing(Some(line.now + SECOND));
    assert_eq!(line.session.send(b"x"), 1);
    let step = line.step(&mut wait, Purpose::Send).unwrap();
    assert!(matches!(step, Progress::Stuck));
    assert_eq!(line.calls(), ["write", "pause"]);
    // Where nothing is left to write, a read that has no room is an error.
    let mut wait = ReadSome::new(Some(line.now));
    assert!(matches!(
        line.step(&mut wait, Purpose::Read).unwrap(),
        Progress::Ready(Ok(_))
    ));
}

#[test]
fn data_that_is_queued_need_not_be_flushed_and_data_that_is_sent_must() {
    for (purpose, is_ready) in [(Purpose::Queue, true), (Purpose::Send, false)]
    {
        let mut line = Line::new();
        line.script.flushes.extend([Err(ErrorKind::WouldBlock); 3]);
        assert_eq!(line.session.send(b"before"), 6);
        let mut drive = SendItem::nothing(None);
        let mut queue = QueueData::new(b"data");
        let ready = if purpose == Purpose::Queue {
            let step = line.step(&mut queue, purpose).unwrap();
            matches!(step, Progress::Ready(Ok(4)))
        } else {
            let step = line.step(&mut drive, purpose).unwrap();
            matches!(step, Progress::Ready(_))
        };
        assert_eq!(ready, is_ready, "{purpose:?}");
    }
}

#[test]
fn a_look_takes_what_is_there_and_answers() {
    let mut line = Line::new().reads([Ok(b"a\xFF\xFD\x18"), Ok(b"b"), Ok(b"")]);
    let mut eager = Eager::new(|_| false);
    let steps = std::iter::from_fn(|| {
        let step = line.look(&mut eager).unwrap();
        (step == Progress::Moved).then_some(())
    });
    assert_eq!(steps.count(), 3);
    assert_eq!(line.session.unread(), b"ab");
    assert!(line.session.is_eof());
    assert_eq!(line.script.written, b"\xFF\xFC\x18");

    let mut line = Line::new().reads([Ok(b"a"), Ok(b"b")]);
    let mut eager = Eager::new(|session| !session.unread().is_empty());
    assert_eq!(line.look(&mut eager).unwrap(), Progress::Moved);
    assert_eq!(line.look(&mut eager).unwrap(), Progress::Ready(()));
    assert_eq!(line.session.unread(), b"a");
}

#[test]
fn a_look_ends_however_much_there_is() {
    for (looks, most) in [(None, 64), (Some(4), 4)] {
        let mut line = Line::new().reads([Ok(b"\xFF\xF1"); 1000]);
        let mut eager = Eager::new(|_| false);
        if let Some(looks) = looks {
            eager = eager.looks(looks);
        }
        while line.look(&mut eager).unwrap() == Progress::Moved {}
        assert!(eager.is_spent());
        assert_eq!(line.script.reads.len(), 1000 - most);
    }
}

/// What is read before an error is handed out before it.
#[test]
fn a_look_gives_text_first_and_the_error_to_the_next() {
    let reset = ErrorKind::ConnectionReset;
    let mut line = Line::new().reads([Ok(b"last words"), Err(reset)]);
    let mut eager = Eager::new(|_| false);
    assert_eq!(line.look(&mut eager).unwrap(), Progress::Moved);
    assert_eq!(line.look(&mut eager).unwrap(), Progress::Ready(()));
    assert_eq!(line.session.take_all(), "last words");
    // The stream would block now: the error is not forgotten.
    let error = line.look(&mut Eager::new(|_| false)).unwrap_err();
    assert_eq!(error.kind(), reset);
    assert_eq!(line.look(&mut eager).unwrap(), Progress::Ready(()));
}

#[test]
fn urgent_data_ahead_discards_what_is_read_before_it() {
    let mut line = Line::new().reads([Ok(b"gone\xFF"), Ok(b"\xF2seen")]);
    line.script.urgent = true;
    assert!(line.input().unwrap());
    line.script.urgent = false;
    assert!(line.input().unwrap());
    assert_eq!(line.session.unread(), b"seen");
}

#[test]
fn a_close_sends_finishes_and_drains() {
    let mut line =
        Line::new().reads([Ok(b"bye"), Err(ErrorKind::WouldBlock), Ok(b"")]);
    assert_eq!(line.session.send(b"last"), 4);
    let mut closing = Closing::new(None);
    let mut calls = Vec::new();
    let sent = loop {
        let step = line.close(&mut closing);
        calls.push(line.calls());
        match step {
            Progress::Ready(sent) => break sent,
            Progress::Moved => {}
            Progress::Stuck => {
                let end = closing.deadline().unwrap();
                assert_eq!(end, line.now + SECOND);
            }
        }
    };
    sent.unwrap();
    let expected = ["write", "flush", "finish", "read", "read", "read"];
    assert_eq!(calls.concat(), expected);
    assert_eq!(line.script.written, b"last");
    assert_eq!(line.session.unread(), b"bye");
    assert!(line.session.is_eof() && line.flow.is_closed());
    assert_eq!(line.output().unwrap_err().kind(), ErrorKind::NotConnected);
}

#[test]
fn a_close_without_a_word_sent_does_not_wait_for_the_peer() {
    let mut line = Line::new();
    let mut closing = Closing::new(None);
    let sent = loop {
        match line.close(&mut closing) {
            Progress::Ready(sent) => break sent,
            Progress::Moved => {}
            Progress::Stuck => panic!("it waits"),
        }
    };
    sent.unwrap();
    assert!(line.flow.is_closed());
    assert_eq!(line.calls(), ["finish"]);
}

#[test]
fn a_drain_that_is_not_over_in_time_tells_of_a_peer_that_still_sends() {
    for still_sends in [false, true] {
        let mut line = Line::new();
        assert_eq!(line.session.send(b"last"), 4);
        let mut closing = Closing::new(Some(line.now + SECOND / 2));
        while let Progress::Moved = line.close(&mut closing) {}
        if still_sends {
            line.script.reads.push_back(Ok(b"more"));
        }
        while let Progress::Moved = line.close(&mut closing) {}
        line.now += SECOND / 2;
        let Progress::Ready(sent) = line.close(&mut closing) else {
            panic!("its time is over");
        };
        let kind = sent.map_err(|error| error.kind());
        let expected =
            if still_sends { Err(ErrorKind::TimedOut) } else { Ok(()) };
        assert_eq!(kind, expected);
        assert!(line.flow.is_closed());
    }
}

/// What does not fit is read and dropped: the peer has to get rid of it.
#[test]
fn a_drain_reads_on_though_there_is_no_room() {
    let mut config = Config::default();
    config.max_unread = 2;
    let mut line =
        Line::with(config).reads([Ok(b"ab"), Ok(b"cd"), Ok(b"ef"), Ok(b"")]);
    assert_eq!(line.session.send(b"last"), 4);
    let mut closing = Closing::new(None);
    let sent = loop {
        if let Progress::Ready(sent) = line.close(&mut closing) {
            break sent;
        }
    };
    sent.unwrap();
    assert_eq!(line.session.take_all(), "ab");
    assert!(line.script.reads.is_empty());
}

#[test]
fn what_cannot_finish_is_closed_and_what_does_not_come_to_it_is_bounded() {
    for (kind, ends) in [
        (ErrorKind::Unsupported, Ok(())),
        (ErrorKind::NotConnected, Ok(())),
        (ErrorKind::ConnectionReset, Err(ErrorKind::ConnectionReset)),
        (ErrorKind::WouldBlock, Err(ErrorKind::TimedOut)),
    ] {
        let mut line = Line::new();
        line.script.finish = Some(kind);
        assert_eq!(line.session.send(b"last"), 4);
        let mut closing = Closing::new(Some(line.now + SECOND));
        let sent = loop {
            match line.close(&mut closing) {
                Progress::Ready(sent) => break sent,
                Progress::Moved => {}
                Progress::Stuck => {
                    assert_eq!(kind, ErrorKind::WouldBlock);
                    assert_eq!(closing.deadline(), Some(line.now + SECOND));
                    line.now += SECOND;
                }
            }
        };
        assert_eq!(sent.map_err(|error| error.kind()), ends);
        assert!(line.flow.is_closed());
    }
}

#[test]
fn text_moves_into_a_buffer_as_far_as_there_is_room() {
    let mut session = Session::new(Config::default());
    let now = Instant::now();
    let mut buffer = [0; 4];
    assert!(ReadInto::new(&mut buffer).poll(&mut session, now).is_pending());
    session.receive(b"abcdef");
    let Poll::Ready(n) = ReadInto::new(&mut buffer).poll(&mut session, now)
    else {
        panic!("there is text");
    };
    assert_eq!((n.unwrap(), &buffer), (4, b"abcd"));
    assert_eq!(session.unread(), b"ef");
    session.receive_eof();
    let mut ends = Vec::new();
    for _ in 0..2 {
        let mut wait = ReadInto::new(&mut buffer);
        let Poll::Ready(n) = wait.poll(&mut session, now) else {
            panic!("the end is there");
        };
        ends.push(n.unwrap());
    }
    assert_eq!(ends, [2, 0]);
}
