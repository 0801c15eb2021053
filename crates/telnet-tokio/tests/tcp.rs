//! Connecting by TCP, and what Telnet asks of a socket.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, TcpListener};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use rustix::net::{SendFlags, send, sockopt};
use telnet_testkit::peer::{Peer, refusing, silent};
use telnet_tokio::{Config, ConnectOptions, KeepAlive, Telnet};
use tokio::net::TcpStream;

const WAIT: Duration = Duration::from_secs(20);

#[tokio::test]
async fn every_address_is_tried() {
    let peer = Peer::new(drop);
    let addresses = [refusing(), refusing(), peer.addr()];
    let tn = Telnet::connect(&addresses[..]).await.unwrap();
    assert_eq!(tn.get_socket().peer_addr().unwrap(), peer.addr());
    peer.join();
}

#[tokio::test]
async fn a_failure_names_every_address() {
    let addresses = [refusing(), refusing()];
    let error = Telnet::connect(&addresses[..]).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionRefused);
    for address in addresses {
        assert!(error.to_string().contains(&address.to_string()), "{error}");
    }
}

#[tokio::test]
async fn a_name_is_looked_up() {
    let peer = Peer::new(drop);
    let address = ("localhost", peer.addr().port());
    let tn = Telnet::connect(address).await.unwrap();
    assert_eq!(tn.get_socket().peer_addr().unwrap(), peer.addr());
    peer.join();
}

#[tokio::test]
async fn ipv6_works_where_the_system_has_it() {
    let Ok(listener) = TcpListener::bind("[::1]:0") else { return };
    let addr = listener.local_addr().unwrap();
    let tn = Telnet::connect(addr).await.unwrap();
    assert_eq!(tn.get_socket().peer_addr().unwrap(), addr);
}

#[tokio::test]
async fn connecting_has_a_deadline() {
    let (addr, _held) = silent();
    let options = ConnectOptions::new().timeout(Duration::from_millis(200));
    let error = Telnet::connect_with(addr, options).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TimedOut);
    assert!(error.to_string().contains(&addr.to_string()), "{error}");
}

/// It has a lead of 250 ms, and no more.
#[tokio::test]
async fn a_silent_address_does_not_hold_up_the_next() {
    let (silent, _held) = silent();
    let peer = Peer::new(drop);
    let addresses = [silent, peer.addr()];
    let start = Instant::now();
    let tn = Telnet::connect(addresses).await.unwrap();
    let took = start.elapsed();
    assert_eq!(tn.get_socket().peer_addr().unwrap(), peer.addr());
    assert!(took >= Duration::from_millis(250), "{took:?}");
    // Linux tries again after a second.
    assert!(took < Duration::from_millis(1000), "{took:?}");
    peer.join();
}

#[tokio::test]
async fn the_source_and_the_probes_are_as_asked_for() {
    let peer = Peer::new(drop);
    let source = IpAddr::V4(Ipv4Addr::LOCALHOST);
    let options = ConnectOptions::new()
        .source(source)
        .keepalive(KeepAlive::new(Duration::from_secs(60)));
    let tn = Telnet::connect_with(peer.addr(), options).await.unwrap();
    let socket = tn.get_socket();
    assert_eq!(socket.local_addr().unwrap().ip(), source);
    assert!(sockopt::socket_keepalive(socket).unwrap());
    assert!(sockopt::socket_oobinline(socket).unwrap());
    assert!(socket.nodelay().unwrap());
    peer.join();

    let options = ConnectOptions::new().source(Ipv6Addr::LOCALHOST.into());
    let error = Telnet::connect_with(refusing(), options).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
}

#[tokio::test]
async fn a_socket_is_set_up_and_handed_back_as_it_came() {
    let peer = Peer::new(drop);
    let socket = TcpStream::connect(peer.addr()).await.unwrap();
    socket.set_nodelay(false).unwrap();
    let tn = Telnet::tcp(socket, Config::default()).unwrap();
    assert!(sockopt::socket_oobinline(tn.get_socket()).unwrap());
    assert!(tn.get_socket().nodelay().unwrap());
    let (socket, _session) = tn.into_parts();
    assert!(!sockopt::socket_oobinline(&socket).unwrap());
    assert!(!socket.nodelay().unwrap());
    peer.join();
}

/// Again and again on one connection, whatever the runtime has been told of.
#[tokio::test]
async fn each_synch_of_the_peer_discards_what_was_sent_before_it() {
    let (sent, is_sent) = mpsc::channel();
    let peer = Peer::new(move |mut stream| {
        for _ in 0..3 {
            stream.write_all(b"gone\xFF").unwrap();
            send(&stream, b"\xF2", SendFlags::OOB).unwrap();
            stream.write_all(b"> ").unwrap();
            sent.send(()).unwrap();
            stream.read_exact(&mut [0; 6]).unwrap();
        }
    });
    let mut tn = Telnet::connect(peer.addr()).await.unwrap();
    for _ in 0..3 {
        is_sent.recv().unwrap();
        let outcome = tn.read_until("> ", WAIT).await.unwrap();
        assert_eq!(outcome.matched().unwrap().text(), &b"> "[..]);
        tn.send_line("next").await.unwrap();
    }
    assert!(tn.read_all().await.unwrap().is_empty());
    peer.join();
}

#[tokio::test]
async fn a_synch_goes_out_as_urgent_data() {
    let peer = Peer::new(|mut stream| {
        // Not in line: the urgent octet is then missing from the stream.
        let mut rest = Vec::new();
        stream.read_to_end(&mut rest).unwrap();
        rest
    });
    let mut tn = Telnet::connect(peer.addr()).await.unwrap();
    tn.send_command(telnet_tokio::Command::IP).await.unwrap();
    tn.session_mut().send_synch();
    tn.write("next").await.unwrap();
    tn.close().await.unwrap();
    assert_eq!(peer.join(), b"\xFF\xF4\xFFnext");
}

#[tokio::test]
async fn small_writes_may_wait_where_the_options_say_so() {
    for on in [true, false] {
        let peer = Peer::new(drop);
        let options = ConnectOptions::new().nodelay(on);
        let tn = Telnet::connect_with(peer.addr(), options).await.unwrap();
        assert_eq!(tn.get_socket().nodelay().unwrap(), on);
        peer.join();
    }
}
