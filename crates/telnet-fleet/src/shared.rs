//! The commands about a queue that machines share.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::pin::pin;
use std::time::{Duration, Instant};

use clap::Args;
use telnet_fleet::queue::{Queue, Worker};
use telnet_fleet::{Credential, Name, Output, Report, Span, Tally};

use crate::files::{Failure, Files, inventory};
use crate::telemetry::Telemetry;
use crate::watchdog;
use crate::{NOT_ALL, WELL};

/// Which queue.
#[derive(Args, Clone, Debug)]
pub(crate) struct Server {
    /// The NATS server
    #[arg(
        long,
        value_name = "URL",
        env = "TELNET_FLEET_QUEUE",
        default_value = "nats://127.0.0.1:4222"
    )]
    queue: String,
    /// How long a lock lasts that nobody renews: said by the first one that uses
    /// the server
    #[arg(long, value_name = "TIME", default_value = "30s")]
    lease: Span,
}

/// Which run.
#[derive(Args, Clone, Debug)]
pub(crate) struct Which {
    /// The name of the job
    job: Name,
    /// The name of the run, as `submit` has printed it
    run: Name,
    #[command(flatten)]
    server: Server,
}

/// Put a job at each device of an inventory into the queue.
#[derive(Args, Clone, Debug)]
pub(crate) struct Submit {
    #[command(flatten)]
    files: Files,
    #[command(flatten)]
    server: Server,
}

/// Work off what is in the queue.
#[derive(Args, Clone, Debug)]
pub(crate) struct Work {
    #[command(flatten)]
    server: Server,
    /// The sites to work for [default: all]
    #[arg(long, value_delimiter = ',')]
    sites: Vec<Name>,
    /// Most sessions at once
    #[arg(long, default_value_t = 500)]
    sessions: usize,
    /// The file with the credentials that orders name: an inventory, of which nothing
    /// else is read
    #[arg(long, value_name = "FILE")]
    credentials: Option<PathBuf>,
    /// What results name; the number of the process is added
    #[arg(long, default_value = "worker")]
    name: Name,
    #[command(flatten)]
    telemetry: Telemetry,
    // What the watchdog starts.
    #[arg(long, hide = true)]
    watched: bool,
}

/// Tell how far a run is.
#[derive(Args, Clone, Debug)]
pub(crate) struct Status {
    #[command(flatten)]
    which: Which,
    /// Go on until all have ended
    #[arg(long)]
    watch: bool,
}

/// Fetch the results of a run.
#[derive(Args, Clone, Debug)]
pub(crate) struct Results {
    #[command(flatten)]
    which: Which,
    /// The folder for `results.jsonl` and a file for each device
    #[arg(long, value_name = "FOLDER", default_value = "results")]
    out: PathBuf,
    /// Go on until all have ended
    #[arg(long)]
    wait: bool,
}

impl Server {
    async fn connect(&self) -> Result<Queue, Failure> {
        Ok(Queue::connect(&self.queue, self.lease.0).await?)
    }
}

impl Submit {
    pub(crate) async fn run(&self) -> Result<u8, Failure> {
        let (inventory, job, name) = self.files.read()?;
        let queue = self.server.connect().await?;
        let count = queue.submit(&inventory, &job, &name).await?;
        writeln!(io::stdout(), "{} {name}", job.name)?;
        writeln!(io::stderr(), "{count} orders")?;
        Ok(WELL)
    }
}

impl Work {
    pub(crate) async fn run(&self) -> Result<u8, Failure> {
        let credentials = match &self.credentials {
            Some(file) => inventory(file)?.credentials,
            None => BTreeMap::new(),
        };
        if !self.watched {
            let lease = self.server.connect().await?.lease();
            return watchdog::watch(lease / 2).await;
        }
        self.telemetry.start().await?;
        self.work(credentials).await;
        Ok(WELL)
    }

    async fn work(&self, credentials: BTreeMap<Name, Credential>) {
        let mut stop = pin!(watchdog::show_life());
        // The queue was there when the other process asked, and it will be again.
        let connect = async {
            loop {
                match self.server.connect().await {
                    Ok(queue) => break queue,
                    Err(_) => tokio::time::sleep(Duration::from_secs(1)).await,
                }
            }
        };
        let queue = tokio::select! {
            queue = connect => queue,
            () = &mut stop => return,
        };
        let name = format!("{}-{}", self.name, std::process::id());
        let sites = self.sites.clone();
        let worker =
            Worker::new(queue, name, self.sessions, sites, credentials);
        worker.work_until(stop).await;
    }
}

impl Status {
    pub(crate) async fn run(&self) -> Result<u8, Failure> {
        let Which { job, run, server } = &self.which;
        let queue = server.connect().await?;
        let all = queue.find(job, run).await?.map_or(0, |it| it.orders);
        let mut tally = Tally::new(all, Instant::now());
        let shows = self.watch && io::stderr().is_terminal();
        let mut shown = Instant::now();
        let count = |report: Report| {
            tally.count(&report);
            let is_due = shown.elapsed() >= Duration::from_secs(1);
            if shows && is_due {
                shown = Instant::now();
                let line = tally.line(0, shown);
                // A terminal that is gone does not end the count.
                let _gone = write!(io::stderr(), "\r\x1b[K{line}");
            }
            true
        };
        queue.follow(job, run, self.watch, count).await?;
        let running = queue.under_way().await?;
        let clear = if shows { "\r\x1b[K" } else { "" };
        writeln!(io::stderr(), "{clear}")?;
        writeln!(io::stdout(), "{}", tally.line(running, Instant::now()))?;
        Ok(if tally.is_all_done() { WELL } else { NOT_ALL })
    }
}

impl Results {
    pub(crate) async fn run(&self) -> Result<u8, Failure> {
        let Which { job, run, server } = &self.which;
        let queue = server.connect().await?;
        let all = queue.find(job, run).await?.map_or(0, |it| it.orders);
        let mut tally = Tally::new(all, Instant::now());
        let mut output = Output::open(&self.out)
            .map_err(|it| format!("{}: {it}", self.out.display()))?;
        let mut end = Ok(());
        let write = |report: Report| {
            tally.count(&report);
            end = output.write(&report);
            end.is_ok()
        };
        queue.follow(job, run, self.wait, write).await?;
        end?;
        writeln!(io::stderr(), "{tally}")?;
        Ok(if tally.is_all_done() { WELL } else { NOT_ALL })
    }
}

impl Which {
    /// Has no order begun any more that has not been.
    pub(crate) async fn cancel(&self) -> Result<u8, Failure> {
        let queue = self.server.connect().await?;
        if queue.cancel(&self.job, &self.run).await? {
            return Ok(WELL);
        }
        Err(format!("there is no run {} of {}", self.run, self.job).into())
    }
}
