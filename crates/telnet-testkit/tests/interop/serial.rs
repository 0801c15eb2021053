//! Serial ports served by others, over RFC 2217: each repeats what it gets.

use std::io::{Read, Write};
use std::time::{Duration, Instant};

use telnet_serial::{
    DataBits, Flow, Kind, Parity, Purge, Quirk, RemotePort, Setting, Settings,
    StopBits,
};

use crate::addr;

type Port = RemotePort<std::net::TcpStream>;

fn open(peer: &str) -> Port {
    let url = format!("rfc2217://{}?timeout=3", addr(peer));
    let mut port = RemotePort::open(&url).unwrap();
    port.set_timeout(Some(Duration::from_secs(10)));
    port
}

/// What is sent comes back, as it was, whatever the octets.
fn repeats(port: &mut Port, len: usize) {
    let mut octets = Vec::with_capacity(len);
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
        // Not more is under way than the line holds.
        if sent < len && sent - back.len() < 2048 {
            let end = len.min(sent + 1024);
            sent += port.write(&octets[sent..end]).unwrap();
        } else {
            let n = port.read(&mut buffer).unwrap();
            assert!(n > 0, "it ended at {} of {len}", back.len());
            back.extend_from_slice(&buffer[..n]);
        }
    }
    let differs =
        octets.iter().zip(&back).position(|(one, other)| one != other);
    assert_eq!(differs, None);
    assert_eq!(back.len(), len);
}

/// Rates, sizes, parities and stop bits that a pseudo-terminal keeps.
fn takes_settings(port: &mut Port) {
    for rate in [300, 9600, 57_600, 115_200] {
        port.set(Setting::BaudRate(rate)).unwrap();
    }
    let all = Settings::eight_n_one(19_200).flow(Flow::None);
    port.configure(all).unwrap();
    for bits in [StopBits::Two, StopBits::One] {
        port.set(Setting::StopBits(bits)).unwrap();
    }
}

fn has(port: &Port, quirk: Quirk) -> bool {
    port.quirks().contains(&quirk)
}

#[test]
fn ser2net_over_a_pseudo_terminal() {
    let mut port = open("SER2NET_ADDR");
    takes_settings(&mut port);
    repeats(&mut port, 1 << 20);
    for purge in [Purge::Received, Purge::ToTransmit, Purge::Both] {
        port.purge(purge).unwrap();
    }
    port.set(Setting::Break(true)).unwrap();
    port.set(Setting::Break(false)).unwrap();
    port.set(Setting::Flow(Flow::XonXoff)).unwrap();
    port.set(Setting::Flow(Flow::None)).unwrap();
    let signature = port.signature().unwrap().escape_ascii().to_string();
    println!("ser2net: {:?} {signature}", port.quirks());
    repeats(&mut port, 100_000);
    let _ =
        (Kind::Dtr, DataBits::Seven, Parity::Even, has(&port, Quirk::OneByOne));
    port.close().unwrap();
}

#[test]
fn sredird_over_a_pseudo_terminal() {
    let mut port = open("SREDIRD_ADDR");
    takes_settings(&mut port);
    repeats(&mut port, 100_000);
    println!("sredird: {:?}", port.quirks());
    port.close().unwrap();
}

#[test]
fn pyserial_s_server_over_a_pseudo_terminal() {
    let mut port = open("PYSERIAL_ADDR");
    takes_settings(&mut port);
    repeats(&mut port, 1 << 20);
    let start = Instant::now();
    println!("pyserial: {:?} {:?}", port.quirks(), start.elapsed());
    port.close().unwrap();
}
