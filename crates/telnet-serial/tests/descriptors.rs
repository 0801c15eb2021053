//! A server of a port without descriptors. This is alone in its file.
#![cfg(target_os = "linux")]

use std::thread;

use telnet_serial::PortServer;
use telnet_serial::server::Loopback;
use telnet_testkit::drought::outlasts_a_drought;

#[test]
fn a_server_out_of_descriptors_waits_and_goes_on() {
    let server = PortServer::bind("127.0.0.1:0", Loopback::new()).unwrap();
    let addr = server.local_addr().unwrap();
    let stop = server.stop();
    let runs = thread::spawn(move || server.run());
    outlasts_a_drought(addr);
    stop.stop().unwrap();
    runs.join().unwrap().unwrap();
}
