//! TLS over a stream that does not wait, or waits for as long as it likes.

use std::fmt;
use std::io::{self, BufRead as _, ErrorKind, Read, Write};

use rustls::Connection;
use telnet_session::start_tls::StartTls;

use super::error::{TlsError, cut_short, handshake_late};
use super::{Ahead, TlsAcceptor, TlsOptions};
use crate::preamble::{self, Preamble as _};

/// How often the stream is read for one read of ours, where what comes is no
/// text yet. A peer that sends nothing else must not keep us here.
const PULLS: usize = 16;

/// One connection's TLS, without its stream, which is an argument. A stream may
/// fail with `WouldBlock` at any octet: nothing is lost, and the call is made
/// again.
///
/// The two directions do not wait for each other: what cannot be written is
/// kept, at most 64 KiB, while reading goes on.
///
/// ```text
///   write ──▶ encrypted, at most 64 KiB ──▶ the stream
///   read  ◀── text of whole records     ◀── the stream, 64 KiB at a time
/// ```
///
/// Where `START_TLS` is asked for, that is the first part of the handshake: no
/// octet of TLS is written or read before it is agreed on.
pub struct Tls {
    /// What is to be said in the clear before TLS begins.
    start: Option<Box<StartTls>>,
    connection: Connection,
    /// What was read and is not decrypted yet.
    ahead: Ahead,
    peer: Box<str>,
    /// What ended it: told behind the text that came before.
    failed: Option<rustls::Error>,
    /// Whether the peer was told that nothing more comes.
    said_so: bool,
}

impl Tls {
    /// The client's side.
    ///
    /// # Errors
    /// Those of [`TlsOptions::connection`].
    pub fn client(host: &str, options: &TlsOptions) -> io::Result<Self> {
        let connection = options.connection(host)?.into();
        Ok(Self::new(options.preamble(), connection, host))
    }

    /// The server's side.
    ///
    /// # Errors
    /// Those of [`TlsAcceptor::connection`].
    pub fn server(acceptor: &TlsAcceptor) -> io::Result<Self> {
        let connection = acceptor.connection()?.into();
        Ok(Self::new(acceptor.preamble(), connection, "the client"))
    }

    fn new(
        start: Option<StartTls>,
        connection: Connection,
        peer: &str,
    ) -> Self {
        Self {
            start: start.map(Box::new),
            connection,
            ahead: Ahead::new(),
            peer: peer.into(),
            failed: None,
            said_so: false,
        }
    }

    /// What rustls knows of the connection.
    #[must_use]
    pub const fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Whom errors call the peer.
    #[must_use]
    pub const fn peer(&self) -> &str {
        &self.peer
    }

    /// Whether the handshake is still to be done.
    #[must_use]
    pub fn is_handshaking(&self) -> bool {
        self.start.is_some() || self.connection.is_handshaking()
    }

    /// Whether there are octets that the stream did not take.
    #[must_use]
    pub fn wants_write(&self) -> bool {
        match &self.start {
            Some(start) => !start.transmit().is_empty(),
            None => self.connection.wants_write(),
        }
    }

    /// Whether a read may give something though the stream has nothing: text, the
    /// end, or an error.
    pub fn is_readable(&mut self) -> bool {
        let text = self.connection.reader().fill_buf().map(<[u8]>::len);
        let nothing = text.is_err_and(|e| e.kind() == ErrorKind::WouldBlock);
        let start = self.start.as_ref().and_then(|it| it.error());
        !nothing
            || !self.ahead.is_empty()
            || self.failed.is_some()
            || start.is_some()
    }

    /// The error where the handshake takes longer than there is time for.
    #[must_use]
    pub fn late(&self) -> io::Error {
        match &self.start {
            Some(_) => StartTls::late(),
            None => handshake_late(&self.peer),
        }
    }

    /// Makes the handshake, as far as it can.
    ///
    /// # Errors
    /// `WouldBlock` if it is not over; [`TlsError`], or
    /// [`StartTlsError`](telnet_session::error::StartTlsError), in an
    /// `io::Error` of the kind `InvalidData`; `UnexpectedEof` if the peer hangs
    /// up; those of the stream.
    pub fn handshake(
        &mut self,
        stream: &mut (impl Read + Write),
    ) -> io::Result<()> {
        self.begin(stream)?;
        loop {
            self.check()?;
            self.push(stream)?;
            if !self.is_handshaking() {
                return Ok(());
            }
            if self.pull(stream)? == 0 {
                return Err(cut_short(&self.peer));
            }
        }
    }

    /// Reads text; 0 is the end that the peer has told of. Reads the stream only
    /// where nothing is left of what was read of it, 64 KiB at most.
    ///
    /// # Errors
    /// `UnexpectedEof` if the stream ends without that: what is missing nobody
    /// knows. `Interrupted` if much came that is no text. [`TlsError`] in an
    /// `io::Error`; those of the stream, `WouldBlock` among them.
    pub fn read(
        &mut self,
        stream: &mut (impl Read + Write),
        buffer: &mut [u8],
    ) -> io::Result<usize> {
        self.begin(stream)?;
        for _ in 0..PULLS {
            match self.connection.reader().read(buffer) {
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(error) if error.kind() == ErrorKind::UnexpectedEof => {
                    self.check()?;
                    return Err(self.unannounced());
                }
                read => return read,
            }
            self.check()?;
            // Answers of TLS itself. That they cannot be written does not end
            // reading; the writes tell.
            let _later = self.push(stream);
            self.pull(stream)?;
        }
        Err(ErrorKind::Interrupted.into())
    }

    /// Writes data; what the stream does not take at once is kept, at most 64
    /// KiB, and goes out with the next call of any kind.
    ///
    /// # Errors
    /// `WouldBlock` while something is kept, or the handshake is not over;
    /// those of [`handshake`](Self::handshake) and of the stream.
    pub fn write(
        &mut self,
        stream: &mut (impl Read + Write),
        data: &[u8],
    ) -> io::Result<usize> {
        self.handshake(stream)?;
        let taken = self.connection.writer().write(data)?;
        match self.push(stream) {
            Err(error) if error.kind() != ErrorKind::WouldBlock => Err(error),
            _ => Ok(taken),
        }
    }

    /// Writes what is kept.
    ///
    /// # Errors
    /// As [`write`](Self::write).
    pub fn flush(
        &mut self,
        stream: &mut (impl Read + Write),
    ) -> io::Result<()> {
        self.handshake(stream)?;
        stream.flush()
    }

    /// Tells the peer that nothing more will be written, by a `close_notify`.
    /// Reading goes on. Closing the stream's own side is left to the caller.
    ///
    /// # Errors
    /// `WouldBlock` if it did not go out yet; those of the stream.
    pub fn finish(&mut self, stream: &mut impl Write) -> io::Result<()> {
        if !self.said_so {
            self.connection.send_close_notify();
            self.said_so = true;
        }
        self.push(stream)?;
        stream.flush()
    }

    /// Says what is to be said before TLS.
    fn begin(&mut self, stream: &mut (impl Read + Write)) -> io::Result<()> {
        let Some(start) = self.start.as_deref_mut() else { return Ok(()) };
        if let Some(error) = start.error() {
            return Err(error.into());
        }
        preamble::poll(start, stream)?;
        self.start = None;
        Ok(())
    }

    /// Writes encrypted octets until there are none. Before TLS has begun there
    /// are none.
    ///
    /// # Errors
    /// Those of the stream, `WouldBlock` among them.
    pub fn push(&mut self, stream: &mut impl Write) -> io::Result<()> {
        if self.start.is_some() {
            return Ok(());
        }
        while self.connection.wants_write() {
            match self.connection.write_tls(&mut OneBuffer(stream)) {
                Ok(0) => return Err(ErrorKind::WriteZero.into()),
                Err(e) if e.kind() != ErrorKind::Interrupted => return Err(e),
                _ => {}
            }
        }
        Ok(())
    }

    /// Reads encrypted octets once. A fault of theirs is kept.
    fn pull(&mut self, stream: &mut (impl Read + Write)) -> io::Result<usize> {
        let mut stream_ahead = ReadAhead(&mut self.ahead, stream);
        let pulled = self.connection.read_tls(&mut stream_ahead)?;
        if let Err(error) = self.connection.process_new_packets() {
            self.failed = Some(error);
            // The alert that tells the peer why, as far as it goes out.
            let _told = self.push(stream);
        }
        Ok(pulled)
    }

    fn check(&self) -> io::Result<()> {
        match &self.failed {
            None => Ok(()),
            Some(error) => Err(TlsError::new(&self.peer, error.clone()).into()),
        }
    }

    fn unannounced(&self) -> io::Error {
        if self.is_handshaking() {
            return cut_short(&self.peer);
        }
        let why = format!(
            "TLS with {}: the connection ended without a close_notify; text may \
             be missing at the end",
            self.peer
        );
        io::Error::new(ErrorKind::UnexpectedEof, why)
    }
}

/// A stream, and what was read of it before.
struct ReadAhead<'s, S>(&'s mut Ahead, &'s mut S);

impl<S: Read> Read for ReadAhead<'_, S> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Self(ahead, stream) = self;
        ahead.read(buffer, |buffer| stream.read(buffer))
    }
}

/// A stream that is written one buffer at a time: on Unix a write of several
/// raises `SIGPIPE` where the peer is gone, whatever the kind of socket.
struct OneBuffer<'s, S>(&'s mut S);

impl<S: Write> Write for OneBuffer<'_, S> {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        self.0.write(octets)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tls")
            .field("peer", &self.peer)
            .field("version", &self.connection.protocol_version())
            .field("failed", &self.failed)
            .finish_non_exhaustive()
    }
}
