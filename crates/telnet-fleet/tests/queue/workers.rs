//! The program: workers, and what is asked of the queue.

use std::fs;
use std::process::{Child, Command, Output, Stdio};

use telnet_fleet::Report;

use crate::server::Server;

/// A lock that nobody renews lasts so long in these tests.
const LEASE: &str = "8s";

pub(crate) fn program(server: &Server, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_telnet-fleet"));
    command
        .current_dir(server.at(""))
        .args(arguments)
        .env("TELNET_FLEET_QUEUE", server.url())
        .env("FLEET_ROUTER", telnet_testkit::host::router::PASSWORD)
        .env("FLEET_ENABLE", telnet_testkit::host::router::ENABLE_PASSWORD)
        .env("FLEET_OTHER", "secret");
    command
}

/// Runs it to its end.
pub(crate) fn run(server: &Server, arguments: &[&str]) -> Output {
    program(server, arguments).output().unwrap()
}

pub(crate) fn submit(server: &Server, inventory: &str, job: &str) -> Output {
    let files = ["submit", inventory, job, "--run", "t1", "--lease", LEASE];
    let output = run(server, &files);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    output
}

/// The results of a run in the order of the devices' names: those that are there,
/// or all that are to come.
pub(crate) fn results(server: &Server, job: &str, waits: bool) -> Vec<Report> {
    let out = format!("out-{job}");
    let _fresh = fs::remove_dir_all(server.at(&out));
    let mut arguments = vec!["results", job, "t1", "--out", &out];
    if waits {
        arguments.push("--wait");
    }
    let output = run(server, &arguments);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() < Some(2), "{said}");
    let lines = server.at(&out).join("results.jsonl");
    let text = fs::read_to_string(lines).unwrap();
    let reports = text.lines().map(|it| serde_json::from_str(it).unwrap());
    let mut reports: Vec<Report> = reports.collect();
    reports.sort_by(|a, b| a.device.cmp(&b.device));
    reports
}

/// A worker: a process that watches, and the one that it watches.
pub(crate) struct Worker(Child);

impl Worker {
    pub(crate) fn start(server: &Server, more: &[&str]) -> Self {
        let mut log = fs::File::options();
        let log = log.create(true).append(true);
        let log = log.open(server.at("workers.log")).unwrap();
        let child = program(server, &["worker", "--lease", LEASE])
            .args(["--credentials", "credentials.toml"])
            .args(more)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        Self(child)
    }

    /// The number of the process that has the sessions, when it is there.
    pub(crate) fn engine(&self) -> Option<u32> {
        let watching = self.0.id().to_string();
        fs::read_dir("/proc").unwrap().find_map(|it| {
            let name = it.ok()?.file_name().into_string().ok()?;
            let id: u32 = name.parse().ok()?;
            let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
            // Behind the name, which may have anything in it: state, parent.
            let (_, rest) = stat.rsplit_once(") ")?;
            let parent = rest.split(' ').nth(1)?;
            (parent == watching).then_some(id)
        })
    }

    /// Stops it as the system does at its end.
    pub(crate) fn stop(&mut self) {
        signal("TERM", self.0.id());
        let status = self.0.wait().unwrap();
        assert!(status.success(), "{status}");
    }

    /// Kills both processes at once, as a machine that loses power does.
    pub(crate) fn kill(&mut self) {
        if let Some(engine) = self.engine() {
            signal("KILL", engine);
        }
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // The other process ends with this one.
        let _gone = self.0.kill();
        let _gone = self.0.wait();
    }
}

pub(crate) fn signal(name: &str, process: u32) {
    let line = format!("kill -{name} {process}");
    let status = Command::new("sh").args(["-c", &line]).status().unwrap();
    assert!(status.success(), "{line}");
}
