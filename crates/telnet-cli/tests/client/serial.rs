//! A serial port of another machine, as a console.

use std::net::SocketAddr;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::program::{run, said};
#[cfg(target_os = "linux")]
use crate::{program::telnet_rs, terminal::Terminal};
use telnet_serial::serve::Stop;
use telnet_serial::server::Loopback;
use telnet_serial::{DataBits, Flow, Parity, PortServer, Setting, StopBits};
use telnet_testkit::peer::Peer;
use telnet_testkit::serial::comes_about;

/// A port in memory, whose plug sends back what it gets.
struct Served {
    address: SocketAddr,
    port: Loopback,
    stop: Stop,
    runs: Option<JoinHandle<std::io::Result<()>>>,
}

impl Served {
    fn new() -> Self {
        let port = Loopback::new().recorded();
        let server = PortServer::bind("127.0.0.1:0", port.clone()).unwrap();
        let (address, stop) = (server.local_addr().unwrap(), server.stop());
        let runs = Some(thread::spawn(move || server.run()));
        Self { address, port, stop, runs }
    }

    fn url(&self) -> String {
        format!("rfc2217://{}", self.address)
    }

    #[track_caller]
    fn assert_set(&self, setting: Setting) {
        let patience = Duration::from_secs(20);
        let is = comes_about(patience, || self.port.log().contains(&setting));
        assert!(is, "{setting} is not among {:?}", self.port.log());
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.stop.stop().unwrap();
        let ran = self.runs.take().unwrap().join();
        if !thread::panicking() {
            ran.unwrap().unwrap();
        }
    }
}

#[test]
fn a_pipe_goes_to_the_port_and_back_as_it_is() {
    let served = Served::new();
    let settings = [
        "--baud", "115200", "--frame", "7e2", "--flow", "rtscts", "--dtr",
        "on", "--rts", "off",
    ];
    let url = served.url();
    let arguments = [&["serial", &url][..], &settings].concat();
    let input: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    let output = run(&arguments, &input);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert_eq!(said(&output), "");
    assert!(output.stdout == input);
    for setting in [
        Setting::BaudRate(115_200),
        Setting::DataBits(DataBits::Seven),
        Setting::Parity(Parity::Even),
        Setting::StopBits(StopBits::Two),
        Setting::Flow(Flow::Hardware),
        Setting::Dtr(true),
        Setting::Rts(false),
    ] {
        served.assert_set(setting);
    }
}

#[test]
fn what_the_server_sets_otherwise_is_said() {
    let served = Served::new();
    let output = run(&["serial", &served.url(), "--baud", "4000001"], b"x");
    assert_eq!(output.status.code(), Some(1));
    let why = "baud rate 4000001 was asked for, the server set baud rate ";
    assert!(said(&output).contains(why), "{}", said(&output));
    assert_eq!(output.stdout, b"");
}

#[test]
fn what_cannot_be_had_is_said() {
    let peer = Peer::new(|mut stream| {
        use std::io::{Read as _, Write as _};
        // All that is offered or asked for is refused.
        let mut asked = [0; 3];
        while stream.read_exact(&mut asked).is_ok() {
            let answer = if asked[1] == 0xFB { 0xFE } else { 0xFC };
            stream.write_all(&[0xFF, answer, asked[2]]).unwrap();
        }
    });
    let url = format!("rfc2217://{}", peer.addr());
    let output = run(&["serial", &url], b"");
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("refuses COM-PORT"), "{}", said(&output));
    peer.join();
    for (arguments, part) in [
        (&["serial"][..], "URL"),
        (&["serial", "host:23"], "rfc2217://"),
        (&["serial", "rfc2217://h:1", "--frame", "9N1"], "8N1"),
        (&["serial", "rfc2217://h:1", "--baud", "0"], "115200"),
        (&["serial", "rfc2217://h:1", "--dtr", "1"], "on or off"),
    ] {
        let output = run(arguments, b"");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(said(&output).contains(part), "{}", said(&output));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_console_has_a_menu_for_rate_lines_and_break() {
    let served = Served::new();
    let command = telnet_rs(&["serial", &served.url(), "--baud", "9600"]);
    let mut terminal = Terminal::run(command);
    let before = terminal.wait_for("opens the menu");
    assert!(before.contains("baud rate 9600"), "{before}");
    terminal.wait_for("help.");
    // What is typed comes back, key by key.
    terminal.type_in("AT\r");
    terminal.wait_for("AT\r");
    for (typed, answer) in [
        ("baud 38400", "baud rate 38400"),
        ("frame 7O1", "parity Odd"),
        ("dtr on", "DTR on"),
        ("lines", "CTS "),
        ("break 50", "break off"),
        ("purge", "done"),
        ("b", "may be baud or break"),
        ("baud x", "give a rate"),
        ("st", "baud rate 38400"),
    ] {
        terminal.type_in("\x1d");
        terminal.wait_for("telnet-rs> ");
        terminal.type_in(&format!("{typed}\r"));
        let shown = terminal.wait_for(answer);
        assert!(!shown.contains("no word"), "{typed}: {shown}");
    }
    served.assert_set(Setting::BaudRate(38400));
    served.assert_set(Setting::Break(true));
    served.assert_set(Setting::Break(false));
    served.assert_set(Setting::Dtr(true));
    // The key itself, with a text behind the menu.
    terminal.type_in("\x1dsend escape\rmore");
    terminal.wait_for("\x1dmore");
    terminal.type_in("\x1dclose\r");
    terminal.wait_for("Connection closed.");
    assert_eq!(terminal.end(), 0);
}
