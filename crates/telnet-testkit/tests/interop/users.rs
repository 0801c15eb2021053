//! GNU's client at a terminal, whose user types lines to a server of ours.

use std::io::Write as _;

use telnet_blocking::linemode::LinemodeSettings;
use telnet_blocking::proto::sub::linemode::{Function, Level, Mode, Setting};
use telnet_blocking::server::Entry;
use telnet_blocking::{Config, Side, TelnetOption};

use super::linemode::gnu_telnet;
use super::muds::{port_of, shown_by};
use super::{WAIT, telnetlib3_client};

const ECHO: TelnetOption = TelnetOption::ECHO;

fn line(text: &'static str) -> Entry {
    Entry::Line(text.into())
}

/// It edits lines by itself, and does not show the secret.
#[test]
fn gnu_telnet_edits_the_lines_of_read_line() {
    let edit = Mode::EDIT.with(Mode::TRAPSIG);
    let interrupt = Setting::new(Level::Value, 3);
    let settings =
        LinemodeSettings::server(edit).character(Function::IP, interrupt);
    let config = Config::server().linemode(settings);
    let (mut user, mut tn) = gnu_telnet(config);
    // It answers marks in their order: what was asked before is answered then.
    for _ in 0..3 {
        tn.timing_mark(WAIT).unwrap();
    }
    let keyboard = user.0.stdin.as_mut().unwrap();
    keyboard.write_all(b"helpo\x7F\x7Flo\n").unwrap();
    assert_eq!(tn.read_line("> ", WAIT).unwrap(), line("hello"));
    assert!(!tn.session().is_enabled(Side::Local, ECHO));
    // The client has agreed to show lines, and shows none of the secret.
    tn.timing_mark(WAIT).unwrap();
    let keyboard = user.0.stdin.as_mut().unwrap();
    keyboard.write_all(b"seccret\x7F\x7F\x7F\x7Fret\n").unwrap();
    assert_eq!(tn.read_secret("? ", WAIT).unwrap(), line("secret"));
    // The key that interrupts is the command IP.
    tn.timing_mark(WAIT).unwrap();
    let keyboard = user.0.stdin.as_mut().unwrap();
    keyboard.write_all(b"\x03").unwrap();
    assert_eq!(tn.read_line("> ", WAIT).unwrap(), Entry::Interrupt);
    tn.close().unwrap();
}

/// It sends each key, and what is seen is what the server echoes.
#[test]
fn gnu_telnet_sends_keys_in_character_mode() {
    let (mut user, mut tn) = gnu_telnet(Config::server().ask_peer(true));
    for _ in 0..3 {
        tn.timing_mark(WAIT).unwrap();
    }
    assert!(tn.session().is_enabled(Side::Local, ECHO));
    let keyboard = user.0.stdin.as_mut().unwrap();
    keyboard.write_all(b"helpo\x7F\x7Flo\r").unwrap();
    assert_eq!(tn.read_line("> ", WAIT).unwrap(), line("hello"));
    let keyboard = user.0.stdin.as_mut().unwrap();
    keyboard.write_all(b"nothing\x15\x1B[A\x1B[D\x1B[D0\r").unwrap();
    assert_eq!(tn.read_line("> ", WAIT).unwrap(), line("hel0lo"));
    let keyboard = user.0.stdin.as_mut().unwrap();
    keyboard.write_all(b"secret\r\x04").unwrap();
    assert_eq!(tn.read_secret("? ", WAIT).unwrap(), line("secret"));
    assert_eq!(tn.read_line("> ", WAIT).unwrap(), Entry::End);
    tn.close().unwrap();
}

/// A user who posts a message on the example `bbs`, and reads it.
fn posts_and_reads(client: &str) {
    let command = client.replace("PORT", &port_of("BBS_ADDR"));
    let typed = [
        ("login: ", "guest"),
        ("Password: ", "guest"),
        ("guest> ", "post a word to all"),
        ("guest: a word to all", "who"),
        ("guest> ", "bye"),
    ];
    let shown = shown_by(&command, &typed);
    for part in ["Welcome to the board.", "guest: a word to all", "Goodbye."] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
}

#[test]
fn plink_posts_on_the_board() {
    posts_and_reads("plink -telnet -P PORT 127.0.0.1");
}

#[test]
fn telnetlib3_s_client_posts_on_the_board() {
    posts_and_reads(&format!("{} 127.0.0.1 PORT", telnetlib3_client()));
}

/// It edits by LINEMODE, and so the Delete of its user is nothing that comes here.
#[test]
fn gnu_telnet_works_at_the_example_of_a_device() {
    let port = port_of("DEVICE_CLI_ADDR");
    let command = format!("inetutils-telnet 127.0.0.1 {port}");
    let typed = [
        ("Username: ", "admin"),
        ("Password: ", "admin"),
        ("r1>", "show versiom\x7Fn"),
        ("3 weeks", "enable"),
        ("Password: ", "enable"),
        ("r1#", "reload"),
        ("Not today.", "exit"),
    ];
    let shown = shown_by(&command, &typed);
    assert!(shown.contains("Example OS, version 1.0"), "{shown}");
    assert!(shown.contains("Goodbye."), "{shown}");
}
