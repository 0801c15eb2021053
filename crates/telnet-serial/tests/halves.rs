//! A port for two tasks, and for the traits of a runtime: settings go on while a
//! read waits, and what is dropped before its end takes nothing.
#![expect(clippy::unwrap_used, reason = "a test is to fail loudly")]

use std::future::{Future, poll_fn};
use std::net::SocketAddr;
use std::pin::pin;
use std::task::Poll;
use std::thread;
use std::time::Duration;

use telnet_serial::serve::Stop;
use telnet_serial::server::Loopback;
use telnet_serial::session::Config;
use telnet_serial::{Client, Kind, ModemState, PortServer, Purge, Setting};

const WAIT: Duration = Duration::from_secs(20);

fn serve() -> (SocketAddr, Stop) {
    let server = PortServer::bind("127.0.0.1:0", Loopback::new()).unwrap();
    let (address, stop) = (server.local_addr().unwrap(), server.stop());
    thread::spawn(move || server.run());
    (address, stop)
}

/// Polls a future some times, as far as it comes, and drops it.
async fn begin<F: Future>(future: F, polls: usize) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut left = polls;
    poll_fn(|cx| match future.as_mut().poll(cx) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending if left == 0 => Poll::Ready(None),
        Poll::Pending => {
            left -= 1;
            cx.waker().wake_by_ref();
            Poll::Pending
        }
    })
    .await
}

fn octets(len: usize) -> Vec<u8> {
    // CR, NUL, LF and 255 in each order.
    let seed = [13, 0, 255, 255, 10, 13, 13, 255, 0, 0, 10, 255, 13, 10, 240];
    (0..=255).chain(seed).cycle().take(len).collect()
}

/// The same for both: a macro, since the two are of different types.
macro_rules! halves {
    ($port:expr, $split:ident, $module:ident) => {{
        let mut port = $port;
        port.set_timeout(Some(WAIT));
        port.set_answer_time(WAIT);

        // A read waits, and all else goes on.
        let (mut reader, mut writer) = port.$split();
        let mut buffer = [0; 64];
        let read = reader.receive(&mut buffer);
        let set = async {
            for rate in [300, 9600, 115_200] {
                writer.set(Setting::BaudRate(rate)).await.unwrap();
                let is = writer.get(Kind::BaudRate).await.unwrap();
                assert_eq!(is, Setting::BaudRate(rate));
            }
            writer.purge(Purge::Both).await.unwrap();
            writer.suspend(false).await.unwrap();
            writer.send(b"now").await.unwrap();
        };
        let (read, ()) = tokio::join!(read, set);
        let n = read.unwrap();
        assert_eq!(buffer.get(..n).unwrap(), &b"now"[..n]);
        let mut left = 3 - n;
        while left > 0 {
            left -= reader.receive(&mut buffer[..left]).await.unwrap();
        }

        // Lines change for the reader while the writer sets them.
        let none = ModemState::default();
        let seen = reader.modem_change(none, WAIT);
        let (seen, set) = tokio::join!(seen, writer.set(Setting::Dtr(true)));
        set.unwrap();
        let seen = seen.unwrap();
        assert!(seen.dsr() || reader.with_client(|it| it.modem()).is_some());

        // By the traits, both ways at once, while settings go on.
        let data = octets(200_000);
        let mut back = vec![0; data.len()];
        let read = $module::read(&mut reader, &mut back);
        let write = async {
            for part in data.chunks(50_000) {
                $module::write(&mut writer, part).await;
                writer.set(Setting::Rts(part.len() % 2 == 0)).await.unwrap();
            }
        };
        let ((), ()) = tokio::join!(read, write);
        assert!(back == data, "octets are not what they were");

        // What is dropped before its end takes nothing and loses nothing.
        let read = reader.receive(&mut buffer);
        assert!(begin(read, 3).await.is_none());
        for polls in 0..4 {
            let set = writer.set(Setting::BaudRate(1200));
            let _done = begin(set, polls).await;
            writer.set(Setting::BaudRate(2400)).await.unwrap();
            let is = writer.get(Kind::BaudRate).await.unwrap();
            assert_eq!(is, Setting::BaudRate(2400), "after {polls} polls");
        }
        writer.send(&data[..300]).await.unwrap();
        let mut came = Vec::new();
        while came.len() < 300 {
            if let Some(n) = begin(reader.receive(&mut buffer), 1).await {
                came.extend_from_slice(&buffer[..n.unwrap()]);
            }
        }
        assert_eq!(came, &data[..300]);

        // The port is whole again.
        let mut port = reader.reunite(writer).unwrap();
        assert_eq!(
            port.client().known(Kind::BaudRate),
            Some(Setting::BaudRate(2400))
        );
        assert_eq!(port.quirks(), []);
        $module::write(&mut port, b"\xFF\r\0").await;
        $module::read(&mut port, &mut buffer[..3]).await;
        assert_eq!(&buffer[..3], b"\xFF\r\0");
        port.close().await.unwrap();
    }};
}

mod of_tokio {
    use tokio::io::{
        AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _,
    };

    pub(super) async fn read(
        from: &mut (impl AsyncRead + Unpin),
        to: &mut [u8],
    ) {
        assert_eq!(from.read_exact(to).await.unwrap(), to.len());
    }

    pub(super) async fn write(
        to: &mut (impl AsyncWrite + Unpin),
        octets: &[u8],
    ) {
        to.write_all(octets).await.unwrap();
        to.flush().await.unwrap();
    }
}

mod of_smol {
    use smol::io::{
        AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _,
    };

    pub(super) async fn read(
        from: &mut (impl AsyncRead + Unpin),
        to: &mut [u8],
    ) {
        from.read_exact(to).await.unwrap();
    }

    pub(super) async fn write(
        to: &mut (impl AsyncWrite + Unpin),
        octets: &[u8],
    ) {
        to.write_all(octets).await.unwrap();
        to.flush().await.unwrap();
    }
}

#[tokio::test]
async fn by_halves_of_tokio() {
    let (address, stop) = serve();
    let url = format!("rfc2217://{address}");
    let port = telnet_serial::tokio::RemotePort::open(&url).await.unwrap();
    halves!(port, into_split, of_tokio);
    stop.stop().unwrap();
}

#[test]
fn by_halves_of_smol() {
    let (address, stop) = serve();
    smol::block_on(async {
        let stream = smol::net::TcpStream::connect(address).await.unwrap();
        let config = Client::config(Config::new());
        let telnet = telnet_async_std::Telnet::new(stream, config);
        let port = telnet_serial::futures::RemotePort::over(telnet).await;
        halves!(port.unwrap(), split, of_smol);
    });
    stop.stop().unwrap();
}
