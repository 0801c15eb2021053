//! The hosts, each a process of its own: the demo router, and one that writes
//! much.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use telnet_benches::expect::{TAIL, router_text};
use telnet_testkit::host::DemoHost;
use telnet_testkit::host::router::Router;

/// Octets of a long reply, and how it is asked for.
pub(crate) const MANY: usize = 16 << 20;
pub(crate) const COMMAND: &str = "show tech-support";
/// The prompt of the host that writes much.
pub(crate) const PROMPT: &str = "router1>";

/// Serves the demo router until it is killed; says first where.
pub(crate) fn router() {
    let host = DemoHost::start_with(Router::echoing).unwrap();
    println!("{}", host.addr());
    loop {
        thread::park();
    }
}

/// A long reply of a router, lines alone.
pub(crate) fn reply(size: usize) -> Vec<u8> {
    let mut text = router_text(size + TAIL.len());
    text.truncate(size);
    text
}

/// Serves a host with one command, whose reply is [`MANY`] octets, until it is
/// killed; says first where.
pub(crate) fn writer() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    println!("{}", listener.local_addr().unwrap());
    let text = reply(MANY);
    for stream in listener.incoming() {
        // A connection ends with an error when the user leaves.
        serve(stream.unwrap(), &text).ok();
    }
}

/// It echoes each octet as it comes, as hosts do that agree on that: scrapli
/// ends a line only once it has come back.
fn serve(mut stream: TcpStream, text: &[u8]) -> io::Result<()> {
    stream.set_nodelay(true)?;
    ask(&mut stream, "Username: ")?;
    ask(&mut stream, "Password: ")?;
    loop {
        if ask(&mut stream, PROMPT)? == COMMAND.as_bytes() {
            stream.write_all(text)?;
        }
    }
}

fn ask(stream: &mut TcpStream, question: &str) -> io::Result<Vec<u8>> {
    stream.write_all(question.as_bytes())?;
    let mut line = Vec::new();
    let mut buffer = [0; 256];
    while !line.ends_with(b"\n") {
        let n = stream.read(&mut buffer)?;
        if n == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        line.extend_from_slice(&buffer[..n]);
        // Nobody types ahead of the prompt.
        let echo = buffer[..n].split(|it| matches!(it, b'\r' | b'\n'));
        let echo = echo.flatten().copied().collect::<Vec<u8>>();
        if !question.starts_with("Password") {
            stream.write_all(&echo)?;
        }
    }
    stream.write_all(b"\r\n")?;
    Ok(line.trim_ascii().to_vec())
}
