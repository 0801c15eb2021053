//! The pictures of the guide are what the program shows. `UPDATE_PICTURES=1`
//! draws them anew.

mod svg;

use std::fs;
use std::io::Write as _;
use std::path::Path;

use crate::program::{NOBODY, all, place, said, telnet_rs};
use crate::script::Folder;
use crate::terminal::Terminal;
use telnet_testkit::host::{DemoHost, PASSWORD, PROMPT, USER, router};
use telnet_testkit::peer::Peer;

#[track_caller]
fn assert_drawn(name: &str, title: &str, text: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../docs/guide/pictures")
        .join(name);
    let drawn = svg::svg(title, text);
    if std::env::var_os("UPDATE_PICTURES").is_some() {
        fs::write(&file, &drawn).unwrap();
    }
    let there = fs::read_to_string(&file).unwrap_or_default();
    assert!(there == drawn, "{name} is of another time; now it is\n{text}");
}

#[test]
fn a_user_at_a_terminal() {
    let host = DemoHost::start().unwrap();
    let mut command = telnet_rs(&[]);
    command.args(place(host.addr())).env("TERM", "xterm-256color");
    let mut terminal = Terminal::run(command);
    // From here on the host shows what is typed.
    terminal.wait_until(|it| !it.echoes());
    let mut shown = String::from("$ telnet-rs demo.example\n");
    for (wait, typed) in [
        ("login: ", format!("{USER}\r")),
        ("Password: ", format!("{PASSWORD}\r")),
        (PROMPT, "tty\r".to_owned()),
        (PROMPT, "\x1d".to_owned()),
        ("telnet-rs> ", "status\r".to_owned()),
    ] {
        shown.push_str(&terminal.wait_for(wait));
        terminal.type_in(&typed);
    }
    shown.push_str(&terminal.wait_for("here     NAWS"));
    shown.push_str(&terminal.wait_for("host     ECHO"));
    shown.push_str(&terminal.wait_for("SGA"));
    terminal.type_in("\x1dclose\r");
    terminal.wait_for("Connection closed.");
    assert_eq!(terminal.end(), 0);
    let addr = host.addr().to_string();
    let shown = shown.replace('\r', "").replace(&addr, "demo.example:23");
    assert_drawn("terminal.svg", "telnet-rs at a terminal", &shown);
}

#[test]
fn a_script_that_fails() {
    let peer = Peer::new(|mut stream| {
        let text = b"\r\nCore switch of the demo\r\n\r\nUsername: ";
        stream.write_all(text).unwrap();
        let mut line = [0; 7];
        std::io::Read::read_exact(&mut stream, &mut line).unwrap();
        stream.write_all(b"admin\r\nToo many users. Try again.\r\n").unwrap();
        all(&stream)
    });
    let folder = Folder::new("picture");
    let text = "secret PASSWORD\nexpect /[Uu]sername: /\nsendline admin\n\
                expect /assword: / within 1s\nsendline $PASSWORD\n";
    let file = folder.with("login", text);
    let output = telnet_rs(&["-f", &file])
        .args(place(peer.addr()))
        .env("PASSWORD", PASSWORD)
        .output()
        .unwrap();
    peer.join();
    assert_eq!(output.status.code(), Some(4));
    let said = said(&output).replace(&file, "login");
    // The hint is longer than a screen is wide.
    let said = said.replace("; `within`", ";\n`within`");
    let shown =
        format!("$ telnet-rs -f login core.example\n{said}$ echo $?\n4");
    assert_drawn("failure.svg", "a script that fails", &shown);
}

#[test]
fn a_script_on_many_hosts() {
    let folder = Folder::new("picture-many");
    let good = DemoHost::start_router().unwrap();
    let mut list = String::new();
    for (name, addr) in
        [("ams1", good.addr()), ("ams2", NOBODY), ("fra1", good.addr())]
    {
        list.push_str(&format!("[[host]]\nname='{name}'\nhost='{addr}'\n"));
    }
    let list = folder.with("hosts.toml", &list);
    let script = "secret PASSWORD\nlogin $USER $PASSWORD\n\
                  run 'show interfaces'\n";
    let file = folder.with("visit", script);
    let output = telnet_rs(&["--hosts", &list, "-f", &file, "-j", "1"])
        .env("USER", router::USER)
        .env("PASSWORD", router::PASSWORD)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let put_out = String::from_utf8(output.stdout.clone()).unwrap();
    // The first lines of each.
    let first = ["ams1: ", "fra1: "].map(|name| {
        let lines = put_out.lines().filter(|it| it.starts_with(name));
        lines.take(2).collect::<Vec<_>>().join("\n")
    });
    let said = said(&output).replace(&NOBODY.to_string(), "ams2.example:23");
    let (head, table) = said.split_once('\n').unwrap();
    let (counts, _time) = head.split_once("; ").unwrap();
    let shown = format!(
        "$ telnet-rs --hosts hosts.toml -f visit\n{}\n...\n{counts}; 0.1 s\n\
         {table}$ echo $?\n1",
        first.join("\n...\n"),
    );
    assert_drawn("many.svg", "a script on many hosts", &shown);
}
