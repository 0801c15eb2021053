//! What Telnet asks of a connected TCP socket: RFC 854 sends the data mark of
//! a Synch as urgent data.

use std::io;
#[cfg(not(unix))]
use std::time::Duration;

use socket2::SockRef;

#[cfg(unix)]
pub use ready::{
    is_urgent_ahead, recv_behind, recv_now, send_now, wait, wait_any,
};

/// What has a socket: on Unix a file descriptor, on Windows a socket handle.
#[cfg(unix)]
pub use std::os::fd::AsFd as AsSocket;
/// What has a socket: on Unix a file descriptor, on Windows a socket handle.
#[cfg(windows)]
pub use std::os::windows::io::AsSocket;

/// What to wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "there are two directions")]
pub enum Interest {
    /// That there is something to receive, or an end, or an error.
    Read,
    /// That something can be sent, or an error.
    Write,
    /// Either.
    Both,
}

/// What has come of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ready {
    /// A receive will not block.
    pub read: bool,
    /// A send will not block.
    pub write: bool,
    /// Urgent data lies ahead in the stream: what is received before it is
    /// for a Synch to discard. (A receive stops at the mark by itself.)
    pub urgent: bool,
}

/// What was set on a socket before [`prepare`], to be set again. The default is
/// of a socket that was opened for Telnet, by [`begin`](super::begin): it is
/// handed back as it was opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Prepared {
    nodelay: Option<bool>,
    inline: Option<bool>,
}

/// Sets `TCP_NODELAY`, and `SO_OOBINLINE`: without it the octet that a peer
/// sends as urgent data, DM of a Synch, is missing from the stream, and the one
/// after it is taken for a command.
///
/// # Errors
/// Those of the system: the socket is no TCP socket, or is not connected any
/// more.
pub fn prepare(socket: &impl AsSocket) -> io::Result<Prepared> {
    let socket = SockRef::from(socket);
    let inline = socket.out_of_band_inline()?;
    if !inline {
        socket.set_out_of_band_inline(true)?;
    }
    let nodelay = socket.tcp_nodelay()?;
    if !nodelay {
        socket.set_tcp_nodelay(true)?;
    }
    Ok(Prepared { nodelay: Some(nodelay), inline: Some(inline) })
}

/// Sets again what [`prepare`] has changed.
///
/// # Errors
/// Those of the system.
pub fn restore(socket: &impl AsSocket, was: Prepared) -> io::Result<()> {
    let socket = SockRef::from(socket);
    if let Some(inline) = was.inline {
        socket.set_out_of_band_inline(inline)?;
    }
    if let Some(nodelay) = was.nodelay {
        socket.set_tcp_nodelay(nodelay)?;
    }
    Ok(())
}

/// Whether a socket that [`begin`](super::begin) gave is connected by now.
///
/// # Errors
/// Why it cannot be connected.
pub fn is_connected(socket: &impl AsSocket) -> io::Result<bool> {
    let socket = SockRef::from(socket);
    let Err(error) = socket.peer_addr() else { return Ok(true) };
    match socket.take_error()? {
        Some(why) => Err(why),
        None if error.kind() == io::ErrorKind::NotConnected => Ok(false),
        None => Err(error),
    }
}

/// Waits until one of several sockets can be sent on, or has failed, for `time`
/// at most, or less; `None` is for ever.
///
/// # Errors
/// Those of the system.
#[cfg(not(unix))]
pub fn wait_any<S: AsSocket>(
    _sockets: &[S],
    time: Option<Duration>,
) -> io::Result<()> {
    // There is no `poll` for them here: they are looked at again and again.
    std::thread::park_timeout(time.map_or(LOOK, |time| time.min(LOOK)));
    Ok(())
}

/// How often sockets are looked at where the system cannot tell.
#[cfg(not(unix))]
const LOOK: Duration = Duration::from_millis(5);

/// Sends octets the last of which is urgent, and says how many went: fewer,
/// and the last that did is urgent. It waits as the socket does.
///
/// # Errors
/// Those of the system, `WouldBlock` among them.
pub fn send_urgent(socket: &impl AsSocket, octets: &[u8]) -> io::Result<usize> {
    #[cfg(unix)]
    return ready::send_out_of_band(socket, octets);
    #[cfg(not(unix))]
    SockRef::from(socket).send_out_of_band(octets)
}

/// Says that nothing more will be sent; the peer reads the end of the stream.
///
/// # Errors
/// Those of the system; `NotConnected` if the peer has closed the connection.
pub fn finish(socket: &impl AsSocket) -> io::Result<()> {
    SockRef::from(socket).shutdown(std::net::Shutdown::Write)
}

/// Closes both directions, unless the peer has closed the connection.
///
/// # Errors
/// Those of the system.
pub fn shutdown(socket: &impl AsSocket) -> io::Result<()> {
    match SockRef::from(socket).shutdown(std::net::Shutdown::Both) {
        Err(e) if e.kind() == io::ErrorKind::NotConnected => Ok(()),
        done => done,
    }
}

/// What has to do with `poll`, and calls that do not wait on a socket that
/// does.
#[cfg(unix)]
mod ready {
    use std::io;
    use std::os::fd::AsFd;
    use std::time::Duration;

    use rustix::buffer::spare_capacity;
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::io::Errno;
    use rustix::net::{RecvFlags, SendFlags, recv, send};

    use super::{Interest, Ready};

    /// Waits until a socket is ready, for `time` at most; `None` is for ever.
    /// A signal may end it early, with nothing ready.
    ///
    /// # Errors
    /// Those of the system.
    pub fn wait(
        socket: impl AsFd,
        interest: Interest,
        time: Option<Duration>,
    ) -> io::Result<Ready> {
        let flags = match interest {
            Interest::Read => PollFlags::IN | PollFlags::PRI,
            Interest::Write => PollFlags::OUT,
            Interest::Both => PollFlags::IN | PollFlags::PRI | PollFlags::OUT,
        };
        let mut fds = [PollFd::new(&socket, flags)];
        // What is too long for the system is as good as for ever.
        let time = time.and_then(|time| Timespec::try_from(time).ok());
        match poll(&mut fds, time.as_ref()) {
            Err(Errno::INTR) => return Ok(Ready::default()),
            polled => polled?,
        };
        let [fd] = fds;
        let is = fd.revents();
        let failed = is.intersects(PollFlags::ERR | PollFlags::HUP);
        Ok(Ready {
            read: failed || is.contains(PollFlags::IN),
            write: failed || is.contains(PollFlags::OUT),
            urgent: is.contains(PollFlags::PRI),
        })
    }

    /// Waits until one of several sockets can be sent on, or has failed, for
    /// `time` at most, or less; `None` is for ever.
    ///
    /// # Errors
    /// Those of the system.
    pub fn wait_any<S: AsFd>(
        sockets: &[S],
        time: Option<Duration>,
    ) -> io::Result<()> {
        let fds = sockets.iter().map(|it| PollFd::new(it, PollFlags::OUT));
        let mut fds = fds.collect::<Vec<_>>();
        let time = time.and_then(|time| Timespec::try_from(time).ok());
        match poll(&mut fds, time.as_ref()) {
            Err(Errno::INTR) => Ok(()),
            polled => Ok(polled.map(drop)?),
        }
    }

    /// Whether urgent data lies ahead in the stream. Ask after each read,
    /// before the session is given what was read.
    ///
    /// # Errors
    /// Those of the system. What was read is good all the same.
    pub fn is_urgent_ahead(socket: impl AsFd) -> io::Result<bool> {
        Ok(wait(socket, Interest::Read, Some(Duration::ZERO))?.urgent)
    }

    /// Receives what is there, from a socket that may be a blocking one. 0 is
    /// the end of the stream.
    ///
    /// # Errors
    /// `WouldBlock` if there is nothing; those of the system.
    pub fn recv_now(socket: impl AsFd, buffer: &mut [u8]) -> io::Result<usize> {
        Ok(recv(socket, buffer, RecvFlags::DONTWAIT)?.0)
    }

    /// The same into what a `Vec` has to spare, and appends it there. 0 is the end
    /// of the stream if there is room.
    ///
    /// # Errors
    /// As [`recv_now`].
    pub fn recv_behind(
        socket: impl AsFd,
        octets: &mut Vec<u8>,
    ) -> io::Result<usize> {
        let room = spare_capacity(octets);
        Ok(recv(socket, room, RecvFlags::DONTWAIT)?.0)
    }

    /// Sends what there is room for, on a socket that may be a blocking one.
    ///
    /// # Errors
    /// `WouldBlock` if there is no room; those of the system.
    pub fn send_now(socket: impl AsFd, octets: &[u8]) -> io::Result<usize> {
        Ok(send(socket, octets, SendFlags::DONTWAIT | NO_SIGNAL)?)
    }

    pub(super) fn send_out_of_band(
        socket: impl AsFd,
        octets: &[u8],
    ) -> io::Result<usize> {
        Ok(send(socket, octets, SendFlags::OOB | NO_SIGNAL)?)
    }

    /// Where the peer is gone this is an error, and no SIGPIPE as well.
    #[cfg(not(target_vendor = "apple"))]
    const NO_SIGNAL: SendFlags = SendFlags::NOSIGNAL;
    /// On Apple's systems std has set SO_NOSIGPIPE.
    #[cfg(target_vendor = "apple")]
    const NO_SIGNAL: SendFlags = SendFlags::empty();
}
