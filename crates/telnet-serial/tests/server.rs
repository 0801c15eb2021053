//! A server of a port in memory, and clients over TCP on this machine.
#![expect(clippy::unwrap_used, reason = "a test is to fail loudly")]

use std::io::{self, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use telnet_serial::serve::{Access, Right, Stop};
use telnet_serial::server::Loopback;
use telnet_serial::session::proto::sub::com_port::line_state;
use telnet_serial::{
    DataBits, Flow, Kind, Parity, PortServer, Purge, RemotePort, Request,
    Setting, Settings, StopBits,
};
use telnet_testkit::serial::comes_about;

const WAIT: Duration = Duration::from_secs(10);

struct Served {
    address: SocketAddr,
    port: Loopback,
    stop: Stop,
    runs: Option<JoinHandle<io::Result<()>>>,
}

impl Served {
    fn new(
        with: impl FnOnce(PortServer<Loopback>) -> PortServer<Loopback>,
    ) -> Self {
        let port = Loopback::new().recorded();
        let server = PortServer::bind("127.0.0.1:0", port.clone()).unwrap();
        let server = with(server);
        let address = server.local_addr().unwrap();
        let stop = server.stop();
        let runs = Some(thread::spawn(move || server.run()));
        Self { address, port, stop, runs }
    }

    fn try_open(&self) -> io::Result<RemotePort<TcpStream>> {
        let mut port =
            RemotePort::open(&format!("rfc2217://{}", self.address))?;
        port.set_timeout(Some(WAIT));
        Ok(port)
    }

    fn open(&self) -> RemotePort<TcpStream> {
        self.try_open().unwrap()
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
fn all_that_is_set_is_set_and_read_back() {
    let served = Served::new(|it| it);
    let mut port = served.open();
    let settings = Settings::new()
        .baud_rate(115_200)
        .data_bits(DataBits::Seven)
        .parity(Parity::Mark)
        .stop_bits(StopBits::OnePointFive)
        .flow(Flow::Hardware)
        .dtr(true)
        .rts(true);
    port.configure(settings).unwrap();
    assert_eq!(served.port.log(), settings.iter().collect::<Vec<_>>());
    for wanted in settings.iter() {
        assert_eq!(port.get(wanted.kind()).unwrap(), wanted);
    }
    // One that the port cannot do is told, and the old one holds.
    let error = port.set(Setting::BaudRate(4_000_001)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    assert_eq!(
        error.to_string(),
        "baud rate 4000001 was asked for, the server set baud rate 115200"
    );
    let error = port.set(Setting::BaudRate(0)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    assert_eq!(port.signature().unwrap(), b"serial port");
    assert_eq!(port.quirks(), []);
    port.close().unwrap();
}

#[test]
fn octets_arrive_as_they_are_and_a_setting_behind_them() {
    let served = Served::new(|it| it);
    let mut port = served.open();
    let octets: Vec<u8> = (0..1 << 20)
        .map(|at: u32| at.wrapping_mul(0x9E37_79B9).to_be_bytes()[0])
        .collect();
    let mut back = vec![0; octets.len()];
    let (mut sent, mut came) = (0, 0);
    while came < back.len() {
        if sent < octets.len() && sent - came < 32 << 10 {
            let end = octets.len().min(sent + (8 << 10));
            sent += port.write(&octets[sent..end]).unwrap();
        } else {
            came += port.read(&mut back[came..]).unwrap();
        }
    }
    assert!(back == octets);
    // The rate changes when the port has all that was sent before: of its room
    // of 4096 octets nothing is left.
    port.send(vec![b'\r'; 4096]).unwrap();
    port.set(Setting::BaudRate(300)).unwrap();
    port.purge(Purge::Both).unwrap();
    assert_eq!(port.available().unwrap(), 0);
    port.send(b"new").unwrap();
    let mut back = [0; 3];
    port.read_exact(&mut back).unwrap();
    assert_eq!(&back, b"new");
    port.close().unwrap();
}

/// Both ends send before they read, and the port in between is full: it stops
/// who sends, and nothing is lost.
#[test]
fn a_port_that_is_full_stops_who_sends() {
    let served = Served::new(|it| it);
    let mut port = served.open();
    let octets: Vec<u8> = (0..4 << 20)
        .map(|at: u32| at.wrapping_mul(0x9E37_79B9).to_be_bytes()[0])
        .collect();
    port.send(&octets).unwrap();
    let mut back = vec![0; octets.len()];
    port.read_exact(&mut back).unwrap();
    assert!(back == octets);
    port.close().unwrap();
}

#[test]
fn lines_and_breaks_are_told() {
    let served = Served::new(|it| it);
    let mut port = served.open();
    let lines = port.modem().unwrap();
    assert!(!lines.dsr() && !lines.cts() && !lines.carrier());
    port.set(Setting::Dtr(true)).unwrap();
    let lines = port.modem_change(lines, WAIT).unwrap();
    assert!(lines.dsr() && lines.carrier() && !lines.cts());
    let mask = [Request::LineMask(line_state::BREAK)];
    let _told = port.ask(mask).unwrap();
    port.set(Setting::Break(true)).unwrap();
    port.set(Setting::Break(false)).unwrap();
    port.set_timeout(Some(Duration::from_millis(10)));
    let broken = comes_about(WAIT, || {
        assert_eq!(
            port.receive(&mut [0]).unwrap_err().kind(),
            ErrorKind::TimedOut
        );
        port.client_mut().take_line_state().has_break()
    });
    assert!(broken);
    port.close().unwrap();
}

/// The pulses by which tools reset an ESP into its loader: each is done, in
/// this order, before it is acknowledged.
#[test]
fn no_pulse_is_lost() {
    let served = Served::new(|it| it);
    let mut port = served.open();
    let mut pulses = Vec::new();
    for _ in 0..5000 {
        pulses.extend([Setting::Dtr(false), Setting::Dtr(true)]);
    }
    pulses.extend([
        Setting::Rts(true),
        Setting::Dtr(true),
        Setting::Rts(false),
        Setting::Dtr(false),
    ]);
    for pulse in &pulses {
        port.set(*pulse).unwrap();
    }
    assert!(served.port.log() == pulses);
    assert_eq!(port.quirks(), []);
    port.close().unwrap();
}

#[test]
fn one_writes_and_the_others_read() {
    let log = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&log);
    let served = Served::new(|server| {
        server.most_clients(2).log(move |entry| {
            sink.lock().unwrap().push(entry.to_string());
        })
    });
    let (mut one, mut two) = (served.open(), served.open());
    one.set(Setting::BaudRate(19_200)).unwrap();
    let error = two.set(Setting::BaudRate(300)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    assert_eq!(two.get(Kind::BaudRate).unwrap(), Setting::BaudRate(19_200));
    two.send(b"lost").unwrap();
    two.purge(Purge::Both).unwrap();
    one.send(b"from one").unwrap();
    for port in [&mut one, &mut two] {
        let mut back = [0; 8];
        port.read_exact(&mut back).unwrap();
        assert_eq!(&back, b"from one");
    }
    // A third one is too many.
    served.try_open().unwrap_err();
    // The second writes when the first has left.
    one.close().unwrap();
    let took_over =
        comes_about(WAIT, || two.set(Setting::BaudRate(300)).is_ok());
    assert!(took_over);
    two.close().unwrap();
    drop(served);
    let log = log.lock().unwrap().join("\n");
    for part in ["came, Write", "was refused", "> from one", "left", "Set("] {
        assert!(log.contains(part), "{part}: {log}");
    }
}

#[test]
fn who_may_not_does_not() {
    let served = Served::new(|it| it.access(Access::none()));
    served.try_open().unwrap_err();
    let all = "127.0.0.0/8".parse().unwrap();
    let access = Access::none().allow(all, Right::Read);
    let served = Served::new(|it| it.access(access));
    let mut port = served.open();
    assert_eq!(served.port.feed(b"seen"), 4);
    let mut back = [0; 4];
    port.read_exact(&mut back).unwrap();
    assert_eq!(&back, b"seen");
    port.set(Setting::Dtr(true)).unwrap_err();
    assert_eq!(served.port.log(), []);
    port.close().unwrap();
}

#[test]
fn a_client_that_asks_for_silence_gets_it_and_all_afterwards() {
    let served = Served::new(|it| it);
    let mut port = served.open();
    // Of several, one that takes it back is enough.
    port.suspend(true).unwrap();
    port.suspend(true).unwrap();
    port.send(b"later").unwrap();
    port.set_timeout(Some(Duration::from_millis(100)));
    let error = port.receive(&mut [0; 5]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TimedOut);
    port.suspend(false).unwrap();
    port.set_timeout(Some(WAIT));
    let mut back = [0; 5];
    port.read_exact(&mut back).unwrap();
    assert_eq!(&back, b"later");
    port.close().unwrap();
}
