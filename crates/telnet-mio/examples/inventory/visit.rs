//! What is done at one host: all of it as one wait.

use std::cell::RefCell;
use std::fmt;
use std::io;
use std::rc::Rc;
use std::time::Duration;

use telnet_mio::dialogue::{DialogueError, Login, Run};
use telnet_mio::{Reply, Wait};

use super::config::Host;

/// What came of a visit.
pub(crate) struct Visit {
    /// Those of the commands, as far as it came.
    pub(crate) replies: Vec<Reply>,
    pub(crate) end: Result<(), Failure>,
}

/// Where it ended, and why.
pub(crate) struct Failure {
    pub(crate) stage: Stage,
    pub(crate) error: io::Error,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stage {
    LookUp,
    Connect,
    #[default]
    Login,
    Enable,
    PagerOff,
    Command,
    File,
}

impl Visit {
    /// One of which nothing is there but why.
    pub(crate) const fn failed(failure: Failure) -> Self {
        Self { replies: Vec::new(), end: Err(failure) }
    }

    /// Where it ended, and why, if it failed.
    pub(crate) fn why(&self, host: &Host) -> Option<String> {
        let Failure { stage, error } = self.end.as_ref().err()?;
        match host.commands.get(self.replies.len()) {
            Some(command) if *stage == Stage::Command => {
                Some(format!("{command:?}: {error}"))
            }
            _ => Some(format!("{stage}: {error}")),
        }
    }

    /// The commands and their replies.
    pub(crate) fn replies<'a>(
        &'a self,
        host: &'a Host,
    ) -> impl Iterator<Item = (&'a str, &'a Reply)> {
        host.commands.iter().map(String::as_str).zip(&self.replies)
    }
}

impl Failure {
    /// What the host said, as it came: not for a terminal.
    pub(crate) fn said(&self) -> &[u8] {
        let error = self.error.get_ref();
        let error = error.and_then(|it| it.downcast_ref::<DialogueError>());
        error.map_or(b"", DialogueError::said)
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::LookUp => "look-up",
            Self::Connect => "connect",
            Self::Login => "login",
            Self::Enable => "enable",
            Self::PagerOff => "pager off",
            Self::Command => "command",
            Self::File => "file",
        })
    }
}

/// How far a visit is. It outlives the script that writes it, which may end
/// with an error of the connection at any time.
#[derive(Default)]
pub(crate) struct Log {
    pub(crate) stage: Stage,
    pub(crate) replies: Vec<Reply>,
}

/// The visit itself.
pub(crate) type Script = Box<dyn Wait<Output = Result<(), DialogueError>>>;

/// Logs in, asks for more rights, turns the pager off, and runs the commands:
/// each if all before it went well.
pub(crate) fn script(
    host: &Host,
    timeout: Duration,
    log: &Rc<RefCell<Log>>,
) -> Script {
    let cli = &host.cli;
    let run = |line: &[u8]| Run::new(cli, line, timeout);
    let enable = host.enable.iter();
    let enable = enable.map(|it| Run::enable(cli, it, timeout));
    let pager_off = cli.patterns().pager_off.iter().map(|it| run(it));
    let commands = host.commands.iter().map(|it| run(it.as_bytes()));
    let runs = enable.map(|it| (Stage::Enable, it));
    let runs = runs.chain(pager_off.map(|it| (Stage::PagerOff, it)));
    let runs = runs.chain(commands.map(|it| (Stage::Command, it)));
    let login = Login::new(cli, &host.user, &host.password, timeout);
    let login: Script = Box::new(login.map(|end| end.map(drop)));
    runs.fold(login, |before, (stage, run)| {
        let log = Rc::clone(log);
        Box::new(before.and_then(move |()| {
            log.borrow_mut().stage = stage;
            run.map(move |reply| {
                let reply = reply?;
                if stage == Stage::Command {
                    log.borrow_mut().replies.push(reply);
                }
                Ok(())
            })
        }))
    })
}
