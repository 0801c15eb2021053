//! The program, run with pipes.

use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::process::{Command, Output, Stdio};
use std::thread;

/// The program with these arguments, without what the environment would tell it.
pub(crate) fn telnet_rs(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_telnet-rs"));
    command.args(arguments).env_clear().env("HOME", "/nonexistent");
    command
}

/// Runs it with an input, to its end.
pub(crate) fn run(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = telnet_rs(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let feed = thread::spawn(move || {
        // A program that has ended reads no more.
        let _gone = stdin.write_all(&input);
    });
    let output = child.wait_with_output().unwrap();
    feed.join().unwrap();
    output
}

/// Where nobody listens, and nobody will: a port that was free may be taken by
/// another test.
pub(crate) const NOBODY: SocketAddr =
    SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 1);

/// Host and port, as arguments.
pub(crate) fn place(addr: SocketAddr) -> [String; 2] {
    [addr.ip().to_string(), addr.port().to_string()]
}

/// What is read up to the end.
pub(crate) fn all(mut stream: impl Read) -> Vec<u8> {
    let mut octets = Vec::new();
    stream.read_to_end(&mut octets).unwrap();
    octets
}

/// What was said on standard error.
pub(crate) fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}
