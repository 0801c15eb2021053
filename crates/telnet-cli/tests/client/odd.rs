//! Odd places that the program is used in: windows, inputs and outputs that few
//! have, and hosts that end in the middle of something.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Command, Stdio};

use telnet_testkit::peer::Peer;

use crate::program::{NOBODY, all, place, run, said, telnet_rs};
use crate::script::Folder;
use crate::terminal::Terminal;

/// Reads until these octets have come, and no further: what was before them.
fn hears(stream: &mut TcpStream, wanted: &[u8]) -> Vec<u8> {
    let mut heard = Vec::new();
    while !heard.ends_with(wanted) {
        let mut octet = [0];
        stream.read_exact(&mut octet).unwrap();
        heard.push(octet[0]);
    }
    heard.truncate(heard.len() - wanted.len());
    heard
}

#[test]
fn a_fifo_may_be_closed_late() {
    let peer = Peer::new(|mut stream| {
        hears(&mut stream, b"hi\r\n");
        stream.write_all(b"first\r\n").unwrap();
        let rest = all(&stream);
        stream.write_all(b"last\r\n").unwrap();
        rest
    });
    let folder = Folder::new("fifo");
    let fifo = folder.file("fifo");
    let made = Command::new("mkfifo").arg(&fifo).status().unwrap();
    assert!(made.success());
    // Opening one end alone waits for the other.
    let mut writer =
        OpenOptions::new().read(true).write(true).open(&fifo).unwrap();
    let mut child = telnet_rs(&[])
        .args(place(peer.addr()))
        .stdin(File::open(&fifo).unwrap())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    writer.write_all(b"hi\n").unwrap();
    let mut first = [0; 6];
    let mut stdout = child.stdout.take().unwrap();
    stdout.read_exact(&mut first).unwrap();
    assert_eq!(&first, b"first\n");
    writer.write_all(b"more\n").unwrap();
    drop(writer);
    assert_eq!(all(stdout), b"last\n");
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(peer.join(), b"more\r\n");
}

#[test]
fn a_terminal_without_a_type_or_a_size_worth_the_name() {
    let peer = Peer::new(|mut stream| {
        // TERMINAL-TYPE and NAWS.
        stream.write_all(b"\xFF\xFD\x18\xFF\xFD\x1Fready").unwrap();
        hears(&mut stream, b"\xFF\xFC\x18");
        hears(&mut stream, b"\xFF\xFB\x1F\xFF\xFA\x1F\0\x05\0\x02\xFF\xF0");
        hears(&mut stream, b"hi\r\n");
        stream.write_all(b"thanks").unwrap();
    });
    let mut command = telnet_rs(&[]);
    command.args(place(peer.addr()));
    let mut terminal = Terminal::run_in(command, 5, 2);
    terminal.wait_for("ready");
    terminal.type_in("\x1d");
    terminal.wait_for("telnet-rs> ");
    terminal.type_in("?\r");
    terminal.wait_for("show this");
    terminal.type_in("hi\r");
    terminal.wait_for("thanks");
    terminal.wait_for("closed by the host");
    assert_eq!(terminal.end(), 0);
    peer.join();
}

#[test]
fn how_far_it_is_fits_in_the_window() {
    let peer = Peer::new(|mut stream| {
        stream.write_all(b"go").unwrap();
        all(&stream)
    });
    let folder = Folder::new("narrow");
    let list = folder.with("list", &format!("{}\n", peer.addr()));
    let script = "expect 'go'; expect 'never' within 2s";
    let wait = ["--hosts", &list, "-x", script];
    let mut terminal = Terminal::run_in(telnet_rs(&wait), 12, 2);
    let shown = terminal.wait_for("1 hosts: 0 done, 1 failed");
    assert!(shown.contains("\r\x1b[K0 of 1 host"), "{shown:?}");
    assert!(!shown.contains("hosts,"), "{shown:?}");
    peer.join();
    assert_eq!(terminal.end(), 1);
}

#[test]
fn of_a_storm_of_sizes_the_last_one_is_told() {
    let peer = Peer::new(|mut stream| {
        stream.write_all(b"\xFF\xFD\x1Fready").unwrap();
        let sizes = hears(&mut stream, b"hi\r\n");
        stream.write_all(b"thanks").unwrap();
        sizes
    });
    let mut command = telnet_rs(&[]);
    command.args(place(peer.addr()));
    let mut terminal = Terminal::run(command);
    terminal.wait_for("ready");
    terminal.wait_until(|it| !it.is_as_before());
    for columns in 1..=1000 {
        terminal.resize(columns, 24);
    }
    terminal.resize(123, 45);
    terminal.type_in("hi\r");
    terminal.wait_for("thanks");
    terminal.wait_for("closed by the host");
    assert_eq!(terminal.end(), 0);
    let sizes = peer.join();
    let last = b"\xFF\xFA\x1F\0\x7B\0\x2D\xFF\xF0";
    assert!(sizes.ends_with(last), "{sizes:?}");
}

#[test]
fn a_host_may_end_in_the_middle_of_anything() {
    for cut in [
        &b"\x1b"[..],
        b"\x1b[38;5",
        b"\x1b]0;title",
        b"\x1bPpq#0",
        b"\xE2\x82",
        b"\r",
        b"\xFF",
        b"\xFF\xFA\x18\x01",
    ] {
        let peer = || {
            Peer::new(move |mut stream| {
                let text = [b"\x1b[31mred", cut].concat();
                stream.write_all(&text).unwrap();
            })
        };
        let host = peer();
        let mut command = telnet_rs(&[]);
        command.args(place(host.addr()));
        let mut terminal = Terminal::run(command);
        let shown = terminal.wait_for("closed by the host");
        // Nothing of it is left for what is written behind it.
        let (_, behind) = shown.split_once("red").unwrap();
        let behind = behind.trim_start_matches(['\r', '\u{FFFD}']);
        let end = "\x1b[0m\r\nConnection closed by the host";
        assert_eq!(behind, end, "{cut:?}");
        assert_eq!(terminal.end(), 0);
        host.join();
        // A pipe has all that is no command.
        let host = peer();
        let [name, port] = place(host.addr());
        let output = run(&["--keep-newlines", &name, &port], b"");
        assert_eq!(output.status.code(), Some(0));
        let cut = if cut[0] == 0xFF { b"" } else { cut };
        assert_eq!(output.stdout, [b"\x1b[31mred", cut].concat());
        host.join();
    }
}

#[test]
fn line_ends_of_other_systems_are_line_ends() {
    let folder = Folder::new("crlf");
    let secret = folder.with("secret", "hush\r\n");
    let script = format!(
        "# a comment\n\nsecret P file \"{secret}\"\ntimeout 20s\n\
         expect {{\n  /never/ => exit 9\n  \"name? \"\n}}\n\
         sendline tom\nexpect /word/\nsendline $P\nexpect eof\n"
    );
    let unix = folder.with("unix", &script);
    let dos = folder.with("dos", &script.replace('\n', "\r\n"));
    let peer = Peer::new(|mut stream| {
        stream.write_all(b"name? ").unwrap();
        hears(&mut stream, b"tom\r\n");
        stream.write_all(b"word? ").unwrap();
        hears(&mut stream, b"hush\r\n")
    });
    let addr = peer.addr().to_string();
    let plan = |file: &str| {
        let output = run(&["-f", file, "--dry-run", &addr], b"");
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        output.stdout
    };
    assert_eq!(plan(&dos), plan(&unix));
    let list = folder.with("list", &format!("# all\r\n\r\n {addr} # it\r\n"));
    let output = run(&["--hosts", &list, "-f", &dos], b"");
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(peer.join().is_empty());
}

#[test]
fn an_output_that_is_full_is_told() {
    let full = || OpenOptions::new().write(true).open("/dev/full").unwrap();
    let folder = Folder::new("full");
    let list = folder.with("list", &format!("{NOBODY}\n"));
    let [name, port] = place(NOBODY);
    for arguments in [
        &["--hosts", &list, "-x", "send x", "--json"][..],
        &["-x", "send x", "--json", &name, &port],
        &["-x", "send x", "--dry-run", &name, &port],
        &["completions", "bash"],
        &["man"],
    ] {
        let mut command = telnet_rs(arguments);
        let output = command.stdout(full()).output().unwrap();
        let said = said(&output);
        assert_eq!(output.status.code(), Some(1), "{arguments:?} {said}");
        let why = "telnet-rs: standard output: No space left";
        assert!(said.contains(why), "{arguments:?} {said}");
    }
    let peer = Peer::new(|mut stream| stream.write_all(b"text").unwrap());
    let mut command = telnet_rs(&[]);
    command.args(place(peer.addr())).stdin(Stdio::null());
    let output = command.stdout(full()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("No space left"), "{}", said(&output));
    peer.join();
}
