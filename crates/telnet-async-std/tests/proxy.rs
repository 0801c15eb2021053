//! Connecting through a proxy.
#![expect(clippy::unwrap_used, reason = "a test is to fail loudly")]

use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use async_std::task::block_on;

use telnet_async_std::{Config, ConnectOptions, Proxy, Telnet};
use telnet_testkit::peer::refusing;
use telnet_testkit::proxy::{BOTH, PASSWORD, REFUSALS, USER, host, socks5};

const WAIT: Duration = Duration::from_secs(20);

fn proxy(scheme: &str, at: SocketAddr) -> Proxy {
    format!("{scheme}://{at}").parse().unwrap()
}

fn options(proxy: Proxy) -> ConnectOptions {
    ConnectOptions::new().proxy(proxy).timeout(WAIT)
}

#[test]
fn the_host_is_behind_the_proxy_and_not_an_octet_is_lost() {
    block_on(async {
        for (scheme, start) in BOTH {
            for name in ["localhost", "127.0.0.1"] {
                let (host, server) = (host(), start());
                let to = format!("{name}:{}", host.addr().port());
                let via = proxy(scheme, server.addr()).login(USER, PASSWORD);
                let mut tn =
                    Telnet::connect_with(&to, options(via)).await.unwrap();
                let login = tn.read_until("login: ", WAIT).await.unwrap();
                assert_eq!(login.matched().unwrap().text(), &b"login: "[..]);
                tn.send_line("me").await.unwrap();
                tn.close().await.unwrap();
                assert_eq!(server.join().unwrap(), to);
                assert_eq!(host.join(), b"\xFF\xFC\x18me\r\n");
            }
        }
    });
}

#[test]
fn a_stream_of_any_kind_leads_to_the_proxy() {
    block_on(async {
        let (host, server) = (host(), socks5());
        let via = proxy("socks5", server.addr()).login(USER, PASSWORD);
        let stream =
            async_std::net::TcpStream::connect(server.addr()).await.unwrap();
        let mut tn =
            Telnet::through(stream, &via, host.addr(), Config::default())
                .await
                .unwrap();
        assert!(tn.read_until("login: ", WAIT).await.unwrap().is_match());
        drop(tn);
        assert_eq!(server.join().unwrap(), host.addr().to_string());
        host.join();
    });
}

#[test]
fn what_the_proxy_refuses_is_the_error() {
    block_on(async {
        for (scheme, start, password, kind) in REFUSALS {
            let server = start();
            let closed = refusing();
            let via = proxy(scheme, server.addr()).login(USER, password);
            let error =
                Telnet::connect_with(closed, options(via)).await.unwrap_err();
            assert_eq!(error.kind(), kind, "{error}");
            let is_known = server.join().is_ok();
            assert_eq!(is_known, password == PASSWORD);
        }
        let closed = refusing();
        let nobody = options(proxy("socks5", closed));
        let error = Telnet::connect_with("host", nobody).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ConnectionRefused);
        assert!(error.to_string().contains(&closed.to_string()));
    });
}

#[test]
fn a_proxy_that_says_nothing_is_given_up() {
    block_on(async {
        let silent = TcpListener::bind("127.0.0.1:0").unwrap();
        let silent = silent.local_addr().map(|at| (silent, at)).unwrap();
        let short = Duration::from_millis(50);
        let options = options(proxy("socks5", silent.1)).timeout(short);
        let error = Telnet::connect_with("host", options).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TimedOut);
    });
}
