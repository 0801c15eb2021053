//! tokio, on one thread: a task for each client, with telnet-tokio, and with
//! sockets that replay the same reads and writes.

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use telnet_benches::process::memory;
use telnet_tokio::Telnet;
use telnet_tokio::tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use telnet_tokio::tokio::net::TcpStream;
use telnet_tokio::tokio::runtime::{Builder, Runtime};
use telnet_tokio::tokio::task::{LocalSet, spawn_local};

use super::crowd::WAVE;
use super::measure::{Report, cpu, time};
use super::recipe::{Replay, record};
use super::script::Script;

pub(crate) fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// What both kinds of clients do.
trait Client: Sized + 'static {
    const KIND: &'static str;
    type Common: Clone + 'static;

    async fn log_in(addr: &str, common: &Self::Common) -> Self;
    async fn commands(self, common: &Self::Common) -> Vec<Duration>;
}

pub(crate) fn ours(count: usize, addr: &str) -> Report {
    run::<Telnet<TcpStream>>(count, addr, ())
}

pub(crate) fn raw(count: usize, addr: &str) -> Report {
    run::<Raw>(count, addr, Rc::new(record()))
}

fn run<C: Client>(count: usize, addr: &str, common: C::Common) -> Report {
    let (runtime, local) = (runtime(), LocalSet::new());
    let before = memory("VmRSS").unwrap();
    let all = all_logged_in::<C>(count, addr, &common);
    let (clients, login) = time(|| local.block_on(&runtime, all));
    let idle = (memory("VmRSS").unwrap() - before) / count;
    let (times, work) = time(|| {
        local.block_on(&runtime, async {
            let tasks: Vec<_> = clients
                .into_iter()
                .map(|client| {
                    let common = common.clone();
                    spawn_local(async move { client.commands(&common).await })
                })
                .collect();
            let mut times = Vec::with_capacity(3 * count);
            for task in tasks {
                times.extend(task.await.unwrap());
            }
            times
        })
    });
    let kind = C::KIND;
    Report { kind, count, login, work, cpu: cpu(), idle, times }
}

async fn all_logged_in<C: Client>(
    count: usize,
    addr: &str,
    common: &C::Common,
) -> Vec<C> {
    let next = Rc::new(Cell::new(0));
    let tasks: Vec<_> = (0..WAVE.min(count))
        .map(|_| {
            let (next, addr) = (Rc::clone(&next), addr.to_owned());
            let common = common.clone();
            spawn_local(async move {
                let mut clients = Vec::new();
                while next.replace(next.get() + 1) < count {
                    clients.push(C::log_in(&addr, &common).await);
                }
                clients
            })
        })
        .collect();
    let mut clients = Vec::with_capacity(count);
    for task in tasks {
        clients.extend(task.await.unwrap());
    }
    clients
}

impl Client for Telnet<TcpStream> {
    const KIND: &'static str = "telnet-tokio";
    type Common = ();

    async fn log_in(addr: &str, (): &()) -> Self {
        let mut telnet = Self::connect(addr).await.unwrap();
        telnet.wait(&mut Script::login()).await.unwrap();
        telnet
    }

    async fn commands(mut self, (): &()) -> Vec<Duration> {
        let mut script = Script::commands();
        self.wait(&mut script).await.unwrap();
        script.times
    }
}

/// A socket that makes the same reads and writes, and knows no Telnet.
struct Raw {
    stream: TcpStream,
    received: usize,
    written: usize,
}

impl Raw {
    async fn play(&mut self, replay: &Replay, writes: usize, total: usize) {
        let mut buffer = [0; 1024];
        loop {
            let next = replay.writes[..writes].get(self.written);
            let due = next.filter(|(needed, _)| self.received >= *needed);
            if let Some((_, octets)) = due {
                self.stream.write_all(octets).await.unwrap();
                self.written += 1;
            } else if self.received >= total {
                return;
            } else {
                match self.stream.read(&mut buffer).await.unwrap() {
                    0 => return,
                    n => self.received += n,
                }
            }
        }
    }
}

impl Client for Raw {
    const KIND: &'static str = "raw tokio";
    type Common = Rc<Replay>;

    async fn log_in(addr: &str, replay: &Rc<Replay>) -> Self {
        let stream = TcpStream::connect(addr).await.unwrap();
        stream.set_nodelay(true).unwrap();
        let mut raw = Self { stream, received: 0, written: 0 };
        let total = replay.writes[replay.login].0;
        raw.play(replay, replay.login, total).await;
        raw
    }

    async fn commands(mut self, replay: &Rc<Replay>) -> Vec<Duration> {
        let mut times = Vec::new();
        for upto in replay.login + 1..=replay.writes.len() {
            let start = Instant::now();
            let next = replay.writes.get(upto);
            let total = next.map_or(replay.total, |(needed, _)| *needed);
            self.play(replay, upto, total).await;
            times.push(start.elapsed());
        }
        times
    }
}
