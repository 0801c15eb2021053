//! Secrets stay secret: they are looked for in all that is shown and written.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};

use super::{Folder, printed, script};
use crate::program::{all, said};
use telnet_testkit::peer::Peer;

const SECRET: &str = "s3cr\u{e9}t\\\"x";

/// A host that says back what it is told, more often than once.
fn parrot() -> Peer<Vec<u8>> {
    Peer::new(|mut stream| {
        stream.write_all(b"Password: ").unwrap();
        let mut heard = Vec::new();
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        reader.read_until(b'\n', &mut heard).unwrap();
        let secret = heard.strip_suffix(b"\r\n").unwrap();
        // The echo, in two pieces: DO TIMING-MARK is answered between them.
        let (begin, end) = secret.split_at(3);
        let do_mark = b"\xFF\xFD\x06";
        let mut answer = [0; 3];
        for piece in [
            [b"you said <", begin, do_mark].concat(),
            [end, b">\r\nno\r\n", do_mark].concat(),
        ] {
            stream.write_all(&piece).unwrap();
            reader.read_exact(&mut answer).unwrap();
            assert_eq!(answer[2], 6);
        }
        // Once more, and in a payload; where a trace would cut a long text, too.
        let mut first = [b"you said <", secret, b">\r\nno\r\n"].concat();
        first.extend(
            [b"\xFF\xFB\x01\xFF\xFA\x01", secret, b"\xFF\xF0"].concat(),
        );
        stream.write_all(&first).unwrap();
        let mut long = vec![b'.'; 1020];
        long.extend([secret, b"\r\n> "].concat());
        stream.write_all(&long).unwrap();
        heard.extend(all(&stream));
        heard
    })
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|it| it == part)
}

#[track_caller]
fn assert_hidden(text: &[u8]) {
    let shown = String::from_utf8_lossy(text);
    let utf8 = SECRET.as_bytes();
    let forms = [utf8.to_vec(), utf8.escape_ascii().to_string().into()];
    let json = serde_json::Value::from(SECRET).to_string();
    for form in forms.into_iter().chain([json.trim_matches('"').into()]) {
        assert!(!contains(text, &form), "the secret shows: {shown}");
    }
    assert!(!contains(text, b"s3c"), "a part of it shows: {shown}");
}

#[test]
fn a_secret_shows_in_no_output() {
    let folder = Folder::new("secrets");
    let (log, trace) = (folder.file("log"), folder.file("trace"));
    let statements = [
        "secret IT",
        "expect \"Password: \"",
        &format!("log '{log}'"),
        "sendline $IT",
        "expect /said <(.*)>\\r\\nno\\r\\n/",
        "expect /said <(.*)>\\r/",
        "expect /never/ within 300ms",
    ];
    for more in [&["--json"][..], &[]] {
        let peer = parrot();
        let output = script(peer.addr(), &statements)
            .args(["-v", "--trace=hex", "-n", &trace])
            .args(more)
            .env("IT", SECRET)
            .output()
            .unwrap();
        // It was sent all the same.
        assert!(contains(&peer.join(), SECRET.as_bytes()));
        assert_eq!(output.status.code(), Some(4));
        assert_hidden(&output.stdout);
        assert_hidden(&output.stderr);
        let (log, trace) = (fs::read(&log).unwrap(), fs::read(&trace).unwrap());
        assert_hidden(&log);
        assert_hidden(&trace);
        // There was something to be hidden.
        assert!(contains(&log, b"you said <********>"));
        assert!(contains(&trace, b"you said <********>"));
        assert!(contains(&trace, b" SB "));
        if !more.is_empty() {
            let shown = String::from_utf8(output.stdout).unwrap();
            let report: serde_json::Value =
                serde_json::from_str(&shown).unwrap();
            assert_eq!(report["steps"][4]["groups"][0], "********");
        }
    }
}

#[test]
fn a_failure_hides_a_secret_that_it_would_cut() {
    // The last octets that are shown would begin in the middle of it.
    for more in 600..640 {
        if more % 8 != 0 {
            continue;
        }
        let peer = Peer::new(move |mut stream| {
            stream.write_all(SECRET.as_bytes()).unwrap();
            stream.write_all(&vec![b'.'; more]).unwrap();
            all(&stream)
        });
        let statements = ["secret IT; expect /never/ within 100ms"];
        let output =
            script(peer.addr(), &statements).env("IT", SECRET).output();
        let said = output.unwrap().stderr;
        for from in 1..8 {
            let part = SECRET.as_bytes().get(from..).unwrap();
            assert!(!contains(&said, part), "{more}");
        }
        peer.join();
    }
}

#[test]
fn secrets_are_from_files_and_commands() {
    let folder = Folder::new("origins");
    let file = folder.with("p", "from a file\r\nno more\n");
    for (origin, wanted) in [
        (format!("file '{file}'"), "from a file"),
        ("file \"$FOLDER/p\"".to_owned(), "from a file"),
        ("command 'echo from; echo no more'".to_owned(), "from"),
        (
            "command 'printf \"%s\" \"$FOLDER\"'".to_owned(),
            folder.file("").trim_end_matches('/'),
        ),
    ] {
        let peer = Peer::new(|stream| all(&stream));
        let secret = format!("secret IT {origin}");
        let statements = [&*secret, "send $IT"];
        let output = script(peer.addr(), &statements)
            .env("FOLDER", folder.path())
            .env("PATH", "/usr/bin:/bin")
            .output()
            .unwrap();
        assert_eq!(printed(&output), "");
        assert_eq!(peer.join(), wanted.as_bytes(), "{origin}");
    }
    for (origin, part) in [
        ("command 'exit 3'", "exit status: 3"),
        ("command 'echo'", "is empty"),
        ("file '/dev/null'", "is empty"),
    ] {
        let addr = telnet_testkit::peer::refusing();
        let output =
            script(addr, &[&format!("secret IT {origin}")]).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{origin}");
        assert!(said(&output).contains(part), "{}", said(&output));
    }
    let addr = telnet_testkit::peer::refusing();
    let output = script(addr, &["secret IT"]).env("IT", "a\nb").output();
    let output = output.unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("has a line end"), "{}", said(&output));
    // A dry run runs nothing.
    let mark = folder.file("mark");
    let secret = format!("secret IT command 'touch {mark}'; send $IT");
    let addr = telnet_testkit::peer::refusing();
    let output = script(addr, &[&secret]).arg("--dry-run").output().unwrap();
    assert!(printed(&output).contains("secret IT command"));
    assert!(!fs::exists(mark).unwrap());
}

#[test]
fn a_dry_run_shows_no_secret() {
    let addr = telnet_testkit::peer::refusing();
    let statements = ["secret IT; sendline \"a $IT\"", "exit 1 \"$IT\""];
    let output = script(addr, &statements)
        .arg("--dry-run")
        .env("IT", SECRET)
        .output()
        .unwrap();
    assert_hidden(&output.stdout);
    assert!(printed(&output).contains("sendline \"a ${IT}\""));
    // Nor does the message of a script.
    let peer = Peer::new(|stream| all(&stream));
    let output = script(peer.addr(), &statements).env("IT", SECRET).output();
    let output = output.unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(said(&output), "telnet-rs: ********\n");
    peer.join();
}
