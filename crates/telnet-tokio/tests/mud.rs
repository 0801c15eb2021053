//! The two examples for MUDs, with each other and with peers that follow a script.
#![expect(clippy::unwrap_used, reason = "a test is to fail loudly")]

#[path = "../examples/mud.rs"]
#[expect(dead_code, reason = "the example's main is not run")]
mod client;
#[path = "../examples/mud_server/main.rs"]
#[expect(dead_code, reason = "the example's main is not run")]
mod server;

use std::io::{self, Write};
use std::net::SocketAddr;
use std::time::Duration;

use client::Echo;
use telnet_tokio::proto::sub::msdp::Msdp;
use telnet_tokio::proto::sub::mssp::Mssp;
use telnet_tokio::wait::Received;
use telnet_tokio::watch::Direction;
use telnet_tokio::{
    Command, Config, ConnectOptions, EventKind, Side, Telnet, TelnetOption,
};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::time::timeout;

const WAIT: Duration = Duration::from_secs(20);

async fn server() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(server::run(listener, std::sync::Arc::default()));
    address
}

async fn connect(address: SocketAddr, config: Config) -> Telnet<TcpStream> {
    let options = ConnectOptions::new().config(config);
    Telnet::connect_with(address, options).await.unwrap()
}

/// What the user sees; types each line as soon as its text is shown.
struct Screen<'l> {
    shown: Vec<u8>,
    /// Up to where it was looked at.
    seen: usize,
    lines: &'l [(&'l str, &'l str)],
    typed: mpsc::Sender<String>,
}

impl Write for Screen<'_> {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        self.shown.extend(text);
        while let Some(((wanted, line), behind)) = self.lines.split_first() {
            let new = self.shown.get(self.seen..).unwrap_or_default();
            let new = String::from_utf8_lossy(new);
            let Some(at) = new.find(wanted) else { break };
            self.seen += at + wanted.len();
            self.typed.try_send((*line).to_owned()).unwrap();
            self.lines = behind;
        }
        Ok(text.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Runs the client, which types lines, each behind a text, until the host ends it;
/// what is shown.
async fn played(
    address: SocketAddr,
    config: Config,
    lines: &[(&str, &str)],
) -> String {
    let mut tn = connect(address, config).await;
    let (typed, lines_typed) = mpsc::channel(16);
    let mut screen = Screen { shown: Vec::new(), seen: 0, lines, typed };
    let echo = Echo::new();
    let play = client::play(&mut tn, lines_typed, &mut screen, &echo);
    timeout(WAIT, play).await.unwrap().unwrap();
    String::from_utf8(screen.shown).unwrap()
}

#[tokio::test]
async fn the_client_and_the_server_agree_on_all_of_it() {
    let address = server().await;
    let lines = [
        ("Name: ", "Zo\u{eb}"),
        ("coffee", "who"),
        ("Here are", "say bonjour \u{2615}"),
        ("You say", "quit"),
    ];
    let shown = played(address, client::config().unwrap(), &lines).await;
    for part in [
        "Name: ",
        "The caf\u{e9} at the gate",
        "You sit at a TELNET-RUST.",
        "Here are Zo\u{eb}.",
        "You say: bonjour \u{2615}",
        "> ",
        "Goodbye.",
        "Char.Vitals {",
        "Room.Info {\"name\":\"The caf\u{e9} at the gate\",\"num\":1}",
        "Comm.Channel.Text {",
        "NAME=telnet mud-server",
        "COMMANDS=[ LIST REPORT SEND UNREPORT ]",
        "Compression(Received Started)",
        "Charset(UTF-8)",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert!(shown.contains("\x1b[1mThe caf\u{e9}"), "colours stay: {shown}");
}

/// A client that knows no option at all has a plain text in UTF-8.
#[tokio::test]
async fn a_plain_client_has_text_and_go_aheads() {
    let address = server().await;
    let mut socket = TcpStream::connect(address).await.unwrap();
    socket.write_all(b"Bob\r\nquit\r\n").await.unwrap();
    let mut all = Vec::new();
    timeout(WAIT, socket.read_to_end(&mut all)).await.unwrap().unwrap();
    let shown = String::from_utf8_lossy(&all);
    assert!(shown.contains("You sit at a plain terminal."), "{shown}");
    let mark = b"> \xFF\xF9";
    assert!(all.windows(4).any(|it| it == mark), "{shown}");
}

/// One who is in, with all that a client can have.
async fn enter(address: SocketAddr, name: &str) -> Telnet<TcpStream> {
    let config = client::config().unwrap();
    let mut tn = connect(address, config).await;
    read(&mut tn, "Name: ").await;
    tn.send_text_line(name).await.unwrap();
    read(&mut tn, "coffee").await;
    tn
}

/// Reads up to a text, in which events do not count.
async fn read(tn: &mut Telnet<TcpStream>, wanted: &str) -> String {
    let mut text = String::new();
    while !text.contains(wanted) {
        match tn.read_next_text(WAIT).await.unwrap().unwrap() {
            Received::Text(it) => text.push_str(&it),
            Received::Event(_) => {}
        }
    }
    text
}

#[tokio::test]
async fn users_hear_each_other_and_see_who_comes_and_goes() {
    let address = server().await;
    let mut ada = enter(address, "Ada").await;
    let mut bob = enter(address, "Bob").await;
    read(&mut ada, "Bob has come.").await;
    bob.send_text_line("hello \u{1F409}\x1b[2J").await.unwrap();
    let said = read(&mut ada, "Bob says: hello \u{1F409}[2J").await;
    assert!(!said.contains('\x1b'), "{said:?}");
    read(&mut bob, "You say: hello").await;
    // A name twice, and one that is none.
    let mut eve = connect(address, Config::new()).await;
    eve.send_text_line("Bob").await.unwrap();
    eve.read_until("is here already", WAIT).await.unwrap().matched().unwrap();
    eve.send_text_line("a b").await.unwrap();
    eve.read_until("1 to 20 letters", WAIT).await.unwrap().matched().unwrap();
    drop(bob);
    read(&mut ada, "Bob has gone.").await;
}

#[tokio::test]
async fn each_protocol_says_what_it_has() {
    let address = server().await;
    let mut tn = enter(address, "Ada").await;
    assert!(tn.session().is_compressed(Direction::Received));
    assert!(tn.session().is_enabled(Side::Remote, TelnetOption::EOR));
    let ask = b"\x01REPORT\x02PLAYERS\x02NOTHING\x01SEND\x02CHARACTER_NAME";
    tn.send_subnegotiation(TelnetOption::MSDP, ask).await.unwrap();
    tn.send_subnegotiation(TelnetOption::GMCP, b"Core.Ping").await.unwrap();
    let mut payloads = Vec::new();
    let mut has_mark = false;
    while payloads.last().is_none_or(|it| it != b"Core.Ping") {
        let next = tn.read_next_text(WAIT).await.unwrap().unwrap();
        let Received::Event(event) = next else { continue };
        has_mark |= event.kind == EventKind::Command(Command::EOR);
        assert!(event.payload::<Mssp<'_>>().is_none_or(|it| it.is_ok()));
        assert!(event.payload::<Msdp<'_>>().is_none_or(|it| it.is_ok()));
        if let EventKind::Subnegotiation { payload, .. } = event.kind {
            payloads.push(payload.to_vec());
        }
    }
    assert!(has_mark);
    for wanted in [&b"\x01PLAYERS\x021"[..], b"\x01CHARACTER_NAME\x02Ada"] {
        assert!(payloads.iter().any(|it| it == wanted), "{payloads:?}");
    }
    // Who reports the number is told as it changes.
    let mut bob = enter(address, "Bob").await;
    loop {
        let next = tn.read_next_text(WAIT).await.unwrap().unwrap();
        let Received::Event(event) = next else { continue };
        let Some(Ok(told)) = event.payload::<Msdp<'_>>() else { continue };
        if told.as_bytes() == b"\x01PLAYERS\x022" {
            break;
        }
    }
    bob.close().await.unwrap();
}

/// What a host may do with the terminal: colours, lines, tabs.
#[tokio::test]
async fn the_client_shows_prompts_and_no_more_than_colours() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let peer = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let said = b"\x1b]0;title\x07a\x1b[2Jb\x1b[1;31mc\x08\x9b\r\n\
            caf\xE9> \xFF\xF9\xFF\xFB\xC9\xFF\xFA\xC9Bad \x1b[2J\xFF\xF0";
        socket.write_all(said).await.unwrap();
        let mut got = Vec::new();
        while !got.windows(5).any(|it| it == b"hi \xE2\x98") {
            assert_ne!(socket.read_buf(&mut got).await.unwrap(), 0);
        }
        socket.shutdown().await.unwrap();
        // The client is done, however it leaves.
        let _left = socket.read_to_end(&mut got).await;
        String::from_utf8_lossy(&got).into_owned()
    });
    let config = client::config().unwrap();
    let shown = played(address, config, &[("> ", "hi \u{2615}")]).await;
    let wanted = "]0;titlea[2Jb\x1b[1;31mc\ncaf\u{e9}> ";
    assert!(shown.starts_with(wanted), "{shown:?}");
    assert!(shown.contains("[Bad [2J]"), "{shown:?}");
    let got = peer.await.unwrap();
    assert!(got.contains("Core.Supports.Set [\"Char 1\""), "{got}");
}
