//! LINEMODE with GNU's server, and with GNU's client.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, Command as Process, Stdio};

use telnet_blocking::session::linemode::LinemodeSettings;
use telnet_blocking::session::proto::sub::Role;
use telnet_blocking::session::proto::sub::lflow::FlowControl;
use telnet_blocking::session::proto::sub::linemode::{
    Function, Level, Mode, Modifiers, Setting,
};
use telnet_blocking::{Config, Policy, Side, Telnet, TelnetOption};

use super::{WAIT, connect, log_in, run, until};

fn key(octet: u8) -> Setting {
    Setting::new(Level::Value, octet)
}

/// telnetd says that signals are keys of the client's, which keys it has for them,
/// and that XON alone lets output go on; the key that interrupts does so, and its
/// timing mark is answered.
#[test]
fn telnetd_sets_a_mode_and_its_keys() {
    let config = Config::default()
        .linemode(
            LinemodeSettings::client()
                .character(Function::IP, key(3))
                .character(Function::EC, key(127)),
        )
        .policy(Side::Local, TelnetOption::LFLOW, Policy::Accept);
    let mut tn = connect("TELNETD_LINEMODE_ADDR", config);
    log_in(&mut tn);
    let state = tn.session().linemode().unwrap();
    assert_eq!(state.role(), Role::Client);
    assert!(state.mode().contains(Mode::TRAPSIG), "{:?}", state.mode());
    let flow = tn.session().flow_control(Side::Local).unwrap();
    assert!(flow.is_on());
    assert_eq!(flow.restarts_at_any(), Some(false));

    assert!(tn.session_mut().import_characters().unwrap());
    tn.timing_mark(WAIT).unwrap();
    let state = tn.session().linemode().unwrap();
    let interrupt = state.setting(Function::IP);
    assert_eq!((interrupt.level(), interrupt.value), (Level::Value, 3));
    let flushes = Modifiers::FLUSHIN.with(Modifiers::FLUSHOUT);
    assert!(interrupt.modifiers.contains(flushes));
    assert_eq!(state.function_of(3), Some(Function::IP));

    tn.write("echo BE''GIN; sleep 1000\n").unwrap();
    until(&mut tn, "BEGIN");
    assert!(tn.session_mut().send_function(Function::IP).unwrap());
    assert!(tn.session().is_discarding());
    tn.timing_mark(WAIT).unwrap();
    assert!(!tn.session().is_discarding());
    assert!(run(&mut tn, "echo still here").contains("still here"));
    tn.write("exit\n").unwrap();
}

/// A process that ends with the test.
pub(super) struct User(pub(super) Child);

impl Drop for User {
    fn drop(&mut self) {
        let _gone = self.0.kill();
        let _gone = self.0.wait();
    }
}

/// GNU's client at a terminal, and a server of ours.
pub(super) fn gnu_telnet(config: Config) -> (User, Telnet<TcpStream>) {
    at_terminal("inetutils-telnet 127.0.0.1 PORT", config)
}

/// A client at a terminal, and a server of ours. PORT stands for the port.
pub(super) fn at_terminal(
    client: &str,
    config: Config,
) -> (User, Telnet<TcpStream>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    let mut script = Process::new("script");
    script.args(["-qec", &client.replace("PORT", &port), "/dev/null"]);
    script.env("TERM", "xterm");
    script.stdin(Stdio::piped()).stdout(Stdio::null());
    let user = User(script.spawn().unwrap());
    let (stream, _) = listener.accept().unwrap();
    let mut tn = Telnet::new(stream, config).unwrap();
    tn.set_timeout(Some(WAIT));
    (user, tn)
}

#[test]
fn gnu_telnet_edits_lines_and_tells_its_keys() {
    use std::io::Write as _;
    let both = Mode::EDIT.with(Mode::TRAPSIG);
    let settings =
        LinemodeSettings::server(both).character(Function::IP, key(3));
    let config = Config::default()
        .linemode(settings.forward_at(b"\t"))
        .request(Side::Remote, TelnetOption::LFLOW);
    let (mut user, mut tn) = gnu_telnet(config);
    // It answers marks in their order: what was asked before is answered then.
    for _ in 0..3 {
        tn.timing_mark(WAIT).unwrap();
    }
    let state = tn.session().linemode().unwrap();
    assert_eq!((state.role(), state.mode()), (Role::Server, both));
    assert_eq!(state.setting(Function::EC), key(127));
    let interrupt = state.setting(Function::IP);
    assert_eq!((interrupt.level(), interrupt.value), (Level::Value, 3));
    // It does not take masks.
    assert_eq!(state.forward_mask(), None);
    let asked = tn.session_mut().request_flow_control(FlowControl::Off);
    assert_eq!(asked, Ok(true));
    // What was typed is edited there, and sent whole.
    let keyboard = user.0.stdin.as_mut().unwrap();
    keyboard.write_all(b"helpo\x7F\x7Flo\n").unwrap();
    let line = until(&mut tn, "\r\n");
    assert_eq!(line, "hello\r\n");
    // Another mode, and it is not asked to log anybody off.
    assert!(tn.session_mut().request_mode(Mode::NONE).unwrap());
    assert!(!tn.logout(WAIT).unwrap());
    assert_eq!(tn.session().linemode().unwrap().mode(), Mode::NONE);
    tn.close().unwrap();
}
