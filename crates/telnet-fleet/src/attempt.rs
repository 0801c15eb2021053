//! One attempt: a session at a device, step by step.

use std::future::Future;
use std::io;
use std::time::{Duration, Instant};

use telnet_tokio::dialogue::DialogueError;
use telnet_tokio::tokio::net::TcpStream;
use telnet_tokio::{
    Cli, Config, ConnectOptions, KeepAlive, Pattern, PatternSet, Reply, Telnet,
};
use tokio::time::{Instant as Timer, timeout_at};

use crate::credential::Login;
use crate::inventory::cli;
use crate::job::Step;
use crate::measure::Running;
use crate::order::Order;
use crate::report::Done;
use crate::verdict::{Attempt, Changes, Kind, Trouble};

/// What is asked before the first step that changes a device, and told of a login.
pub trait Fence {
    /// Notes, where it outlives this process, that the device may be changed from
    /// now on.
    ///
    /// # Errors
    /// Where it cannot be noted. The step is not begun then.
    fn raise(&mut self) -> impl Future<Output = io::Result<()>> + Send;

    /// The host has taken the credential of an order, the password of `enable`
    /// included if that is one of its steps, or it has refused it. Called as soon as
    /// that is known, once in an attempt at most.
    fn tried(
        &mut self,
        order: &Order,
        is_taken: bool,
    ) -> impl Future<Output = ()> + Send {
        let _nobody_waits = (order, is_taken);
        std::future::ready(())
    }
}

/// Notes nothing: the process that would have to remember is the only one.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct NoFence;

impl Fence for NoFence {
    async fn raise(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Longest reply to one command, in octets. A longer one breaks the attempt off.
pub const LONGEST_REPLY: usize = 4 << 20;

/// Most octets of all replies of an attempt.
pub const LONGEST_OUTPUT: usize = 16 << 20;

/// How long connecting may take.
const CONNECT: Duration = Duration::from_secs(30);

/// A silent peer is probed from then on: a console server that is gone is noticed
/// before a deadline of hours.
const KEEPALIVE: Duration = Duration::from_secs(60);

/// Makes one attempt. Nothing that it returns has a secret in it; see
/// [`Login::mask`].
pub async fn attempt(
    order: &Order,
    login: Option<&Login>,
    fence: &mut impl Fence,
) -> Attempt {
    let start = Instant::now();
    let running = Running::new(order);
    let mut it = Visit {
        order,
        login,
        deadline: start + order.job.deadline.0,
        attempt: Attempt::default(),
        output: 0,
        by_hand: false,
        is_tried: false,
    };
    let end = it.run(fence).await;
    let mut attempt = it.attempt;
    attempt.trouble = end.err();
    attempt.took = start.elapsed();
    if let Some(login) = login {
        mask(&mut attempt, login);
    }
    running.ended(order, &attempt);
    attempt
}

struct Visit<'a> {
    order: &'a Order,
    login: Option<&'a Login>,
    deadline: Instant,
    attempt: Attempt,
    /// Octets of all replies.
    output: usize,
    /// Whether the last step left the prompt unknown.
    by_hand: bool,
    /// Whether it was told that the host took the credential, or did not.
    is_tried: bool,
}

type Line = Telnet<TcpStream>;

impl Visit<'_> {
    async fn run(&mut self, fence: &mut impl Fence) -> Result<(), Trouble> {
        let order = self.order;
        let cli = cli(order.platform.as_deref(), order.prompt.as_deref());
        let cli = cli.map_err(|it| unfit(it.to_string()))?;
        let mut line = self.connect().await?;
        let mut end = Ok(());
        let mut steps = order.job.steps.iter();
        while let Some(step) = steps.next() {
            if step.changes() {
                end = self.raise(fence).await;
                if end.is_err() {
                    break;
                }
                self.attempt.changes = Changes::Begun;
            }
            end = self.step(&mut line, &cli, step).await;
            self.tell(fence, steps.as_slice()).await;
            // A line that was refused is known to be.
            let is_known =
                end.as_ref().err().is_none_or(|it| it.kind == Kind::Rejected);
            if step.changes() && is_known {
                self.attempt.changes = Changes::Ended;
            }
            if end.is_err() {
                break;
            }
        }
        // The device has said all that counts.
        let _gone = line.close().await;
        end
    }

    async fn connect(&self) -> Result<Line, Trouble> {
        let left = self.deadline.saturating_duration_since(Instant::now());
        let options = ConnectOptions::new()
            .timeout(left.min(CONNECT))
            .keepalive(KeepAlive::new(KEEPALIVE))
            .config(Config::default().max_unread(LONGEST_REPLY));
        let place = (self.order.host.as_str(), self.order.port);
        let connecting = Telnet::connect_with(place, options);
        // The look-up of a name, too, is to be over by then.
        let end = timeout_at(Timer::from_std(self.deadline), connecting).await;
        let unreachable =
            |it: io::Error| Trouble::new(Kind::Unreachable, it.to_string());
        end.map_err(io::Error::from).flatten().map_err(unreachable)
    }

    async fn raise(&self, fence: &mut impl Fence) -> Result<(), Trouble> {
        if self.attempt.changes != Changes::None {
            return Ok(());
        }
        let deadline = Timer::from_std(self.deadline);
        let end = timeout_at(deadline, fence.raise()).await;
        end.map_err(io::Error::from).flatten().map_err(|it| {
            let why = format!("it cannot be noted that this begins: {it}");
            Trouble::new(Kind::Broken, why)
        })
    }

    /// Tells whether the host took the credential, as soon as the steps that follow
    /// cannot change that.
    async fn tell(&mut self, fence: &mut impl Fence, rest: &[Step]) {
        let Some(is_taken) = self.attempt.login else { return };
        if self.is_tried || (is_taken && rest.contains(&Step::Enable)) {
            return;
        }
        self.is_tried = true;
        fence.tried(self.order, is_taken).await;
    }

    async fn step(
        &mut self,
        line: &mut Line,
        cli: &Cli,
        step: &Step,
    ) -> Result<(), Trouble> {
        let is_expect = matches!(step, Step::Expect { .. });
        if self.by_hand && !is_expect {
            let end = line.resync(cli, self.deadline).await;
            end.map_err(|it| self.broken(&it))?;
        }
        self.by_hand = is_expect;
        match step {
            Step::Login => self.log_in(line, cli).await,
            Step::Enable => self.enable(line, cli).await,
            Step::Run { commands, keep_going, .. } => {
                for command in commands {
                    let end = line.run(cli, command, self.deadline).await;
                    let reply = end.map_err(|it| self.broken(&it))?;
                    self.keep(step, command, &reply, *keep_going)?;
                }
                Ok(())
            }
            Step::Configure { lines, keep_going } => {
                let end = line.configure(cli, lines, self.deadline).await;
                let (replies, end) = match end {
                    Ok(replies) => (replies, Ok(())),
                    Err(error) => {
                        (done_before(&error), Err(self.broken(&error)))
                    }
                };
                let mut refused = Ok(());
                for (line, reply) in lines.iter().zip(&replies) {
                    let kept = self.keep(step, line, reply, *keep_going);
                    refused = refused.and(kept);
                }
                end.and(refused)
            }
            Step::Expect { send, patterns, within, .. } => {
                let within = within.map(|it| Instant::now() + it.0);
                let until = within.unwrap_or(self.deadline).min(self.deadline);
                self.expect(line, send.as_deref(), patterns, until).await
            }
        }
    }

    async fn log_in(
        &mut self,
        line: &mut Line,
        cli: &Cli,
    ) -> Result<(), Trouble> {
        let login = self.login.ok_or_else(|| unfit("it has no credential"))?;
        let Login { user, password, .. } = login;
        let end = line.login(cli, user, password.expose(), self.deadline).await;
        self.attempt.login = match &end {
            Ok(_) => Some(true),
            Err(error) => is_refusal(error).then_some(false),
        };
        let said = end.map_err(|it| self.broken(&it))?;
        let output = self.text(&said)?;
        let step = Step::Login.name().to_owned();
        self.attempt.steps.push(Done { step, output, ..Done::default() });
        Ok(())
    }

    async fn enable(
        &mut self,
        line: &mut Line,
        cli: &Cli,
    ) -> Result<(), Trouble> {
        let password = self.login.and_then(|it| it.enable.as_ref());
        let Some(password) = password else {
            return Err(unfit("its credential has no `enable`"));
        };
        let end = line.enable(cli, password.expose(), self.deadline).await;
        let is_refused = match &end {
            Ok(reply) => reply.refused.is_some(),
            Err(error) => is_refusal(error),
        };
        if is_refused {
            self.attempt.login = Some(false);
        }
        let reply = end.map_err(|it| self.broken(&it))?;
        let kept = self.keep(&Step::Enable, "", &reply, false);
        kept.map_err(|it| Trouble { kind: Kind::Refused, ..it })
    }

    async fn expect(
        &mut self,
        line: &mut Line,
        send: Option<&str>,
        patterns: &[String],
        until: Instant,
    ) -> Result<(), Trouble> {
        let patterns: Result<Vec<_>, _> =
            patterns.iter().map(|it| Pattern::regex(it)).collect();
        let set = patterns.and_then(PatternSet::new);
        let set = set.map_err(|it| unfit(it.to_string()))?;
        if let Some(text) = send {
            let sent = timeout_at(Timer::from_std(until), line.send_line(text));
            let sent = sent.await.map_err(io::Error::from).flatten();
            sent.map_err(|it| self.broken(&it))?;
        }
        let outcome = line.expect(&set, until).await;
        let outcome = outcome.map_err(|it| self.broken(&it))?;
        let output = self.text(outcome.text())?;
        let matched = outcome.index();
        self.attempt.steps.push(Done {
            step: "expect".to_owned(),
            sent: send.map(str::to_owned),
            output,
            refused: None,
            matched,
        });
        match outcome.matched() {
            Ok(_) => Ok(()),
            Err(it) => Err(Trouble::new(Kind::Broken, it.to_string())),
        }
    }

    /// Keeps what a line put out; an error if it was refused and that counts.
    fn keep(
        &mut self,
        step: &Step,
        sent: &str,
        reply: &Reply,
        keep_going: bool,
    ) -> Result<(), Trouble> {
        let output = self.text(&reply.text)?;
        let refused = reply.refused.as_deref().map(String::from_utf8_lossy);
        let refused = refused.map(|it| it.trim().to_owned());
        let trouble = refused.clone().filter(|_| !keep_going).map(|why| {
            let why = format!("{sent:?} was refused: {why}");
            Trouble::new(Kind::Rejected, why)
        });
        self.attempt.steps.push(Done {
            step: step.name().to_owned(),
            sent: (!sent.is_empty()).then(|| sent.to_owned()),
            output,
            refused,
            matched: None,
        });
        trouble.map_or(Ok(()), Err)
    }

    fn text(&mut self, octets: &[u8]) -> Result<String, Trouble> {
        self.output += octets.len();
        if self.output > LONGEST_OUTPUT {
            let why = format!("it put out more than {LONGEST_OUTPUT} octets");
            return Err(unfit(why));
        }
        Ok(String::from_utf8_lossy(octets).into_owned())
    }

    fn broken(&self, error: &io::Error) -> Trouble {
        let kind = match dialogue(error) {
            Some(DialogueError::Refused { .. }) => Kind::Refused,
            Some(DialogueError::Rejected { .. }) => Kind::Rejected,
            Some(
                DialogueError::Asked { .. } | DialogueError::TooLong { .. },
            ) => Kind::Unfit,
            Some(_) | None => Kind::Broken,
        };
        Trouble::new(kind, error.to_string())
    }
}

fn unfit(why: impl Into<String>) -> Trouble {
    Trouble::new(Kind::Unfit, why)
}

/// What a dialogue came to, without the name of the command that it was in.
fn dialogue(error: &io::Error) -> Option<&DialogueError> {
    let inner = error.get_ref()?.downcast_ref::<DialogueError>()?;
    if let DialogueError::Stopped { error, .. } = inner {
        return Some(error);
    }
    Some(inner)
}

fn is_refusal(error: &io::Error) -> bool {
    matches!(dialogue(error), Some(DialogueError::Refused { .. }))
}

/// The replies to the lines before the one that broke off.
fn done_before(error: &io::Error) -> Vec<Reply> {
    let inner =
        error.get_ref().and_then(|it| it.downcast_ref::<DialogueError>());
    match inner {
        Some(DialogueError::Stopped { done, .. }) => done.clone(),
        Some(_) | None => Vec::new(),
    }
}

fn mask(attempt: &mut Attempt, login: &Login) {
    let clean = |it: &mut String| *it = login.mask(std::mem::take(it));
    if let Some(trouble) = &mut attempt.trouble {
        clean(&mut trouble.why);
    }
    for done in &mut attempt.steps {
        clean(&mut done.output);
        if let Some(sent) = &mut done.sent {
            clean(sent);
        }
        if let Some(refused) = &mut done.refused {
            clean(refused);
        }
    }
}
