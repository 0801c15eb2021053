//! What a host asks of the user's terminal, octet by octet: flow control, tabs, keys;
//! and the prompt under a shell.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::Command;

use rustix::termios::InputModes;
use telnet_testkit::host::DemoHost;
use telnet_testkit::peer::Peer;

use crate::program::{place, telnet_rs};
use crate::terminal::Terminal;

/// Reads until these octets have come, and no further.
fn hears(stream: &mut TcpStream, wanted: &[u8]) {
    let mut heard = Vec::new();
    while !heard.ends_with(wanted) {
        let mut octet = [0];
        stream.read_exact(&mut octet).unwrap();
        heard.push(octet[0]);
    }
}

fn meet<T: Send + 'static>(
    serve: impl FnOnce(TcpStream) -> T + Send + 'static,
) -> (Peer<T>, Terminal) {
    let peer = Peer::new(serve);
    let [host, port] = place(peer.addr());
    let mut command = telnet_rs(&[]);
    command.args([host, port]).env("TERM", "xterm");
    (peer, Terminal::run(command))
}

fn menu(terminal: &mut Terminal, order: &str) {
    terminal.type_in("\x1d");
    terminal.wait_for("telnet-rs> ");
    terminal.type_in(&format!("{order}\r"));
}

/// Waits until the user says so by a line.
fn goes_on(stream: &mut TcpStream) {
    hears(stream, b"\r");
}

#[test]
fn flow_control_is_as_the_host_says() {
    let (peer, mut terminal) = meet(|mut stream| {
        stream.write_all(b"\xFF\xFB\x01\xFF\xFB\x03keys").unwrap();
        goes_on(&mut stream);
        stream.write_all(b"\xFF\xFD\x21on").unwrap();
        hears(&mut stream, b"\xFF\xFB\x21");
        goes_on(&mut stream);
        // RESTART-ANY, then OFF.
        stream.write_all(b"\xFF\xFA\x21\x02\xFF\xF0any").unwrap();
        goes_on(&mut stream);
        stream.write_all(b"\xFF\xFA\x21\x00\xFF\xF0off").unwrap();
        hears(&mut stream, b"\x13");
    });
    let is_on =
        |it: &Terminal, mode: InputModes| it.input_modes().contains(mode);
    terminal.wait_for("keys");
    terminal.wait_until(|it| !is_on(it, InputModes::IXON));
    terminal.type_in("\r");
    terminal.wait_for("on");
    terminal.wait_until(|it| is_on(it, InputModes::IXON));
    terminal.type_in("\r");
    terminal.wait_for("any");
    terminal.wait_until(|it| is_on(it, InputModes::IXANY));
    terminal.type_in("\r");
    terminal.wait_for("off");
    terminal.wait_until(|it| !is_on(it, InputModes::IXON));
    // To the host, then, like any other key.
    terminal.type_in("\x13");
    peer.join();
    terminal.wait_for("closed by the host");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn tabs_are_blanks_where_the_host_wants_them() {
    let (peer, mut terminal) = meet(|mut stream| {
        stream.write_all(b"\tx").unwrap();
        hears(&mut stream, b"\r\n");
        stream.write_all(b"\xFF\xFD\x22").unwrap();
        // EDIT, LIT_ECHO and SOFT_TAB.
        stream.write_all(b"\xFF\xFA\x22\x01\x19\xFF\xF0go").unwrap();
        hears(&mut stream, b"\xFF\xFA\x22\x01\x1D\xFF\xF0");
        // All of it: what is not read resets the connection.
        hears(&mut stream, b"a\x01b\r\n");
        stream.write_all(b"\r\n\ty\r\n").unwrap();
    });
    terminal.wait_for("\tx");
    terminal.wait_until(|it| !it.is_as_before());
    terminal.type_in("\r");
    terminal.wait_for("go");
    menu(&mut terminal, "display");
    terminal.wait_for("litecho     on");
    terminal.wait_for("softtabs    on");
    terminal.type_in("a\x01b\r");
    terminal.wait_for("a\x01b\r\n");
    terminal.wait_for("\n        y\r\n");
    peer.join();
    assert_eq!(terminal.end(), 0);
}

#[test]
fn keys_are_checked_and_those_of_the_terminal_stay() {
    let (peer, mut terminal) = meet(|mut stream| {
        stream.write_all(b"\xFF\xFD\x22").unwrap();
        // ^T asks whether one is there, XON and XOFF cannot be changed.
        hears(&mut stream, b"\x05\x02\x14");
        hears(&mut stream, b"\x0F\x01\x11\x10\x01\x13");
        stream.write_all(b"ready").unwrap();
        hears(&mut stream, b"\xFF\xFA\x22\x03\x00\x02\x00\xFF\xF0");
        // Here erase is ^H.
        stream.write_all(b"\xFF\xFA\x22\x03\x0A\x02\x08\xFF\xF0told").unwrap();
        hears(&mut stream, b"\xFF\xFA\x22\x03\x0A\x82\x08\xFF\xF0");
        goes_on(&mut stream);
        // ISIG: ^T is the command AYT.
        stream.write_all(b"\xFF\xFA\x22\x01\x02\xFF\xF0signals").unwrap();
        hears(&mut stream, b"\xFF\xFA\x22\x01\x06\xFF\xF0");
        hears(&mut stream, b"\xFF\xF6");
    });
    terminal.wait_for("ready");
    menu(&mut terminal, "slc check");
    terminal.wait_for("told");
    menu(&mut terminal, "display");
    terminal.wait_for("erase       ^H");
    menu(&mut terminal, "set stop ^A");
    terminal.wait_for("see stty");
    terminal.wait_until(|it| !it.is_as_before());
    terminal.type_in("\r");
    terminal.wait_for("signals");
    terminal.wait_until(|it| !it.is_as_before());
    terminal.type_in("\x14");
    peer.join();
    assert_eq!(terminal.end(), 0);
}

/// Under a shell with job control, as users have it.
#[test]
fn the_prompt_stops_and_goes_on_before_a_connection_and_behind_one() {
    let host = DemoHost::start().unwrap();
    let [name, port] = place(host.addr());
    let mut shell = Command::new("setsid");
    shell.args([
        "--ctty",
        "bash",
        "--norc",
        "--noprofile",
        "--noediting",
        "-i",
    ]);
    shell.env_clear().env("HOME", "/nonexistent").env("PS1", "shell% ");
    let mut terminal = Terminal::run(shell);
    terminal.wait_for("shell% ");
    terminal.type_in(concat!(env!("CARGO_BIN_EXE_telnet-rs"), "\r"));
    let stops = |terminal: &mut Terminal| {
        for keys in ["z\r", "\x1a"] {
            terminal.wait_for("telnet-rs> ");
            terminal.type_in(keys);
            terminal.wait_for("Stopped");
            terminal.wait_for("shell% ");
            terminal.type_in("fg\r");
            terminal.wait_for("telnet-rs");
            // It is the prompt again that reads.
            terminal.type_in("status\r");
            terminal.wait_for("There is no connection");
        }
    };
    stops(&mut terminal);
    terminal.wait_for("telnet-rs> ");
    terminal.type_in(&format!("open {name} {port}\r"));
    terminal.wait_for("login: ");
    menu(&mut terminal, "close");
    terminal.wait_for("Connection closed.");
    stops(&mut terminal);
    terminal.wait_for("telnet-rs> ");
    terminal.type_in("quit\r");
    terminal.wait_for("shell% ");
    terminal.type_in("exit\r");
    assert_eq!(terminal.end(), 0);
}
