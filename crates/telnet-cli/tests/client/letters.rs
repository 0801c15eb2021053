//! The letters of GNU's client: each is in the guide, and does here what it says.

use std::io::{Read as _, Write as _};
use std::path::Path;

use telnet_testkit::peer::Peer;

use crate::program::{all, place, run, said, telnet_rs};
use crate::terminal::Terminal;

/// Those of its page of the manual, and what each takes here.
const LETTERS: [(&str, Option<&str>); 17] = [
    ("-4", None),
    ("-6", None),
    ("-8", None),
    ("-E", None),
    ("-K", None),
    ("-L", None),
    ("-X", Some("SRP")),
    ("-a", None),
    ("-b", Some("127.0.0.1")),
    ("-c", None),
    ("-d", None),
    ("-e", Some("^A")),
    ("-k", Some("REALM")),
    ("-l", Some("tom")),
    ("-n", Some("/nonexistent/trace")),
    ("-r", None),
    ("-x", Some("send x")),
];

/// The letters that a row of the guide's table is about, and what it says of them.
fn table() -> Vec<(String, String)> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = page.join("../../docs/guide/cli.md");
    let page = std::fs::read_to_string(page).unwrap();
    let (_, table) = page.split_once("\n| letter | |\n").unwrap();
    let rows = table.lines().skip(1).take_while(|it| it.starts_with('|'));
    let mut found = Vec::new();
    for row in rows {
        let cells: Vec<_> = row.split('|').map(str::trim).collect();
        for letter in cells[1].split(',') {
            let letter = letter.trim().trim_matches('`').chars().take(2);
            found.push((letter.collect(), cells[2].to_owned()));
        }
    }
    found
}

#[test]
fn each_letter_is_taken_or_refused_as_the_guide_says() {
    let table = table();
    let mut told: Vec<_> = table.iter().map(|(letter, _)| &**letter).collect();
    told.sort_unstable();
    let letters: Vec<_> = LETTERS.iter().map(|(letter, _)| *letter).collect();
    assert_eq!(told, letters);
    for (letter, value) in LETTERS {
        let (_, what) = table.iter().find(|(it, _)| it == letter).unwrap();
        let mut arguments = vec![letter];
        arguments.extend(value);
        arguments.extend(["-x", "send x", "--dry-run", "host"]);
        let output = run(&arguments, b"");
        let said = said(&output);
        let Some(instead) = what.strip_prefix("refused: ") else {
            assert_eq!(output.status.code(), Some(0), "{letter}: {said}");
            continue;
        };
        assert_eq!(output.status.code(), Some(2), "{letter}");
        let begin = format!("telnet-rs: {letter}: ");
        assert!(said.starts_with(&begin), "{said}");
        // What is there in its place is in quotes, in both.
        let instead = instead.split('`').nth(1).unwrap();
        assert!(said.contains(instead), "{said} for {instead}");
    }
    for long in ["--rlogin", "--encrypt", "--realm=R", "--disable-auth=SRP"] {
        let output = run(&[long, "host"], b"");
        assert_eq!(output.status.code(), Some(2), "{long}");
        assert!(said(&output).contains("there is no"), "{}", said(&output));
    }
}

#[test]
fn eight_bits_are_asked_for_in_both_directions_or_in_one() {
    for (letter, asked) in [
        ("-8", &b"\xFF\xFB\x00\xFF\xFD\x00"[..]),
        ("-L", b"\xFF\xFB\x00"),
        ("-c", b""),
    ] {
        let peer = Peer::new(|stream| all(&stream));
        let [host, port] = place(peer.addr());
        let output = run(&[letter, &host, &port], b"hi");
        assert_eq!(output.status.code(), Some(0));
        assert_eq!(peer.join(), [asked, b"hi"].concat(), "{letter}");
    }
}

#[test]
fn the_user_is_told_where_that_is_asked_for() {
    let tom = b"\xFF\xFB\x27\xFF\xFA\x27\0\0USER\x01tom\xFF\xF0";
    let joe = b"\xFF\xFB\x27\xFF\xFA\x27\0\0USER\x01joe\xFF\xF0";
    for (letters, wanted) in [
        (&["-l", "tom"][..], &tom[..]),
        (&["-a"], joe),
        (&["-a", "-l", "tom"], tom),
        (&["-K"], b"\xFF\xFC\x27"),
        (&[], b"\xFF\xFC\x27"),
    ] {
        let peer = Peer::new(|mut stream| {
            // NEW-ENVIRON, all of it.
            stream.write_all(b"\xFF\xFD\x27").unwrap();
            let mut heard = vec![0; wanted.len()];
            stream.read_exact(&mut heard[..3]).unwrap();
            if wanted.len() > 3 {
                stream.write_all(b"\xFF\xFA\x27\x01\xFF\xF0").unwrap();
                stream.read_exact(&mut heard[3..]).unwrap();
            }
            heard
        });
        let mut command = telnet_rs(letters);
        command.arg("--keep-open").args(place(peer.addr()));
        let input = std::process::Stdio::null();
        let output = command.env("USER", "joe").stdin(input).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        assert_eq!(peer.join(), wanted, "{letters:?}");
    }
}

#[test]
fn another_key_opens_the_menu_or_none_does() {
    for (letters, opens) in [
        (&["-e", "^A"][..], Some("\x01")),
        (&["-e", "~"], Some("~")),
        (&["-e", "none"], None),
        (&["-e", ""], None),
        (&["-E"], None),
        (&["-E", "-e", "~"], None),
    ] {
        let peer = Peer::new(|mut stream| {
            stream.write_all(b"go").unwrap();
            let mut heard = [0; 4];
            stream.read_exact(&mut heard).unwrap();
            heard
        });
        let mut command = telnet_rs(letters);
        command.args(place(peer.addr()));
        let mut terminal = Terminal::run(command);
        let shown = terminal.wait_for("go");
        assert_eq!(shown.contains("opens the menu"), opens.is_some());
        terminal.wait_until(|it| !it.is_as_before());
        if let Some(key) = opens {
            terminal.type_in(key);
            terminal.wait_for("telnet-rs> ");
            terminal.type_in("\r");
            terminal.wait_until(|it| !it.is_as_before());
        }
        // What opens it else is text like any other.
        terminal.type_in("\x1dx\r");
        assert_eq!(&peer.join(), b"\x1dx\r\n", "{letters:?}");
        assert_eq!(terminal.end(), 0);
    }
}
