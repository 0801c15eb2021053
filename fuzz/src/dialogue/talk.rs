//! A client that runs two commands.

use std::sync::OnceLock;
use std::task::Poll;
use std::time::{Duration, Instant};

use telnet_session::dialogue::{DialogueError, Run};
use telnet_session::{Config, Reply, Session, Wait};

use super::host::{Host, Pause};

/// Far more than all pauses.
const LONG: Duration = Duration::from_secs(3600);
/// A wait without news is polled so often at most.
const POLLS: usize = 64;

/// A reply, in parts that can be compared.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Parts {
    pub(crate) text: Vec<u8>,
    pub(crate) prompt: Vec<u8>,
    pub(crate) before: Vec<u8>,
    echo: Vec<u8>,
    refused: Option<Vec<u8>>,
    raw: Vec<u8>,
}

impl std::fmt::Debug for Parts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { text, prompt, before, echo, refused, raw } = self;
        let all = [text, prompt, before, echo, raw];
        let all = all.map(|it| it.escape_ascii().to_string());
        let refused = refused.is_some();
        write!(f, "text, prompt, before, echo, raw {all:#?} {refused}")
    }
}

impl From<Reply> for Parts {
    fn from(it: Reply) -> Self {
        Self {
            text: it.text.to_vec(),
            prompt: it.prompt.to_vec(),
            before: it.before.to_vec(),
            echo: it.echo.to_vec(),
            refused: it.refused.map(|it| it.to_vec()),
            raw: it.raw.to_vec(),
        }
    }
}

/// How a command ended; an error with what was said.
type End = Result<Parts, (String, Vec<u8>)>;

/// What came of both.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) first: End,
    pub(crate) second: End,
    /// What was sent while the first one ran, but for itself.
    pub(crate) sent: Vec<u8>,
    /// The first one ended before all had come.
    pub(crate) is_early: bool,
    /// A look found nothing, or a mark, before all had come.
    pub(crate) looked: bool,
    /// How long nothing had come then.
    pub(crate) silence: Duration,
}

impl Outcome {
    /// The lines that the first one has had.
    pub(crate) fn lines(&self) -> Vec<u8> {
        let mut lines = match &self.first {
            Ok(it) => whole_lines(&it.text),
            Err((_, said)) => whole_lines(said),
        };
        if let Ok(it) = &self.first {
            lines.extend(whole_lines(&it.prompt));
        }
        lines
    }

    /// The prompt that ended the first one, its last line.
    pub(crate) fn prompt(&self) -> Vec<u8> {
        let Ok(it) = &self.first else { return Vec::new() };
        let lines = it.prompt.rsplit(|it| *it == b'\n');
        lines.take(1).collect::<Vec<_>>().concat()
    }
}

/// The lines that have ended.
pub(crate) fn whole_lines(text: &[u8]) -> Vec<u8> {
    let end = text.iter().rposition(|it| *it == b'\n');
    text[..end.map_or(0, |at| at + 1)].to_vec()
}

/// Runs both.
pub(crate) fn talk(host: &Host, pieces: &[(&[u8], Pause)]) -> Outcome {
    let mut client = Client::new(host);
    // A prompt that stood is known.
    let mut run = client.send(host, "a");
    client.session.receive(b"a\r\nR1#");
    let known = client.finish(&mut run);
    assert!(known.is_ok_and(|it| it.prompt == "R1#"), "the first prompt");

    let mut run = client.send(host, "show");
    let mut sent = Vec::new();
    let mut first = None;
    let mut heard = client.now;
    let mut looked = false;
    let mut left = pieces.iter();
    let mut came = Vec::new();
    for (piece, pause) in left.by_ref() {
        let before = client.session.unread().len();
        client.session.receive(piece);
        came.extend_from_slice(piece);
        let is_text = client.session.unread().len() > before;
        if is_text {
            heard = client.now;
        }
        looked |= !is_text || host.marks;
        let mut end = client.poll(&mut run);
        if let (Poll::Pending, Pause::Of(time)) = (&end, pause) {
            looked = true;
            end = client.wait(&mut run, *time);
        }
        sent.extend(client.transmit());
        if let Poll::Ready(end) = end {
            first = Some(end);
            break;
        }
    }
    let is_early = left.len() > 0;
    let silence = client.now - heard;
    let first = first.unwrap_or_else(|| client.finish(&mut run));
    sent.extend(client.transmit());
    if let Ok(reply) = &first {
        let raw = decoded(&client.session, &came);
        assert_eq!(reply.raw, raw, "the octets as they came");
    }
    for (piece, _) in left {
        client.session.receive(piece);
    }

    let mut run = client.send(host, "next");
    client.session.receive(b"next\r\nZ\r\nR1#");
    let second = client.finish(&mut run);
    if second.is_ok() {
        assert_eq!(client.session.unread(), b"", "read to its end");
    }
    let (first, second) = (ended(first), ended(second));
    Outcome { first, second, sent, is_early, looked, silence }
}

/// The text in octets of the wire.
fn decoded(like: &Session, octets: &[u8]) -> Vec<u8> {
    let mut session = Session::new(like.config().clone());
    session.receive(octets);
    session.unread().to_vec()
}

fn ended(end: Result<Reply, DialogueError>) -> End {
    end.map(Parts::from).map_err(|error| {
        let said = error.said().to_vec();
        (error.to_string(), said)
    })
}

struct Client {
    session: Session,
    now: Instant,
}

impl Client {
    fn new(host: &Host) -> Self {
        static START: OnceLock<Instant> = OnceLock::new();
        let config = Config::default().strip_ansi(host.strips);
        let mut session = Session::new(config);
        if host.will_echo {
            session.receive(b"\xFF\xFB\x01");
        }
        session.receive(b"R1#");
        let now = *START.get_or_init(Instant::now);
        let mut client = Self { session, now };
        client.transmit();
        client
    }

    fn transmit(&mut self) -> Vec<u8> {
        let octets = self.session.transmit().to_vec();
        self.session.transmitted(octets.len());
        octets
    }

    fn poll<W: Wait>(&mut self, wait: &mut W) -> Poll<W::Output> {
        wait.poll(&mut self.session, self.now)
    }

    /// A command, up to where it is sent.
    fn send(&mut self, host: &Host, line: &str) -> Run {
        let mut run = Run::new(host.cli(), line, LONG);
        for _ in 0..POLLS {
            assert!(self.poll(&mut run).is_pending(), "it is not sent");
            let sent = self.transmit();
            if !sent.is_empty() {
                assert_eq!(sent, format!("{line}\r\n").as_bytes());
                return run;
            }
        }
        panic!("it is never sent");
    }

    /// Nothing comes for a time.
    fn wait<W: Wait>(
        &mut self,
        wait: &mut W,
        time: Duration,
    ) -> Poll<W::Output> {
        let end = self.now + time;
        for _ in 0..POLLS {
            if let Poll::Ready(output) = self.poll(wait) {
                return Poll::Ready(output);
            }
            match wait.deadline() {
                Some(at) if at < end => self.now = at.max(self.now + TICK),
                _ => {
                    self.now = self.now.max(end);
                    return Poll::Pending;
                }
            }
        }
        panic!("it is polled for ever");
    }

    fn finish<W: Wait>(&mut self, wait: &mut W) -> W::Output {
        match self.wait(wait, 2 * LONG) {
            Poll::Ready(output) => output,
            Poll::Pending => panic!("it never ends"),
        }
    }
}

const TICK: Duration = Duration::from_micros(1);
