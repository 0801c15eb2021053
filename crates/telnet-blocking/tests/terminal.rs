//! The user and the peer, face to face, at a pseudo-terminal that is standard
//! input. One test, for there is one standard input.
#![expect(clippy::unwrap_used, reason = "a test is to fail loudly")]
#![expect(clippy::indexing_slicing, reason = "a test is to fail loudly")]
#![cfg(target_os = "linux")]

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::fd::{AsFd as _, OwnedFd};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::stdio::dup2_stdin;
use rustix::termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize};
use telnet_blocking::{
    Config, ConnectOptions, Ended, Telnet, WindowSize, user,
};
use telnet_testkit::peer::{PATIENCE, Peer};

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

    fn local_modes(&self) -> LocalModes {
        tcgetattr(&self.screen).unwrap().local_modes
    }

    fn modes(&self) -> String {
        format!("{:?}", tcgetattr(&self.screen).unwrap())
    }
}

fn terminal() -> (OwnedFd, User) {
    let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY;
    let master = openpt(flags).unwrap();
    grantpt(&master).unwrap();
    unlockpt(&master).unwrap();
    let name = ptsname(&master, Vec::new()).unwrap();
    let name = name.to_str().unwrap();
    let screen = OpenOptions::new().read(true).write(true).open(name).unwrap();
    resize(&master, 80, 24);
    dup2_stdin(&screen).unwrap();
    let keys = File::from(master.try_clone().unwrap());
    (master, User { keys, screen, seen: String::new() })
}

fn resize(master: &OwnedFd, columns: u16, rows: u16) {
    let size =
        Winsize { ws_col: columns, ws_row: rows, ws_xpixel: 0, ws_ypixel: 0 };
    tcsetwinsize(master, size).unwrap();
}

fn hears(stream: &mut TcpStream, wanted: &[u8]) {
    let mut heard = vec![0; wanted.len()];
    stream.read_exact(&mut heard).unwrap();
    assert_eq!(heard, wanted);
}

#[test]
fn the_terminal_does_what_the_peer_says_and_is_as_before_at_the_end() {
    let (master, mut user) = terminal();
    let before = user.modes();
    let peer = Peer::new(|mut stream| {
        stream.write_all(b"\xFF\xFD\x1Fname? ").unwrap();
        hears(&mut stream, b"\xFF\xFB\x1F\xFF\xFA\x1F\0\x50\0\x18\xFF\xF0");
        hears(&mut stream, b"bab\r\n\xFF\xF4");
        // A password is not shown, a line still.
        stream.write_all(b"\xFF\xFB\x01secret? ").unwrap();
        hears(&mut stream, b"\xFF\xFD\x01hush\r\n");
        // Keys one by one.
        stream.write_all(b"\xFF\xFB\x03keys? ").unwrap();
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
    let options = ConnectOptions::new().config(config);
    let mut tn = Telnet::connect_with(peer.addr(), options).unwrap();
    let shown = user.screen.try_clone().unwrap();
    let input = user::stdin().unwrap();
    std::thread::scope(|scope| {
        let face =
            scope.spawn(|| tn.interact_at_terminal(input, shown, Some(0x1D)));
        user.sees("name? ");
        user.reads(|it| !it.local_modes().contains(LocalModes::ISIG));
        assert!(user.local_modes().contains(LocalModes::ECHO));
        user.types("bax\x7fb\n\x03");
        user.sees("secret? ");
        user.reads(|it| !it.local_modes().contains(LocalModes::ECHO));
        assert!(user.local_modes().contains(LocalModes::ICANON));
        user.types("hush\n");
        let seen = user.sees("keys? ");
        assert!(!seen.contains("hush"), "{seen:?}");
        user.reads(|it| !it.local_modes().contains(LocalModes::ICANON));
        resize(&master, 100, 30);
        user.types("\x03x\r");
        user.sees("bye");
        user.types("last\x1dnever");
        assert_eq!(face.join().unwrap().unwrap(), Ended::Input);
    });
    assert_eq!(user.modes(), before);
    drop(tn);
    assert_eq!(peer.join(), b"last");
}
