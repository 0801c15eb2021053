//! The program as users run it, in front of hosts that nobody here wrote.
//! `.ci/run interop` installs and starts them, and says by the environment where
//! they listen.
#![cfg(target_os = "linux")]
#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test is to fail loudly"
)]

#[path = "../client/program.rs"]
#[expect(dead_code, reason = "the tests without real hosts use the rest")]
mod program;
#[path = "../client/terminal.rs"]
#[expect(dead_code, reason = "the tests without real hosts use the rest")]
mod terminal;

use rustix::process::Signal;

use crate::program::{run, said, telnet_rs};
use crate::terminal::Terminal;

const USER: &str = "tnuser";
const PASSWORD: &str = "tn-Secret1";
const FILE: &str = "hello-from-telnetd.txt";

/// Where a peer listens; without one there is nothing to test.
fn addr(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| {
        panic!("{name} is not set: start the peers with .ci/run interop")
    })
}

fn connect(arguments: &[&str]) -> Terminal {
    let mut command = telnet_rs(arguments);
    command.env("TERM", "vt100");
    Terminal::run(command)
}

/// Logs in by hand at a host with the real login.
fn log_in(name: &str) -> Terminal {
    let mut terminal = connect(&[&addr(name)]);
    terminal.wait_for("login: ");
    terminal.type_in(&format!("{USER}\r"));
    terminal.wait_for("Password: ");
    terminal.type_in(&format!("{PASSWORD}\r"));
    let shown = terminal.wait_for("$ ");
    assert!(!shown.contains(PASSWORD), "the password shows: {shown:?}");
    // What ends a prompt is nothing that a greeting has in it.
    terminal.type_in("PS1='rea''dy$ '\r");
    terminal.wait_for("ready$ ");
    terminal
}

/// Ends what would not end by itself; it has the terminal once it speaks.
fn interrupt(terminal: &mut Terminal) {
    terminal.type_in("sh -c 'echo BE\"\"GIN; exec sleep 1000'\r");
    terminal.wait_for("BEGIN");
    terminal.type_in("\x03");
    terminal.wait_for("ready$ ");
}

fn log_out(mut terminal: Terminal) {
    terminal.type_in("exit\r");
    terminal.wait_for("closed by the host");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn telnetd_has_a_user_with_a_window_a_menu_and_a_pause() {
    let mut terminal = log_in("TELNETD_ADDR");
    terminal.type_in("echo T=$TERM; stty size\r");
    terminal.wait_for("T=vt100");
    terminal.wait_for("24 80");
    terminal.wait_for("ready$ ");
    terminal.resize(101, 31);
    terminal.type_in("stty size\r");
    terminal.wait_for("31 101");
    terminal.wait_for("ready$ ");

    terminal.type_in("\x1d");
    terminal.wait_for("telnet-rs> ");
    assert!(terminal.is_as_before());
    terminal.type_in("status\r");
    terminal.wait_for("host     ECHO");
    terminal.type_in("\x1d");
    terminal.wait_for("telnet-rs> ");
    terminal.type_in("send ayt\r");
    terminal.wait_for("[Yes]");

    terminal.signal(Signal::TSTP);
    terminal.wait_until(Terminal::is_stopped);
    assert!(terminal.is_as_before());
    terminal.resize(90, 40);
    terminal.signal(Signal::CONT);
    terminal.wait_until(|it| !it.is_as_before());
    terminal.type_in("stty size\r");
    terminal.wait_for("40 90");
    terminal.wait_for("ready$ ");

    // ^C is for the host.
    interrupt(&mut terminal);
    log_out(terminal);
}

#[test]
fn the_terminal_is_as_before_whatever_ends_it() {
    for (signal, code) in
        [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130)]
    {
        let mut terminal = log_in("TELNETD_ADDR");
        terminal.wait_until(|it| !it.is_as_before());
        terminal.signal(signal);
        assert_eq!(terminal.end(), code);
    }
}

/// GNU's telnetd has lines edited here while a program reads lines.
#[test]
fn telnetd_has_lines_edited_by_linemode() {
    let mut terminal = log_in("TELNETD_LINEMODE_ADDR");
    terminal.type_in("cat\r");
    terminal.wait_for("cat\r\n");
    terminal.type_in("\x1d");
    terminal.wait_for("telnet-rs> ");
    terminal.type_in("display\r");
    let shown = terminal.wait_for("isig        on");
    assert!(shown.contains("edit        on"), "{shown}");
    terminal.wait_for("lnext       ^V");
    terminal.type_in("helpo\x7f\x7flo\r");
    // Once by the editor, once by `cat`.
    terminal.wait_for("helpo\x08 \x08\x08 \x08lo");
    terminal.wait_for("hello\r\n");
    terminal.type_in("\x04");
    terminal.wait_for("ready$ ");
    interrupt(&mut terminal);
    log_out(terminal);
}

/// Our own example of a device has its clients edit lines, and hides passwords.
#[test]
fn the_example_of_a_device_has_lines_edited_by_linemode() {
    let mut terminal = connect(&[&addr("DEVICE_CLI_ADDR")]);
    for (question, answer) in [
        ("Username: ", "admin"),
        ("Password: ", "admin"),
        ("r1>", "show versiom\x7fn"),
        ("r1>", "enable"),
        ("Password: ", "enable"),
    ] {
        terminal.wait_for(question);
        terminal.type_in(&format!("{answer}\r"));
    }
    let shown = terminal.wait_for("r1#");
    assert!(!shown.contains("enable\r\n\r\n"), "{shown:?}");
    terminal.type_in("\x1d");
    terminal.wait_for("telnet-rs> ");
    terminal.type_in("display\r");
    terminal.wait_for("edit        on");
    terminal.type_in("exit\r");
    terminal.wait_for("Goodbye.");
    terminal.wait_for("closed by the host");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn a_mud_shows_its_door() {
    let mut terminal = connect(&[&addr("TINYMUX_ADDR")]);
    terminal.wait_for("connect");
    terminal.type_in("WHO\r");
    terminal.wait_for("Player Name");
    terminal.type_in("QUIT\r");
    terminal.wait_for("closed by the host");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn ser2net_is_a_console() {
    let url = format!("rfc2217://{}", addr("SER2NET_ADDR"));
    let mut terminal = connect(&["serial", &url]);
    terminal.wait_for("opens the menu");
    terminal.wait_until(|it| !it.is_as_before());
    // The line repeats what it gets.
    terminal.type_in("hello");
    terminal.wait_for("hello");
    for (order, answer) in [
        ("baud 19200", "19200"),
        ("break", "break off"),
        ("lines", "CTS"),
        ("status", "19200"),
    ] {
        terminal.type_in("\x1d");
        terminal.wait_for("telnet-rs> ");
        terminal.type_in(&format!("{order}\r"));
        terminal.wait_for(answer);
    }
    terminal.type_in("\x1dclose\r");
    terminal.wait_for("Connection closed.");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn scripts_log_in_run_and_print() {
    let file = std::env::temp_dir()
        .join(format!("telnet-rs-interop-{}", std::process::id()));
    let script = "secret PASSWORD\n\
                  login tnuser $PASSWORD\n\
                  run \"ls\"\n\
                  sendline exit\n\
                  expect eof\n";
    std::fs::write(&file, script).unwrap();
    let host = addr("TELNETD_ADDR");
    let by_file = ["-f", file.to_str().unwrap(), &host];
    let by_words = [
        "-x",
        "secret PASSWORD",
        "-x",
        "expect /ogin: /",
        "-x",
        "sendline tnuser",
        "-x",
        "expect \"Password: \"",
        "-x",
        "sendline $PASSWORD",
        "-x",
        "expect /\\$ $/",
        "-x",
        "log -",
        "-x",
        "sendline ls",
        "-x",
        "expect /\\.txt/",
        &host,
    ];
    for arguments in [&by_file[..], &by_words] {
        let output = telnet_rs(arguments)
            .env("PASSWORD", PASSWORD)
            .stdin(std::process::Stdio::null())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        let shown = String::from_utf8(output.stdout).unwrap();
        assert!(shown.contains(FILE), "{shown}");
        assert!(!shown.contains(PASSWORD), "{shown}");
    }
    // A wrong password is refused, and hidden.
    let mut command = telnet_rs(&by_file);
    command.env("PASSWORD", "tn-Wrong1").stdin(std::process::Stdio::null());
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(4));
    assert!(!said(&output).contains("tn-Wrong1"), "{}", said(&output));
    std::fs::remove_file(file).unwrap();
}

#[test]
fn a_pipe_has_the_greeting() {
    let output = run(&[&addr("TINYMUX_ADDR")], b"QUIT\n");
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let shown = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(shown.contains("connect"), "{shown}");
}
