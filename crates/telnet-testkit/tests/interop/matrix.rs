//! Each server on each adapter under each policy: a short talk, and its end once our
//! half of the connection is closed. The matrix is printed, and is to be the one in
//! `docs/evidence/interop.md`.

use std::io::{self, ErrorKind};
use std::thread;
use std::time::{Duration, Instant};

use telnet_blocking::linemode::LinemodeSettings;
use telnet_blocking::wait::ReadAll;
use telnet_blocking::{Config, Policy, Side, TelnetOption, WindowSize};

use super::line::{ADAPTERS, Line};
use super::{PASSWORD, USER, addr};

const WAIT: Duration = Duration::from_secs(15);

/// What a server says, and what is typed then; and what it says at the end.
type Talk = (&'static [(&'static str, &'static str)], &'static str);

const LOGIN: Talk = (
    &[("login: ", USER), ("Password: ", PASSWORD), ("$ ", "echo BE''GIN")],
    "BEGIN",
);
const SAYS_AGAIN: Talk = (&[("> ", "hello there")], "said: hello there");
const REPEATS: Talk = (&[("", "hello")], "hello");
/// Twenty thousand lines, to whom the console belongs.
const CONSOLE: Talk = (
    &[
        ("(plus you)\r\n", ""),
        ("ps$ ", "seq -f '%g is a number' 20000"),
        ("20000 is a number\r\n", "echo BE''GIN"),
    ],
    "BEGIN",
);
const CHAT: Talk = (
    &[("Enter name: ", "fred"), ("Welcome, fred!", "hello there")],
    "fred: hello there",
);
const MUSH: Talk = (
    &[("<password>", "connect wizard potrzebie\r\nthink BE[strcat(GI,N)]")],
    "BEGIN",
);

const SERVERS: [(&str, Talk); 17] = [
    ("BUSYBOX", LOGIN),
    ("CHATD", CHAT),
    (
        "FRR",
        (&[("Password: ", PASSWORD), ("r1> ", "show version")], "FRRouting"),
    ),
    (
        "LIBCLI",
        (
            &[
                ("Username: ", "fred"),
                ("Password: ", "nerk"),
                ("demo> ", "show numbers 3"),
            ],
            "3 is a number",
        ),
    ),
    ("MINIBOA", SAYS_AGAIN),
    ("NETKIT", LOGIN),
    ("OPENOCD", (&[("> ", "version")], "Open On-Chip Debugger")),
    ("PROCSERV", CONSOLE),
    // It draws the blank of its prompt by going there.
    ("PROMPT_TOOLKIT", (&[(">", "hello there")], "said: hello there")),
    ("PROXY", LOGIN),
    ("QEMU", (&[("(qemu) ", "info version")], "Debian")),
    ("SER2TCP", REPEATS),
    ("SIMH", (&[("PDP-8 simulator", "hello")], "HELLO")),
    ("TELNETD", LOGIN),
    ("TELNETLIB3", (&[("tel:sh> ", "help")], "quit")),
    ("TINYMUX", MUSH),
    ("TWISTED", SAYS_AGAIN),
];

/// These have one client at a time, and are not back at once when it has gone.
const SINGLE: [&str; 3] = ["CHATD", "PROXY", "SIMH"];

/// These go on where a client has closed its half.
const STAYS: [&str; 1] = ["MINIBOA"];

pub(super) const POLICIES: [&str; 3] = ["refuse", "default", "accept"];

/// What `accept` agrees to, on both sides, with the terminal's speed, its window and
/// LINEMODE; there is no terminal type and no variable to tell. BINARY is left out: it
/// changes what Enter is, and has tests of its own.
const ACCEPTED: [TelnetOption; 14] = [
    TelnetOption::ECHO,
    TelnetOption::SGA,
    TelnetOption::STATUS,
    TelnetOption::TM,
    TelnetOption::TTYPE,
    TelnetOption::EOR,
    TelnetOption::NAWS,
    TelnetOption::LFLOW,
    TelnetOption::NEW_ENVIRON,
    TelnetOption::OLD_ENVIRON,
    TelnetOption::CHARSET,
    TelnetOption::GMCP,
    TelnetOption::MSSP,
    TelnetOption::MCCP2,
];

/// What is set of a connection under a policy.
pub(super) fn config(policy: &str) -> Config {
    let sides = [Side::Local, Side::Remote];
    let all = |config: Config, option, policy| {
        sides.iter().fold(config, |it, side| it.policy(*side, option, policy))
    };
    match policy {
        "refuse" => (0..=255_u8).fold(Config::default(), |config, code| {
            all(config, code.into(), Policy::Refuse)
        }),
        "accept" => ACCEPTED
            .into_iter()
            .fold(Config::default(), |config, option| {
                all(config, option, Policy::Accept)
            })
            .linemode(LinemodeSettings::client())
            .terminal_speed(38_400, 38_400)
            .window_size(WindowSize { columns: 80, rows: 24 }),
        _ => Config::default().terminal_types(["XTERM"]).unwrap(),
    }
}

fn once(
    name: &str,
    adapter: &str,
    policy: &str,
    talk: Talk,
    time: Duration,
) -> io::Result<()> {
    let addr = addr(&format!("{name}_ADDR"));
    let mut line = Line::new(adapter, &addr, config(policy), time)?;
    for (wanted, typed) in talk.0 {
        line.until(wanted.as_bytes())?;
        line.send(|session| session.send_line(typed.as_bytes()))?;
    }
    line.until(talk.1.as_bytes())?;
    line.half_close()?;
    if STAYS.contains(&name) {
        return Ok(());
    }
    line.wait(ReadAll::new(time))??;
    match line.session().is_eof() {
        true => Ok(()),
        false => Err(io::Error::other("no end")),
    }
}

/// A talk; again where the server is not back from its last client.
fn talks(name: &str, adapter: &str, policy: &str, talk: Talk) -> String {
    let end = Instant::now() + WAIT;
    loop {
        match once(name, adapter, policy, talk, WAIT) {
            Ok(()) => return "ok".into(),
            Err(error)
                if SINGLE.contains(&name)
                    && error.kind() != ErrorKind::TimedOut
                    && Instant::now() < end =>
            {
                thread::yield_now();
            }
            Err(error) => return error.to_string(),
        }
    }
}

/// It asks for the type of the terminal, and begins once it knows that.
fn stays_mute(name: &str, adapter: &str, policy: &str, talk: Talk) -> String {
    let time = Duration::from_millis(200);
    match once(name, adapter, policy, talk, time) {
        Err(error) if error.kind() == ErrorKind::TimedOut => "mute".into(),
        other => format!("not mute: {other:?}"),
    }
}

/// The cells of a server, in the order of adapters, and of policies in each, up to
/// the first that fails.
fn row(name: &str, talk: Talk) -> Vec<String> {
    let mut cells = Vec::new();
    for adapter in ADAPTERS {
        for policy in POLICIES {
            let is_mute = (name, policy) == ("PROMPT_TOOLKIT", "refuse");
            let cell = match is_mute {
                true => stays_mute(name, adapter, policy, talk),
                false => talks(name, adapter, policy, talk),
            };
            let is_good = cell == if is_mute { "mute" } else { "ok" };
            cells.push(cell);
            if !is_good {
                return cells;
            }
        }
    }
    cells
}

#[test]
fn every_server_on_every_adapter_under_every_policy() {
    let rows = SERVERS
        .map(|(name, talk)| (name, thread::spawn(move || row(name, talk))));
    let mut matrix = String::from("| server |");
    for adapter in ADAPTERS {
        for policy in POLICIES {
            matrix.push_str(&format!(" {adapter}, {policy} |"));
        }
    }
    let columns = ADAPTERS.len() * POLICIES.len();
    matrix.push_str(&format!("\n|---|{}", "---|".repeat(columns)));
    let mut failures = Vec::new();
    for (name, row) in rows {
        let cells = row.join().unwrap();
        let bad = cells.iter().filter(|it| *it != "ok" && *it != "mute");
        failures.extend(bad.map(|it| format!("{name}: {it}")));
        matrix.push_str(&format!("\n| {name} | {} |", cells.join(" | ")));
    }
    println!("{matrix}");
    assert!(failures.is_empty(), "{failures:#?}");
    let page = include_str!("../../../../docs/evidence/interop.md");
    assert!(page.contains(&matrix), "the page has another matrix:\n{matrix}");
}
