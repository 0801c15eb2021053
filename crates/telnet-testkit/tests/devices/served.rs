//! Devices on TCP ports.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use telnet_blocking::Telnet;
use telnet_testkit::device::{Devices, Played, Transcript, named};
use telnet_testkit::peer::PATIENCE;

use crate::cli;

/// Logs in and runs all commands, as [`telnet_testkit::device::play`] does.
fn visit(it: &Transcript, devices: &Devices, at: usize) -> Played {
    let mut telnet = Telnet::connect(devices.addrs()[at]).unwrap();
    let cli = cli();
    let login = telnet.login(&cli, &it.user, &it.password, PATIENCE);
    login.expect("a login");
    let lines = it.commands.iter().map(|it| &it.line);
    let replies =
        lines.map(|it| Ok(telnet.run(&cli, it, PATIENCE).unwrap())).collect();
    Played { login: None, replies, took: PATIENCE, fault: None }
}

#[test]
fn each_connection_is_a_device_of_its_own() {
    let all = ["huawei-vrp", "netgear-fastpath"].map(named);
    let devices = &Devices::start(all.to_vec()).unwrap();
    std::thread::scope(|scope| {
        for (at, it) in all.iter().enumerate().cycle().take(4) {
            scope.spawn(move || visit(it, devices, at).judge(it).unwrap());
        }
    });
}

#[test]
fn a_device_that_hears_something_else_hangs_up() {
    let it = named("netgear-fastpath");
    let devices = Devices::start(vec![it]).unwrap();
    let mut stream = TcpStream::connect(devices.addrs()[0]).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.write_all(b"nobody\r\n").unwrap();
    stream.read_to_end(&mut Vec::new()).unwrap();
}
