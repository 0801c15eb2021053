//! The example `bbs`, by two users at once.
#![expect(clippy::unwrap_used, reason = "a test is to fail loudly")]

use std::net::SocketAddr;
use std::time::Duration;

use telnet_tokio::{Config, ConnectOptions, Telnet, WindowSize};
use tokio::net::{TcpListener, TcpStream};

#[expect(dead_code, reason = "its main is the tests here")]
#[path = "../examples/bbs.rs"]
mod bbs;

const WAIT: Duration = Duration::from_secs(20);

async fn board() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    tokio::spawn(bbs::run(listener));
    addr
}

struct User(Telnet<TcpStream>);

impl User {
    async fn new(addr: SocketAddr, columns: u16) -> Self {
        let size = WindowSize { columns, rows: 24 };
        let config = Config::default().window_size(size);
        let options = ConnectOptions::new().config(config);
        Self(Telnet::connect_with(addr, options).await.unwrap())
    }

    async fn says(&mut self, line: &str) {
        self.0.write(format!("{line}\r\0")).await.unwrap();
    }

    /// What comes up to a text.
    async fn sees(&mut self, text: &str) -> String {
        let seen = self.0.read_until(text, WAIT).await.unwrap();
        let seen = seen.matched().unwrap();
        String::from_utf8_lossy(seen.text()).into_owned()
    }

    async fn logs_in(&mut self, name: &str) {
        self.sees("login: ").await;
        self.says(name).await;
        self.sees("Password: ").await;
        self.says(name).await;
        self.sees(&format!("{name}> ")).await;
    }
}

#[tokio::test]
async fn users_share_messages_and_see_who_is_on() {
    let addr = board().await;
    let (mut ada, mut eve) =
        (User::new(addr, 30).await, User::new(addr, 80).await);
    ada.logs_in("ada").await;
    eve.logs_in("eve").await;
    // Ada has begun a line when a message comes: it goes on below.
    ada.0.write("wh").await.unwrap();
    ada.sees("wh").await;
    eve.says("post a message that is longer than a row of Ada's").await;
    let seen = ada.sees("ada> wh").await;
    let rows = "\r\x1B[Jeve: a message that is longer\r\nthan a row of Ada's";
    assert!(seen.contains(rows), "{seen:?}");
    ada.says("o").await;
    ada.sees("ada, eve\r\n").await;
    eve.says("list").await;
    eve.sees("list\r\n").await;
    eve.sees("eve: a message that is longer than a row of Ada's\r\n").await;
    eve.says("bye").await;
    eve.sees("Goodbye.\r\n").await;
    assert!(eve.0.read_all().await.unwrap().is_empty());
    ada.says("who").await;
    ada.sees("who\r\nada\r\n").await;
}

#[tokio::test]
async fn a_wrong_password_is_refused() {
    let mut user = User::new(board().await, 80).await;
    for _ in 0..3 {
        user.sees("login: ").await;
        user.says("ada").await;
        user.sees("Password: ").await;
        user.says("guess").await;
        let seen = user.sees("Login incorrect\r\n").await;
        assert!(!seen.contains("guess"), "{seen}");
    }
    user.sees("Goodbye.\r\n").await;
    assert!(user.0.read_all().await.unwrap().is_empty());
}

#[tokio::test]
async fn too_many_from_one_address_are_turned_away() {
    let addr = board().await;
    let mut users = Vec::new();
    for _ in 0..bbs::USERS.1 {
        let mut user = User::new(addr, 80).await;
        user.sees("login: ").await;
        users.push(user);
    }
    let mut late = User::new(addr, 80).await;
    late.sees("too many connections from your address\r\n").await;
    assert!(late.0.read_all().await.unwrap().is_empty());
    let mut first = users.remove(0);
    first.says("\x04").await;
    first.sees("Goodbye.\r\n").await;
    first.0.read_all().await.unwrap();
    drop(first);
    // The place is free once the connection has ended.
    for _ in 0..100 {
        let mut next = User::new(addr, 80).await;
        let seen = next.0.read_until("\n", WAIT).await.unwrap();
        if seen.text().starts_with(b"Welcome") {
            return;
        }
    }
    unreachable!("no place is free");
}
