//! The user and the peer, face to face, at a pseudo-terminal that is standard
//! input. One test, for there is one standard input.
#![cfg(target_os = "linux")]

use smol::{Async, Unblock};
use telnet_async_std::{Config, Ended, Telnet};
use telnet_testkit::user::{ESCAPE, faces, files_are_sent};

#[test]
fn the_terminal_does_what_the_peer_says_and_is_as_before_at_the_end() {
    faces(|stream, config, screen| {
        smol::block_on(async {
            let mut tn = Telnet::new(Async::new(stream).unwrap(), config);
            let screen = Unblock::new(screen);
            let ended = tn.interact_at_terminal(screen, Some(ESCAPE));
            ended.await.unwrap() == Ended::Input
        })
    });
    files_are_sent(|stream, screen| {
        smol::block_on(async {
            let stream = Async::new(stream).unwrap();
            let mut tn = Telnet::new(stream, Config::default());
            let ended = tn.interact_to(Unblock::new(screen));
            ended.await.unwrap() == Ended::Input
        })
    });
}
