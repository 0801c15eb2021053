//! Does what a script says.

use std::fs::File;
use std::io::{self, Write, stdout};
use std::os::unix::ffi::OsStrExt as _;
use std::time::{Duration, Instant};
use std::{ffi::OsStr, path::Path};

use telnet_blocking::encoding::Encoding;
use telnet_blocking::{
    Cause, Cli, NoMatch, Pattern, Reply, Side, TelnetOption,
};

use super::failure::Failure;
use super::mask::{Mask, Masked};
use super::plan::{Act, Expect, Step};
use super::report::{Came, Report};
use super::variables::Said;
use crate::connect::Line;
use crate::exit::{Code, Exit};
use crate::newline::to_wire;
use crate::typed::ToCharset;

/// For how long a step waits, where the script does not say.
const TIMEOUT: Duration = Duration::from_secs(30);

/// How a script ended.
pub(crate) enum End {
    /// By its last statement.
    Done,
    /// By `exit`.
    Exit(u8, Option<String>),
    /// The user has the connection now.
    Interact,
}

impl End {
    /// As the end of the program, without secrets.
    pub(crate) fn exit(self, mask: &Mask) -> Result<(), Exit> {
        let Self::Exit(code, text) = self else { return Ok(()) };
        match text {
            None if code == 0 => Ok(()),
            text => {
                let text = mask.text(&text.unwrap_or_default());
                Err(Exit::by_script(code, text))
            }
        }
    }
}

/// What comes after a step.
enum Next {
    Step,
    /// The `expect` around it, again.
    Again,
    End(End),
}

/// What takes the texts that commands put out.
pub(crate) type Output<'o> = &'o mut dyn FnMut(&[u8]) -> io::Result<()>;

/// A script at work on a connection.
pub(crate) struct Player<'p> {
    line: &'p mut Line,
    report: &'p mut Report,
    /// Takes what `run` gives.
    output: Output<'p>,
    encoding: Option<Encoding>,
    timeout: Duration,
    cli: Cli,
    prompt: Option<Pattern>,
    /// The end of what came last.
    last: Vec<u8>,
}

impl<'p> Player<'p> {
    pub(crate) fn new(
        line: &'p mut Line,
        report: &'p mut Report,
        output: Output<'p>,
        encoding: Option<Encoding>,
    ) -> Self {
        Self {
            line,
            report,
            output,
            encoding,
            timeout: TIMEOUT,
            cli: Cli::default(),
            prompt: None,
            last: Vec::new(),
        }
    }

    /// The platform of the host, if it is known beforehand.
    pub(crate) fn platform(mut self, cli: Option<Cli>) -> Self {
        self.cli = cli.unwrap_or(self.cli);
        self
    }

    /// Does all of it.
    pub(crate) fn play(&mut self, steps: &[Step]) -> Result<End, Box<Failure>> {
        match self.block(steps)? {
            Next::End(end) => Ok(end),
            Next::Step | Next::Again => Ok(End::Done),
        }
    }

    /// The line that the host has begun: its prompt, mostly.
    pub(crate) fn last_line(&self) -> &[u8] {
        let mut lines = self.last.rsplit(|it| *it == b'\n');
        lines.next().unwrap_or_default()
    }

    fn block(&mut self, steps: &[Step]) -> Result<Next, Box<Failure>> {
        for step in steps {
            let next = self.step(step)?;
            if !matches!(next, Next::Step) {
                return Ok(next);
            }
        }
        Ok(Next::Step)
    }

    fn step(&mut self, step: &Step) -> Result<Next, Box<Failure>> {
        if let Act::Expect(expect) = &step.act {
            return self.expect(step, expect);
        }
        let start = Instant::now();
        let time = step.within.unwrap_or(self.timeout);
        self.line.set_timeout(Some(time));
        let (came, failure) = match self.act(step, time) {
            Ok(came) => (came, None),
            Err(failure) => {
                let text = failure.seen.clone();
                (Came { text, ..Came::default() }, Some(failure))
            }
        };
        self.keep_last(&came.text);
        let is_ok = failure.is_none();
        self.report.add(step, start.elapsed(), is_ok, &came);
        failure.map_or(Ok(()), Err)?;
        Ok(if let Act::Exit(code, text) = &step.act {
            Next::End(End::Exit(*code, text.clone()))
        } else if matches!(step.act, Act::Interact) {
            Next::End(End::Interact)
        } else if matches!(step.act, Act::Continue) {
            Next::Again
        } else {
            Next::Step
        })
    }

    // ---- what a step does ----

    fn act(
        &mut self,
        step: &Step,
        time: Duration,
    ) -> Result<Came, Box<Failure>> {
        let failed = |error: io::Error| Box::new(Failure::new(step, &error));
        let mut came = Came::default();
        match &step.act {
            Act::Send(said) => self.send(said).map_err(failed)?,
            Act::SendLine(said) => self.send_line(said).map_err(failed)?,
            Act::Timeout(time) => self.timeout = *time,
            Act::Prompt(prompt) => {
                self.prompt = Some(prompt.clone());
                self.name_prompt(self.cli.clone()).map_err(failed)?;
            }
            Act::Platform(cli) => {
                self.name_prompt(cli.clone()).map_err(failed)?;
            }
            Act::Login(user, password) => {
                let (user, password) = (self.coded(user), self.coded(password));
                let said = self.line.login(&self.cli, user, password, time);
                came.text = said.map_err(failed)?.to_vec();
            }
            Act::Enable(password) => {
                let password = self.coded(password);
                let reply = self.line.enable(&self.cli, password, time);
                let reply = accepted(step, reply.map_err(failed)?)?;
                came.text = [&reply.text[..], &reply.prompt].concat();
            }
            Act::Run(command) => {
                let command = self.coded(command);
                let reply = self.line.run(&self.cli, command, time);
                let reply = accepted(step, reply.map_err(failed)?)?;
                self.put_out(&reply.text).map_err(failed)?;
                self.keep_last(&reply.prompt);
                came.text = reply.text.to_vec();
            }
            Act::Log(name) => self
                .log(name)
                .map_err(|error| Box::new(Failure::file(step, name, &error)))?,
            // What they do is what comes next, or was done before.
            Act::Interact
            | Act::Continue
            | Act::Exit(..)
            | Act::Nothing
            | Act::Expect(_) => {}
        }
        Ok(came)
    }

    fn expect(
        &mut self,
        step: &Step,
        expect: &Expect,
    ) -> Result<Next, Box<Failure>> {
        loop {
            let start = Instant::now();
            let time = step.within.unwrap_or(self.timeout);
            let outcome = self.line.expect(&expect.set, time);
            let outcome = outcome.map(telnet_blocking::Outcome::matched);
            let (mut came, arm, failure) = match outcome {
                Ok(Ok(found)) => {
                    let arm = expect.patterns.get(found.index()).copied();
                    (Came::of_match(&found), arm, None)
                }
                Ok(Err(miss)) => {
                    let failure = Failure::missed(step, time, &miss);
                    let text = miss.text.to_vec();
                    let came = Came { text, ..Came::default() };
                    (came, expect.without_match(&miss), Some(failure))
                }
                Err(error) => {
                    (Came::default(), None, Some(Failure::new(step, &error)))
                }
            };
            let arm = arm.and_then(|it| expect.arms.get(it));
            let chosen = arm.filter(|_| expect.arms.len() > 1);
            came.branch = chosen.map(|it| it.shown.clone());
            self.keep_last(&came.text);
            self.report.add(step, start.elapsed(), arm.is_some(), &came);
            match (arm, failure) {
                (None, Some(failure)) => return Err(failure.into()),
                (None, None) => return Ok(Next::Step),
                (Some(arm), _) => {
                    let next = self.block(&arm.body)?;
                    if !matches!(next, Next::Again) {
                        return Ok(next);
                    }
                }
            }
        }
    }

    // ---- to the host ----

    /// As it is on the wire, but for IAC: Enter is CR NUL, a line end CR LF.
    fn send(&mut self, said: &Said) -> io::Result<()> {
        let text = self.coded(said);
        let binary = TelnetOption::BINARY;
        let mut octets = Vec::new();
        if self.line.session().is_enabled(Side::Local, binary) {
            octets = text;
        } else {
            to_wire(&text, &mut octets);
        }
        if !said.is_secret {
            return self.line.write(octets);
        }
        let sent = self.line.session_mut().send_secret(&octets);
        if sent < octets.len() {
            let why = "the host does not take what was sent before";
            return Err(io::Error::new(io::ErrorKind::TimedOut, why));
        }
        self.line.flush()
    }

    fn send_line(&mut self, said: &Said) -> io::Result<()> {
        let line = self.coded(said);
        if said.is_secret {
            self.line.send_secret_line(line)
        } else {
            self.line.send_line(line)
        }
    }

    /// In the character set of the host.
    fn coded(&self, said: &Said) -> Vec<u8> {
        let mut charset = ToCharset::new(self.encoding);
        charset.encode(&said.octets, true).into_owned()
    }

    /// Takes the command line of a host, with the prompt that was named.
    fn name_prompt(&mut self, cli: Cli) -> io::Result<()> {
        self.cli = cli;
        if let Some(prompt) = &self.prompt {
            let mut patterns = self.cli.patterns().clone();
            patterns.prompt = prompt.clone();
            self.cli = Cli::new(patterns)?;
        }
        Ok(())
    }

    // ---- from the host ----

    /// Hands on what a command has put out, in whole lines.
    fn put_out(&mut self, text: &[u8]) -> io::Result<()> {
        let mut shown = self.report.mask().octets(text);
        if shown.last().is_some_and(|it| *it != b'\n') {
            shown.push(b'\n');
        }
        (self.output)(&shown)
    }

    fn log(&mut self, name: &[u8]) -> io::Result<()> {
        self.line.end_transcript()?;
        let to: Box<dyn Write + Send> = if name == b"-" {
            Box::new(stdout())
        } else {
            Box::new(File::create(Path::new(OsStr::from_bytes(name)))?)
        };
        let mask = self.report.mask().clone();
        self.line.set_transcript(Masked::new(mask, to));
        Ok(())
    }

    fn keep_last(&mut self, text: &[u8]) {
        const MOST: usize = 512;
        self.last.extend_from_slice(text);
        let from = self.last.len().saturating_sub(MOST);
        self.last.drain(..from);
    }
}

impl Expect {
    /// The arm for a wait without a match.
    fn without_match(&self, miss: &NoMatch) -> Option<usize> {
        if miss.cause == Cause::Eof { self.eof } else { self.timeout }
    }
}

/// The reply, if the host did not refuse the command.
fn accepted(step: &Step, reply: Reply) -> Result<Reply, Box<Failure>> {
    match &reply.refused {
        Some(line) => Err(Failure::refused(step, line, &reply.text).into()),
        None => Ok(reply),
    }
}

/// Closes a connection that a script is through with, and ends its log.
pub(crate) fn take_leave(line: &mut Line) -> Result<(), Exit> {
    // A host that does not take its leave has been told all the same.
    let _late = line.close();
    line.end_transcript().map_err(|error| {
        Exit::new(Code::Usage, format_args!("the log: {error}"))
    })
}
