//! Ports of this machine: served, and taken by the same program as remote ones.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test is to fail loudly")]

use std::io::{self, Read, Write};
use std::thread;
use std::time::Duration;

use serialport::{
    ClearBuffer, DataBits, FlowControl, Parity, SerialPort, StopBits, TTYPort,
};
use telnet_serial::local::LocalPort;
use telnet_serial::server::Loopback;
use telnet_serial::{PortServer, open};
use telnet_testkit::serial::comes_about;

const WAIT: Duration = Duration::from_secs(10);

/// A pseudo-terminal that sends back what it gets, until it is dropped.
fn echo() -> (String, TTYPort) {
    let (mut near, far) = TTYPort::pair().unwrap();
    let name = far.name().unwrap();
    near.set_timeout(WAIT).unwrap();
    let mut one = near;
    thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(n) = one.read(&mut buffer) {
            if n == 0 || one.write_all(buffer.get(..n).unwrap()).is_err() {
                break;
            }
        }
    });
    (name, far)
}

/// What a program does that knows ports of `serialport` alone.
fn program(port: &mut dyn SerialPort) -> Vec<u8> {
    port.set_baud_rate(115_200).unwrap();
    port.set_parity(Parity::None).unwrap();
    port.set_stop_bits(StopBits::One).unwrap();
    port.set_flow_control(FlowControl::None).unwrap();
    port.clear(ClearBuffer::All).unwrap();
    port.write_all(b"AT\r\0\xFF\r\n").unwrap();
    port.flush().unwrap();
    let mut heard = vec![0; 7];
    port.read_exact(&mut heard).unwrap();
    assert_eq!(port.baud_rate().unwrap(), 115_200);
    assert_eq!(port.data_bits().unwrap(), DataBits::Eight);
    assert_eq!(port.parity().unwrap(), Parity::None);
    assert_eq!(port.stop_bits().unwrap(), StopBits::One);
    assert_eq!(port.flow_control().unwrap(), FlowControl::None);
    assert_eq!(port.bytes_to_read().unwrap(), 0);
    port.set_timeout(Duration::from_millis(1)).unwrap();
    let nothing = port.read(&mut [0]).unwrap_err();
    assert_eq!(nothing.kind(), io::ErrorKind::TimedOut);
    port.set_timeout(WAIT).unwrap();
    heard
}

fn serve(
    port: impl telnet_serial::server::Backend + 'static,
) -> (String, telnet_serial::serve::Stop) {
    let server = PortServer::bind("127.0.0.1:0", port).unwrap();
    let url = format!("rfc2217://{}", server.local_addr().unwrap());
    let stop = server.stop();
    thread::spawn(move || server.run());
    (url, stop)
}

#[test]
fn one_program_for_a_port_here_and_a_port_there() {
    let (path, _far) = echo();
    let here = program(open(&path, 9600, WAIT).unwrap().as_mut());
    let (path, _far) = echo();
    let (url, stop) = serve(LocalPort::open(&path, 9600).unwrap());
    let there = program(open(&url, 9600, WAIT).unwrap().as_mut());
    assert_eq!(here, b"AT\r\0\xFF\r\n");
    assert_eq!(here, there);
    stop.stop().unwrap();
}

#[test]
fn a_clone_writes_while_another_one_reads() {
    let (url, stop) = serve(Loopback::new());
    let mut port = open(&url, 9600, WAIT).unwrap();
    let mut other = port.try_clone().unwrap();
    let octets: Vec<u8> =
        (0..200_000u32).map(|it| it.to_be_bytes()[3]).collect();
    let sent = octets.clone();
    let writes = thread::spawn(move || {
        for piece in sent.chunks(1000) {
            other.write_all(piece).unwrap();
        }
        other.write_data_terminal_ready(true).unwrap();
        other
    });
    let mut back = vec![0; octets.len()];
    port.read_exact(&mut back).unwrap();
    assert!(back == octets);
    writes.join().unwrap();
    let is_ready = comes_about(WAIT, || port.read_data_set_ready().unwrap());
    assert!(is_ready && port.read_carrier_detect().unwrap());
    assert!(!port.read_clear_to_send().unwrap());
    port.set_break().unwrap();
    port.clear_break().unwrap();
    stop.stop().unwrap();
}

#[test]
fn a_clone_that_reads_on_and_on_leaves_room_for_others() {
    let (url, stop) = serve(Loopback::new());
    let mut port = open(&url, 9600, WAIT).unwrap();
    let mut other = port.try_clone().unwrap();
    let reads = thread::spawn(move || other.read(&mut [0; 16]));
    for rate in 1..=20 {
        port.set_baud_rate(rate * 300).unwrap();
    }
    assert!(!reads.is_finished());
    port.write_all(b"now").unwrap();
    assert_eq!(reads.join().unwrap().unwrap(), 3);
    stop.stop().unwrap();
}
