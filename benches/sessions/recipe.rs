//! What each client does.

use std::task::Poll;
use std::time::Instant;

use telnet_mio::Wait;
use telnet_mio::session::{Config, Session};
use telnet_testkit::host::{Host, PASSWORD, PROMPT, Shell, USER};

use super::script::Script;

/// What is awaited, and what is sent then: up to the shell's prompt, and from
/// there.
pub(crate) const LOGIN: [(&str, &str); 2] =
    [("login: ", USER), ("Password: ", PASSWORD)];
pub(crate) const COMMANDS: [&str; 4] =
    ["ls", "echo one two three", "tty", "exit"];
pub(crate) const AWAITED: &str = PROMPT;

/// Writes of a client, and how much it has received in all before each; then
/// how much it receives until the end.
#[derive(Clone, Debug, Default)]
pub(crate) struct Replay {
    pub(crate) writes: Vec<(usize, Vec<u8>)>,
    /// How many of the writes come before the first command.
    pub(crate) login: usize,
    pub(crate) total: usize,
}

/// Plays both ends in memory, and notes what crosses.
pub(crate) fn record() -> Replay {
    let mut replay = Replay::default();
    let mut client = Session::new(Config::default());
    let mut shell = Shell::new();
    let now = Instant::now();
    for mut script in [Script::login(), Script::commands()] {
        loop {
            let step = script.poll(&mut client, now);
            if client.wants_write() {
                let octets = client.transmit().to_vec();
                shell.session().receive(&octets);
                client.transmitted(octets.len());
                replay.writes.push((replay.total, octets));
            }
            if step.is_ready() {
                break;
            }
            shell.advance();
            let octets = shell.session().transmit().to_vec();
            shell.session().transmitted(octets.len());
            client.receive(&octets);
            replay.total += octets.len();
            if octets.is_empty() {
                assert!(shell.is_done(), "the recipe stalls");
                client.receive_eof();
            }
        }
        if replay.login == 0 {
            replay.login = replay.writes.len();
        }
        assert!(matches!(script.poll(&mut client, now), Poll::Ready(())));
    }
    replay
}
