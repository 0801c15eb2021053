//! Over sockets.

use std::net::TcpStream;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::hosts::{self, MANY};
use crate::process::{Process, child};
use crate::row::{Asked, Of, Row};
use crate::turns::{Took, least, seconds};
use crate::workload::make;
use crate::{before, today};

const TRIPS: usize = 2000;
const ROUNDS: usize = 5;

fn host(kind: &str) -> Process {
    Process::start(&["host", kind]).expect("a host")
}

/// Row 1.
pub(crate) fn run() -> Vec<Row> {
    let host = host("router");
    let mut before = before::socket::Router::new(&host.addr);
    let mut today = today::socket::Router::new(&host.addr);
    let before = middle(5, || before.run());
    let today = middle(200, || today.run());
    vec![Row {
        what: "`run`, a host that answers at once".into(),
        unit: "ms",
        before: Some(before),
        today: Some(today),
        peer: Some(("scrapli", scrapli(&host.addr))),
        asked: Asked::AtMost(Of::Peer, 0.5),
    }]
}

/// Milliseconds of a command by scrapli, if it is there.
fn scrapli(router: &str) -> Option<f64> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let script = here.join("../peers/dialogue_scrapli.py");
    let python = std::env::var_os("PEERS_PYTHON")?;
    let output = Command::new(python).arg(script).arg(router).output().ok()?;
    let output = String::from_utf8(output.stdout).ok()?;
    let line = output.lines().find_map(|it| it.strip_prefix("command "))?;
    Some(line.parse::<f64>().ok()? * 1e3)
}

/// Milliseconds of one, the middle of so many.
fn middle(times: usize, mut work: impl FnMut()) -> f64 {
    let time = |_| {
        let start = Instant::now();
        work();
        start.elapsed().as_secs_f64() * 1e3
    };
    let mut all: Vec<f64> = (0..times).map(time).collect();
    all.sort_unstable_by(f64::total_cmp);
    all[times / 2]
}

/// Milliseconds of one, the least of nine: another process may have the core.
fn least_of(work: impl FnMut()) -> f64 {
    let mut work = work;
    least(9, [&mut work])[0].wall.as_secs_f64() * 1e3
}

/// Row 2: deadlines.
pub(crate) fn deadlines() -> Vec<Row> {
    let host = host("silent");
    let mut before = before::socket::Silent::new(&host.addr);
    let mut today = today::socket::Silent::new(&host.addr);
    let raw = TcpStream::connect(&host.addr).expect("a host");
    let mut row = |ms: u64| {
        let end = Duration::from_millis(ms);
        let late = |taken: f64| taken - ms as f64;
        Row {
            what: format!("late for a deadline of {ms} ms, blocking"),
            unit: "ms",
            before: Some(late(least_of(|| before.miss(end)))),
            today: Some(late(least_of(|| today.miss(end)))),
            peer: Some((
                "`poll`",
                Some(late(least_of(|| hosts::miss(&raw, end)))),
            )),
            asked: Asked::AtMost(Of::Itself, 0.3),
        }
    };
    [1, 10, 100].map(&mut row).into()
}

/// One that is timed beside a plain socket, by time of the processor or by the
/// clock.
fn beside_raw(what: &str, took: [Took; 3], by_clock: bool, limit: f64) -> Row {
    let times = if by_clock {
        took.map(|it| it.wall.as_secs_f64())
    } else {
        seconds(took)
    };
    let [before, today, raw] = times.map(|it| it * 1e3);
    Row {
        what: what.into(),
        unit: if by_clock { "ms" } else { "ms of the processor" },
        before: Some(before),
        today: Some(today),
        peer: Some(("raw", Some(raw))),
        asked: Asked::AtMost(Of::Peer, limit),
    }
}

/// Row 2: downloads and round trips.
pub(crate) fn blocking() -> Vec<Row> {
    let source = host("source");
    let addr = &*source.addr;
    let down = least(
        ROUNDS,
        [
            &mut || assert_eq!(before::socket::download(addr), MANY),
            &mut || assert_eq!(today::socket::download(addr), MANY),
            &mut || assert_eq!(hosts::download(addr), MANY),
        ],
    );
    let echo = host("echo");
    let addr = &*echo.addr;
    let trips = least(
        ROUNDS,
        [
            &mut || before::socket::trips(addr, TRIPS),
            &mut || today::socket::trips(addr, TRIPS),
            &mut || hosts::trips(addr, TRIPS),
        ],
    );
    vec![
        beside_raw("64 MiB downloaded, blocking", down, false, 1.08),
        beside_raw("2,000 round trips, blocking", trips, true, 1.10),
    ]
}

/// Row 3.
pub(crate) fn on_mio() -> Vec<Row> {
    let echo = host("echo");
    let addr = &*echo.addr;
    let trips = || {
        least(
            ROUNDS,
            [
                &mut || before::socket::trips_on_mio(addr, TRIPS),
                &mut || today::socket::trips_on_mio(addr, TRIPS),
                &mut || hosts::trips_on_mio(addr, TRIPS),
            ],
        )
    };
    let as_they_are = trips();
    let awake: Vec<_> = (0..2).map(|_| host("awake")).collect();
    let kept_awake = trips();
    drop(awake);
    vec![
        beside_raw("2,000 round trips, mio", as_they_are, true, 1.05),
        beside_raw(
            "2,000 round trips, mio, cores awake",
            kept_awake,
            true,
            1.05,
        ),
    ]
}

/// Row 9: uploads.
pub(crate) fn uploads() -> Vec<Row> {
    let sink = host("sink");
    let addr = &*sink.addr;
    let kinds = [
        ("plain", "64 MiB uploaded, blocking", 1.08),
        ("binary", "64 MiB uploaded, one in 256 is 255, blocking", 1.45),
    ];
    let row = |(name, what, limit)| {
        let data = make(name, 1 << 20).expected.data.repeat(MANY >> 20);
        let took = least(
            ROUNDS,
            [
                &mut || before::socket::upload(addr, &data),
                &mut || today::socket::upload(addr, &data),
                &mut || hosts::upload(addr, &data),
            ],
        );
        beside_raw(what, took, false, limit)
    };
    kinds.map(row).into()
}

/// Row 12.
pub(crate) fn idle() -> Vec<Row> {
    let host = host("shell");
    let kinds = [("mio", 1000.0), ("async-std", 1900.0), ("blocking", 1200.0)];
    let row = |(kind, limit)| {
        let octets = |version| {
            let words = ["idle", version, kind, &host.addr];
            let output = child(&words).expect("a process");
            output.trim().parse().ok()
        };
        Row {
            what: format!("an idle connection, {kind}"),
            unit: "octets",
            before: octets("before"),
            today: octets("today"),
            peer: None,
            asked: Asked::AtMost(Of::Itself, limit),
        }
    };
    kinds.map(row).into()
}

/// The part of [`idle`] that is a process of its own.
pub(crate) fn idle_of(version: &str, kind: &str, addr: &str) -> usize {
    let of = match (version, kind) {
        ("before", "mio") => before::idle::loops,
        ("before", "async-std") => before::idle::tasks,
        ("before", _) => before::idle::blocking,
        (_, "mio") => today::idle::loops,
        (_, "async-std") => today::idle::tasks,
        _ => today::idle::blocking,
    };
    of(addr)
}

/// Row 13.
pub(crate) fn read_all() -> Vec<Row> {
    let source = host("source");
    let addr = &*source.addr;
    let room = 2 * MANY;
    let took = least(
        ROUNDS,
        [
            &mut || assert_eq!(before::socket::read_all(addr, room), MANY),
            &mut || assert_eq!(today::socket::read_all(addr, room), MANY),
            &mut || assert_eq!(hosts::read_to_end(addr), MANY),
        ],
    );
    vec![beside_raw("`read_all` of 64 MiB", took, false, 1.1)]
}
