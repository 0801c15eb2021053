//! Text through TLS: telnet-tokio beside tokio-rustls alone, which receive the
//! same octets from the same server.

use std::io::Write as _;
use std::net::TcpListener;
use std::sync::Arc;

use telnet_benches::process::Process;
use telnet_testkit::tls::Identity;
use telnet_tokio::tls::rustls::{ServerConnection, StreamOwned};
use telnet_tokio::tls::tokio_rustls::TlsConnector;
use telnet_tokio::tokio::io::{AsyncRead, AsyncReadExt as _};
use telnet_tokio::tokio::net::TcpStream;
use telnet_tokio::{ConnectOptions, Telnet, TlsOptions};

use super::measure::{cpu, time};
use super::tokio::runtime;

/// Octets of text that one client receives.
const TOTAL: usize = 1 << 30;
const ROUNDS: usize = 5;
const LINE: &[u8] = b"A line of text, as a screen of eighty columns shows it, \
                      with some words in it..\r\n";
/// Octets of a read, and of a record of TLS at most.
const PIECE: usize = 16 << 10;

/// Sends the text to each client, until it is killed; says first where.
pub(crate) fn serve() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    println!("{}", listener.local_addr().unwrap());
    let config = Arc::new(Identity::localhost().server());
    let piece: Vec<u8> = LINE.iter().copied().cycle().take(PIECE).collect();
    for socket in listener.incoming() {
        let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
        let mut stream = StreamOwned::new(connection, socket.unwrap());
        for _ in 0..TOTAL / PIECE {
            stream.write_all(&piece).unwrap();
        }
        stream.conn.send_close_notify();
        stream.flush().unwrap();
    }
}

/// What receives the text, and how it is called.
const KINDS: [&str; 3] =
    ["tokio-rustls", "telnet-tokio, read_some", "telnet-tokio, AsyncRead"];

/// Times each in turn, several times. Prints the best of each, its ratio to TLS
/// alone, and the median of the ratios of processor time.
pub(crate) fn run() {
    let host = Process::start(&["tls-host"]).unwrap();
    let tls = TlsOptions::new().dangerous().accept_any_certificate();
    let mut best = [f64::MAX; KINDS.len()];
    let mut ratios = [(); KINDS.len()].map(|()| Vec::new());
    for _ in 0..ROUNDS {
        let mut raw_at_work = 0.0;
        for kind in 0..KINDS.len() {
            let before = cpu();
            let (received, took) =
                time(|| runtime().block_on(receive(kind, &host.addr, &tls)));
            assert_eq!(received, TOTAL);
            best[kind] = took.as_secs_f64().min(best[kind]);
            let at_work = (cpu() - before).as_secs_f64();
            if kind == 0 {
                raw_at_work = at_work;
            }
            ratios[kind].push(at_work / raw_at_work);
        }
    }
    let rate = best.map(|it| (TOTAL >> 20) as f64 / it);
    println!("\n| 1 GiB inside TLS | MiB/s | of raw | CPU of raw |");
    println!("|---|---|---|---|");
    for (kind, name) in KINDS.into_iter().enumerate() {
        ratios[kind].sort_unstable_by(f64::total_cmp);
        println!(
            "| {name} | {:.0} | {:.2} | {:.2} |",
            rate[kind],
            rate[kind] / rate[0],
            ratios[kind][ROUNDS / 2],
        );
    }
}

async fn receive(kind: usize, addr: &str, tls: &TlsOptions) -> usize {
    let socket = TcpStream::connect(addr).await.unwrap();
    if kind == 0 {
        return raw(socket, tls).await;
    }
    let options = ConnectOptions::new();
    let telnet = Telnet::tls(socket, "localhost", tls, options).await;
    let mut telnet = telnet.unwrap();
    if kind == 2 {
        return drain(telnet).await;
    }
    let mut received = 0;
    loop {
        match telnet.read_some().await.unwrap().len() {
            0 => return received,
            n => received += n,
        }
    }
}

async fn raw(socket: TcpStream, tls: &TlsOptions) -> usize {
    socket.set_nodelay(true).unwrap();
    let connector = TlsConnector::from(tls.config().unwrap());
    let name = tls.name("localhost").unwrap();
    drain(connector.connect(name, socket).await.unwrap()).await
}

async fn drain(mut stream: impl AsyncRead + Unpin) -> usize {
    let mut buffer = vec![0; PIECE];
    let mut received = 0;
    loop {
        match stream.read(&mut buffer).await.unwrap() {
            0 => return received,
            n => received += n,
        }
    }
}
