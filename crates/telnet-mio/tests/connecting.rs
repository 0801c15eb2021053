//! From several addresses, and through a proxy, to one connection.
#![expect(clippy::unwrap_used, reason = "a test is to fail loudly")]

use std::io::{self, ErrorKind, Write as _};
use std::net::{Ipv4Addr, TcpListener};
use std::task::Poll;
use std::time::{Duration, Instant};

use telnet_mio::mio::net::TcpStream;
use telnet_mio::mio::{self, Events, Interest, Token};
use telnet_mio::{ConnectOptions, Connecting, Telnet, ToAddress};
use telnet_testkit::peer::{Peer, refusing, silent};
use telnet_testkit::proxy::{PASSWORD, USER, http, socks5};

const WAIT: Duration = Duration::from_secs(20);

/// Connects, registered from the start, and reads the prompt.
fn connect(
    to: impl ToAddress,
    options: ConnectOptions,
) -> io::Result<Telnet<TcpStream>> {
    let mut poll = mio::Poll::new()?;
    let mut events = Events::with_capacity(8);
    let mut it = Connecting::new(to, options, Instant::now())?;
    poll.registry().register(&mut it, Token(0), Interest::READABLE)?;
    let mut tn = loop {
        if let Poll::Ready(tn) = it.poll(Instant::now())? {
            break tn;
        }
        poll.poll(&mut events, it.timeout(Instant::now()))?;
    };
    let over = it.poll(Instant::now()).unwrap_err();
    assert_eq!(over.kind(), ErrorKind::NotConnected);
    poll.registry().register(&mut tn, Token(0), Interest::READABLE)?;
    let mut wait = tn.read_until("login: ", WAIT);
    loop {
        if let Poll::Ready(outcome) = tn.poll(&mut wait, Instant::now())? {
            assert_eq!(outcome.matched().unwrap().text(), &b"login: "[..]);
            break;
        }
        poll.poll(&mut events, tn.timeout(&wait, Instant::now()))?;
        events.iter().for_each(|event| tn.on_event(event));
    }
    Ok(tn)
}

fn host() -> Peer<()> {
    Peer::new(|mut stream| stream.write_all(b"login: ").unwrap())
}

#[test]
fn every_address_is_tried() {
    let peer = host();
    let addresses = [refusing(), refusing(), peer.addr()];
    let tn = connect(addresses, ConnectOptions::new()).unwrap();
    assert_eq!(tn.get_socket().peer_addr().unwrap(), peer.addr());
    peer.join();

    let addresses = [refusing(), refusing()];
    let error = connect(addresses, ConnectOptions::new()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionRefused);
    for address in addresses {
        assert!(error.to_string().contains(&address.to_string()), "{error}");
    }
}

/// It has a lead of 250 ms, and no more.
#[test]
fn a_silent_address_does_not_hold_up_the_next() {
    let (silent, _held) = silent();
    let peer = host();
    let start = Instant::now();
    let addresses = [silent, peer.addr()];
    let tn = connect(addresses, ConnectOptions::new()).unwrap();
    let took = start.elapsed();
    assert_eq!(tn.get_socket().peer_addr().unwrap(), peer.addr());
    assert!(took >= Duration::from_millis(250), "{took:?}");
    // Linux tries again after a second.
    assert!(took < Duration::from_millis(1000), "{took:?}");
    peer.join();
}

#[test]
fn the_host_is_behind_the_proxy_and_not_an_octet_is_lost() {
    for scheme in ["socks5", "http"] {
        let server = if scheme == "http" { http() } else { socks5() };
        let peer = host();
        let via = format!("{scheme}://{}", server.addr());
        let via = via.parse::<telnet_mio::Proxy>().unwrap();
        let options = ConnectOptions::new().proxy(via.login(USER, PASSWORD));
        let to = ("localhost", peer.addr().port());
        drop(connect(to, options).unwrap());
        let to = format!("localhost:{}", peer.addr().port());
        assert_eq!(server.join().unwrap(), to);
        peer.join();

        let server = if scheme == "http" { http() } else { socks5() };
        let via = format!("{scheme}://me:no@{}", server.addr());
        let via = via.parse::<telnet_mio::Proxy>().unwrap();
        let options = ConnectOptions::new().proxy(via);
        let error = connect("host", options).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::PermissionDenied);
        assert!(server.join().is_err());
    }
}

#[test]
fn a_proxy_that_says_nothing_is_given_up() {
    let silent = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let via = format!("socks5://{}", silent.local_addr().unwrap());
    let options = ConnectOptions::new()
        .proxy(via.parse::<telnet_mio::Proxy>().unwrap())
        .timeout(Duration::from_millis(50));
    let error = connect("host", options).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TimedOut);
}

#[test]
fn small_writes_may_wait_where_the_options_say_so() {
    for on in [true, false] {
        let options = || ConnectOptions::new().nodelay(on);
        let peer = host();
        let tn = connect([peer.addr()], options()).unwrap();
        assert_eq!(tn.get_socket().nodelay().unwrap(), on);
        peer.join();
        let peer = Peer::new(drop);
        let tn = Telnet::connect_with(peer.addr(), options()).unwrap();
        assert_eq!(tn.get_socket().nodelay().unwrap(), on);
        peer.join();
    }
}
