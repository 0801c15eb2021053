//! The example `device-cli`, in character mode and by LINEMODE.
#![expect(clippy::unwrap_used, reason = "a test is to fail loudly")]

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::thread;

use telnet_mio::linemode::{LinemodeSettings, LinemodeState};
use telnet_mio::proto::sub::linemode::Mode;
use telnet_mio::{Config, Session, Side, TelnetOption, WindowSize};
use telnet_testkit::peer::PATIENCE;

#[expect(dead_code, reason = "its main is the tests here")]
#[path = "../examples/device-cli/main.rs"]
mod device_cli;

fn device() -> SocketAddr {
    let any = "127.0.0.1:0".parse().unwrap();
    let server = device_cli::server::Server::new(any).unwrap();
    let addr = server.addr().unwrap();
    // It ends with the test.
    let _server = thread::spawn(move || server.run());
    addr
}

/// A user with a client of ours, over a blocking socket.
struct User {
    stream: TcpStream,
    session: Session,
}

impl User {
    fn new(config: Config) -> Self {
        let stream = TcpStream::connect(device()).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let size = WindowSize { columns: 80, rows: 10 };
        let session = Session::new(config.window_size(size));
        Self { stream, session }
    }

    fn flush(&mut self) {
        while self.session.wants_write() {
            let octets = self.session.transmit().to_vec();
            self.stream.write_all(&octets).unwrap();
            self.session.transmitted(octets.len());
        }
    }

    fn types(&mut self, text: &str) {
        assert_eq!(self.session.send_part(text.as_bytes()), text.len());
        self.flush();
    }

    /// Reads until something is so.
    fn until(&mut self, what: &str, is_so: impl Fn(&Session) -> bool) {
        while !is_so(&self.session) {
            let seen = String::from_utf8_lossy(self.session.unread());
            assert!(!self.session.is_eof(), "no {what:?} in {seen:?}");
            let mut buffer = [0; 4096];
            match self.stream.read(&mut buffer) {
                Ok(0) => self.session.receive_eof(),
                Ok(n) => self.session.receive(buffer.get(..n).unwrap()),
                Err(why) => unreachable!("{why}: no {what:?} in {seen:?}"),
            }
            self.flush();
        }
    }

    /// What comes up to a text.
    fn sees(&mut self, text: &str) -> String {
        let find = |session: &Session| {
            let seen = String::from_utf8_lossy(session.unread());
            seen.find(text).map(|at| at + text.len())
        };
        self.until(text, |session| find(session).is_some());
        let end = find(&self.session).unwrap();
        String::from_utf8_lossy(&self.session.take(end)).into_owned()
    }

    fn logs_in(&mut self, end: &str) {
        self.sees("Username: ");
        self.types(&format!("admin{end}"));
        self.sees("Password: ");
        self.types(&format!("admin{end}"));
        self.sees("r1>");
    }
}

#[test]
fn keys_edit_a_line_in_character_mode() {
    let mut user = User::new(Config::default());
    user.logs_in("\r\0");
    user.types("show vrs\x7F\x7Fersion\r\0");
    user.sees("Example OS, version 1.0\r\nUptime is 3 weeks\r\nr1>");
    user.types("sh ver\r\0");
    user.sees("Uptime is 3 weeks\r\nr1>");
    // The line before it, with another word in its place.
    user.types("\x1B[A\x17blah\r\0");
    assert!(user.sees("% Invalid input\r\nr1>").contains("blah"));
    user.types("sh?");
    let help = user.sees("r1>sh");
    assert!(help.contains("\r\nshow interfaces   what is connected"), "{help}");
    user.types(" in\t\r\0");
    user.sees("sh interfaces ");
    user.sees(" --More-- ");
    user.types(" ");
    let more = user.sees(" --More-- ");
    assert_eq!(more.matches("Ethernet").count(), 9, "{more}");
    user.types("q");
    user.sees("r1>");
    user.types("reload\r\0");
    user.sees("% Not allowed: enable first\r\nr1>");
    user.types("enable\r\0");
    user.sees("Password: ");
    user.types("wrong\r\0");
    assert!(!user.sees("% Bad secret\r\nr1>").contains("wrong"));
    user.types("en\r\0enable\r\0");
    user.sees("r1#");
    user.types("reload\r\0exit\r\0");
    user.sees("Not today.\r\nr1#");
    user.sees("Goodbye.\r\n");
}

#[test]
fn a_client_edits_lines_by_linemode() {
    let config = Config::default().linemode(LinemodeSettings::client());
    let mut user = User::new(config);
    let echo = TelnetOption::ECHO;
    user.until("EDIT", |it| {
        let mode = it.linemode().map(LinemodeState::mode);
        let edits = mode.is_some_and(|it| it.contains(Mode::EDIT));
        edits && !it.is_enabled(Side::Remote, echo)
    });
    user.sees("Username: ");
    user.types("admin\r\n");
    user.sees("Password: ");
    assert!(user.session.is_enabled(Side::Remote, echo));
    user.types("admin\r\n");
    user.sees("r1>");
    user.types("show version\r\n");
    // Nothing is echoed: the client shows what it edits.
    let seen = user.sees("Uptime is 3 weeks\r\nr1>");
    assert!(!seen.contains("show"), "{seen}");
    assert!(!user.session.is_enabled(Side::Remote, echo));
    user.types("show ?\r\n");
    user.sees("show version");
    user.types("exit\r\n");
    user.sees("Goodbye.\r\n");
}
