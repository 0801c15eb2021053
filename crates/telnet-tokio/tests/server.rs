//! The example `server`: whom it lets in, and what a user at a terminal sees.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test is to fail loudly")]

use std::net::SocketAddr;
use std::time::Duration;

use telnet_tokio::{Config, Door, Telnet};
use tokio::net::{TcpListener, TcpSocket, TcpStream};

#[expect(dead_code, reason = "its main is the tests here")]
#[path = "../examples/server.rs"]
mod server;

const WAIT: Duration = Duration::from_secs(20);
const WELCOME: &str = "Say something, or bye.\r\n";

async fn serve(door: Door) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    tokio::spawn(server::run(listener, door));
    addr
}

/// Comes from an address of its own: on Linux all of 127.0.0.0/8 are this host.
async fn from(host: u8, addr: SocketAddr) -> Telnet<TcpStream> {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(SocketAddr::from(([127, 0, 0, host], 0))).unwrap();
    let socket = socket.connect(addr).await.unwrap();
    Telnet::tcp(socket, Config::default()).unwrap()
}

async fn sees(user: &mut Telnet<TcpStream>, text: &str) {
    user.read_until(text, WAIT).await.unwrap().matched().unwrap();
}

#[tokio::test]
async fn an_address_takes_no_place_of_another_one() {
    let addr = serve(Door::new(3, 2)).await;
    let (mut one, mut two) = (from(2, addr).await, from(2, addr).await);
    sees(&mut one, WELCOME).await;
    sees(&mut two, WELCOME).await;
    let mut three = from(2, addr).await;
    let told = three.read_all().await.unwrap();
    assert_eq!(&told[..], b"too many connections from your address\r\n");

    let mut other = from(3, addr).await;
    sees(&mut other, WELCOME).await;
    let told = from(4, addr).await.read_all().await.unwrap();
    assert_eq!(&told[..], b"too many connections: come back later\r\n");

    one.send_line("bye").await.unwrap();
    sees(&mut one, "Bye.\r\n").await;
    one.close().await.unwrap();
    // The place is free as soon as the server has seen the end.
    tokio::time::timeout(WAIT, async {
        loop {
            let mut three = from(2, addr).await;
            let welcome = three.read_until(WELCOME, WAIT).await.unwrap();
            if welcome.matched().is_ok() {
                break;
            }
        }
    })
    .await
    .unwrap();
    two.send_line("still here").await.unwrap();
    sees(&mut two, "You said: still here\r\n").await;
}

/// Enter is CR NUL in a terminal that sends keys one by one, and such a terminal
/// shows nothing but what the server sends back.
#[tokio::test]
async fn a_user_sees_what_is_typed_and_ends_a_line_by_enter() {
    let addr = serve(Door::new(1, 1)).await;
    let mut user = from(2, addr).await;
    sees(&mut user, WELCOME).await;
    user.write(b"hello").await.unwrap();
    sees(&mut user, "hello").await;
    user.write(b"\r\0").await.unwrap();
    sees(&mut user, "You said: hello\r\n").await;
    user.write(b"Bye\r\0").await.unwrap();
    sees(&mut user, "Bye.\r\n").await;
}
