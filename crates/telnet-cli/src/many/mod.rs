//! A script on many hosts.

mod board;
mod hosts;
mod inventory;
mod logs;
mod visit;

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use clap::{Args, value_parser};

use self::board::Board;
use self::hosts::Host;
use self::logs::Logs;
use self::visit::{Shared, Visit};
use crate::args::Arguments;
use crate::exit::{Code, Exit};
use crate::print::print;
use crate::script::{Act, Fault, Statement, Variables, find, plan, wrong};

/// Many hosts, and how they are visited.
#[derive(Args, Clone, Debug)]
pub(crate) struct Many {
    /// Run the script on all hosts of this file: one a line, HOST or HOST:PORT,
    /// or an inventory where its name ends with .toml
    #[arg(
        long, value_name = "FILE",
        conflicts_with_all = ["host", "trace", "trace_file"]
    )]
    hosts: Option<PathBuf>,
    /// So many hosts at a time [default: 20]
    #[arg(
        short = 'j', long, value_name = "N",
        value_parser = value_parser!(u16).range(1..=1000)
    )]
    jobs: Option<u16>,
    /// Keep what a person would have seen of each host: NAME.log of one that
    /// did all of the script, else NAME.failed
    #[arg(long, value_name = "DIR")]
    logs: Option<PathBuf>,
    /// Leave out the hosts that have a NAME.log already
    #[arg(long, requires = "logs")]
    skip_done: bool,
}

/// How many hosts are visited at a time, if nothing is said.
const JOBS: u16 = 20;
/// Most hosts that have failed, as the exit code tells it.
const MOST: usize = 100;

impl Many {
    /// Whether there are many hosts. What is particular to them without any is
    /// refused.
    pub(crate) fn is_given(&self) -> Result<bool, Exit> {
        if self.hosts.is_none() && (self.jobs.is_some() || self.logs.is_some())
        {
            let what = "-j and --logs are for many hosts: give them by --hosts";
            return Err(Exit::new(Code::Usage, what));
        }
        Ok(self.hosts.is_some())
    }

    /// Runs the script on all of them.
    pub(crate) fn run(&self, arguments: &Arguments) -> Result<(), Exit> {
        let Some(file) = &self.hosts else { return Ok(()) };
        if !arguments.script().is_given()? {
            let what = "many hosts are for scripts: give one by -x or -f";
            return Err(Exit::new(Code::Usage, what));
        }
        let mut hosts = hosts::read(file)?;
        let script = arguments.script().read()?;
        let variables = arguments.script().variables(&script)?;
        self.check(&hosts, &script, &variables)?;
        if arguments.script().is_dry() {
            return show(&hosts, &script, &variables);
        }
        let logs = self.logs.clone().map(Logs::create).transpose()?;
        let all = hosts.len();
        if let Some(logs) = logs.as_ref().filter(|_| self.skip_done) {
            hosts.retain(|it| !logs.is_done(&it.name));
        }
        let mut board = Board::new(all, hosts.len(), arguments);
        let shared = Shared {
            mask: variables.mask(),
            script: &script,
            variables: &variables,
            logs: logs.as_ref(),
            arguments,
        };
        let jobs = self.jobs.unwrap_or(JOBS);
        visit_all(&hosts, usize::from(jobs), &shared, &mut board)?;
        match board.finish() {
            0 => Ok(()),
            failed => {
                let failed = u8::try_from(failed.min(MOST)).unwrap_or(u8::MAX);
                Err(Exit::by_script(failed, String::new()))
            }
        }
    }

    /// All that can be wrong is found before the first host is called.
    fn check(
        &self,
        hosts: &[Host],
        script: &[Statement],
        variables: &Variables,
    ) -> Result<(), Exit> {
        for host in hosts {
            let mut names = host.variables.keys();
            if let Some(name) = names.find(|it| variables.is_secret(it)) {
                let what = format!("{name} is a secret of the script");
                return Err(wrong(Fault::new(&host.place, what)));
            }
            let variables = variables.of_host(&host.target, &host.variables);
            let steps = plan(script, &variables).map_err(|mut fault| {
                fault.what.push_str(&format!(" (host {})", host.name));
                wrong(fault)
            })?;
            let is_users = |it: &Act| {
                matches!(it, Act::Interact)
                    || matches!(it, Act::Log(name) if name == b"-")
            };
            let is_log = |it: &Act| matches!(it, Act::Log(_));
            if let Some(step) = find(&steps, &is_users) {
                let what = "with --hosts no host has the terminal for itself";
                return Err(wrong(Fault::new(&step.place, what)));
            }
            if let Some(step) =
                find(&steps, &is_log).filter(|_| self.logs.is_some())
            {
                let what = "there is one log of a host, and --logs has it";
                return Err(wrong(Fault::new(&step.place, what)));
            }
        }
        Ok(())
    }
}

/// Prints the hosts, in comments, and the script.
fn show(
    hosts: &[Host],
    script: &[Statement],
    variables: &Variables,
) -> Result<(), Exit> {
    let mut text = String::new();
    for Host { name, target, .. } in hosts {
        text.push_str(&format!("# {name}: {target}\n"));
    }
    print(text.as_bytes())?;
    let Some(host) = hosts.first() else { return Ok(()) };
    let variables = variables.of_host(&host.target, &host.variables);
    let steps = plan(script, &variables).map_err(wrong)?;
    crate::script::print_plan(&steps, &variables.mask())
}

/// How often the progress is shown at least.
const TICK: Duration = Duration::from_secs(1);

fn visit_all(
    hosts: &[Host],
    jobs: usize,
    shared: &Shared<'_>,
    board: &mut Board,
) -> Result<(), Exit> {
    let next = AtomicUsize::new(0);
    // What is not shown yet holds the threads up: so memory is bounded.
    let (tell, told) = sync_channel(1);
    thread::scope(|scope| {
        for at in 0..jobs.min(hosts.len()) {
            let (tell, next) = (tell.clone(), &next);
            let work = move || work(hosts, next, shared, &tell);
            let thread = thread::Builder::new().spawn_scoped(scope, work);
            match thread {
                Ok(_) => {}
                // Those that there are will do.
                Err(_) if at > 0 => break,
                Err(error) => {
                    let what = format!("no thread is to be had: {error}");
                    return Err(Exit::new(Code::Connection, what));
                }
            }
        }
        drop(tell);
        loop {
            match told.recv_timeout(TICK) {
                Ok((at, visit)) => board.add(at, visit)?,
                Err(RecvTimeoutError::Timeout) => board.tick(),
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
            }
        }
    })
}

/// Visits one host after the other.
fn work(
    hosts: &[Host],
    next: &AtomicUsize,
    shared: &Shared<'_>,
    tell: &SyncSender<(usize, Visit)>,
) {
    loop {
        let at = next.fetch_add(1, Ordering::Relaxed);
        let Some(host) = hosts.get(at) else { return };
        if tell.send((at, shared.visit(host))).is_err() {
            // Nobody wants to know any more.
            return;
        }
    }
}
