//! The example `serve` without descriptors. This is alone in its file.
#![cfg(target_os = "linux")]

use std::thread;

use telnet_mio::Door;
use telnet_testkit::drought::outlasts_a_drought;

#[expect(dead_code, reason = "its main is the test here")]
#[path = "../examples/serve.rs"]
mod serve;

#[test]
fn a_server_out_of_descriptors_waits_and_goes_on() {
    let any = "127.0.0.1:0".parse().unwrap();
    let server = serve::Server::new(any, Door::new(100, 100)).unwrap();
    let addr = server.addr().unwrap();
    // It ends with the test.
    let _server = thread::spawn(move || server.run());
    outlasts_a_drought(addr);
}
