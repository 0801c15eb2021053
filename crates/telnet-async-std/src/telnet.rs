//! The connection: a session and its stream.

use futures_io::{AsyncRead, AsyncWrite};

use crate::drive::{Alarm, Futures};

telnet_adapter::async_telnet! {
    /// A Telnet connection over a stream of futures-io.
    ///
    /// A read takes what it matched and nothing else; one that times out, or whose
    /// future is dropped, takes nothing, so the next call goes on where it stopped.
    /// Deadlines run from the first poll of the call and hold however much the peer
    /// sends. What was received before an error stays readable.
    ///
    /// A write that times out, or whose future is dropped, leaves what it had
    /// queued to be sent with the next call; [`send`](Self::send) tells how much
    /// that is.
    ///
    /// Negotiation goes on whenever a read or write is polled, and only then.
    ///
    /// What does not touch the stream, `read_lazy`, `set_timeout`,
    /// `set_debuglevel`, the session, is in
    /// [`Connection`](telnet_adapter::Connection), which this dereferences to.
    streams: [AsyncRead + AsyncWrite + Unpin];
    duplex: Futures;
    alarm: Alarm;
    split: split;
}
