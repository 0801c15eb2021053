//! telnet-async-std: a task for each client.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use telnet_async_std::Telnet;
use telnet_async_std::async_std::net::TcpStream;
use telnet_async_std::async_std::task;
use telnet_benches::process::memory;

use super::crowd::WAVE;
use super::measure::{Report, cpu, time};
use super::script::Script;

pub(crate) fn run(count: usize, addr: &str) -> Report {
    let before = memory("VmRSS").unwrap();
    let (clients, login) = time(|| task::block_on(log_in(count, addr)));
    let idle = (memory("VmRSS").unwrap() - before) / count;
    let (times, work) = time(|| {
        task::block_on(async {
            let mut tasks = Vec::with_capacity(count);
            for mut telnet in clients {
                tasks.push(task::spawn(async move {
                    let mut script = Script::commands();
                    telnet.wait(&mut script).await.unwrap();
                    script.times
                }));
            }
            let mut times: Vec<Duration> = Vec::with_capacity(3 * count);
            for task in tasks {
                times.extend(task.await);
            }
            times
        })
    });
    let kind = "telnet-async-std";
    Report { kind, count, login, work, cpu: cpu(), idle, times }
}

async fn log_in(count: usize, addr: &str) -> Vec<Telnet<TcpStream>> {
    let next = Arc::new(AtomicUsize::new(0));
    let mut tasks = Vec::new();
    for _ in 0..WAVE.min(count) {
        let (next, addr) = (Arc::clone(&next), addr.to_owned());
        tasks.push(task::spawn(async move {
            let mut clients = Vec::new();
            while next.fetch_add(1, Ordering::Relaxed) < count {
                let mut telnet = Telnet::connect(&addr).await.unwrap();
                telnet.wait(&mut Script::login()).await.unwrap();
                clients.push(telnet);
            }
            clients
        }));
    }
    let mut clients = Vec::with_capacity(count);
    for task in tasks {
        clients.extend(task.await);
    }
    clients
}
