//! A client that talks to a device, in virtual time.

use core::fmt::Debug;
use core::time::Duration;
use std::task::Poll;
use std::time::Instant;

use telnet_session::bytes::Bytes;
use telnet_session::dialogue::{DialogueError, Login, Run};
use telnet_session::{Cli, Config, Reply, Session, Wait};

use super::answer::{Cuts, Pauses};
use super::player::Device;
use super::transcript::Transcript;
use crate::clock::Clock;

/// How long the login, and each command, may take: a long output with a pause
/// every few octets takes hours.
pub const LIMIT: Duration = Duration::from_secs(6 * 3600);
/// Most steps of one of them: far more than any device needs.
const STEPS: usize = 1_000_000;

/// What a client has got of a device.
#[derive(Debug)]
pub struct Played {
    /// How the login ended; nothing if the device had a fault before.
    pub login: Option<Result<Bytes, DialogueError>>,
    /// How the commands ended, up to the first that failed.
    pub replies: Vec<Result<Reply, DialogueError>>,
    /// The virtual time that it took, the rests between commands included.
    pub took: Duration,
    /// What the device heard that is not in the transcript.
    pub fault: Option<String>,
}

/// Plays a transcript to its end: logs in and runs its commands, as an adapter
/// would.
///
/// A wait is polled; what it has to send is heard by the device at once, and
/// the wait is polled again. Then one piece is received that the device has
/// said by then. Where there is none, the time goes on to the next piece or to
/// the deadline of the wait, whichever is first.
///
/// # Panics
///
/// If a wait does not end: it has no deadline and nothing comes, or it wants
/// to be polled for ever.
#[must_use]
pub fn play(
    transcript: &Transcript,
    cli: &Cli,
    cuts: Cuts,
    pauses: Pauses,
) -> Played {
    let mut client = Client::new(transcript, cuts, pauses);
    let start = client.clock.now();
    let Transcript { user, password, .. } = transcript;
    let login = client.wait(&mut Login::new(cli, user, password, LIMIT));
    let mut replies = Vec::new();
    if matches!(login, Some(Ok(_))) {
        for command in &transcript.commands {
            client.rest();
            let run = client.wait(&mut Run::new(cli, &command.line, LIMIT));
            let Some(reply) = run else { break };
            replies.push(reply);
            if matches!(replies.last(), Some(Err(_))) {
                break;
            }
        }
    }
    if replies.len() == transcript.commands.len() {
        client.device.end();
    }
    let fault = client.device.fault().map(Into::into);
    let took = client.clock.now().duration_since(start);
    Played { login, replies, took, fault }
}

/// A client, a device, and the time that passes between them.
#[derive(Debug)]
pub struct Client<'a> {
    session: Session,
    device: Device<'a>,
    clock: Clock,
}

impl<'a> Client<'a> {
    /// A client that has just connected.
    #[must_use]
    pub fn new(transcript: &'a Transcript, cuts: Cuts, pauses: Pauses) -> Self {
        let clock = Clock::new();
        let session = Session::new(Config::default());
        let device = Device::new(transcript, cuts, pauses, clock.now());
        Self { session, device, clock }
    }

    /// Waits for something, as an adapter does: see [`play`]. Nothing, if the
    /// device has heard what it does not know.
    ///
    /// # Panics
    ///
    /// If the wait does not end.
    pub fn wait<W: Wait + Debug>(&mut self, wait: &mut W) -> Option<W::Output> {
        for _ in 0..STEPS {
            let step = wait.poll(&mut self.session, self.clock.now());
            let sent = self.transmit();
            if let Poll::Ready(output) = step {
                return Some(output);
            }
            if self.device.fault().is_some() {
                return None;
            }
            if !sent && !self.receive(wait.deadline()) {
                let place = self.device.place();
                panic!("it waits for ever: {wait:?}; the device: {place}");
            }
        }
        let place = self.device.place();
        panic!("it never ends: {wait:?}; the device: {place}");
    }

    /// Whether there was something to send.
    fn transmit(&mut self) -> bool {
        let now = self.clock.now();
        let mut sent = false;
        while self.session.wants_write() {
            let octets = self.session.transmit();
            let n = octets.len();
            self.device.hear(octets, now);
            self.session.transmitted(n);
            sent = true;
        }
        sent
    }

    /// Receives the next piece, or lets the time go on to the deadline.
    /// Whether there is one of the two.
    fn receive(&mut self, deadline: Option<Instant>) -> bool {
        let now = self.clock.now();
        let next = self.device.next_at().map(|at| at.max(now));
        match (next, deadline) {
            (Some(next), end) if end.is_none_or(|end| next <= end.max(now)) => {
                self.go_on(next);
                if let Some(piece) = self.device.take(next) {
                    self.session.receive(&piece);
                }
            }
            // A clock never stands still.
            (_, Some(end)) => self.go_on(end.max(now + TICK)),
            (_, None) => return false,
        }
        true
    }

    /// The user reads the reply.
    fn rest(&mut self) {
        let until = self.device.rest(self.clock.now());
        self.go_on(until);
    }

    fn go_on(&mut self, to: Instant) {
        self.clock.advance(to.saturating_duration_since(self.clock.now()));
    }
}

const TICK: Duration = Duration::from_micros(1);

impl Played {
    /// Whether the user got what the transcript says.
    ///
    /// # Errors
    /// Says the first thing that is wrong.
    pub fn judge(&self, transcript: &Transcript) -> Result<(), String> {
        if let Some(Err(error)) = &self.login {
            return Err(format!("login: {error}"));
        }
        for (got, wanted) in self.replies.iter().zip(&transcript.commands) {
            let what = wanted.line.escape_ascii();
            match got {
                Err(error) => return Err(format!("{what}: {error}")),
                Ok(got) => {
                    same(&format!("{what}: text"), &got.text, &wanted.text)?;
                    let what = format!("{what}: prompt");
                    same(&what, &got.prompt, &wanted.prompt)?;
                }
            }
        }
        match &self.fault {
            Some(fault) => Err(format!("the device: {fault}")),
            None => Ok(()),
        }
    }
}

fn same(what: &str, got: &[u8], wanted: &[u8]) -> Result<(), String> {
    if got == wanted {
        return Ok(());
    }
    let from = got.iter().zip(wanted).take_while(|(a, b)| a == b).count();
    let around = |it: &[u8]| {
        let part = &it[from.saturating_sub(20)..it.len().min(from + 60)];
        part.escape_ascii().to_string()
    };
    Err(format!(
        "{what} differs at octet {from}: got \"..{}\", wanted \"..{}\"",
        around(got),
        around(wanted)
    ))
}
