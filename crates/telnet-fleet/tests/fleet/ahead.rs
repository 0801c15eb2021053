//! One session tries a credential ahead of others.

use telnet_fleet::Status;

use crate::gate::{self, Login};
use crate::program::{Folder, HEAD, device};

const JOB: &str = r#"
name = "versions"
deadline = "60s"
steps = [
    { do = "login" },
    { do = "run", commands = ["show version"] },
]
"#;

/// What the devices of one site come to, and how many refusals it takes.
fn run(login: Login, count: usize, refusals: u32) -> (Vec<Status>, gate::Seen) {
    let (addrs, gate) = gate::start(count, login);
    let folder = Folder::new();
    let site = format!("[sites.a]\nrefusals = {refusals}\n[defaults]");
    let mut inventory = HEAD.replace("[defaults]", &site);
    for (nth, addr) in addrs.iter().enumerate() {
        inventory += &device(&format!("r{nth}"), *addr, "a");
    }
    let mut job = JOB.to_owned();
    if matches!(login, Login::EnableRefused) {
        let password = "password = { env = \"FLEET_PASSWORD\" }";
        let both =
            format!("{password}\nenable = {{ env = \"FLEET_PASSWORD\" }}");
        inventory = inventory.replace(password, &both);
        job = JOB
            .replace("{ do = \"run\"", "{ do = \"enable\" },\n{ do = \"run\"");
    }
    folder.write("inventory.toml", &inventory);
    folder.write("job.toml", &job);
    let output = folder.run(&[]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() < Some(2), "{said}");
    let reports = folder.reports();
    (reports.iter().map(|it| it.status).collect(), gate.seen())
}

#[test]
fn one_that_is_refused_goes_ahead_of_others() {
    for login in [Login::Refused, Login::EnableRefused] {
        let (statuses, seen) = run(login, 12, 3);
        let refused = statuses.iter().filter(|it| **it == Status::Refused);
        assert_eq!((refused.count(), seen.all, seen.most), (3, 3, 1));
        let stopped = statuses.iter().filter(|it| **it == Status::Stopped);
        assert_eq!(stopped.count(), 9, "{login:?}");
    }
}

/// Others begin as soon as it is taken: each device answers when all are there.
#[test]
fn one_that_is_taken_does_not_hold_up_others_to_its_end() {
    let (statuses, seen) = run(Login::Taken(6), 6, 1);
    assert_eq!(statuses, [Status::Done; 6]);
    assert_eq!(seen.most, 6);
}
