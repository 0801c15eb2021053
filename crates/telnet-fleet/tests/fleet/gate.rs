//! Devices whose answers depend on who else is there: what shows that sessions wait for
//! each other, or do not.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

/// Where sessions meet.
#[derive(Debug, Default)]
pub(crate) struct Gate {
    seen: Mutex<Seen>,
    changed: Condvar,
}

/// Sessions that were at the gate.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Seen {
    now: usize,
    /// At once.
    pub(crate) most: usize,
    /// At all.
    pub(crate) all: usize,
}

/// What a device does with a login.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Login {
    /// Takes it, and answers to the command when so many sessions have sent it.
    Taken(usize),
    /// Refuses it, when another session is there or half a second has passed.
    Refused,
    /// Takes it, and refuses the password of `enable` like that.
    EnableRefused,
}

const WHILE: Duration = Duration::from_millis(500);

impl Gate {
    pub(crate) fn seen(&self) -> Seen {
        *self.seen.lock().unwrap()
    }

    fn meet(&self, login: Login) {
        let mut seen = self.seen.lock().unwrap();
        seen.now += 1;
        seen.all += 1;
        seen.most = seen.most.max(seen.now);
        self.changed.notify_all();
        match login {
            Login::Taken(count) => {
                let is_few = |it: &mut Seen| it.all < count;
                drop(self.changed.wait_while(seen, is_few).unwrap());
            }
            Login::Refused | Login::EnableRefused => {
                let is_one = |it: &mut Seen| it.now < 2;
                let wait = self.changed.wait_timeout_while(seen, WHILE, is_one);
                drop(wait.unwrap());
            }
        }
        self.seen.lock().unwrap().now -= 1;
    }
}

/// So many devices at one gate, on threads that end with the process.
pub(crate) fn start(
    count: usize,
    login: Login,
) -> (Vec<SocketAddr>, Arc<Gate>) {
    let gate = Arc::new(Gate::default());
    let listen = |_| {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let addr = listener.local_addr().unwrap();
        let gate = Arc::clone(&gate);
        thread::spawn(move || {
            for stream in listener.incoming() {
                // One that leaves concerns nobody else.
                let _left = visit(stream.unwrap(), &gate, login);
            }
        });
        addr
    };
    ((0..count).map(listen).collect(), gate)
}

fn visit(stream: TcpStream, gate: &Gate, login: Login) -> Option<()> {
    let mut say = stream.try_clone().ok()?;
    let mut hear = BufReader::new(stream);
    let mut ask = |text: &str| {
        say.write_all(text.as_bytes()).ok()?;
        let mut line = Vec::new();
        hear.read_until(b'\r', &mut line).ok()?;
        line.retain(|it| it.is_ascii_graphic() || *it == b' ');
        (!line.is_empty()).then(|| String::from_utf8(line).unwrap())
    };
    let user = ask("\r\nUsername: ")?;
    ask(&format!("{user}\r\nPassword: "))?;
    match login {
        Login::Taken(_) => {
            let mut line = ask("\r\nR1#")?;
            gate.meet(login);
            loop {
                line = ask(&format!("{line}\r\nversion 1\r\nR1#"))?;
            }
        }
        Login::Refused => {
            gate.meet(login);
            ask("\r\n% Login invalid\r\n\r\nUsername: ").map(drop)
        }
        Login::EnableRefused => {
            let line = ask("\r\nR1>")?;
            ask(&format!("{line}\r\nPassword: "))?;
            gate.meet(login);
            ask("\r\n% Bad secrets\r\n\r\nR1>").map(drop)
        }
    }
}
