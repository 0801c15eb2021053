//! A server that stalls, drops or answers late, by the clock of the machine: no call
//! of a port that blocks, or of smol's, goes on for ever. For tokio's see `stalls.rs`.
#![expect(clippy::unwrap_used, reason = "a test is to fail loudly")]

use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use telnet_serial::session::Config;
use telnet_serial::{
    Client, Kind, ModemState, Outcome, Purge, RemotePort, Request, Setting,
    Settings,
};

/// It agrees to the option, BINARY and SGA.
const OPEN: &[u8] =
    b"\xFF\xFD\x2C\xFF\xFB\x00\xFF\xFD\x00\xFF\xFB\x03\xFF\xFD\x03";
/// The deadline of each call.
const SHORT: Duration = Duration::from_millis(60);
/// The deadline of a call that is answered.
const LONG: Duration = Duration::from_secs(20);
/// More than a stream holds that nobody reads.
const MUCH: usize = 32 << 20;

/// What a test does has an end, or the test fails.
fn has_an_end(test: impl FnOnce() + Send + 'static) {
    let (done, is_done) = mpsc::channel();
    let runs = thread::spawn(move || {
        test();
        done.send(()).unwrap();
    });
    let ended = is_done.recv_timeout(3 * LONG);
    assert_ne!(ended, Err(mpsc::RecvTimeoutError::Timeout), "a call hangs");
    runs.join().unwrap();
}

/// Both ends of a connection; of the server's it has agreed already.
fn connected() -> (TcpStream, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let ours = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let (mut theirs, _) = listener.accept().unwrap();
    theirs.write_all(OPEN).unwrap();
    (ours, theirs)
}

fn blocking() -> (RemotePort<TcpStream>, TcpStream) {
    let (ours, theirs) = connected();
    let config = Client::config(Config::new());
    let telnet = telnet_blocking::Telnet::new(ours, config).unwrap();
    (RemotePort::over(telnet).unwrap(), theirs)
}

type OfSmol = telnet_serial::futures::RemotePort<smol::Async<TcpStream>>;

async fn of_smol() -> (OfSmol, TcpStream) {
    let (ours, theirs) = connected();
    let config = Client::config(Config::new());
    let ours = smol::Async::new(ours).unwrap();
    let telnet = telnet_async_std::Telnet::new(ours, config);
    let port = telnet_serial::futures::RemotePort::over(telnet).await;
    (port.unwrap(), theirs)
}

fn kind<T: std::fmt::Debug>(done: io::Result<T>) -> ErrorKind {
    done.unwrap_err().kind()
}

/// The server says nothing at all, and reads nothing: each call, and what it says.
macro_rules! at_silence {
    ($port:expr $(, $await:tt)*) => {{
        let mut port = $port;
        port.set_timeout(Some(SHORT));
        port.set_answer_time(SHORT);
        let all = Settings::eight_n_one(115_200).dtr(true).rts(true);
        assert_eq!(kind(port.configure(all)$(.$await)*), ErrorKind::TimedOut);
        let rate = Setting::BaudRate(9600);
        assert_eq!(kind(port.set(rate)$(.$await)*), ErrorKind::TimedOut);
        let told = port.get(Kind::Parity)$(.$await)*;
        assert_eq!(kind(told), ErrorKind::Unsupported);
        let report = port.ask([Request::Signature])$(.$await)*.unwrap();
        assert_eq!(report.replies().first().unwrap().1, Outcome::Unanswered);
        port.purge(Purge::Both)$(.$await)*.unwrap();
        assert_eq!(kind(port.modem()$(.$await)*), ErrorKind::TimedOut);
        let none = ModemState::default();
        let lines = port.modem_change(none, SHORT)$(.$await)*;
        assert_eq!(kind(lines), ErrorKind::TimedOut);
        let name = port.signature()$(.$await)*;
        assert_eq!(kind(name), ErrorKind::Unsupported);
        let heard = port.receive(&mut [0; 16])$(.$await)*;
        assert_eq!(kind(heard), ErrorKind::TimedOut);
        port.suspend(true)$(.$await)*.unwrap();
        port.suspend(false)$(.$await)*.unwrap();
        let much = vec![7; MUCH];
        assert_eq!(kind(port.send(&much)$(.$await)*), ErrorKind::TimedOut);
        // Behind what is not read: there is an end, whatever they say.
        let _full = port.suspend(true)$(.$await)*;
        let _full = port.send(b"more")$(.$await)*;
        assert!(port.set(rate)$(.$await)*.is_err());
        let _unsent = port.close()$(.$await)*;
    }};
}

#[test]
fn no_call_that_blocks_hangs_at_a_server_that_stalls() {
    has_an_end(|| {
        let (port, _theirs) = blocking();
        at_silence!(port);
        let (mut port, _theirs) = blocking();
        port.set_timeout(Some(SHORT));
        assert_eq!(port.available().unwrap(), 0);
        assert_eq!(kind(port.read(&mut [0; 4])), ErrorKind::TimedOut);
        port.flush().unwrap();
        let much = vec![7; MUCH];
        assert_eq!(kind(port.write_all(&much)), ErrorKind::TimedOut);
        assert!(port.flush().is_err());
    });
}

#[test]
fn no_call_of_smol_hangs_at_a_server_that_stalls() {
    has_an_end(|| {
        smol::block_on(async {
            let (port, _theirs) = of_smol().await;
            at_silence!(port, await);
            let (mut port, _theirs) = of_smol().await;
            port.set_timeout(Some(SHORT));
            port.set_answer_time(SHORT);
            let (mut reader, mut writer) = port.split();
            let heard = reader.receive(&mut [0; 4]).await;
            assert_eq!(kind(heard), ErrorKind::TimedOut);
            let none = ModemState::default();
            let lines = reader.modem_change(none, SHORT).await;
            assert_eq!(kind(lines), ErrorKind::TimedOut);
            let set = writer.set(Setting::BaudRate(9600)).await;
            assert_eq!(kind(set), ErrorKind::TimedOut);
            let told = writer.get(Kind::Parity).await;
            assert_eq!(kind(told), ErrorKind::Unsupported);
            writer.purge(Purge::Both).await.unwrap();
            let much = vec![7; MUCH];
            assert_eq!(kind(writer.send(&much).await), ErrorKind::TimedOut);
            let _full = writer.suspend(true).await;
        });
    });
}

#[test]
fn who_does_not_even_agree_is_given_up() {
    has_an_end(|| {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let url = format!("rfc2217://{address}?timeout=0.06");
        assert_eq!(kind(RemotePort::open(&url)), ErrorKind::TimedOut);
        // It drops before it has said anything.
        let drops = thread::spawn(move || {
            let _unused = listener.accept().unwrap();
            drop(listener.accept().unwrap());
        });
        let url = format!("rfc2217://{address}?timeout=20");
        assert!(RemotePort::open(&url).is_err());
        drops.join().unwrap();
    });
}

/// The server is gone in the middle of an answer: each call says so, or says that
/// nothing came of it.
macro_rules! at_a_drop {
    ($port:expr, $theirs:expr $(, $await:tt)*) => {{
        let (mut port, mut theirs) = ($port, $theirs);
        port.set_timeout(Some(LONG));
        port.set_answer_time(LONG);
        theirs.write_all(b"\xFF\xFA\x2C\x65\0\0").unwrap();
        drop(theirs);
        let gone = |kind| {
            let kinds = [
                ErrorKind::UnexpectedEof,
                ErrorKind::ConnectionReset,
                ErrorKind::BrokenPipe,
                ErrorKind::ConnectionAborted,
            ];
            assert!(kinds.contains(&kind), "{kind:?}");
        };
        let rate = Setting::BaudRate(9600);
        gone(kind(port.set(rate)$(.$await)*));
        let all = Settings::eight_n_one(1200);
        gone(kind(port.configure(all)$(.$await)*));
        gone(kind(port.ask([Request::Signature])$(.$await)*));
        gone(kind(port.get(Kind::Parity)$(.$await)*));
        gone(kind(port.purge(Purge::Both)$(.$await)*));
        gone(kind(port.modem()$(.$await)*));
        let none = ModemState::default();
        gone(kind(port.modem_change(none, LONG)$(.$await)*));
        gone(kind(port.signature()$(.$await)*));
        assert!(matches!(port.receive(&mut [0])$(.$await)*, Ok(0) | Err(_)));
        assert!(port.send(b"gone")$(.$await)*.is_err());
        assert!(port.suspend(true)$(.$await)*.is_err());
        let _gone = port.close()$(.$await)*;
    }};
}

#[test]
fn a_server_that_drops_ends_all_calls() {
    has_an_end(|| {
        let (port, theirs) = blocking();
        at_a_drop!(port, theirs);
        smol::block_on(async {
            let (port, theirs) = of_smol().await;
            at_a_drop!(port, theirs, await);
        });
    });
}

/// An answer is late, behind the deadline of its call: it is none to the next one.
macro_rules! at_a_late_answer {
    ($port:expr, $theirs:expr $(, $await:tt)*) => {{
        let (mut port, mut theirs) = ($port, $theirs);
        port.set_timeout(Some(SHORT));
        port.set_answer_time(SHORT);
        let set = port.set(Setting::BaudRate(1200))$(.$await)*;
        assert_eq!(kind(set), ErrorKind::TimedOut);
        let heard = port.receive(&mut [0])$(.$await)*;
        assert_eq!(kind(heard), ErrorKind::TimedOut);
        // 1200, which nobody waits for any more; then 9600.
        theirs.write_all(b"\xFF\xFA\x2C\x65\0\0\x04\xB0\xFF\xF0").unwrap();
        theirs.write_all(b"\xFF\xFA\x2C\x65\0\0\x25\x80\xFF\xF0").unwrap();
        port.set_answer_time(LONG);
        port.set(Setting::BaudRate(9600))$(.$await)*.unwrap();
        let known = port.client().known(Kind::BaudRate);
        assert_eq!(known, Some(Setting::BaudRate(9600)));
    }};
}

#[test]
fn an_answer_that_is_late_is_not_one_to_the_next_call() {
    has_an_end(|| {
        let (port, theirs) = blocking();
        at_a_late_answer!(port, theirs);
        smol::block_on(async {
            let (port, theirs) = of_smol().await;
            at_a_late_answer!(port, theirs, await);
        });
    });
}

/// The port as programs for `serialport` have it.
#[cfg(feature = "serialport")]
#[test]
fn no_call_of_serialport_hangs_at_a_server_that_stalls() {
    use serialport::{ClearBuffer, SerialPort as _};
    use telnet_serial::SharedPort;

    has_an_end(|| {
        let (mut port, mut theirs) = blocking();
        port.set_answer_time(SHORT);
        let mut port = SharedPort::over(port);
        port.set_timeout(SHORT).unwrap();
        assert!(port.set_baud_rate(9600).is_err());
        assert!(port.set_data_bits(serialport::DataBits::Seven).is_err());
        assert!(port.set_parity(serialport::Parity::Even).is_err());
        assert!(port.set_stop_bits(serialport::StopBits::Two).is_err());
        // That these have no answer is a quirk of the server's.
        port.set_flow_control(serialport::FlowControl::None).unwrap();
        port.write_request_to_send(true).unwrap();
        port.write_data_terminal_ready(true).unwrap();
        port.set_break().unwrap();
        port.clear_break().unwrap();
        port.clear(ClearBuffer::All).unwrap();
        assert!(port.baud_rate().is_err() && port.parity().is_err());
        assert!(port.read_clear_to_send().is_err());
        assert!(port.read_carrier_detect().is_err());
        assert_eq!(port.bytes_to_read().unwrap(), 0);
        assert_eq!(kind(port.read(&mut [0; 4])), ErrorKind::TimedOut);
        let mut clone = port.try_clone().unwrap();
        assert_eq!(kind(clone.read(&mut [0; 4])), ErrorKind::TimedOut);
        let much = vec![7; MUCH];
        assert_eq!(kind(clone.write_all(&much)), ErrorKind::TimedOut);
        assert!(port.flush().is_err());
        // It reads after all, and is gone.
        theirs.read_exact(&mut [0; 64]).unwrap();
        drop(theirs);
        assert!(port.set_baud_rate(9600).is_err());
        assert!(matches!(port.read(&mut [0; 4]), Ok(0) | Err(_)));
    });
}
