//! The same over a socket.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use telnet_blocking::{ConnectOptions, Telnet};

use crate::engines::config;
use crate::text::{BEGIN, Stream};
use crate::time;

const WAIT: Duration = Duration::from_secs(60);

/// Sends the stream to the one that connects while `client` runs.
fn served<T>(stream: &Stream, client: impl FnOnce(SocketAddr) -> T) -> T {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = listener.local_addr().unwrap();
    thread::scope(|scope| {
        scope.spawn(|| {
            let (mut socket, _) = listener.accept().unwrap();
            let (will, marker) = BEGIN.split_at(3);
            socket.write_all(will).unwrap();
            // It may say other things first.
            let mut said = Vec::new();
            while !said.ends_with(b"\xFF\xFD\x56") {
                let mut octet = [0];
                socket.read_exact(&mut octet).unwrap();
                said.extend_from_slice(&octet);
            }
            socket.write_all(marker).unwrap();
            for chunk in stream.chunks() {
                socket.write_all(chunk).unwrap();
            }
            socket.shutdown(std::net::Shutdown::Write).unwrap();
            let _rest = socket.read_to_end(&mut said);
        });
        client(addr)
    })
}

/// The time of the processor that a client of ours takes.
pub(crate) fn ours(stream: &Stream) -> Duration {
    served(stream, |addr| {
        let options = ConnectOptions::new().config(config());
        let mut tn = Telnet::connect_with(addr, options).unwrap();
        tn.set_timeout(Some(WAIT));
        let mut judge = stream.judge_text(false);
        let took = time::cpu(|| {
            loop {
                let text = tn.read_some().unwrap();
                if text.is_empty() {
                    break;
                }
                judge.take(&text);
            }
        });
        judge.is_all();
        took.1
    })
}

/// Its name and version, and the same of a client of telnetlib3.
pub(crate) fn telnetlib3(stream: &Stream) -> Option<(String, Duration)> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let python = std::env::var_os("PEERS_PYTHON").map(PathBuf::from);
    let python =
        python.unwrap_or_else(|| here.join("../target/venv/bin/python"));
    let python = |words: &[&str]| {
        let mut command = Command::new(&python);
        command.args(words).stderr(Stdio::inherit());
        command.output().ok().filter(|it| it.status.success())
    };
    if python(&["-c", "import telnetlib3"]).is_none() {
        println!("\ntelnetlib3 is left out: see peers/README.md");
        return None;
    }
    let script = here.join("peers/mccp_telnetlib3.py");
    let script = script.to_str().unwrap();
    let output = served(stream, |addr| {
        let port = addr.port().to_string();
        let octets = stream.text().len().to_string();
        python(&[script, "127.0.0.1", &port, &octets]).unwrap()
    });
    let output = String::from_utf8(output.stdout).unwrap();
    let (name, seconds) = output.trim().rsplit_once(' ').unwrap();
    let took = Duration::from_secs_f64(seconds.parse().unwrap());
    Some((name.to_owned(), took))
}
