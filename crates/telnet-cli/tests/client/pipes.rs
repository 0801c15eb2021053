//! Pipes and files: what is sent, what is printed, what the program ends with.

use std::fs;
use std::io::{Read as _, Write as _};
use std::process::Stdio;
use std::time::Duration;

use crate::program::{all, place, run, said, telnet_rs};
use telnet_testkit::peer::{Peer, refusing};

#[test]
fn a_pipe_is_sent_and_all_of_the_answer_printed() {
    let peer = Peer::new(|mut stream| {
        stream.write_all(b"hello\r\n").unwrap();
        // Up to the end of the input: that is where the answer begins.
        let heard = all(&stream);
        stream.write_all(b"line\r\n").unwrap();
        stream.write_all(&b"0123456789abcdef".repeat(20_000)).unwrap();
        stream.write_all(b"\xFF\xFFend\r").unwrap();
        heard
    });
    let [host, port] = place(peer.addr());
    let output = run(&[&host, &port], b"hi\nthere\r\xFF");
    assert_eq!(said(&output), "");
    assert_eq!(output.status.code(), Some(0));
    let mut wanted = b"hello\nline\n".to_vec();
    wanted.extend(b"0123456789abcdef".repeat(20_000));
    wanted.extend(b"\xFFend\r");
    assert!(output.stdout == wanted);
    assert_eq!(peer.join(), b"hi\r\nthere\r\0\xFF\xFF");
}

#[test]
fn a_file_is_sent_though_no_edge_tells_of_it() {
    let folder = tempfile();
    let file = folder.join("input");
    let line = b"0123456789\n";
    fs::write(&file, line.repeat(50_000)).unwrap();
    let peer = Peer::new(|mut stream| {
        // An echo: both directions are full at once.
        let mut total = 0;
        let mut buffer = [0; 4096];
        loop {
            let n = stream.read(&mut buffer).unwrap();
            if n == 0 {
                break total;
            }
            total += n;
            stream.write_all(&buffer[..n]).unwrap();
        }
    });
    let [host, port] = place(peer.addr());
    let output = telnet_rs(&[&host, &port])
        .stdin(fs::File::open(&file).unwrap())
        .output()
        .unwrap();
    fs::remove_dir_all(&folder).unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stdout == line.repeat(50_000));
    assert_eq!(peer.join(), 50_000 * 12);
}

#[test]
fn an_empty_input_is_an_end_like_any_other() {
    let peer = Peer::new(|mut stream| {
        let heard = all(&stream);
        stream.write_all(b"bye\r\n").unwrap();
        heard
    });
    let [host, port] = place(peer.addr());
    let output =
        telnet_rs(&[&host, &port]).stdin(Stdio::null()).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(output.stdout, b"bye\n");
    assert_eq!(peer.join(), b"");
}

#[test]
fn the_direction_stays_open_where_it_is_asked_for() {
    let peer = Peer::new(|mut stream| {
        let mut line = [0; 4];
        stream.read_exact(&mut line).unwrap();
        stream.write_all(b"first\r\n").unwrap();
        // It would end here, if the other side had.
        let time = Duration::from_millis(200);
        stream.set_read_timeout(Some(time)).unwrap();
        let open = stream.read(&mut line).unwrap_err().kind();
        stream.write_all(b"second\r\n").unwrap();
        open
    });
    let [host, port] = place(peer.addr());
    let output = run(&["--keep-open", &host, &port], b"hi\n");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(output.stdout, b"first\nsecond\n");
    assert_eq!(peer.join(), std::io::ErrorKind::WouldBlock);
}

#[test]
fn line_ends_stay_in_binary_and_where_it_is_asked_for() {
    let peer = Peer::new(|mut stream| {
        let heard = all(&stream);
        stream.write_all(b"a\r\nb\n").unwrap();
        heard
    });
    let [host, port] = place(peer.addr());
    let output = run(&["--keep-newlines", &host, &port], b"x\ny\r");
    assert_eq!(output.stdout, b"a\r\nb\n");
    assert_eq!(peer.join(), b"x\ny\r");
}

#[test]
fn text_is_converted_both_ways() {
    let peer = Peer::new(|mut stream| {
        let heard = all(&stream);
        stream.write_all(b"\x84 \xC4\r\n").unwrap();
        heard
    });
    let [host, port] = place(peer.addr());
    let typed = "\u{e4}\u{20ac}\n".as_bytes();
    let output = run(&["--encoding", "cp437", &host, &port], typed);
    assert_eq!(output.stdout, "\u{e4} \u{2500}\n".as_bytes());
    assert_eq!(peer.join(), b"\x84?\r\n");
}

#[test]
fn a_closed_output_ends_it_quietly() {
    let peer = Peer::new(|mut stream| {
        // More than any pipe holds; the program is gone some time.
        while stream.write_all(&[b'x'; 4096]).is_ok() {}
    });
    let [host, port] = place(peer.addr());
    let mut child = telnet_rs(&[&host, &port])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 10];
    let mut stdout = child.stdout.take().unwrap();
    stdout.read_exact(&mut first).unwrap();
    drop(stdout);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(said(&output), "");
    peer.join();
}

#[test]
fn what_went_wrong_is_in_the_exit_code() {
    let [host, port] = place(refusing());
    let output = run(&[&host, &port], b"");
    assert_eq!(output.status.code(), Some(1));
    let why = said(&output);
    assert!(why.starts_with("telnet-rs: no connection to telnet://"), "{why}");
    assert!(why.contains("refused"), "{why}");

    for (arguments, part) in [
        (&["h", "no-such-service"][..], "no service"),
        (&["telnet://h/path"], "goes on"),
        (&["telnet://me:secret@h/path"], "me:***@h"),
        (&["--no-such-option", "h"], "--no-such-option"),
        (&["--encoding", "klingon", "h"], "character set"),
        (&["--connect-timeout", "0", "h"], "seconds"),
        (&["-4", "-6", "h"], "cannot be used with"),
        (&["--ca", "/nonexistent/ca.pem", "--tls", "h"], "ca.pem"),
        (&["-k", "REALM", "h"], "Kerberos"),
        (&["-X", "srp", "h"], "Kerberos"),
        (&[], "no host"),
    ] {
        let output = run(arguments, b"");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let why = said(&output);
        assert!(why.contains(part) && !why.contains("secret"), "{why}");
    }
}

#[test]
fn a_connection_that_is_reset_is_told_behind_its_text() {
    let peer = Peer::new(|mut stream| {
        stream.write_all(b"last words\r\n").unwrap();
        let mut hello = [0; 4];
        stream.read_exact(&mut hello).unwrap();
        telnet_testkit::peer::reset(stream);
    });
    let [host, port] = place(peer.addr());
    let output = run(&["--keep-open", &host, &port], b"hi\n");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(output.stdout, b"last words\n");
    assert!(said(&output).contains("connection broke"), "{}", said(&output));
    peer.join();
}

#[test]
fn the_negotiation_is_shown_by_name_and_octets_on_demand() {
    for (option, has_text) in [("-d", false), ("--trace=hex", true)] {
        let peer = Peer::new(|mut stream| {
            stream.write_all(b"\xFF\xFB\x01hi\x1b[2J\r\n").unwrap();
            let mut answer = [0; 3];
            stream.read_exact(&mut answer).unwrap();
        });
        let [host, port] = place(peer.addr());
        let output = run(&[option, "--keep-open", &host, &port], b"");
        let trace = said(&output);
        assert!(trace.contains(" RCVD WILL ECHO\n"), "{trace}");
        assert!(trace.contains(" SENT DO ECHO\n"), "{trace}");
        assert_eq!(trace.contains("\\x1b[2J"), has_text, "{trace}");
        assert!(!trace.contains('\x1b'), "{trace}");
        peer.join();
    }
}

#[test]
fn help_completions_and_the_manual_are_printed() {
    for (arguments, parts) in [
        (&["--help"][..], &["--encoding", "probe", "telnets://"][..]),
        (&["--version"], &["telnet-rs 0."]),
        (&["completions", "bash"], &["complete -F", "--keep-open"]),
        (&["completions", "zsh"], &["#compdef telnet-rs", "--keep-open"]),
        (&["completions", "fish"], &["complete -c telnet-rs"]),
        (
            &["man"],
            &[
                ".TH telnet-rs 1",
                "keep\\-open",
                ".SH SCRIPTS\n.nf\n.in 0\nScripts: ",
                "most 100.\n.fi\n.SH VERSION",
            ],
        ),
    ] {
        let output = run(arguments, b"");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        let text = String::from_utf8(output.stdout).unwrap();
        for part in parts {
            assert!(text.contains(part), "{arguments:?}: no {part} in {text}");
        }
    }
}

fn tempfile() -> std::path::PathBuf {
    let folder = std::env::temp_dir()
        .join(format!("telnet-rs-pipes-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    folder
}
