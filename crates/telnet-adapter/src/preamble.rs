//! What is said on a stream before Telnet, or TLS, may begin on it.

use std::future::poll_fn;
use std::io::{self, ErrorKind, Read, Write};
use std::task::{Context, Poll, ready};
use std::time::Instant;

use crate::flow::try_again;
use crate::task::{Alarm, Duplex, within};

/// Most octets to read at once: none wants more.
const CHUNK: usize = 512;

/// What is said on a stream before it is used for something else, to a proxy for
/// example. It does no I/O: the functions of this module move its octets.
///
/// It never [wants](Self::wants) an octet that could be somebody else's: the first
/// one behind it is still in the stream. So streams of any kind will do. The price
/// are small reads, once for a connection.
pub trait Preamble {
    /// The octets to write next, empty if there are none.
    fn transmit(&self) -> &[u8];

    /// The first `n` octets of [`transmit`](Self::transmit) were written.
    fn transmitted(&mut self, n: usize);

    /// Most octets to read next; 0 if nothing more is to be read.
    fn wants(&self) -> usize;

    /// Takes octets of the peer: all of the slice, which is no longer than what
    /// it [wants](Self::wants).
    ///
    /// # Errors
    /// Why it cannot go on.
    fn receive(&mut self, octets: &[u8]) -> io::Result<()>;

    /// The error where the peer closes the stream before it is over.
    fn eof(&self) -> io::Error;

    /// The error where the peer takes too long.
    fn late() -> io::Error;

    /// Whether it is over: nothing is to be read or written.
    fn is_over(&self) -> bool {
        self.wants() == 0 && self.transmit().is_empty()
    }
}

/// Goes on as far as it can, over a stream that does not wait.
///
/// # Errors
/// `WouldBlock` if it is not over; those of [`Preamble::receive`] and of the
/// stream.
pub fn poll(
    preamble: &mut impl Preamble,
    stream: &mut (impl Read + Write),
) -> io::Result<()> {
    while !preamble.is_over() {
        match step(preamble, stream) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            done => done?,
        }
    }
    stream.flush()
}

/// Runs it to its end over a stream that blocks. `bound` is called before each
/// read and write, to say to the stream how long that may take.
///
/// # Errors
/// Those of [`Preamble::receive`], of the stream, and of `bound`; that of
/// [`Preamble::late`] where the stream says `WouldBlock`.
pub fn run<P: Preamble, S: Read + Write>(
    preamble: &mut P,
    stream: &mut S,
    mut bound: impl FnMut(&mut S) -> io::Result<()>,
) -> io::Result<()> {
    while !preamble.is_over() {
        bound(stream)?;
        let done = step(preamble, stream);
        // `Interrupted` is tried again.
        if !done.map_or_else(try_again, |()| Ok(true))? {
            return Err(P::late());
        }
    }
    stream.flush()
}

/// Runs it to its end over a stream of a runtime, until `deadline` at most.
///
/// # Errors
/// Those of [`Preamble::receive`] and of the stream; that of [`Preamble::late`]
/// at the deadline.
pub async fn run_on_task<P: Preamble>(
    preamble: &mut P,
    mut stream: impl Duplex,
    alarm: &mut impl Alarm,
    deadline: Option<Instant>,
) -> io::Result<()> {
    let run = poll_fn(|cx| poll_on(preamble, &mut stream, cx));
    within(run, alarm, deadline, P::late).await
}

/// Writes or reads once.
fn step(
    preamble: &mut impl Preamble,
    stream: &mut (impl Read + Write),
) -> io::Result<()> {
    let octets = preamble.transmit();
    if !octets.is_empty() {
        let n = stream.write(octets)?;
        return wrote(preamble, n);
    }
    stream.flush()?;
    let mut buffer = [0; CHUNK];
    let room = room(preamble, &mut buffer);
    let n = stream.read(room)?;
    read(preamble, room.get(..n).unwrap_or_default())
}

fn poll_on(
    preamble: &mut impl Preamble,
    stream: &mut impl Duplex,
    cx: &mut Context<'_>,
) -> Poll<io::Result<()>> {
    let mut buffer = [0; CHUNK];
    loop {
        while !preamble.transmit().is_empty() {
            let n = ready!(stream.poll_write(cx, preamble.transmit()))?;
            wrote(preamble, n)?;
        }
        ready!(stream.poll_flush(cx))?;
        if preamble.is_over() {
            return Poll::Ready(Ok(()));
        }
        let room = room(preamble, &mut buffer);
        let n = ready!(stream.poll_read(cx, room))?;
        read(preamble, room.get(..n).unwrap_or_default())?;
    }
}

/// Where to read to.
fn room<'b>(preamble: &impl Preamble, buffer: &'b mut [u8]) -> &'b mut [u8] {
    let room = preamble.wants().min(buffer.len());
    buffer.get_mut(..room).unwrap_or_default()
}

fn wrote(preamble: &mut impl Preamble, n: usize) -> io::Result<()> {
    if n == 0 {
        return Err(ErrorKind::WriteZero.into());
    }
    preamble.transmitted(n);
    Ok(())
}

/// Takes what a read gave; nothing is the end.
fn read(preamble: &mut impl Preamble, octets: &[u8]) -> io::Result<()> {
    if octets.is_empty() {
        return Err(preamble.eof());
    }
    preamble.receive(octets)
}
