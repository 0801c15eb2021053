//! The user and the peer, face to face, at a pseudo-terminal that is standard
//! input. One test, for there is one standard input.
#![expect(clippy::unwrap_used, reason = "a test is to fail loudly")]
#![cfg(target_os = "linux")]

use smol::Unblock;
use telnet_async_std::{Ended, Telnet};
use telnet_testkit::user::{ESCAPE, faces};

#[test]
fn the_terminal_does_what_the_peer_says_and_is_as_before_at_the_end() {
    faces(|addr, config, screen| {
        smol::block_on(async {
            let socket = smol::net::TcpStream::connect(addr).await.unwrap();
            let mut tn = Telnet::tcp(socket, config).unwrap();
            let screen = Unblock::new(screen);
            let ended = tn.interact_at_terminal(screen, Some(ESCAPE));
            ended.await.unwrap() == Ended::Input
        })
    });
}
