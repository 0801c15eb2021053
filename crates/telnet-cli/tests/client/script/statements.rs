//! What scripts do with a host.

use std::fs;
use std::io::{Read as _, Write as _};

use super::{Folder, printed, script};
use crate::program::{NOBODY, all, place, said, telnet_rs};
#[cfg(target_os = "linux")]
use crate::terminal::Terminal;
use serde_json::Value;
use telnet_testkit::host::router;
use telnet_testkit::host::{DemoHost, PASSWORD, PROMPT, USER};
use telnet_testkit::peer::Peer;

const LOGIN: &[&str] = &[
    "secret PASSWORD",
    "expect \"login: \"",
    "sendline guest",
    "expect /[Pp]assword: /",
    "sendline $PASSWORD",
    "expect /\\$ $/",
];

#[test]
fn a_login_by_hand_and_a_command() {
    assert_eq!(USER, "guest");
    let host = DemoHost::start().unwrap();
    let more = ["log -", "sendline 'echo hello'", "expect \"\\$ \"", "exit 3"];
    let output = script(host.addr(), &[LOGIN, &more].concat())
        .env("PASSWORD", PASSWORD)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    assert_eq!(said(&output), "");
    let shown = String::from_utf8(output.stdout).unwrap();
    assert!(shown.contains("echo hello\nhello\n"), "{shown}");
}

#[test]
fn login_enable_and_run_know_the_host() {
    let host = DemoHost::start_router().unwrap();
    let statements = [
        "secret PASSWORD; secret ENABLE",
        "login admin $PASSWORD",
        "enable $ENABLE",
        "run 'show running-config'",
        "run 'terminal length 0'",
        "sendline exit",
        "expect eof",
    ];
    assert_eq!(router::USER, "admin");
    let output = script(host.addr(), &statements)
        .env("PASSWORD", router::PASSWORD)
        .env("ENABLE", router::ENABLE_PASSWORD)
        .output()
        .unwrap();
    let shown = printed(&output);
    assert!(shown.starts_with("Building configuration"), "{shown}");
    assert!(!shown.contains("--More--"));
    assert!(shown.ends_with('\n'));
}

#[test]
fn a_platform_and_a_prompt_are_taken() {
    let host = DemoHost::start_router().unwrap();
    let statements = [
        "secret PASSWORD",
        "platform cisco_ios",
        "prompt /router1[>#]/",
        "login admin $PASSWORD",
        "run 'terminal length 0' within 20s",
    ];
    let output = script(host.addr(), &statements)
        .env("PASSWORD", router::PASSWORD)
        .output()
        .unwrap();
    assert_eq!(printed(&output), "");
    // A prompt that never comes: that one was named is not forgotten.
    let statements = [
        "secret PASSWORD",
        "prompt /nobody>/",
        "platform cisco_ios",
        "login admin $PASSWORD within 2s",
    ];
    let output = script(host.addr(), &statements)
        .env("PASSWORD", router::PASSWORD)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(4), "{}", said(&output));
    assert!(said(&output).contains("name it: prompt"), "{}", said(&output));
}

#[test]
fn what_a_host_refuses_fails() {
    let host = DemoHost::start_router().unwrap();
    let statements = ["secret P; login admin $P; run 'no such command'"];
    let output = script(host.addr(), &statements)
        .env("P", router::PASSWORD)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(4));
    let why = said(&output);
    assert!(why.contains("refused the command: % Invalid input"), "{why}");
    let output = script(host.addr(), &["secret P; login admin $P"])
        .env("P", "wrong")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(4));
    assert!(said(&output).contains("refused the login"), "{}", said(&output));
}

#[test]
fn branches_are_taken_and_repeated() {
    let peer = Peer::new(|mut stream| {
        stream.write_all(b"page 1 --More--").unwrap();
        let mut key = [0; 1];
        for page in [2, 3] {
            stream.read_exact(&mut key).unwrap();
            assert_eq!(key, *b" ");
            write!(stream, "page {page} --More--").unwrap();
        }
        stream.read_exact(&mut key).unwrap();
        stream.write_all(b"end of it> ").unwrap();
        all(&stream)
    });
    let statements = [
        "expect { /--More--/ => { send \" \"; continue }",
        // Of two files the lines are one script, but no statement is cut.
        "}",
    ];
    let output = script(peer.addr(), &statements).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let statements = [
        "expect {
            /--More--/ => { send ' '; continue }
            /(?<what>\\w+) of (it)(x)?> / => sendline bye
            eof => exit 9
        }",
        "send 'a\\r\\n\\r\\xff'",
    ];
    let output =
        script(peer.addr(), &statements).arg("--json").output().unwrap();
    let report: Value = serde_json::from_str(&printed(&output)).unwrap();
    assert_eq!(peer.join(), b"bye\r\na\r\n\r\0\xFF\xFF");
    assert_eq!(report["ok"], true);
    assert_eq!(report["code"], 0);
    let steps = report["steps"].as_array().unwrap();
    let kinds: Vec<_> = steps.iter().map(|it| &it["kind"]).collect();
    assert_eq!(
        kinds,
        [
            "expect", "send", "continue", "expect", "send", "continue",
            "expect", "send", "continue", "expect", "sendline", "send"
        ]
    );
    let found = &steps[9];
    assert_eq!(found["matched"], "end of it> ");
    assert_eq!(found["text"], "end of it> ");
    assert_eq!(found["groups"], serde_json::json!(["end", "it"]));
    assert_eq!(found["branch"], "/(?<what>\\w+) of (it)(x)?> /");
    assert_eq!((&found["file"], &found["line"]), (&"-x 1".into(), &1.into()));
    assert_eq!(steps[10]["line"], 3);
    assert!(found["ms"].as_f64().unwrap() >= 0.0);
}

#[test]
fn a_timeout_and_an_end_have_branches() {
    for (branches, code) in [
        ("expect within 200ms { /x/; timeout => exit 11; eof => exit 12 }", 11),
        ("timeout 200ms; expect { /x/; timeout => exit 13 }", 13),
        ("expect /x/ within 200ms", 4),
        ("timeout 200ms; expect /x/", 4),
        ("timeout 200ms; expect eof", 4),
        ("expect within 200ms { /x/; eof => exit 12 }", 4),
    ] {
        let peer = Peer::new(|stream| all(&stream));
        let output = script(peer.addr(), &[branches]).output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{branches}");
        peer.join();
    }
    for (branches, code) in [
        ("expect { /x/; timeout => exit 11; eof => exit 12 }", 12),
        ("expect { /x/; timeout => exit 11 }", 5),
        ("expect /x/", 5),
        ("expect eof", 0),
        ("expect 'bye'; expect eof; exit 3", 3),
        ("secret P; login u $P", 5),
    ] {
        let peer = Peer::new(|mut stream| stream.write_all(b"bye").unwrap());
        let output =
            script(peer.addr(), &[branches]).env("P", "x").output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{branches}");
        peer.join();
    }
}

#[test]
fn more_than_can_be_kept_fails() {
    let peer = Peer::new(|mut stream| {
        // The program is gone some time.
        while stream.write_all(&[b'.'; 1 << 16]).is_ok() {}
    });
    let output = script(peer.addr(), &["expect /x/"]).output().unwrap();
    assert_eq!(output.status.code(), Some(4), "{}", said(&output));
    assert!(said(&output).contains("too much came"), "{}", said(&output));
    peer.join();
}

#[test]
fn a_failure_says_what_was_expected_and_seen() {
    let peer = Peer::new(|mut stream| {
        stream.write_all(b"\xFF\xFB\x01one\r\ntwo\r\n").unwrap();
        let text = "three\x1b[2J\r\n\r\nLogin incorrect\r\nlogin: ";
        stream.write_all(text.as_bytes()).unwrap();
        all(&stream)
    });
    let folder = Folder::new("failure");
    let script = "# a login\nexpect 'two'\n  expect /assword: / within 300ms\n";
    let file = folder.with("login", script);
    let output =
        telnet_rs(&["-f", &file]).args(place(peer.addr())).output().unwrap();
    assert_eq!(output.status.code(), Some(4));
    assert_eq!(
        said(&output).replace(&file, "login"),
        r#"telnet-rs: login:3: expected /assword: / within 300ms, but it did not come
  | expect /assword: / within 300ms
the last that came:
  > \r\n
  > three\x1b[2J\r\n
  > \r\n
  > Login incorrect\r\n
  > login: 
-x "log -" before the other statements shows all that comes, --trace=hex the octets; `within` gives more time
"#
    );
    peer.join();

    let peer = Peer::new(|stream| all(&stream));
    let output = super::script(peer.addr(), &["expect /x/ within 100ms"]);
    let output = { output }.output().unwrap();
    assert_eq!(
        said(&output),
        "telnet-rs: -x 1:1: expected /x/ within 100ms, but it did not come\n  \
         | expect /x/ within 100ms\nthe host said nothing: is it the right \
         port, or does it wait for Enter first?\n"
    );
}

#[test]
fn a_report_of_a_failure_is_json_too() {
    let peer = Peer::new(|mut stream| stream.write_all(b"b\x1b\xFF\xFF"));
    let output = script(peer.addr(), &["expect 'b'; expect 'c'", "send x"])
        .args(["--json", "-v"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(5));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["code"], 5);
    let error = report["error"].as_str().unwrap();
    assert!(error.starts_with("-x 1:1: expected \"c\" within 30s"), "{error}");
    let steps = report["steps"].as_array().unwrap();
    assert_eq!(steps.len(), 2);
    assert_eq!(steps[1]["ok"], false);
    assert_eq!(steps[1]["text"], "\u{1b}\u{fffd}");
    // The steps with their times, then the error.
    let said = said(&output);
    let mut lines = said.lines();
    let first = lines.next().unwrap();
    assert!(first.ends_with("s  expect \"b\"  (-x 1:1)"), "{said}");
    let second = lines.next().unwrap();
    assert!(second.ends_with("s  expect \"c\"  (-x 1:1)  FAILED"), "{said}");
    peer.join().unwrap();

    let output =
        script(NOBODY, &["expect /b/"]).arg("--json").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(report["error"].as_str().unwrap().contains("no connection"));
}

#[test]
fn a_log_has_what_a_person_would_have_seen() {
    let host = DemoHost::start().unwrap();
    let folder = Folder::new("log");
    let more = [
        &*format!("log '{}/$PORT.log'", folder.path().display()),
        "sendline 'echo hello'",
        "expect /hello\\r\\n/",
        &format!("log '{}'", folder.file("other")),
        "sendline exit",
        "expect eof",
    ];
    let output = script(host.addr(), &[LOGIN, &more].concat())
        .env("PASSWORD", PASSWORD)
        .output()
        .unwrap();
    assert_eq!(printed(&output), "");
    let log = folder.file(&format!("{}.log", host.addr().port()));
    let log = fs::read_to_string(log).unwrap();
    assert!(log.starts_with("echo hello\nhello\n"), "{log}");
    let other = fs::read_to_string(folder.file("other")).unwrap();
    assert!(other.ends_with("exit\nlogout\n"), "{other}");

    let output = script(host.addr(), &["log '/nonexistent/x'"]);
    let output = { output }.output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("/nonexistent/x: No such"));
}

#[test]
fn a_pipe_takes_over_where_a_script_says_so() {
    let host = DemoHost::start().unwrap();
    let folder = Folder::new("pipe");
    let input = folder.with("input", "echo hello\nexit\n");
    let output = script(host.addr(), &[LOGIN, &["interact"]].concat())
        .env("PASSWORD", PASSWORD)
        .arg("--keep-open")
        .stdin(fs::File::open(input).unwrap())
        .output()
        .unwrap();
    let shown = printed(&output);
    assert!(shown.starts_with(PROMPT), "{shown}");
    assert!(shown.contains("hello\n"), "{shown}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_user_takes_over_where_a_script_says_so() {
    let host = DemoHost::start().unwrap();
    let mut command = script(host.addr(), &[LOGIN, &["interact"]].concat());
    command.env("PASSWORD", PASSWORD).env("TERM", "xterm");
    let mut terminal = Terminal::run(command);
    terminal.wait_for("opens the menu");
    terminal.type_in("tty\r");
    let shown = terminal.wait_for("size 80x24");
    assert!(shown.contains("[xterm]"), "{shown}");
    terminal.wait_for(PROMPT);
    terminal.type_in("\x1d");
    terminal.wait_for("telnet-rs> ");
    terminal.type_in("close\r");
    assert_eq!(terminal.end(), 0);
}
