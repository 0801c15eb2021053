//! Dialogues that are given up.

use std::io::Write as _;
use std::net::TcpStream;
use std::sync::mpsc;
use std::task::Poll;
use std::time::Instant;

use telnet_session::dialogue::{Login, Run};
use telnet_session::{Cli, Config, Session, Wait};

use super::{Adapter, WAIT, connect, finish};
use crate::peer::Peer;

/// Runs a wait until something is unread that it has used, and gives it up.
struct Abandoned<W>(W, &'static [u8]);

impl<W: Wait> Wait for Abandoned<W> {
    type Output = bool;

    fn poll(&mut self, session: &mut Session, now: Instant) -> Poll<bool> {
        if self.0.poll(session, now).is_ready() {
            return Poll::Ready(false);
        }
        let unread = session.unread();
        let seen = unread.windows(self.1.len()).any(|it| it == self.1);
        if seen { Poll::Ready(true) } else { Poll::Pending }
    }

    fn deadline(&self) -> Option<Instant> {
        self.0.deadline()
    }
}

/// It may be dropped at any time.
pub fn a_dropped_dialogue_has_read_nothing<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    let (go, wait) = mpsc::channel::<()>();
    let peer = Peer::new(move |mut stream| {
        stream.write_all(b"Hello\r\nlogin: \xFF\xF9").unwrap();
        wait.recv().unwrap();
        stream.write_all(b"me\r\nPassword: ").unwrap();
        wait.recv().unwrap();
        stream.write_all(b"|show\r\none\r\n --More-- ").unwrap();
        wait.recv().unwrap();
        stream.write_all(b"\x08\x08two\r\n").unwrap();
        finish(stream);
    });
    let mut tn = adapter(connect(&peer), Config::default());
    let cli = Cli::with_prompt("r1#").unwrap();
    let mut login = Abandoned(Login::new(&cli, "me", "x", WAIT), b"login: ");
    assert!(tn.wait(&mut login).unwrap());
    go.send(()).unwrap();
    let mut login = Abandoned(login.0, b"Password: ");
    assert!(tn.wait(&mut login).unwrap());
    drop(login);
    go.send(()).unwrap();
    let text = tn.read_until(b"|", WAIT).unwrap();
    assert_eq!(text.text(), &b"Hello\r\nlogin: me\r\nPassword: |"[..]);

    let mut run = Abandoned(Run::new(&cli, "show", WAIT), b"--More-- ");
    assert!(tn.wait(&mut run).unwrap());
    go.send(()).unwrap();
    let mut run = Abandoned(run.0, b"two\r\n");
    assert!(tn.wait(&mut run).unwrap());
    drop(run);
    let text = tn.read_all(WAIT).unwrap();
    assert_eq!(text, &b"show\r\none\r\n --More-- \x08\x08two\r\n"[..]);
}
