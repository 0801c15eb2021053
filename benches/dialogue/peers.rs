//! The same work by ours, by scrapli, netmiko and pexpect, on the same hosts.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use telnet_benches::process::Process;
use telnet_blocking::{Cli, Config, ConnectOptions, Telnet};
use telnet_testkit::host::router::{PASSWORD, USER};

use super::fleet;
use super::host::{COMMAND, MANY};

const WAIT: Duration = Duration::from_secs(60);
const SHOW: &str = "show version";
const LOGINS: usize = 20;
const COMMANDS: usize = 200;
const HOSTS: usize = 50;
const TIMES: usize = 20;
const WORKS: [(&str, &str); 4] = [
    ("login", "connect and log in, ms"),
    ("command", "a command, ms"),
    ("fleet", "50 hosts x 20 commands, s"),
    ("long", "a reply of 16 MiB, s"),
];

/// Seconds by what was done.
type Figures = BTreeMap<String, f64>;

pub(crate) fn run() {
    let router = Process::start(&["router"]).unwrap();
    let writer = Process::start(&["writer"]).unwrap();
    let mut columns = vec![("ours".to_owned(), ours(&router, &writer))];
    for name in ["scrapli", "netmiko", "pexpect"] {
        columns.extend(peer(name, &router.addr, &writer.addr));
    }
    print(&columns);
}

fn ours(router: &Process, writer: &Process) -> Figures {
    let cli = Cli::default();
    let open = |addr: &str| {
        let config = Config::default().max_unread(2 * MANY);
        let options = ConnectOptions::new().config(config);
        let mut tn = Telnet::connect_with(addr, options).unwrap();
        tn.login(&cli, USER, PASSWORD, WAIT).unwrap();
        tn
    };
    let login = median(LOGINS, || drop(open(&router.addr)));
    let mut tn = open(&router.addr);
    let command = median(COMMANDS, || {
        let reply = tn.run(&cli, SHOW, WAIT).unwrap();
        assert!(reply.text.starts_with(b"Demo Router"));
    });
    let fleet = median(3, || fleet::run(&router.addr, HOSTS, SHOW, TIMES));
    let mut tn = open(&writer.addr);
    let long = median(3, || {
        let reply = tn.run(&cli, COMMAND, WAIT).unwrap();
        assert!(reply.raw.len() > MANY && reply.text.len() > MANY / 2);
    });
    let all = [login, command, fleet, long];
    WORKS.iter().map(|it| it.0.to_owned()).zip(all).collect()
}

fn median(times: usize, mut work: impl FnMut()) -> f64 {
    let time = |()| {
        let start = Instant::now();
        work();
        start.elapsed().as_secs_f64()
    };
    let mut all: Vec<f64> = std::iter::repeat_n((), times).map(time).collect();
    all.sort_unstable_by(f64::total_cmp);
    all[times / 2]
}

/// The peer's name and version, and its figures, if there is a Python that has
/// it.
fn peer(name: &str, router: &str, writer: &str) -> Option<(String, Figures)> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let script = here.join(format!("peers/dialogue_{name}.py"));
    let output =
        Command::new(python()).arg(script).args([router, writer]).output();
    let output = match output {
        Ok(output) => output,
        Err(why) => {
            println!("\n{name} is left out, see peers/README.md: {why}");
            return None;
        }
    };
    if !output.status.success() {
        let why = String::from_utf8_lossy(&output.stderr);
        println!("\n{name} has not come to its end: {}", why.trim());
    }
    let output = String::from_utf8(output.stdout).unwrap();
    let mut lines = output.lines();
    let version = lines.next().unwrap_or_default().to_owned();
    let figures = lines.filter_map(|line| {
        let (work, seconds) = line.split_once(' ')?;
        Some((work.to_owned(), seconds.parse().ok()?))
    });
    Some((version, figures.collect()))
}

/// The Python that has the peers.
pub(crate) fn python() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let python = std::env::var_os("PEERS_PYTHON").map(PathBuf::from);
    python.unwrap_or_else(|| here.join("../target/venv/bin/python"))
}

fn print(columns: &[(String, Figures)]) {
    print!("\n| |");
    for (nth, (name, _)) in columns.iter().enumerate() {
        print!(" {name} |");
        if nth > 0 {
            print!(" ours / theirs |");
        }
    }
    println!("\n|---|{}", "---|".repeat(2 * columns.len() - 1));
    for (work, title) in WORKS {
        print!("| {title} |");
        let scale = if title.ends_with("ms") { 1e3 } else { 1.0 };
        let ours = columns[0].1[work];
        for (nth, (_, figures)) in columns.iter().enumerate() {
            match figures.get(work) {
                Some(it) if nth == 0 => print!(" {:.3} |", it * scale),
                Some(it) => print!(" {:.3} | {:.4} |", it * scale, ours / it),
                None => print!(" | |"),
            }
        }
        println!();
    }
}
