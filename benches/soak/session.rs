//! One session, and both its ends.

use std::fmt;
use std::io::{self, ErrorKind};
use std::time::{Duration, Instant};

use ring::digest::{Context, SHA256};
use telnet_testkit::device::Numbers;
use telnet_testkit::tls::Identity;
use telnet_tokio::proto::sub::Role;
use telnet_tokio::tls::tokio_rustls::{TlsAcceptor, TlsConnector};
use telnet_tokio::tokio::io::{AsyncRead, AsyncWrite};
use telnet_tokio::tokio::net::{TcpListener, TcpStream};
use telnet_tokio::watch::Direction;
use telnet_tokio::{
    Config, Policy, Side, Telnet, TelnetOption, TlsOptions, wait,
};
use tokio::join;

use super::PATIENCE;
use super::chaos::Chaos;
use super::text::Text;

/// One of so many sessions is reset.
const RESETS: usize = 10;

/// What has come of sessions.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    whole: usize,
    reset: usize,
    octets: usize,
    /// How long the slowest took.
    longest: Duration,
}

impl Tally {
    pub(crate) fn add(&mut self, other: &Self) {
        self.whole += other.whole;
        self.reset += other.reset;
        self.octets += other.octets;
        self.longest = self.longest.max(other.longest);
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { whole, reset, octets, longest } = self;
        let (mib, seconds) = (octets >> 20, longest.as_secs());
        write!(
            f,
            "{whole} sessions whole, {reset} reset, {mib} MiB received, \
             {seconds} s the slowest"
        )
    }
}

/// What all sessions have in common.
#[derive(Clone)]
pub(crate) struct Ends {
    connector: TlsConnector,
    acceptor: TlsAcceptor,
}

impl Ends {
    pub(crate) fn new() -> Self {
        let identity = Identity::localhost();
        let tls = TlsOptions::new().roots_pem(&identity.certificate).unwrap();
        let connector = TlsConnector::from(tls.config().unwrap());
        let acceptor =
            TlsAcceptor::from(std::sync::Arc::new(identity.server()));
        Self { connector, acceptor }
    }
}

/// The two ends of a connection, the client's first.
pub(crate) async fn connect(listener: &TcpListener) -> (TcpStream, TcpStream) {
    let client = TcpStream::connect(listener.local_addr().unwrap());
    let (client, server) = join!(client, listener.accept());
    let (client, (server, _)) = (client.unwrap(), server.unwrap());
    for socket in [&client, &server] {
        socket.set_nodelay(true).unwrap();
    }
    (client, server)
}

fn client() -> Config {
    let (ours, theirs) = (Side::Local, Side::Remote);
    let mccp = [TelnetOption::MCCP2, TelnetOption::MCCP3];
    let config = mccp.into_iter().fold(Config::default(), |it, option| {
        it.policy(theirs, option, Policy::Accept)
    });
    config
        .request(ours, TelnetOption::BINARY)
        .request(theirs, TelnetOption::BINARY)
}

fn server() -> Config {
    let (ours, theirs) = (Side::Local, Side::Remote);
    Config::default()
        .request(ours, TelnetOption::MCCP2)
        .request(ours, TelnetOption::MCCP3)
        .policy(ours, TelnetOption::BINARY, Policy::Accept)
        .policy(theirs, TelnetOption::BINARY, Policy::Accept)
}

/// Lets both ends talk. Who is reset has a begin of what was sent, and an error.
pub(crate) async fn run(
    ends: Ends,
    (near, far): (TcpStream, TcpStream),
    seed: u64,
) -> Tally {
    let start = Instant::now();
    let mut numbers = Numbers::new(seed.wrapping_mul(0x5851_F42D_4C95_7F2D));
    // A connection has some KiB of handshake, and then what is sent.
    let is_reset = numbers.below(RESETS) == 0;
    let reset_at = is_reset.then(|| 1 + numbers.below(16 << 10));
    let near = Chaos::new(near, numbers.below(1 << 30) as u64, reset_at);
    let far = Chaos::new(far, numbers.below(1 << 30) as u64, None);
    let (mine, theirs) = (Text::of(2 * seed), Text::of(2 * seed + 1));
    let client = async {
        let name = "localhost".try_into().unwrap();
        let stream = ends.connector.connect(name, near).await?;
        let tn = Telnet::new(stream, client());
        talk(tn, Role::Client, &mine, &theirs).await
    };
    let server = async {
        let stream = ends.acceptor.accept(far).await?;
        let tn = Telnet::new(stream, server());
        talk(tn, Role::Server, &theirs, &mine).await
    };
    let (client, server) = join!(client, server);
    let longest = start.elapsed();
    if is_reset {
        // All of it may have been received before the octet at which it is reset.
        return match (client, server) {
            (Ok(one), Ok(two)) => {
                Tally { whole: 1, reset: 0, octets: one + two, longest }
            }
            _ => Tally { whole: 0, reset: 1, octets: 0, longest },
        };
    }
    let octets = client.unwrap_or_else(|e| panic!("client of {seed}: {e}"))
        + server.unwrap_or_else(|e| panic!("server of {seed}: {e}"));
    Tally { whole: 1, reset: 0, octets, longest }
}

/// Sends and receives, and says goodbye. How much was received.
async fn talk<S: AsyncRead + AsyncWrite + Unpin>(
    mut tn: Telnet<S>,
    role: Role,
    mine: &Text,
    theirs: &Text,
) -> io::Result<usize> {
    let mut numbers = Numbers::new(theirs.octets().len() as u64);
    tn.set_timeout(Some(PATIENCE));
    let is_settled = tn.wait(&mut wait::Settled::new(PATIENCE)).await?;
    assert!(is_settled, "not all was answered");
    let mut heard = Heard::new(theirs);
    let mut unsent = mine.octets();
    while !unsent.is_empty() {
        let some = unsent.len().min(1 + numbers.below(4000));
        let (piece, rest) = unsent.split_at(some);
        tn.write(piece).await?;
        unsent = rest;
        heard.hear(&tn.read_eager().await?);
    }
    while heard.len < theirs.octets().len() {
        let some = tn.read_some().await?;
        if some.is_empty() {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        heard.hear(&some);
    }
    let ways = [Direction::Received, Direction::Sent];
    assert!(ways.into_iter().all(|way| tn.session().is_compressed(way)));
    let len = heard.end();
    if role == Role::Server {
        // The client is the one who ends. It has a second for what it has not read,
        // the end of a block of deflate, say: later than that this is a reset.
        match tn.read_all().await {
            Err(error) if error.kind() == ErrorKind::ConnectionReset => {}
            rest => assert!(rest?.is_empty(), "more than was sent"),
        }
        let _client_is_gone = tn.close().await;
    } else {
        match tn.close().await {
            // Late by that second. The other end says whether it has all.
            Err(error) if error.kind() == ErrorKind::TimedOut => {}
            closed => closed?,
        }
    }
    Ok(len)
}

/// What has been received, beside what was sent.
struct Heard<'t> {
    sent: &'t Text,
    digest: Context,
    len: usize,
}

impl<'t> Heard<'t> {
    fn new(sent: &'t Text) -> Self {
        Self { sent, digest: Context::new(&SHA256), len: 0 }
    }

    /// Each octet is the next one, also of a stream that is cut later.
    fn hear(&mut self, octets: &[u8]) {
        self.digest.update(octets);
        let rest = &self.sent.octets()[self.len..];
        assert!(rest.starts_with(octets), "not what was sent, at {}", self.len);
        self.len += octets.len();
    }

    fn end(self) -> usize {
        assert!(self.sent.is(self.digest), "another SHA-256");
        self.len
    }
}
