//! The user and the peer, face to face, at a pseudo-terminal that is standard
//! input. One test, for there is one standard input.
#![cfg(target_os = "linux")]

use telnet_blocking::{Ended, Telnet, user};
use telnet_testkit::user::{ESCAPE, faces};

#[test]
fn the_terminal_does_what_the_peer_says_and_is_as_before_at_the_end() {
    faces(|stream, config, screen| {
        let mut tn = Telnet::new(stream, config).unwrap();
        let input = user::stdin().unwrap();
        let ended = tn.interact_at_terminal(input, screen, Some(ESCAPE));
        ended.unwrap() == Ended::Input
    });
}
