//! The example `jump`: Telnet inside a channel of SSH.

use std::time::Duration;

#[expect(dead_code, reason = "its main is not called here")]
#[path = "../examples/jump/main.rs"]
mod jump;

use jump::demo;
use jump::ssh::Known;
use tokio::time::timeout;

const WAIT: Duration = Duration::from_secs(20);

#[tokio::test]
async fn a_command_runs_behind_a_jump_host() {
    let text = timeout(WAIT, demo::show_demo()).await.unwrap().unwrap();
    assert_eq!(text, b"README.txt  motd  routes.conf  startup.cfg\n");
}

#[tokio::test]
async fn a_jump_host_with_another_key_is_left_at_once() {
    let other = demo::key(8).unwrap().public_key().clone();
    let shown = demo::show_from(demo::key(7).unwrap(), Known::Key(other));
    let why = timeout(WAIT, shown).await.unwrap().unwrap_err();
    let why = why.to_string();
    let start = "127.0.0.1 shows a key nobody knows: SHA256:";
    assert!(why.starts_with(start), "{why}");
}
