//! A user's visit, as one wait: it is over when the user has left.

use std::collections::VecDeque;
use std::io;
use std::task::{Poll, ready};
use std::time::{Duration, Instant};

use telnet_mio::server::{Admit, Credentials, Entry, LoginRules, ReadLine};
use telnet_mio::session::Session;
use telnet_mio::{Timeouts, Wait};

use super::commands::{Action, complete, help, interfaces, look_up};

/// How long a user may be silent.
const IDLE: Duration = Duration::from_secs(300);

type Check = fn(&Credentials) -> bool;

/// What a user is asked for.
enum Asked {
    Login(Box<Admit<Check>>),
    Command(ReadLine),
    /// The password of `enable`.
    Secret(ReadLine),
    /// Whether to show more.
    More(ReadLine),
}

/// A visit. It ends well, or with what went wrong.
pub(crate) struct Visit {
    asked: Asked,
    is_enabled: bool,
    /// What is to be shown.
    output: VecDeque<String>,
    is_over: bool,
}

fn idle() -> Timeouts {
    Timeouts::default().idle(IDLE)
}

fn check(who: &Credentials) -> bool {
    who.user == "admin" && who.password == "admin"
}

impl Visit {
    pub(crate) fn new() -> Self {
        let rules = LoginRules::new()
            .delay(Duration::from_secs(1))
            .prompts("Username: ", "Password: ");
        let check: Check = check;
        let login = Admit::new(&rules, check, idle());
        Self {
            asked: Asked::Login(Box::new(login)),
            is_enabled: false,
            output: VecDeque::new(),
            is_over: false,
        }
    }

    fn command(&self) -> ReadLine {
        let prompt = if self.is_enabled { "r1#" } else { "r1>" };
        ReadLine::new(prompt, idle()).stop_at("?\t")
    }

    fn ask(&mut self, session: &mut Session) -> io::Result<()> {
        let rows = session.peer().and_then(|it| it.window_size());
        let rows = rows.map_or(24, |it| usize::from(it.rows)).max(2) - 1;
        for line in self.output.drain(..rows.min(self.output.len())) {
            session.send_line(line.as_bytes())?;
        }
        self.asked = if self.output.is_empty() {
            Asked::Command(self.command())
        } else {
            let more = ReadLine::secret(" --More-- ", idle());
            Asked::More(more.stop_at(" q"))
        };
        Ok(())
    }

    /// The user has answered what was asked.
    fn answer(
        &mut self,
        session: &mut Session,
        entry: Entry,
    ) -> io::Result<()> {
        if entry == Entry::End {
            self.is_over = true;
            return Ok(());
        }
        match &self.asked {
            Asked::Login(_) => {}
            Asked::Command(_) => return self.command_line(session, entry),
            Asked::Secret(_) => {
                let secret = entry.into_line().unwrap_or_default();
                self.is_enabled = secret == "enable";
                if !self.is_enabled {
                    self.say("% Bad secret");
                }
            }
            Asked::More(_) => {
                let goes_on = matches!(
                    entry,
                    Entry::Line(_) | Entry::Key { key: b' ', .. }
                );
                if !goes_on {
                    self.output.clear();
                }
            }
        }
        self.ask(session)
    }

    fn command_line(
        &mut self,
        session: &mut Session,
        entry: Entry,
    ) -> io::Result<()> {
        if let Entry::Key { key, before } = &entry {
            let before = String::from_utf8_lossy(before);
            if *key == b'?' {
                self.output.extend(help(&before));
            } else if let Some(rest) = complete(&before) {
                let line = self.command().filled(format!("{before}{rest}"));
                self.asked = Asked::Command(line);
                return Ok(());
            }
            return self.ask(session);
        }
        let line = entry.into_line().unwrap_or_default();
        let line = String::from_utf8_lossy(&line);
        if let Some(line) = line.trim().strip_suffix('?') {
            // A client that edits lines has no keys to stop at.
            self.output.extend(help(line));
        } else if !line.trim().is_empty() {
            return self.run(session, &line);
        }
        self.ask(session)
    }

    fn run(&mut self, session: &mut Session, line: &str) -> io::Result<()> {
        match look_up(line) {
            Ok(Action::Show(text)) => self.say(text),
            Ok(Action::Interfaces) => self.output.extend(interfaces()),
            Ok(Action::Enable) if !self.is_enabled => {
                let secret = ReadLine::secret("Password: ", idle());
                self.asked = Asked::Secret(secret);
                return Ok(());
            }
            Ok(Action::Enable) => {}
            Ok(Action::Disable) => self.is_enabled = false,
            Ok(Action::Reload) if self.is_enabled => self.say("Not today."),
            Ok(Action::Reload) => self.say("% Not allowed: enable first"),
            Ok(Action::Exit) => {
                self.is_over = true;
                return Ok(());
            }
            Err(why) => self.say(why),
        }
        self.ask(session)
    }

    fn say(&mut self, text: &str) {
        self.output.extend(text.lines().map(str::to_owned));
    }

    fn step(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Poll<io::Result<()>> {
        while !self.is_over {
            match &mut self.asked {
                Asked::Login(login) => {
                    match ready!(login.poll(session, now))? {
                        Some(_name) => self.ask(session)?,
                        None => self.is_over = true,
                    }
                }
                Asked::Command(line)
                | Asked::Secret(line)
                | Asked::More(line) => {
                    let entry = ready!(line.poll(session, now))?;
                    self.answer(session, entry)?;
                }
            }
        }
        session.send_line(b"Goodbye.")?;
        Poll::Ready(Ok(()))
    }
}

impl Wait for Visit {
    type Output = io::Result<()>;

    fn poll(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Poll<io::Result<()>> {
        self.step(session, now)
    }

    fn deadline(&self) -> Option<Instant> {
        match &self.asked {
            Asked::Login(login) => login.deadline(),
            Asked::Command(line) | Asked::Secret(line) | Asked::More(line) => {
                line.deadline()
            }
        }
    }
}
