//! How many jobs a second: a plain loop of tokio tasks without a queue, `run`, one
//! worker, three workers; the same devices, steps and sessions at once, one behind
//! the other. And how much memory a session takes that waits for its device.
//!
//! ```text
//! cargo run --release -p telnet-fleet --example rate -- 4000 300 0
//! cargo run --release -p telnet-fleet --example rate -- 4000 300 20
//! cargo run --release -p telnet-fleet --example rate -- memory 500 2000
//! ```
//!
//! The numbers are jobs, sessions at once, and how many milliseconds a device takes
//! for a line. It needs Linux and `nats-server`, and starts that, the devices and
//! each worker as processes of their own.

mod devices;
mod plain;
mod process;
mod queue;

use std::error::Error;
use std::io::{Write as _, stdout};
use std::time::{Duration, Instant};

use telnet_fleet::{Inventory, Job};
use tokio::runtime::Builder;
use tokio::time::sleep;

use crate::process::{Process, cpu_of_ended};
use crate::queue::Server;

type End<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

/// Where each process finds the password.
const SECRET: &str = "FLEET_RATE_SECRET";

/// So often each of them has its turn; the best counts, since what else runs on a
/// machine only takes from it.
const ROUNDS: usize = 3;

fn main() -> End {
    let all: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = all.iter().map(String::as_str).collect();
    // As the program does it.
    let mut runtime = match words.first() {
        Some(&"worker") => Builder::new_current_thread(),
        Some(_) | None => Builder::new_multi_thread(),
    };
    runtime.enable_all().build()?.block_on(go(&words))
}

async fn go(words: &[&str]) -> End {
    match *words {
        ["devices", count, think] => {
            let think = Duration::from_millis(think.parse()?);
            devices::serve(count.parse()?, think).await
        }
        ["plain", file, sessions] => plain::run(file, sessions.parse()?).await,
        ["embedded", file, sessions] => {
            plain::embedded(file, sessions.parse()?).await
        }
        ["worker", url, file, sessions] => {
            queue::work(url, file, sessions.parse()?).await
        }
        ["memory", ref counts @ ..] => measure(counts).await,
        [jobs, sessions, think] => compare(jobs, sessions, think).await,
        _ => Err("JOBS SESSIONS MILLISECONDS, or memory SESSIONS ...".into()),
    }
}

/// The job.
fn job() -> End<Job> {
    Ok(Job::parse(
        "name = \"rate\"\ndeadline = \"10m\"\nsteps = [{ do = \"login\" }, \
         { do = \"run\", commands = [\"show version\"] }]",
    )?)
}

fn inventory(file: &str) -> End<Inventory> {
    Ok(Inventory::parse(&std::fs::read_to_string(file)?)?)
}

async fn compare(count: &str, sessions: &str, think: &str) -> End {
    let mut server = Server::start().await?;
    let file = server.at("inventory.toml");
    let mut devices = Process::start(&["devices", count, think])?;
    devices.print_to(&file)?;
    let third = sessions.parse::<usize>()?.div_ceil(3).to_string();
    let url = server.url();
    let worker = |each| vec!["worker", &*url, &*file, each];
    let contestants = [
        ("plain loop", vec![vec!["plain", &*file, sessions]]),
        ("run", vec![vec!["embedded", &*file, sessions]]),
        ("one worker", vec![worker(sessions)]),
        ("three workers", vec![worker(&*third); 3]),
    ];
    let mut out = stdout();
    writeln!(
        out,
        "{count} jobs, {sessions} sessions, {think} ms; microseconds of CPU a job: \
         its own, the server's, the devices'"
    )?;
    let jobs = f64::from(count.parse::<u32>()?);
    let mut best = [f64::MAX; 4];
    for round in 1..=ROUNDS {
        for ((name, processes), best) in contestants.iter().zip(&mut best) {
            let is_queue = processes.iter().any(|it| it.contains(&"worker"));
            if is_queue {
                // Nobody has had a lock here, which stays for a while.
                server.restart().await?;
                server.submit(&inventory(&file)?, &job()?).await?;
            }
            let before = [cpu_of_ended()?, server.cpu()?, devices.cpu()?];
            let start = Instant::now();
            let running: End<Vec<Process>> =
                processes.iter().map(|it| Process::start(it)).collect();
            let mut running = running?;
            if is_queue {
                server.all_have_results().await?;
            } else {
                running.iter_mut().try_for_each(Process::wait)?;
            }
            let took = start.elapsed().as_secs_f64();
            *best = best.min(took);
            // One that is killed before it gives a device back holds up the next one
            // for as long as a lock lasts.
            sleep(Duration::from_secs(1)).await;
            drop(running);
            let after = [cpu_of_ended()?, server.cpu()?, devices.cpu()?];
            let used = before.iter().zip(after);
            let used: Vec<f64> =
                used.map(|(before, it)| (it - before) * 1e6 / jobs).collect();
            let rate = jobs / took;
            writeln!(
                out,
                "round {round}, {name}: {rate:.0} a second; {used:.0?}"
            )?;
        }
    }
    let [plain, ..] = best;
    for ((name, _), best) in contestants.iter().zip(best) {
        let (rate, share) = (jobs / best, plain / best);
        writeln!(
            out,
            "{name}: {rate:.0} a second, {share:.2} of the plain loop"
        )?;
    }
    Ok(())
}

/// What a worker takes with so many sessions that wait for their devices.
async fn measure(counts: &[&str]) -> End {
    let mut out = stdout();
    for &count in counts {
        let mut server = Server::start().await?;
        let file = server.at("inventory.toml");
        let mut devices = Process::start(&["devices", count, "600000"])?;
        devices.print_to(&file)?;
        let url = server.url();
        let worker = Process::start(&["worker", &*url, &*file, count])?;
        let plain = inventory("/dev/null")?;
        // One that has nothing to do yet.
        server.submit(&plain, &job()?).await?;
        sleep(Duration::from_secs(3)).await;
        let (idle, files) = (worker.resident()?, worker.files()?);
        server.submit(&inventory(&file)?, &job()?).await?;
        let want: usize = count.parse()?;
        while worker.files()? < files + want {
            sleep(Duration::from_millis(50)).await;
        }
        sleep(Duration::from_secs(5)).await;
        let full = worker.resident()?;
        let each = full.saturating_sub(idle) / want;
        writeln!(
            out,
            "{count} sessions wait: {} KiB resident, {} KiB without any, {each} \
             octets each",
            full >> 10,
            idle >> 10
        )?;
    }
    Ok(())
}
