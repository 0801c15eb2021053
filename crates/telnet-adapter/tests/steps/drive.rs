//! A wait under way.

use std::io::ErrorKind;
use std::task::Poll;
use std::time::Instant;

use telnet_adapter::session::proto::encode::escape;
use telnet_adapter::session::wait::{ReadSome, SendData, SendItem};
use telnet_adapter::session::{Config, Deadline, Session, Wait as _};
use telnet_adapter::{Progress, Purpose, QueueData, ReadInto};

use crate::script::{Line, SECOND};

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
    let config = Config::default().max_unread(1);
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
        let mut drive = SendItem::nothing(Deadline::Never);
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

/// Whether the data is sent, after so many steps at most.
fn sends(line: &mut Line, data: &[u8]) -> bool {
    let mut wait = SendData::new(data, Deadline::Never);
    (0..100).any(|_| {
        let step = line.step(&mut wait, Purpose::Send);
        matches!(step, Ok(Progress::Ready(Ok(()))))
    })
}

#[test]
fn much_plain_data_is_written_from_where_it_is() {
    let data = vec![b'x'; 530_000];
    let mut line = Line::new();
    assert!(sends(&mut line, &data));
    assert!(line.script.written == data);
    // The end is so little that it may be copied.
    let (last, places) = line.script.places.split_last().unwrap();
    assert_eq!(places.len(), 2);
    assert!(places.iter().all(|it| data.as_ptr_range().contains(it)));
    assert!(!data.as_ptr_range().contains(last));
    assert_eq!(line.flow.work(), 3 * (4 << 10) + 530_000);
}

/// Though the stream does not pass it on yet: it may take more.
#[test]
fn nothing_is_read_while_data_flows() {
    let data = vec![b'x'; 600_000];
    let mut line = Line::new();
    line.script.flushes.push_back(Err(ErrorKind::WouldBlock));
    let mut wait = SendData::new(&data, Some(line.now + SECOND));
    let step = line.step(&mut wait, Purpose::Send).unwrap();
    assert!(matches!(step, Progress::Moved));
    assert_eq!(line.calls(), ["write", "flush"]);
}

#[test]
fn what_is_written_from_where_it_is_keeps_its_place() {
    let runs = [300_000, 20_000, 100, 0, 40_000];
    let data = runs.map(|len| vec![b'x'; len]).join(&255);
    for writes in [
        [Ok(1), Ok(6), Ok(1), Ok(5000), Ok(260_000), Ok(300_000)],
        [Ok(6), Err(ErrorKind::WouldBlock), Ok(1), Ok(9), Ok(8), Ok(7)],
        [
            Ok(3),
            Ok(3),
            Err(ErrorKind::Interrupted),
            Ok(262_144),
            Ok(1),
            Err(ErrorKind::WouldBlock),
        ],
    ] {
        let mut line = Line::new();
        line.script.writes.extend(writes);
        assert_eq!(line.session.send(b"before"), 6);
        assert!(sends(&mut line, &data));
        let escaped = escape(&data).collect::<Vec<_>>().concat();
        assert_eq!(line.script.written[..6], b"before"[..]);
        assert!(line.script.written[6..] == escaped, "{writes:?}");
    }
}

#[test]
fn a_write_from_where_it_is_that_fails_ends_output() {
    let mut line = Line::new();
    let kind = ErrorKind::ConnectionReset;
    line.script.writes.extend([Ok(262_144), Err(kind)]);
    let data = vec![b'x'; 600_000];
    let mut wait = SendData::new(&data, Deadline::Never);
    let step = line.step(&mut wait, Purpose::Send).unwrap();
    assert!(matches!(step, Progress::Moved));
    assert_eq!(wait.queued(), 262_144);
    for _ in 0..2 {
        let step = line.step(&mut wait, Purpose::Send);
        assert_eq!(step.unwrap_err().kind(), kind);
    }
    assert_eq!(line.script.places.len(), 2, "it is not tried again");
}
