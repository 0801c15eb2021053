//! A user at a terminal, in front of the demo host.

use std::io::{Read as _, Write as _};

use crate::program::{place, telnet_rs};
use crate::terminal::Terminal;
use rustix::process::Signal;
use telnet_testkit::host::{DemoHost, PASSWORD, PROMPT, USER};
use telnet_testkit::peer::Peer;

fn connect(options: &[&str], addr: std::net::SocketAddr) -> Terminal {
    let [host, port] = place(addr);
    let mut command = telnet_rs(options);
    command.args([host, port]).env("TERM", "xterm-256color");
    Terminal::run(command)
}

fn log_in(host: &DemoHost) -> Terminal {
    let mut terminal = connect(&[], host.addr());
    terminal.wait_for("login: ");
    terminal.type_in(&format!("{USER}\r"));
    terminal.wait_for("Password: ");
    terminal.type_in(&format!("{PASSWORD}\r"));
    let shown = terminal.wait_for(PROMPT);
    assert!(!shown.contains(PASSWORD), "the password shows: {shown:?}");
    terminal
}

#[test]
fn a_login_by_hand_with_size_and_type() {
    let host = DemoHost::start().unwrap();
    let mut terminal = log_in(&host);
    terminal.type_in("tty\r");
    let shown = terminal.wait_for(PROMPT);
    assert!(shown.contains("[xterm-256color] size 80x24"), "{shown:?}");
    terminal.resize(100, 30);
    terminal.type_in("tty\r");
    terminal.wait_for("size 100x30");
    terminal.wait_for(PROMPT);
    terminal.type_in("exit\r");
    terminal.wait_for("closed by the host");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn the_menu_sends_shows_and_closes() {
    let host = DemoHost::start().unwrap();
    let mut terminal = log_in(&host);
    terminal.type_in("\x1d");
    terminal.wait_for("telnet-rs> ");
    assert!(terminal.is_as_before());
    terminal.type_in("st\r");
    terminal.wait_for("host     ECHO");
    terminal.type_in("\x1d");
    terminal.wait_for("telnet-rs> ");
    terminal.type_in("send ip\r");
    terminal.wait_for("^C");
    terminal.wait_for(PROMPT);
    for (typed, answer) in [
        ("?", "show this"),
        ("send ?", "ayt"),
        ("s", "may be send or set or slc or status"),
        ("bogus", "no word of this menu"),
        ("set escape ^A", "escape   ^A"),
    ] {
        terminal.type_in("\x1d");
        terminal.wait_for("telnet-rs> ");
        terminal.type_in(&format!("{typed}\r"));
        terminal.wait_for(answer);
    }
    terminal.type_in("\x01");
    terminal.wait_for("telnet-rs> ");
    // The end of the input is the end.
    terminal.type_in("\x04");
    terminal.wait_for("Connection closed.");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn what_is_typed_ahead_of_the_menu_is_not_lost() {
    let host = DemoHost::start().unwrap();
    let mut terminal = log_in(&host);
    terminal.type_in("\x1dset escape ^A\rtty\r");
    terminal.wait_for("escape   ^A");
    terminal.wait_for("size ");
    terminal.wait_for(PROMPT);
    // In two pieces, with the second before the menu.
    terminal.type_in("\x01sta");
    terminal.wait_for("telnet-rs> sta");
    terminal.type_in("tus\r");
    terminal.wait_for("host     ECHO");
    // A line that is too long ends somewhere, and what follows is for the host.
    terminal.type_in(&format!("\x01{}tty", "x".repeat(512)));
    terminal.wait_for("no word of this menu");
    terminal.type_in("\r");
    terminal.wait_for("size ");
    terminal.wait_for(PROMPT);
    terminal.type_in("\x01quit\r");
    terminal.wait_for("Connection closed.");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn the_terminal_is_as_before_after_each_signal() {
    let host = DemoHost::start().unwrap();
    for (signal, code) in
        [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130)]
    {
        let mut terminal = connect(&[], host.addr());
        terminal.wait_for("login: ");
        terminal.wait_until(|it| !it.is_as_before());
        terminal.signal(signal);
        assert_eq!(terminal.end(), code);
    }
}

#[test]
fn it_stops_and_goes_on() {
    let host = DemoHost::start().unwrap();
    let mut terminal = log_in(&host);
    for by_menu in [false, true] {
        if by_menu {
            terminal.type_in("\x1d");
            terminal.wait_for("telnet-rs> ");
            terminal.type_in("z\r");
        } else {
            terminal.signal(Signal::TSTP);
        }
        terminal.wait_until(Terminal::is_stopped);
        assert!(terminal.is_as_before());
        terminal.resize(if by_menu { 90 } else { 95 }, 40);
        terminal.signal(Signal::CONT);
        terminal.wait_until(|it| !it.is_as_before());
        terminal.type_in("tty\r");
        terminal.wait_for(if by_menu { "size 90x40" } else { "size 95x40" });
        terminal.wait_for(PROMPT);
    }
}

#[test]
fn lines_are_edited_here_where_the_host_does_not_echo() {
    let peer = Peer::new(|mut stream| {
        stream.write_all(b"name? ").unwrap();
        let mut heard = [0; 5];
        stream.read_exact(&mut heard).unwrap();
        // A password: what is typed is hidden, and edited here all the same.
        stream.write_all(b"\xFF\xFB\x01secret? ").unwrap();
        let mut secret = [0; 9];
        stream.read_exact(&mut secret).unwrap();
        stream.write_all(b"thanks\r\n").unwrap();
        let mut ip = [0; 2];
        stream.read_exact(&mut ip).unwrap();
        (heard, secret, ip)
    });
    let mut terminal = connect(&[], peer.addr());
    terminal.wait_for("name? ");
    terminal.type_in("bax\x7fb\n");
    terminal.wait_for("secret? ");
    terminal.wait_until(|it| !it.echoes());
    terminal.type_in("hush\n");
    let shown = terminal.wait_for("thanks");
    assert!(!shown.contains("hush"), "{shown:?}");
    terminal.type_in("\x03");
    let (heard, secret, ip) = peer.join();
    assert_eq!(&heard, b"bab\r\n");
    assert_eq!(&secret, b"\xFF\xFD\x01hush\r\n");
    assert_eq!(&ip, b"\xFF\xF4");
    terminal.wait_for("closed by the host");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn what_does_harm_is_not_shown_unless_it_is_asked_for() {
    for raw in [false, true] {
        let peer = Peer::new(|mut stream| {
            let host =
                b"\x1b]52;c;Zm9v\x07\x1b[31mred\x1b[6n\x1b[?1000h end\r\n";
            stream.write_all(host).unwrap();
        });
        let options: &[&str] = if raw { &["--raw"] } else { &[] };
        let mut terminal = connect(options, peer.addr());
        let shown = terminal.wait_for("closed by the host");
        assert_eq!(shown.contains("\x1b[6n"), raw);
        assert_eq!(shown.contains("]52;"), raw);
        assert!(shown.contains("\x1b[31mred"), "{shown:?}");
        // What was set is undone.
        assert_eq!(shown.contains("\x1b[?1000l"), !raw);
        assert_eq!(terminal.end(), 0);
        peer.join();
    }
}

#[test]
fn without_a_host_there_is_a_prompt_that_outlives_connections() {
    let host = DemoHost::start().unwrap();
    let [name, port] = place(host.addr());
    let mut terminal = Terminal::run(telnet_rs(&[]));
    for (order, answer) in [
        ("s", "may be send or set"),
        ("status", "no connection: open HOST"),
        ("open", "open HOST [PORT]"),
        ("open telnet://h 23", "a URL has its port"),
        ("open 127.0.0.1 1", "no connection to"),
    ] {
        terminal.wait_for("telnet-rs> ");
        terminal.type_in(&format!("{order}\r"));
        terminal.wait_for(answer);
    }
    for by_user in [true, false] {
        terminal.wait_for("telnet-rs> ");
        terminal.type_in(&format!("open {name} {port}\r"));
        terminal.wait_for("login: ");
        terminal.wait_until(|it| !it.is_as_before());
        if by_user {
            terminal.type_in("\x1dopen other\r");
            terminal.wait_for("already: `close` it before");
            terminal.type_in("\x1dclose\r");
            terminal.wait_for("Connection closed.");
        } else {
            // It stops and goes on, though it is not the first connection.
            terminal.signal(Signal::TSTP);
            terminal.wait_until(Terminal::is_stopped);
            terminal.signal(Signal::CONT);
            terminal.wait_until(|it| !it.is_as_before() && !it.is_stopped());
            terminal.type_in("\x1dquit\r");
        }
    }
    terminal.wait_for("Connection closed.");
    assert_eq!(terminal.end(), 0);
    // The end of the input is the end, and so is ^C.
    let mut terminal = Terminal::run(telnet_rs(&[]));
    terminal.wait_for("telnet-rs> ");
    terminal.type_in("\x04");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn the_file_of_the_user_is_obeyed_unless_it_is_skipped() {
    let host = DemoHost::start().unwrap();
    let home = std::env::temp_dir()
        .join(format!("telnet-rs-home-{}", std::process::id()));
    std::fs::create_dir_all(&home).unwrap();
    let file = "# mine\n127.0.0.1\tset escape ^A\n\tenviron list\n\
                other set escape ^B\nDEFAULT\n  toggle crlf\n";
    std::fs::write(home.join(".telnetrc"), file).unwrap();
    let [name, port] = place(host.addr());
    for is_skipped in [false, true] {
        let mut command = telnet_rs(if is_skipped { &["-c"] } else { &[] });
        command.args([&name, &port]).env("HOME", &home);
        let mut terminal = Terminal::run(command);
        let shown = terminal.wait_for("login: ");
        assert_eq!(shown.contains("escape   ^A"), !is_skipped, "{shown}");
        assert_eq!(shown.contains("Enter is CR LF"), !is_skipped, "{shown}");
        let why = "~/.telnetrc:3: environ list: \"environ\" is no word";
        assert_eq!(shown.contains(why), !is_skipped, "{shown}");
        assert!(!shown.contains("^B"), "{shown}");
        terminal.wait_until(|it| !it.is_as_before());
        terminal.type_in(if is_skipped { "\x1dq\r" } else { "\x01q\r" });
        terminal.wait_for("Connection closed.");
        assert_eq!(terminal.end(), 0);
    }
    // A script does not have it.
    let mut command = telnet_rs(&["-x", "interact", &name, &port]);
    command.env("HOME", &home);
    let mut terminal = Terminal::run(command);
    let shown = terminal.wait_for("login: ");
    assert!(shown.contains("opens the menu"), "{shown}");
    assert!(!shown.contains("escape   ^A"), "{shown}");
    drop(terminal);
    std::fs::remove_dir_all(home).unwrap();
}
