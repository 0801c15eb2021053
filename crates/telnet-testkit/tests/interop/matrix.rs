//! Each server on each adapter under each policy: a short talk to its end. The
//! matrix is printed, and is to be the one in `docs/evidence/interop.md`.

use std::io::{self, ErrorKind};
use std::net::TcpStream;
use std::task::Poll;
use std::thread;
use std::time::{Duration, Instant};

use telnet_blocking::linemode::LinemodeSettings;
use telnet_blocking::wait::{ReadUntil, Wait};
use telnet_blocking::{Config, Policy, Side, TelnetOption, WindowSize};
use telnet_mio::mio::{self, net};

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

const ADAPTERS: [&str; 4] = ["blocking", "mio", "tokio", "smol"];
const POLICIES: [&str; 3] = ["refuse", "default", "accept"];

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

fn config(policy: &str) -> Config {
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

/// The same talk with the methods of an adapter.
macro_rules! talk {
    ($tn:ident, $talk:ident, $time:ident $(, $await:tt)?) => {{
        for (wanted, typed) in $talk.0 {
            if !wanted.is_empty() {
                $tn.read_until(*wanted, $time)$(.$await)??.matched()?;
            }
            $tn.send_line(typed)$(.$await)??;
        }
        $tn.read_until($talk.1, $time)$(.$await)??.matched()?;
        Ok(())
    }};
}

fn on_blocking(
    stream: TcpStream,
    config: Config,
    talk: Talk,
    time: Duration,
) -> io::Result<()> {
    let mut tn = telnet_blocking::Telnet::new(stream, config)?;
    tn.set_timeout(Some(WAIT));
    talk!(tn, talk, time)
}

fn on_tokio(
    stream: TcpStream,
    config: Config,
    talk: Talk,
    time: Duration,
) -> io::Result<()> {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_all().build()?.block_on(async {
        stream.set_nonblocking(true)?;
        let stream = tokio::net::TcpStream::from_std(stream)?;
        let mut tn = telnet_tokio::Telnet::tcp(stream, config)?;
        tn.set_timeout(Some(WAIT));
        talk!(tn, talk, time, await)
    })
}

fn on_smol(
    stream: TcpStream,
    config: Config,
    talk: Talk,
    time: Duration,
) -> io::Result<()> {
    smol::block_on(async {
        let stream = smol::Async::new(stream)?;
        let mut tn = telnet_async_std::Telnet::tcp(stream, config)?;
        tn.set_timeout(Some(WAIT));
        talk!(tn, talk, time, await)
    })
}

fn on_mio(
    stream: TcpStream,
    config: Config,
    talk: Talk,
    time: Duration,
) -> io::Result<()> {
    use telnet_mio::mio::{Interest, Token};
    stream.set_nonblocking(true)?;
    let stream = net::TcpStream::from_std(stream);
    let mut tn = telnet_mio::Telnet::new(stream, config)?;
    let mut poll = mio::Poll::new()?;
    poll.registry().register(&mut tn, Token(0), Interest::READABLE)?;
    let mut events = mio::Events::with_capacity(8);
    let mut until = |tn: &mut telnet_mio::Telnet<_>, wanted: &str| {
        let mut wait = ReadUntil::new(wanted.as_bytes(), time);
        let it = wait_on_mio(&mut poll, &mut events, tn, &mut wait)?;
        it.matched().map_err(io::Error::from)
    };
    for (wanted, typed) in talk.0 {
        if !wanted.is_empty() {
            until(&mut tn, wanted)?;
        }
        tn.send_line(typed)?;
    }
    until(&mut tn, talk.1)?;
    Ok(())
}

fn wait_on_mio<W: Wait>(
    poll: &mut mio::Poll,
    events: &mut mio::Events,
    tn: &mut telnet_mio::Telnet<net::TcpStream>,
    wait: &mut W,
) -> io::Result<W::Output> {
    loop {
        if let Poll::Ready(output) = tn.poll(wait, Instant::now())? {
            return Ok(output);
        }
        poll.poll(events, tn.timeout(wait, Instant::now()))?;
        for event in events.iter() {
            tn.on_event(event);
        }
    }
}

fn once(
    name: &str,
    adapter: &str,
    policy: &str,
    talk: Talk,
    time: Duration,
) -> io::Result<()> {
    let stream = TcpStream::connect(addr(&format!("{name}_ADDR")))?;
    let config = config(policy);
    match adapter {
        "blocking" => on_blocking(stream, config, talk, time),
        "mio" => on_mio(stream, config, talk, time),
        "tokio" => on_tokio(stream, config, talk, time),
        _ => on_smol(stream, config, talk, time),
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
