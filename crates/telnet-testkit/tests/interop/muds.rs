//! MUDs: clients of others at our example of a server, and a server of others.

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use telnet_blocking::gmcp::GmcpJson as _;
use telnet_blocking::session::proto::sub::gmcp::Gmcp;
use telnet_blocking::session::proto::sub::msdp::{Msdp, Token};
use telnet_blocking::session::proto::sub::mssp::Mssp;
use telnet_blocking::wait::Received;
use telnet_blocking::watch::Direction;
use telnet_blocking::{Config, Policy, Side, TelnetOption};

use super::{WAIT, addr, connect, telnetlib3_client};

/// What a client shows on a terminal of 100 columns until it ends. What is typed
/// goes in as soon as the text before it is shown.
pub(super) fn shown_by(command: &str, typed: &[(&str, &str)]) -> String {
    let command = format!("stty rows 40 cols 100; exec {command}");
    let mut client = Command::new("script")
        .args(["-qec", &command, "/dev/null"])
        .env("TERM", "xterm")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut keys = client.stdin.take().unwrap();
    let mut screen = client.stdout.take().unwrap();
    let (sender, chunks) = mpsc::channel();
    thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(n @ 1..) = screen.read(&mut buffer) {
            let chunk = buffer.iter().copied().take(n).collect::<Vec<_>>();
            if sender.send(chunk).is_err() {
                break;
            }
        }
    });
    let (mut all, mut seen) = (Vec::new(), 0);
    let mut typed = typed.iter();
    let mut next = typed.next();
    let end = Instant::now() + WAIT;
    loop {
        let left = end.saturating_duration_since(Instant::now());
        match chunks.recv_timeout(left) {
            Ok(chunk) => all.extend(chunk),
            Err(mpsc::RecvTimeoutError::Disconnected) => break,
            Err(mpsc::RecvTimeoutError::Timeout) => {
                client.kill().unwrap();
                panic!("it does not end: {}", String::from_utf8_lossy(&all));
            }
        }
        while let Some((wanted, line)) = next {
            let (_, new) = all.split_at(seen);
            let mut places = new.windows(wanted.len());
            let at = places.position(|it| it == wanted.as_bytes());
            let Some(at) = at else { break };
            seen += at + wanted.len();
            keys.write_all(format!("{line}\r").as_bytes()).unwrap();
            next = typed.next();
        }
    }
    client.wait().unwrap();
    String::from_utf8_lossy(&all).into_owned()
}

/// Where a peer listens on this machine.
pub(super) fn port_of(peer: &str) -> String {
    addr(peer).rsplit(':').next().unwrap().to_owned()
}

/// A folder for the scripts of clients.
fn file(name: &str, text: &str) -> String {
    let folder = std::env::var("INTEROP_WORK").map(PathBuf::from);
    let path = folder.unwrap_or_else(|_| std::env::temp_dir()).join(name);
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

/// It takes GMCP and MSDP where a script says so.
const TINTIN: &str = r"#event {IAC WILL GMCP} {#send {\xFF\xFD\xC9\}}
#event {IAC WILL MSDP} {#send {\xFF\xFD\x45\}}
#event {IAC SB GMCP} {#showme {GMCP seen: %0 %1}}
#event {IAC SB MSDP} {#showme {MSDP seen: %0 %1}}
#event {SESSION DISCONNECTED} {#end}
#action {^Welcome.} {Tin}
#action {smells of coffee} {#send {\xFF\xFA\x45\x01SEND\x02PLAYERS\xFF\xF0\};options}
#action {^On: } {quit}
#session {mud} {127.0.0.1} {PORT}
";

#[test]
fn tintin_sees_all_that_the_example_has() {
    let port = port_of("MUD_SERVER_ADDR");
    let script = file("mud.tin", &TINTIN.replace("PORT", &port));
    let shown = shown_by(&format!("/usr/games/tt++ -G {script}"), &[]);
    for part in [
        "You sit at a TINTIN++.",
        "GMCP seen: Char.Vitals {hp}{20}{maxhp}{20}{name}{Tin}",
        "GMCP seen: Room.Info {name}{The caf\u{e9} at the gate}{num}{1}",
        "MSDP seen: PLAYERS 1",
        "On: CHARSET EOR MSDP GMCP MCCP2. Text: UTF-8. MTTS: 271.",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
}

/// It takes MCCP2 and EOR, tells its name, and knows no CHARSET.
#[test]
fn tinyfugue_plays_with_what_it_has() {
    let port = port_of("MUD_SERVER_ADDR");
    let command = format!("tf -n -v -f/dev/null 127.0.0.1 {port}");
    let typed = [
        ("Name: ", "Tiny"),
        ("coffee", "options"),
        ("On: ", "quit"),
        ("closed by foreign host", "/quit"),
    ];
    let shown = shown_by(&command, &typed);
    for part in ["You sit at a TINYFUGUE.", "On: EOR MCCP2. Text: UTF-8."] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
}

/// It agrees to CHARSET, GMCP and MCCP2, and tells its terminal without MTTS.
#[test]
fn telnetlib3_s_client_agrees_on_a_charset_and_decompresses() {
    let port = port_of("MUD_SERVER_ADDR");
    let client = telnetlib3_client();
    let command = format!("{client} --compression 127.0.0.1 {port}");
    let typed = [("Name: ", "Tel"), ("coffee", "options"), ("On: ", "quit")];
    let shown = shown_by(&command, &typed);
    let part = "On: CHARSET EOR GMCP MCCP2. Text: UTF-8.";
    assert!(shown.contains(part), "{shown}");
    assert!(shown.contains("The caf\u{e9} at the gate"), "{shown}");
}

#[test]
fn evennia_compresses_and_tells_gmcp_msdp_and_mssp() {
    let theirs = [
        TelnetOption::MCCP2,
        TelnetOption::GMCP,
        TelnetOption::MSDP,
        TelnetOption::MSSP,
    ];
    let config = theirs
        .into_iter()
        .fold(Config::new().events(true), |config, option| {
            config.policy(Side::Remote, option, Policy::Accept)
        });
    let mut tn = connect("EVENNIA_ADDR", config);
    let (mut text, mut name) = (String::new(), Vec::new());
    let (mut commands, mut supports) = (Vec::new(), Vec::new());
    let end = Instant::now() + WAIT;
    while [commands.is_empty(), supports.is_empty(), name.is_empty()]
        .contains(&true)
        || !text.contains("Welcome to")
    {
        assert!(Instant::now() < end, "{commands:?} {supports:?} {text}");
        let step = Duration::from_millis(500);
        let Ok(next) = tn.read_next_text(step) else {
            // What is asked before its second process is up is lost.
            let list = b"\x01LIST\x02COMMANDS";
            tn.send_subnegotiation(TelnetOption::MSDP, list).unwrap();
            continue;
        };
        match next.unwrap() {
            Received::Text(it) => text.push_str(&it),
            Received::Event(event) => {
                if let Some(it) = event.payload::<Mssp<'_>>() {
                    name = it.unwrap().get(b"CODEBASE").unwrap().to_vec();
                }
                if let Some(it) = event.payload::<Gmcp<'_>>() {
                    let it = it.unwrap();
                    if it.is("Core.Commands") {
                        supports = it.json::<Vec<String>>().unwrap();
                    }
                }
                if let Some(it) = event.payload::<Msdp<'_>>() {
                    let it = it.unwrap();
                    let values =
                        it.tokens().filter(|it| matches!(it, Token::Val(_)));
                    commands.extend(values.map(|it| format!("{it:?}")));
                }
            }
        }
    }
    assert_eq!(name, b"Evennia");
    assert!(tn.session().is_compressed(Direction::Received));
    assert!(supports.iter().any(|it| it == "get_value"), "{supports:?}");
}
