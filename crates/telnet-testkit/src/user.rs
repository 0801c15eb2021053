//! A user in front of a peer, at a pseudo-terminal that is standard input: what
//! each adapter's `interact_at_terminal` is to do.
//!
//! There is one standard input, so a process has one test of it.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::os::fd::{AsFd as _, OwnedFd};
use std::thread;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::stdio::dup2_stdin;
use rustix::termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize};
use telnet_session::{Config, WindowSize};

use crate::peer::{PATIENCE, Peer};

/// The key that ends it.
pub const ESCAPE: u8 = 0x1D;

/// The user's side of the terminal.
struct User {
    keys: File,
    screen: File,
    seen: String,
}

impl User {
    fn types(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
    }

    fn reads(&mut self, wanted: impl Fn(&Self) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !wanted(self) {
            assert!(Instant::now() < end, "{:?}", self.seen);
            let fd = self.keys.as_fd();
            let mut fds = [PollFd::from_borrowed_fd(fd, PollFlags::IN)];
            let some = Timespec::try_from(Duration::from_millis(10)).unwrap();
            if poll(&mut fds, Some(&some)).unwrap() > 0 {
                let mut buffer = [0; 1024];
                let n = self.keys.read(&mut buffer).unwrap();
                self.seen.push_str(&String::from_utf8_lossy(&buffer[..n]));
            }
        }
    }

    /// Waits until the screen shows a text, and forgets all up to its end.
    fn sees(&mut self, text: &str) -> String {
        self.reads(|it| it.seen.contains(text));
        let (before, behind) = self.seen.split_once(text).unwrap();
        let before = before.to_owned();
        self.seen = behind.to_owned();
        before
    }

    fn waits_for_mode(&mut self, wanted: impl Fn(LocalModes) -> bool) {
        self.reads(|it| wanted(tcgetattr(&it.screen).unwrap().local_modes));
    }

    fn modes(&self) -> String {
        format!("{:?}", tcgetattr(&self.screen).unwrap())
    }

    fn resizes(&self, columns: u16, rows: u16) {
        let size = Winsize {
            ws_col: columns,
            ws_row: rows,
            ws_xpixel: 0,
            ws_ypixel: 0,
        };
        tcsetwinsize(&self.keys, size).unwrap();
    }
}

fn terminal() -> User {
    let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY;
    let master: OwnedFd = openpt(flags).unwrap();
    grantpt(&master).unwrap();
    unlockpt(&master).unwrap();
    let name = ptsname(&master, Vec::new()).unwrap();
    let name = name.to_str().unwrap();
    let screen = OpenOptions::new().read(true).write(true).open(name).unwrap();
    dup2_stdin(&screen).unwrap();
    let user = User { keys: master.into(), screen, seen: String::new() };
    user.resizes(80, 24);
    user
}

fn hears(stream: &mut TcpStream, wanted: &[u8]) {
    let mut heard = vec![0; wanted.len()];
    stream.read_exact(&mut heard).unwrap();
    assert_eq!(heard, wanted);
}

/// Has a user face two hosts, one after the other. `interact` connects to the
/// address, with this configuration, and has the user's terminal face the host, with
/// this as the screen and [`ESCAPE`] as its key; whether it was the user who ended
/// it. Its runtime is to be gone when it returns, as it is at the end of a program.
///
/// # Panics
/// If anything is not as it is to be.
pub fn faces<F>(interact: F)
where
    F: Fn(SocketAddr, Config, File) -> bool + Sync,
{
    let mut user = terminal();
    let before = user.modes();
    the_terminal_does_what_the_peer_says(&mut user, &interact);
    assert_eq!(user.modes(), before);
    what_is_typed_after_the_end_is_the_programs(&mut user, &interact);
    assert_eq!(user.modes(), before);
}

fn the_terminal_does_what_the_peer_says<F>(user: &mut User, interact: &F)
where
    F: Fn(SocketAddr, Config, File) -> bool + Sync,
{
    let peer = Peer::new(|mut stream| {
        stream.write_all(b"\xFF\xFD\x1Fname? ").unwrap();
        hears(&mut stream, b"\xFF\xFB\x1F\xFF\xFA\x1F\0\x50\0\x18\xFF\xF0");
        hears(&mut stream, b"bab\r\n\xFF\xF4");
        // A password is not shown, a line still.
        stream.write_all(b"\xFF\xFB\x01").unwrap();
        hears(&mut stream, b"\xFF\xFD\x01");
        stream.write_all(b"\x1B]52;c;Zm9v\x07\x1B[6nsecret? ").unwrap();
        hears(&mut stream, b"hush\r\n");
        // Keys one by one. The mode alone comes before any text.
        stream.write_all(b"\x1B[31mkeys? \xFF\xFB\x03").unwrap();
        hears(&mut stream, b"\xFF\xFD\x03");
        hears(&mut stream, b"\xFF\xFA\x1F\0\x64\0\x1E\xFF\xF0\x03");
        hears(&mut stream, b"x\r\0");
        stream.write_all(b"bye").unwrap();
        // The user leaves.
        let mut rest = Vec::new();
        stream.read_to_end(&mut rest).unwrap();
        rest
    });
    let size = WindowSize { columns: 80, rows: 24 };
    let config = Config::default().window_size(size);
    let screen = user.screen.try_clone().unwrap();
    thread::scope(|scope| {
        let face = scope.spawn(|| interact(peer.addr(), config, screen));
        user.sees("name? ");
        user.waits_for_mode(|it| !it.contains(LocalModes::ISIG));
        user.waits_for_mode(|it| it.contains(LocalModes::ECHO));
        user.types("bax\x7fb\n\x03");
        let seen = user.sees("secret? ");
        assert!(!seen.contains("]52;") && !seen.contains("[6n"), "{seen:?}");
        user.waits_for_mode(|it| !it.contains(LocalModes::ECHO));
        user.waits_for_mode(|it| it.contains(LocalModes::ICANON));
        user.types("hush\n");
        let seen = user.sees("keys? ");
        assert!(!seen.contains("hush"), "{seen:?}");
        user.waits_for_mode(|it| !it.contains(LocalModes::ICANON));
        user.resizes(100, 30);
        user.types("\x03x\r");
        user.sees("bye");
        user.types("last\x1dnever");
        assert!(face.join().unwrap(), "it is the user who leaves");
        // The colour is undone.
        user.sees("\x1b[0m");
    });
    assert_eq!(peer.join(), b"last");
}

fn what_is_typed_after_the_end_is_the_programs<F>(user: &mut User, interact: &F)
where
    F: Fn(SocketAddr, Config, File) -> bool + Sync,
{
    let peer = Peer::new(|mut stream| stream.write_all(b"gone").unwrap());
    let screen = user.screen.try_clone().unwrap();
    thread::scope(|scope| {
        let face =
            scope.spawn(|| interact(peer.addr(), Config::default(), screen));
        user.sees("gone");
        // Nothing of the runtime sits in a read, waiting for a line.
        assert!(!face.join().unwrap(), "it is the host that leaves");
    });
    peer.join();
    user.types("mine\n");
    let mut line = [0; 64];
    let n = user.screen.read(&mut line).unwrap();
    assert_eq!(&line[..n], b"mine\n");
}
