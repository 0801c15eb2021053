//! A user in front of a connection.

#[cfg(unix)]
mod terminal;

use std::future::pending;
use std::io;

use telnet_adapter::user::is_gone;
use tokio::io::{
    AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, copy,
};
use tokio::select;

use crate::Ended;

/// Connects an input and an output with the two halves of a connection, octet
/// by octet, until the input or the peer ends. Nothing is interpreted. When the
/// input ends, all of it has been sent.
///
/// The input may be any, but `tokio::io::stdin()` has a thread that sits in a read:
/// it may swallow a line after the end of the peer, and holds up the end of the
/// runtime. For standard input there is `Telnet::interact`.
///
/// # Errors
/// Those of the stream, the input and the output.
pub async fn interact(
    mut reader: impl AsyncRead + Unpin,
    mut writer: impl AsyncWrite + Unpin,
    mut input: impl AsyncRead + Unpin,
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
        let sent = match copy(&mut input, &mut writer).await {
            Ok(_octets) => writer.flush().await,
            Err(error) => Err(error),
        };
        match sent {
            // Its last words may still be on their way to us.
            Err(error) if is_gone(&error) => pending().await,
            sent => sent.map(|()| Ended::Input),
        }
    };
    select! {
        biased;
        ended = show => ended,
        ended = send => ended,
    }
}
