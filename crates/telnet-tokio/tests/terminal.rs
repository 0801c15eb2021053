//! The user and the peer, face to face, at a pseudo-terminal that is standard
//! input. One test, for there is one standard input.
#![expect(clippy::unwrap_used, reason = "a test is to fail loudly")]
#![cfg(target_os = "linux")]

use telnet_testkit::user::{ESCAPE, faces};
use telnet_tokio::{ConnectOptions, Ended, Telnet, tokio};

#[test]
fn the_terminal_does_what_the_peer_says_and_is_as_before_at_the_end() {
    faces(|addr, config, screen| {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let ended = runtime.block_on(async {
            let options = ConnectOptions::new().config(config);
            let mut tn = Telnet::connect_with(addr, options).await.unwrap();
            let screen = tokio::fs::File::from_std(screen);
            let ended = tn.interact_at_terminal(screen, Some(ESCAPE));
            ended.await.unwrap()
        });
        // A thread that sits in a read would hold this up.
        drop(runtime);
        ended == Ended::Input
    });
}
