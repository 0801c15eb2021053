//! The queue, and a worker.

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use async_nats::jetstream;
use telnet_fleet::queue::{Queue, Worker};
use telnet_fleet::{Inventory, Job, Name};
use tokio::time::sleep;

use crate::process::Process;
use crate::{End, inventory};

/// A server with a folder of its own, which goes when this does.
pub(crate) struct Server {
    process: Process,
    port: u16,
    folder: PathBuf,
    runs: u32,
    want: u64,
}

/// How long it may take to begin.
const PATIENCE: Duration = Duration::from_secs(30);

impl Server {
    pub(crate) async fn start() -> End<Self> {
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let port = free.local_addr()?.port();
        drop(free);
        let name = format!("telnet-fleet-rate-{port}");
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder)?;
        let (runs, want) = (0, 0);
        let process = begin(port, &folder, runs)?;
        let it = Self { process, port, folder, runs, want };
        it.answers().await?;
        Ok(it)
    }

    /// Begins anew, with nothing in it.
    pub(crate) async fn restart(&mut self) -> End {
        self.runs += 1;
        self.want = 0;
        self.process.end()?;
        self.process = begin(self.port, &self.folder, self.runs)?;
        self.answers().await
    }

    async fn answers(&self) -> End {
        let start = Instant::now();
        while self.connect().await.is_err() {
            if start.elapsed() > PATIENCE {
                return Err("nats-server does not answer".into());
            }
            sleep(Duration::from_millis(50)).await;
        }
        Ok(())
    }

    pub(crate) fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    pub(crate) fn at(&self, name: &str) -> String {
        self.folder.join(name).display().to_string()
    }

    async fn connect(&self) -> End<Queue> {
        Ok(Queue::connect(&self.url(), Queue::LEASE).await?)
    }

    /// Puts one more run into the queue.
    pub(crate) async fn submit(&mut self, what: &Inventory, job: &Job) -> End {
        self.runs += 1;
        let name: Name = format!("t{}", self.runs).parse()?;
        let count = self.connect().await?.submit(what, job, &name).await?;
        self.want += u64::try_from(count)?;
        Ok(())
    }

    /// Ends when there is a result for each order that was submitted.
    pub(crate) async fn all_have_results(&self) -> End {
        let client = async_nats::connect(self.url()).await?;
        let context = jetstream::new(client);
        let mut results = context.get_stream("KV_fleet_results").await?;
        while results.info().await?.state.messages < self.want {
            sleep(Duration::from_millis(10)).await;
        }
        Ok(())
    }

    pub(crate) fn cpu(&self) -> End<f64> {
        self.process.cpu()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A folder that stays behind hurts nobody.
        let _left = fs::remove_dir_all(&self.folder);
    }
}

fn begin(port: u16, folder: &Path, number: u32) -> End<Process> {
    let mut command = Command::new("nats-server");
    command.args(["-a", "127.0.0.1", "-p", &port.to_string(), "-js"]);
    command.args(["-l", "/dev/null", "-sd"]);
    Process::of(command.arg(folder.join(format!("nats{number}"))))
}

/// A worker, until it is killed.
pub(crate) async fn work(url: &str, file: &str, sessions: usize) -> End {
    let queue = Queue::connect(url, Queue::LEASE).await?;
    let credentials = inventory(file)?.credentials;
    let name = format!("w{}", std::process::id());
    Worker::new(queue, name, sessions, Vec::new(), credentials).work().await;
    Ok(())
}
