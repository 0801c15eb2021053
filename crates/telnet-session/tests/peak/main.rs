//! What a connection holds at most, whatever the peer sends: by a counting allocator,
//! held against the caps of its configuration as the allocation map of
//! `docs/inside/architecture.md` adds them up; and what it answers at most.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test is to fail loudly"
)]

mod acts;
mod every;
mod more;
mod part;
mod row;
mod rows;

use std::time::Duration;

use allocation_counter::measure;
use row::Row;
use telnet_session::Session;
use telnet_testkit::clock::Clock;

/// What an application does between two pieces that come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Application {
    /// It takes the text and the events, and the peer takes the output.
    Takes,
    /// It takes all the same, and the peer takes nothing.
    PeerIsDeaf,
    /// Nobody takes anything.
    Sleeps,
}

impl Application {
    const ALL: [Self; 3] = [Self::Takes, Self::PeerIsDeaf, Self::Sleeps];
}

/// Pieces at most: of single octets not all of a flood is sent.
const PIECES: usize = 100_000;

/// What came of a flood.
#[derive(Debug, Default)]
struct Flood {
    received: usize,
    answered: usize,
    /// Seconds that passed where input had stopped.
    seconds: usize,
}

/// Feeds the opening and then the flood, in pieces of so many octets, as long as the
/// session wants any; where it stops, a second passes.
fn flood(
    session: &mut Session,
    row: &Row,
    stream: &[u8],
    piece: usize,
    application: Application,
) -> Flood {
    let mut clock = Clock::new();
    let mut flood = Flood::default();
    let mut step = |session: &mut Session, octets: &[u8]| {
        session.receive(octets);
        flood.received += octets.len();
        loop {
            if application != Application::Sleeps {
                while session.poll_event().is_some() {}
                session.consume(usize::MAX);
                drop(session.read_sb_data());
            }
            if application == Application::Takes || octets.is_empty() {
                flood.answered += session.transmit().len();
                session.transmitted(usize::MAX);
            }
            if session.wants_read() || flood.seconds >= row.seconds {
                return session.wants_read();
            }
            flood.seconds += 1;
            clock.advance(Duration::from_secs(1));
            session.tick(clock.now());
        }
    };
    // What was agreed on is so for all.
    step(session, &row.opening);
    session.transmitted(usize::MAX);
    let stream = &stream[..stream.len().min(piece * PIECES)];
    for octets in stream.chunks(piece) {
        if !step(session, octets) {
            break;
        }
    }
    flood
}

#[test]
fn no_flood_takes_more_memory_than_the_caps_that_it_names() {
    let mut over = Vec::new();
    for row in rows::all() {
        let stream = row.stream();
        for application in Application::ALL {
            for piece in [1, 7, 1000, 16 << 10] {
                let config = row.config.clone();
                let most = row.most(&config, piece);
                let mut session = None;
                let memory = measure(|| {
                    let mut it = Session::new(config);
                    row.set(&mut it);
                    flood(&mut it, &row, &stream, piece, application);
                    session = Some(it);
                });
                if memory.bytes_max > most as u64 {
                    over.push(format!(
                        "{}, {application:?}, pieces of {piece}: {} of {most}",
                        row.name, memory.bytes_max,
                    ));
                }
            }
        }
    }
    assert!(over.is_empty(), "{}", over.join("\n"));
}

/// Beside the caps by which the floods are measured the figures mean something: no
/// flood comes near to what it would take if its cap were not there.
#[test]
fn each_flood_is_larger_than_what_may_be_kept_of_it() {
    for row in rows::all() {
        let most = row.most(&row.config, 1);
        let len = row.worth();
        assert!(len > most, "{}: {len} octets, {most} may be kept", row.name);
    }
}

#[test]
fn no_flood_is_answered_by_more_than_its_row_says() {
    for row in rows::all() {
        let stream = row.stream();
        for piece in [1, 7, 1000, 16 << 10] {
            let mut session = Session::new(row.config.clone());
            row.set(&mut session);
            let flood =
                flood(&mut session, &row, &stream, piece, Application::Takes);
            let most = (row.answers)(&flood, piece);
            assert!(
                flood.answered <= most,
                "{}, pieces of {piece}: {flood:?}, and {most} at most",
                row.name,
            );
        }
    }
}
