//! The queue, a case at a time.

use std::net::{Ipv4Addr, TcpListener};

use telnet_fleet::{Report, Status};

use crate::device::{self, Kind};
use crate::server::{CREDENTIALS, Server};
use crate::workers::{Worker, results, run, submit};

const JOB: &str = r#"
name = "small"
deadline = "60s"
steps = [
    { do = "login" },
    { do = "run", commands = ["show version"] },
]
"#;

/// An inventory of devices with this credential.
async fn inventory(kinds: Vec<Kind>, credential: &str) -> String {
    let start = move || device::start(kinds);
    let devices = tokio::task::spawn_blocking(start).await.unwrap();
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
    let kinds = (0..6).map(|it| device::played(it, 20_000)).collect();
    server.write("i.toml", &inventory(kinds, "other").await);
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
        assert!(output.len() > 300_000, "{}", output.len());
        assert_eq!(essence(shared), essence(local));
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
    server.write("i.toml", &inventory(kinds, "other").await);
    server.write("job.toml", JOB);
    submit(&server, "i.toml", "job.toml");
    assert!(run(&server, &["cancel", "small", "t1"]).status.success());
    let unknown = run(&server, &["cancel", "small", "t2"]);
    assert_eq!(unknown.status.code(), Some(2));
    let _worker = Worker::start(&server, &[]);
    let reports = results(&server, "small", true);
    assert_eq!(reports.len(), 4);
    for report in reports {
        assert_eq!(report.status, Status::Cancelled);
        assert_eq!(report.attempts, 0);
    }
}

/// The brake is that of all workers, and their number is the most that are tried
/// beyond it.
#[tokio::test]
async fn a_credential_that_is_refused_is_stopped() {
    let server = Server::start().await;
    let kinds = (0..30).map(|_| Kind::Router).collect();
    server.write("i.toml", &inventory(kinds, "other").await);
    server.write("job.toml", JOB);
    submit(&server, "i.toml", "job.toml");
    let _workers = [(); 2].map(|()| Worker::start(&server, &[]));
    let reports = results(&server, "small", true);
    let refused = reports.iter().filter(|it| it.status == Status::Refused);
    let refused = refused.count();
    let stopped = reports.iter().filter(|it| it.status == Status::Stopped);
    assert!((3..=6).contains(&refused), "{refused}");
    assert_eq!(stopped.count(), 30 - refused);
}

#[tokio::test]
async fn without_a_server_it_is_said() {
    let server = Server::start().await;
    let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    let url = format!("nats://127.0.0.1:{port}");
    let output = run(&server, &["status", "a", "b", "--queue", &url]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("the queue, connecting"), "{said}");
    let output = run(&server, &["status", "no", "such"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("there is no run such of no"), "{said}");
}
