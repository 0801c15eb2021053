//! No secret is written anywhere.

use std::fs;
use std::process::Command;

use telnet_fleet::{Inventory, Job};
use telnet_testkit::device::Devices;

use crate::demo;
use crate::program::{Folder, device};

const SECRET: &str = "k7-Wombat";
const ENABLE: &str = "k8-Quokka";

/// A device that says the secrets wherever it can: echoed, in its configuration, in
/// what it refuses.
const TALKATIVE: &str = r#"
login "admin" "k7-Wombat"
say "\r\nUsername: "
hear "admin"
say "admin\r\nPassword: "
hear "k7-Wombat"
say "k7-Wombat\r\n"
prompt "R1>"
run "enable"
echo
say "Password: "
hear "k8-Quokka"
say "k8-Quokka\r\n"
prompt "R1#"
run "show running-config"
echo
line "username admin password k7-Wombat"
line "enable secret k8-Quokka"
prompt "R1#"
run "nonsense"
echo
line "% Invalid input: k7-Wombat k8-Quokka"
prompt "R1#"
"#;

const JOB: &str = r#"
name = "all"
steps = [
    { do = "login" },
    { do = "enable" },
    { do = "run", commands = ["show running-config", "nonsense"] },
]
"#;

#[test]
fn no_secret_is_in_a_result_or_a_message() {
    let devices = Devices::start(vec![demo::made(TALKATIVE)]).unwrap();
    let folder = Folder::new();
    let head = r#"
        [credentials.core]
        user = "admin"
        password = { file = "secret" }
        enable = { command = ["printf", "%s\n", "k8-Quokka"] }
        [defaults]
        credential = "core"
        platform = "cisco_ios"
    "#;
    // Where it was put is not where it may come to.
    let head = head.replace("\"k8-Quokka\"", "\"k8-\", \"Quokka\"");
    let head = head.replace("%s\\n", "%s%s");
    let inventory = head + &device("r1", devices.addrs()[0], "a");
    folder.write("secret", &format!("{SECRET}\n"));
    folder.write("inventory.toml", &inventory);
    folder.write("job.toml", JOB);
    let output = folder.run(&[]);
    let reports = folder.reports();
    assert_eq!(output.status.code(), Some(1), "{reports:?}");
    let why = reports[0].error.as_deref().unwrap();
    assert!(why.contains("\"nonsense\" was refused"), "{why}");
    assert!(reports[0].steps.iter().any(|it| it.output.contains("********")));
    let mut all = vec![output.stdout, output.stderr];
    for file in fs::read_dir(folder.at("out")).unwrap() {
        all.push(fs::read(file.unwrap().path()).unwrap());
    }
    // What a queue carries.
    let inventory = Inventory::parse(&inventory).unwrap();
    let job = Job::parse(JOB).unwrap();
    let run = "t1".parse().unwrap();
    for order in inventory.orders(&job, &run) {
        all.push(serde_json::to_vec(&order).unwrap());
    }
    assert!(all.len() > 4);
    for octets in all {
        let text = String::from_utf8_lossy(&octets);
        assert!(!text.contains(SECRET) && !text.contains(ENABLE), "{text}");
    }
}

#[test]
fn a_secret_that_is_not_to_be_had_is_said_to_be_without_it() {
    let folder = Folder::new();
    let head = r#"
        [credentials.core]
        user = "admin"
        password = { file = "two-lines" }
        [defaults]
        credential = "core"
    "#;
    folder.write("two-lines", &format!("{SECRET}\n{ENABLE}\n"));
    let inventory = head.to_owned() + &device("r1", demo::dead(), "a");
    folder.write("inventory.toml", &inventory);
    folder.write("job.toml", JOB);
    let output = folder.run(&[]);
    assert_eq!(output.status.code(), Some(1));
    let why = folder.reports()[0].error.clone().unwrap();
    assert!(why.contains("credential core: the file two-lines"), "{why}");
    assert!(!why.contains("k7") && !why.contains("k8"), "{why}");
}

/// What other processes see of this one.
#[test]
fn no_secret_is_an_argument() {
    let help = Command::new(env!("CARGO_BIN_EXE_telnet-fleet"))
        .args(["run", "--help"])
        .output()
        .unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    assert!(help.contains("--out") && !help.contains("password <"), "{help}");
}
