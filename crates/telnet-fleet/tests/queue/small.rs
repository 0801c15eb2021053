//! The queue, a case at a time.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;

use telnet_fleet::{Report, Status};

use crate::device::{self, Kind, Listening, Log};
use crate::server::{CREDENTIALS, PATIENCE, Server, taken, until};
use crate::workers::{Worker, results, run, submit};

const JOB: &str = r#"
name = "small"
deadline = "60s"
steps = [
    { do = "login" },
    { do = "run", commands = ["show version"] },
]
"#;

pub(crate) async fn start(kinds: Vec<Kind>) -> Vec<Listening> {
    let start = move || device::start(kinds);
    tokio::task::spawn_blocking(start).await.unwrap()
}

/// An inventory of devices with this credential.
pub(crate) fn inventory(devices: &[Listening], credential: &str) -> String {
    let defaults = format!("[defaults]\ncredential = \"{credential}\"\n");
    let mut text = CREDENTIALS.to_owned() + &defaults;
    for (nth, it) in devices.iter().enumerate() {
        text += &format!(
            "[[devices]]\nname = \"r{nth}\"\nhost = \"127.0.0.1\"\n\
             port = {}\n",
            it.addr.port()
        );
    }
    text
}

/// What does not depend on who did it, and when.
fn essence(report: &Report) -> String {
    format!("{} {:?} {:?}", report.id, report.status, report.steps)
}

#[tokio::test]
async fn a_queue_and_one_process_have_the_same_results() {
    let server = Server::start().await;
    let kinds = (0..6).map(|it| device::played(it, 60_000)).collect();
    let devices = start(kinds).await;
    server.write("i.toml", &inventory(&devices, "other"));
    server.write("job.toml", JOB);
    // Twice: what is there is not put in again.
    submit(&server, "i.toml", "job.toml");
    submit(&server, "i.toml", "job.toml");
    let _worker = Worker::start(&server, &[]);
    let shared = results(&server, "small", true);
    let local = ["run", "i.toml", "job.toml", "--run", "t1", "--out", "local"];
    assert!(run(&server, &local).status.success());
    let text = std::fs::read_to_string(server.at("local/results.jsonl"));
    let text = text.unwrap();
    let local = text.lines().map(|it| serde_json::from_str(it).unwrap());
    let mut local: Vec<Report> = local.collect();
    local.sort_by(|a, b| a.device.cmp(&b.device));
    assert_eq!(shared.len(), 6);
    for (shared, local) in shared.iter().zip(&local) {
        assert_eq!(shared.status, Status::Done, "{:?}", shared.error);
        // More than one message may have: it went by the object store.
        let output = &shared.steps.last().unwrap().output;
        assert!(output.len() > 1 << 20, "{}", output.len());
        assert_eq!(essence(shared), essence(local));
    }
    // One by the worker, though it was submitted twice, and one without it.
    for it in &devices {
        assert_eq!(Log::get(&it.log.sessions), 2);
    }
    let status = run(&server, &["status", "small", "t1"]);
    let said = String::from_utf8(status.stdout).unwrap();
    assert!(said.starts_with("6 of 6, 6 done"), "{said}");
    assert_eq!(status.status.code(), Some(0));
}

#[tokio::test]
async fn what_is_cancelled_is_not_begun() {
    let server = Server::start().await;
    let kinds = (0..4).map(|it| device::played(it, 1)).collect();
    server.write("i.toml", &inventory(&start(kinds).await, "other"));
    server.write("job.toml", JOB);
    submit(&server, "i.toml", "job.toml");
    assert!(run(&server, &["cancel", "small", "t1"]).status.success());
    let unknown = run(&server, &["cancel", "small", "t2"]);
    assert_eq!(unknown.status.code(), Some(2));
    // The same run again is not what was meant, and changes nothing.
    let again = ["submit", "i.toml", "job.toml", "--run", "t1"];
    let again = run(&server, &again);
    let said = String::from_utf8_lossy(&again.stderr);
    assert_eq!(again.status.code(), Some(2), "{said}");
    assert!(said.contains("it was cancelled"), "{said}");
    let _worker = Worker::start(&server, &[]);
    let reports = results(&server, "small", true);
    assert_eq!(reports.len(), 4);
    for report in reports {
        assert_eq!(report.status, Status::Cancelled);
        assert_eq!(report.attempts, 0);
    }
}

/// What was done is known where its order is not any more.
#[tokio::test]
async fn a_queue_that_has_forgotten_an_order_has_it_done_once() {
    let server = Server::start().await;
    let kinds = (0..4).map(|it| device::played(it, 1)).collect();
    let devices = start(kinds).await;
    server.write("i.toml", &inventory(&devices, "other"));
    server.write("job.toml", JOB);
    submit(&server, "i.toml", "job.toml");
    let mut worker = Worker::start(&server, &[]);
    assert_eq!(results(&server, "small", true).len(), 4);
    worker.kill();
    let client = async_nats::connect(server.url()).await.unwrap();
    let context = async_nats::jetstream::new(client);
    context.delete_stream("FLEET_JOBS").await.unwrap();
    submit(&server, "i.toml", "job.toml");
    let _worker = Worker::start(&server, &[]);
    let stream = context.get_stream("FLEET_JOBS").await.unwrap();
    let begin = std::time::Instant::now();
    while stream.get_info().await.unwrap().state.messages > 0 {
        assert!(begin.elapsed() < PATIENCE, "they are not acknowledged");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    for it in &devices {
        assert_eq!(Log::get(&it.log.sessions), 1);
    }
}

/// The metrics of a worker: what waits in the queue, and that it was away.
#[tokio::test]
async fn a_worker_tells_of_its_queue() {
    let mut server = Server::start().await;
    // They take connections, and say nothing.
    let silent =
        [(); 2].map(|()| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap());
    let devices = silent.each_ref().map(|it| Listening {
        addr: it.local_addr().unwrap(),
        log: Arc::default(),
    });
    let text = inventory(&devices, "other");
    server.write("i.toml", &format!("[sites.main]\nsessions = 1\n{text}"));
    server.write("job.toml", JOB);
    submit(&server, "i.toml", "job.toml");
    let telemetry = ["--metrics", "0", "--log", "json", "--log-level", "trace"];
    let _worker = Worker::start(&server, &telemetry);
    let log_file = server.at("workers.log");
    let log = || std::fs::read_to_string(&log_file);
    let place = |text: &str| {
        let (_, rest) = text.split_once("\"place\":\"")?;
        Some(rest.split_once('"')?.0.to_owned())
    };
    let found = || log().ok().and_then(|it| place(&it));
    until("it says where its metrics are", || found().is_some()).await;
    let place = found().unwrap();
    let has = |line: &str| {
        let Ok(mut stream) = std::net::TcpStream::connect(&place) else {
            return false;
        };
        write!(stream, "GET /metrics HTTP/1.1\r\n\r\n").unwrap();
        let mut said = String::new();
        let read = stream.read_to_string(&mut said);
        read.is_ok() && said.contains(&format!("\n{line}\n"))
    };
    for line in [
        "telnet_fleet_jobs_queued{site=\"main\"} 1",
        "telnet_fleet_jobs_running{site=\"main\"} 1",
    ] {
        until(line, || has(line)).await;
    }
    server.restart().await;
    let line = "telnet_fleet_reconnects_total 1";
    until(line, || has(line)).await;
    // What others log, who do not know what is secret, is left out.
    for line in log().unwrap().lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let target = line["target"].as_str().unwrap();
        let is_grave = line["level"] == "WARN" || line["level"] == "ERROR";
        let is_theirs = target.starts_with("async_nats") && is_grave;
        assert!(target.starts_with("telnet_fleet") || is_theirs, "{line}");
    }
}

/// The brake is that of all workers, and their number is the most that are tried
/// beyond it.
#[tokio::test]
async fn a_credential_that_is_refused_is_stopped() {
    let server = Server::start().await;
    let kinds = (0..35).map(|_| Kind::Router).collect();
    let devices = start(kinds).await;
    server.write("i.toml", &inventory(&devices[..30], "other"));
    server.write("job.toml", JOB);
    submit(&server, "i.toml", "job.toml");
    let mut workers = [(); 2].map(|()| Worker::start(&server, &[]));
    let reports = results(&server, "small", true);
    let refused = reports.iter().filter(|it| it.status == Status::Refused);
    let refused = refused.count();
    let stopped = reports.iter().filter(|it| it.status == Status::Stopped);
    assert!((3..=6).contains(&refused), "{refused}");
    assert_eq!(stopped.count(), 30 - refused);
    // One that comes later knows it, too.
    workers.iter_mut().for_each(Worker::kill);
    server.write("i.toml", &inventory(&devices, "other"));
    submit(&server, "i.toml", "job.toml");
    let _worker = Worker::start(&server, &[]);
    let reports = results(&server, "small", true);
    let stopped = reports.iter().filter(|it| it.status == Status::Stopped);
    assert_eq!(stopped.count(), 35 - refused);
}

#[tokio::test]
async fn without_a_server_it_is_said() {
    let server = Server::start().await;
    let (_taken, nobody) = taken();
    let url = format!("nats://{nobody}");
    let output = run(&server, &["status", "a", "b", "--queue", &url]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("the queue, connecting"), "{said}");
    let output = run(&server, &["status", "no", "such"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("there is no run such of no"), "{said}");
}
