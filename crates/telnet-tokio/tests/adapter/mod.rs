//! A connection of tokio as the contract's suite wants one.

use std::future::Future;
use std::io;
use std::pin::pin;
use std::time::Duration;

use futures_lite::future::poll_once;
use telnet_testkit::suite::{Adapter, WAIT};
use telnet_tokio::session::Session;
use telnet_tokio::session::bytes::Bytes;
use telnet_tokio::session::wait::SendData;
use telnet_tokio::{Command, Deadline, Outcome, Telnet, TelnetOption, Wait};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::runtime::{Builder, Runtime};
use tokio::task::yield_now;

pub(crate) fn one_thread() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

pub(crate) fn several_threads() -> Runtime {
    let mut builder = Builder::new_multi_thread();
    builder.worker_threads(2).enable_all().build().unwrap()
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
pub(crate) struct Async<S> {
    pub(crate) telnet: Telnet<S>,
    runtime: Runtime,
}

pub(crate) fn on<S>(
    runtime: Runtime,
    make: impl FnOnce() -> Telnet<S>,
) -> Async<S> {
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
        let mut wait = SendData::new(data, Deadline::Never);
        let sent = self.runtime.block_on(twice(self.telnet.send(&mut wait)));
        sent.transpose().map(|_maybe| wait.queued())
    }

    fn send_line(&mut self, line: &[u8]) -> io::Result<()> {
        let (runtime, telnet) = self.within(WAIT);
        runtime.block_on(telnet.send_line(line))
    }

    fn send_prompt(&mut self, prompt: &[u8]) -> io::Result<()> {
        let (runtime, telnet) = self.within(WAIT);
        runtime.block_on(telnet.send_prompt(prompt))
    }

    fn timing_mark(&mut self) -> io::Result<()> {
        self.runtime.block_on(self.telnet.timing_mark(WAIT))
    }

    fn logout(&mut self) -> io::Result<bool> {
        self.runtime.block_on(self.telnet.logout(WAIT))
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
