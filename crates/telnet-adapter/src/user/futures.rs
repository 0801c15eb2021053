//! The same for tasks: a user and a connection of futures-io.

use std::future::pending;
use std::io;

use futures_io::{AsyncRead, AsyncWrite};
use futures_lite::future;
pub use futures_lite::io::AsyncWriteExt;
use futures_lite::io::{AsyncReadExt as _, copy};

use super::{Ended, is_gone};

/// Connects an input and an output with the two halves of a connection, octet
/// by octet, until the input or the peer ends. Nothing is interpreted. When the
/// input ends, all of it has been sent.
///
/// The input may be any: `async_std::io::stdin()`,
/// `smol::Unblock::new(std::io::stdin())`. A read of a terminal that such an
/// input has begun in a thread of its own may swallow a line after the end of
/// the peer; a socket which [`forward`](super::forward) copies to does not.
///
/// # Errors
/// Those of the stream, the input and the output.
pub async fn interact(
    mut reader: impl AsyncRead + Unpin,
    writer: impl AsyncWrite + Unpin,
    input: impl AsyncRead + Unpin,
    mut output: impl AsyncWrite + Unpin,
) -> io::Result<Ended> {
    let show = async {
        let mut buffer = vec![0; 4096];
        loop {
            let n = reader.read(&mut buffer).await?;
            if n == 0 {
                return Ok(Ended::Peer);
            }
            output.write_all(buffer.get(..n).unwrap_or_default()).await?;
            output.flush().await?;
        }
    };
    let send = async {
        match copy(input, writer).await {
            // Its last words may still be on their way to us.
            Err(error) if is_gone(&error) => pending().await,
            sent => sent.map(|_octets| Ended::Input),
        }
    };
    future::or(show, send).await
}
