//! What Telnet asks of a connected TCP socket: RFC 854 sends the data mark of
//! a Synch as urgent data.

use std::io;
use std::os::fd::AsFd;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::net::{RecvFlags, SendFlags, Shutdown, recv, send, sockopt};

/// Sets `TCP_NODELAY`, and `SO_OOBINLINE`: without it the octet that a peer
/// sends as urgent data, DM of a Synch, is missing from the stream, and the one
/// after it is taken for a command.
///
/// # Errors
/// Those of the system: the socket is no TCP socket, or is not connected any
/// more.
pub fn prepare(socket: impl AsFd) -> io::Result<()> {
    let socket = socket.as_fd();
    sockopt::set_socket_oobinline(socket, true)?;
    Ok(sockopt::set_tcp_nodelay(socket, true)?)
}

/// Whether urgent data lies ahead in the stream: what was read before it is
/// for a Synch to discard. Ask after each read, before the session is given
/// what was read. (A read stops at the mark by itself.)
///
/// # Errors
/// Those of the system. What was read is good all the same.
pub fn is_urgent_ahead(socket: impl AsFd) -> io::Result<bool> {
    let mut fds = [PollFd::new(&socket, PollFlags::PRI)];
    let now = Timespec { tv_sec: 0, tv_nsec: 0 };
    poll(&mut fds, Some(&now))?;
    Ok(fds.iter().any(|fd| fd.revents().contains(PollFlags::PRI)))
}

/// Sends octets the last of which is urgent, and says how many went: fewer,
/// and the last that did is urgent.
///
/// # Errors
/// Those of the system, `WouldBlock` among them.
pub fn send_urgent(socket: impl AsFd, octets: &[u8]) -> io::Result<usize> {
    Ok(send(socket, octets, SendFlags::OOB)?)
}

/// Receives what is there, from a socket that may be a blocking one. 0 is the
/// end of the stream.
///
/// # Errors
/// `WouldBlock` if there is nothing; those of the system.
pub fn recv_now(socket: impl AsFd, buffer: &mut [u8]) -> io::Result<usize> {
    Ok(recv(socket, buffer, RecvFlags::DONTWAIT)?.0)
}

/// Closes both directions, unless the peer has closed the connection.
///
/// # Errors
/// Those of the system.
pub fn shutdown(socket: impl AsFd) -> io::Result<()> {
    match rustix::net::shutdown(socket, Shutdown::Both) {
        Err(Errno::NOTCONN) => Ok(()),
        done => Ok(done?),
    }
}
