//! Nothing grows beyond its cap, and at a cap nothing is lost: input stops,
//! or the application is told.

use std::io;

use allocation_counter::measure;
use telnet_session::error::{BufferFullError, CommandError, OutputFullError};
use telnet_session::proto::Malformed;
use telnet_session::{
    Command, Config, Policy, Session, Side, TelnetOption, WindowSize,
};
use telnet_testkit::oracle::{Given, Note, Said};

const GMCP: TelnetOption = TelnetOption::GMCP;

/// With events, whose payloads are at most so long together.
fn config(max_subnegotiation: usize) -> Config {
    Config::default()
        .events(true)
        .max_subnegotiation(max_subnegotiation)
        .max_subnegotiation_for(GMCP, max_subnegotiation)
        .policy(Side::Remote, GMCP, Policy::Accept)
}

/// Past its start, its first requests written.
fn started(config: Config) -> Session {
    let mut session = Session::new(config);
    let _ = Given::by(&mut session);
    session
}

/// What it gives when the peer sends this.
fn gives(session: &mut Session, stream: &[u8]) -> Given {
    session.receive(stream);
    Given::by(session)
}

fn said(given: &Given) -> Vec<Said> {
    given.notes.iter().map(|note| note.said.clone()).collect()
}

// ---- Floods

#[test]
fn endless_subnegotiation_is_dropped_in_constant_memory() {
    for (agreed, expected) in [
        (&b""[..], Said::Unwanted(GMCP)),
        (b"\xFF\xFB\xC9", Said::Oversize(GMCP)),
    ] {
        let mut session = started(config(16 << 10));
        let _ = gives(&mut session, agreed);
        for (filler, mebioctets) in [(&b"A"[..], 1024), (b"\xFF\xFF", 64)] {
            let chunk = filler.repeat((1 << 20) / filler.len());
            session.receive(b"\xFF\xFA\xC9");
            let memory = measure(|| {
                for _ in 0..mebioctets {
                    session.receive(&chunk);
                }
            });
            // While the buffer grows, the old one and the new.
            assert!(memory.bytes_max <= 3 * (16 << 10), "{memory:?}");
            let given = gives(&mut session, b"\xFF\xF0A");
            assert_eq!(said(&given), std::slice::from_ref(&expected));
            assert_eq!(given.text, b"A");
        }
    }
}

#[test]
fn hundred_thousand_window_sizes_pass_in_constant_memory() {
    const TIMES: usize = 100_000;
    let mut config = config(16 << 10);
    config = config.policy(Side::Remote, TelnetOption::NAWS, Policy::Accept);
    let mut session = started(config);
    let _ = gives(&mut session, b"\xFF\xFB\x1F");
    let stream = b"\xFF\xFA\x1F\0\x50\0\x18\xFF\xF0".repeat(TIMES);
    let mut sizes = 0;
    let memory = measure(|| {
        for chunk in stream.chunks(4096) {
            assert!(session.wants_read());
            session.receive(chunk);
            while sizes <= TIMES && session.poll_event().is_some() {
                sizes += 1;
            }
        }
    });
    assert_eq!(sizes, TIMES);
    assert!(memory.bytes_max < 1 << 16, "{memory:?}");
}

#[test]
fn endless_toggling_gets_one_answer_per_change() {
    let chunk = b"\xFF\xFB\x01\xFF\xFC\x01".repeat(1000);
    let answers = b"\xFF\xFD\x01\xFF\xFE\x01".repeat(1000);
    let config = Config::default().max_option_changes(u32::MAX);
    let mut session = Session::new(config);
    session.receive(&chunk);
    session.transmitted(answers.len());
    let memory = measure(|| {
        for _ in 0..1000 {
            session.receive(&chunk);
            assert_eq!(session.transmit(), answers);
            session.transmitted(answers.len());
        }
    });
    assert_eq!(memory.bytes_max, 0, "{memory:?}");
}

#[test]
fn thousand_timing_marks_get_a_thousand_answers_in_order() {
    for (policy, answer) in
        [(Policy::Refuse, b"\xFF\xFC\x06"), (Policy::Accept, b"\xFF\xFB\x06")]
    {
        for mut config in [Config::default(), Config::server()] {
            config = config.policy(Side::Local, TelnetOption::TM, policy);
            config.ayt_answer = Some(b"y".as_slice().into());
            // Other answers among them keep their place.
            let marks = b"\xFF\xFD\x06".repeat(500);
            let stream = [&marks[..], b"\xFF\xF6\xFF\xFB\xC8", &marks];
            let answers = answer.repeat(500);
            let output = [&answers[..], b"y\xFF\xFE\xC8", &answers];
            let given = gives(&mut started(config), &stream.concat());
            assert_eq!(given.output, output.concat());
        }
    }
}

#[test]
fn million_ayt_get_one_answer_at_a_time() {
    let config = Config::server().max_output(64);
    let mut session = started(config);
    let answer = b"\r\n[Yes]\r\n";
    let chunk = b"\xFF\xF6".repeat(1000);
    assert_eq!(gives(&mut session, &chunk).output, answer);
    let memory = measure(|| {
        for _ in 0..1000 {
            session.receive(&chunk);
            assert_eq!(session.transmit(), answer);
            // While any of it is queued there is no second one.
            session.transmitted(answer.len() - 1);
            session.receive(&chunk);
            assert_eq!(session.transmit(), b"\n");
            session.transmitted(1);
        }
    });
    assert_eq!(memory.bytes_max, 0, "{memory:?}");
}

#[test]
fn events_that_nobody_asked_for_are_not_queued() {
    let mut session = Session::new(Config::default());
    let chunk = b"\xFF\xF1\xFF\xFA\xC9x\xFF\xF0\xFF\0".repeat(1000);
    let memory = measure(|| {
        for _ in 0..100 {
            session.receive(&chunk);
        }
    });
    assert_eq!(memory.bytes_max, 0, "{memory:?}");
    assert_eq!(session.poll_event(), None);
}

// ---- Input stops

#[test]
fn peer_that_never_reads_stops_input_and_gets_each_answer_later() {
    let config = Config::default().max_output(64);
    let mut session = Session::new(config);
    let mut asked = 0..1000;
    while session.wants_read() {
        session.receive(&[255, 253, asked.next().unwrap() as u8]);
    }
    assert_eq!(session.transmit().len(), 66);
    assert_eq!(session.output_room(), 0);
    // One who does not heed it costs what he brings, and loses nothing.
    for code in asked {
        session.receive(&[255, 253, code as u8]);
    }
    assert_eq!(session.transmit().len(), 66);
    session.receive_eof();
    let mut output = Vec::new();
    while !session.is_eof() {
        session.check_room().unwrap();
        output.push(session.transmit()[0]);
        session.transmitted(1);
        assert!(session.transmit().len() <= 66 && output.len() <= 3000);
    }
    output.extend_from_slice(session.transmit());
    let expected = (0..1000).flat_map(|code| match code as u8 {
        3 if code > 3 => vec![],
        3 => vec![255, 251, 3],
        code => vec![255, 252, code],
    });
    assert_eq!(output, expected.collect::<Vec<_>>());
}

#[test]
fn output_of_the_application_stops_input_and_no_answer_is_lost() {
    let config = Config::default().max_output(10);
    let mut session = Session::new(config);
    assert_eq!(session.send(b"0123456789abc"), 10);
    session.receive(b"\xFF\xFD\x06a\xFF\xFD\xC8b");
    assert_eq!(session.unread(), b"");
    let mut output = Vec::new();
    while session.wants_write() && output.len() < 100 {
        output.push(session.transmit()[0]);
        session.transmitted(1);
    }
    assert_eq!(output, b"0123456789\xFF\xFC\x06\xFF\xFC\xC8");
    assert_eq!(session.unread(), b"ab");
}

#[test]
fn window_size_keeps_its_place_in_the_answers() {
    for max_output in [0, 1, 3, 20, 64] {
        let config = Config::default()
            .max_output(max_output)
            .window_size(WindowSize { columns: 80, rows: 24 });
        let mut session = Session::new(config);
        session.receive(b"\xFF\xFD\x1F\xFF\xFD\x06");
        let mut output = Vec::new();
        while session.wants_write() && output.len() < 100 {
            output.push(session.transmit()[0]);
            session.transmitted(1);
        }
        let expected =
            b"\xFF\xFB\x1F\xFF\xFA\x1F\0\x50\0\x18\xFF\xF0\xFF\xFC\x06";
        assert_eq!(output, expected, "max_output {max_output}");
    }
}

#[test]
fn full_unread_text_stops_input_and_ends_a_wait() {
    let config = Config::default().max_unread(8);
    let mut session = Session::new(config);
    session.receive(b"0123456");
    assert!(session.wants_read() && session.check_room().is_ok());
    session.receive(b"789\xFF\xFD\x06abcdefgh");
    assert_eq!(session.unread(), b"01234567");
    assert!(!session.wants_read() && !session.wants_write());
    assert_eq!(session.check_room(), Err(BufferFullError::Unread { max: 8 }));
    session.consume(3);
    assert_eq!(session.unread(), b"3456789a");
    // What is to be sent may make the peer do something.
    assert_eq!((session.check_room(), session.wants_read()), (Ok(()), false));
    session.transmitted(3);
    session.receive_eof();
    assert!(session.check_room().is_err());
    assert_eq!(&session.take_all()[..], b"3456789a");
    assert_eq!(session.unread(), b"bcdefgh");
    assert!(session.is_eof() && session.check_room().is_ok());
}

#[test]
fn full_event_queue_stops_input_and_ends_a_wait() {
    let mut config = config(16 << 10);
    config.max_events = 2;
    let mut session = Session::new(config);
    session.receive(b"a\xFF\xF1b\xFF\xF9c\xFF\xF1d\xFF\xF3e");
    assert_eq!(session.unread(), b"ab");
    assert!(!session.wants_read());
    assert_eq!(
        session.check_room(),
        Err(BufferFullError::Events { queued: 2 })
    );
    let mut notes = Vec::new();
    for text in [&b"abc"[..], b"abcd", b"abcde"] {
        notes.push(Note::from(session.poll_event().unwrap()));
        assert_eq!(session.unread(), text);
    }
    assert!(session.wants_read() && session.check_room().is_ok());
    let rest = std::iter::from_fn(|| session.poll_event()).take(9);
    notes.extend(rest.map(Note::from));
    let command =
        |offset, command| Note { offset, said: Said::Command(command) };
    assert_eq!(
        notes,
        [
            command(1, Command::NOP),
            command(2, Command::GA),
            command(3, Command::NOP),
            command(4, Command::BRK),
        ]
    );
}

#[test]
fn payloads_of_events_stop_input() {
    let mut session = Session::new(config(10));
    let _ = gives(&mut session, b"\xFF\xFB\xC9");
    let sub = |payload: &[u8]| [b"\xFF\xFA\xC9", payload, b"\xFF\xF0"].concat();
    session.receive(&[sub(b"012345678"), sub(b"9"), sub(b"x")].concat());
    session.receive(b"text");
    assert_eq!(
        session.check_room(),
        Err(BufferFullError::Events { queued: 2 })
    );
    assert_eq!(session.unread(), b"");
    assert!(session.poll_event().is_some());
    assert_eq!(session.unread(), b"text");
}

#[test]
fn end_of_the_stream_keeps_to_the_cap_on_events() {
    let mut config = config(10);
    config.max_events = 1;
    let mut session = Session::new(config);
    session.receive(b"\xFF\xF1\xFF");
    session.receive_eof();
    assert!(format!("{session:?}").contains("events: 1,"), "{session:?}");
    let cut_short = Said::Malformed(Malformed::TruncatedCommand);
    for expected in [Said::Command(Command::NOP), cut_short] {
        let note = Note::from(session.poll_event().unwrap());
        assert_eq!(note.said, expected);
    }
    assert!(session.is_eof() && session.poll_event().is_none());
}

// ---- Output

#[test]
fn send_accepts_what_fits_escaped() {
    let config = Config::default().max_output(8);
    let mut session = Session::new(config);
    assert_eq!(session.send(b"abc"), 3);
    assert_eq!(session.output_room(), 5);
    let accepted = session.send(b"\xFF\xFF\xFF\xFF");
    assert!((1..=2).contains(&accepted), "{accepted}");
    assert!(session.transmit().len() <= 8);
    session.transmitted(99);
    assert_eq!(session.output_room(), 8);
    assert_eq!(session.send(b"\xFF\xFF\xFF\xFF\xFF"), 4);
    assert_eq!(session.send(b"x"), 0);
    assert_eq!(session.transmit(), [255; 8]);
}

#[test]
fn what_cannot_be_cut_is_refused_whole() {
    let config = Config::default().max_output(10);
    let mut session = Session::new(config);
    #[track_caller]
    fn full(result: Result<(), OutputFullError>) -> (usize, usize) {
        let it = result.unwrap_err();
        (it.wanted, it.room)
    }
    assert_eq!(full(session.send_line(b"1234567\xFF")), (11, 10));
    assert_eq!(full(session.send_line(b"12345\n\xFF")), (11, 10));
    let payload: &[&[u8]] = &[b"\xFF\xFF\xFF"];
    assert_eq!(
        full(session.send_subnegotiation(GMCP, payload.iter().copied())),
        (11, 10)
    );
    assert!(!session.wants_write());

    assert_eq!(session.send_line(b"123456\xFF"), Ok(()));
    let ayt = session.send_command(Command::AYT).unwrap_err();
    assert!(matches!(ayt, CommandError::Full(it) if it.wanted == 2));
    assert_eq!(session.transmit(), b"123456\xFF\xFF\r\n");
    session.transmitted(2);
    assert_eq!(session.send_command(Command::AYT), Ok(()));
    session.transmitted(10);
    assert_eq!(session.send_subnegotiation(GMCP, [&b"\xFFxxx"[..]]), Ok(()));
    assert_eq!(session.transmit(), b"\xFF\xFA\xC9\xFF\xFFxxx\xFF\xF0");
}

#[test]
fn errors_name_the_cap_and_are_io_errors() {
    let text = BufferFullError::Unread { max: 8 };
    let events = BufferFullError::Events { queued: 2 };
    let config = Config::default().max_output(0);
    let output = Session::new(config).send_line(b"").unwrap_err();
    for (error, cap) in [
        (io::Error::from(text), "Config::max_unread"),
        (io::Error::from(events), "poll_event"),
        (io::Error::from(output), "Config::max_output"),
    ] {
        assert_eq!(error.kind(), io::ErrorKind::QuotaExceeded);
        assert!(error.to_string().contains(cap), "{error}");
    }
}

#[test]
fn closed_output_takes_all_and_keeps_nothing() {
    let config = Config::server().max_output(10);
    let mut session = Session::new(config);
    session.receive(b"a");
    assert_eq!(session.unread(), b"");
    session.close_output();
    assert_eq!(session.unread(), b"a");
    assert_eq!(session.send(&[b'x'; 100]), 100);
    assert_eq!(session.send_command(Command::AYT), Ok(()));
    session.request(Side::Remote, TelnetOption::BINARY, true);
    session.receive(b"\xFF\xFD\x06\xFF\xFB\xC8b");
    assert!(!session.wants_write());
    assert_eq!(session.unread(), b"ab");
}

#[test]
fn closed_output_takes_no_answer_to_ayt() {
    let mut session = Session::new(Config::server());
    session.close_output();
    session.receive(b"\xFF\xF6");
    assert_eq!(session.transmit(), b"");
}

#[test]
fn discarding_data_cuts_no_command_that_is_half_written() {
    let mut session = Session::new(Config::server());
    session.transmitted(1);
    assert_eq!(session.send(&[b'x'; 60_000]), 60_000);
    assert_eq!(session.discard_output(), 60_000);
    assert_eq!(session.send_command(Command::DM), Ok(()));
    assert_eq!(
        session.transmit(),
        b"\xFB\x01\xFF\xFB\x03\xFF\xFD\x03\xFF\xFD\x1F\xFF\xFD\x18\xFF\xF2"
    );
}

#[test]
fn discarding_data_makes_room_for_a_new_window_size() {
    let config = Config::default()
        .window_size(WindowSize { columns: 80, rows: 24 })
        .max_output(8);
    let mut session = Session::new(config);
    let _ = gives(&mut session, b"\xFF\xFD\x1F");
    assert_eq!(session.send(b"01234567"), 8);
    session.set_window_size(Some(WindowSize { columns: 80, rows: 25 }));
    session.discard_output();
    assert_eq!(session.transmit(), b"\xFF\xFA\x1F\0\x50\0\x19\xFF\xF0");
}
