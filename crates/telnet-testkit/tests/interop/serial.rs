//! Serial ports over RFC 2217: those that others serve, each of which repeats what
//! it gets, and one of ours for clients that others wrote.

use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use telnet_serial::serve::Entry;
use telnet_serial::server::Loopback;
use telnet_serial::{
    Flow, Kind, PortServer, Purge, Quirk, RemotePort, Setting, Settings,
    StopBits, Subject,
};

use crate::addr;

type Port = RemotePort<std::net::TcpStream>;

fn open(peer: &str) -> Port {
    let url = format!("rfc2217://{}", addr(peer));
    let mut port = RemotePort::open(&url).unwrap();
    port.set_timeout(Some(Duration::from_secs(10)));
    port
}

/// What is sent comes back, as it was, whatever the octets, where no more than
/// so much is under way.
fn repeats(port: &mut Port, len: usize, window: usize) {
    let mut octets = Vec::with_capacity(len + 16);
    let mut number = 1u32;
    while octets.len() < len {
        number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        octets.extend_from_slice(&number.to_be_bytes());
        octets.extend_from_slice(&[255, 255, b'\r', 0, b'\r', b'\n', 0x11]);
    }
    octets.truncate(len);
    let mut sent = 0;
    let mut back = Vec::with_capacity(len);
    let mut buffer = vec![0; 16 << 10];
    while back.len() < len {
        if sent < len && sent - back.len() < window {
            let end = len.min(sent + window / 2);
            sent +=
                port.write(octets.get(sent..end).unwrap_or_default()).unwrap();
        } else {
            let n = port.read(&mut buffer).unwrap();
            assert!(n > 0, "it ended at {} of {len}", back.len());
            back.extend_from_slice(buffer.get(..n).unwrap_or_default());
        }
    }
    let mut both = octets.iter().zip(&back);
    assert_eq!(both.position(|(one, other)| one != other), None);
    assert_eq!(back.len(), len);
}

/// What a pseudo-terminal keeps; it has no parity, and 8 bits alone.
fn takes_settings(port: &mut Port) {
    for rate in [300, 9600, 57_600, 115_200] {
        port.set(Setting::BaudRate(rate)).unwrap();
        assert_eq!(
            port.client().known(Kind::BaudRate),
            Some(Setting::BaudRate(rate))
        );
    }
    let settings = Settings::eight_n_one(19_200).flow(Flow::None);
    port.configure(settings).unwrap();
    for bits in [StopBits::Two, StopBits::One] {
        port.set(Setting::StopBits(bits)).unwrap();
    }
    for flow in [Flow::XonXoff, Flow::Hardware, Flow::None] {
        port.set(Setting::Flow(flow)).unwrap();
    }
}

fn purges(port: &mut Port) {
    for purge in [Purge::Received, Purge::ToTransmit, Purge::Both] {
        port.purge(purge).unwrap();
    }
    assert_eq!(port.available().unwrap(), 0);
}

fn breaks(port: &mut Port) {
    port.set(Setting::Break(true)).unwrap();
    port.set(Setting::Break(false)).unwrap();
}

fn toggles(port: &mut Port) {
    for on in [false, true, false, true] {
        port.set(Setting::Dtr(on)).unwrap();
        port.set(Setting::Rts(!on)).unwrap();
    }
}

#[test]
fn ser2net_s_port_takes_all_and_loses_nothing() {
    let mut port = open("SER2NET_ADDR");
    takes_settings(&mut port);
    repeats(&mut port, 1 << 20, 2048);
    purges(&mut port);
    breaks(&mut port);
    toggles(&mut port);
    assert_eq!(port.signature().unwrap(), b"ser2net");
    repeats(&mut port, 10_000, 2048);
    assert!(port.quirks().contains(&Quirk::BreakOffAnsweredOn));
    port.close().unwrap();
}

#[test]
fn sredird_s_port_takes_all_and_loses_nothing_in_small_pieces() {
    let mut port = open("SREDIRD_ADDR");
    takes_settings(&mut port);
    // What comes in larger pieces it loses now and then.
    repeats(&mut port, 20_000, 256);
    purges(&mut port);
    breaks(&mut port);
    toggles(&mut port);
    assert!(port.quirks().contains(&Quirk::LongBaudRate));
    port.close().unwrap();
}

#[test]
fn pyserial_s_port_takes_all_and_loses_nothing() {
    let mut port = open("PYSERIAL_ADDR");
    takes_settings(&mut port);
    repeats(&mut port, 1 << 18, 2048);
    purges(&mut port);
    breaks(&mut port);
    toggles(&mut port);
    // It does not answer questions, and its word of before counts.
    assert_eq!(port.get(Kind::Dtr).unwrap(), Setting::Dtr(true));
    let dtr = Quirk::Unanswered(Subject::Get(Kind::Dtr));
    assert_eq!(port.quirks(), [dtr]);
    port.close().unwrap();
}

/// What a client prints that is run at a port of ours, and what it asked for.
fn client(program: &str, args: &[&str]) -> (String, String) {
    let log = Arc::new(Mutex::new(String::new()));
    let sink = Arc::clone(&log);
    let server = PortServer::bind("127.0.0.1:0", Loopback::new()).unwrap();
    let server = server.log(move |entry| {
        if matches!(entry, Entry::Order(..)) {
            sink.lock().unwrap().push_str(&format!("{entry}\n"));
        }
    });
    let port = server.local_addr().unwrap().port().to_string();
    let stop = server.stop();
    let runs = thread::spawn(move || server.run());
    let args = args.iter().map(|it| it.replace("PORT", &port));
    let ran = Command::new("timeout")
        .arg("300")
        .arg(program)
        .args(args)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    stop.stop().unwrap();
    runs.join().unwrap().unwrap();
    let text = [&ran.stdout[..], &ran.stderr[..]].concat();
    let text = String::from_utf8_lossy(&text).into_owned();
    assert!(ran.status.success(), "{}: {text}", ran.status);
    let log = log.lock().unwrap().clone();
    (text, log)
}

#[test]
fn pyserial_s_client_has_all_that_it_asks_of_our_port() {
    let peers = std::env::var("TELNET_PEERS");
    let peers = peers.unwrap_or_else(|_| "/opt/telnet-stack-peers".into());
    let script = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../.ci/interop/serial-client.py"
    );
    let python = format!("{peers}/venv/bin/python");
    let (text, asked) = client(&python, &[script, "rfc2217://127.0.0.1:PORT"]);
    assert!(text.contains("all as it should be"), "{text}");
    for part in ["Parity(Mark)", "StopBits(OnePointFive)", "Break(true)"] {
        assert!(asked.contains(part), "{asked}");
    }
}

#[test]
fn pyserial_s_own_tests_pass_at_our_port() {
    let peers = std::env::var("TELNET_PEERS");
    let peers = peers.unwrap_or_else(|_| "/opt/telnet-stack-peers".into());
    let script = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../.ci/interop/pyserial-tests.py"
    );
    let python = format!("{peers}/venv/bin/python");
    let tests = format!("{peers}/pyserial-3.5/test");
    let url = "rfc2217://127.0.0.1:PORT";
    let (text, asked) = client(&python, &[script, &tests, url]);
    assert!(text.contains("45 of its tests passed"), "{text}");
    assert!(asked.contains("BaudRate(300)"), "{asked}");
}

#[test]
fn kermit_sets_and_shows_our_port() {
    let script =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../../.ci/interop/serial.ksc");
    let (text, asked) = client("kermit", &[script, "=", "PORT"]);
    for part in [": serial port", ": 9600", ": rts/cts", "Stop Bits"] {
        assert!(text.contains(part), "{text}");
    }
    assert!(asked.contains("Set(StopBits(Two))"), "{asked}");
}
