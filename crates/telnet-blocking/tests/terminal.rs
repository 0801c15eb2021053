//! The user and the peer, face to face, at a pseudo-terminal that is standard
//! input. One test, for there is one standard input.
#![cfg(target_os = "linux")]

use telnet_blocking::{Config, Ended, Telnet, user};
use telnet_testkit::user::{ESCAPE, faces, files_are_sent};

#[test]
fn the_terminal_does_what_the_peer_says_and_is_as_before_at_the_end() {
    faces(|stream, config, screen| {
        let mut tn = Telnet::new(stream, config).unwrap();
        let input = user::stdin().unwrap();
        let ended = tn.interact_at_terminal(input, screen, Some(ESCAPE));
        ended.unwrap() == Ended::Input
    });
    files_are_sent(|stream, screen| {
        let mut tn = Telnet::new(stream, Config::default()).unwrap();
        let ended = tn.interact_with(user::stdin().unwrap(), screen);
        ended.unwrap() == Ended::Input
    });
}
