//! The example `server` without descriptors. This is alone in its file.
#![cfg(target_os = "linux")]

use telnet_testkit::drought::outlasts_a_drought;
use telnet_tokio::Door;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

#[expect(dead_code, reason = "its main is the test here")]
#[path = "../examples/server.rs"]
mod server;

#[test]
fn a_server_out_of_descriptors_waits_and_goes_on() {
    let runtime = Runtime::new().unwrap();
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
    let addr = listener.local_addr().unwrap();
    let _server = runtime.spawn(server::run(listener, Door::new(100, 100)));
    outlasts_a_drought(addr);
}
