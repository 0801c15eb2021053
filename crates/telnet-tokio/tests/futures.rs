//! What futures of this adapter must be able to do.

use std::io::ErrorKind;
use std::time::Duration;

use telnet_tokio::{Cli, Config, Telnet};
use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex, split};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, sleep};

const HOUR: Duration = Duration::from_secs(3600);

fn pair() -> (Telnet<tokio::io::DuplexStream>, tokio::io::DuplexStream) {
    let (ours, theirs) = duplex(64);
    (Telnet::new(ours, Config::default()), theirs)
}

#[tokio::test(start_paused = true)]
async fn deadlines_are_of_tokios_clock() {
    let (mut tn, mut host) = pair();
    let start = Instant::now();
    for n in 1..=3 {
        let end = tn.read_until("never", HOUR).await.unwrap();
        assert!(!end.is_match());
        assert_eq!(start.elapsed().as_secs(), n * 3600);
    }
    // And so are those of what takes no deadline.
    tn.set_timeout(Some(HOUR));
    let error = tn.read_all().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TimedOut);
    assert_eq!(start.elapsed().as_secs(), 4 * 3600);
    let error = tn.write([b'x'; 1000]).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TimedOut);
    assert_eq!(start.elapsed().as_secs(), 5 * 3600);
    // Nothing was lost: the rest goes out with the next call.
    let rest = async {
        let mut all = vec![0; 1000];
        host.read_exact(&mut all).await.unwrap();
        assert_eq!(all, [b'x'; 1000]);
    };
    let (flushed, ()) = tokio::join!(tn.flush(), rest);
    flushed.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_silence_is_of_tokios_clock() {
    let (mut tn, mut host) = pair();
    host.write_all(b"Username: ").await.unwrap();
    let script = async {
        let mut line = [0; 4];
        host.read_exact(&mut line).await.unwrap();
        assert_eq!(&line, b"me\r\n");
        host.write_all(b"me\r\nrouter1>").await.unwrap();
        let mut rest = Vec::new();
        host.read_to_end(&mut rest).await.unwrap();
    };
    let login = async {
        let cli = Cli::default();
        let said = tn.login(&cli, "me", "secret", HOUR).await.unwrap();
        assert!(said.ends_with(b"router1>"), "{said:?}");
        drop(tn);
    };
    tokio::join!(script, login);
}

#[tokio::test(start_paused = true)]
async fn a_read_that_loses_in_select_loses_nothing() {
    let (mut tn, mut host) = pair();
    let send = tokio::spawn(async move {
        for octet in b"one\ntwo\n" {
            sleep(Duration::from_millis(7)).await;
            host.write_all(&[*octet]).await.unwrap();
        }
        host
    });
    let mut lines = Vec::new();
    let mut lost = 0;
    while lines.len() < 2 {
        tokio::select! {
            line = tn.read_until("\n", HOUR) => {
                lines.push(line.unwrap().text().clone());
            }
            () = sleep(Duration::from_millis(3)) => lost += 1,
        }
    }
    assert_eq!(lines, [&b"one\n"[..], b"two\n"]);
    assert!(lost > 4);
    drop(send.await.unwrap());
}

#[tokio::test]
async fn halves_live_on_two_tasks() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    let echo = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let (mut reader, mut writer) = split(stream);
        tokio::io::copy(&mut reader, &mut writer).await.unwrap();
    });
    let tn = Telnet::connect(addr).await.unwrap();
    let (mut reader, mut writer) = tn.into_split();
    let send = tokio::spawn(async move {
        for n in 0..1000 {
            writer.send_line(n.to_string()).await.unwrap();
        }
        writer
    });
    for n in 0..1000 {
        let line = reader.read_until("\n", HOUR).await.unwrap();
        assert_eq!(line.text()[..], *format!("{n}\r\n").as_bytes());
    }
    let mut tn = reader.reunite(send.await.unwrap()).unwrap();
    tn.close().await.unwrap();
    echo.await.unwrap();
}

/// A future that may go to another thread.
#[test]
fn futures_are_send() {
    fn is_send(_: impl Send) {}
    async fn all(mut tn: Telnet<TcpStream>) {
        let cli = Cli::default();
        tn.login(&cli, "a", "b", HOUR).await.unwrap();
        tn.run(&cli, "c", HOUR).await.unwrap();
        tn.read_very_eager().await.unwrap();
        tn.close().await.unwrap();
    }
    is_send(all);
    let _is_send: fn(Telnet<TcpStream>) -> Box<dyn Future<Output = ()> + Send> =
        |tn| Box::new(all(tn));
}
