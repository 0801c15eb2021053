//! Devices in this process, which keep a log.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use telnet_testkit::device::{
    Cuts, Device, Does, Pauses, Step, Transcript, named,
};
use telnet_testkit::host::Host as _;
use telnet_testkit::host::router::Router;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::LocalSet;
use tokio::time::sleep;

/// What a device has seen.
#[derive(Debug, Default)]
pub(crate) struct Log {
    /// Sessions that came while another one was there.
    pub(crate) overlaps: AtomicUsize,
    /// Sessions at all.
    pub(crate) sessions: AtomicUsize,
    /// How often it was configured.
    pub(crate) configured: AtomicUsize,
    /// Whether a session stands between begin and end of configuring.
    pub(crate) is_open: AtomicBool,
    /// How often one was cut off there.
    pub(crate) cut: AtomicUsize,
}

impl Log {
    pub(crate) fn get(count: &AtomicUsize) -> usize {
        count.load(Ordering::SeqCst)
    }
}

/// A kind of device.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    /// A router's command line, that can be configured.
    Router,
    /// One that is played from a transcript.
    Played(&'static Transcript),
}

/// A device that listens.
#[derive(Clone, Debug)]
pub(crate) struct Listening {
    pub(crate) addr: SocketAddr,
    pub(crate) log: Arc<Log>,
}

/// Kinds whose user is `admin` and whose password is `secret`.
const KINDS: [&str; 4] =
    ["cisco-nxos", "huawei-vrp", "juniper-junos", "debian-bash"];

/// A device of one kind after the other, which answers `show version` alone, with
/// so many lines.
pub(crate) fn played(nth: usize, lines: usize) -> Kind {
    let text = "one line of a version\n".repeat(lines);
    let it = named(KINDS[nth % KINDS.len()])
        .with_only(b"show version", text.as_bytes());
    Kind::Played(Box::leak(Box::new(it)))
}

/// One that says more than anybody wants, or nothing.
pub(crate) fn hostile(nth: usize) -> Kind {
    let mut it = named(KINDS[0]);
    let flood = b"There is more where that came from. ".repeat(150_000);
    let said = if nth.is_multiple_of(2) { flood } else { Vec::new() };
    it.opening = vec![
        Step { does: Does::Say(said), at: 0 },
        Step { does: Does::Hear(b"nobody says this".to_vec(), true), at: 0 },
    ];
    Kind::Played(Box::leak(Box::new(it)))
}

/// Starts devices on one thread, which ends with the process.
pub(crate) fn start(kinds: Vec<Kind>) -> Vec<Listening> {
    let (tell, mut told) = mpsc::unbounded_channel();
    let count = kinds.len();
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        LocalSet::new().block_on(&runtime, async move {
            for kind in kinds {
                let place = (Ipv4Addr::LOCALHOST, 0);
                let listener = TcpListener::bind(place).await.unwrap();
                let log = Arc::new(Log::default());
                let addr = listener.local_addr().unwrap();
                tell.send(Listening { addr, log: Arc::clone(&log) }).unwrap();
                tokio::task::spawn_local(serve(listener, kind, log));
            }
            std::future::pending::<()>().await;
        });
    });
    (0..count).map(|_| told.blocking_recv().unwrap()).collect()
}

/// One connection after the other, and what comes meanwhile.
async fn serve(listener: TcpListener, kind: Kind, log: Arc<Log>) {
    let mut next = None;
    loop {
        let stream = match next.take() {
            Some(stream) => stream,
            None => listener.accept().await.unwrap().0,
        };
        log.sessions.fetch_add(1, Ordering::SeqCst);
        let mut visit = Visit::new(stream, &kind, &log);
        tokio::select! {
            () = visit.go() => {}
            other = listener.accept() => {
                // What was sent before that one came is seen first: an end, too.
                if visit.is_there() {
                    log.overlaps.fetch_add(1, Ordering::SeqCst);
                }
                next = Some(other.unwrap().0);
            }
        }
        visit.ended();
    }
}

/// A router takes so long for a line that configures it.
const SLOW: Duration = Duration::from_millis(1500);

enum Host {
    Router(Box<Router>),
    Played(Box<Device<'static>>),
}

struct Visit<'a> {
    stream: TcpStream,
    host: Host,
    heard: Vec<u8>,
    unsent: Vec<u8>,
    log: &'a Log,
}

impl<'a> Visit<'a> {
    fn new(stream: TcpStream, kind: &Kind, log: &'a Log) -> Self {
        let host = match kind {
            Kind::Router => Host::Router(Box::new(Router::new())),
            Kind::Played(transcript) => Host::Played(Box::new(Device::new(
                transcript,
                Cuts::Nowhere,
                Pauses::Nowhere,
                Instant::now(),
            ))),
        };
        Self { stream, host, heard: Vec::new(), unsent: Vec::new(), log }
    }

    /// To the end of the connection.
    async fn go(&mut self) {
        let mut buffer = [0; 4096];
        loop {
            let wait = self.say().await;
            let Some(wait) = wait else { return };
            tokio::select! {
                end = self.stream.readable() => end.unwrap(),
                () = sleep(wait) => continue,
            }
            match self.stream.try_read(&mut buffer) {
                Ok(0) => return,
                Ok(count) => self.hear(&buffer[..count]).await,
                Err(e) if e.kind() == std::io::ErrorKind::WouldBlock => {}
                Err(_) => return,
            }
        }
    }

    async fn hear(&mut self, octets: &[u8]) {
        self.heard.extend(octets);
        for (line, what) in [
            (&b"configure terminal\r"[..], 0),
            (b"description by-the-fleet\r", 1),
            (b"end\r", 2),
        ] {
            let at = self.heard.windows(line.len()).position(|it| it == line);
            let Some(at) = at else { continue };
            self.heard.drain(..at + line.len());
            match what {
                0 => self.log.is_open.store(true, Ordering::SeqCst),
                1 => {
                    self.log.configured.fetch_add(1, Ordering::SeqCst);
                    sleep(SLOW).await;
                }
                _ => self.log.is_open.store(false, Ordering::SeqCst),
            }
        }
        match &mut self.host {
            Host::Router(it) => it.session().receive(octets),
            Host::Played(it) => it.hear(octets, Instant::now()),
        }
    }

    /// Says what there is to say. How long until there may be more; nothing at the
    /// end.
    async fn say(&mut self) -> Option<Duration> {
        let far = Duration::from_secs(3600);
        let now = Instant::now();
        let wait = match &mut self.host {
            Host::Router(it) => {
                it.advance();
                let session = it.session();
                let said = session.transmit().to_vec();
                session.transmitted(said.len());
                self.unsent.extend(said);
                if it.is_done() { None } else { Some(far) }
            }
            Host::Played(it) => {
                while let Some(said) = it.take(now) {
                    self.unsent.extend(said);
                }
                it.rest(now);
                let next = it.next_at();
                let wait = next.map(|at| at.saturating_duration_since(now));
                it.fault().is_none().then(|| wait.unwrap_or(far))
            }
        };
        while !self.unsent.is_empty() {
            self.stream.writable().await.ok()?;
            match self.stream.try_write(&self.unsent) {
                Ok(count) => drop(self.unsent.drain(..count)),
                Err(e) if e.kind() == std::io::ErrorKind::WouldBlock => {}
                Err(_) => return None,
            }
        }
        wait
    }

    /// Whether the user has not left.
    fn is_there(&self) -> bool {
        let mut buffer = [0; 4096];
        loop {
            match self.stream.try_read(&mut buffer) {
                Ok(0) => return false,
                Ok(_) => {}
                Err(e) => return e.kind() == std::io::ErrorKind::WouldBlock,
            }
        }
    }

    fn ended(&self) {
        if self.log.is_open.swap(false, Ordering::SeqCst) {
            self.log.cut.fetch_add(1, Ordering::SeqCst);
        }
    }
}
