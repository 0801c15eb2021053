//! Connecting, and what telnetlib's tests ask of a connection.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpListener;
use std::os::fd::{AsFd, AsRawFd};
use std::time::{Duration, Instant};

use telnet_blocking::{Config, ConnectOptions, Telnet, WindowSize};
use telnet_testkit::host::{DemoHost, PASSWORD, PROMPT, USER};
use telnet_testkit::peer::{Peer, refusing, silent};

const WAIT: Duration = Duration::from_secs(20);

#[test]
fn every_address_is_tried() {
    let peer = Peer::new(drop);
    let addresses = [refusing(), refusing(), peer.addr()];
    let tn = Telnet::connect(&addresses[..]).unwrap();
    assert_eq!(tn.get_socket().peer_addr().unwrap(), peer.addr());
    peer.join();
}

#[test]
fn a_failure_names_every_address() {
    let addresses = [refusing(), refusing()];
    let error = Telnet::connect(&addresses[..]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionRefused);
    for address in addresses {
        assert!(error.to_string().contains(&address.to_string()), "{error}");
    }
}

#[test]
fn ipv6_works_where_the_system_has_it() {
    let Ok(listener) = TcpListener::bind("[::1]:0") else { return };
    let addr = listener.local_addr().unwrap();
    let tn = Telnet::connect(addr).unwrap();
    assert!(tn.get_socket().peer_addr().unwrap().is_ipv6());
}

#[test]
fn connecting_has_a_deadline() {
    let (addr, _held) = silent();
    let time = Duration::from_millis(200);
    let options = ConnectOptions::new().timeout(time);
    let start = Instant::now();
    let error = Telnet::connect_with(addr, options).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TimedOut);
    assert!(error.to_string().contains(&addr.to_string()), "{error}");
    assert!(start.elapsed() >= time && start.elapsed() < WAIT);
}

/// It has a lead of 250 ms, and no more.
#[test]
fn a_silent_address_does_not_hold_up_the_next() {
    let (silent, _held) = silent();
    let peer = Peer::new(|mut stream| {
        stream.read_exact(&mut [0]).unwrap();
        stream.write_all(b"login: ").unwrap();
    });
    let addresses = [silent, peer.addr()];
    let start = Instant::now();
    let mut tn = Telnet::connect(addresses).unwrap();
    let took = start.elapsed();
    assert_eq!(tn.get_socket().peer_addr().unwrap(), peer.addr());
    assert!(took >= Duration::from_millis(250), "{took:?}");
    // Linux tries again after a second.
    assert!(took < Duration::from_millis(1000), "{took:?}");
    // It is a socket that blocks again: nothing can have come yet.
    let mut text = [0; 7];
    tn.get_socket().write_all(b"x").unwrap();
    tn.get_socket().read_exact(&mut text).unwrap();
    assert_eq!(&text, b"login: ");
    assert!(tn.read_all().unwrap().is_empty());
    peer.join();
}

/// Those that are still under way are named when the time is up.
#[test]
fn each_address_that_was_tried_is_named_at_the_deadline() {
    let (silent, _held) = silent();
    let refusing = refusing();
    let options = ConnectOptions::new().timeout(Duration::from_millis(100));
    let addresses = [refusing, silent];
    let error = Telnet::connect_with(&addresses[..], options).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TimedOut);
    let why = error.to_string();
    let [refused, late] = [refusing, silent].map(|it| it.to_string());
    assert!(why.contains(&refused) && why.contains(&late), "{why}");
}

#[test]
fn a_timeout_can_be_none_inherited_or_set() {
    // What telnetlib calls the timeout of the connection is set_timeout.
    let peer = Peer::new(|stream| {
        // Silent until the client leaves.
        std::io::Read::read(&mut &stream, &mut [0]).unwrap();
    });
    let options = ConnectOptions::new().timeout(None);
    let mut tn = Telnet::connect_with(peer.addr(), options).unwrap();
    tn.set_timeout(Some(Duration::from_millis(50)));
    let error = tn.read_some().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TimedOut);
    let error = tn.read_all().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TimedOut);
    drop(tn);
    peer.join();
}

#[test]
fn the_socket_can_be_had() {
    let peer = Peer::new(drop);
    let tn = Telnet::connect(peer.addr()).unwrap();
    assert_eq!(tn.as_raw_fd(), tn.get_socket().as_raw_fd());
    assert_eq!(tn.as_fd().as_raw_fd(), tn.as_raw_fd());
    assert!(tn.get_socket().nodelay().unwrap());
    let inline = rustix::net::sockopt::socket_oobinline(tn.get_socket());
    assert!(inline.unwrap());
    let (stream, session) = tn.into_parts();
    assert!(session.unread().is_empty());
    drop(stream);
    peer.join();
}

#[test]
fn a_synch_of_the_peer_discards_what_was_sent_before_it() {
    use rustix::net::{SendFlags, send};
    let peer = Peer::new(|stream| {
        // As a Synch is sent: DM is the urgent octet.
        send(&stream, b"ab\xFF", SendFlags::empty()).unwrap();
        send(&stream, b"\xF2", SendFlags::OOB).unwrap();
        send(&stream, b"cd", SendFlags::empty()).unwrap();
    });
    let mut tn = Telnet::connect(peer.addr()).unwrap();
    peer.join();
    // All has come: a Synch, which discards what is before its mark.
    assert_eq!(tn.read_all().unwrap(), &b"cd"[..]);
}

#[test]
fn a_synch_goes_out_as_urgent_data() {
    let peer = Peer::new(|mut stream| {
        // Not in line: the urgent octet is then missing from the stream.
        let mut rest = Vec::new();
        std::io::Read::read_to_end(&mut stream, &mut rest).unwrap();
        rest
    });
    let mut tn = Telnet::connect(peer.addr()).unwrap();
    tn.send_command(telnet_blocking::Command::IP).unwrap();
    tn.session_mut().send_synch();
    tn.write("next").unwrap();
    tn.close().unwrap();
    assert_eq!(peer.join(), b"\xFF\xF4\xFFnext");
}

#[test]
fn the_demo_host_takes_a_login_and_refuses_another() {
    let host = DemoHost::start().unwrap();
    let wait = Duration::from_secs(20);
    for (password, prompt) in [(PASSWORD, PROMPT), ("wrong", "Login incorrect")]
    {
        let config = Config::default()
            .terminal_types(["XTERM", "DUMB"])
            .unwrap()
            .window_size(WindowSize { columns: 132, rows: 255 });
        let options = ConnectOptions::new().config(config);
        let mut tn = Telnet::connect_with(host.addr(), options).unwrap();
        tn.set_timeout(Some(wait));
        tn.read_until("login: ", wait).unwrap().matched().unwrap();
        tn.write(format!("{USER}\n")).unwrap();
        tn.read_until("Password: ", wait).unwrap().matched().unwrap();
        tn.send_line(password).unwrap();
        let text = tn.read_until(prompt, wait).unwrap().matched().unwrap();
        // The password is not echoed.
        let shown = String::from_utf8_lossy(text.text()).into_owned();
        assert!(!shown.contains(password), "{shown}");
        if password == PASSWORD {
            tn.write("tty\r\n").unwrap();
            let tty =
                tn.read_until("132x255\r\n", wait).unwrap().matched().unwrap();
            let tty = String::from_utf8_lossy(tty.text()).into_owned();
            assert!(tty.contains("terminal [XTERM DUMB]"), "{tty}");
            tn.send_line("exit").unwrap();
            let rest = tn.read_all().unwrap();
            assert!(rest.ends_with(b"logout\r\n"));
        }
    }
}

#[test]
fn small_writes_may_wait_where_the_options_say_so() {
    for on in [true, false] {
        let peer = Peer::new(drop);
        let options = ConnectOptions::new().nodelay(on);
        let tn = Telnet::connect_with(peer.addr(), options).unwrap();
        assert_eq!(tn.get_socket().nodelay().unwrap(), on);
        let (socket, _session) = tn.into_parts();
        assert_eq!(socket.nodelay().unwrap(), on);
        peer.join();
    }
}
