//! A connection of futures-io as the contract's suite wants one.

use std::future::Future;
use std::io;
use std::marker::PhantomData;
use std::time::Duration;

use futures_io::{AsyncRead, AsyncWrite};
use futures_lite::future::poll_once;
use telnet_async_std::session::Session;
use telnet_async_std::session::bytes::Bytes;
use telnet_async_std::session::wait::SendData;
use telnet_async_std::{
    Command, Deadline, Outcome, Telnet, TelnetOption, Wait,
};
use telnet_testkit::suite::{Adapter, WAIT};

pub(crate) trait Runtime {
    fn block_on<T: Send>(future: impl Future<Output = T> + Send) -> T;
}

pub(crate) struct AsyncStd;

impl Runtime for AsyncStd {
    fn block_on<T: Send>(future: impl Future<Output = T> + Send) -> T {
        async_std::task::block_on(future)
    }
}

pub(crate) struct Smol;

impl Runtime for Smol {
    fn block_on<T: Send>(future: impl Future<Output = T> + Send) -> T {
        smol::block_on(future)
    }
}

pub(crate) struct Async<R, S>(Telnet<S>, PhantomData<R>);

pub(crate) const fn on<R, S>(telnet: Telnet<S>) -> Async<R, S> {
    Async(telnet, PhantomData)
}

impl<R, S> Async<R, S> {
    /// Sets the deadline of the calls that take none.
    fn within(&mut self, timeout: Duration) -> &mut Telnet<S> {
        self.0.set_timeout(Some(timeout));
        &mut self.0
    }
}

impl<R: Runtime, S: AsyncRead + AsyncWrite + Unpin + Send> Adapter
    for Async<R, S>
{
    fn session(&mut self) -> &mut Session {
        self.0.session_mut()
    }

    fn wait<W: Wait<Output: Send> + Send>(
        &mut self,
        wait: &mut W,
    ) -> io::Result<W::Output> {
        R::block_on(self.0.wait(wait))
    }

    fn read_until(
        &mut self,
        expected: &[u8],
        timeout: Duration,
    ) -> io::Result<Outcome> {
        R::block_on(self.0.read_until(expected, timeout))
    }

    fn read_all(&mut self, timeout: Duration) -> io::Result<Bytes> {
        R::block_on(self.within(timeout).read_all())
    }

    fn read_some(&mut self, timeout: Duration) -> io::Result<Bytes> {
        R::block_on(self.within(timeout).read_some())
    }

    fn read_very_eager(&mut self) -> io::Result<Bytes> {
        R::block_on(self.0.read_very_eager())
    }

    fn read_eager(&mut self) -> io::Result<Bytes> {
        R::block_on(self.0.read_eager())
    }

    fn read_lazy(&mut self) -> io::Result<Bytes> {
        self.0.read_lazy()
    }

    fn read_very_lazy(&mut self) -> io::Result<Bytes> {
        self.0.read_very_lazy()
    }

    fn read_sb_data(&mut self) -> Bytes {
        self.0.read_sb_data()
    }

    fn write(&mut self, data: &[u8], timeout: Duration) -> io::Result<()> {
        R::block_on(self.within(timeout).write(data))
    }

    fn try_write(&mut self, data: &[u8]) -> io::Result<usize> {
        let mut wait = SendData::new(data, Deadline::Never);
        let sent = R::block_on(poll_once(self.0.send(&mut wait)));
        sent.transpose().map(|_maybe| wait.queued())
    }

    fn send_line(&mut self, line: &[u8]) -> io::Result<()> {
        R::block_on(self.within(WAIT).send_line(line))
    }

    fn send_prompt(&mut self, prompt: &[u8]) -> io::Result<()> {
        R::block_on(self.within(WAIT).send_prompt(prompt))
    }

    fn timing_mark(&mut self) -> io::Result<()> {
        R::block_on(self.0.timing_mark(WAIT))
    }

    fn logout(&mut self) -> io::Result<bool> {
        R::block_on(self.0.logout(WAIT))
    }

    fn send_command(&mut self, command: Command) -> io::Result<()> {
        R::block_on(self.within(WAIT).send_command(command))
    }

    fn send_subnegotiation(
        &mut self,
        option: TelnetOption,
        payload: &[u8],
    ) -> io::Result<()> {
        R::block_on(self.within(WAIT).send_subnegotiation(option, payload))
    }

    fn abandon_read_until(&mut self, expected: &[u8]) {
        let read = self.0.read_until(expected, None::<Duration>);
        drop(R::block_on(poll_once(read)));
    }

    fn close(&mut self, timeout: Duration) -> io::Result<()> {
        R::block_on(self.within(timeout).close())
    }

    fn take_apart(self) {
        drop(self.0.into_parts());
    }
}
