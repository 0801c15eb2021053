//! Against real peers that nobody here wrote. `.ci/run interop` installs and
//! starts them, and says by the environment where they listen.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test is to fail loudly"
)]

mod clients;
mod clis;
mod line;
mod linemode;
mod matrix;
mod muds;
mod serial;
mod shells;
mod tls;
mod told;
mod users;

use std::time::{Duration, Instant};

use telnet_blocking::session::EventKind;
use telnet_blocking::session::proto::State;
use telnet_blocking::session::proto::sub::Role;
use telnet_blocking::session::proto::sub::com_port::ComPort;
use telnet_blocking::session::proto::{Policy, Side};
use telnet_blocking::session::watch::Direction;
use telnet_blocking::{
    Cli, Command, Config, ConnectOptions, Stream, Telnet, TelnetOption,
    WindowSize,
};

const WAIT: Duration = Duration::from_secs(30);
const USER: &str = "tnuser";
const PASSWORD: &str = "tn-Secret1";
const FILE: &str = "hello-from-telnetd.txt";

/// Where a peer listens; without one there is nothing to test.
fn addr(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| {
        panic!("{name} is not set: start the peers with .ci/run interop")
    })
}

/// Where `install` puts what is no package of Debian's.
fn in_prefix(path: &str) -> String {
    let prefix = std::env::var("TELNET_PEERS")
        .unwrap_or_else(|_| "/opt/telnet-stack-peers".into());
    format!("{prefix}/{path}")
}

fn telnetlib3_client() -> String {
    in_prefix("venv/bin/telnetlib3-client")
}

fn connect(peer: &str, config: Config) -> Telnet<std::net::TcpStream> {
    let options = ConnectOptions::new().config(config);
    let mut tn = Telnet::connect_with(addr(peer), options).unwrap();
    tn.set_timeout(Some(WAIT));
    tn
}

fn until<S: Stream>(tn: &mut Telnet<S>, expected: &str) -> String {
    let found = tn.read_until(expected, WAIT).unwrap().matched().unwrap();
    String::from_utf8_lossy(found.text()).into_owned()
}

fn log_in<S: Stream>(tn: &mut Telnet<S>) {
    until(tn, "login: ");
    tn.write(format!("{USER}\n")).unwrap();
    until(tn, "Password: ");
    tn.write(format!("{PASSWORD}\n")).unwrap();
    until(tn, "$ ");
}

/// What a shell prints for a command whose end is marked.
fn run<S: Stream>(tn: &mut Telnet<S>, command: &str) -> String {
    // The mark is written so that its echo is not mistaken for it.
    tn.write(format!("{command}; echo END''MARK\n")).unwrap();
    let text = until(tn, "ENDMARK");
    until(tn, "$ ");
    text
}

#[test]
fn telnetd_logs_in_lists_and_lets_go() {
    for config in [Config::default(), Config::telnetlib()] {
        let mut tn = connect("TELNETD_ADDR", config);
        log_in(&mut tn);
        let listing = run(&mut tn, "ls");
        assert!(listing.contains(FILE), "{listing}");
        tn.write("exit\n").unwrap();
        assert!(
            String::from_utf8_lossy(&tn.read_all().unwrap()).contains("logout")
        );
    }
}

#[test]
fn telnetd_hears_of_terminal_and_window() {
    let config = Config::default()
        .terminal_types(["VT100"])
        .unwrap()
        .window_size(WindowSize { columns: 132, rows: 43 });
    let mut tn = connect("TELNETD_ADDR", config);
    log_in(&mut tn);
    let told = run(&mut tn, "echo T=$TERM; stty size");
    assert!(told.contains("T=vt100"), "{told}");
    assert!(told.contains("43 132"), "{told}");
    // The size changes under way; 255 is escaped.
    let size = WindowSize { columns: 255, rows: 65 };
    tn.session_mut().set_window_size(Some(size));
    let told = run(&mut tn, "stty size");
    assert!(told.contains("65 255"), "{told}");
}

#[test]
fn telnetd_refuses_a_wrong_password() {
    let mut tn = connect("TELNETD_ADDR", Config::default());
    until(&mut tn, "login: ");
    tn.write(format!("{USER}\n")).unwrap();
    until(&mut tn, "Password: ");
    tn.write("wrong\n").unwrap();
    until(&mut tn, "Login incorrect");
}

#[test]
fn telnetd_answers_commands_and_carries_every_octet() {
    let config = Config::default()
        .policy(Side::Local, TelnetOption::BINARY, Policy::Accept)
        .policy(Side::Remote, TelnetOption::BINARY, Policy::Accept);
    let mut tn = connect("TELNETD_ADDR", config);
    log_in(&mut tn);
    // Only after login does it agree to BINARY on its side.
    tn.session_mut().request(Side::Remote, TelnetOption::BINARY, true);
    tn.send_command(Command::AYT).unwrap();
    until(&mut tn, "[Yes]");
    // Octets 255 and NUL, which need escaping or vanish outside BINARY.
    assert!(tn.session().is_enabled(Side::Remote, TelnetOption::BINARY));
    tn.write("printf '<\\377\\000\\377\\377>'\r").unwrap();
    let found = tn.read_until(b"<\xFF\0\xFF\xFF>", WAIT).unwrap();
    assert!(found.is_match(), "{:?}", found.matched());
}

#[test]
fn telnetd_settles_every_option_it_asks_for() {
    let config = Config::default().events(true);
    let mut tn = connect("TELNETD_ADDR", config);
    until(&mut tn, "login: ");
    let mut options = 0;
    while let Some(event) = tn.session_mut().poll_event() {
        options += u32::from(matches!(event.kind, EventKind::Option { .. }));
    }
    assert!(options >= 13, "{options}");
    for code in 0..=u8::MAX {
        for side in [Side::Local, Side::Remote] {
            let state = tn.session().option_state(side, code.into());
            assert!(matches!(state, State::Yes | State::No), "{code}");
        }
    }
}

#[test]
fn telnetlib3_shell_answers_and_marks_its_prompts() {
    let config = Config::default().events(true);
    let mut tn = connect("TELNETLIB3_ADDR", config);
    let prompt = "tel:sh> ";
    until(&mut tn, prompt);
    tn.write("help\r\n").unwrap();
    let help = until(&mut tn, prompt);
    assert!(help.contains("quit"), "{help}");
    tn.write("nonsense\r\n").unwrap();
    until(&mut tn, prompt);
    tn.write("quit\r\n").unwrap();
    let farewell = tn.read_all().unwrap();
    assert!(farewell.ends_with(b"Goodbye.\r\n"), "{farewell:?}");
    // Its prompts end in GA.
    let session = tn.session_mut();
    let marks = std::iter::from_fn(|| session.poll_event())
        .filter(|e| e.kind == EventKind::Command(Command::GA))
        .count();
    assert!(marks >= 3, "{marks}");
}

/// It compresses what it sends by MCCP2. It offers MCCP3, too, and refuses it once
/// that is accepted (5.0.1). By then a client compresses, and what that makes is
/// typed into its shell, or begins a command of Telnet: MCCP3 is left alone here.
#[test]
fn telnetlib3_compresses_what_it_sends() {
    // It offers more to who has a terminal.
    let config = Config::default().terminal_types(["xterm"]).unwrap().policy(
        Side::Remote,
        TelnetOption::MCCP2,
        Policy::Accept,
    );
    let mut tn = connect("TELNETLIB3_MCCP_ADDR", config);
    let prompt = "tel:sh> ";
    until(&mut tn, prompt);
    for _ in 0..20 {
        tn.write("help\r\n").unwrap();
        let help = until(&mut tn, prompt);
        assert!(help.contains("quit"), "{help}");
    }
    let session = tn.session();
    assert!(session.is_compressed(Direction::Received), "{session:?}");
    assert!(!session.is_compressed(Direction::Sent), "{session:?}");
    tn.write("quit\r\n").unwrap();
    let farewell = tn.read_all().unwrap();
    assert!(farewell.ends_with(b"Goodbye.\r\n"), "{farewell:?}");
}

#[test]
fn a_deadline_holds_while_telnetd_floods() {
    let config = Config::default().max_unread(1 << 30);
    let mut tn = connect("TELNETD_ADDR", config);
    log_in(&mut tn);
    tn.write("yes\n").unwrap();
    let time = Duration::from_millis(300);
    let start = Instant::now();
    let outcome = tn.read_until("never", time).unwrap();
    assert!(outcome.is_timeout());
    assert!(start.elapsed() >= time);
    assert!(start.elapsed() < WAIT / 2, "{:?}", start.elapsed());
    tn.close().unwrap();
}

/// The dialogues of the router example, with a shell for the router and `more`
/// for its pager.
#[test]
fn more_turns_its_pages() {
    for terminal in ["VT100", "DUMB"] {
        let mut config = Config::default();
        config = config.terminal_types([terminal]).unwrap();
        config.window_size = Some(WindowSize { columns: 80, rows: 24 });
        // The shell says before its prompt that it takes pastes in brackets.
        config.strip_ansi = true;
        let mut tn = connect("TELNETD_ADDR", config);
        let cli = Cli::with_prompt(r"[^\r\n]*\$ ").unwrap();
        tn.login(&cli, USER, PASSWORD, WAIT).unwrap();
        tn.run(&cli, "PS1='pager$ '", WAIT).unwrap();
        let cli = Cli::with_prompt(r"pager\$ ").unwrap();
        let numbers: String =
            (1..=200).map(|it| format!("{it} is a number\n")).collect();
        for command in ["cat", "more -e"] {
            let line = format!("seq -f '%g is a number' 200 | {command}");
            let reply = tn.run(&cli, line, WAIT).unwrap();
            let text = String::from_utf8_lossy(&reply.text);
            assert_eq!(text, numbers, "{terminal} {command}");
            assert!(reply.prompt.ends_with(b"pager$ "));
        }
        let list = tn.run(&cli, "ls", WAIT).unwrap();
        let list = String::from_utf8_lossy(&list.text);
        assert!(list.lines().any(|line| line == FILE), "{list}");
        tn.write("exit\n").unwrap();
    }
}

#[test]
fn a_wrong_password_is_refused_by_login() {
    let mut tn = connect("TELNETD_ADDR", Config::default());
    let cli = Cli::with_prompt(r"[^\r\n]*\$ ").unwrap();
    let error = tn.login(&cli, USER, "tn-Wrong1", WAIT).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::PermissionDenied, "{error}");
}

/// Its answer has eight octets, where RFC 2217 has four. Outside BINARY the NUL
/// behind a CR of the line would be among them.
#[test]
fn sredird_tells_the_baud_rate_of_its_line() {
    let mut config = Config::default();
    let option = TelnetOption::COM_PORT_OPTION;
    config = config.policy(Side::Local, option, Policy::Accept);
    config = config.policy(Side::Local, TelnetOption::BINARY, Policy::Accept);
    config = config.policy(Side::Remote, TelnetOption::BINARY, Policy::Accept);
    config.events = true;
    let mut tn = connect("SREDIRD_ADDR", config);
    tn.write("one\r").unwrap();
    until(&mut tn, "one\r");
    assert!(tn.session().is_enabled(Side::Local, option));
    let set = ComPort::BaudRate(9600).to_parts(Role::Client).concat();
    tn.send_subnegotiation(option, set).unwrap();
    tn.write("two\r").unwrap();
    until(&mut tn, "two\r");
    let mut told = Vec::new();
    while let Some(event) = tn.session_mut().poll_event() {
        if let EventKind::Subnegotiation { payload, .. } = event.kind {
            told.push(payload);
        }
    }
    let rate = told.iter().find(|it| it.first() == Some(&101)).unwrap();
    let rate = ComPort::parse(rate, Role::Server);
    assert_eq!(rate, Ok(ComPort::BaudRate(9600)), "{told:?}");
}
