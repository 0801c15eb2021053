//! The contract of all adapters, for this one, on one thread and on several.
#![expect(clippy::unwrap_used, reason = "a test is to fail loudly")]

use std::io::{self, ErrorKind, Read, Write};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_lite::future::poll_once;
use telnet_testkit::suite::{Adapter, Scripted, WAIT};
use telnet_tokio::session::bytes::Bytes;
use telnet_tokio::session::{SendData, Session};
use telnet_tokio::{Command, Config, Outcome, Telnet, TelnetOption, Wait};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::runtime::{Builder, Runtime};
use tokio::task::yield_now;

mod on_one_thread {
    use super::*;

    telnet_testkit::contract! {
        tcp: |socket, config| on(one_thread(), || tcp(socket, config)),
        scripted: |script, config| {
            on(one_thread(), || Telnet::new(InMemory(script), config))
        },
    }
}

mod on_several_threads {
    use super::*;

    telnet_testkit::contract! {
        tcp: |socket, config| on(several_threads(), || tcp(socket, config)),
        scripted: |script, config| {
            on(several_threads(), || Telnet::new(InMemory(script), config))
        },
    }
}

fn one_thread() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

fn several_threads() -> Runtime {
    let mut builder = Builder::new_multi_thread();
    builder.worker_threads(2).enable_all().build().unwrap()
}

fn tcp(socket: std::net::TcpStream, config: Config) -> Telnet<TcpStream> {
    socket.set_nonblocking(true).unwrap();
    Telnet::tcp(TcpStream::from_std(socket).unwrap(), config).unwrap()
}

/// Polls a future twice at most: on one thread the runtime looks for what
/// sockets are ready between the two.
async fn twice<F: Future>(future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    match poll_once(&mut future).await {
        Some(output) => Some(output),
        None => {
            yield_now().await;
            poll_once(future).await
        }
    }
}

/// A connection, and the runtime that it is of.
struct Async<S> {
    telnet: Telnet<S>,
    runtime: Runtime,
}

fn on<S>(runtime: Runtime, make: impl FnOnce() -> Telnet<S>) -> Async<S> {
    let telnet = {
        let _inside = runtime.enter();
        make()
    };
    Async { telnet, runtime }
}

impl<S> Async<S> {
    /// Sets the deadline of the calls that take none.
    fn within(&mut self, timeout: Duration) -> (&Runtime, &mut Telnet<S>) {
        self.telnet.set_timeout(Some(timeout));
        (&self.runtime, &mut self.telnet)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin + Send> Adapter for Async<S> {
    fn session(&mut self) -> &mut Session {
        self.telnet.session_mut()
    }

    fn wait<W: Wait<Output: Send> + Send>(
        &mut self,
        wait: &mut W,
    ) -> io::Result<W::Output> {
        self.runtime.block_on(self.telnet.wait(wait))
    }

    fn read_until(
        &mut self,
        expected: &[u8],
        timeout: Duration,
    ) -> io::Result<Outcome> {
        self.runtime.block_on(self.telnet.read_until(expected, timeout))
    }

    fn read_all(&mut self, timeout: Duration) -> io::Result<Bytes> {
        let (runtime, telnet) = self.within(timeout);
        runtime.block_on(telnet.read_all())
    }

    fn read_some(&mut self, timeout: Duration) -> io::Result<Bytes> {
        let (runtime, telnet) = self.within(timeout);
        runtime.block_on(telnet.read_some())
    }

    fn read_very_eager(&mut self) -> io::Result<Bytes> {
        self.runtime.block_on(self.telnet.read_very_eager())
    }

    fn read_eager(&mut self) -> io::Result<Bytes> {
        self.runtime.block_on(self.telnet.read_eager())
    }

    fn read_lazy(&mut self) -> io::Result<Bytes> {
        self.telnet.read_lazy()
    }

    fn read_very_lazy(&mut self) -> io::Result<Bytes> {
        self.telnet.read_very_lazy()
    }

    fn read_sb_data(&mut self) -> Bytes {
        self.telnet.read_sb_data()
    }

    fn write(&mut self, data: &[u8], timeout: Duration) -> io::Result<()> {
        let (runtime, telnet) = self.within(timeout);
        runtime.block_on(telnet.write(data))
    }

    fn try_write(&mut self, data: &[u8]) -> io::Result<usize> {
        let mut wait = SendData::new(data, None);
        let sent = self.runtime.block_on(twice(self.telnet.send(&mut wait)));
        sent.transpose().map(|_maybe| wait.queued())
    }

    fn send_line(&mut self, line: &[u8]) -> io::Result<()> {
        let (runtime, telnet) = self.within(WAIT);
        runtime.block_on(telnet.send_line(line))
    }

    fn send_command(&mut self, command: Command) -> io::Result<()> {
        let (runtime, telnet) = self.within(WAIT);
        runtime.block_on(telnet.send_command(command))
    }

    fn send_subnegotiation(
        &mut self,
        option: TelnetOption,
        payload: &[u8],
    ) -> io::Result<()> {
        let (runtime, telnet) = self.within(WAIT);
        runtime.block_on(telnet.send_subnegotiation(option, payload))
    }

    fn abandon_read_until(&mut self, expected: &[u8]) {
        let read = self.telnet.read_until(expected, None::<Duration>);
        drop(self.runtime.block_on(twice(read)));
    }

    fn close(&mut self, timeout: Duration) -> io::Result<()> {
        let (runtime, telnet) = self.within(timeout);
        runtime.block_on(telnet.close())
    }

    fn take_apart(self) {
        let _inside = self.runtime.enter();
        drop(self.telnet.into_parts());
    }
}

/// A scripted stream that wakes its task at once where it would block.
struct InMemory(Scripted);

fn at_once<T>(cx: &Context<'_>, done: io::Result<T>) -> Poll<io::Result<T>> {
    match done {
        Err(e) if e.kind() == ErrorKind::WouldBlock => {
            cx.waker().wake_by_ref();
            Poll::Pending
        }
        done => Poll::Ready(done),
    }
}

impl AsyncRead for InMemory {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let read = self.0.read(buffer.initialize_unfilled());
        let n = ready!(at_once(cx, read))?;
        buffer.advance(n);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for InMemory {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        data: &[u8],
    ) -> Poll<io::Result<usize>> {
        at_once(cx, self.0.write(data))
    }

    fn poll_flush(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        at_once(cx, self.0.flush())
    }

    fn poll_shutdown(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        at_once(cx, self.0.finish())
    }
}
