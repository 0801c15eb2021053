//! A port for tasks of smol and async-std, over telnet-async-std.

use futures_io::{AsyncRead, AsyncWrite};
use telnet_async_std::Telnet;

async_port!([AsyncRead + AsyncWrite + Unpin]);
