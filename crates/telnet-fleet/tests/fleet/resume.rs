//! A run that was stopped in the middle, and gone on with.

use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use telnet_fleet::Status;
use telnet_testkit::device::{Devices, Transcript};

use crate::demo;
use crate::program::{Folder, HEAD, device};

const JOB: &str = r#"
name = "settings"
deadline = "10m"
steps = [
    { do = "login" },
    { do = "configure", lines = ["hostname R1"] },
]
"#;

/// A router that is configured; this is what it does at the line.
fn router(does: &str) -> Transcript {
    demo::made(&format!(
        r#"
        login "admin" "secret"
        say "\r\nUsername: "
        hear "admin"
        say "admin\r\nPassword: "
        hear "secret"
        say "\r\n"
        prompt "R1#"
        run "configure terminal"
        echo
        prompt "R1(config)#"
        run "hostname R1"
        {does}
        echo
        prompt "R1(config)#"
        run "end"
        echo
        prompt "R1#"
        "#
    ))
}

/// It hangs there.
const NEVER: &str = "hear \"nobody says this\"";

/// The second of three devices hangs where it is configured, and one session is there
/// at once. Ends when the run is there, and is killed.
fn killed(folder: &Folder, job: &str) -> Devices {
    let routers = ["", NEVER, ""].map(router).to_vec();
    let devices = Devices::start(routers).unwrap();
    let mut inventory = HEAD.replace(
        "[defaults]",
        "[sites.a]\nsessions = 1\n[defaults]\nplatform = \"cisco_ios\"",
    );
    for (nth, addr) in devices.addrs().iter().enumerate() {
        inventory += &device(&format!("r{nth}"), *addr, "a");
    }
    folder.write("inventory.toml", &inventory);
    folder.write("job.toml", job);
    let mut run = start(folder, &[]);
    until(folder, "r1");
    run.kill().unwrap();
    run.wait().unwrap();
    devices
}

fn start(folder: &Folder, more: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_telnet-fleet"))
        .current_dir(folder.at(""))
        .args(["run", "inventory.toml", "job.toml", "--out", "out"])
        .args(["--run", "t1"])
        .args(more)
        .env("FLEET_PASSWORD", "secret")
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Until it is noted that this device may be changed, and what was before is written.
fn until(folder: &Folder, device: &str) {
    let start = Instant::now();
    let line = format!("{{\"changes\":\"settings/t1/{device}\"}}\n");
    let is_noted = || {
        let has = |name: &str, line: &str| {
            let text = fs::read_to_string(folder.at(name));
            text.is_ok_and(|it| it.contains(line))
        };
        has("out/journal.jsonl", &line) && has("out/results.jsonl", "}\n")
    };
    while !is_noted() {
        assert!(start.elapsed() < Duration::from_secs(120), "not in time");
        std::thread::park_timeout(Duration::from_millis(10));
    }
}

#[test]
fn a_run_that_was_killed_goes_on() {
    let folder = Folder::new();
    let _devices = killed(&folder, JOB);
    let before = fs::read_to_string(folder.at("out/results.jsonl")).unwrap();
    assert_eq!(before.lines().count(), 1, "{before}");
    // It was killed in the middle of a line, too.
    let torn = before.split_at(before.len() / 2).0;
    // What another run has left there is no part of this one.
    let other = before.replace("\"t1\"", "\"t0\"").replace("/t1/", "/t0/");
    let before = other + &before;
    folder.write("out/results.jsonl", &(before.clone() + torn));
    // A line of the journal that has no end was followed by nothing.
    let journal = || fs::read_to_string(folder.at("out/journal.jsonl"));
    let torn = journal().unwrap() + "{\"changes\":\"settings/t1/r2\"}";
    folder.write("out/journal.jsonl", &torn);

    // The same again is not what was meant.
    let again = folder.run(&[]);
    let said = String::from_utf8_lossy(&again.stderr);
    assert_eq!(again.status.code(), Some(2), "{said}");
    assert!(said.contains("--resume"), "{said}");

    let output = folder.run(&["--resume"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("3 of 3, 2 done, 1 unknown"), "{said}");
    let after = fs::read_to_string(folder.at("out/results.jsonl")).unwrap();
    assert!(after.starts_with(&before), "{after}");
    let mut reports = folder.reports();
    reports.retain(|it| it.run.as_str() == "t1");
    let ends: Vec<_> =
        reports.iter().map(|it| (it.device.as_str(), it.status)).collect();
    let want =
        [("r0", Status::Done), ("r1", Status::Unknown), ("r2", Status::Done)];
    assert_eq!(ends, want);
    assert_eq!(reports[1].attempts, 1);
    assert!(reports[1].steps.is_empty());
    for line in journal().unwrap().lines() {
        serde_json::from_str::<serde_json::Value>(line).unwrap();
    }

    // There is nothing left to do.
    let output = folder.run(&["--resume"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(folder.reports().len(), 4);
}

/// What may be done twice is.
#[test]
fn an_idempotent_job_is_done_again() {
    let folder = Folder::new();
    let job = format!("idempotent = true{JOB}");
    let mut devices = killed(&folder, &job);
    drop(devices);
    // The device is there again, at another place.
    devices = Devices::start(vec![router("")]).unwrap();
    let addr = devices.addrs()[0];
    let text = fs::read_to_string(folder.at("inventory.toml")).unwrap();
    let (head, _) = text.split_once("[[devices]]").unwrap();
    let inventory = head.to_owned() + &device("r1", addr, "a");
    folder.write("inventory.toml", &inventory);
    let output = folder.run(&["--resume"]);
    let said = String::from_utf8_lossy(&output.stderr);
    let reports = folder.reports();
    assert_eq!(reports.len(), 2, "{said}");
    assert_eq!(reports[1].status, Status::Done, "{:?}", reports[1].error);
}

#[test]
fn another_job_is_not_gone_on_with() {
    let folder = Folder::new();
    let resume = ["--resume"];
    let _devices = killed(&folder, JOB);
    folder.write("job.toml", &JOB.replace("hostname R1", "hostname R2"));
    let output = folder.run(&resume);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("another job"), "{said}");
    folder.write("job.toml", JOB);
    let other = Command::new(env!("CARGO_BIN_EXE_telnet-fleet"))
        .current_dir(folder.at(""))
        .args(["run", "inventory.toml", "job.toml", "--out", "out"])
        .args(["--resume", "--run", "t2"])
        .env("FLEET_PASSWORD", "secret")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&other.stderr);
    assert_eq!(other.status.code(), Some(2), "{said}");
    assert!(said.contains("it has the run t1"), "{said}");
    fs::remove_file(folder.at("out/journal.jsonl")).unwrap();
    assert_eq!(folder.run(&resume).status.code(), Some(2));
}
