//! A user in front of a peer, at a pseudo-terminal that is standard input: what
//! each adapter's `interact_at_terminal` is to do.
//!
//! There is one standard input, so a process has one test of it.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Write};
use std::os::fd::{AsFd as _, OwnedFd};
use std::os::unix::net::UnixStream;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::stdio::dup2_stdin;
use rustix::termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize};
use telnet_session::{Config, WindowSize};

use crate::peer::PATIENCE;

/// The key that ends it.
pub const ESCAPE: u8 = 0x1D;

/// The screen of the user. What asks for keys is not to be shown before they are
/// handed on one by one: they may be pressed at once.
#[derive(Debug)]
pub struct Screen(File);

impl Write for Screen {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        if octets.windows(6).any(|it| it == b"keys? ") {
            let modes = tcgetattr(&self.0)?.local_modes;
            assert!(!modes.contains(LocalModes::ICANON), "set too late");
        }
        self.0.write(octets)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

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

    /// A line, as the program reads it that has the terminal again.
    fn line(&mut self) -> String {
        let mut fds =
            [PollFd::from_borrowed_fd(self.screen.as_fd(), PollFlags::IN)];
        let long = Timespec::try_from(PATIENCE).unwrap();
        assert_eq!(poll(&mut fds, Some(&long)).unwrap(), 1, "no line");
        let mut line = [0; 64];
        let n = self.screen.read(&mut line).unwrap();
        String::from_utf8_lossy(&line[..n]).into_owned()
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

fn hears(stream: &mut UnixStream, wanted: &[u8]) {
    let mut heard = vec![0; wanted.len()];
    stream.read_exact(&mut heard).unwrap();
    assert_eq!(heard, wanted);
}

/// A host that does this, and the stream to it.
fn host<T: Send + 'static>(
    script: impl FnOnce(UnixStream) -> T + Send + 'static,
) -> (UnixStream, JoinHandle<T>) {
    let (ours, theirs) = UnixStream::pair().unwrap();
    theirs.set_read_timeout(Some(PATIENCE)).unwrap();
    (ours, thread::spawn(move || script(theirs)))
}

/// Has a user face hosts, one after the other. `interact` has the user's
/// terminal face the host behind the stream, with this configuration, with this as
/// the screen and [`ESCAPE`] as its key; whether it was the user who ended it. Its
/// runtime is to be gone when it returns, as it is at the end of a program.
///
/// # Panics
/// If anything is not as it is to be.
pub fn faces<F>(interact: F)
where
    F: Fn(UnixStream, Config, Screen) -> bool + Sync,
{
    let mut user = terminal();
    let before = user.modes();
    the_terminal_does_what_the_peer_says(&mut user, &interact);
    assert_eq!(user.modes(), before);
    what_is_typed_after_the_end_is_the_programs(&mut user, &interact);
    assert_eq!(user.modes(), before);
    what_is_typed_when_it_ends_is_the_programs(&mut user, &interact);
    assert_eq!(user.modes(), before);
    the_last_words_of_a_host_that_is_gone_are_shown(&mut user, &interact);
    assert_eq!(user.modes(), before);
}

/// Has standard input be a file, which no event tells of. `interact` connects it
/// and this screen with the host behind the stream, octet by octet; whether it was
/// the end of the input that ended it.
///
/// # Panics
/// If anything is not as it is to be.
pub fn files_are_sent(interact: impl FnOnce(UnixStream, Screen) -> bool) {
    let name = format!("telnet-user-{}", std::process::id());
    let name = std::env::temp_dir().join(name);
    std::fs::write(&name, b"line\n\xFF end").unwrap();
    dup2_stdin(File::open(&name).unwrap()).unwrap();
    std::fs::remove_file(name).unwrap();
    let (stream, peer) = host(|mut it| hears(&mut it, b"line\n\xFF\xFF end"));
    let screen = OpenOptions::new().write(true).open("/dev/null").unwrap();
    assert!(interact(stream, Screen(screen)), "it is the input that ends");
    peer.join().unwrap();
}

fn the_terminal_does_what_the_peer_says<F>(user: &mut User, interact: &F)
where
    F: Fn(UnixStream, Config, Screen) -> bool + Sync,
{
    let (stream, peer) = host(|mut stream| {
        stream.write_all(b"\xFF\xFD\x1Fname? ").unwrap();
        hears(&mut stream, b"\xFF\xFB\x1F\xFF\xFA\x1F\0\x50\0\x18\xFF\xF0");
        hears(&mut stream, b"bab\r\n\xFF\xF4");
        // A password is not shown, a line still. No text comes with that.
        stream.write_all(b"\xFF\xFB\x01").unwrap();
        hears(&mut stream, b"\xFF\xFD\x01hush\r\n");
        stream.write_all(b"\x1B]52;c;Zm9v\x07\x1B[6nsafe").unwrap();
        // Keys one by one, with a text that asks for them.
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
    let screen = Screen(user.screen.try_clone().unwrap());
    thread::scope(|scope| {
        let face = scope.spawn(|| interact(stream, config, screen));
        user.sees("name? ");
        user.waits_for_mode(|it| !it.contains(LocalModes::ISIG));
        user.waits_for_mode(|it| it.contains(LocalModes::ECHO));
        user.types("bax\x7fb\n\x03");
        user.waits_for_mode(|it| !it.contains(LocalModes::ECHO));
        user.waits_for_mode(|it| it.contains(LocalModes::ICANON));
        user.types("hush\n");
        let seen = user.sees("safe");
        assert!(!seen.contains("]52;") && !seen.contains("[6n"), "{seen:?}");
        assert!(!seen.contains("hush"), "{seen:?}");
        user.sees("keys? ");
        user.resizes(100, 30);
        user.types("\x03x\r");
        user.sees("bye");
        user.types("last\x1dnever");
        assert!(face.join().unwrap(), "it is the user who leaves");
        // The colour is undone.
        user.sees("\x1b[0m");
    });
    assert_eq!(peer.join().unwrap(), b"last");
}

fn what_is_typed_after_the_end_is_the_programs<F>(user: &mut User, interact: &F)
where
    F: Fn(UnixStream, Config, Screen) -> bool + Sync,
{
    let (stream, peer) = host(|mut it| it.write_all(b"gone").unwrap());
    let screen = Screen(user.screen.try_clone().unwrap());
    thread::scope(|scope| {
        let face = scope.spawn(|| interact(stream, Config::default(), screen));
        user.sees("gone");
        // Nothing of the runtime sits in a read, waiting for a line.
        assert!(!face.join().unwrap(), "it is the host that leaves");
    });
    peer.join().unwrap();
    user.types("mine\n");
    assert_eq!(user.line(), "mine\n");
}

fn what_is_typed_when_it_ends_is_the_programs<F>(user: &mut User, interact: &F)
where
    F: Fn(UnixStream, Config, Screen) -> bool + Sync,
{
    let (stream, peer) = host(drop);
    peer.join().unwrap();
    user.types("ours\n");
    let screen = Screen(user.screen.try_clone().unwrap());
    assert!(!interact(stream, Config::default(), screen), "the host has left");
    assert_eq!(user.line(), "ours\n");
}

fn the_last_words_of_a_host_that_is_gone_are_shown<F>(
    user: &mut User,
    interact: &F,
) where
    F: Fn(UnixStream, Config, Screen) -> bool + Sync,
{
    let (stream, peer) = host(|mut it| it.write_all(b"last words").unwrap());
    peer.join().unwrap();
    // There at once, and too late.
    user.types("hello?\n");
    let screen = Screen(user.screen.try_clone().unwrap());
    assert!(!interact(stream, Config::default(), screen), "the host has left");
    user.sees("last words");
}
