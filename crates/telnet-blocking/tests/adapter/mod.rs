//! A blocking connection as the contract's suite wants one.

use std::io::{self, ErrorKind, Write};
use std::time::Duration;

use telnet_blocking::session::bytes::Bytes;
use telnet_blocking::{
    Command, Outcome, Session, Stream, Telnet, TelnetOption, Wait,
};
use telnet_testkit::suite::{Adapter, WAIT};

pub(crate) struct Blocking<S>(pub(crate) Telnet<S>);

impl<S: Stream> Blocking<S> {
    /// Sets the deadline of the calls that take none.
    fn within(&mut self, timeout: Duration) -> &mut Telnet<S> {
        self.0.set_timeout(Some(timeout));
        &mut self.0
    }
}

impl<S: Stream> Adapter for Blocking<S> {
    fn session(&mut self) -> &mut Session {
        self.0.session_mut()
    }

    fn wait<W: Wait<Output: Send> + Send>(
        &mut self,
        wait: &mut W,
    ) -> io::Result<W::Output> {
        self.0.wait(wait)
    }

    fn read_until(
        &mut self,
        expected: &[u8],
        timeout: Duration,
    ) -> io::Result<Outcome> {
        self.0.read_until(expected, timeout)
    }

    fn read_all(&mut self, timeout: Duration) -> io::Result<Bytes> {
        self.within(timeout).read_all()
    }

    fn read_some(&mut self, timeout: Duration) -> io::Result<Bytes> {
        self.within(timeout).read_some()
    }

    fn read_very_eager(&mut self) -> io::Result<Bytes> {
        self.0.read_very_eager()
    }

    fn read_eager(&mut self) -> io::Result<Bytes> {
        self.0.read_eager()
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
        self.within(timeout).write(data)
    }

    fn try_write(&mut self, data: &[u8]) -> io::Result<usize> {
        match Write::write(self.within(Duration::ZERO), data) {
            Err(e) if e.kind() == ErrorKind::TimedOut => Ok(0),
            accepted => accepted,
        }
    }

    fn send_line(&mut self, line: &[u8]) -> io::Result<()> {
        self.within(WAIT).send_line(line)
    }

    fn send_prompt(&mut self, prompt: &[u8]) -> io::Result<()> {
        self.within(WAIT).send_prompt(prompt)
    }

    fn timing_mark(&mut self) -> io::Result<()> {
        self.0.timing_mark(WAIT)
    }

    fn logout(&mut self) -> io::Result<bool> {
        self.0.logout(WAIT)
    }

    fn send_command(&mut self, command: Command) -> io::Result<()> {
        self.within(WAIT).send_command(command)
    }

    fn send_subnegotiation(
        &mut self,
        option: TelnetOption,
        payload: &[u8],
    ) -> io::Result<()> {
        self.within(WAIT).send_subnegotiation(option, payload)
    }

    fn abandon_read_until(&mut self, expected: &[u8]) {
        drop(self.0.read_until(expected, Duration::ZERO).unwrap());
    }

    fn close(&mut self, timeout: Duration) -> io::Result<()> {
        self.within(timeout).close()
    }

    fn take_apart(self) {
        drop(self.0.into_parts());
    }
}
