//! One connection on two tasks, and what futures must be able to do.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test is to fail loudly"
)]

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::pin::Pin;
use std::sync::{Arc, Mutex, mpsc};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use futures_lite::StreamExt;
use futures_lite::future::{or, poll_once, zip};
use futures_lite::io::{AsyncReadExt, AsyncWriteExt, Cursor};
use smol::net::TcpStream as Socket;
use telnet_async_std::session::Side;
use telnet_async_std::{
    Config, ConnectOptions, Ended, EventKind, ReadHalf, Telnet, TelnetOption,
    WriteHalf, interact,
};
use telnet_testkit::peer::{PATIENCE, Peer};

fn connect(peer: &Peer<impl Send + 'static>, config: Config) -> Telnet<Socket> {
    let socket = TcpStream::connect(peer.addr()).unwrap();
    Telnet::tcp(Socket::try_from(socket).unwrap(), config).unwrap()
}

/// Runs it under both runtimes, and fails where it does not end.
fn within<F: Future<Output: Send + 'static> + Send + 'static>(
    test: impl Fn() -> F,
) {
    smol::block_on(or(test(), late()));
    async_std::task::block_on(or(test(), late()));
}

async fn late<T>() -> T {
    async_io::Timer::after(PATIENCE).await;
    panic!("it never ends");
}

/// The requests that the peer floods us with, each of which is answered.
const REQUESTS: usize = 200_000;

/// How much is written meanwhile.
const DATA: usize = 4 << 20;

/// The peer reads nothing before it has written everything, so that the send
/// buffer is full while both halves want to write: one data, one answers.
#[test]
fn halves_on_two_tasks_get_through_a_full_send_buffer() {
    within(|| async {
        let peer = Peer::new(|stream| {
            (&stream).write_all(&b"\xFF\xFD\x06".repeat(REQUESTS)).unwrap();
            (&stream).write_all(b"done").unwrap();
            stream.shutdown(Shutdown::Write).unwrap();
            let mut all = Vec::new();
            (&stream).read_to_end(&mut all).unwrap();
            all
        });
        let (mut reader, mut writer) =
            connect(&peer, Config::default()).split();
        let read = smol::spawn(async move {
            let text = reader.read_all().await.unwrap();
            (text, reader)
        });
        let write = smol::spawn(async move {
            for chunk in vec![b'u'; DATA].chunks(100_000) {
                writer.write(chunk).await.unwrap();
            }
            writer
        });
        let ((text, reader), writer) = zip(read, write).await;
        assert_eq!(text, &b"done"[..]);
        let mut tn = reader.reunite(writer).unwrap();
        tn.close().await.unwrap();
        let all = peer.join();
        let data = all.iter().filter(|&&octet| octet == b'u').count();
        assert_eq!(data, DATA);
        assert_eq!(all.len() - data, 3 * REQUESTS);
    });
}

#[test]
fn a_reader_that_takes_text_frees_a_writer_that_is_stuck() {
    within(|| async {
        const TEXT: usize = 8 << 20;
        let peer = Peer::new(|mut stream| {
            stream.write_all(&vec![b'p'; TEXT]).unwrap();
            let mut all = vec![0; TEXT];
            stream.read_exact(&mut all).unwrap();
        });
        let config = Config::default().max_unread(10_000);
        let (mut reader, mut writer) = connect(&peer, config).split();
        let write = smol::spawn(async move {
            writer.write(vec![b'u'; TEXT]).await.unwrap();
            writer
        });
        let mut got = 0;
        while got < TEXT {
            got += reader.read_some().await.unwrap().len();
        }
        drop(write.await);
        peer.join();
    });
}

#[test]
fn what_the_session_is_asked_for_wakes_the_reader() {
    within(|| async {
        let peer = Peer::new(|mut stream| {
            let mut asked = [0; 3];
            stream.read_exact(&mut asked).unwrap();
            stream.write_all(b"ok").unwrap();
            asked
        });
        let (mut reader, writer) = connect(&peer, Config::default()).split();
        let read = smol::spawn(async move { reader.read_some().await });
        writer.with_session(|session| {
            session.request(Side::Local, TelnetOption::BINARY, true);
        });
        assert_eq!(read.await.unwrap(), &b"ok"[..]);
        assert_eq!(&peer.join(), b"\xFF\xFB\x00");
    });
}

#[test]
fn a_write_that_was_dropped_goes_on_with_the_next() {
    within(|| async {
        let peer = Peer::new(|mut stream| {
            let mut all = Vec::new();
            stream.read_to_end(&mut all).unwrap();
            all
        });
        let (mut reader, mut writer) =
            connect(&peer, Config::default()).split();
        assert!(
            poll_once(reader.read_until("x", None::<Duration>)).await.is_none()
        );
        drop(poll_once(writer.send_line("one")).await);
        writer.send_line("two").await.unwrap();
        writer.close().await.unwrap();
        assert_eq!(peer.join(), b"one\r\ntwo\r\n");
    });
}

#[test]
fn events_are_a_stream_and_text_is_read_and_written() {
    within(|| async {
        let peer = Peer::new(|mut stream| {
            stream.write_all(b"a\xFF\xF1b\xFF\xFFc").unwrap();
            stream.shutdown(Shutdown::Write).unwrap();
            let mut all = Vec::new();
            stream.read_to_end(&mut all).unwrap();
            all
        });
        let config = Config::default().events(true);
        let mut tn = connect(&peer, config);
        let event = tn.next().await.unwrap().unwrap();
        assert_eq!(event.offset, 1);
        assert!(matches!(event.kind, EventKind::Command(_)));
        assert!(tn.next_event().await.unwrap().is_none());
        let mut text = Vec::new();
        tn.read_to_end(&mut text).await.unwrap();
        assert_eq!(text, b"ab\xFFc");
        tn.write_all(b"d\xFF").await.unwrap();
        AsyncWriteExt::flush(&mut tn).await.unwrap();
        AsyncWriteExt::close(&mut tn).await.unwrap();
        let error = tn.write_all(b"x").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotConnected);
        assert_eq!(peer.join(), b"d\xFF\xFF");
    });
}

#[test]
fn halves_of_two_connections_do_not_unite() {
    within(|| async {
        let peers = [Peer::new(drop), Peer::new(drop)];
        let [one, two] = peers.each_ref().map(|peer| {
            let (reader, writer) = connect(peer, Config::default()).split();
            (reader, writer)
        });
        let (reader, writer) = one.0.reunite(two.1).unwrap_err();
        assert!(reader.reunite(one.1).is_ok());
        assert!(two.0.reunite(writer).is_ok());
    });
}

#[test]
fn interact_ends_with_the_input_or_the_peer() {
    within(|| async {
        let (go, wait) = mpsc::channel();
        let peer = Peer::new(move |mut stream| {
            let mut got = [0; 5];
            stream.read_exact(&mut got).unwrap();
            wait.recv_timeout(PATIENCE).unwrap();
            stream.write_all(b"answer").unwrap();
            got
        });
        let (mut reader, mut writer) =
            connect(&peer, Config::default()).split();
        let mut output = Vec::new();
        let input = Cursor::new(b"exit\n");
        let ended =
            interact(&mut reader, &mut writer, input, &mut output).await;
        assert_eq!(ended.unwrap(), Ended::Input);
        go.send(()).unwrap();
        // The user stays, and says nothing.
        let (_user, input) = smol::net::unix::UnixStream::pair().unwrap();
        let ended =
            interact(&mut reader, &mut writer, input, &mut output).await;
        assert_eq!(ended.unwrap(), Ended::Peer);
        assert_eq!(output, b"answer");
        assert_eq!(&peer.join(), b"exit\n");
    });
}

#[test]
fn a_connection_is_made_by_name() {
    within(|| async {
        let peer = Peer::new(|mut stream| stream.write_all(b"hi").unwrap());
        let mut tn = Telnet::connect(peer.addr()).await.unwrap();
        assert_eq!(tn.read_all().await.unwrap(), &b"hi"[..]);
        let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let addr = nobody.local_addr().unwrap();
        drop(nobody);
        let error = Telnet::connect(addr).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ConnectionRefused);
        assert!(error.to_string().contains(&addr.to_string()), "{error}");
    });
}

#[test]
fn small_writes_may_wait_where_the_options_say_so() {
    within(|| async {
        for on in [true, false] {
            let peer = Peer::new(drop);
            let options = ConnectOptions::new().nodelay(on);
            let tn = Telnet::connect_with(peer.addr(), options).await.unwrap();
            assert_eq!(tn.get_socket().nodelay().unwrap(), on);
            peer.join();
        }
    });
}

/// Compiles only if all futures can be sent to another thread.
#[test]
fn all_futures_are_send() {
    fn is_send<T: Send>(_: &T) {}
    fn telnet(tn: &mut Telnet<Socket>) {
        is_send(&tn.read_until("x", None::<Duration>));
        is_send(&tn.expect(["x"], None::<Duration>));
        is_send(&tn.read_all());
        is_send(&tn.read_some());
        is_send(&tn.read_very_eager());
        is_send(&tn.read_eager());
        is_send(&tn.next_event());
        is_send(&tn.write("x"));
        is_send(&tn.send_line("x"));
        is_send(&tn.send_subnegotiation(TelnetOption::NAWS, "x"));
        is_send(&tn.close());
    }
    fn halves(reader: &mut ReadHalf<Socket>, writer: &mut WriteHalf<Socket>) {
        is_send(&reader.read_some());
        is_send(&writer.write("x"));
        is_send(&interact(
            reader,
            writer,
            Cursor::new(Vec::new()),
            Cursor::new(Vec::new()),
        ));
    }
    is_send(&Telnet::connect(("localhost", 23)));
    let _compiled: (fn(&mut _), fn(&mut _, &mut _)) = (telnet, halves);
}

/// Says on a channel that its task was woken.
struct Woken(mpsc::Sender<()>);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.send(()).ok();
    }
}

/// A stream that takes nothing until it is open, gives nothing, and remembers
/// the last task that wanted to write, as a stream may.
#[derive(Default)]
struct Forgetful(Mutex<(bool, Option<Waker>)>);

impl futures_io::AsyncRead for &Forgetful {
    fn poll_read(
        self: Pin<&mut Self>,
        _cx: &mut Context<'_>,
        _buffer: &mut [u8],
    ) -> Poll<std::io::Result<usize>> {
        Poll::Pending
    }
}

impl futures_io::AsyncWrite for &Forgetful {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        data: &[u8],
    ) -> Poll<std::io::Result<usize>> {
        let mut state = self.0.lock().unwrap();
        if state.0 {
            return Poll::Ready(Ok(data.len()));
        }
        state.1 = Some(cx.waker().clone());
        Poll::Pending
    }

    fn poll_flush(
        self: Pin<&mut Self>,
        _cx: &mut Context<'_>,
    ) -> Poll<std::io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_close(
        self: Pin<&mut Self>,
        _cx: &mut Context<'_>,
    ) -> Poll<std::io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

/// The stream saw the reader's task last, and the reader is gone: the writer
/// must be woken all the same.
#[test]
fn a_stuck_writer_is_not_forgotten_for_a_reader_that_gave_up() {
    let stream = Forgetful::default();
    let (mut reader, mut writer) =
        Telnet::new(&stream, Config::default()).split();
    let (woken, wakes) = mpsc::channel();
    let task = Waker::from(Arc::new(Woken(woken)));
    let mut cx = Context::from_waker(&task);
    let mut write = std::pin::pin!(writer.write("text"));
    assert!(write.as_mut().poll(&mut cx).is_pending());
    assert!(smol::block_on(poll_once(reader.read_some())).is_none());
    while wakes.try_recv().is_ok() {
        assert!(write.as_mut().poll(&mut cx).is_pending());
        assert!(smol::block_on(poll_once(reader.read_some())).is_none());
    }
    let mut state = stream.0.lock().unwrap();
    state.0 = true;
    let waker = state.1.take().unwrap();
    drop(state);
    waker.wake();
    wakes.try_recv().unwrap();
    assert!(write.as_mut().poll(&mut cx).is_ready());
}
