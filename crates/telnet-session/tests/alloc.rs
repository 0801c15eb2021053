//! On the plain data path nothing is allocated, once buffers are warm.

use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use allocation_counter::{AllocationInfo, measure};
use telnet_session::wait::ReadUntil;
use telnet_session::{Config, Session, Wait, WindowSize};
use telnet_testkit::clock::Clock;

const WARM_UP: usize = 1000;
const CHUNKS: usize = 10_000;

/// Text in chunks as a socket gives them: full buffers, and single packets.
fn chunks() -> [Vec<u8>; 4] {
    [
        vec![b'x'; 4096],
        vec![b'x'; 64],
        // Where each octet has its own rule.
        b"a\r\n\r\0\xFF\xFF\xFF\xF1".repeat(400),
        b"a\r\n\r\0\xFF\xFF\xFF\xF1".repeat(7),
    ]
}

/// What the passes after the warm-up allocate.
fn costs(session: &mut Session, pass: impl Fn(&mut Session)) -> AllocationInfo {
    (0..WARM_UP).for_each(|_| pass(session));
    measure(|| (0..CHUNKS).for_each(|_| pass(session)))
}

fn assert_free(memory: AllocationInfo) {
    assert_eq!(memory, AllocationInfo::default());
}

#[test]
fn receive_and_consume() {
    for chunk in chunks() {
        let mut session = Session::new(Config::default());
        assert_free(costs(&mut session, |session| {
            session.receive(&chunk);
            session.consume(chunk.len());
            assert!(session.unread().is_empty());
        }));
    }
}

#[test]
fn receive_and_consume_behind_text_that_stays() {
    for chunk in chunks() {
        let mut session = Session::new(Config::default());
        session.receive(&[b'x'; 10_000]);
        assert_free(costs(&mut session, |session| {
            session.receive(&chunk);
            session.consume(session.unread().len() - 10_000);
        }));
    }
}

#[test]
fn receive_and_take_and_drop() {
    for chunk in chunks() {
        let mut session = Session::new(Config::default());
        assert_free(costs(&mut session, |session| {
            session.receive(&chunk);
            drop(session.take(chunk.len()));
        }));
    }
}

#[test]
fn receive_and_find() {
    let clock = Clock::new();
    let wait = ReadUntil::new(b"\r\n", telnet_session::Deadline::Never);
    for chunk in [&b"one\r\ntwo\r\nthree\r\n"[..], b"\r\n"] {
        let lines = chunk.windows(2).filter(|it| it == b"\r\n").count();
        let mut session = Session::new(Config::default());
        // A wait holds its text, and allocates for that alone.
        let each = measure(|| drop(wait.clone())).count_total;
        let memory = costs(&mut session, |session| {
            session.receive(chunk);
            for _ in 0..lines {
                let mut wait = wait.clone();
                let step = wait.poll(session, clock.now());
                assert!(matches!(step, Poll::Ready(it) if it.is_match()));
            }
        });
        let waits = (CHUNKS * lines) as u64;
        assert_eq!(memory.count_total, waits * each);
    }
}

#[test]
fn poll_in_vain() {
    let clock = Clock::new();
    let mut session = Session::new(Config::default());
    session.receive(&[b'x'; 100_000]);
    let mut wait = ReadUntil::new(b"y", telnet_session::Deadline::Never);
    let mut poll = || wait.poll(&mut session, clock.now()).is_pending();
    // How far it was searched is kept from the first time on.
    assert!(poll());
    assert_free(measure(|| assert!((0..CHUNKS).all(|_| poll()))));
}

#[test]
fn send_and_transmitted() {
    for chunk in chunks() {
        let mut session = Session::new(Config::default());
        assert_free(costs(&mut session, |session| {
            assert_eq!(session.send(&chunk), chunk.len());
            // A socket that takes a part.
            session.transmitted(chunk.len() / 2);
            session.transmitted(session.transmit().len());
        }));
    }
}

#[test]
fn negotiation_and_its_answers() {
    let config = Config::server()
        .window_size(WindowSize { columns: 80, rows: 24 })
        .max_option_changes(u32::MAX);
    let mut session = Session::new(config);
    let stream = b"\xFF\xFD\x1F\xFF\xFE\x1F\xFF\xFB\x01\xFF\xFD\x06\xFF\xF6";
    assert_free(costs(&mut session, |session| {
        session.receive(stream);
        session.transmitted(session.transmit().len());
    }));
}

#[test]
fn events_without_payload() {
    let config = Config::default().events(true);
    let mut session = Session::new(config);
    assert_free(costs(&mut session, |session| {
        session.receive(b"\xFF\xF9\xFF\xFB\xC8\xFF\xF1");
        while session.poll_event().is_some() {}
        session.transmitted(3);
    }));
}

/// Text that the application keeps, while other text stays unread: what it
/// costs is in proportion to the octets, not to octets times what is unread.
#[test]
fn text_that_is_kept_costs_in_proportion() {
    const UNREAD: usize = 1 << 16;
    const TIMES: usize = 5000;
    let octets = (UNREAD + 64 * TIMES) as u64;
    for keep in [1, TIMES] {
        let mut session = Session::new(Config::default());
        let mut kept = Vec::with_capacity(TIMES);
        let memory = measure(|| {
            session.receive(&[b'x'; UNREAD]);
            for at in 0..TIMES {
                session.receive(&[b'x'; 64]);
                let text = session.take(64);
                if at < keep {
                    kept.push(text);
                } else {
                    kept[at % keep] = text;
                }
            }
        });
        let most = 8 * octets;
        assert!(memory.bytes_total <= most, "keeping {keep}: {memory:?}");
        assert!(memory.bytes_max <= most, "keeping {keep}: {memory:?}");
    }
}

/// However much is unread, a read that finds nothing copies none of it.
#[test]
fn a_miss_costs_the_same_whatever_is_unread() {
    let mut clock = Clock::new();
    let mut session = Session::new(Config::default());
    let memory = measure(|| {
        for _ in 0..256 {
            session.receive(&[b'x'; 4096]);
            let mut wait = ReadUntil::new(b"never", Duration::ZERO);
            assert!(wait.poll(&mut session, clock.now()).is_pending());
            clock.advance(Duration::from_secs(1));
            let Poll::Ready(miss) = wait.poll(&mut session, clock.now()) else {
                panic!("its time is over");
            };
            assert_eq!(miss.text(), session.unread());
        }
    });
    // The text, as it grows by doubling, and a little for each wait.
    let most = 4 * 256 * 4096 + 256 * 500;
    assert!(memory.bytes_total <= most, "{memory:?}");
}

/// Lines that are there are read without an allocation for each.
#[test]
fn a_line_costs_no_allocation() {
    let now = Clock::new().now();
    let mut session = Session::new(Config::default());
    session.receive(&b"up and well\r\n".repeat(10_000));
    for end in ["\n", "\r\n"] {
        // The first makes the buffer one that can be shared.
        for (lines, most) in [(1, 1), (4000, 0)] {
            let memory = measure(|| {
                for _ in 0..lines {
                    let mut wait =
                        ReadUntil::new(end.as_bytes(), None::<Duration>);
                    let Poll::Ready(line) = wait.poll(&mut session, now) else {
                        panic!("it is there");
                    };
                    assert_eq!(line.text(), &b"up and well\r\n"[..]);
                }
            });
            assert!(memory.count_total <= most, "{memory:?}");
        }
    }
}

#[test]
fn a_session_at_rest_is_small() {
    assert!(size_of::<Session>() <= 528, "{}", size_of::<Session>());
    for config in [Config::default(), Config::server()] {
        let mut session = None;
        let shared = Arc::new(config.clone());
        let own = measure(|| session = Some(Session::new(config)));
        assert!(own.bytes_current < 1024, "{own:?}");
        // What a server of many connections does.
        let shared = measure(|| session = Some(Session::new(shared)));
        assert!(shared.bytes_total < 512, "{shared:?}");
    }
}

/// A connection moves between threads, and is looked at by several.
#[test]
fn a_session_is_send_and_sync() {
    const fn is_send_and_sync<T: Send + Sync>() {}
    is_send_and_sync::<Session>();
}

/// A compressed stream takes what deflate needs, and once it runs, nothing more.
#[cfg(feature = "mccp")]
#[test]
fn an_inflated_stream_takes_less_than_44_kib_and_nothing_per_chunk() {
    use std::io::Write;
    use telnet_session::watch::Direction;
    use telnet_session::{Policy, Side, TelnetOption};
    let mut noise = 1_u32;
    let mut plain = Vec::new();
    for _ in 0..100_000 {
        noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        plain.push(b'a' + (noise >> 24) as u8 % 20);
    }
    let mut zlib = flate2::write::ZlibEncoder::new(
        Vec::new(),
        flate2::Compression::default(),
    );
    zlib.write_all(&plain).unwrap();
    let packed = zlib.finish().unwrap();
    let config = Config::default().policy(
        Side::Remote,
        TelnetOption::MCCP2,
        Policy::Accept,
    );
    let mut session = Session::new(config);
    session.receive(b"\xFF\xFB\x56");
    let mut chunks = packed.chunks(1000);
    let read = |session: &mut Session, chunk: &[u8]| {
        session.receive(chunk);
        let octets = session.unread().len();
        session.consume(octets);
        octets
    };
    // The text has room of its own: of the first octets less than 1 KiB.
    let (begin, rest) = chunks.next().unwrap().split_at(100);
    let mut text = 0;
    let stream = measure(|| {
        session.receive(b"\xFF\xFA\x56\xFF\xF0");
        text += read(&mut session, begin);
    });
    assert!(text < 256, "{text}");
    assert!((32 << 10..44 << 10).contains(&stream.bytes_max), "{stream:?}");
    text += read(&mut session, rest);
    for chunk in chunks.by_ref().take(10) {
        text += read(&mut session, chunk);
    }
    let inner = measure(|| {
        text += chunks.map(|it| read(&mut session, it)).sum::<usize>();
    });
    assert_eq!(inner.count_total, 0, "{inner:?}");
    assert_eq!(text, plain.len());
    let mut server = Session::new(Config::default());
    let deflated = measure(|| {
        server.request(Side::Local, TelnetOption::MCCP2, true);
        server.receive(b"\xFF\xFD\x56");
    });
    assert!(server.is_compressed(Direction::Sent));
    assert!(deflated.bytes_current < 320 * 1024, "{deflated:?}");
}

/// What is typed waits for its echo in a transcript: a few KiB of it do.
#[test]
fn what_is_typed_and_never_echoed_takes_bounded_memory() {
    let mut session = Session::new(Config::default());
    session.set_transcript(std::io::sink());
    let memory = measure(|| {
        for _ in 0..2000 {
            assert_eq!(session.send(&[b'x'; 1000]), 1000);
            session.transmitted(1000);
        }
    });
    assert!(memory.bytes_max < 256 << 10, "{memory:?}");
}
