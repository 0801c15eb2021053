//! A user at a terminal whose lines are edited by the program: LINEMODE.

use std::net::TcpStream;
use std::time::Duration;

use telnet_blocking::linemode::LinemodeSettings;
use telnet_blocking::proto::sub::linemode::{Function, Level, Mode, Setting};
use telnet_blocking::server::Entry;
use telnet_blocking::{Config, Side, Telnet, TelnetOption};
use telnet_testkit::peer::Peer;

use crate::program::{place, telnet_rs};
use crate::terminal::Terminal;

const WAIT: Duration = Duration::from_secs(20);
const BOTH: Mode = Mode::EDIT.with(Mode::TRAPSIG);

/// A host that has lines edited by its client, and a user in front of it.
fn meet<T: Send + 'static>(
    serve: impl FnOnce(&mut Telnet<TcpStream>) -> T + Send + 'static,
) -> (Peer<T>, Terminal) {
    let peer = Peer::new(|stream| {
        let interrupt = Setting::new(Level::Value, 3);
        let settings = LinemodeSettings::server(BOTH)
            .character(Function::IP, interrupt)
            .forward_at(b"\t");
        let config = Config::server().linemode(settings);
        let mut tn = Telnet::new(stream, config).unwrap();
        // Marks are answered in their order: what was asked before is, too.
        for _ in 0..3 {
            tn.timing_mark(WAIT).unwrap();
        }
        serve(&mut tn)
    });
    let [host, port] = place(peer.addr());
    let mut command = telnet_rs(&[]);
    command.args([host, port]).env("TERM", "xterm");
    (peer, Terminal::run(command))
}

fn line(text: &'static str) -> Entry {
    Entry::Line(text.into())
}

#[test]
fn lines_are_edited_and_secrets_are_hidden() {
    let (peer, mut terminal) = meet(|tn| {
        assert_eq!(tn.read_line("name> ", WAIT).unwrap(), line("hello"));
        assert!(!tn.session().is_enabled(Side::Local, TelnetOption::ECHO));
        assert_eq!(tn.read_secret("secret? ", WAIT).unwrap(), line("hush"));
        assert_eq!(tn.read_line("more> ", WAIT).unwrap(), Entry::Interrupt);
        // What is said before the mark of the interrupt is thrown away.
        tn.timing_mark(WAIT).unwrap();
        tn.write("bye\r\n").unwrap();
        tn.close().unwrap();
    });
    terminal.wait_for("name> ");
    terminal.wait_until(|it| !it.echoes());
    terminal.type_in("helpo\x7f\x7flo\r");
    terminal.wait_for("helpo\x08 \x08\x08 \x08lo\r\n");
    terminal.wait_for("secret? ");
    terminal.type_in("huuush\x7f\x7f\x7f\x7fsh\r");
    let shown = terminal.wait_for("more> ");
    assert!(!shown.contains("hu"), "{shown:?}");
    terminal.type_in("never\x03");
    terminal.wait_for("never^C");
    terminal.wait_for("bye");
    terminal.wait_for("closed by the host");
    assert_eq!(terminal.end(), 0);
    peer.join();
}

#[test]
fn the_menu_sets_keys_and_mode() {
    let (peer, mut terminal) = meet(|tn| {
        assert_eq!(tn.read_line("one> ", WAIT).unwrap(), line("ab"));
        assert_eq!(tn.read_line("two> ", WAIT).unwrap(), line("cd"));
        let state = tn.session().linemode().unwrap();
        assert_eq!(state.setting(Function::EC).value, 8);
        tn.write("three> ").unwrap();
        // Without EDIT keys come as they are typed.
        let text = tn.read_until("e", WAIT).unwrap();
        let state = tn.session().linemode().unwrap();
        assert_eq!(state.mode(), Mode::TRAPSIG);
        text.matched().unwrap().text().to_vec()
    });
    let menu = |terminal: &mut Terminal, order: &str, answer: &str| {
        terminal.type_in("\x1d");
        terminal.wait_for("telnet-rs> ");
        terminal.type_in(&format!("{order}\r"));
        terminal.wait_for(answer);
    };
    terminal.wait_for("one> ");
    menu(&mut terminal, "display", "erase       ^?");
    terminal.type_in("a");
    // What was typed of the line is still there.
    menu(&mut terminal, "set erase ^H", "erase       ^H");
    terminal.wait_for("a");
    terminal.type_in("x\x08b\r");
    terminal.wait_for("two> ");
    menu(&mut terminal, "slc export", "\n");
    menu(&mut terminal, "set er ^H", "erase       ^H");
    menu(&mut terminal, "set forw1 x", "began without a key");
    terminal.type_in("cx\x08d\r");
    terminal.wait_for("three> ");
    menu(&mut terminal, "mode -edit", "\n");
    menu(&mut terminal, "display", "edit        off");
    terminal.type_in("e");
    assert_eq!(peer.join(), b"e");
    terminal.wait_for("closed by the host");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn a_mask_sends_what_was_typed_so_far() {
    let (peer, mut terminal) = meet(|tn| {
        tn.write("type> ").unwrap();
        let text = tn.read_until("\t", WAIT).unwrap();
        tn.write("plete\r\n").unwrap();
        text.matched().unwrap().text().to_vec()
    });
    terminal.wait_for("type> ");
    terminal.type_in("cox\x7fm\t");
    terminal.wait_for("plete");
    assert_eq!(peer.join(), b"com\t");
    assert_eq!(terminal.end(), 0);
}

/// As GNU's telnetd, which does not say that a password is not to be shown.
#[test]
fn a_password_is_hidden_though_the_host_does_not_say_so() {
    let (peer, mut terminal) = meet(|tn| {
        tn.session_mut().request(Side::Local, TelnetOption::ECHO, false);
        tn.write("Password: ").unwrap();
        let secret = tn.read_until("\n", WAIT).unwrap();
        tn.write("name: ").unwrap();
        tn.read_until("\n", WAIT).unwrap().matched().unwrap();
        secret.matched().unwrap().text().to_vec()
    });
    terminal.wait_for("Password: ");
    terminal.type_in("hush\r");
    let shown = terminal.wait_for("name: ");
    assert_eq!(shown, "\r\nname: ");
    terminal.type_in("tom\r");
    terminal.wait_for("tom\r\n");
    assert_eq!(peer.join(), b"hush\r\n");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn without_linemode_the_menu_says_so() {
    let peer = Peer::new(|stream| crate::program::all(&stream));
    let [host, port] = place(peer.addr());
    let mut command = telnet_rs(&[]);
    command.args([host, port]);
    let mut terminal = Terminal::run(command);
    for order in ["set erase ^H", "mode edit", "slc import"] {
        terminal.wait_until(|it| !it.is_as_before());
        terminal.type_in("\x1d");
        terminal.wait_for("telnet-rs> ");
        terminal.type_in(&format!("{order}\r"));
        terminal.wait_for("LINEMODE is not agreed");
    }
    terminal.type_in("\x1dquit\r");
    assert_eq!(terminal.end(), 0);
    assert_eq!(peer.join(), b"");
}
