//! `telnet-fleet run`.

use std::collections::BTreeMap;
use std::fs;

use telnet_fleet::Status;
use telnet_testkit::device::Devices;

use crate::demo;
use crate::program::{Folder, HEAD, device};

const JOB: &str = r#"
name = "versions"
deadline = "20s"
retry = { attempts = 2, wait = "100ms" }
jitter = "500ms"
steps = [
    { do = "login" },
    { do = "run", commands = ["show version"] },
]
"#;

/// How many there are of each.
const GOOD: usize = 160;
const FLOODING: usize = 5;
const SILENT: usize = 5;
const DEAD: usize = 20;
const REFUSING: usize = 10;

#[test]
fn two_hundred_devices_have_a_result_each() {
    let mut devices: Vec<_> = (0..GOOD).map(demo::kind).collect();
    devices.extend((0..FLOODING).map(|_| demo::flooding()));
    devices.extend((0..SILENT).map(|_| demo::silent()));
    devices.extend((0..REFUSING).map(|_| demo::refusing()));
    let devices = Devices::start(devices).unwrap();
    let mut inventory = format!("{HEAD}\n[sites.a]\nsessions = 60\n");
    let mut wanted = BTreeMap::new();
    for (nth, addr) in devices.addrs().iter().enumerate() {
        let (name, site, status) = match nth {
            _ if nth < GOOD => (format!("good{nth}"), "a", Status::Done),
            _ if nth < GOOD + FLOODING => {
                (format!("flood{nth}"), "b", Status::Failed)
            }
            _ if nth < GOOD + FLOODING + SILENT => {
                (format!("silent{nth}"), "c", Status::Failed)
            }
            _ => (format!("refusing{nth}"), "locked", Status::Refused),
        };
        inventory += &device(&name, *addr, site);
        wanted.insert(name, status);
    }
    for nth in 0..DEAD {
        let name = format!("dead{nth}");
        inventory += &device(&name, demo::dead(), "d");
        wanted.insert(name, Status::Failed);
    }
    let folder = Folder::new();
    folder.write("inventory.toml", &inventory);
    folder.write("job.toml", JOB);
    let output = folder.run(&["--sessions", "100"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    let reports = folder.reports();
    assert_eq!(reports.len(), wanted.len());
    let mut refused = 0;
    for report in &reports {
        let name = report.device.as_str();
        let why = &report.error;
        assert_eq!(report.id, format!("versions/t1/{name}"));
        if report.site.as_str() == "locked" {
            refused += usize::from(report.status == Status::Refused);
            let is_known = [Status::Refused, Status::Stopped];
            assert!(is_known.contains(&report.status), "{name}: {why:?}");
            continue;
        }
        assert_eq!(report.status, wanted[name], "{name}: {why:?}");
        if name.starts_with("dead") {
            assert_eq!(report.attempts, 2, "{name}");
        }
        if let Some(nth) = name.strip_prefix("good") {
            let run = report.steps.iter().find(|it| it.step == "run").unwrap();
            let want = format!("version {nth} of ");
            assert!(run.output.starts_with(&want), "{name}: {run:?}");
            let file = folder.at(&format!("out/{name}.txt"));
            assert!(fs::read_to_string(file).unwrap().contains(&want));
        }
    }
    // The brake: three refusals of one credential at a site, no more.
    assert_eq!(refused, 3, "{said}");
    assert!(said.contains("200 of 200, 160 done"), "{said}");
}

#[test]
fn wrong_files_are_said_to_be() {
    let folder = Folder::new();
    let missing = r#"
        [[devices]]
        name = "r1"
        host = "192.0.2.1"
        credential = "none"
    "#;
    let two = "[[devices]]\nname = \"r1\"\nhost = \"a\"\n".repeat(2);
    let platform = r#"
        [[devices]]
        name = "r1"
        host = "192.0.2.1"
        platform = "no_such"
    "#;
    let job = |steps: &str| format!("name = \"j\"\nsteps = [{steps}]");
    let login = job(r#"{ do = "login" }"#);
    for (inventory, job, said) in [
        (missing, &login, "there is no credential none"),
        (&two, &login, "two have this name"),
        (platform, &login, "no platform is called"),
        ("[[devices]]\nname = \"../x\"\nhost = \"a\"", &login, "is no name"),
        ("[sites.a]\nsessions = 0", &login, "1 at least"),
        ("", &job(""), "does nothing"),
        ("", &job(r#"{ do = "fly" }"#), "fly"),
        ("", &job(r#"{ do = "run", commands = ["a\nb"] }"#), "line end"),
        ("", &job(r#"{ do = "expect", patterns = ["("] }"#), "("),
        ("", &job(r#"{ do = "expect", patterns = [] }"#), "never ends"),
    ] {
        folder.write("inventory.toml", inventory);
        folder.write("job.toml", job);
        let output = folder.run(&[]);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}: {stderr}");
        assert!(stderr.contains(said), "{said}: {stderr}");
        assert!(stderr.contains(".toml: "), "{said}: {stderr}");
    }
}

#[test]
fn what_its_window_has_passed_is_missed() {
    let folder = Folder::new();
    let addr = demo::dead();
    folder
        .write("inventory.toml", &(HEAD.to_owned() + &device("r1", addr, "a")));
    let window = "window = { not_after = \"2020-01-01T00:00:00Z\" }\n";
    folder.write("job.toml", &format!("{window}{JOB}"));
    assert_eq!(folder.run(&[]).status.code(), Some(1));
    let reports = folder.reports();
    assert_eq!(reports[0].status, Status::Missed);
    assert_eq!(reports[0].attempts, 0);
}

/// Commands that are refused, lines that configure, and a pattern that is waited
/// for.
#[test]
fn each_kind_of_step_is_done() {
    let device_of = demo::made(
        r#"
        login "admin" "secret"
        say "\r\nUsername: "
        hear "admin"
        say "admin\r\nPassword: "
        hear "secret"
        say "\r\n"
        prompt "R1>"
        run "enable"
        echo
        say "Password: "
        hear "secret"
        say "\r\n"
        prompt "R1#"
        run "configure terminal"
        echo
        prompt "R1(config)#"
        run "hostname R1"
        echo
        prompt "R1(config)#"
        run "nonsense"
        echo
        line "% Invalid input detected at '^' marker."
        prompt "R1(config)#"
        run "end"
        echo
        prompt "R1#"
        run "reload"
        echo
        line "Reload in 7 minutes"
        prompt "R1#"
        "#,
    );
    let devices = Devices::start(vec![device_of]).unwrap();
    let folder = Folder::new();
    let head = HEAD.replace(
        "[defaults]",
        "enable = { env = \"FLEET_PASSWORD\" }\n[defaults]\n\
         platform = \"cisco_ios\"",
    );
    let addr = devices.addrs()[0];
    folder.write("inventory.toml", &(head + &device("r1", addr, "a")));
    let job = r#"
        name = "all"
        steps = [
            { do = "login" },
            { do = "enable" },
            { do = "configure", lines = ["hostname R1", "nonsense"], keep_going = true },
            { do = "expect", send = "reload", patterns = ["now", 'in \d+ minutes'], within = "20s" },
        ]
    "#;
    folder.write("job.toml", job);
    let output = folder.run(&[]);
    let reports = folder.reports();
    assert_eq!(output.status.code(), Some(0), "{reports:?}");
    let steps = &reports[0].steps;
    let names: Vec<&str> = steps.iter().map(|it| &*it.step).collect();
    assert_eq!(names, ["login", "enable", "configure", "configure", "expect"]);
    assert_eq!(steps[3].sent.as_deref(), Some("nonsense"));
    assert!(steps[3].refused.as_deref().unwrap().contains("Invalid input"));
    assert_eq!(steps[4].matched, Some(1));
}
