//! What is said in the clear where TLS begins in the middle of a connection.

use std::io;
use std::time::Instant;

use telnet_session::start_tls::{StartTls, StartTlsError};

use crate::preamble::{self, Preamble};
use crate::task::{Alarm, Duplex};

/// It reads an octet at a time: what lies behind it is TLS, and stays in the
/// stream.
impl Preamble for StartTls {
    fn transmit(&self) -> &[u8] {
        Self::transmit(self)
    }

    fn transmitted(&mut self, n: usize) {
        Self::transmitted(self, n);
    }

    fn wants(&self) -> usize {
        usize::from(self.wants_read())
    }

    /// # Errors
    /// [`StartTlsError`] in an `io::Error`; `InvalidInput` if the slice has
    /// octets of TLS.
    fn receive(&mut self, octets: &[u8]) -> io::Result<()> {
        if Self::receive(self, octets)? < octets.len() {
            let why = "START_TLS was given octets of TLS";
            return Err(io::Error::new(io::ErrorKind::InvalidInput, why));
        }
        Ok(())
    }

    fn eof(&self) -> io::Error {
        StartTlsError::Closed.into()
    }

    fn late() -> io::Error {
        StartTlsError::Late.into()
    }

    /// One that has failed is not over.
    fn is_over(&self) -> bool {
        Self::is_over(self)
    }
}

/// Says on a stream of a runtime what is to be said before TLS, if anything is,
/// until `deadline` at most. TLS begins behind it.
///
/// # Errors
/// [`StartTlsError`] in an `io::Error`; those of the stream.
pub async fn start_on_task(
    start: Option<StartTls>,
    stream: impl Duplex,
    alarm: &mut impl Alarm,
    deadline: Option<Instant>,
) -> io::Result<()> {
    let Some(mut start) = start else { return Ok(()) };
    preamble::run_on_task(&mut start, stream, alarm, deadline).await
}
