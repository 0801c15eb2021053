//! A script on many hosts: `telnet-rs --hosts` beside a pool of netmiko's.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use telnet_benches::process::Process;
use telnet_testkit::host::router::{PASSWORD, USER};

use super::peers::python;

const HOSTS: usize = 500;
const JOBS: usize = 100;
const SCRIPT: &str = "secret PASSWORD; login $USER $PASSWORD; \
                      run 'show version'";

pub(crate) fn run() {
    let router = Process::start(&["router"]).unwrap();
    let ours = ours(&router.addr);
    println!("telnet-rs, {HOSTS} hosts, {JOBS} at a time: {ours:.2} s");
    let script = Path::new(env!("CARGO_MANIFEST_DIR"));
    let script = script.join("peers/many_netmiko.py");
    let (hosts, jobs) = (HOSTS.to_string(), JOBS.to_string());
    let output = Command::new(python())
        .arg(script)
        .args([&router.addr, &hosts, &jobs])
        .output();
    let theirs = match output {
        Ok(it) if it.status.success() => String::from_utf8(it.stdout).unwrap(),
        Ok(it) => {
            let why = String::from_utf8_lossy(&it.stderr).into_owned();
            return println!("netmiko has not come to its end: {why}");
        }
        Err(why) => return println!("netmiko is left out: {why}"),
    };
    let (name, seconds) = theirs.trim().rsplit_once(' ').unwrap();
    let theirs: f64 = seconds.parse().unwrap();
    println!(
        "{name}, the same: {theirs:.2} s, {:.1} times ours",
        theirs / ours
    );
}

/// Seconds of the program, which is `TELNET_RS` or beside this one.
fn ours(router: &str) -> f64 {
    let program = std::env::var_os("TELNET_RS").map(PathBuf::from);
    let here = std::env::current_exe().unwrap();
    let beside = here.ancestors().nth(2).unwrap().join("telnet-rs");
    let program = program.unwrap_or(beside);
    let hosts: String = (0..HOSTS)
        .map(|it| format!("[[host]]\nname='h{it}'\nhost='{router}'\n"))
        .collect();
    let list = format!("telnet-rs-many-{}.toml", std::process::id());
    let list = std::env::temp_dir().join(list);
    fs::write(&list, hosts).unwrap();
    let start = Instant::now();
    let output = Command::new(program)
        .arg("--hosts")
        .arg(&list)
        .args(["-j", &JOBS.to_string(), "-x", SCRIPT])
        .env("USER", USER)
        .env("PASSWORD", PASSWORD)
        .output()
        .expect("telnet-rs: cargo build --release -p telnet-cli");
    let time = start.elapsed().as_secs_f64();
    fs::remove_file(list).unwrap();
    assert!(output.status.success(), "{output:?}");
    let shown = String::from_utf8(output.stdout).unwrap();
    let begins = shown.lines().filter(|it| it.contains(": Demo Router"));
    assert_eq!(begins.count(), HOSTS);
    time
}
