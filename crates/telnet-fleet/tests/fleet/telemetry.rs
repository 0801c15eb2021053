//! Metrics and logs.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, ChildStderr, Command, Stdio};
use std::time::Duration;

use telnet_testkit::device::Devices;

use crate::demo;
use crate::program::{Folder, HEAD, device};

const JOB: &str = r#"
name = "versions"
deadline = "10m"
steps = [
    { do = "login" },
    { do = "run", commands = ["show version", "nonsense"] },
]
"#;

/// A device that refuses a line with what a terminal would obey, and with the
/// password.
const HOSTILE: &str = r#"
login "admin" "secret"
say "\r\nUsername: "
hear "admin"
say "admin\r\nPassword: "
hear "secret"
say "\r\n"
prompt "R1#"
run "show version"
echo
line "secret"
prompt "R1#"
run "nonsense"
echo
say "% Invalid input: \x9b31m \xc2\x9b31m secret\r\n"
show "% Invalid input: "
prompt "R1#"
"#;

struct Running {
    child: Child,
    stderr: BufReader<ChildStderr>,
}

impl Running {
    fn start(folder: &Folder, more: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_telnet-fleet"))
            .current_dir(folder.at(""))
            .args(["run", "inventory.toml", "job.toml", "--out", "out"])
            .args(more)
            .env("FLEET_PASSWORD", "secret")
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        Self { child, stderr }
    }

    /// Reads its log until each of these texts was in a line.
    fn lines(&mut self, mut wanted: Vec<&str>) {
        while !wanted.is_empty() {
            let line = self.line("").to_string();
            wanted.retain(|it| !line.contains(it));
        }
    }

    /// The next line of its log, of JSON, that has this text.
    fn line(&mut self, wanted: &str) -> serde_json::Value {
        loop {
            let mut line = String::new();
            let count = self.stderr.read_line(&mut line).unwrap();
            assert!(count > 0, "there is no line with {wanted:?}");
            assert!(!line.contains("secret"), "{line}");
            if line.contains(wanted) {
                return serde_json::from_str(&line).unwrap();
            }
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _ended = self.child.wait();
    }
}

fn ask(place: &str, what: &str) -> String {
    let mut stream = TcpStream::connect(place).unwrap();
    write!(stream, "GET {what} HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    let mut said = String::new();
    stream.read_to_string(&mut said).unwrap();
    said
}

#[test]
fn metrics_say_how_many_are_where() {
    // One that is done, one that is refused, one that never answers, one that waits
    // for its site.
    let kinds =
        vec![demo::kind(1), demo::refusing(), demo::silent(), demo::silent()];
    let devices = Devices::start(kinds).unwrap();
    let folder = Folder::new();
    let mut inventory = format!("{HEAD}\n[sites.c]\nsessions = 1\n");
    inventory =
        inventory.replace("[defaults]", "[sites.b]\nrefusals = 1\n[defaults]");
    for (nth, addr) in devices.addrs().iter().enumerate() {
        let site = ["a", "b", "c", "c"][nth];
        inventory += &device(&format!("r{nth}"), *addr, site);
    }
    // It comes when that at its site was refused.
    inventory += &device("r4", devices.addrs()[1], "b");
    // It holds the run up to its end.
    let silent = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    inventory += &device("r5", silent.local_addr().unwrap(), "d");
    folder.write("inventory.toml", &inventory);
    folder.write("job.toml", &JOB.replace(", \"nonsense\"", ""));
    let telemetry = ["--metrics", "0", "--log", "json", "--log-level", "debug"];
    let mut run = Running::start(&folder, &telemetry);
    let place = run.line("metrics are at");
    let place = place["fields"]["place"].as_str().unwrap().to_owned();
    assert!(place.starts_with("127.0.0.1:"), "{place}");
    // One of the two that never answer has begun, and the other one waits.
    run.lines(vec!["\"stopped\"", "\"done\"", "/r2\""]);
    let said = ask(&place, "/metrics");
    assert!(said.starts_with("HTTP/1.1 200 OK\r\n"), "{said}");
    for line in [
        "telnet_fleet_jobs_queued{site=\"a\"} 0",
        "telnet_fleet_jobs_queued{site=\"c\"} 1",
        "telnet_fleet_jobs_running{site=\"c\"} 1",
        "telnet_fleet_jobs_running{site=\"a\"} 0",
        "telnet_fleet_jobs_ended_total{site=\"a\",status=\"done\"} 1",
        "telnet_fleet_jobs_ended_total{site=\"b\",status=\"refused\"} 1",
        "telnet_fleet_jobs_ended_total{site=\"b\",status=\"stopped\"} 1",
        "telnet_fleet_refusals{site=\"b\",credential=\"core\"} 1",
        "telnet_fleet_brake_stopped{site=\"b\",credential=\"core\"} 1",
        "telnet_fleet_attempt_seconds_count{site=\"a\"} 1",
        "telnet_fleet_attempt_seconds_bucket{site=\"a\",le=\"900\"} 1",
    ] {
        assert!(said.contains(&format!("\n{line}\n")), "{line}: {said}");
    }
    assert!(ask(&place, "/").starts_with("HTTP/1.1 404"));
    assert!(!said.contains("secret"), "{said}");
    // One that asks without an end has an answer, and one that says nothing has none.
    let mut stream = TcpStream::connect(&place).unwrap();
    stream.write_all(&[b'x'; 8192]).unwrap();
    let mut said = String::new();
    stream.read_to_string(&mut said).unwrap();
    assert!(said.starts_with("HTTP/1.1 404"), "{said}");
    let mut stream = TcpStream::connect(&place).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    said.clear();
    assert_eq!(stream.read_to_string(&mut said).unwrap(), 0);
}

#[test]
fn a_log_has_no_secret_and_no_control_character() {
    let devices = Devices::start(vec![demo::made(HOSTILE)]).unwrap();
    let folder = Folder::new();
    let inventory = HEAD.to_owned() + &device("r1", devices.addrs()[0], "a");
    folder.write("inventory.toml", &inventory);
    folder.write("job.toml", JOB);
    for form in ["text", "json"] {
        let out = format!("out-{form}");
        let output = Command::new(env!("CARGO_BIN_EXE_telnet-fleet"))
            .current_dir(folder.at(""))
            .args(["run", "inventory.toml", "job.toml", "--out", &out])
            .args(["--log", form, "--log-level", "trace"])
            .env("FLEET_PASSWORD", "secret")
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("was refused"), "{said}");
        assert!(said.contains("r1") && said.contains("failed"), "{said}");
        assert!(!said.contains("secret"), "{said}");
        let is_control = |it: char| it.is_control() && it != '\n';
        assert!(!said.contains(is_control), "{said:?}");
    }
}

#[test]
fn without_a_word_there_is_no_log() {
    let folder = Folder::new();
    folder.write("inventory.toml", HEAD);
    folder.write("job.toml", JOB);
    let output = folder.run(&[]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(said, "0 of 0, 0 running, 0 queued, 0.0/s\n");
    let output = folder.run(&["--metrics", "no place"]);
    assert_eq!(output.status.code(), Some(2));
}
